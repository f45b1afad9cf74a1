"""A file, piece by piece; one that breaks off is told from one that goes on."""

from __future__ import annotations

import io
from typing import BinaryIO

Size = tuple[int, int]  # width and height, in CSS pixels


def taken(file: BinaryIO, count: int) -> bytes:
    """The next `count` bytes. Raises EOFError if there are not so many."""
    piece = file.read(count)
    if len(piece) < count:
        raise EOFError
    return piece


def passed(file: BinaryIO, count: int) -> None:
    """The next `count` bytes are passed over; whether they are there is not looked at."""
    file.seek(count, io.SEEK_CUR)
