"""A sentence -> what in it wants evidence: figures, dates, attributions. Pure, and by rules.

    figure, date   see `amounts`
    attribution    name, then a word for saying; or a word for *according to*, then a name

What a name is depends on the language, see `_start_of_name`. Quotations are found in `quotations`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection
from typing import Literal

from msgspec import Struct

from footnoted.amounts import amounts, dates
from footnoted.vocabulary import OTHER, VOCABULARIES, Vocabulary

NeedKind = Literal["figure", "date", "quotation", "attribution"]

_LONGEST = 3_000  # characters of a sentence that are looked at


class Need(Struct, frozen=True):
    """Something that wants evidence, by offsets in the text of its passage."""

    kind: NeedKind
    start: int
    end: int


def needs(sentence: str, language: str, words: Collection[str]) -> list[Need]:
    """What the sentence wants evidence for, in order; quotations are left to `quotations`.

    `words` are all words of the essay that begin with a small letter: none of them is a name.
    """
    vocabulary = VOCABULARIES.get(language.lower().split("-")[0], OTHER)
    sentence = sentence[:_LONGEST]
    found = [Need("date", start, end) for start, end in dates(sentence, language)]
    for start, end in amounts(sentence, language):
        if not any(start < other.end and other.start < end for other in found):
            found.append(Need("figure", start, end))
    for pattern in map(_compiled, vocabulary.attributions):
        for match in pattern.finditer(sentence):
            start = _start_of_name(match, vocabulary, words)
            found += [Need("attribution", start, match.end("name"))] if start >= 0 else []
    return sorted(found, key=lambda need: need.start)


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
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
