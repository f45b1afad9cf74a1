"""The steps of a build, in order: the file to read first.

read -> parse -> link -> emit -> write. Every build is logically a full build.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from footnoted.config import read_config
from footnoted.diagnostics import ALWAYS_ERRORS, Diagnostic, Severity, order, severity
from footnoted.emit import EMITTERS
from footnoted.kept import Kept, code_stamp
from footnoted.link import link
from footnoted.model import Config, Content, Corpus, Essay, Evidence, Output, Reused, SourceFile
from footnoted.pages import Page, Renderer, key
from footnoted.parse import Parsed, parse_essay, parse_evidence
from footnoted.read import Reader, read, read_media
from footnoted.sources import Bibliography, read_sources
from footnoted.theme import Theme, load_theme
from footnoted.workers import in_two


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for. `url` and `theme` take the place of `site.yaml`'s."""

    content: Path
    theme: Path | None = None
    url: str = ""
    drafts: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Site:
    """A site that an earlier build wrote: the keys of its pages that are still as written."""

    folder: Path
    keys: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Checked:
    """A site that was read, parsed and linked, with all findings in order, severity first."""

    corpus: Corpus
    findings: tuple[tuple[Severity, Diagnostic], ...]

    @property
    def has_errors(self) -> bool:
        """True if the site must not be written."""
        return any(level == "error" for level, _ in self.findings)


def check(options: Options, reader: Reader | None = None, kept: Kept | None = None) -> Checked:
    """The linked site and everything that is wrong with it; nothing is written.

    With the `reader` and what was `kept` of an earlier check, only what changed since is read
    and parsed.
    """
    kept = kept or Kept()
    content = read(options.content, reader)
    config, found = read_config(content.config)
    if options.url:
        config = replace(config, url=options.url.rstrip("/"))
    corpus, parsed = _linked(content, config, options, kept)
    kept.forget()
    diagnostics = order((*content.diagnostics, *found, *parsed))
    chosen = dict(config.severities)
    levels = (severity(d.code, chosen, strict=options.strict) for d in diagnostics)
    told = tuple((level, d) for level, d in zip(levels, diagnostics, strict=True) if level != "off")
    return Checked(corpus, told)


def outputs(corpus: Corpus, options: Options, before: Site | None = None) -> list[Output | Reused]:
    """Every file of the site; pages that the site `before` shows alike are taken from it.

    Raises ThemeError if a template is at fault.
    """
    config, theme = corpus.config, load(corpus.config, options)
    planned = list(plan(corpus, theme))
    keys = [
        key(item, config, theme, code_stamp()) if isinstance(item, Page) and before else ""
        for item in planned
    ]
    known = before.keys if before else {}
    to_render = [
        item
        for item, key_ in zip(planned, keys, strict=True)
        if isinstance(item, Page) and not (key_ and known.get(item.path) == key_)
    ]
    rendered = _rendered(to_render, config, theme)
    found: list[Output | Reused] = []
    for item, key_ in zip(planned, keys, strict=True):
        if isinstance(item, Output):
            found.append(item)
        elif item.path in rendered:
            found.append(Output(item.path, rendered[item.path], key_))
        elif before:
            found.append(Reused(item.path, before.folder / item.path, key_))
    return [*found, *read_media(options.content, corpus.media)]


def _rendered(pages: Sequence[Page], config: Config, theme: Theme) -> dict[str, bytes]:
    """The bytes of the pages, by path."""

    renderer = Renderer(config, theme)

    def work(part: Sequence[Page]) -> list[bytes]:
        return [renderer.render(page).content for page in part]

    contents = in_two(work, pages)
    return {page.path: content for page, content in zip(pages, contents, strict=True)}


def plan(corpus: Corpus, theme: Theme) -> Iterator[Page | Output]:
    """Every file of the site but its media, the pages still to be rendered.

    Raises FileExistsError if one of the media has the name of a file of the theme.
    """
    names = {name.casefold(): name for name in theme.files}
    for path in corpus.media:
        if name := names.get(path.casefold()):
            raise FileExistsError(f"`{path}` would take the place of `{name}` of the theme")
    for emit in EMITTERS:
        yield from emit(corpus, theme)


def _linked(
    content: Content, config: Config, options: Options, kept: Kept
) -> tuple[Corpus, tuple[Diagnostic, ...]]:
    essays = kept.results(parse_essay, Parsed[Essay], content.essays, config)
    evidence = kept.results(parse_evidence, Parsed[Evidence], content.evidence, config)
    listed = [content.sources] if content.sources else []
    parts = kept.results(_bibliography, Bibliography, listed, config)
    sources = [source for part in parts for source in part.sources]
    shown = [replace(e.page, draft=e.page.draft and not options.drafts) for e in essays]
    pages = [e.page for e in evidence]
    is_read = not any(
        d.span.path == "sources.yaml" and d.code in ALWAYS_ERRORS
        for d in (*content.diagnostics, *(d for part in parts for d in part.diagnostics))
    )
    places = [place for part in parts for place in part.places]
    corpus, linked = link(config, shown, pages, sources, places, content.media, has_sources=is_read)
    published = [e for e, page in zip(essays, shown, strict=True) if not page.draft]
    parsed = [d for e in published for d in e.diagnostics]
    parsed += [d for e in evidence for d in e.diagnostics]
    parsed += [d for part in parts for d in part.diagnostics]
    return corpus, (*parsed, *linked)


def _bibliography(file: SourceFile, config: Config) -> Bibliography:
    return read_sources(file)


def load(config: Config, options: Options) -> Theme:
    """The theme that the command line or the settings name. Raises OSError if it is not there."""
    folder = options.theme or named_theme(config, options)
    return load_theme(folder) if folder else load_theme()


def named_theme(config: Config, options: Options) -> Path | None:
    """The theme folder that `site.yaml` names, beside the content folder.

    Raises PermissionError if it is in the content folder: a theme is code, and texts are not.
    """
    if not config.theme:
        return None
    content = options.content.absolute()
    names = {
        unicodedata.normalize("NFKC", name).casefold() for name in (config.theme, content.name)
    }
    if len(names) == 1:
        raise PermissionError(f"the theme `{config.theme}` is the content folder")
    has_name = options.content.name not in ("", "..")
    return (options.content.parent if has_name else options.content / "..") / config.theme
