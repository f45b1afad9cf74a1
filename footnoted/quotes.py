"""A quotation and the text it is from -> whether it stands there, word for word.

    quotation = span (omission span)*          omission = `[…]` | `[...]`

Each span must stand in the text letter for letter, after `folding`, and all of them in their
order. Nothing else makes a quotation found: there is no score and no threshold, since a dropped
*not* changes less of a text than a hyphen at the end of a line does. Where a text can be read in
two ways, either will do. What is not found is compared with the nearest passage, see `passages`;
how that is come by has no bearing on the verdict.
"""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, takewhile

from footnoted.folding import BREAK, HYPHEN, folded, folded_span, plain
from footnoted.model import QuoteCheck
from footnoted.passages import explained
from footnoted.patterns import pattern

_OMISSION = pattern(r"\[\s*(?:…|\.\s?\.\s?\.(?:\s?\.)?)\s*\]")
_MANY = 500  # places that are looked at one by one, for each span
_PATIENCE = 2_000_000  # letters that are read one by one, for each span
_BETWEEN = str.maketrans("", "", f" -{HYPHEN}{BREAK}")  # what ways to read a text differ in
# Scripts that write words without spaces: nobody can say where one is cut.
_UNSPACED = pattern("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff]")
_HANGUL = pattern("[\uac00-\ud7a3]")
_NUMBER_GOES_ON = pattern(r"[.,:/⁄'-]?\d|[%‰°]")
_NUMBER_BEFORE = pattern(r"(?:\d[.,:/⁄'-]?|(?<![^\s(\[])[-+±<>=≤≥~≈]\s?|[$€£¥₩<>≤≥±])\Z")
_WORD_BEFORE = pattern(r"[^\W_](?:[^\W_]|[-'.,](?=[^\W_]))*\Z")
_WORD_AFTER = pattern(r"(?:[-'.,]?[^\W_])+[%‰°]?|[%‰°]")
_LONGEST_WORD = 60

Place = tuple[int, int]


class Copy:
    """A text to look quotations up in. What few quotations need is made when one does."""

    def __init__(self, text: str) -> None:
        self._marked = folded(text)
        self.shown = self._marked.replace(HYPHEN, "").replace(BREAK, " ")
        self.text = plain(self.shown)
        self._bare: tuple[str, str, array[int]] | None = None

    def occurrences(self, span: str, start: int) -> Iterator[Place]:
        """Where the span stands in `text`, in the plainest way to read it, from `start` on."""
        at = self.text.find(span, start)
        while at >= 0:
            yield at, at + len(span)
            at = self.text.find(span, at + 1)

    def other_occurrences(self, span: str, start: int) -> Iterator[Place]:
        """Where the span stands in the text with its marks, in any way to read it.

        Looked for is what all ways have in common; then each place is read letter for letter.
        """
        bare, marked, places = self._stripped()
        core = span.translate(_BETWEEN)
        lead = len(span) - len(span.lstrip(" -"))
        at = bare.find(core, bisect_left(places, start)) if core else -1
        patience = _PATIENCE
        while at >= 0 and patience > 0:
            first = max(start, places[at] - lead)
            end = _read(marked, first, span)
            if end >= 0:
                yield first, end
            patience -= len(span)
            at = bare.find(core, at + 1)

    @property
    def has_ways(self) -> bool:
        """True if there is more than one way to read the text."""
        return HYPHEN in self._marked or BREAK in self._marked

    @property
    def marked(self) -> str:
        """The folded text with its marks: what the places of `other_occurrences` are in."""
        return self._marked

    def _stripped(self) -> tuple[str, str, array[int]]:
        if self._bare is None:
            marked = plain(self._marked)
            bare = marked.translate(_BETWEEN)
            left = f" -{HYPHEN}{BREAK}"
            places = array("I", (i for i, c in enumerate(marked) if c not in left))
            self._bare = (bare, marked, places)
        return self._bare


def check(quotation: str, copy: Copy) -> QuoteCheck:
    """Whether the quotation stands in the copy; and if not, what does."""
    spans = spans_of(quotation)
    if not spans:
        return QuoteCheck("not-found", "words")
    find, text = copy.occurrences, copy.shown
    if _in_order(spans, find, text, is_whole=True):
        return QuoteCheck("found")
    places = _in_order(spans, find, text)
    if copy.has_ways and not places:
        find, text = copy.other_occurrences, copy.marked
        if _in_order(spans, find, text, is_whole=True):
            return QuoteCheck("found")
        places = _in_order(spans, find, text)
    if places:
        return QuoteCheck("found", "cut", *_cut_words(places, text))
    return explained(spans, copy.text)


def stands_in(quotation: str, copy: Copy) -> bool:
    """True if the quotation stands in the copy."""
    return check(quotation, copy).verdict == "found"


def spans_of(quotation: str) -> tuple[str, ...]:
    """The parts of a quotation between omissions, folded, in the form that is compared."""
    spans = (plain(_read_simply(folded_span(part))) for part in _OMISSION.split(quotation))
    return tuple(span for span in spans if span)


def _read_simply(text: str) -> str:
    """A quotation that itself runs over lines, read in the plainest way."""
    return text.replace(HYPHEN, "").replace(BREAK, " ")


def _in_order(
    spans: Sequence[str],
    find: Callable[[str, int], Iterator[Place]],
    text: str,
    *,
    is_whole: bool = False,
) -> list[Place]:
    """A place for each span, one after another; none if there are not places for all.

    `is_whole` wants places that begin and end where words and numbers do.
    """
    found: list[Place] = []
    for span in spans:
        candidates = islice(find(span, found[-1][1] if found else 0), _MANY)
        wanted = (p for p in candidates if not (is_whole and _is_cut(text, *p)))
        place = next(wanted, None)
        if place is None:
            return []
        found.append(place)
    return found


def _read(text: str, at: int, span: str) -> int:
    """The end of `span` read from `at` on, or -1 if the text says something else."""
    for c in span:
        here = text[at : at + 1]
        if here == c or (here, c) in ((HYPHEN, "-"), (BREAK, " ")):
            at += 1
        elif here in (HYPHEN, BREAK) and here and text[at + 1 : at + 2] == c:
            at += 2
        else:
            return -1
    return at


def _is_cut(text: str, start: int, end: int) -> bool:
    return _is_cut_before(text, start) or _is_cut_after(text, end)


def _is_cut_before(text: str, start: int) -> bool:
    """True if the place begins within a word or a number. Particles follow Korean words."""
    before, first = text[max(0, start - 3) : start], text[start : start + 1]
    if not before or not first.isalnum() or _UNSPACED.match(first):
        return False
    if first.isdigit() and _NUMBER_BEFORE.search(before):
        return True
    if before[-1] == "-" and first.isalpha() and before[-2:-1].isalpha():
        return True
    return before[-1].isalnum() and not _UNSPACED.match(before[-1])


def _is_cut_after(text: str, end: int) -> bool:
    last, after = text[end - 1], text[end : end + 3]
    if after and _is_mark(after[0]):
        return True
    if not after or not last.isalnum() or _UNSPACED.match(last):
        return False
    if last.isdigit():
        if _NUMBER_GOES_ON.match(after):
            return True
        return after[0].isalnum() and not (_UNSPACED.match(after) or _HANGUL.match(after))
    if after[0] == "'" and after[1:2] == "t":  # can't
        return True
    if after[0] == "-" and after[1:2].isalpha():
        return True
    if _HANGUL.match(last) and _HANGUL.match(after):
        return False
    return after[0].isalnum() and not _UNSPACED.match(after)


def _is_mark(c: str) -> bool:
    """True for an accent or a vowel sign, which belongs to the letter before it."""
    return unicodedata.category(c).startswith("M")


def _cut_words(places: Sequence[Place], text: str) -> tuple[str, str]:
    """The first word that is cut, as the quotation has it, and whole."""
    for start, end in places:
        if _is_cut_before(text, start):
            before = _WORD_BEFORE.search(text[max(0, start - _LONGEST_WORD) : start])
            sign = before[0] if before else text[start - 1]
            rest = _WORD_AFTER.match(text[start : start + _LONGEST_WORD])
            word = rest[0] if rest else ""
            return _said(word), _said(sign + word)
        if _is_cut_after(text, end):
            before = _WORD_BEFORE.search(text[max(start, end - _LONGEST_WORD) : end])
            word = before[0] if before else text[end - 1]
            marks = "".join(takewhile(_is_mark, text[end : end + _LONGEST_WORD]))
            rest = _WORD_AFTER.match(text[end + len(marks) : end + _LONGEST_WORD])
            return _said(word), _said(word + marks + (rest[0] if rest else ""))
    return "", ""


def _said(text: str) -> str:
    return text.replace(HYPHEN, "").replace(BREAK, " ")
