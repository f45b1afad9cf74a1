"""A quotation that is not found -> the words in which it differs from the nearest passage.

    nearest passage = around the longest run of words that the text has too

This is to help its author, and may miss: the verdict stands before it begins. The time it takes
is bounded, whatever the texts are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from footnoted.model import QuoteCheck
from footnoted.patterns import pattern

# Numbers with their signs, words, single characters of scripts without spaces, single signs.
_TOKEN = pattern(
    r"\d+(?:[.,:]\d+)*%?|[\u3005-\u30ff\u3400-\u9fff]|[^\W\d_\u3005-\u30ff\u3400-\u9fff]+(?:'[^\W\d_]+)*|\S"
)
_COMPARED = 120  # words of a quotation that are compared one by one
_RUNS = (12, 8, 5, 3, 2, 1)  # words
_TRIES = 12  # runs of each length
_FEWEST = 5  # letters of a single word that can tell a passage from others
_FAR = 2000  # characters that can be left out at once
_SHOWN = 12  # words of a difference
_DIFFERENCES = 3


def explained(spans: Sequence[str], text: str) -> QuoteCheck:
    """What keeps the spans, which are not all in the text in their order, from being found."""
    missing = next((span for span in spans if span not in text), None)
    if missing is None:
        return QuoteCheck("not-found", "order")
    if left_out := _left_out(missing, text):
        return QuoteCheck("not-found", "omission", "", _short(left_out))
    pairs = list(_differences(missing, text))
    if pairs and all(not said for said, _ in pairs):
        return QuoteCheck("not-found", "omission", "", " … ".join(s for _, s in pairs[:3]))
    said = tuple(pairs[:_DIFFERENCES])
    return QuoteCheck("not-found", "words", differences=said)


def _left_out(span: str, text: str) -> str:
    """What stands between two halves of the span that are both there, or nothing.

    The first half is the longest beginning of the span that the text has.
    """
    ends = [match.end() for match in _TOKEN.finditer(span)]
    low, high = 0, len(ends)
    while low + 1 < high:  # the longest beginning, which is there if a longer one is
        middle = (low + high) // 2
        low, high = (middle, high) if span[: ends[middle - 1]] in text else (low, middle)
    for count in range(low, max(0, low - 3), -1):  # a word may stand on both sides of the gap
        first, rest = span[: ends[count - 1]], span[ends[count - 1] :].strip()
        at = text.find(first)
        for _ in range(_TRIES):
            after = at + len(first)
            gap = text.find(rest, after, after + _FAR + len(rest)) if rest and at >= 0 else -1
            if gap >= 0 and _is_apart(text, gap, rest):
                return text[after:gap].strip(" ")
            at = text.find(first, after) if at >= 0 else -1
    return ""


def _is_apart(text: str, at: int, rest: str) -> bool:
    """True if `rest` stands there as whole words."""
    end = at + len(rest)
    starts_whole = not (text[at - 1 : at].isalnum() and rest[0].isalnum())
    return starts_whole and not (text[end : end + 1].isalnum() and rest[-1].isalnum())


def _differences(span: str, text: str) -> Iterator[tuple[str, str]]:
    """Pairs of what the span says and what the nearest passage says there."""
    matches = list(_TOKEN.finditer(span))
    run = _common_run(matches, span, text)
    if run is None:
        return
    first, at = run
    begin = max(0, first - _COMPARED // 2)
    words = matches[begin : begin + _COMPARED]
    lead = matches[first].start() - words[0].start()
    start = max(0, at - lead - 80)
    start = text.rfind(" ", 0, start) + 1 if 0 < start else 0
    length = words[-1].end() - words[0].start()
    there = list(_TOKEN.finditer(text, start, at + length - lead + 160))[: 2 * _COMPARED]
    said, stands = [m[0] for m in words], [m[0] for m in there]
    codes = SequenceMatcher(None, said, stands, autojunk=False).get_opcodes()
    for number, (tag, i1, i2, j1, j2) in enumerate(codes):
        if tag == "equal":
            continue
        if number == 0:  # the passage begins somewhere before
            j1 = max(j1, j2 - (i2 - i1))
        if number == len(codes) - 1:
            j2 = min(j2, j1 + (i2 - i1))
        if i1 < i2 or j1 < j2:
            yield _words(span, words[i1:i2]), _words(text, there[j1:j2])


def _common_run(matches: Sequence[re.Match[str]], span: str, text: str) -> tuple[int, int] | None:
    """Number of the first word of a long run that the text has too, and where it stands."""
    for length in _RUNS:
        if length > len(matches):
            continue
        last = len(matches) - length
        step = max(1, -(-(last + 1) // _TRIES))
        for first in (*range(0, last, step), last):
            run = span[matches[first].start() : matches[first + length - 1].end()]
            if length == 1 and len(run) < _FEWEST:
                continue
            at = text.find(run)
            if at >= 0:
                return first, at
    return None


def _words(text: str, matches: Sequence[re.Match[str]]) -> str:
    return _short(text[matches[0].start() : matches[-1].end()]) if matches else ""


def _short(text: str) -> str:
    """The text, or its beginning and end if it is long."""
    words = text.split(" ")
    if len(words) > _SHOWN:
        text = " ".join((*words[: _SHOWN // 2], "…", *words[-_SHOWN // 2 :]))
    return text if len(text) <= 200 else f"{text[:100]}…{text[-99:]}"
