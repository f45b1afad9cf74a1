"""An image file and its name -> what is known of it: the way to read it is told by its content.

Browsers go by the content too, whatever the name says; but an SVG is one by its name alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from footnoted.addresses import IMAGES
from footnoted.images.avif import avif
from footnoted.images.pieces import Size
from footnoted.images.raster import gif, jpeg, png, webp
from footnoted.model import Image

Reader = Callable[[BinaryIO], Size | None]
# The name of a kind, how its files begin (`?` is any byte), and what reads them.
_KINDS: tuple[tuple[str, bytes, Reader], ...] = (
    ("png", b"\x89PNG\r\n\x1a\n", png),
    ("jpg", b"\xff\xd8\xff", jpeg),
    ("gif", b"GIF8", gif),
    ("webp", b"RIFF????WEBP", webp),
    ("avif", b"????ftyp", avif),
    ("bmp", b"BM????\0\0\0\0", lambda file: None),  # shown, whatever they are called
    ("ico", b"\0\0\1\0", lambda file: None),
)
_HEAD_BYTES, _ANY = 12, ord("?")
_MOST_PX, _LONGEST_PX = 1 << 29, 1_000_000  # of which Chromium's pictures have less
_AGAIN = "save it again, or take another picture"


def look(file: BinaryIO, path: str) -> Image:
    """What is known of the image whose file is open, at its beginning."""
    head = file.read(_HEAD_BYTES)
    file.seek(0)
    ending = path.lower()
    if ending.endswith(".svg"):
        return _look_at_svg(file, head)
    kind = _kind(head)
    if kind is None:
        return _unknown(head) if ending.endswith(IMAGES) else Image()
    try:
        return _measured(kind[1](file))
    except EOFError:
        fault = "breaks off before the picture begins"
    except ValueError:
        fault = "is damaged, or of a kind that browsers do not show"
    return Image(fault=fault, hint=_AGAIN) if ending.endswith(IMAGES) else Image()


def _kind(head: bytes) -> tuple[str, Reader] | None:
    for name, sign, reader in _KINDS:
        pairs = zip(sign, head, strict=False)
        if len(head) >= len(sign) and all(of in (byte, _ANY) for of, byte in pairs):
            return name, reader
    return None


def _measured(size: Size | None) -> Image:
    if size is None:
        return Image()
    width, height = size
    if not width or not height:
        return Image(fault="has no pixels", hint=_AGAIN)
    if width * height >= _MOST_PX or max(size) > _LONGEST_PX:
        fault = f"has {width:,} by {height:,} pixels, too many for browsers"
        return Image(fault=fault, hint="make it smaller")
    return Image(width, height)


def _unknown(head: bytes) -> Image:
    if not head:
        return Image(fault="is empty", hint=_AGAIN)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"<svg", b"<?xml")):
        return Image(fault="is an SVG", hint="end its name with `.svg`")
    return Image(fault="is not an image", hint="open it: what is it?")


def _look_at_svg(file: BinaryIO, head: bytes) -> Image:
    from footnoted.images.svg import NAMESPACE, svg  # with the XML parser

    if not head:
        return _unknown(head)
    if kind := _kind(head):
        return Image(fault="is not an SVG", hint=f"end its name with `.{kind[0]}`")
    try:
        size = svg(file)
    except EOFError:
        return Image(fault="breaks off before the picture begins", hint=_AGAIN)
    except ValueError as error:
        is_bare = str(error) == "svg"
        hint = f'write `<svg xmlns="{NAMESPACE}"` for `<svg`' if is_bare else "open it: what is it?"
        return Image(fault="is not an SVG that browsers show", hint=hint)
    return Image(*size) if size else Image()
