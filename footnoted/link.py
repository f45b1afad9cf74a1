"""Essays, evidence and sources -> Corpus: all look-ups, back-links and standings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from footnoted.backlinks import Trace, evidence_pages, link_note, source_pages, trace
from footnoted.cross_checks import check, check_use
from footnoted.diagnostics import NOWHERE, Diagnostic, Span
from footnoted.index import Index, make_index
from footnoted.link_faults import Found
from footnoted.model import (
    NO_PROSE,
    STANDINGS,
    Citation,
    Claim,
    Config,
    Corpus,
    Essay,
    Evidence,
    EvidencePage,
    EvidenceRef,
    Excerpt,
    LinkedCitation,
    LinkedClaim,
    LinkedEssay,
    LinkedEvidence,
    QuoteCheck,
    Source,
    SourcePage,
)

# Verdicts that say yes: they are worth as much as what supports them.
_SUPPORTED = ("supported", "mostly-supported", "prediction-held")


@dataclass(slots=True)
class Memory:
    """What the last call of `link` made of what, so that the next makes only what is new.

    What was linked is the same if all it was linked from is the very same, and its quotations are
    found where they were. Essays leave traces on other pages; as long as the traces are equal,
    those pages are the same.
    """

    sources: Sequence[Source] = ()
    found: Found = field(default_factory=Found)
    evidence: dict[str, tuple[Evidence, LinkedEvidence]] = field(default_factory=dict)
    essays: dict[str, tuple[Essay, LinkedEssay, Trace, LinkedEssay]] = field(default_factory=dict)
    traces: tuple[Trace, ...] = ()
    pages: tuple[tuple[EvidencePage, ...], tuple[SourcePage, ...]] = ((), ())


def link(
    config: Config,
    essays: Sequence[Essay],
    evidence: Sequence[Evidence],
    sources: Sequence[Source],
    places: Sequence[Span],
    media: Iterable[str],
    *,
    has_sources: bool = True,
    checks: Mapping[tuple[str, str], QuoteCheck] | None = None,
    gone: Mapping[str, str] | None = None,  # addresses, with the day since when they are dead
    memory: Memory | None = None,
) -> tuple[Corpus, tuple[Diagnostic, ...]]:
    """The whole site, linked both ways, newest essay first; and what does not fit together.

    Drafts are left out of the site, but what they use counts as used.
    """
    memory = memory or Memory()
    sources = memory.found.sources(sources, gone or {})
    index = replace(
        make_index(essays, evidence, sources, places, media),
        html=config.html,
        has_sources=has_sources,
        checks=checks or {},
    )
    published = sorted((e for e in essays if not e.draft), key=lambda e: e.slug)
    published.sort(key=lambda e: e.date, reverse=True)
    _remember(memory, published, evidence, sources, index)
    linked = tuple(essay for _, essay, _, _ in memory.essays.values())
    corpus = Corpus(
        config=config,
        essays=linked,
        listed=tuple(essay for *_, essay in memory.essays.values()),
        evidence=memory.pages[0],
        sources=memory.pages[1],
        tally=_tally(claim for essay in linked for claim in essay.claims),
        media=tuple(sorted(_used_media((*published, *evidence), index))),
    )
    found = (*check(published, evidence, index), *check_use(essays, evidence, index))
    return corpus, found


def _remember(
    memory: Memory,
    essays: Sequence[Essay],
    evidence: Sequence[Evidence],
    sources: Sequence[Source],
    index: Index,
) -> None:
    """The memory holds this site, in this order; what was there before is used where it can be."""
    has_same_sources = memory.sources is sources
    old = memory.evidence if has_same_sources else {}
    memory.evidence = {
        page.slug: old[page.slug]
        if page.slug in old and old[page.slug][0] is page and _is_current(old[page.slug][1], index)
        else (page, _link_evidence(page, index))
        for page in evidence
    }
    is_same = has_same_sources and list(memory.evidence.values()) == list(old.values())
    linked = {slug: answer for slug, (_, answer) in memory.evidence.items()}
    before = memory.essays if is_same else {}
    memory.essays = {
        essay.slug: before[essay.slug]
        if essay.slug in before and before[essay.slug][0] is essay
        else _linked(essay, linked, index)
        for essay in essays
    }
    traces = tuple(left for _, _, left, _ in memory.essays.values())
    if not is_same or traces != memory.traces:
        pages = tuple(evidence_pages(traces, linked, index))
        memory.pages = (pages, tuple(source_pages(traces, linked, index)))
    memory.sources, memory.traces = sources, traces


def _linked(
    essay: Essay, linked: Mapping[str, LinkedEvidence], index: Index
) -> tuple[Essay, LinkedEssay, Trace, LinkedEssay]:
    whole = _link_essay(essay, linked, index)
    return essay, whole, trace(essay), _in_lists(whole)


def _in_lists(linked: LinkedEssay) -> LinkedEssay:
    essay = replace(linked.essay, prose=NO_PROSE, span=NOWHERE)
    claims = tuple(_claim_in_lists(claim) for claim in linked.claims)
    return LinkedEssay(essay, claims, (), linked.tally, linked.based_on)


def _claim_in_lists(linked: LinkedClaim) -> LinkedClaim:
    claim, evidence = linked.claim, linked.evidence
    excerpt = Excerpt("", claim.excerpt.claim, "")
    shown = Claim(claim.id, claim.number, claim.evidence, claim.fragment, excerpt, NOWHERE)
    answer = LinkedEvidence(evidence.evidence, (), ()) if evidence else None
    return LinkedClaim(shown, linked.standing, linked.cautions, answer, ())


def _is_current(linked: LinkedEvidence, index: Index) -> bool:
    """True if the quotations stand in the copies of their sources, or not, as they did before."""
    return all(item.check == index.verdict(item.citation) for item in linked.citations)


def _link_evidence(page: Evidence, index: Index) -> LinkedEvidence:
    citations = tuple(
        LinkedCitation(
            _citation_shown(citation), index.sources[citation.source], index.verdict(citation)
        )
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


def _link_essay(essay: Essay, linked: Mapping[str, LinkedEvidence], index: Index) -> LinkedEssay:
    claims = tuple(_link_claim(claim, linked) for claim in essay.prose.claims)
    notes = tuple(link_note(note, linked, index) for note in essay.prose.notes)
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


def _used_media(pages: Iterable[Essay | Evidence], index: Index) -> set[str]:
    return {link.path for page in pages for link in page.prose.media} & index.media
