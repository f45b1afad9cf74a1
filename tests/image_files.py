"""Image files for tests: small and whole, turned, cut short, and others that are not what they say.

Those of `SEEN` and `UNSEEN` are what browsers are asked about, see `tests/test_images.py`.
"""

from __future__ import annotations

import gzip
import io
import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from PIL import Image
from PIL.Image import Exif

SIZE = (60, 40)
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><path d="M0 0h60v40z"/></svg>'
)
ORIENTATION, X_RESOLUTION, Y_RESOLUTION, UNIT, MORE = 0x112, 0x11A, 0x11B, 0x128, 0x8769
WIDTH, HEIGHT = 0xA002, 0xA003


def png(width: int, height: int, *, declared: tuple[int, int] | None = None) -> bytes:
    """A grey PNG, which says that it has the `declared` size."""
    header = struct.pack(">2I5B", *(declared or (width, height)), 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x99" * width) * height)
    chunks = (b"IHDR" + header, b"IDAT" + rows, b"IEND")
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(chunk, chunks))


def chunk(content: bytes) -> bytes:
    """A chunk of a PNG: its length, its kind and what it holds, a checksum."""
    return struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))


def saved(kind: str, size: tuple[int, int] = SIZE, mode: str = "RGB", **options: Any) -> bytes:
    """A picture in one colour, as a file of this kind."""
    file = io.BytesIO()
    Image.new(mode, size).save(file, kind, **options)
    return file.getvalue()


def exif(orientation: int = 0, more: Mapping[int, Any] = {}, inner: Mapping[int, Any] = {}) -> Exif:
    """Exif with these fields, the `inner` ones in the part for pictures."""
    made = Exif()
    made.update({ORIENTATION: orientation} if orientation else {})
    made.update(more)
    made.get_ifd(MORE).update(inner)
    return made


def of_size(inner: str, root: str = "") -> bytes:
    """An SVG with these attributes; `root` stands for all of its tag."""
    tag = root or f'<svg xmlns="http://www.w3.org/2000/svg" {inner}>'
    return f'{tag}<rect width="9" height="7"/></svg>'.encode()


def seen() -> Iterator[tuple[str, bytes]]:
    """Images that browsers show, by name."""
    yield from (("plain.png", png(*SIZE)), ("palette.png", saved("PNG", mode="P", dpi=(300, 300))))
    yield from (("plain.gif", saved("GIF")), ("colours.gif", saved("GIF", mode="P")))
    yield from (("plain.jpg", saved("JPEG")), ("late.jpg", saved("JPEG", progressive=True)))
    yield "profile.jpg", saved("JPEG", icc_profile=b"x" * 200_000, exif=exif(6))
    yield from ((f"turn{n}.jpg", saved("JPEG", exif=exif(n))) for n in range(1, 10))
    yield from ((f"turn{n}.{end}", saved(end, exif=exif(n))) for n in (3, 6) for end in _EXIF)
    yield "filled.jpg", b"\xff\xd8\xff\xff" + saved("JPEG")[2:]
    yield "twice.jpg", _twice(saved("JPEG", exif=exif(1)), saved("JPEG", exif=exif(6)))
    density = {X_RESOLUTION: 144.0, Y_RESOLUTION: 144.0, UNIT: 2}
    for turn in (1, 6):
        half = exif(turn, density, {WIDTH: 30, HEIGHT: 20})
        yield f"dense{turn}.jpg", saved("JPEG", exif=half)
        yield f"dense{turn}.png", saved("PNG", exif=half)
    yield "stale.jpg", saved("JPEG", exif=exif(1, density, {WIDTH: 600, HEIGHT: 400}))
    yield from (("plain.webp", saved("WEBP")), ("alpha.webp", saved("WEBP", mode="RGBA")))
    yield "lossless.webp", saved("WEBP", (61, 41), lossless=True)
    yield from (("plain.avif", saved("AVIF")), ("odd.avif", saved("AVIF", (61, 41))))
    for kind in ("WEBP", "AVIF"):
        others = [Image.new("RGB", SIZE, "blue")]
        yield f"moving.{kind.lower()}", saved(kind, save_all=True, append_images=others)
    yield from (("jpeg.png", saved("JPEG")), ("avif.jpg", saved("AVIF")), ("bmp.gif", saved("BMP")))
    yield from (("cut.png", png(*SIZE)[:45]), ("cut.jpg", saved("JPEG")[:-40]))
    yield "liar.png", png(*SIZE, declared=(600, 400))
    for name, screen in (("small", (10, 10)), ("none", (0, 0)), ("large", (100, 90))):
        content = saved("GIF")
        yield f"screen-{name}.gif", content[:6] + struct.pack("<2H", *screen) + content[10:]
    yield from ((f"{name}.svg", of_size(inner)) for name, inner in SIZES_OF_SVG.items())
    yield (
        "prefix.svg",
        SVG.replace(b"xmlns", b"xmlns:s")
        .replace(b"<svg", b"<s:svg")
        .replace(b"<path", b"<s:path")
        .replace(b"</svg", b"</s:svg"),
    )
    yield "drawn.svg", _DRAWN + SVG.replace(b"http://www.w3.org/2000/svg", b"&ns_svg;")
    for name in ("unicode", "EUC-KR", "x-sjis", "windows-874"):
        yield f"{name}.svg", f'<?xml version="1.0" encoding="{name}"?>{SVG.decode()}'.encode()
    yield "marked.svg", b"\xef\xbb\xbf\n" + SVG
    yield (
        "wide.svg",
        f'<?xml version="1.0" encoding="utf-16"?>{SVG.decode()}'.encode("utf-16"),
    )


# What Chromium does not show, and most others do not, by how it is told.
UNSHOWN = (
    ("a TIFF", saved("TIFF")),
    ("a TIFF", b"MM\0*\0\0\0\x08"),
    *(("an HEIC", b"\0\0\0\x18ftyp" + each + b"\0\0\0\0mif1heic") for each in (b"heic", b"mif1")),
    ("a PSD", b"8BPS\0\1\0\0\0\0\0\0\0\3"),
    ("a PDF", b"%PDF-1.7\n"),
    ("an EPS", b"%!PS-Adobe-3.0 EPSF-3.0\n"),
    ("a JPEG 2000", saved("JPEG2000")),
    ("a JPEG XL", b"\0\0\0\x0cJXL \r\n\x87\n"),
)


def unseen() -> Iterator[tuple[str, bytes]]:
    """Files that are named like images and that no browser shows, by name."""
    for ending, content in (
        *(("png", png(*SIZE)), ("jpg", saved("JPEG", exif=exif(1))), ("gif", saved("GIF"))),
        *(("webp", saved("WEBP")), ("avif", saved("AVIF"))),
    ):
        yield f"empty.{ending}", b""
        yield f"text.{ending}", b"a text\n"
        yield f"page.{ending}", b"<!doctype html><title>Not found</title>"
        yield from ((f"cut{n}.{ending}", content[:n]) for n in (5, 10, 13, 20))
        yield f"svg.{ending}", SVG
        yield f"{ending}.svg", content
    yield from (("head.png", png(*SIZE)[:33]), ("blank.png", png(*SIZE, declared=(0, 40))))
    yield from (("huge.png", png(1, 1, declared=(30_000, 30_000))), ("tiff.png", saved("TIFF")))
    yield "long.png", png(1, 1, declared=(1_000_001, 1))
    yield "wrong.png", png(*SIZE).replace(b"IHDR\0\0\0<", b"IHDR\0\0\0=")
    yield from (
        ("empty.svg", b""),
        ("text.svg", b"a text"),
        ("page.svg", b"<!doctype html><html/>"),
    )
    yield from (
        ("cut.svg", SVG[:50]),
        ("packed.svg", gzip.compress(SVG)),
        ("late.svg", b"\n" + _DRAWN + SVG),
    )
    for number, (_, content) in enumerate(UNSHOWN):
        yield from ((f"unshown{number}.{ending}", content) for ending in ("jpg", "tiff", "svg"))
    yield "bare.svg", of_size("", '<svg width="60" height="40">')
    yield "feed.svg", b'<feed xmlns="http://www.w3.org/2005/Atom"/>'


SIZES_OF_SVG = {
    **{f"unit-{unit}": f'width="60{unit}" height="40{unit}"' for unit in ("px", "em", "rem", "ex")},
    **{f"unit-{unit}": f'width="6{unit}" height="4{unit}"' for unit in ("pt", "pc", "Mm", "CM")},
    **{
        f"unit-{unit}": f'width="60{unit}" height="40{unit}"'
        for unit in ("in", "Q", "vw", "%", "X")
    },
    "none": "",
    "plain": 'width="60" height="40"',
    "signs": 'width=" +6e1 " height="40.0&#10;"',
    "point": 'width="1in" height=".5in"',
    "part": 'width="60.4" height="40.6"',
    "half": 'width="10.5" height="2.5"',
    "comma": 'width="60,5" height="40"',
    "apart": 'width="60 px" height="40 px"',
    "sum": 'width="calc(60px)" height="40"',
    "auto": 'width="auto" height="auto" viewBox="0 0 60 40"',
    "box": 'viewBox="0 0 60 40"',
    "box-percent": 'width="100%" height="100%" viewBox="0 0 60 40"',
    "box-both": 'width="120" height="120" viewBox="0 0 60 40"',
    "box-width": 'width="120" viewBox="0,0 , 60 40"',
    "box-height": 'height="120" viewBox="0 0 60 40"',
    "box-free": 'width="120" viewBox="0 0 60 40" preserveAspectRatio="none"',
    "box-meet": 'width="10" viewBox="0 0 10 20" preserveAspectRatio="none meet"',
    "box-nan": 'width="10" viewBox="nan nan 30 60"',
    "box-slice": 'width="120" viewBox="0 0 60 40" preserveAspectRatio="xMidYMid slice"',
    "box-none": 'width="120" viewBox="0 0 0 0"',
    "box-odd": 'width="120" viewBox="0 0 nan inf"',
    "width": 'width="120"',
    "garbage": 'width="wide" height="40"',
    "style": 'width="60" height="40" style="width: 120px; height: 90px"',
    "styled": 'style="width: 120px; height: 90px"',
    "lines": 'stroke-width="5" width="60" height="40"',
}
_EXIF = ("png", "webp", "avif")
_DRAWN = (
    b'<?xml version="1.0" encoding="utf-8"?><!-- ' + b"drawn by hand " * 400 + b" -->"
    b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"'
    b' [<!ENTITY ns_svg "http://www.w3.org/2000/svg">]>\n'
)


def _twice(one: bytes, other: bytes) -> bytes:
    """The JPEG `other` with the Exif of `one` before its own."""
    start = one.index(b"\xff\xe1")
    end = start + 2 + int.from_bytes(one[start + 2 : start + 4])
    return other[:2] + one[start:end] + other[2:]
