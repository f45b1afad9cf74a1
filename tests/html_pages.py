"""Pages of a built site as trees: links, ids, texts, by Python's own HTML parser."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@dataclass
class Element:
    """An element with its attributes and what it holds, in order."""

    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Element]:
        """This element and all below, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child

    def all(self, tag: str = "", **wanted: str) -> list[Element]:
        """The elements with this tag, these attributes (`role="note"`) and, in `cls`, a class."""
        cls = wanted.pop("cls", "")
        return [
            element
            for element in self
            if (not tag or element.tag == tag)
            and (not cls or cls in element.get("class").split())
            and all(element.attributes.get(name) == value for name, value in wanted.items())
        ]

    def get(self, name: str) -> str:
        """An attribute; empty if it is not there."""
        return self.attributes.get(name, "")

    @property
    def text(self) -> str:
        """All words, white space made one space."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child._texts()


@dataclass
class Page:
    """A page of the site; `path` is relative to the site, with `/`."""

    path: str
    root: Element

    @property
    def ids(self) -> list[str]:
        return [element.get("id") for element in self.root if "id" in element.attributes]

    @property
    def links(self) -> list[str]:
        """Every address that a browser may follow or fetch, but for those in the head's `meta`."""
        found = []
        for element in self.root:
            if "canonical" in element.get("rel").split():
                continue
            found += [element.get(name) for name in ("href", "src", "poster") if element.get(name)]
            found += [part.split()[0] for part in element.get("srcset").split(",") if part.strip()]
        return found

    def by_id(self, name: str) -> Element:
        (found,) = (element for element in self.root if element.get("id") == name)
        return found


def read_page(path: str, html: str) -> Page:
    """The page as a tree. Fails if an element is closed that is not open."""
    reader = _Reader(path)
    reader.feed(html)
    reader.close()
    assert [reader.root] == reader.open, f"{path}: <{reader.open[-1].tag}> is not closed"
    return Page(path, reader.root)


def read_pages(site: Path) -> dict[str, Page]:
    """All pages of a site by their path."""
    paths = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    return {path: read_page(path, (site / path).read_text("utf-8")) for path in paths}


def internal(address: str) -> bool:
    """True for a link within the site."""
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc


def target(page: str, address: str) -> tuple[str, str]:
    """Path within the site, and fragment, of a relative link on `page`."""
    parts = urlsplit(address)
    if not parts.path:
        return page, unquote(parts.fragment)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
    return path, unquote(parts.fragment)


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        assert len(attrs) == len(element.attributes), f"{self.path}: an attribute twice in <{tag}>"
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:  # `<path/>` within SVG
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        line, column = self.getpos()
        assert tag == self.open[-1].tag, f"{self.path}:{line}:{column}: </{tag}> is not open"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)
