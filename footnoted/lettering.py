"""Fonts as files -> lines of text as masks: grey where there is ink, and how wide they are.

Letters are set one by one, with the widths and pairs that the font itself names, so a line comes
out alike on every machine. Text that runs from right to left, or whose marks stand on letters,
needs shaping: libraqm does it where Pillow has it, and where not, no face covers such text.
"""

from __future__ import annotations

import functools
import itertools
import math
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from footnoted.canvas import Mask, mask_of
from footnoted.sfnt import NotAFontError, read_metrics
from footnoted.wrapping import DOTS, is_ornament

_RIGHT_TO_LEFT = frozenset(("R", "AL", "AN"))
_PARTS = 4  # of a pixel: as finely as letters are placed
_SAMPLE_PX = 200  # shaped text is measured at this size


class Face:
    """A font file. Widths are in em: times the size, they are pixels."""

    def __init__(self, path: Path) -> None:
        """Raises NotAFontError, with the name of the file."""
        self._path = path
        try:
            self._metrics = read_metrics(path.read_bytes())
            self._font(_SAMPLE_PX, shaped=False)
        except (NotAFontError, OSError) as error:
            raise NotAFontError(f"{path}: {error}") from error

    def covers(self, text: str) -> bool:
        """True if every letter is in the font, and can be set."""
        has_all = all(ord(letter) in self._metrics.glyphs for letter in text)
        return has_all and (not is_shaped(text) or can_shape())  # asking that takes long

    @functools.lru_cache(maxsize=1024)  # noqa: B019 faces live as long as the process
    def shown(self, text: str) -> str:
        """The text without the ornaments that the face lacks; empty if it lacks anything else."""
        shown = "".join(c for c in text if not is_ornament(c) or self.covers(c))
        shown = " ".join(shown.split())
        return shown if shown and self.covers(shown + DOTS) else ""

    @functools.lru_cache(maxsize=4096)  # noqa: B019 the same
    def width(self, text: str) -> float:
        """How wide the text is, which the face must cover."""
        if is_shaped(text):
            return self._font(_SAMPLE_PX, shaped=True).getlength(text) / _SAMPLE_PX
        return sum(self._steps(text))

    @functools.lru_cache(maxsize=32)  # noqa: B019 the same; many posters have the same words
    def line(self, text: str, size_px: int) -> tuple[Mask, int, int]:
        """The text as a mask, and how far right and down of the pen its corner is.

        The pen stands on the base line, where the first letter begins.
        """
        if is_shaped(text):
            image, left, top = _drawn(text, self._font(size_px, shaped=True))
            return mask_of(image), left, top
        places = itertools.accumulate(self._steps(text), initial=0.0)
        pens = [round(place * size_px * _PARTS) for place in places]
        drawn = [
            (pen // _PARTS, *self._letter(letter, size_px, pen % _PARTS))
            for letter, pen in zip(text, pens, strict=False)
            if not letter.isspace()
        ]
        left = min((pen + x for pen, _, x, _ in drawn), default=0)
        top = min((y for *_, y in drawn), default=0)
        right = max((pen + x + mask.width for pen, mask, x, _ in drawn), default=1)
        bottom = max((y + mask.height for _, mask, _, y in drawn), default=1)
        line = Image.new("L", (right - left, bottom - top), 0)
        ink = ImageDraw.Draw(line)
        for pen, mask, x, y in drawn:  # boxes overlap, so one must not wipe out another
            ink.bitmap((pen + x - left, y - top), mask, 255)
        return mask_of(line), left, top

    def _steps(self, text: str) -> list[float]:
        """How far the pen moves after each letter."""
        return [self._step(*pair) for pair in itertools.zip_longest(text, text[1:], fillvalue="")]

    @functools.lru_cache(maxsize=4096)  # noqa: B019 the same
    def _step(self, letter: str, following: str) -> float:
        metrics = self._metrics
        glyph = metrics.glyphs[ord(letter)]
        kern = metrics.kern(glyph, metrics.glyphs[ord(following)]) if following else 0
        return (metrics.advance(glyph) + kern) / metrics.unit

    @functools.lru_cache(maxsize=2048)  # noqa: B019 the same
    def _letter(self, letter: str, size_px: int, part: int) -> tuple[Image.Image, int, int]:
        return _drawn(letter, self._font(size_px, shaped=False), part / _PARTS)

    @functools.lru_cache(maxsize=32)  # noqa: B019 the same
    def _font(self, size_px: int, *, shaped: bool) -> ImageFont.FreeTypeFont:
        engine = ImageFont.Layout.RAQM if shaped else ImageFont.Layout.BASIC
        return ImageFont.truetype(str(self._path), size_px, layout_engine=engine)


@functools.lru_cache(maxsize=4)
def faces(paths: tuple[Path, ...]) -> tuple[Face, ...]:
    """The faces of font files, each read once. Raises NotAFontError."""
    return tuple(map(Face, paths))


@functools.lru_cache(maxsize=4096)
def is_shaped(text: str) -> bool:
    """True for text that is more than one letter after another, from left to right."""
    return any(
        unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT
        or unicodedata.category(letter).startswith("M")
        for letter in text
    )


@functools.cache
def can_shape() -> bool:
    """True if this Pillow has libraqm, and finds FriBiDi, which that needs."""
    from PIL import features

    return features.check("raqm") is True


def chosen(text: str, faces: Sequence[Face]) -> tuple[str, Face] | None:
    """The first face that has all letters of the text, with the text as far as it is shown.

    Ornaments that the face lacks are left out. None if no face has all else, or nothing is left.
    """
    for face in faces:
        if shown := face.shown(text):
            return shown, face
    return None


def _drawn(
    text: str, font: ImageFont.FreeTypeFont, part: float = 0.0
) -> tuple[Image.Image, int, int]:
    """The text as a mask, `part` of a pixel further right; where its corner is from the pen."""
    box = font.getbbox(text, anchor="ls")
    left, top = math.floor(box[0]) - 1, math.floor(box[1]) - 1
    mask = Image.new("L", (math.ceil(box[2]) + 2 - left, math.ceil(box[3]) + 1 - top), 0)
    ImageDraw.Draw(mask).text((part - left, -top), text, 255, font, anchor="ls")
    return mask, left, top
