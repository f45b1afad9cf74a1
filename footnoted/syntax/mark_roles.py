"""A straight quotation mark and what stands beside it -> what it is: see `smart_quotes`."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

Role = Literal["open", "close", "apostrophe", "straight"]
Kind = Literal["space", "opener", "closer", "dash", "point", "digit", "joined", "letter"]

_KINDS: dict[str, Kind] = {
    "Ps": "opener",
    "Pi": "opener",
    "Pe": "closer",
    "Pf": "closer",
    "Pd": "dash",
    "Nd": "digit",
}

# What is cut off at the front of a word, and decades. A word in quotation marks is not meant.
# English, Dutch ('s avonds, 't Hooft) and German ('ne) do not clash, so one list serves all.
_ELISION = re.compile(
    r"""' (?: (?:tis|twas|twere|twill|twould|til|em|cuz|neath|tween|gainst|twixt
                |s|t|k|m|ne|nen|nem)(?![\w'])
            | n(?:'(?=\s\w) | (?![\w']))              # rock 'n' roll, 'n Auto
            | (?:tis|twas|twere|twould)n't
            | \d\d(?:s(?!\w) | (?![\w'])) )           # the '90s, the class of '68
    """,
    re.IGNORECASE | re.VERBOSE,
)

# Hebrew abbreviations have the mark before their last letter (ארה"ב, and with an ending דו"חות);
# a quotation opens inside a word only after a one-letter prefix (ב"הארץ").
_GERSHAYIM = re.compile(r"""(?<=[א-ת])"(?=[א-ת](?![א-ת]))|(?<=[א-ת]{2})"(?=[א-ת])""")

# Scripts without apostrophes whose words adjoin quotations: no spaces between words (Han, kana,
# Thai, Lao, Myanmar, Khmer) or particles right after the closing mark (Hangul).
_JOINED = (
    *((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1100, 0x11FF), (0x1780, 0x17FF), (0x3005, 0x3007)),
    *((0x3031, 0x318F), (0x31A0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA960, 0xA97F)),
    *((0xAC00, 0xD7FF), (0xF900, 0xFAFF), (0xFF66, 0xFFDC), (0x20000, 0x3FFFF)),
)  # not an expression, which would take longer to compile than most sites to need it


def role_of(text: str, offset: int, before: Kind, after: Kind, quotations: Sequence[str]) -> Role:
    """What the mark at `offset` is; `before` and `after` lie outside the run of marks it is in."""
    if text[offset] == '"':
        if _GERSHAYIM.match(text, offset):
            return "apostrophe"
        return _paired(before, after, '"' in quotations)
    inside = bool(quotations) and quotations[-1] == "'"
    if "joined" in (before, after):
        return _paired(before, after, inside)
    if before in ("letter", "digit"):
        return _after_word(before, after, inside)
    if (before == "closer" and after == "letter") or _ELISION.match(text, offset):
        return "apostrophe"
    return _paired(before, after, inside)


def _after_word(before: Kind, after: Kind, inside: bool) -> Role:
    """What a single mark right after a letter or digit is."""
    if after not in ("letter", "digit") and inside:
        return "close"
    feet = before == "digit" and after != "letter"
    return "straight" if feet else "apostrophe"


def _paired(before: Kind, after: Kind, inside: bool) -> Role:
    """What a mark is that is no apostrophe; `inside`, whether its kind of quotation is open."""
    if inside:
        return "open" if _begins_another(before, after) else "close"
    if before == "digit":
        return "straight"
    if before in ("space", "opener"):
        return "straight" if after in ("space", "closer") else "open"
    return "close" if after in ("space", "closer", "point", "dash") else "open"


def _begins_another(before: Kind, after: Kind) -> bool:
    """Whether a mark opens although one is open: a nested quotation, or the first never closed."""
    if before == "dash":  # no "joined": in Chinese a closing mark may stand between dash and word
        return after in ("letter", "digit", "opener")
    return before in ("space", "opener") and after in ("letter", "digit", "opener", "joined")


@functools.lru_cache(maxsize=512)
def kind_of(character: str) -> Kind:
    """What a character is to the mark beside it; the ends of the text are spaces."""
    if not character or character.isspace():
        return "space"
    if any(low <= ord(character) <= high for low, high in _JOINED):
        return "joined"
    category = unicodedata.category(character)
    return _KINDS.get(category) or ("point" if category[0] == "P" else "letter")
