"""PNG, GIF, WebP and JPEG -> the size in which browsers show them, None if that is not certain.

    PNG  = signature chunk…         chunk   = length kind content checksum
    GIF  = screen colours? block…   block   = "!" label part… | "," frame…     part = length content
    WebP = "RIFF" size "WEBP" part… part    = kind length content, with a byte more if that is odd
    JPEG = segment…                 segment = FF kind (length content)?

All raise EOFError if the file breaks off before the picture begins, and ValueError if it is none.
"""

from __future__ import annotations

import zlib
from typing import BinaryIO

from footnoted.images import exif
from footnoted.images.pieces import Size, passed, taken

_MANY = 10_000  # pieces before the picture
_LYING = 5  # the first orientation in which a picture lies on its side
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # segments that begin with the size
_ALONE = {0x01, *range(0xD0, 0xD9)}  # segments without content
_APP1, _END, _SCAN = 0xE1, 0xD9, 0xDA
_EXIF = b"Exif\0\0"
_HAS_EXIF = 0x08


def png(file: BinaryIO) -> Size | None:
    """Of a PNG: not certain if it lies on its side, which only some browsers know."""
    passed(file, 8)
    header = taken(file, 25)
    is_sound = zlib.crc32(header[4:21]) == int.from_bytes(header[21:])
    if header[:8] != b"\0\0\0\rIHDR" or not is_sound:
        raise ValueError("no PNG")
    size = int.from_bytes(header[8:12]), int.from_bytes(header[12:16])
    for _ in range(_MANY):
        length, kind = int.from_bytes(taken(file, 4)), taken(file, 4)
        if kind == b"IDAT":
            return size
        if kind == b"IEND":
            raise ValueError("no picture")
        if kind != b"eXIf":
            passed(file, length + 4)
        elif not _is_plain(taken(file, length), size):
            return None
        else:
            passed(file, 4)
    return None


def gif(file: BinaryIO) -> Size | None:
    """Of a GIF: not certain if its first frame is larger than its screen."""
    header = taken(file, 13)
    size = _words(header[6:10])
    flags = header[10]
    if flags & 0x80:
        passed(file, 6 << (flags & 7))
    for _ in range(_MANY):
        sign = taken(file, 1)
        if sign == b",":
            left, top, width, height = (*_words(taken(file, 4)), *_words(taken(file, 4)))
            fits = left + width <= size[0] and top + height <= size[1]
            return size if fits else None
        if sign != b"!":
            raise ValueError("no picture")
        passed(file, 1)
        while length := taken(file, 1)[0]:
            passed(file, length)
    return None


def webp(file: BinaryIO) -> Size | None:
    """Of a WebP: not certain if it lies on its side, which only some browsers know."""
    passed(file, 12)
    kind = taken(file, 4)
    length = taken(file, 4)
    content = taken(file, 10)
    if kind == b"VP8 " and content[3:6] == b"\x9d\x01\x2a":
        width, height = _words(content[6:])
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L" and content[0] == 0x2F:
        bits = int.from_bytes(content[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind != b"VP8X":
        raise ValueError("no WebP")
    size = int.from_bytes(content[4:7], "little") + 1, int.from_bytes(content[7:], "little") + 1
    passed(file, int.from_bytes(length, "little") - 10)
    return None if content[0] & _HAS_EXIF and not _has_plain_exif(file, size) else size


def _has_plain_exif(file: BinaryIO, size: Size) -> bool:
    """True if there is Exif in the parts of a WebP that follow, and it is plain."""
    try:
        for _ in range(_MANY):
            kind, length = taken(file, 4), int.from_bytes(taken(file, 4), "little")
            if kind == b"EXIF":
                return _is_plain(taken(file, length).removeprefix(_EXIF), size)
            passed(file, length + length % 2)
    except EOFError:
        pass
    return False


def _is_plain(told: bytes, size: Size) -> bool:
    """True if all browsers show the picture in the size in which it is stored."""
    return _upright(size, told) == size


def jpeg(file: BinaryIO) -> Size | None:
    """Of a JPEG, upright: not certain if it has a density, or Exif that cannot be read."""
    size: Size | None = None
    told: bytes | None = None
    for _ in range(_MANY):
        kind = _segment(file)
        if kind in _ALONE:
            continue
        if kind == _END or (kind == _SCAN and size is None):
            raise ValueError("no picture")
        if kind == _SCAN:
            break
        length = int.from_bytes(taken(file, 2)) - 2
        if length < 0 or (kind in _FRAMES and length < 6):
            raise ValueError("no JPEG")
        if kind in _FRAMES and size is None:
            content = taken(file, length)
            size = int.from_bytes(content[3:5]), int.from_bytes(content[1:3])
        elif kind == _APP1 and told is None:
            content = taken(file, length)
            told = content.removeprefix(_EXIF) if content.startswith(_EXIF) else None
        else:
            passed(file, length)
    return _upright(size, told) if size and told is not None else size


def _segment(file: BinaryIO) -> int:
    """The kind of the next segment, which any number of FF may stand before."""
    if taken(file, 1) != b"\xff":
        raise ValueError("no JPEG")
    while (kind := taken(file, 1)[0]) == 0xFF:
        pass
    return kind


def _upright(size: Size, told: bytes) -> Size | None:
    try:
        if exif.is_dense(told, *size):
            return None
        return size[::-1] if exif.orientation(told) >= _LYING else size
    except ValueError:
        return None


def _words(four: bytes) -> Size:
    return int.from_bytes(four[:2], "little"), int.from_bytes(four[2:], "little")
