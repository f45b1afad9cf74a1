"""Linked essays and evidence -> a page for each question and source, with all that leads to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from footnoted.diagnostics import NOWHERE
from footnoted.index import Index
from footnoted.model import (
    Appearance,
    Claim,
    Essay,
    EssayRef,
    EvidencePage,
    EvidenceRef,
    LinkedCitation,
    LinkedEvidence,
    LinkedNote,
    Mention,
    Note,
    Prose,
    Source,
    SourcePage,
)


def link_note(note: Note, linked: Mapping[str, LinkedEvidence], index: Index) -> LinkedNote:
    """The note with the source or the evidence page that it leads to."""
    page = linked.get(note.evidence)
    return LinkedNote(note, index.source_at(note.address), page.evidence if page else None)


class Trace(Struct, frozen=True):
    """What an essay leaves on other pages: its claims and mentions, without their places."""

    ref: EssayRef
    based_on: str
    claims: tuple[tuple[Claim, tuple[tuple[str, str], ...]], ...]  # further evidence, relation
    mentions: tuple[Mention, ...]


def trace(essay: Essay) -> Trace:
    """The trace of an essay: two that are equal leave the same on all other pages."""
    return Trace(
        EssayRef(essay.path, essay.slug, essay.title, essay.language),
        essay.based_on[0] if essay.based_on else "",
        tuple(
            (
                Claim(c.id, c.number, c.evidence, c.fragment, c.excerpt, NOWHERE),
                tuple((more.evidence, more.relation) for more in c.more),
            )
            for c in essay.prose.claims
        ),
        _placeless(essay.prose),
    )


def _placeless(prose: Prose) -> tuple[Mention, ...]:
    return tuple(Mention(m.address, NOWHERE, m.excerpt, m.anchor) for m in prose.mentions)


def evidence_pages(
    traces: Sequence[Trace], linked: Mapping[str, LinkedEvidence], index: Index
) -> Iterator[EvidencePage]:
    """All evidence pages, in the order in which the essays come to them, then the rest."""
    appearances = _appearances(traces)
    borne: dict[str, list[tuple[EvidenceRef, str]]] = defaultdict(list)
    for slug, page in index.evidence.items():
        for bearing in page.bears_on:
            borne[bearing.evidence].append((linked[slug].evidence, bearing.relation))
    order = [slug for slug in dict.fromkeys((*appearances, *linked)) if slug in linked]
    for slug in order:
        page = index.evidence[slug]
        yield EvidencePage(
            evidence=page,
            linked=linked[slug],
            notes=tuple(link_note(note, linked, index) for note in page.prose.notes),
            appearances=tuple(appearances.get(slug, ())),
            bears_on=tuple(
                (linked[b.evidence].evidence, b.relation)
                for b in page.bears_on
                if b.evidence in linked
            ),
            borne_on_by=tuple(borne.get(slug, ())),
            fallen=tuple(
                (source, linked[through].evidence if through else None)
                for source, through in linked[slug].fallen
            ),
        )


def _appearances(traces: Sequence[Trace]) -> dict[str, list[Appearance]]:
    """Where each evidence page is claimed, by its slug, in the order of the essays."""
    found: dict[str, list[Appearance]] = defaultdict(list)
    for essay in traces:
        for claim, more in essay.claims:
            if claim.evidence:
                found[claim.evidence].append(Appearance(essay.ref, claim, ""))
            for evidence, relation in more:
                found[evidence].append(Appearance(essay.ref, claim, relation))
    return found


def source_pages(
    traces: Sequence[Trace], linked: Mapping[str, LinkedEvidence], index: Index
) -> Iterator[SourcePage]:
    """All sources, each with everything that rests on it."""
    citations: dict[str, list[tuple[EvidenceRef, LinkedCitation]]] = defaultdict(list)
    for page in linked.values():
        for item in page.citations:
            citations[item.source.key].append((page.evidence, item))
    mentions = _mentions(traces, linked, index)
    derived: dict[str, list[Source]] = defaultdict(list)
    for source in index.sources.values():
        derived[source.derived_from].append(source)
    based: dict[str, list[EssayRef]] = defaultdict(list)
    for essay in traces:
        based[essay.based_on].append(essay.ref)
    for source in index.sources.values():
        fallen = index.fallen.get(source.key, source.key)
        yield SourcePage(
            source=source,
            citations=tuple(citations[source.key]),
            mentions=tuple(mentions.get(source.key, ())),
            essays=tuple(based[source.key]),
            derived=tuple(derived[source.key]),
            origin=index.sources.get(source.derived_from),
            fallen=index.sources[fallen] if fallen != source.key else None,
        )


def _mentions(
    traces: Sequence[Trace], linked: Mapping[str, LinkedEvidence], index: Index
) -> dict[str, list[tuple[EssayRef | EvidenceRef, Mention]]]:
    """Where the texts link to each source, by its key."""
    found: dict[str, list[tuple[EssayRef | EvidenceRef, Mention]]] = defaultdict(list)
    texts: list[tuple[EssayRef | EvidenceRef, tuple[Mention, ...]]] = [
        (essay.ref, essay.mentions) for essay in traces
    ]
    texts += [(linked[s].evidence, _placeless(page.prose)) for s, page in index.evidence.items()]
    for ref, mentions in texts:
        for mention in mentions:
            if source := index.source_at(mention.address):
                found[source.key].append((ref, mention))
    return found
