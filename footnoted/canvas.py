"""Masks in colours -> a PNG with a palette: small, and quick to make.

Each colour has a few steps in the palette, from the paper to full strength. What is drawn are
masks, whose grey picks the step, and rectangles at full strength. Most of a picture is paper: rows
without anything else are packed once for all pictures.
"""

from __future__ import annotations

import functools
import struct
import zlib
from collections.abc import Mapping, Sequence

from PIL import Image, ImageColor

TEXTS = ("ink", "soft")  # the colours of letters
LEAST_CONTRAST = 4.5
_STEPS = 12
_STEP_OF_GREY = bytes(round(grey * _STEPS / 255) for grey in range(256))
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEAD, _END = b"\x78\xda", b"\x03\x00"  # of what zlib packs: the best it can; an empty last block
_ADLER = 65521  # the modulus of its two sums
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
        # A column more, the first: it says of each row that its bytes are the pixels themselves.
        self._row = self.width + 1
        self._pixels = bytearray(self._row * self.height)
        self._inked = bytearray(self.height)  # 1 for each row that is not all paper

    def rectangle(self, start: int, top: int, size: tuple[int, int], color: str) -> None:
        """A rectangle is `start` pixels from the side where lines begin."""
        index = self._index(color) + _STEPS - 1
        self._put(bytes((index,)) * (size[0] * size[1]), self._left(start, size[0]), top, size[0])

    def stamp(
        self, mask: Image.Image, start: int, top: int, color: str, width: int = 0, shift: int = 0
    ) -> None:
        """A mask is in that colour, over what was there.

        Its place is `width` wide, if that is not its own width, and it stands `shift` further right
        than that place: letters reach out of theirs.
        """
        left = self._left(start, width or mask.width) + shift
        inks = mask.tobytes().translate(_inks(self._index(color)))
        self._put(inks, left, top, mask.width)

    def png(self) -> bytes:
        """The picture as a file: the same bytes with any library that compresses."""
        palette = b"".join(bytes(color) for color in self._palette)
        head = struct.pack(">IIBBBBB", self.width, self.height, 8, 3, 0, 0, 0)
        parts = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", self._packed()), (b"IEND", b""))
        return _SIGNATURE + b"".join(_chunk(*part) for part in parts)

    def _packed(self) -> bytes:
        """The rows, as zlib packs them, with the sum that it checks them by."""
        found, check, top = [_HEAD], 1, 0
        while top < self.height:
            is_inked = self._inked[top]
            end = self._inked.find(not is_inked, top)
            bottom = end if end > 0 else self.height
            rows = memoryview(self._pixels)[top * self._row : bottom * self._row]
            check = zlib.adler32(rows, check) if is_inked else _with_zeros(check, len(rows))
            found.append(pack(rows) if is_inked else _blank(len(rows)))
            top = bottom
        return b"".join((*found, _END, struct.pack(">I", check)))

    def _put(self, inks: bytes, left: int, top: int, width: int) -> None:
        """The inks, so many in a row, are over what was there, where they are not 0."""
        start, end = max(0, left), min(self.width, left + width)
        rows = slice(max(0, top), min(self.height, top + len(inks) // width))
        count, length = rows.stop - rows.start, end - start
        if count <= 0 or length <= 0:
            return
        is_over = 1 in self._inked[rows]
        self._inked[rows] = b"\1" * count
        at = rows.start * self._row + start + 1
        given = (rows.start - top) * width + start - left
        for _ in range(count):
            part = inks[given : given + length]
            place = slice(at, at + length)
            self._pixels[place] = _over(part, self._pixels[place]) if is_over else part
            at, given = at + self._row, given + width

    def _left(self, start: int, width: int) -> int:
        return self.width - start - width if self._mirrored else start

    def _index(self, name: str) -> int:
        if name not in self._first:
            self._first[name] = len(self._palette)
            full = (
                self._readable(name) if name in TEXTS else _rgb(tuple(self._colors.get(name, ())))
            )
            self._palette += _steps(self._paper, full)
        return self._first[name]

    def _readable(self, name: str) -> Rgb:
        """The first of the colours that can be read on the paper: some may only go with another."""
        candidates = [_rgb((color,)) for color in (*self._colors.get(name, ()), "black", "white")]
        return next(rgb for rgb in candidates if contrast(rgb, self._paper) >= LEAST_CONTRAST)


@functools.cache
def _inks(first: int) -> bytes:
    """For each grey, the number of the step of a colour whose steps begin with that number."""
    return bytes(first + step - 1 if step else 0 for step in _STEP_OF_GREY)


def _over(inks: bytes, there: bytearray) -> bytes:
    """The inks, and what is there where they are 0."""
    if there == bytes(len(there)):  # as nearly always
        return inks
    return bytes(ink or under for ink, under in zip(inks, there, strict=True))


def pack(rows: bytes | memoryview) -> bytes:
    """The rows in blocks that other blocks may come before and after."""
    # Runs of one byte only: quick, no larger for a picture that is flat, and leaves no choices.
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_RLE)
    return packer.compress(rows) + packer.flush(zlib.Z_FULL_FLUSH)


def _with_zeros(check: int, length: int) -> int:
    """The Adler-32 of bytes whose own is `check`, and of so many zeros after them."""
    high, low = divmod(check, 1 << 16)
    return (high + length * low) % _ADLER << 16 | low


@functools.cache
def _blank(length: int) -> bytes:
    return pack(bytes(length))


@functools.lru_cache(maxsize=1024)
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


@functools.lru_cache(maxsize=1024)
def _steps(paper: Rgb, full: Rgb) -> tuple[Rgb, ...]:
    """The colours from the paper, which is not one of them, to full strength."""
    return tuple(_between(paper, full, step / _STEPS) for step in range(1, _STEPS + 1))


def _between(one: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


@functools.lru_cache(maxsize=1024)
def _rgb(candidates: tuple[str, ...]) -> Rgb:
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
