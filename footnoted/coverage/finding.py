"""A sentence -> what in it wants evidence: figures, dates, attributions. Pure, and by rules.

    figure       number (unit | nothing), percentage, money, number in words that is clearly one
    date         a day, a month with its year, a year after *in*, *since* or the like
    attribution  name, then a word for saying; or a word for *according to*, then a name

A number is no figure if it counts off (page 3, 38th, 제3조), is a year, a time of day, part of a
name (F-35, G7, Apollo 11), or stands in brackets of its own. What a name is depends on the
language, see `_is_name`. Quotations are found in `quotations`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from footnoted.coverage.vocabulary import OTHER, VOCABULARIES, Vocabulary

NeedKind = Literal["figure", "date", "quotation", "attribution"]

_NEVER = r"(?!)"
_MONEY = "$€£¥₩₽₹"
_NUMBER = re.compile(
    rf"(?<![\w.,:/#№§–-])[{_MONEY}]?"
    r"(?:\d{1,3}(?: \d{3})+|\d+(?:[.,’'\u202f\u00a0]\d+)*)(?![:/]?\d)"
)
_DATE = r"\d{4}-\d{2}-\d{2} | \d{1,2}\.\s?\d{1,2}\.\s?\d{4}(?!\d) | \d{1,2}/\d{1,2}/\d{4}"
_YEAR = re.compile(r"1\d{3}|20\d\d|21\d\d")
_AFTER = re.compile(r"\s?(?:%|‰|°|[$€£¥₩₽₹])")
_LAST_WORD = re.compile(r"([^\s(\[“‘„«\"']+)\s\Z")
_JOINED = re.compile(r"[-–/:][^\W\d]|/\d|[A-Za-zÀ-ž]")
_LONGEST = 3_000  # characters of a sentence that are looked at


@dataclass(frozen=True, slots=True)
class Need:
    """Something that wants evidence, by offsets in the text of its passage."""

    kind: NeedKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Rules:
    figures: re.Pattern[str]
    dates: re.Pattern[str]
    percent: re.Pattern[str]
    ordinal: re.Pattern[str]
    label: re.Pattern[str]
    known: re.Pattern[str]
    attributions: tuple[re.Pattern[str], ...]
    vocabulary: Vocabulary


def needs(sentence: str, language: str, words: Collection[str]) -> list[Need]:
    """What the sentence wants evidence for, in order; quotations are left to `quotations`.

    `words` are all words of the essay that begin with a small letter: none of them is a name.
    """
    rules = _rules(language.lower().split("-")[0])
    sentence = sentence[:_LONGEST]
    found = [Need("date", *match.span()) for match in rules.dates.finditer(sentence)]
    for start, end in _figures(sentence, rules):
        if not any(start < other.end and other.start < end for other in found):
            found.append(Need("figure", start, end))
    for pattern in rules.attributions:
        for match in pattern.finditer(sentence):
            start = _start_of_name(match, rules.vocabulary, words)
            found += [Need("attribution", start, match.end("name"))] if start >= 0 else []
    return sorted(found, key=lambda need: need.start)


def _figures(sentence: str, rules: _Rules) -> Iterator[tuple[int, int]]:
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


def _start_of_name(match: re.Match[str], vocabulary: Vocabulary, words: Collection[str]) -> int:
    """Where the name begins, without the *In April* before it; -1 if it is none."""
    start = match.start("name")
    parts = match["name"].split(" ")
    while parts and parts[0] in vocabulary.common:
        start += len(parts.pop(0)) + 1
    is_noun = vocabulary.nouns and len(parts) == 1 and start > match.start("name")
    if not parts or parts[-1] in vocabulary.common or is_noun:
        return -1
    is_word = len(parts) == 1 and start == 0 and parts[0].lower() in words
    return -1 if is_word else start


@functools.cache
def _rules(language: str) -> _Rules:
    vocabulary = VOCABULARIES.get(language, OTHER)
    end = r"(?!\w)" if vocabulary.names else ""
    return _Rules(
        re.compile(
            rf"(?<![\w-])(?:{vocabulary.figures or _NEVER}){end}", re.VERBOSE | re.IGNORECASE
        ),
        re.compile(rf"(?<![\w.-])(?:{vocabulary.dates or _NEVER} | {_DATE})", re.VERBOSE),
        re.compile(rf"[\s\u00a0-]?(?:{vocabulary.percent or _NEVER}){end}"),
        re.compile(rf"(?:{vocabulary.ordinal or _NEVER}){end if vocabulary.names else ''}"),
        re.compile(vocabulary.label or _NEVER, re.IGNORECASE),
        re.compile(vocabulary.known or _NEVER),
        tuple(re.compile(pattern) for pattern in vocabulary.attributions),
        vocabulary,
    )
