"""EDTF dates in the words of a language: `2018-08-15` as `15 August 2018`."""

from __future__ import annotations

from collections.abc import Mapping


def written(value: str, words: Mapping[str, str]) -> str:
    """The date as text; `words` has the patterns and the months (`date.day`, `month.8` …).

    >>> words = {"date.day": "{day} {month} {year}", "month.8": "August"}
    >>> written("2018-08-15", words)
    '15 August 2018'
    """
    if "/" in value:
        first, _, last = value.partition("/")
        return words["date.range"].format(first=written(first, words), last=written(last, words))
    if value.endswith(("~", "?")):
        return words["date.about"].format(date=written(value[:-1], words))
    year, _, rest = value.partition("-")
    if not rest:
        return year
    number, _, day = rest.partition("-")
    month = words[f"month.{int(number)}"]
    if not day:
        return words["date.month"].format(month=month, year=year)
    return words["date.day"].format(day=int(day), month=month, year=year)
