"""The steps of a build, in order: the file to read first.

read -> parse -> link -> emit -> write. Every build is logically a full build.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from footnoted.amend import amend
from footnoted.charting import charted
from footnoted.config import read_config
from footnoted.corrections import read_corrections
from footnoted.diagnostics import ALWAYS_ERRORS, Diagnostic, Severity
from footnoted.emit import plan
from footnoted.grading import UNREAD, UNUSED, graded
from footnoted.kept import Kept, Task, code_stamp
from footnoted.link import Memory, link
from footnoted.link_faults import read_gone
from footnoted.making import maker_of
from footnoted.model import (
    Config,
    Content,
    Corpus,
    Deferred,
    Essay,
    Evidence,
    Output,
    Poster,
    Reused,
    SourceFile,
)
from footnoted.options import Options
from footnoted.pages import Item, Page
from footnoted.parse import Parsed, parse_essay, parse_evidence
from footnoted.progress import Tick, silent
from footnoted.read import Reader, read, read_media
from footnoted.sizes import shown_images, with_sizes
from footnoted.sources import Bibliography, read_sources
from footnoted.theme import Theme
from footnoted.theme_folder import load

if TYPE_CHECKING:
    from footnoted.quote_checks import Checks

_NO_SOURCES = Bibliography((), (), ())


class Site(Struct, frozen=True):
    """A site that an earlier build wrote: signature and key of its pages as it wrote them."""

    folder: Path
    pages: Mapping[str, tuple[str, str]]


class Checked(Struct, frozen=True):
    """A site that was read, parsed and linked, with all findings in order, severity first.

    `faces` are those of all its texts, by path.
    """

    corpus: Corpus
    findings: tuple[tuple[Severity, Diagnostic], ...]
    faces: Mapping[str, bytes]

    @property
    def has_errors(self) -> bool:
        """True if the site must not be written."""
        return any(level == "error" for level, _ in self.findings)


def check(
    options: Options,
    reader: Reader | None = None,
    kept: Kept | None = None,
    memory: Memory | None = None,
    tick: Tick = silent,
) -> Checked:
    """The linked site and everything that is wrong with it; nothing is written.

    With the `reader`, the `memory` and what was `kept` of an earlier check, only what changed
    since is read, parsed and linked. `tick` hears how many texts are parsed.
    """
    kept = kept or Kept()
    content = read(options.content, reader)
    config, found = read_config(content.config, options.url)
    kept.prepare(config, *_tasks(content), tick=tick)
    checks, quoted = _quotations(content, config, options, kept, reader)
    corpus, parsed = _linked(content, config, options, kept, memory, checks)
    corpus, broken = _sized(corpus, options, reader)
    corpus, faults = charted(corpus, options.content, reader)
    faces = _faces(content, config, kept)
    kept.forget()
    texts = {file.path: file.text for file in content.texts}
    return Checked(
        corpus, graded((*quoted, *found, *parsed, *broken, *faults), texts, config, options), faces
    )


def _faces(content: Content, config: Config, kept: Kept) -> dict[str, bytes]:
    _, essays, evidence = _tasks(content)
    faces = {parsed.page.path: parsed.face for parsed in kept.results(config, essays)}
    return faces | {parsed.page.path: parsed.face for parsed in kept.results(config, evidence)}


def _quotations(
    content: Content, config: Config, options: Options, kept: Kept, reader: Reader | None
) -> tuple[Checks, tuple[Diagnostic, ...]]:
    """What became of all quotations; the findings, with those of the content folder."""
    of_sources, _, of_evidence = _tasks(content)
    bibliography = next(iter(kept.results(config, of_sources)), _NO_SOURCES)
    if not (bibliography.copies or content.receipts):  # nothing has to be looked at
        return {}, content.diagnostics
    from footnoted.quotations import check_quotations

    evidence = [parsed.page for parsed in kept.results(config, of_evidence)]
    return check_quotations(content, bibliography, evidence, config, kept, options.content, reader)


def _sized(
    corpus: Corpus, options: Options, reader: Reader | None
) -> tuple[Corpus, tuple[Diagnostic, ...]]:
    """The corpus with the sizes of its images; and those that no browser shows."""
    shown = shown_images(corpus)
    if not shown:
        return with_sizes(corpus, {})
    from footnoted.images.reading import read_images  # with all formats

    return with_sizes(corpus, read_images(options.content, shown, reader))


def planned(corpus: Corpus, options: Options) -> tuple[list[Item], Theme]:
    """Every file of the site but its media, pages and posters still to be made; and the theme.

    Raises ThemeError if the words of the theme are at fault.
    """
    theme = load(corpus.config, options)
    check_names(corpus, theme)
    return list(plan(corpus, theme)), theme


def outputs(
    corpus: Corpus,
    options: Options,
    items: Iterable[Item],
    theme: Theme,
    before: Site | None = None,
) -> list[Output | Reused | Deferred]:
    """Every file of the site; pages that the site `before` shows alike are taken from it.

    Raises ThemeError if a template is at fault, at the latest when its page is made.
    """
    maker, code = maker_of(corpus, theme), code_stamp()

    def made(item: Page | Poster, afresh: bool) -> Output | Reused:
        if before is None:
            return maker.make(item)
        item_key = maker.key(item, code)
        signature, old_key = before.pages.get(item.path, ("", ""))
        if old_key == item_key and not afresh:
            return Reused(item.path, f"{before.folder}/{item.path}", item_key, signature)
        return replace(maker.make(item), key=item_key)

    files = [
        item if isinstance(item, Output | Deferred) else Deferred(item.path, made, item)
        for item in items
    ]
    return [*files, *read_media(options.content, corpus.media)]


def check_names(corpus: Corpus, theme: Theme) -> None:
    """Raises FileExistsError if one of the media has the name of a file of the theme."""
    names = {name.casefold(): name for name in theme.files}
    for path in corpus.media:
        if name := names.get(path.casefold()):
            raise FileExistsError(f"`{path}` would take the place of `{name}` of the theme")


def _linked(
    content: Content,
    config: Config,
    options: Options,
    kept: Kept,
    memory: Memory | None,
    checks: Checks,
) -> tuple[Corpus, tuple[Diagnostic, ...]]:
    sources, essays, evidence = _tasks(content)
    bibliography = next(iter(kept.results(config, sources)), _NO_SOURCES)
    gone, faults = read_gone(content.links)
    parsed_essays = kept.results(config, essays)
    parsed_evidence = kept.results(config, evidence)
    corpus, linked = link(
        config,
        [_shown(e.page, options) for e in parsed_essays],
        [e.page for e in parsed_evidence],
        bibliography,
        content.media,
        has_sources=_is_read("sources.yaml", (*content.diagnostics, *bibliography.diagnostics)),
        checks=checks,
        gone=gone,
        day=options.today,
        memory=memory,
    )
    published = [e for e in parsed_essays if not _shown(e.page, options).draft]
    drafts = {e.page.path for e in parsed_essays if e.page.draft}
    corrections = read_corrections(content.corrections)
    corpus, corrected = amend(corpus, corrections, drafts)
    if options.published:
        from footnoted.changes import since_published

        corrected = (*corrected, *since_published(options.published, corpus))
    parsed = [d for e in published for d in e.diagnostics]
    parsed += [d for e in parsed_evidence for d in e.diagnostics]
    if any(d.code in UNREAD for d in parsed):  # what such a page leads to is not known
        linked = tuple(d for d in linked if d.code not in UNUSED)
    return corpus, (*parsed, *bibliography.diagnostics, *faults, *linked, *corrected)


def _tasks(
    content: Content,
) -> tuple[Task[Bibliography], Task[Parsed[Essay]], Task[Parsed[Evidence]]]:
    """What is to be parsed, the longest first."""
    listed = [content.sources] if content.sources else []
    return (
        Task(_bibliography, Bibliography, listed),
        Task(parse_essay, Parsed[Essay], content.essays, weight=2),
        Task(parse_evidence, Parsed[Evidence], content.evidence),
    )


def _shown(essay: Essay, options: Options) -> Essay:
    """The essay, which is no draft if drafts are to be shown."""
    return replace(essay, draft=False) if essay.draft and options.drafts else essay


def _is_read(path: str, found: Iterable[Diagnostic]) -> bool:
    """False if the file is so wrong that what it holds is not known."""
    return not any(d.span.path == path and d.code in ALWAYS_ERRORS for d in found)


def _bibliography(file: SourceFile, config: Config) -> Bibliography:
    return read_sources(file)
