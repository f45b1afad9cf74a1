"""Where the fonts for drawing are: those of the site's theme, then those that we install.

None is the system's, which would make another picture of the same essay on every machine.
"""

from __future__ import annotations

import functools
from importlib.machinery import PathFinder
from pathlib import Path

from msgspec import Struct

from footnoted.digests import blake2b

_PACKAGE = "font_source_serif_pro"  # Source Serif: Latin, Greek and Cyrillic


class Fonts(Struct, frozen=True):
    """The fonts for titles and for lesser text, each list in the order they are tried in."""

    title: tuple[Path, ...]
    text: tuple[Path, ...]


@functools.lru_cache(maxsize=4)  # for each poster
def fonts_of(own: tuple[Path, ...]) -> Fonts:
    """The fonts of a site whose theme has the fonts `own`."""
    spec = PathFinder.find_spec(_PACKAGE)
    if spec is None or not spec.origin:
        raise ModuleNotFoundError(f"No module named '{_PACKAGE}'", name=_PACKAGE)
    folder = Path(spec.origin).parent / "files"
    return Fonts(
        (*own, folder / "SourceSerifPro-Semibold.ttf"),
        (*own, folder / "SourceSerifPro-Regular.ttf"),
    )


def stamp(fonts: Fonts) -> bytes:
    """A digest of the fonts, and of their order."""
    digest = blake2b(digest_size=16)
    for path in (*fonts.title, *fonts.text):
        content = path.read_bytes()
        digest.update(f"{len(content)}\n".encode())
        digest.update(content)
    return digest.digest()
