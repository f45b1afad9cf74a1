"""AVIF -> the size in which browsers show it, None if that is not certain.

    file = box…     box = length kind content

Its box `meta` names the picture (`pitm`), lists properties of all that is in the file (`ipco`),
and tells which of them are whose (`ipma`): the size is one, a turn by a quarter another.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from footnoted.images.pieces import Size, passed, taken

_LIMIT_BYTES = 1_000_000  # of what describes a picture
_MANY = 1000  # boxes before it


def avif(file: BinaryIO) -> Size | None:
    """Of an AVIF: not certain of moving ones, and of those of which only a part is shown.

    Raises EOFError if the file breaks off before the picture begins, ValueError if it is none.
    """
    brands = _next(file, b"ftyp")
    if b"avif" not in (brands[at : at + 4] for at in range(0, len(brands), 4)):
        raise ValueError("no AVIF")
    if brands.startswith(b"avis"):
        return None
    try:
        return _size(_next(file, b"meta")[4:])
    except (IndexError, KeyError, struct.error) as error:
        raise ValueError("no AVIF") from error


def _next(file: BinaryIO, wanted: bytes) -> bytes:
    """The content of the next box of this kind."""
    for _ in range(_MANY):
        length, kind, head = int.from_bytes(taken(file, 4)), taken(file, 4), 8
        if length == 1:
            length, head = int.from_bytes(taken(file, 8)), 16
        if length < head or (kind == wanted and length > _LIMIT_BYTES):
            raise ValueError("no box")
        if kind == wanted:
            return taken(file, length - head)
        passed(file, length - head)
    raise ValueError("too many boxes")


def _size(meta: bytes) -> Size | None:
    boxes = dict(_boxes(meta))
    number = struct.unpack_from(">I" if boxes[b"pitm"][0] else ">H", boxes[b"pitm"], 4)[0]
    about = dict(_boxes(boxes[b"iprp"]))
    listed = list(_boxes(about[b"ipco"]))
    own = [listed[index - 1] for index in _properties(about[b"ipma"], number) if index]
    kinds = dict(own)
    if b"clap" in kinds or [kind for kind, _ in own].count(b"ispe") != 1:
        return None
    width, height = struct.unpack_from(">II", kinds[b"ispe"], 4)
    is_turned = b"irot" in kinds and kinds[b"irot"][0] & 1
    return (height, width) if is_turned else (width, height)


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        if length < 8:  # as long as a file may be, or to its end: not within `meta`
            raise ValueError("no box")
        yield kind, content[at + 8 : at + length]
        at += length


def _properties(ipma: bytes, wanted: int) -> list[int]:
    """The places, from 1 on, of the properties that the picture with this number has."""
    item, is_wide, at = ">I" if ipma[0] else ">H", ipma[3] & 1, 8
    for _ in range(struct.unpack_from(">I", ipma, 4)[0]):
        (number,) = struct.unpack_from(item, ipma, at)
        at += struct.calcsize(item)
        count, at = ipma[at], at + 1
        kind, mask = ("H", 0x7FFF) if is_wide else ("B", 0x7F)
        found = struct.unpack_from(f">{count}{kind}", ipma, at)
        at += struct.calcsize(f">{count}{kind}")
        if number == wanted:
            return [place & mask for place in found]
    raise KeyError(wanted)
