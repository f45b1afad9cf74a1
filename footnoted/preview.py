"""The site as the preview shows it: pages rendered when asked for, findings over the text.

Nothing is written to disk. As long as the content has errors, the last good site stays up, with
the same diagnostics as in the terminal: in place of the page concerned, and over all others.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Collection
from pathlib import Path, PurePath
from urllib.parse import quote

from msgspec import Struct, field

from footnoted.addresses import output_path
from footnoted.config import base_path
from footnoted.diagnostics import Diagnostic, Severity
from footnoted.diagnostics import render as render_finding
from footnoted.emit import plan
from footnoted.kept import Kept
from footnoted.link import Memory
from footnoted.making import Maker, maker_of
from footnoted.model import Config, Deferred, Output, Poster
from footnoted.moves import elsewhere
from footnoted.options import Options
from footnoted.pages import Page
from footnoted.pipeline import check, check_names
from footnoted.plans import Plan
from footnoted.read import Reader, read_media
from footnoted.theme import BUILT_IN, Theme, ThemeError
from footnoted.theme_folder import load, named_theme
from footnoted.trouble_page import trouble_page, with_overlay


class Site(Struct, frozen=True):
    """A site without errors, its pages and posters still to be made."""

    config: Config
    maker: Maker
    plan: Plan
    media: frozenset[str]
    known_scripts: tuple[str, ...]  # names of those of the built-in theme, as far as it has them


class Trouble(Struct, frozen=True):
    """What keeps the content from being shown, and the pages it concerns."""

    text: str
    pages: frozenset[str]


class State(Struct, frozen=True):
    """What the preview shows between two builds. `rendered` keeps pages that were asked for.

    `generation` tells one state from another, also after a restart.
    """

    generation: int
    site: Site | None = None
    trouble: Trouble | None = None
    findings: tuple[tuple[Severity, Diagnostic], ...] = ()
    rendered: dict[str, bytes] = field(default_factory=dict)


class Preview:
    """The site at any time. A new state replaces the old one in one step, from any thread."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.state = State(time.time_ns() // 1_000_000)
        self.began_ns = 0  # when the last look at the folders began
        self._reader, self._kept, self._memory = Reader(), Kept(), Memory()
        self._bases = set[str]()  # all of this run
        self._theme: tuple[str, Theme] | None = None  # with the name that the settings give it

    @property
    def base(self) -> str:
        """The path under which the site is shown, as it will be where it is published."""
        return _base(self.state)

    def folders(self) -> dict[Path, int]:
        """The folders to watch, as they are now: a folder that was put back is another one."""
        folders = (self.options.content, BUILT_IN, self._own_theme())
        found = (folder.resolve() for folder in folders if folder and folder.is_dir())
        return {folder: folder.stat().st_ino for folder in found}

    @property
    def known_scripts(self) -> tuple[str, ...]:
        """The names of the built-in theme's scripts, but for those that an own theme replaces."""
        return self.state.site.known_scripts if self.state.site else ()

    def rebuild(self, changed: Collection[str] = ()) -> str:
        """The preview shows what the folders hold now, or says what keeps it from doing so.

        `changed` are the paths that a change touched; nothing of the theme is read again if
        none of them belongs to it. Returns what pages are to load anew, as livereload names it: a
        style sheet, `*.html` if no more than texts can have changed, or `*`.
        """
        before = self.state.trouble
        if not changed or not all(self._is_content(path) for path in changed):
            self._theme = None
        self.began_ns = time.time_ns()
        generation, site = self.state.generation + 1, self.state.site
        try:
            state = self._build(generation)
        except (OSError, ThemeError) as error:
            state = State(generation, site, Trouble(f"error: {error}", frozenset()))
        except Exception:  # a bug of ours: the preview must stay up and show it
            state = State(generation, site, Trouble(traceback.format_exc(), frozenset()))
        if state.site:  # known before anybody can be told to load a page anew
            self._bases.add(_base(state))
        self.state = state
        if changed and all(_is_style(path) for path in changed):
            return "*" if before or self.state.trouble else "style.css"
        return "*.html" if changed and all(self._is_text(path) for path in changed) else "*"

    def content(self, path: str) -> tuple[int, bytes, int]:
        """Status, bytes and generation of what stands at `path` of the site, as on Pages."""
        state = self.state
        found = self._found(state, path)
        if found is None:
            return 404, self._missing(state), state.generation
        return 200, found, state.generation

    def answer(self, place: str) -> tuple[int, bytes, int]:
        """The same at `place` of this server: below the base. What is elsewhere leads there.

        That is 302 and an address, which always is one of the site's own: it begins with the base.
        """
        state = self.state
        base = _base(state)
        found = self._found(state, place.removeprefix(base)) if place.startswith(base) else None
        if found is not None:
            return 200, found, state.generation
        name, is_sure = elsewhere(place, base, self._bases)
        if name is not None and (is_sure or self._found(state, name) is not None):
            return 302, (quote(base, safe="/%") + quote(name)).encode(), state.generation
        return 404, self._missing(state), state.generation

    def _found(self, state: State, path: str) -> bytes | None:
        name = path or "index.html"
        for candidate in (name, f"{name}.html", f"{name.rstrip('/')}/index.html"):
            found = self._at(state, candidate)
            if found is not None:
                return found
        return None

    def _missing(self, state: State) -> bytes:
        return self._at(state, "404.html") or trouble_page("There is no such page.", _title(state))

    def _build(self, generation: int) -> State:
        checked = check(self.options, self._reader, self._kept, self._memory)
        if checked.has_errors:
            errors = [finding for finding in checked.findings if finding[0] == "error"]
            text = "\n\n".join(render_finding(d, level) for level, d in errors)
            trouble = Trouble(text, frozenset(output_path(d.span.path) for _, d in errors))
            return State(generation, self.state.site, trouble, checked.findings)
        corpus = checked.corpus
        theme = self._loaded(corpus.config)
        check_names(corpus, theme)
        maker = maker_of(corpus, theme)
        scripts = _known_scripts(self._theme_of(corpus.config))
        planned = Plan(plan(corpus, theme))
        site = Site(corpus.config, maker, planned, frozenset(corpus.media), scripts)
        return State(generation, site, None, checked.findings)

    def _own_theme(self) -> Path | None:
        return self._theme_of(self.state.site.config) if self.state.site else self.options.theme

    def _theme_of(self, config: Config) -> Path | None:
        return self.options.theme or named_theme(config, self.options.content)

    def _is_text(self, path: str) -> bool:
        """True if `path` can change what pages say and no file beside them."""
        file = Path(path)
        return (
            self._is_content(path) and file.suffix in (".md", ".yaml") and file.name != "site.yaml"
        )

    def _is_content(self, path: str) -> bool:
        file, own = Path(path), self._own_theme()  # which may lie in the content
        is_inside = file.is_relative_to(self.options.content.resolve())
        return is_inside and not (own and file.is_relative_to(own.resolve()))

    def _loaded(self, config: Config) -> Theme:
        if self._theme is None or self._theme[0] != config.theme:
            self._theme = (config.theme, load(config, self.options))
        return self._theme[1]

    def _at(self, state: State, path: str) -> bytes | None:
        if path not in state.rendered:
            content = self._render(state, path)
            if content is None:
                return None
            state.rendered[path] = content
        return state.rendered[path]

    def _render(self, state: State, path: str) -> bytes | None:
        site, trouble = state.site, state.trouble
        if trouble and path.endswith(".html") and (site is None or path in trouble.pages):
            return trouble_page(trouble.text, _title(state))
        if site is None:
            return None
        if path in site.media:
            try:
                return next(read_media(self.options.content, (path,))).content
            except OSError:  # it is gone since, or has become a link out of the folder
                return None
        try:
            item = site.plan.at(path)
            if item is None or isinstance(item, Output):
                return item.content if item else None
            content = _made(item, site.maker).content
        except ThemeError as error:  # shown where it stands
            return trouble_page(f"error: {error}", site.config.title)
        is_page = isinstance(item, Page)
        return with_overlay(content, trouble.text) if trouble and is_page else content


def _base(state: State) -> str:
    return base_path(state.site.config) if state.site else "/"


def _title(state: State) -> str:
    return state.site.config.title if state.site else ""


def _made(item: Page | Poster | Deferred, maker: Maker) -> Output:
    if not isinstance(item, Deferred):
        return maker.make(item)
    made = item.make(True)
    assert isinstance(made, Output)  # nothing is taken over afresh
    return made


def _known_scripts(own: Path | None) -> tuple[str, ...]:
    places = (own / kind for kind in ("script", "static")) if own else ()
    replaced = {path.name for place in places for path in place.glob("*.js")}
    found = {path.name for path in (BUILT_IN / "script").glob("*.js")}
    return tuple(sorted(found - replaced))


def _is_style(path: str) -> bool:
    """True if a change to `path` changes nothing but the style sheet that all pages share."""
    return path.endswith(".css") and PurePath(path).parent.name == "style"
