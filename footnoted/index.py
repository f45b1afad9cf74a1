"""All pages, sources and files of a site by the names they are looked up with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, field

from footnoted.diagnostics import Span
from footnoted.model import FALLEN, Citation, Essay, Evidence, QuoteCheck, Source
from footnoted.sources import Bibliography, by_address, canonical


class Index(Struct, frozen=True):
    """Evidence and essays by slug, sources by key and by canonical address, files by path.

    `fallen` has the key of each source that was withdrawn or retracted or passes on one that
    was, and the key of that one. `statuses` are the places where records say what befell them.
    """

    evidence: Mapping[str, Evidence]
    essays: Mapping[str, Essay]
    sources: Mapping[str, Source]
    addresses: Mapping[str, Source]
    media: frozenset[str]
    places: Mapping[str, Span]  # of the keys of the sources
    fallen: Mapping[str, str]
    statuses: Mapping[str, Span]
    day: str = ""  # by which it is judged what is due
    html: bool = False  # the site lets HTML through
    checks: Mapping[tuple[str, str], QuoteCheck] = field(default_factory=dict)  # see `check`
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

    def check(self, citation: Citation) -> tuple[str, str]:
        """What became of the citation's quotation, and the day of the copy; empty without one."""
        if not citation.quote:
            return "", ""
        check = self.checks.get((citation.source, citation.quote))
        return (check.verdict, check.copied) if check else ("unchecked", "")


def make_index(
    essays: Iterable[Essay],
    evidence: Iterable[Evidence],
    bibliography: Bibliography,
    media: Iterable[str],
) -> Index:
    """The index of everything."""
    sources = {source.key: source for source in bibliography.sources}
    return Index(
        {page.slug: page for page in evidence},
        {page.slug: page for page in essays},
        sources,
        by_address(bibliography.sources),
        frozenset(media),
        dict(zip(sources, bibliography.places, strict=True)),
        dict(_fallen(sources)),
        dict(bibliography.statuses),
    )


def chain(source: Source, sources: Mapping[str, Source]) -> Iterator[Source]:
    """The source, the one it is derived from, and so on."""
    seen: set[str] = set()
    while source.key not in seen:
        yield source
        seen.add(source.key)
        source = sources.get(source.derived_from, source)


def newest_day(
    essays: Iterable[Essay], evidence: Iterable[Evidence], sources: Iterable[Source]
) -> str:
    """The latest day that the content itself names as past; empty if it names none."""
    days = [essay.updated or essay.date for essay in essays if not essay.draft]
    days += [page.checked for page in evidence]
    days += [source.accessed for source in sources]
    return max(days, default="")


def _fallen(sources: Mapping[str, Source]) -> Iterator[tuple[str, str]]:
    if all(source.status not in FALLEN for source in sources.values()):
        return
    for key, source in sources.items():
        for origin in chain(source, sources):
            if origin.status in FALLEN:
                yield key, origin.key
                break
