"""A text and a face -> lines that fit: where they break, how large they are.

    text  = piece*            a line may break before a piece
    piece = word | part of a word up to a hyphen, dash or slash
          | an ideograph or kana with the punctuation that stays at it

Korean breaks between words, as its readers prefer in titles.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

DOTS = "…"
LONGEST = 400  # letters: more never fit, and need not be looked at
_CONTROLS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_IDEOGRAPH = r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_FIRST_IDEOGRAPH = "\u3040"
_OPENING, _CLOSING = r"[「『（【《〈〔“‘(\[]", r"[、。，．：；？！」』）】》〉〕”’…・ー)\],.:;?!]"
_WORD = re.compile(r".+?(?:[-–—/]+(?=\w)|$)")
_PILE = re.compile(r"([\u0300-\u036f]{2})[\u0300-\u036f]+")
Width = Callable[[str], float]


class Piece(Struct, frozen=True):
    """What stays together in a line; its width, and that of the space before it, in em."""

    text: str
    width: float
    space: float


@functools.lru_cache(maxsize=1024)  # many posters have the same words
def clean(text: str) -> str:
    """The text on one line, letters composed, no longer than what can be shown.

    What cannot be seen is gone: control characters, and marks that turn the direction. So are
    accents piled so high that they would reach into other lines.
    """
    composed = _PILE.sub(r"\1", unicodedata.normalize("NFC", text[:LONGEST]))
    kept = (" " if unicodedata.category(c) == "Cc" else c for c in composed if c not in _CONTROLS)
    return " ".join("".join(kept).split())


def is_ornament(letter: str) -> bool:
    """True for what a text can do without if a font lacks it: emoji, and what goes with them."""
    is_variation = "\ufe00" <= letter <= "\ufe0f"
    return is_variation or unicodedata.category(letter) in ("So", "Sk", "Cf", "Co", "Cn", "Me")


def pieces(text: str, width: Width) -> tuple[Piece, ...]:
    """The pieces of a cleaned text."""
    blank = width(" ") if " " in text else 0.0
    return tuple(
        Piece(match[0], width(match[0]), blank if number and not match.start() else 0.0)
        for number, word in enumerate(text.split(" "))
        for match in _piece(word).finditer(word)
    )


def _piece(word: str) -> re.Pattern[str]:
    """What finds the pieces of a word; the larger one takes long to make."""
    return _WORD if max(word, default="") < _FIRST_IDEOGRAPH else _ideographic()


@functools.cache
def _ideographic() -> re.Pattern[str]:
    return re.compile(
        rf"{_OPENING}*{_IDEOGRAPH}{_CLOSING}*"
        rf"|(?:(?!{_OPENING}*{_IDEOGRAPH}).)+?(?:[-–—/]+(?=\w)|(?={_OPENING}*{_IDEOGRAPH})|$)"
    )


def wrapped(parts: Sequence[Piece], room: float) -> list[str]:
    """The lines of the pieces, none wider than `room` em unless a piece is."""
    lines: list[str] = []
    used = 0.0
    for part in parts:
        if lines and used + part.space + part.width <= room:
            lines[-1] += " " * bool(part.space) + part.text
            used += part.space + part.width
        else:
            lines.append(part.text)
            used = part.width
    return lines


def fitted(
    text: str, width: Width, sizes: Sequence[int], room: tuple[int, int], leading: float, most: int
) -> tuple[int, list[str]]:
    """The largest of the sizes at which the text fits, and its lines, about equally long.

    `room` is width and height in pixels, `leading` the height of a line in em, `most` how many
    lines there may be. What does not fit even at the smallest size is cut.
    """
    parts = pieces(text, width)
    widest = max((part.width for part in parts), default=0.0)
    for size in sizes:
        lines = wrapped(parts, room[0] / size)
        fits = len(lines) <= min(most, room[1] // (leading * size))
        if fits and widest <= room[0] / size:
            return size, _balanced(parts, room[0] / size, len(lines))
    size = sizes[-1]
    em = room[0] / size
    allowed = max(1, min(most, int(room[1] // (leading * size))))
    lines = wrapped([bit for part in parts for bit in _broken(part, width, em)], em)
    if len(lines) > allowed:
        lines = [*lines[: allowed - 1], _dotted(lines[allowed - 1], width, em)]
    return size, lines


def shortened(text: str, width: Width, room: float) -> str:
    """The text, or as much of its beginning as is no wider than `room` em, with dots."""
    return text if width(text) <= room else _dotted(text, width, room)


def _dotted(text: str, width: Width, room: float) -> str:
    while text and width(f"{text.rstrip()}{DOTS}") > room:
        text = text[:-1]
    return f"{text.rstrip()}{DOTS}"


def _balanced(parts: Sequence[Piece], room: float, count: int) -> list[str]:
    """The lines in the narrowest room that takes no more of them."""
    low, high = max(room / 2, max((part.width for part in parts), default=0.0)), room
    for _ in range(7):
        middle = (low + high) / 2
        if len(wrapped(parts, middle)) <= count:
            high = middle
        else:
            low = middle
    return wrapped(parts, high)


def _broken(part: Piece, width: Width, room: float) -> list[Piece]:
    """The piece in bits that are no wider than the room."""
    bits: list[Piece] = []
    rest = part
    while rest.width > room:
        count = max(1, int(len(rest.text) * room / rest.width))
        while count > 1 and width(rest.text[:count]) > room:
            count -= 1
        bits.append(replace(rest, text=rest.text[:count], width=width(rest.text[:count])))
        text = rest.text[count:]
        rest = Piece(text, width(text), 0.0)
        if not text:
            return bits
    return [*bits, rest]
