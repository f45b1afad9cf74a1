"""Addresses: what a link in an author's file leads to, and how one page links to another.

Content files and pages have the same place in their folders (`essays/x.md` becomes
`essays/x.html`), so a link that works in a preview of the folder works on the site.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from typing import Literal
from urllib.parse import quote, unquote

from msgspec import Struct

from footnoted.diagnostics import UNSEEN, near
from footnoted.patterns import pattern

# Combining marks, as ranges of a character class: `\w` leaves them out, though Hindi, Tamil,
# Thai, vocalised Hebrew and others write words with them.
MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u0711-\u074a\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983"
    "\u09bc-\u09d7\u0a01-\u0a51\u0a81-\u0ace\u0b01-\u0b57\u0b82-\u0bd7\u0c00-\u0c56\u0c81-\u0cd6"
    "\u0d00-\u0d57\u0d81-\u0ddf\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ece\u0f18-\u0f39\u0f71-\u0fbc"
    "\u102b-\u109d\u135d-\u135f\u17b4-\u17d3\u180b-\u180d\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0"
    "\u302a-\u302f\u3099\u309a\ufe20-\ufe2f"
)
SAFE_SCHEMES = ("http", "https", "mailto")
IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif")  # ends of their names
_NO_ANCHOR = pattern(rf"[^\w\- {MARKS}]")
# An address on the web in which nothing is dropped, and one of a page in another folder.
_WEB = pattern(r"https?://[!-.0-\[\]-~][!-~]*")
_BESIDE = pattern(r"\.\./([A-Za-z0-9-]+/[A-Za-z0-9-]+\.md)")
_PLAIN = pattern(r"[A-Za-z0-9/._~-]*")
_SCHEME = pattern(r"([A-Za-z][A-Za-z0-9+.-]*):")
_HOST = pattern(r"https?://[^/\\]", re.IGNORECASE)
# `https:/`, `http:`, `https//`, `https;//` and the like, and the rest of the address.
_SLIP = pattern(
    r"(https?)(?::(?:[/\\]|%5C)*|[;.,]?[/\\]{2,})(.*)",
    re.IGNORECASE | re.DOTALL,
)
# Characters that browsers drop from an address before they look at its scheme.
_DROPPED = pattern("[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
# Names that Windows keeps for itself, whatever comes after a full stop.
_DEVICES = pattern(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE)

_Good = Literal["web", "mail", "missing", "place", "page", "file"]
Kind = _Good | Literal["broken", "unsafe", "outside", "absolute"]


class Target(Struct, frozen=True):
    """What a link leads to. `path` is relative to the content folder, `fragment` has no `#`."""

    kind: Kind
    path: str = ""
    fragment: str = ""


_ON_THE_WEB = Target("web")


def target_of(address: str, page: str) -> Target:
    """What `address` leads to from the content file `page`.

    `missing` is `#` or nothing, `place` is on the same page, `page` a Markdown file, `file`
    any other file of the content folder, `outside` a path that leaves it. `broken` is an
    address on the web whose `://` or host is not there: browsers would look for it on this site.

    >>> target_of("../evidence/a.md#b", "essays/x.md")
    Target(kind='page', path='evidence/a.md', fragment='b')
    """
    if _WEB.fullmatch(address):
        return _ON_THE_WEB
    if (beside := _BESIDE.fullmatch(address)) and page.count("/") == 1:
        return Target("page", beside[1])
    seen = _DROPPED.sub("", address)
    if scheme := _SCHEME.match(seen):
        name = scheme[1].lower()
        web: Kind = "web" if _HOST.match(seen) else "broken"
        return Target("mail" if name == "mailto" else web if name in SAFE_SCHEMES else "unsafe")
    if _SLIP.match(address):
        return Target("broken")
    if address in ("", "#"):
        return Target("missing")
    if address.startswith(("//", "\\\\", "/\\", "\\/")):
        return Target("unsafe")
    path, _, fragment = address.partition("#")
    path = unicodedata.normalize("NFC", unquote(path.partition("?")[0]))
    fragment = unicodedata.normalize("NFC", unquote(fragment))
    if not path:
        return Target("place", fragment=fragment)
    if path.startswith("/"):
        return Target("absolute", path)
    return _inside(path, fragment, page)


def meant_address(address: str) -> str:
    """The address as it was likely meant, where its scheme is misspelt; empty if nobody knows.

    >>> meant_address("https:/example.org"), meant_address("htps://example.org")
    ('https://example.org', 'https://example.org')
    """
    if slip := _SLIP.match(address):
        return f"{slip[1].lower()}://{slip[2]}" if slip[2] else ""
    name, _, rest = address.partition(":")
    meant = near(name, SAFE_SCHEMES)
    if meant is None or not rest.strip("/"):
        return ""
    return f"mailto:{rest}" if meant == "mailto" else f"{meant}://{rest.lstrip('/')}"


def output_path(path: str) -> str:
    """The place in the site of the page made from the content file `path`."""
    return path.removesuffix(".md") + ".html" if path.endswith(".md") else path


def relative(page: str, target: str, fragment: str = "") -> str:
    """The address of the output `target` as a link on the output `page`.

    >>> relative("essays/x.html", "evidence/a.html", "b")
    '../evidence/a.html#b'
    """
    place = f"#{_quoted(fragment)}" if fragment else ""
    if page == target and place:
        return place
    folder = page.rpartition("/")[0]
    if not folder:
        steps = target
    elif target.startswith(f"{folder}/"):
        steps = target[len(folder) + 1 :]
    else:
        steps = "../" * (folder.count("/") + 1) + target
    return _quoted(steps) + place


def _quoted(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else quote(text)


def slugify(text: str) -> str:
    """The anchor GitHub gives to a heading: lower case, no punctuation, spaces to hyphens.

    >>> slugify("What is *not* known?")
    'what-is-not-known'
    """
    if text.isascii() and text.isalnum():
        return text.lower()
    composed = unicodedata.normalize("NFC", text.strip().lower())
    return _NO_ANCHOR.sub("", composed).replace(" ", "-")


def is_device(name: str) -> bool:
    """True for a name that Windows takes for a device, so that no file can have it.

    >>> is_device("con"), is_device("Con.v2"), is_device("console")
    (True, True, False)
    """
    return bool(_DEVICES.fullmatch(name))


def _inside(path: str, fragment: str, page: str) -> Target:
    steps = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
    if UNSEEN.search(steps) or "\n" in steps or "\t" in steps:
        return Target("unsafe")
    if steps == ".." or steps.startswith("../"):
        return Target("outside", path)
    kind: Kind = "page" if steps.endswith(".md") else "file"
    return Target(kind, steps, fragment)


def folded(name: str) -> str:
    """Equal for names that would be one address, or one file on some disks."""
    return unicodedata.normalize("NFKC", name).casefold()
