"""The steps of a build, in order: the file to read first.

read -> parse -> link -> emit -> write. Every build is logically a full build.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from footnoted.config import read_config
from footnoted.diagnostics import Diagnostic, Severity, order, severity
from footnoted.emit import EMITTERS
from footnoted.link import link
from footnoted.memo import Memo
from footnoted.model import Config, Content, Corpus, Output
from footnoted.pages import Page, render
from footnoted.parse import parse_essay, parse_evidence
from footnoted.read import Reader, read, read_media
from footnoted.sources import read_sources
from footnoted.theme import Theme, load_theme


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for. `url` and `theme` take the place of `site.yaml`'s."""

    content: Path
    theme: Path | None = None
    url: str = ""
    drafts: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """A site that was read, parsed and linked, with all findings in order, severity first."""

    corpus: Corpus
    findings: tuple[tuple[Severity, Diagnostic], ...]

    @property
    def has_errors(self) -> bool:
        """True if the site must not be written."""
        return any(level == "error" for level, _ in self.findings)


@dataclass(frozen=True, slots=True)
class Session:
    """What a process keeps from one check to the next: texts that were read, results of parsing."""

    reader: Reader = field(default_factory=Reader)
    memo: Memo = field(default_factory=Memo)


def check(options: Options, session: Session | None = None) -> Checked:
    """The linked site and everything that is wrong with it; nothing is written.

    With the `session` of an earlier check, only what changed since is read and parsed.
    """
    session = session or Session()
    memo = session.memo
    content = read(options.content, session.reader)
    config, found = memo(read_config, content.config)
    if options.url:
        config = replace(config, url=options.url.rstrip("/"))
    corpus, parsed = _linked(content, config, options, memo)
    memo.forget()
    diagnostics = order((*content.diagnostics, *found, *parsed))
    chosen = dict(config.severities)
    levels = (severity(d.code, chosen, strict=options.strict) for d in diagnostics)
    kept = tuple((level, d) for level, d in zip(levels, diagnostics, strict=True) if level != "off")
    return Checked(corpus, kept)


def outputs(corpus: Corpus, options: Options) -> Iterator[Output]:
    """Every file of the site. Raises ThemeError if a template is at fault."""
    theme = load(corpus.config, options)
    for item in plan(corpus, theme):
        yield item if isinstance(item, Output) else render(item, corpus.config, theme)
    yield from read_media(options.content, corpus.media)


def plan(corpus: Corpus, theme: Theme) -> Iterator[Page | Output]:
    """Every file of the site but its media, the pages still to be rendered."""
    for emit in EMITTERS:
        yield from emit(corpus, theme)


def _linked(
    content: Content, config: Config, options: Options, memo: Memo
) -> tuple[Corpus, tuple[Diagnostic, ...]]:
    essays = [memo(parse_essay, file, config) for file in content.essays]
    evidence = [memo(parse_evidence, file, config) for file in content.evidence]
    sources, found = memo(read_sources, content.sources)
    shown = [replace(e.page, draft=e.page.draft and not options.drafts) for e in essays]
    corpus, linked = link(config, shown, [e.page for e in evidence], sources, content.media)
    published = [e for e, page in zip(essays, shown, strict=True) if not page.draft]
    parsed = [d for e in published for d in e.diagnostics]
    parsed += [d for e in evidence for d in e.diagnostics]
    return corpus, (*parsed, *found, *linked)


def load(config: Config, options: Options) -> Theme:
    """The theme that the command line or the settings name. Raises OSError if it is not there."""
    named = options.content.parent / config.theme if config.theme else None
    folder = options.theme or named
    return load_theme(folder) if folder else load_theme()
