"""Exif -> whether browsers show a picture just as it is stored.

exif  = order 42 offset IFD…    an offset counts from the beginning
IFD   = count entry{count}      12 bytes for each entry
entry = tag type count value    the value itself, or the offset of one that is too long
"""

from __future__ import annotations

import struct

ORIENTATION, X_RESOLUTION, Y_RESOLUTION, MORE = 0x112, 0x11A, 0x11B, 0x8769
WIDTH, HEIGHT = 0xA002, 0xA003
_ORDERS = {b"II*\0": "<", b"MM\0*": ">"}
_SHORT, _LONG, _RATIO = 3, 4, 5
_INCH_PX = 72  # what a picture without density has


def orientation(exif: bytes) -> int:
    """How the picture is turned, 1 to 8: from 5 on, what is stored as its width is its height.

    Raises ValueError if that is not certain.
    """
    found = _fields(exif).get(ORIENTATION, 1)
    return int(found) if found in range(1, 9) else 1


def is_dense(exif: bytes, width: int, height: int) -> bool:
    """True if browsers show the picture, stored in `width` by `height`, in another size.

    They do if Exif has another size, and a density by which it comes out: see the section on
    density-corrected sizes in HTML. Raises ValueError if that is not certain.
    """
    fields = _fields(exif)
    stored = ((WIDTH, X_RESOLUTION, width), (HEIGHT, Y_RESOLUTION, height))
    if all(fields.get(tag, pixels) == pixels for tag, _, pixels in stored):
        return False
    return any(
        abs(fields.get(tag, 0) * fields[density] - pixels * _INCH_PX) <= fields[density]
        for tag, density, pixels in stored
        if density in fields
    )


def _fields(exif: bytes) -> dict[int, float]:
    """All numbers by their tag."""
    order = _ORDERS.get(exif[:4])
    if order is None:
        raise ValueError("no Exif")
    try:
        (start,) = struct.unpack_from(f"{order}I", exif, 4)
        fields = _entries(exif, order, start)
        if MORE in fields:
            fields = _entries(exif, order, int(fields[MORE])) | fields
    except struct.error as error:  # it breaks off
        raise ValueError("no Exif") from error
    return fields


def _entries(exif: bytes, order: str, start: int) -> dict[int, float]:
    found: dict[int, float] = {}
    (count,) = struct.unpack_from(f"{order}H", exif, start)
    for at in range(start + 2, start + 2 + 12 * count, 12):
        tag, kind, values = struct.unpack_from(f"{order}HHI", exif, at)
        if values != 1:
            continue
        if kind == _SHORT:
            (found[tag],) = struct.unpack_from(f"{order}H", exif, at + 8)
        elif kind == _LONG:
            (found[tag],) = struct.unpack_from(f"{order}I", exif, at + 8)
        elif kind == _RATIO and tag in (X_RESOLUTION, Y_RESOLUTION):
            (place,) = struct.unpack_from(f"{order}I", exif, at + 8)
            above, below = struct.unpack_from(f"{order}II", exif, place)
            found[tag] = above / below if below else 0
    return found
