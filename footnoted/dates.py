"""What is a date, and EDTF dates in the words of a language: `2018-08-15` as `15 August 2018`."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Mapping

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_EDTF = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?[~?]?")


@functools.lru_cache(maxsize=4096)
def is_day(value: str) -> bool:
    """True for a day that there is, `2026-11-22`."""
    return _DAY.fullmatch(value) is not None and _is_in_calendar(value)


@functools.lru_cache(maxsize=4096)
def is_edtf(value: str) -> bool:
    """True for a year, month or day that there is, about or not, or for a range of two."""
    parts = value.split("/")
    return len(parts) <= 2 and all(map(_is_single, parts))


def _is_single(value: str) -> bool:
    match = _EDTF.fullmatch(value)
    if not match:
        return False
    year, month, day = match.groups(default="01")
    return _is_in_calendar(f"{year}-{month}-{day}")


def _is_in_calendar(value: str) -> bool:
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def written(value: str, words: Mapping[str, str]) -> str:
    """The date as text; `words` has the patterns and the months (`date.day`, `month.8` …).

    >>> words = {"date.day": "{day} {month} {year}", "month.8": "August"}
    >>> written("2018-08-15", words)
    '15 August 2018'
    >>> written("0370", words)  # the zeros are EDTF's, not the reader's
    '370'
    """
    if "/" in value:
        first, _, last = value.partition("/")
        return words["date.range"].format(first=written(first, words), last=written(last, words))
    if value.endswith(("~", "?")):
        return words["date.about"].format(date=written(value[:-1], words))
    year, _, rest = value.partition("-")
    year = year.lstrip("0")  # there is no year 0
    if not rest:
        return year
    number, _, day = rest.partition("-")
    month = words[f"month.{int(number)}"]
    if not day:
        return words["date.month"].format(month=month, year=year)
    return words["date.day"].format(day=int(day), month=month, year=year)
