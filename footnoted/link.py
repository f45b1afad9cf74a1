"""Essays, evidence and sources -> Corpus: all look-ups, back-links and standings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from footnoted.cross_checks import check, check_use
from footnoted.diagnostics import NOWHERE, Diagnostic, Span
from footnoted.index import Index, make_index
from footnoted.model import (
    STANDINGS,
    Appearance,
    Citation,
    Claim,
    Config,
    Corpus,
    Essay,
    EssayRef,
    Evidence,
    EvidencePage,
    EvidenceRef,
    LinkedCitation,
    LinkedClaim,
    LinkedEssay,
    LinkedEvidence,
    LinkedNote,
    Mention,
    Note,
    Prose,
    Source,
    SourcePage,
)

# Verdicts that say yes: they are worth as much as what supports them.
_SUPPORTED = ("supported", "mostly-supported", "prediction-held")


def link(
    config: Config,
    essays: Sequence[Essay],
    evidence: Sequence[Evidence],
    sources: Sequence[Source],
    places: Sequence[Span],
    media: Iterable[str],
    *,
    has_sources: bool = True,
) -> tuple[Corpus, tuple[Diagnostic, ...]]:
    """The whole site, linked both ways, newest essay first; and what does not fit together.

    Drafts are left out of the site, but what they use counts as used.
    """
    index = replace(
        make_index(essays, evidence, sources, places, media),
        html=config.html,
        has_sources=has_sources,
    )
    published = sorted((e for e in essays if not e.draft), key=lambda e: e.slug)
    published.sort(key=lambda e: e.date, reverse=True)
    linked = {page.slug: _link_evidence(page, index) for page in evidence}
    linked_essays = tuple(_link_essay(essay, linked, index) for essay in published)
    corpus = Corpus(
        config=config,
        essays=linked_essays,
        evidence=tuple(_evidence_pages(published, linked, index)),
        sources=tuple(_source_pages(published, linked, index)),
        tally=_tally(claim for essay in linked_essays for claim in essay.claims),
        media=tuple(sorted(_used_media((*published, *evidence), index))),
    )
    found = (*check(published, evidence, index), *check_use(essays, evidence, index))
    return corpus, found


def _link_evidence(page: Evidence, index: Index) -> LinkedEvidence:
    citations = tuple(
        LinkedCitation(_citation_shown(citation), index.sources[citation.source])
        for citation in page.citations
        if citation.source in index.sources
    )
    fallen = frozenset(c.source.key for c in citations if _has_fallen(c.source, index))
    standing = "source-withdrawn" if _rests_on(citations, fallen) else page.verdict
    ref = EvidenceRef(page.path, page.slug, page.title, page.kind, standing, page.language)
    cautions = tuple(_cautions(page.verdict, citations, index, bool(fallen)))
    return LinkedEvidence(ref, citations, cautions)


def _citation_shown(citation: Citation) -> Citation:
    """The citation for pages, which do not show where in its file it stands.

    So a line more in the front matter is no change to the pages that show what stands below.
    """
    c = citation
    return Citation(
        c.source, c.relation, NOWHERE, c.quote, c.locator, c.translation, c.says
    )  # `replace` takes five times as long


def _cautions(
    verdict: str, citations: Sequence[LinkedCitation], index: Index, has_fallen: bool
) -> Iterator[str]:
    """What a reader should know before trusting the verdict."""
    support = [c.source for c in citations if c.citation.relation == "supports"]
    if verdict in _SUPPORTED and len({_origin(source, index) for source in support}) == 1:
        yield "single-source"
    if has_fallen:
        yield "source-withdrawn"
    if any(c.source.status == "superseded" for c in citations):
        yield "source-superseded"


def _has_fallen(source: Source, index: Index) -> bool:
    """True if the source, or one that it only passes on, was withdrawn or retracted."""
    return any(s.status in ("withdrawn", "retracted") for s in _chain(source, index))


def _origin(source: Source, index: Index) -> str:
    """The key of the source that this one passes on, perhaps through others; or its own."""
    return list(_chain(source, index))[-1].key


def _chain(source: Source, index: Index) -> Iterator[Source]:
    """The source, the one it is derived from, and so on."""
    seen: set[str] = set()
    while source.key not in seen:
        yield source
        seen.add(source.key)
        source = index.sources.get(source.derived_from, source)


def _rests_on(citations: Sequence[LinkedCitation], fallen: Collection[str]) -> bool:
    """True if all that supports the verdict is among the fallen sources."""
    support = {c.source.key for c in citations if c.citation.relation == "supports"}
    return bool(support) and support <= set(fallen)


def _link_note(note: Note, linked: Mapping[str, LinkedEvidence], index: Index) -> LinkedNote:
    page = linked.get(note.evidence)
    return LinkedNote(note, index.source_at(note.address), page.evidence if page else None)


def _link_essay(essay: Essay, linked: Mapping[str, LinkedEvidence], index: Index) -> LinkedEssay:
    claims = tuple(_link_claim(claim, linked) for claim in essay.prose.claims)
    notes = tuple(_link_note(note, linked, index) for note in essay.prose.notes)
    based_on = index.sources.get(essay.based_on[0]) if essay.based_on else None
    return LinkedEssay(essay, claims, notes, _tally(claims), based_on)


def _link_claim(claim: Claim, linked: Mapping[str, LinkedEvidence]) -> LinkedClaim:
    evidence = linked.get(claim.evidence) if claim.evidence else None
    more = tuple((linked[m.evidence], m.relation) for m in claim.more if m.evidence in linked)
    standing = evidence.evidence.standing if evidence else "needs-evidence"
    return LinkedClaim(claim, standing, evidence.cautions if evidence else (), evidence, more)


def _tally(claims: Iterable[LinkedClaim]) -> tuple[tuple[str, int], ...]:
    counts = Counter(claim.standing for claim in claims)
    return tuple((standing, counts[standing]) for standing in STANDINGS if counts[standing])


def _evidence_pages(
    essays: Sequence[Essay], linked: Mapping[str, LinkedEvidence], index: Index
) -> Iterator[EvidencePage]:
    """All evidence pages, in the order in which the essays come to them, then the rest."""
    appearances = _appearances(essays)
    borne: dict[str, list[tuple[EvidenceRef, str]]] = defaultdict(list)
    for slug, page in index.evidence.items():
        for bearing in page.bears_on:
            borne[bearing.evidence].append((linked[slug].evidence, bearing.relation))
    order = [slug for slug in dict.fromkeys((*appearances, *linked)) if slug in linked]
    for at, slug in enumerate(order):
        page = index.evidence[slug]
        yield EvidencePage(
            evidence=page,
            linked=linked[slug],
            notes=tuple(_link_note(note, linked, index) for note in page.prose.notes),
            appearances=tuple(appearances.get(slug, ())),
            previous=linked[order[at - 1]].evidence if at else None,
            next=linked[order[at + 1]].evidence if at + 1 < len(order) else None,
            bears_on=tuple(
                (linked[b.evidence].evidence, b.relation)
                for b in page.bears_on
                if b.evidence in linked
            ),
            borne_on_by=tuple(borne.get(slug, ())),
        )


def _appearances(essays: Sequence[Essay]) -> dict[str, list[Appearance]]:
    """Where each evidence page is claimed, by its slug, in the order of the essays."""
    found: dict[str, list[Appearance]] = defaultdict(list)
    for essay in essays:
        ref = _essay_ref(essay)
        for claim in essay.prose.claims:
            shown = Claim(
                claim.id, claim.number, claim.evidence, claim.fragment, claim.excerpt, NOWHERE
            )
            if claim.evidence:
                found[claim.evidence].append(Appearance(ref, shown, ""))
            for more in claim.more:
                found[more.evidence].append(Appearance(ref, shown, more.relation))
    return found


def _essay_ref(essay: Essay) -> EssayRef:
    return EssayRef(essay.path, essay.slug, essay.title, essay.language)


def _source_pages(
    essays: Sequence[Essay], linked: Mapping[str, LinkedEvidence], index: Index
) -> Iterator[SourcePage]:
    citations: dict[str, list[tuple[EvidenceRef, Citation]]] = defaultdict(list)
    for page in linked.values():
        for item in page.citations:
            citations[item.source.key].append((page.evidence, item.citation))
    mentions = _mentions(essays, linked, index)
    derived: dict[str, list[Source]] = defaultdict(list)
    for source in index.sources.values():
        derived[source.derived_from].append(source)
    based: dict[str, list[EssayRef]] = defaultdict(list)
    for essay in essays:
        if essay.based_on:
            based[essay.based_on[0]].append(_essay_ref(essay))
    for source in index.sources.values():
        yield SourcePage(
            source=source,
            citations=tuple(citations[source.key]),
            mentions=tuple(mentions.get(source.key, ())),
            essays=tuple(based[source.key]),
            derived=tuple(derived[source.key]),
            origin=index.sources.get(source.derived_from),
        )


def _mentions(
    essays: Sequence[Essay], linked: Mapping[str, LinkedEvidence], index: Index
) -> dict[str, list[tuple[EssayRef | EvidenceRef, Mention]]]:
    """Where the texts link to each source, by its key."""
    found: dict[str, list[tuple[EssayRef | EvidenceRef, Mention]]] = defaultdict(list)
    texts: list[tuple[EssayRef | EvidenceRef, Prose]] = [(_essay_ref(e), e.prose) for e in essays]
    texts += [(linked[slug].evidence, page.prose) for slug, page in index.evidence.items()]
    for ref, prose in texts:
        for mention in prose.mentions:
            if source := index.source_at(mention.address):
                found[source.key].append(
                    (ref, Mention(mention.address, NOWHERE, mention.excerpt, mention.anchor))
                )
    return found


def _used_media(pages: Iterable[Essay | Evidence], index: Index) -> set[str]:
    return {link.path for page in pages for link in page.prose.media} & index.media
