"""The plain text of a paragraph in, the place of a sentence in it out.

A sentence ends at

    point  one or more of . ! ? … ؟ ۔ ։, closing marks, white space, and then no lower-case letter
    wide   one or more of 。！？｡．।॥።, closing marks; white space is not needed, but a closing
           quotation mark with a letter right after it (「はい。」と言った) lets the sentence go on

A single `.` after an abbreviation is weighed by what follows, see `_ends_after`. When in doubt
the sentence goes on: the reader then sees one sentence too many, not half a one. A semicolon
never ends a sentence, nor does […]. Not known here: German ordinals other than those of days (am
3. Oktober is known), a speaker who is named right after a question (“Why?” Smith asked),
half-width ? and ! in Chinese.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from footnoted.patterns import pattern


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STOP = pattern(
    r"""
      (?P<omission> [\[(] (?:…|\.{3}) [\])] )
    | (?P<date> (?<!\d) [12]\d{3} (?: \.\s[01]?\d\. (?:\s[0-3]?\d\.)?      # 2018. 4. 27. in Korean
                                    | \.[01]?\d\.[0-3]?\d\. ) (?!\d)
              | (?<![\d.,]) [0-3]?\d \. (?= \s (?:Jan|Jän|Feb|März|Apr|Mai|Jun|Jul|Aug|Sept
                                                |Okt|Nov|Dez) ) )                  # in German
    | (?P<wide> [。！？｡．।॥።]+ (?P<closed> [”’」』〞"')\]）】》〉〕]* ) )
    | (?P<point> [.!?…؟۔։]+ ) (?: [”“’‘"'»«›‹」』)\]}）】》〉〕] | [\u00a0\u202f][»›] )*
    """,
    re.VERBOSE,
)
_SIGN = pattern("[.!?…؟۔։。！？｡．।॥።]")  # what every stop has
_PLAIN_STOP = re.compile(r"[.!?] (?=[A-Z])")  # after a letter: nothing else to weigh but the word
_CLOSING_QUOTES = "”’」』〞\"'"
_SPACE = re.compile(r"\s*")

# From a stop to the first letter of what follows: white space, opening marks, dashes, omissions.
_GAP = pattern(r"\s(?:[\[(](?:…|\.{3})[\])]|[\s“”‘’«»‹›„‚\"'(\[{¿¡「『（–—―])*")
_NEVER_FIRST = ".!?…,;:)]"

_ABBREVIATION_LENGTH = 16  # characters looked at; more than any abbreviation below has
_BEFORE_WORD = pattern(r".*[\s“”‘’«»‹›„‚\"'(\[{/–—―-]", re.DOTALL)
_ACRONYM = pattern(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")  # U.S, p.m, Ph.D
_FIRST_WORD = pattern(r"[^\W\d_]+(?![\w.])")  # not the A of J. A. Smith

# A name, a number or an example follows.
_NEVER_LAST = _words(
    "Mr Mrs Ms Mx Dr Prof Gen Sen Rep Gov Lt Col Capt Sgt Maj Adm Cmdr Rev Hon Fr Messrs Msgr Pres "
    "Amb Hr Sra Srta vs v cf viz ca approx esp resp incl e.g i.e eg ie z.B d.h bzw vgl"
)
# Words of their own, but abbreviations before a digit.
_BEFORE_NUMBER = _words(
    "no nos art arts fig figs sec op ex para par jan feb mar apr jun jul aug sep sept oct nov dec"
)
# They may be the last word; so may acronyms and single letters. Then a word of `_STARTERS` follows.
_PERHAPS_LAST = _words(
    "inc ltd co corp bros jr sr st mt ave blvd etc al est dept univ assn vol vols ch chap pt bk pp "
    "cl nr eq ed eds trans rev ver tel ext"
)
_ABBREVIATIONS = _BEFORE_NUMBER | _PERHAPS_LAST | {word.casefold() for word in _NEVER_LAST}
# Common first words that are hardly ever part of a name: not May, Will, More or Under.
_STARTERS = _words(
    "A According After All Also Although Among An And Another As At Because Before Between Both "
    "But By Despite During Each Even Few For From He Her His How However I If In Instead It Its "
    "Later Many Meanwhile Moreover Most My No Nobody Nor Not Nothing Now On Once One Only Or Our "
    "Perhaps She Since Some Still Such That The Their Then There These They This Those Though "
    "Thus To Until We What When Where Which While Who Why With Without Yet You Your"
)


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Offsets of the fewest whole sentences of `text` that cover `text[start:end]`.

    `text` is one paragraph with typographic quotation marks and no note references. White space
    around the sentences is left out, so blanks at the ends of the span are not covered. A span
    that is empty or blank stands for the sentence there, else the next, else the last.

    >>> sentence_around("Yes. Mr. A said 7.5. No.", 9, 12)
    (5, 20)
    """
    starts, ends = _sentences(text)
    if not starts:
        return start, start
    first = min(bisect_right(ends, start), len(ends) - 1)
    last = max(bisect_left(starts, end) - 1, first)
    return starts[first], ends[last]


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Where each sentence of `text` starts and ends; `text` is as for `sentence_around`.

    >>> sentences("Yes. Mr. A said 7.5.")
    ((0, 4), (5, 20))
    """
    return tuple(zip(*_sentences(text), strict=True))


@functools.lru_cache(maxsize=16)  # a paragraph is asked about once per claim in it
def _sentences(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Where the sentences of `text` start, and where they end."""
    starts, ends = [], []
    start = _after_space(text, 0)
    for end, after in _inner_ends(text, start):
        starts.append(start)
        ends.append(end)
        start = after
    if (end := len(text.rstrip())) > start:
        starts.append(start)
        ends.append(end)
    return tuple(starts), tuple(ends)


def _after_space(text: str, offset: int) -> int:
    space = _SPACE.match(text, offset)
    assert space
    return space.end()


def _inner_ends(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Where a sentence ends inside `text`, which begins at `start`, and where the next begins."""
    end = 0
    while sign := _SIGN.search(text, end):
        at = sign.start()
        if at + 1 == len(text):  # the end of the last one
            return
        if _PLAIN_STOP.match(text, at) and text[at - 1 : at].isalpha():
            end, after = at + 1, at + 2
            ends = text[at] != "." or _ends_after(text, start, at, after)
        else:
            stop = _stop_of(text, end, at)
            end = stop.end()
            ends = _ends_at(text, start, stop)
            after = _after_space(text, end)
        if ends and end > start:
            yield end, after
            start = after


def _stop_of(text: str, start: int, sign: int) -> re.Match[str]:
    """The stop that the `sign` belongs to, not before `start`.

    The sign is found many times sooner than the expression would find a stop, which begins with
    it, or else with something that ends in [ ( or a digit right before it.
    """
    before = text[sign - 1 : sign]
    stop = _STOP.search(text, start if before in "[(" or before.isdecimal() else sign)
    assert stop
    return stop


def _ends_at(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether the sentence from `start` ends at `stop`."""
    if stop["wide"]:
        return _ends_wide(text, stop)
    if stop["omission"] or stop["date"]:
        return False
    gap = _GAP.match(text, stop.end())
    follower = text[gap.end() : gap.end() + 1] if gap else ""
    if not gap or follower in _NEVER_FIRST or _is_lower(follower):
        return False
    return stop["point"] != "." or _ends_after(text, start, stop.start(), gap.end())


def _ends_wide(text: str, stop: re.Match[str]) -> bool:
    follower = text[stop.end() : stop.end() + 1]
    if stop["closed"]:
        goes_on = follower.isalnum() and stop["closed"][-1] in _CLOSING_QUOTES
        return not goes_on and follower not in tuple("，、；：,;:")
    return not (stop["wide"] == "．" and follower.isdecimal())


def _is_lower(character: str) -> bool:
    """True for a small letter of a script that begins sentences with a capital, so not Georgian."""
    return character.islower() and character.title() != character


def _ends_after(text: str, start: int, stop: int, follower: int) -> bool:
    """Whether the `.` at `stop` ends a sentence; `follower` is where the next word starts."""
    word = text[max(start, stop - _ABBREVIATION_LENGTH) : stop]
    last = word.rpartition(" ")[2]
    if len(last) > 1 and last.isalpha() and last.casefold() not in _ABBREVIATIONS:
        return True  # as nearly always
    if before := _BEFORE_WORD.match(word):
        word = word[before.end() :]
    folded = word.casefold()
    if folded not in _ABBREVIATIONS and len(word) > 1 and word.isalpha():
        return True
    if word in _NEVER_LAST or _numbers_an_item(word, stop - start):
        return False
    if folded in _BEFORE_NUMBER:
        return not text[follower].isdecimal()
    if folded in _PERHAPS_LAST or _is_initial(word) or _ACRONYM.fullmatch(word):
        first = _FIRST_WORD.match(text, follower)
        return first is not None and first[0] in _STARTERS
    return True


def _numbers_an_item(word: str, length: int) -> bool:
    """True for the 1 of “1. The first reason”, when it is all there is of the sentence."""
    return word.isdecimal() and len(word) == length and length < 3


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.lower() != word.upper()
