"""An image file and its name -> what is known of it: the way to read it is told by its content.

Browsers go by the content too, whatever the name says; but an SVG is one by its name alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from footnoted.addresses import IMAGES
from footnoted.model import Image, Size

# The name of a kind, and how its files begin (`?` is any byte).
_KINDS = (
    ("png", b"\x89PNG\r\n\x1a\n"),
    ("jpg", b"\xff\xd8\xff"),
    ("gif", b"GIF8"),
    ("webp", b"RIFF????WEBP"),
    ("avif", b"????ftypavi?"),
    ("avif", b"????ftypmif1"),
    ("bmp", b"BM????\0\0\0\0"),
    ("ico", b"\0\0\1\0"),
)
_UNMEASURED = ("bmp", "ico")  # shown, whatever they are called
# The same of those that at most one of the large browsers shows.
_UNSHOWN = (
    *(("a TIFF", sign) for sign in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")),
    *(("an HEIC", b"????ftyp" + brand) for brand in (b"hei?", b"hev?")),
    ("a PSD", b"8BPS"),
    ("a PDF", b"%PDF"),
    ("an EPS", b"%!PS"),
    ("an EPS", b"\xc5\xd0\xd3\xc6"),
    ("a JPEG 2000", b"\0\0\0\x0cjP  "),
    ("a JPEG XL", b"\0\0\0\x0cJXL "),
)
# How those are called, and pictures that have no sign of their own.
_UNSHOWN_NAMES = (
    *(".tif", ".tiff", ".heic", ".heif", ".hif", ".psd", ".eps", ".ai", ".jp2", ".jxl", ".tga"),
    *(".raw", ".dng", ".cr2", ".cr3", ".nef", ".arw", ".orf", ".rw2", ".raf", ".xcf", ".wmf"),
    ".emf",
)
_HEAD_BYTES, _ANY = 64, ord("?")
_SAVE_AS = "save it as JPEG or PNG"
_MOST_PX, _LONGEST_PX = 1 << 29, 1_000_000  # of which Chromium's pictures have less
_AGAIN = "save it again, or take another picture"


def look(file: BinaryIO, path: str) -> Image:
    """What is known of the image whose file is open, at its beginning."""
    head = file.read(_HEAD_BYTES)
    file.seek(0)
    ending = path.lower()
    if other := _first(_UNSHOWN, _by_brand(head)):
        return Image(fault=f"is {other}, which most browsers do not show", hint=_SAVE_AS)
    if ending.endswith(".svg"):
        return _look_at_svg(file, head)
    kind = _kind(head)
    if not kind:
        return _unnamed(head, ending)
    if kind in _UNMEASURED:
        return Image()
    from footnoted.images.raster import raster  # with Pillow

    try:
        return _measured(raster(kind, file))
    except ValueError:
        fault = "is damaged, or breaks off before the picture begins"
    return Image(fault=fault, hint=_AGAIN) if ending.endswith(IMAGES) else Image()


def _kind(head: bytes) -> str:
    """The name of the kind of image that begins so; empty if none does."""
    return _first(_KINDS, _by_brand(head))


def _by_brand(head: bytes) -> bytes:
    """The same head; if it names several kinds, the one that tells what is in the file is first.

    `mif1` says no more than that it is a picture, and AVIF may be another kind besides.
    """
    if head[4:8] != b"ftyp":
        return head
    end = min(len(head), int.from_bytes(head[:4]))
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, end, 4))]
    told = [brand for brand in brands if brand[:3] in (b"avi", b"hei", b"hev")]
    return head[:8] + min(told, default=brands[0])


def _first(kinds: Iterable[tuple[str, bytes]], head: bytes) -> str:
    """The first of the kinds whose sign the head has; empty if it has none."""
    for name, sign in kinds:
        pairs = zip(sign, head, strict=False)
        if len(head) >= len(sign) and all(of in (byte, _ANY) for of, byte in pairs):
            return name
    return ""


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


def _unnamed(head: bytes, ending: str) -> Image:
    """What to say of a file whose content tells nothing: no more than its name does."""
    if head and (name := next(filter(ending.endswith, _UNSHOWN_NAMES), "")):
        return Image(
            fault=f"is called `{name}`, a kind that most browsers do not show", hint=_SAVE_AS
        )
    return _unknown(head) if ending.endswith((*IMAGES, *_UNSHOWN_NAMES)) else Image()


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
        return Image(fault="is not an SVG", hint=f"end its name with `.{kind}`")
    try:
        size = svg(file)
    except EOFError:
        return Image(fault="breaks off before the picture begins", hint=_AGAIN)
    except ValueError as error:
        is_bare = str(error) == "svg"
        hint = f'write `<svg xmlns="{NAMESPACE}"` for `<svg`' if is_bare else "open it: what is it?"
        return Image(fault="is not an SVG that browsers show", hint=hint)
    return Image(*size) if size else Image()
