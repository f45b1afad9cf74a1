"""Masks in colours -> a PNG with a palette: small, and quick to make.

Each colour has a few steps in the palette, from the paper to full strength. What is drawn are
masks, whose grey picks the step, and rectangles at full strength.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence

from PIL import Image, ImageColor

TEXTS = ("ink", "soft")  # the colours of letters
LEAST_CONTRAST = 4.5
_STEPS = 12
_STEP_OF_GREY = [round(grey * _STEPS / 255) for grey in range(256)]
_IS_INKED = [255 if step else 0 for step in _STEP_OF_GREY]
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
Rgb = tuple[int, int, int]


class Canvas:
    """A picture in progress, its ground the colour `paper`.

    `colors` are colours as CSS writes them, of each name the one to prefer first; one that cannot
    be read is passed over. Where `mirrored`, all is placed from the right.
    """

    def __init__(
        self, size: tuple[int, int], colors: Mapping[str, Sequence[str]], *, mirrored: bool
    ) -> None:
        self.width, self.height = size
        self._colors, self._mirrored = colors, mirrored
        self._paper = _rgb((*colors.get("paper", ()), "white"))
        self._palette = [self._paper]
        self._first: dict[str, int] = {}  # of each colour, the number of its first step
        self._image = Image.new("L", size, 0)

    def rectangle(self, start: int, top: int, size: tuple[int, int], color: str) -> None:
        """A rectangle is `start` pixels from the side where lines begin."""
        left = self._left(start, size[0])
        index = self._index(color) + _STEPS - 1
        self._image.paste(index, (left, top, left + size[0], top + size[1]))

    def stamp(
        self, mask: Image.Image, start: int, top: int, color: str, width: int = 0, shift: int = 0
    ) -> None:
        """A mask is in that colour, over what was there.

        Its place is `width` wide, if that is not its own width, and it stands `shift` further right
        than that place: letters reach out of theirs.
        """
        first = self._index(color)
        left = self._left(start, width or mask.width) + shift
        inked = mask.point([first + step - 1 if step else 0 for step in _STEP_OF_GREY])
        self._image.paste(inked, (left, top), mask.point(_IS_INKED))

    def png(self) -> bytes:
        """The picture as a file: the same bytes with any library that compresses."""
        palette = b"".join(bytes(color) for color in self._palette)
        pixels, width = self._image.tobytes(), self.width
        rows = b"".join(b"\0" + pixels[at : at + width] for at in range(0, len(pixels), width))
        # Runs of one byte only: quick, no larger for a picture that is flat, and leaves no choices.
        packer = zlib.compressobj(9, zlib.DEFLATED, 15, 9, zlib.Z_RLE)
        head = struct.pack(">IIBBBBB", width, self.height, 8, 3, 0, 0, 0)
        parts = (
            (b"IHDR", head),
            (b"PLTE", palette),
            (b"IDAT", packer.compress(rows) + packer.flush()),
        )
        return _SIGNATURE + b"".join(_chunk(*part) for part in (*parts, (b"IEND", b"")))

    def _left(self, start: int, width: int) -> int:
        return self.width - start - width if self._mirrored else start

    def _index(self, name: str) -> int:
        if name not in self._first:
            self._first[name] = len(self._palette)
            full = self._readable(name) if name in TEXTS else _rgb(self._colors.get(name, ()))
            self._palette += [_between(self._paper, full, n / _STEPS) for n in range(1, _STEPS + 1)]
        return self._first[name]

    def _readable(self, name: str) -> Rgb:
        """The first of the colours that can be read on the paper: some may only go with another."""
        candidates = [_rgb((color,)) for color in (*self._colors.get(name, ()), "black", "white")]
        return next(rgb for rgb in candidates if contrast(rgb, self._paper) >= LEAST_CONTRAST)


def contrast(one: Rgb, other: Rgb) -> float:
    """How much two colours differ in brightness, from 1 to 21, as WCAG 2.2 reckons it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: Rgb) -> float:
    linear = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in color)
    )
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _between(one: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _rgb(candidates: Sequence[str]) -> Rgb:
    """The first colour that can be read; black if none can."""
    for candidate in candidates:
        try:
            return ImageColor.getrgb(candidate)[:3]
        except ValueError:  # what only a browser can read
            continue
    return 0, 0, 0


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)
