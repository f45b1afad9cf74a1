"""A sentence -> where in it amounts and dates stand. Pure, and by rules.

    amount  number (unit | nothing), percentage, money, number in words that is clearly one
    date    a day, a month with its year, a year after *in*, *since* or the like

A number is no amount if it counts off (page 3, 38th, 제3조), is a year, a time of day, part of a
name (F-35, G7, Apollo 11), or stands in brackets of its own.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from msgspec import Struct

from footnoted.patterns import pattern
from footnoted.vocabulary import OTHER, VOCABULARIES, Vocabulary

_NEVER = r"(?!)"
_MONEY = "$€£¥₩₽₹"
_NUMBER = pattern(
    rf"(?<![\w.,:/#№§–-])[{_MONEY}]?"
    r"(?:\d{1,3}(?: \d{3})+|\d+(?:[.,’'\u202f\u00a0]\d+)*)(?![:/]?\d)"
)
_DATE = r"\d{4}-\d{2}-\d{2} | \d{1,2}\.\s?\d{1,2}\.\s?\d{4}(?!\d) | \d{1,2}/\d{1,2}/\d{4}"
_YEAR = pattern(r"1\d{3}|20\d\d|21\d\d")
_AFTER = pattern(r"\s?(?:%|‰|°|[$€£¥₩₽₹])")
_LAST_WORD = pattern(r"([^\s(\[“‘„«\"']+)\s\Z")
_JOINED = pattern(r"[-–/:][^\W\d]|/\d|[A-Za-zÀ-ž]")


class _Rules(Struct, frozen=True):
    figures: re.Pattern[str]
    dates: re.Pattern[str]
    percent: re.Pattern[str]
    ordinal: re.Pattern[str]
    label: re.Pattern[str]
    known: re.Pattern[str]
    vocabulary: Vocabulary


def dates(sentence: str, language: str) -> list[tuple[int, int]]:
    """Where the dates are, in order."""
    return [match.span() for match in _rules(_base(language)).dates.finditer(sentence)]


def amounts(sentence: str, language: str) -> Iterator[tuple[int, int]]:
    """Where the amounts are: first those in words, then those in digits; some may overlap."""
    rules = _rules(_base(language))
    for match in rules.figures.finditer(sentence):
        yield match.span()
    known = {match.start("number") for match in rules.known.finditer(sentence)}
    for match in _NUMBER.finditer(sentence):
        if sign := _AFTER.match(sentence, match.end()) or rules.percent.match(
            sentence, match.end()
        ):
            yield match.start(), sign.end()
        elif match[0][0] in _MONEY or not (
            match.start() in known or _counts_off(match, sentence, rules)
        ):
            yield match.span()


def labels(sentence: str, language: str) -> Iterator[tuple[int, int]]:
    """Where numbers stand that a word beside them makes a label: page 3, 38th, 제3조.

    One before a full stop is none: it may end its sentence.
    """
    rules = _rules(_base(language))
    for match in _NUMBER.finditer(sentence):
        before = _LAST_WORD.search(sentence[: match.start()])
        is_ordinal = rules.ordinal.match(sentence, match.end())
        if (is_ordinal and sentence[match.end()] != ".") or (
            before and rules.label.fullmatch(before[1].rstrip("."))
        ):
            yield match.span()


def _counts_off(match: re.Match[str], sentence: str, rules: _Rules) -> bool:
    """True if the number is no amount: a year, page 3, 38th, 64-bit, Apollo 11, (2)."""
    start, end = match.span()
    if (
        _YEAR.fullmatch(match[0])
        or rules.ordinal.match(sentence, end)
        or _JOINED.match(sentence, end)
    ):
        return True
    around = sentence[max(0, start - 1) : start] + sentence[end : end + 1]
    if around in ("()", "[]") or (start == 0 and around in (".", ")")):
        return True
    before = _LAST_WORD.search(sentence[:start])
    if before is None:
        return False
    word = before[1].rstrip(".")
    if rules.label.fullmatch(word):
        return True
    is_name = before.start(1) > 0 and word[:1].isupper() and word[-1:].isalnum()
    words = rules.vocabulary
    return words.names and not words.nouns and is_name and word not in words.common


def _base(language: str) -> str:
    return language.lower().split("-")[0]


@functools.cache
def _rules(language: str) -> _Rules:
    vocabulary = VOCABULARIES.get(language, OTHER)
    end = r"(?!\w)" if vocabulary.names else ""
    return _Rules(
        pattern(rf"(?<![\w-])(?:{vocabulary.figures or _NEVER}){end}", re.VERBOSE | re.IGNORECASE),
        pattern(rf"(?<![\w.-])(?:{vocabulary.dates or _NEVER} | {_DATE})", re.VERBOSE),
        pattern(rf"[\s\u00a0-]?(?:{vocabulary.percent or _NEVER}){end}"),
        pattern(rf"(?:{vocabulary.ordinal or _NEVER}){end if vocabulary.names else ''}"),
        pattern(vocabulary.label or _NEVER, re.IGNORECASE),
        pattern(vocabulary.known or _NEVER),
        vocabulary,
    )
