"""Cells of a table -> numbers and days, as far as it is clear which are meant.

    number = [sign] digits [mark digit+] [("e"|"E") [sign] digit+] [space] ["%"]
    digits = digit* | digit{1,3} (group digit{3})+      one and the same group throughout
    group  = space | apostrophe | whichever of "," and "." is not the mark
    mark   = "." | ","
    day    = year sep month sep day                     sep one of "-", "/", ".", both alike
    month  = year "-" month
    year   = digit{4}

`1,234` can be read both ways. Other cells of the file tell which mark it has; if none does, a
point is the mark, as in most CSV, and a comma before just three digits is refused.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from msgspec import Struct

Kind = Literal["day", "month", "year", "number", "words"]
MOST_DIGITS = 15  # on either side of the mark: beyond it, numbers are no longer exact anywhere
_NUMBER = re.compile(r"([+-]?)([\d., ']*?\d)(?:[eE]([+-]?\d{1,2}))? ?(%?)")
_LIKE = str.maketrans("−﹣－٫٬’％٪\u00a0\u2009\u202f", "---.'" + "'%%" + "   ")
_GROUPED = {mark: re.compile(rf"\d*|\d{{1,3}}([ '{other}])\d{{3}}(?:\1\d{{3}})*")
            for mark, other in ((".", ","), (",", "."))}  # fmt: skip
_DAY = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_YEAR = re.compile(r"[12]\d{3}")
_DAY_OF_OTHERS = re.compile(r"\d{1,4}([-/.])\d{1,4}\1\d{1,4}")


class Number(Struct, frozen=True):
    """A number as plain digits, with the decimals that were typed; `is_share`: with a `%`."""

    digits: str
    is_share: bool


def marks_of(cells: Iterable[str]) -> frozenset[str]:
    """The decimal marks of the numbers that can be read in one way only."""
    found: set[str] = set()
    for cell in cells:
        readings = _readings(cell)
        if len(readings) == 1:
            found |= readings.keys()
    return frozenset(found)


def number_of(cell: str, marks: frozenset[str]) -> Number | None:
    """What the cell says; None if it is no number, or it is not clear which.

    `marks` are those of the file.
    """
    readings = _readings(cell)
    if not readings:
        return None
    digits = set(readings.values())
    if len(digits) > 1:
        (mark,) = marks if len(marks) == 1 else ("." if "," not in cell and not marks else "",)
        digits = {readings[mark]} if mark else set()
    if not digits:
        return None
    return Number(digits.pop(), "%" in _plain(cell))


def is_remark(cell: str) -> bool:
    """True for a cell of words: it has a letter, and is no number."""
    return any(c.isalpha() for c in cell) and not _readings(cell)


def kind_of(cell: str) -> Kind:
    """What a cell of the first column looks like; a day need not be one that there is."""
    text = _plain(cell)
    if _DAY_OF_OTHERS.fullmatch(text) and not _readings(cell):
        return "day"
    if _MONTH.fullmatch(text) and moment_of(cell, "month"):
        return "month"
    if _YEAR.fullmatch(text):
        return "year"
    return "number" if _readings(cell) else "words"


def moment_of(cell: str, kind: Kind) -> str:
    """The day, month or year as EDTF has it, `2018-04-27`; empty if it is none."""
    text = _plain(cell)
    if kind == "year":
        return text if _YEAR.fullmatch(text) else ""
    match = _DAY.fullmatch(text) if kind == "day" else _MONTH.fullmatch(text)
    if not match:
        return ""
    year, month, *day = (match[1], match[3], match[4]) if kind == "day" else match.groups()
    try:
        datetime.date(int(year), int(month), int(day[0]) if day else 1)
    except ValueError:
        return ""
    return "-".join((year, *(f"{int(part):02}" for part in (month, *day))))


def day_of(moment: str) -> datetime.date:
    """The first day of a day, month or year that there is."""
    year, month, day = (*map(int, moment.split("-")), 1, 1)[:3]
    return datetime.date(year, month, day)


def place_of(cell: str, kind: Kind) -> Fraction:
    """Where a cell of the first column stands on its scale: days are counted, numbers as they are.

    The cell is one that was read: EDTF, or plain digits.
    """
    return Fraction(cell) if kind == "number" else Fraction(day_of(cell).toordinal())


def _plain(cell: str) -> str:
    """The cell with digits, signs and spaces as ASCII has them."""
    text = cell.strip().translate(_LIKE)
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _readings(cell: str) -> dict[str, str]:
    """The plain digits of a number, by the decimal mark with which they can be read."""
    match = _NUMBER.fullmatch(_plain(cell))
    if not match:
        return {}
    sign, body, exponent, _ = match.groups()
    found = {mark: _digits(body, mark) for mark in ".,"}
    written = {mark: _written(sign, digits, exponent) for mark, digits in found.items() if digits}
    return {mark: digits for mark, digits in written.items() if digits}


def _digits(body: str, mark: str) -> str:
    whole, point, decimals = body.partition(mark)
    if not _GROUPED[mark].fullmatch(whole) or (point and not decimals.isdigit()):
        return ""
    whole = re.sub(r"\D", "", whole).lstrip("0") or "0"
    return f"{whole}.{decimals}" if decimals else whole


def _written(sign: str, digits: str, exponent: str | None) -> str:
    if exponent:
        digits = format(Decimal(f"{digits}e{exponent}"), "f")
    whole, _, decimals = digits.partition(".")
    if max(len(whole), len(decimals)) > MOST_DIGITS:
        return ""
    return f"-{digits}" if sign == "-" and digits.strip("0.") else digits
