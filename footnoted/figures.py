"""A text -> the numbers in it, as values; and whether a number stands among others.

How numbers are written is told in `numerals`. Units are not compared, nor signs.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from typing import Literal

from msgspec import Struct

from footnoted.numerals import Reading, grammar, meaning
from footnoted.patterns import pattern

_MARKS = {"％": "%", "，": ",", "．": ".", "٫": ".", "٬": ",", "‐": "-", "‑": "-"}
_YEAR = pattern(r"1\d{3}|20\d\d|21\d\d")
_BEFORE = r"[\s(]*(?:an?\s|the\s|[$€£¥₩])?\Z"
_ABOUT = pattern(
    r"(?:\b(?:about|around|nearly|almost|some|roughly|approximately|circa|close\sto|etwa|rund|fast"
    r"|knapp|ungefähr|gut|beinahe|environ|près\sde|presque|unos|casi)\s|약|거의|约|大约|近|ca?\.\s)"
    + _BEFORE,
    re.IGNORECASE,
)
_MORE = pattern(
    r"\b(?:(?<!no\s)(?<!not\s)more\sthan|over|above|at\sleast|upwards\sof|(?:no|not)\s(?:fewer|less)\sthan|mehr\sals"
    r"|über|mindestens|plus\sde|más\sde)\s" + _BEFORE,
    re.IGNORECASE,
)
_LESS = pattern(
    r"\b(?:(?<!no\s)(?<!not\s)(?:fewer|less)\sthan|under|below|at\smost|up\sto|(?:no|not)\smore\sthan|weniger\sals"
    r"|unter|höchstens|bis\szu|moins\sde|menos\sde)\s" + _BEFORE,
    re.IGNORECASE,
)
_FIFTH = 0.2  # how far beyond its number a claim of *more than* may be
_EXACT = 1e-9  # of a number, for what floating point loses


class Figure(Struct, frozen=True):
    """A number at `start` of its text: what it can mean, and the numbers that it is made of."""

    start: int
    end: int
    readings: tuple[Reading, ...]
    parts: tuple[Reading, ...] = ()
    sense: Literal["", "about", "more", "less"] = ""
    is_scaled: bool = False  # a word or sign after it says that it is an amount
    is_year: bool = False  # or may be one


@functools.lru_cache(maxsize=2048)
def figures(text: str, language: str) -> tuple[Figure, ...]:
    """All numbers of the text, in order; the language may be empty, if it is not known."""
    text = text if text.isascii() else "".join(map(_plain, text))
    return tuple(_found(text, language.lower()))


def stands_in(figure: Figure, others: Collection[Figure]) -> bool:
    """True if one of `others` is the number that `figure` says, or what it was rounded from.

    Rounded to the digits of `figure`: final zeros below a thousand, and the first two digits,
    count as digits. *About* allows one more or less in its last significant digit, of which zeros
    are none after the first two; *more than* and *less than* a fifth to their side.
    """
    known = [r for o in others if not o.is_year for r in (*o.readings, *o.parts)]
    exact = {other.readings[0].value for other in others if other.is_year}
    return any(
        reading.value in exact or _is_among(reading, known, figure.sense)
        for reading in figure.readings
    ) or (bool(figure.parts) and all(_is_among(part, known, "") for part in figure.parts))


def _is_among(reading: Reading, known: Iterable[Reading], sense: str) -> bool:
    room = reading.slack if sense == "about" else reading.step / 2
    below, above = room, room
    if sense == "more":
        above = max(above, reading.value * _FIFTH)
    elif sense == "less":
        below = max(below, reading.value * _FIFTH)
    lost = _EXACT * max(1, reading.value)
    low, high = reading.value - below - lost, reading.value + above + lost
    return any(low <= other.value <= high for other in known)


def _plain(c: str) -> str:
    """The same digit or mark, as ASCII has it; anything else as it is."""
    return str(unicodedata.decimal(c)) if c.isdecimal() else _MARKS.get(c, c)


def _found(text: str, language: str) -> Iterator[Figure]:
    for match in grammar(text, language).finditer(text):
        readings, parts = meaning(match, language)
        if readings:
            before = text[max(0, match.start() - 30) : match.start()]
            is_scaled = bool(match["myriads"] or match["percent"] or match["scale"])
            start, end = match.span()
            is_year = bool(_YEAR.fullmatch(match[0]))
            yield Figure(start, end, readings, parts, _sense(before), is_scaled, is_year)


def _sense(before: str) -> Literal["", "about", "more", "less"]:
    if _MORE.search(before):
        return "more"
    if _LESS.search(before):
        return "less"
    return "about" if _ABOUT.search(before) else ""
