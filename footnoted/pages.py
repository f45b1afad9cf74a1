"""Pages still to be rendered, and how: what emitters describe becomes an Output here.

An emitter says which template a page takes and which values it shows. Rendering is a function
of that description, the settings and the theme, so it can wait, be kept, or be done elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from typing import TYPE_CHECKING, cast

import msgspec
from msgspec import Struct

from footnoted.addresses import relative
from footnoted.archives import version_date
from footnoted.config import base_path
from footnoted.digests import blake2b
from footnoted.filling import Parts, endnotes, fill
from footnoted.fragments import passage
from footnoted.model import (
    Body,
    Chart,
    Config,
    Deferred,
    LinkedClaim,
    LinkedNote,
    Output,
    Poster,
    Size,
    Table,
)
from footnoted.theme import Theme, template_faults

if TYPE_CHECKING:
    from footnoted.charts.drawing import Drawing

POSTER_PX = (1200, 630)  # what sites that show them ask for
_KEPT = 4096  # addresses from each folder, of which most pages show some again
# The same passages are on the pages of their evidence and of their source.
_PASSAGE, _VERSION_DATE = lru_cache(_KEPT)(passage), lru_cache(_KEPT)(version_date)
_ENCODE = msgspec.msgpack.Encoder(order="deterministic").encode


class Words(Struct, frozen=True):
    """Words of the theme, by their key in its strings."""

    key: str


class Page(Struct, frozen=True):
    """A page of the site: its place, its template and all that the template shows.

    `made_of` is all that the page is worked out from, besides settings and theme; `values` makes
    what the template shows of it, where the page is rendered. `body` is filled with `claims`,
    `notes`, the `sizes` of images and the `charts`, and stands in the template as `body` and
    `endnotes`.
    `anywhere` is true for a page that is served at any depth.
    """

    path: str
    template: str
    language: str
    title: str | Words
    description: str | Words = ""
    made_of: tuple[object, ...] = ()
    values: Callable[..., Mapping[str, object]] = dict
    body: Body = ()
    claims: tuple[LinkedClaim, ...] = ()
    notes: tuple[LinkedNote, ...] = ()
    sizes: tuple[Size, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    anywhere: bool = False


# What an emitter yields: a page or poster to be made of its values, or a file.
Item = Page | Poster | Output | Deferred


class Renderer:
    """Renders the pages of one site. What the pages of a folder share is made once.

    `has_corrections` and `has_feed` say what there is for every page to lead to: a page of
    corrections, a feed of the essays.
    """

    def __init__(
        self, config: Config, theme: Theme, *, has_corrections: bool = False, has_feed: bool = False
    ) -> None:
        self._config = config
        self._theme = theme
        self._has_corrections, self._has_feed = has_corrections, has_feed
        self._shared: dict[tuple[str, str, bool], dict[str, object]] = {}
        self._careful: set[str] = set()  # the templates that have to be

    def render(self, page: Page) -> Output:
        """The page as a file. Raises ThemeError if its template is at fault."""
        if page.template not in self._careful:
            try:
                return self._made(page, careful=False)
            except Exception:  # noqa: BLE001 whatever it is, it arises again if it is a fault
                self._careful.add(page.template)
        with template_faults(page.template):
            return self._made(page, careful=True)

    def _made(self, page: Page, *, careful: bool) -> Output:
        values = {
            **self._common(page, careful=careful),
            **self._own(page),
            **page.values(*page.made_of),
        }
        macros = cast(Parts, values["parts"])
        charts = self._drawn(page) if page.charts else ()
        values["body"] = fill(page.body, page.claims, page.notes, page.sizes, macros, charts)
        values["endnotes"] = endnotes(page.claims, page.notes, page.sizes, macros)
        html = self._theme.render(page.template, values, careful=careful)
        return Output(page.path, html.encode())

    def _drawn(self, page: Page) -> tuple[Drawing, ...]:
        from footnoted.charts.drawing import drawn  # few pages have any

        return drawn(page.charts, page.tables, self._theme.strings(page.language))

    def frame_key(self, code: bytes) -> bytes:
        """A digest of what rendering depends on besides the page: settings, theme and code."""
        frame = self._theme.stamp + _ENCODE((self._config, self._has_corrections, self._has_feed))
        return blake2b(code + frame, digest_size=16).digest()

    def _common(self, page: Page, *, careful: bool) -> dict[str, object]:
        """The values that all pages of a folder share; of the top folder, each page its own.

        `href(output, fragment)` gives an address; `address(output, fragment)` gives it in full
        if the site's own is known. `parts` are the macros of `parts.html`.
        """
        folder = page.path.rpartition("/")[0]
        place = f"{folder}/" if folder else page.path
        key = page.language, place, careful
        if key not in self._shared:
            config, theme = self._config, self._theme
            link = _from_anywhere(config) if page.anywhere else partial(relative, place)
            href = lru_cache(_KEPT)(link)
            whole = partial(absolute, config.url)
            address = lru_cache(_KEPT)(whole) if config.url else href
            values = {
                **theme.shown(page.language, careful=careful),
                "site": config,
                "has_corrections": self._has_corrections,
                "has_feed": self._has_feed,
                "href": href,
                "address": address,
                "passage": _PASSAGE,
                "version_date": _VERSION_DATE,
            }
            made = theme.macros("parts.html", values, careful=careful)
            macros = cast(Parts, made)
            values["parts"] = macros
            values["header"], values["footer"] = macros.site_header(place), macros.site_footer()
            self._shared[key] = values
        return self._shared[key]

    def _own(self, page: Page) -> dict[str, object]:
        title, about = page.title, page.description
        url, shown = self._config.url, "" if page.path == "index.html" else page.path
        return {
            "path": page.path,
            "page_title": self._told(title, page) if isinstance(title, Words) else title,
            "description": self._told(about, page) if isinstance(about, Words) else about,
            "canonical": f"{url}/{shown}" if url and not page.anywhere else "",
        }

    def _told(self, words: Words, page: Page) -> str:
        return self._theme.strings(page.language)(words.key)


def is_unchecked(checks: Iterable[str]) -> bool:
    """True if there are quotations on a page, and none of them could be checked.

    A page then says so once, and not at each of them.
    """
    return {check for check in checks if check} == {"unchecked"}


def key(item: Page | Poster, frame: bytes) -> str:
    """A digest of all that rendering depends on: what the page or poster shows, and its frame."""
    digest = blake2b(frame, digest_size=16)
    if isinstance(item, Page):
        digest.update(_ENCODE((item.path, item.template, len(item.made_of))))
        for part in item.made_of:
            for piece in _pieces(part):
                digest.update(_ENCODE(piece))
    else:
        digest.update(_ENCODE(item))
    return digest.hexdigest()


def _pieces(part: object) -> Iterable[object]:
    """A list of thousands in its parts, with their number: as a whole it would be megabytes."""
    return (len(part), *part) if isinstance(part, tuple) else (part,)


def poster_path(config: Config, slug: str) -> str:
    """Where the poster of an essay is; empty if it has none.

    Other sites need its address in full, so a site that knows no address of its own has none.
    """
    return f"posters/{slug}.png" if config.posters and config.url else ""


def absolute(url: str, path: str, fragment: str = "") -> str:
    """The whole address of a page or file, and of a place on it."""
    return f"{url}/{relative('', path, fragment)}"


def _from_anywhere(config: Config) -> Callable[..., str]:
    base = base_path(config)
    return lambda path, fragment="": base + relative("", path, fragment)
