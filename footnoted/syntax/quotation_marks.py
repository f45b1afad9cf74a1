"""A language tag in, its quotation marks out.

The marks are those of CLDR 48.2 (npm `cldr-misc-full`, main/*/delimiters.json), but for Swiss
German, where CLDR repeats the marks of Germany: there the Schweizerische Bundeskanzlei,
Schreibweisungen (2008), 2.1.1, asks for « » and ‹ ›. Where CLDR has the same marks for outer and
inner quotations (French, Dutch), so has this table.
"""

from __future__ import annotations

import functools

from msgspec import Struct

# Each key: outer opening and closing mark, inner opening and closing mark.
_LANGUAGES_BY_MARKS = {
    "“”‘’": "en zh ko es pt da tr vi id ms hi th lv sq ga",
    "「」『』": "ja zh-hant zh-tw zh-hk zh-mo",
    "„“‚‘": "de cs sk sl hr et is mk",
    "«»‹›": "fa fr-ch de-ch",
    "«»«»": "fr hy",
    "«»“”": "it pt-pt el ca eu kk",
    "«»‘’": "nb nn no",
    "«»„“": "ru uk be",
    "„”«»": "pl ro",
    "„”»«": "hu",
    "„”’’": "sr",
    "„“„“": "bg lt",
    "””’’": "sv fi he",
    "‘’‘’": "nl",
    "”“’‘": "ar ur",
}
_MARKS = {tag: marks for marks, tags in _LANGUAGES_BY_MARKS.items() for tag in tags.split()}


class QuotationMarks(Struct, frozen=True):
    """The marks around a quotation and around one inside it; French ones bring their space."""

    opening: str
    closing: str
    inner_opening: str
    inner_closing: str


@functools.lru_cache(maxsize=32)
def marks_of(language: str) -> QuotationMarks:
    """The marks of the longest known beginning of `language`, a BCP 47 tag; else of English.

    French has U+202F, the narrow no-break space, inside its guillemets.

    >>> marks_of("zh-Hant-HK").opening, marks_of("tlh").opening
    ('「', '“')
    """
    subtags = language.lower().split("-")
    prefixes = ("-".join(subtags[:count]) for count in range(len(subtags), 0, -1))
    marks = next((_MARKS[prefix] for prefix in prefixes if prefix in _MARKS), _MARKS["en"])
    space = "\u202f" if subtags[0] == "fr" else ""
    return QuotationMarks(marks[0] + space, space + marks[1], marks[2] + space, space + marks[3])
