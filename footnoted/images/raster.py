"""PNG, JPEG, GIF, WebP and AVIF -> the size in which browsers show them, None if it is not certain.

Pillow reads the head of the file; nothing is decoded, and of a huge file only a part is looked at.
Whoever imports this imports Pillow.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from io import BytesIO
from typing import BinaryIO

from PIL import AvifImagePlugin, ExifTags, WebPImagePlugin
from PIL.AvifImagePlugin import AvifImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.Image import DecompressionBombError, Exif
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from footnoted.model import Size

# The classes themselves: `Image.open` imports all that there are, and refuses what is large.
_READERS: dict[str, type[ImageFile]] = {
    "png": PngImageFile,
    "jpg": JpegImageFile,
    "gif": GifImageFile,
    "webp": WebPImageFile,
    "avif": AvifImageFile,
}
_UNREAD = {
    kind
    for kind, plugin in (("webp", WebPImagePlugin), ("avif", AvifImagePlugin))
    if not plugin.SUPPORTED  # Pillow was built without
}
_PART_BYTES = 64_000, 2_000_000  # of PNG, JPEG and GIF, whose picture comes after all else
_WHOLE_BYTES = 64_000_000  # of WebP and AVIF, which Pillow reads as a whole
_LYING = 5  # the first orientation in which a picture lies on its side
_SIZES = (ExifTags.Base.ExifImageWidth, ExifTags.Base.ExifImageHeight)


def raster(kind: str, file: BinaryIO) -> Size | None:
    """Raises ValueError if the file breaks off before the picture, or is damaged.

    Not certain is what some browsers turn or shrink and others do not, or what moves as an AVIF.
    """
    if kind in _UNREAD:
        return None
    with warnings.catch_warnings(action="ignore"):  # of Exif that is odd
        return _size(kind, file)


def _size(kind: str, file: BinaryIO) -> Size | None:
    for most in _PART_BYTES if kind in ("png", "jpg", "gif") else (_WHOLE_BYTES,):
        file.seek(0)
        part = file.read(most)
        try:
            return _opened(kind, BytesIO(part))
        except (SyntaxError, OSError, EOFError, zlib.error) as error:  # Pillow's for damaged
            if len(part) < most:
                raise ValueError("damaged") from error
        except (DecompressionBombError, MemoryError, OverflowError, RuntimeError, ValueError):
            return None
    return None


def _opened(kind: str, file: BinaryIO) -> Size | None:
    with _READERS[kind](file) as image:
        told, is_moving = image.info.get("exif"), getattr(image, "is_animated", False)
        size = image.size
    if (kind == "avif" and is_moving) or (kind == "gif" and size != _screen(file)):
        return None
    return _upright(size, told, is_turned=kind in ("jpg", "avif")) if told else size


def _upright(size: Size, told: bytes, *, is_turned: bool) -> Size | None:
    """The size of a picture of which Exif tells this; `is_turned` if all browsers turn it so."""
    exif = Exif()
    try:
        exif.load(told)
        inner = exif.get_ifd(ExifTags.IFD.Exif)
    except (SyntaxError, ValueError, TypeError, KeyError, OSError, struct.error):
        return None
    if any(inner.get(tag, pixels) != pixels for tag, pixels in zip(_SIZES, size, strict=True)):
        return None  # browsers may shrink it to what stands there
    if exif.get(ExifTags.Base.Orientation, 1) not in range(_LYING, 9):
        return size
    return size[::-1] if is_turned else None


def _screen(file: BinaryIO) -> Size:
    """The size that the head of a GIF names; browsers do not agree on one with a larger frame."""
    file.seek(6)
    width, height = struct.unpack("<2H", file.read(4))
    return width, height
