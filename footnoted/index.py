"""All pages, sources and files of a site by the names they are looked up with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from footnoted.diagnostics import Span
from footnoted.model import Citation, Essay, Evidence, QuoteCheck, Source
from footnoted.sources import by_address, canonical


@dataclass(frozen=True, slots=True)
class Index:
    """Evidence and essays by slug, sources by key and by canonical address, files by path."""

    evidence: Mapping[str, Evidence]
    essays: Mapping[str, Essay]
    sources: Mapping[str, Source]
    addresses: Mapping[str, Source]
    media: frozenset[str]
    places: Mapping[str, Span]  # of the keys of the sources
    html: bool = False  # the site lets HTML through
    checks: Mapping[tuple[str, str], QuoteCheck] = field(default_factory=dict)  # see `verdict`
    has_sources: bool = True  # sources.yaml could be read: else every citation would be unknown

    def page(self, path: str) -> Essay | Evidence | None:
        """The page made from the content file `path`."""
        folder, _, name = path.partition("/")
        slug = name.removesuffix(".md")
        group: Mapping[str, Essay | Evidence] = self.essays if folder == "essays" else self.evidence
        found = group.get(slug) if folder in ("essays", "evidence") else None
        return found if found is not None and found.path == path else None

    def source_at(self, address: str) -> Source | None:
        """The source that is known by `address`, however it is written."""
        return self.addresses.get(canonical(address)) if address else None

    def verdict(self, citation: Citation) -> str:
        """What became of the citation's quotation, by source and words; empty without one."""
        if not citation.quote:
            return ""
        check = self.checks.get((citation.source, citation.quote))
        return check.verdict if check else "unchecked"


def make_index(
    essays: Iterable[Essay],
    evidence: Iterable[Evidence],
    sources: Iterable[Source],
    places: Iterable[Span],
    media: Iterable[str],
) -> Index:
    """The index of everything."""
    sources = tuple(sources)
    return Index(
        {page.slug: page for page in evidence},
        {page.slug: page for page in essays},
        {source.key: source for source in sources},
        by_address(sources),
        frozenset(media),
        dict(zip((source.key for source in sources), places, strict=True)),
    )
