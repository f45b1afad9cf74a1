"""Essays, evidence and sources -> Corpus: all look-ups, back-links and standings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from footnoted.backlinks import Trace, evidence_pages, link_note, source_pages, trace
from footnoted.cross_checks import check, check_use
from footnoted.diagnostics import NOWHERE, Diagnostic
from footnoted.figure_checks import check_figures
from footnoted.index import Index, make_index, newest_day
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
from footnoted.sources import Bibliography
from footnoted.standing_checks import check_standings
from footnoted.standings import (
    ALONE,
    Surroundings,
    cautions,
    claim_cautions,
    falls,
    standing,
    surroundings,
)


class _Known(Struct, frozen=True):
    """An essay, linked; what it leaves on other pages, how lists show it, findings on numbers."""

    essay: Essay
    linked: LinkedEssay
    trace: Trace
    listed: LinkedEssay
    figures: tuple[Diagnostic, ...]


class Memory(Struct):
    """What the last call of `link` made of what, so that the next makes only what is new.

    What was linked is the same if all it was linked from is the very same, its quotations are
    found where they were, and its surroundings are equal. Essays leave traces on other pages;
    as long as the traces are equal, those pages are the same.
    """

    sources: Sequence[Source] = ()
    found: Found = field(default_factory=Found)
    evidence: dict[str, tuple[Evidence, Surroundings, LinkedEvidence]] = field(default_factory=dict)
    essays: dict[str, _Known] = field(default_factory=dict)
    traces: tuple[Trace, ...] = ()
    pages: tuple[tuple[EvidencePage, ...], tuple[SourcePage, ...]] = ((), ())


def link(
    config: Config,
    essays: Sequence[Essay],
    evidence: Sequence[Evidence],
    bibliography: Bibliography,
    media: Iterable[str],
    *,
    has_sources: bool = True,
    checks: Mapping[tuple[str, str], QuoteCheck] | None = None,
    gone: Mapping[str, str] | None = None,  # addresses, with the day since when they are dead
    day: str = "",
    memory: Memory | None = None,
) -> tuple[Corpus, tuple[Diagnostic, ...]]:
    """The whole site, linked both ways, newest essay first; and what does not fit together.

    Drafts are left out of the site, but what they use counts as used. What is due is judged by
    `day`; without it, by the newest day in the content, so that no clock is read.
    """
    memory = memory or Memory()
    sources = memory.found.sources(bibliography.sources, gone or {})
    bibliography = replace(bibliography, sources=tuple(sources))
    index = replace(
        make_index(essays, evidence, bibliography, media),
        html=config.html,
        has_sources=has_sources,
        checks=checks or {},
        day=day or newest_day(essays, evidence, sources),
    )
    published = sorted((e for e in essays if not e.draft), key=lambda e: e.slug)
    published.sort(key=lambda e: e.date, reverse=True)
    _remember(memory, published, evidence, sources, index)
    media = sorted(_used_media((*published, *evidence), index))
    corpus = _corpus(config, memory, tuple(media))
    found = (
        *check(published, evidence, index),
        *check_use(essays, evidence, index),
        *check_standings(corpus, index),
        *(found for known in memory.essays.values() for found in known.figures),
    )
    return corpus, found


def _corpus(config: Config, memory: Memory, media: tuple[str, ...]) -> Corpus:
    linked = tuple(known.linked for known in memory.essays.values())
    return Corpus(
        config=config,
        essays=linked,
        listed=tuple(known.listed for known in memory.essays.values()),
        evidence=memory.pages[0],
        sources=memory.pages[1],
        tally=_tally(claim for essay in linked for claim in essay.claims),
        media=media,
    )


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
    around = surroundings(index)
    memory.evidence = {
        page.slug: _evidence(page, around.get(page.slug, ALONE), index, old.get(page.slug))
        for page in evidence
    }
    is_same = has_same_sources and list(memory.evidence.values()) == list(old.values())
    linked = {slug: answer for slug, (_, _, answer) in memory.evidence.items()}
    before = memory.essays if is_same else {}
    memory.essays = {
        essay.slug: before[essay.slug]
        if essay.slug in before and before[essay.slug].essay is essay
        else _linked(essay, linked, index)
        for essay in essays
    }
    traces = tuple(known.trace for known in memory.essays.values())
    if not is_same or traces != memory.traces:
        pages = tuple(evidence_pages(traces, linked, index))
        memory.pages = (pages, tuple(source_pages(traces, linked, index)))
    memory.sources, memory.traces = sources, traces


def _linked(essay: Essay, linked: Mapping[str, LinkedEvidence], index: Index) -> _Known:
    whole = _link_essay(essay, linked, index)
    figures = tuple(check_figures((essay,), index))
    return _Known(essay, whole, trace(essay), _in_lists(whole), figures)


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


def _evidence(
    page: Evidence,
    around: Surroundings,
    index: Index,
    old: tuple[Evidence, Surroundings, LinkedEvidence] | None,
) -> tuple[Evidence, Surroundings, LinkedEvidence]:
    """The page, linked; it is the `old` one if nothing that it was linked from has changed."""
    if old and old[0] is page and old[1] == around and _is_current(old[2], index):
        return old
    return page, around, _link_evidence(page, around, index)


def _is_current(linked: LinkedEvidence, index: Index) -> bool:
    """True if the quotations stand in the copies of their sources, or not, as they did before."""
    return all((c.check, c.copied) == index.check(c.citation) for c in linked.citations)


def _link_evidence(page: Evidence, around: Surroundings, index: Index) -> LinkedEvidence:
    citations = tuple(
        LinkedCitation(
            _citation_shown(citation), index.sources[citation.source], *index.check(citation)
        )
        for citation in page.citations
        if citation.source in index.sources
    )
    stands = standing(page, around)
    return LinkedEvidence(
        EvidenceRef(page.path, page.slug, page.title, page.kind, stands, page.language),
        citations,
        tuple(cautions(page, citations, around, index)),
        tuple((index.sources[key], through) for key, through in around.fallen),
    )


def _citation_shown(citation: Citation) -> Citation:
    """The citation for pages, which do not show where in its file it stands.

    So a line more in the front matter is no change to the pages that show what stands below.
    """
    c = citation
    return Citation(
        c.source, c.relation, NOWHERE, c.quote, c.locator, c.translation, c.says
    )  # `replace` takes five times as long


def _link_essay(essay: Essay, linked: Mapping[str, LinkedEvidence], index: Index) -> LinkedEssay:
    claims = tuple(_link_claim(claim, linked) for claim in essay.prose.claims)
    notes = tuple(link_note(note, linked, index) for note in essay.prose.notes)
    based_on = index.sources.get(essay.based_on[0]) if essay.based_on else None
    fallen = falls(essay, claims, index)
    return LinkedEssay(essay, claims, notes, _tally(claims), based_on, falls=fallen)


def _link_claim(claim: Claim, linked: Mapping[str, LinkedEvidence]) -> LinkedClaim:
    evidence = linked.get(claim.evidence) if claim.evidence else None
    more = tuple((linked[m.evidence], m.relation) for m in claim.more if m.evidence in linked)
    stands = evidence.evidence.standing if evidence else "needs-evidence"
    return LinkedClaim(claim, stands, claim_cautions(evidence, more), evidence, more)


def _tally(claims: Iterable[LinkedClaim]) -> tuple[tuple[str, int], ...]:
    counts = Counter(claim.standing for claim in claims)
    return tuple((standing, counts[standing]) for standing in STANDINGS if counts[standing])


def _used_media(pages: Iterable[Essay | Evidence], index: Index) -> set[str]:
    return {link.path for page in pages for link in page.prose.media} & index.media
