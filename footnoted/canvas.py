"""Masks in colours -> a PNG with a palette: small, and quick to make.

Each colour has a few steps in the palette, from the paper to full strength. What is drawn are
masks, whose grey picks the step, and rectangles at full strength. Rows that are packed are kept:
most of a picture is paper, and many pictures have a line of text, or a bar, in common.
"""

from __future__ import annotations

import functools
import struct
import zlib
from collections.abc import Mapping, Sequence

from msgspec import Struct
from PIL import Image, ImageColor

TEXTS = ("ink", "soft")  # the colours of letters
LEAST_CONTRAST = 4.5
_STEPS = 12
_STEP_OF_GREY = bytes(round(grey * _STEPS / 255) for grey in range(256))
_IS_INKED = [0, *[255] * 255]
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEAD, _END = b"\x78\xda", b"\x03\x00"  # of what zlib packs: the best it can; an empty last block
_ADLER = 65521  # the modulus of its two sums
Rgb = tuple[int, int, int]
Box = tuple[int, int, int, int]  # left, top, right, bottom
Packed = tuple[bytes, int, int]  # rows, the sum of their bytes, and how many these are


class Mask(Struct, frozen=True):
    """Greys, so many in a row: 255 is full strength."""

    greys: bytes
    width: int

    @property
    def height(self) -> int:
        """How many rows it has."""
        return len(self.greys) // self.width


class Placed(Struct, frozen=True):
    """A mask where it stands, in the colour whose steps begin with the number `first`."""

    mask: Mask
    first: int
    left: int
    top: int


def mask_of(image: Image.Image) -> Mask:
    """The grey image as a mask."""
    return Mask(image.tobytes(), image.width)


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
        self._inked = bytearray(self.height)  # 1 for each row that is not all paper
        self._placed: list[Placed] = []

    def rectangle(self, start: int, top: int, size: tuple[int, int], color: str) -> None:
        """A rectangle is `start` pixels from the side where lines begin."""
        self._put(_solid(*size), self._left(start, size[0]), top, color)

    def stamp(
        self, mask: Mask, start: int, top: int, color: str, width: int = 0, shift: int = 0
    ) -> None:
        """A mask is in that colour, over what was there.

        Its place is `width` wide, if that is not its own width, and it stands `shift` further right
        than that place: letters reach out of theirs.
        """
        left = self._left(start, width or mask.width) + shift
        self._put(mask, left, top, color)

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
            end = self._inked.find(not self._inked[top], top)
            bottom = end if end > 0 else self.height
            if self._inked[top]:
                rows, own, length = _band(self._between(top, bottom), self.width, bottom - top)
            else:
                rows, own, length = _blank(self.width, bottom - top)
            found.append(rows)
            check = _joined(check, own, length)
            top = bottom
        return b"".join((*found, _END, struct.pack(">I", check)))

    def _between(self, top: int, bottom: int) -> tuple[Placed, ...]:
        """What is placed in these rows, in its order, and as if they were the first."""
        return tuple(
            Placed(item.mask, item.first, item.left, item.top - top)
            for item in self._placed
            if top <= max(0, item.top) < bottom
        )

    def _put(self, mask: Mask, left: int, top: int, color: str) -> None:
        """The mask is over what was there, where it is not 0; what is outside is not there."""
        first, bottom = self._index(color), top + mask.height
        start, end = max(0, top), min(self.height, bottom)
        if start < end and left < self.width and left + mask.width > 0:
            self._placed.append(Placed(mask, first, left, top))
            self._inked[start:end] = b"\1" * (end - start)

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


@functools.lru_cache(maxsize=16)
def _band(placed: tuple[Placed, ...], width: int, height: int) -> Packed:
    """The rows with all that is placed there."""
    # A column more, the first: it says of each row that its bytes are the pixels themselves.
    content, boxes = bytearray((width + 1) * height), list[Box]()
    rows = _over(content, width + 1, height)
    rows.readonly = 0  # what is pasted goes into the content
    for item in placed:
        inks = _inked(item.mask, item.first)
        whole = (item.left, item.top, item.left + inks.width, item.top + inks.height)
        box = (max(0, whole[0]), max(0, whole[1]), min(width, whole[2]), min(height, whole[3]))
        if box != whole:
            left, top = item.left, item.top
            inks = inks.crop((box[0] - left, box[1] - top, box[2] - left, box[3] - top))
        is_over = any(_meet(box, other) for other in boxes)
        boxes.append(box)
        rows.paste(inks, (box[0] + 1, box[1]), inks.point(_IS_INKED, "1") if is_over else None)
    return pack(content), zlib.adler32(content), len(content)


@functools.lru_cache(maxsize=1024)
def _blank(width: int, height: int) -> Packed:
    return _band((), width, height)


def _meet(one: Box, other: Box) -> bool:
    """True if the boxes have a pixel in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@functools.lru_cache(maxsize=16)
def _solid(width: int, height: int) -> Mask:
    return Mask(b"\xff" * (width * height), width)


@functools.lru_cache(maxsize=16)
def _inked(mask: Mask, first: int) -> Image.Image:
    """A mask in the colour whose steps begin with the number `first`."""
    return _over(mask.greys.translate(_inks(first)), mask.width, mask.height)


def _over(greys: bytes | bytearray, width: int, height: int) -> Image.Image:
    """The greys as an image, which has no copy of them: to make one takes as long as to pack it."""
    return Image.frombuffer("L", (width, height), greys, "raw", "L", 0, 1)


@functools.cache
def _inks(first: int) -> bytes:
    """For each grey, the number of the step of a colour whose steps begin with that number."""
    return bytes(first + step - 1 if step else 0 for step in _STEP_OF_GREY)


def pack(rows: bytes | bytearray) -> bytes:
    """The rows in blocks that other blocks may come before and after."""
    # Runs of one byte only: quick, no larger for a picture that is flat, and leaves no choices.
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 8, zlib.Z_RLE)
    return packer.compress(rows) + packer.flush(zlib.Z_FULL_FLUSH)


def _joined(check: int, other: int, length: int) -> int:
    """The Adler-32 of bytes whose own is `check`, and of `length` more whose own is `other`."""
    high, low = divmod(check, 1 << 16)
    further, sum_ = divmod(other, 1 << 16)
    high = (high + further + length * (low - 1)) % _ADLER
    return high << 16 | (low + sum_ - 1) % _ADLER


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
