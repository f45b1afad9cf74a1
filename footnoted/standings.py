"""An evidence page, its sources and its neighbours -> how it stands, and what to read that with.

A source has *fallen* if it, or one that it only passes on, was withdrawn or retracted. A page
*leans* on it if it cites it, or if a page that leans on it bears on it. What is only `context`
decides nothing: it neither leans nor lets others lean. All rules here are facts of the records;
nothing is weighed by a score, and the day comes from outside.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from footnoted.index import Index, chain
from footnoted.model import (
    AFFIRMATIVE,
    CAUTIONS,
    TELLING,
    Claim,
    Essay,
    Evidence,
    Fall,
    LinkedCitation,
    LinkedClaim,
    LinkedEvidence,
    Mention,
    Source,
)

Bearings = Mapping[str, Sequence[tuple[str, str]]]  # by the page borne on: by whom, and how


class Surroundings(Struct, frozen=True):
    """What the standing of a page owes to other pages and to the day.

    `fallen` are the keys of the fallen sources it leans on, each with the page through which,
    see `LinkedEvidence`. `is_withdrawn`: what its verdict rests on has fallen, all of it.
    """

    fallen: tuple[tuple[str, str], ...] = ()
    is_withdrawn: bool = False
    is_contradicted: bool = False
    is_due: bool = False


ALONE = Surroundings()


def surroundings(index: Index) -> Mapping[str, Surroundings]:
    """The surroundings of all pages that owe anything to them, by slug."""
    borne = bearings(index)
    leaning = _leaning(index)
    withdrawn = _withdrawn(index, borne)
    contradicted = {
        slug
        for slug, by in borne.items()
        if index.evidence[slug].verdict in AFFIRMATIVE
        and any(_speaks_against(other, relation, index, withdrawn) for other, relation in by)
    }
    due = {slug for slug, page in index.evidence.items() if is_due(page, index.day)}
    return {
        slug: Surroundings(
            tuple(leaning.get(slug, {}).items()),
            slug in withdrawn,
            slug in contradicted,
            slug in due,
        )
        for slug in {*leaning, *withdrawn, *contradicted, *due}
    }


def bearings(index: Index) -> Bearings:
    """What bears on each page that something bears on, itself aside."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for slug, page in index.evidence.items():
        for bearing in page.bears_on:
            if bearing.evidence in index.evidence and bearing.evidence != slug:
                found[bearing.evidence].append((slug, bearing.relation))
    return found


def is_due(page: Evidence, day: str) -> bool:
    """True if the day by which the evidence was to be weighed again is before `day`."""
    return bool(page.recheck) and page.recheck < day


def standing(page: Evidence, around: Surroundings) -> str:
    """One of `STANDINGS`: the verdict, unless all that it rests on has fallen."""
    return "source-withdrawn" if around.is_withdrawn else page.verdict


def cautions(
    page: Evidence, citations: Sequence[LinkedCitation], around: Surroundings, index: Index
) -> Iterator[str]:
    """What a reader should know before trusting the verdict, in the order of `CAUTIONS`."""
    if page.verdict in AFFIRMATIVE:
        support = {c.source.key: c.source for c in citations if c.citation.relation == "supports"}
        if len({_origin(source, index) for source in support.values()}) == 1:
            yield "single-source" if len(support) == 1 else "shared-origin"
        if around.is_contradicted or _is_outweighed(citations, index):
            yield "contradicted-by-better"
    if any(c.check == "not-found" for c in citations):
        yield "quotation-not-found"
    if any(c.source.key in index.fallen for c in citations):
        yield "source-withdrawn"
    if any(through for _, through in around.fallen):
        yield "evidence-shaken"
    if any(c.source.status == "superseded" for c in citations):
        yield "source-superseded"
    if around.is_due:
        yield "due-for-recheck"


def claim_cautions(
    evidence: LinkedEvidence | None, more: Iterable[tuple[LinkedEvidence, str]]
) -> tuple[str, ...]:
    """The cautions of a claim's evidence; the claim leans on further evidence as well."""
    own = evidence.cautions if evidence else ()
    is_shaken = any(page.fallen and relation != "context" for page, relation in more)
    if not is_shaken or "evidence-shaken" in own:
        return own
    return tuple(name for name in CAUTIONS if name in own or name == "evidence-shaken")


def falls(essay: Essay, claims: Iterable[LinkedClaim], index: Index) -> tuple[Fall, ...]:
    """All that an essay leans on and that has fallen, in the order of the sources."""
    if not index.fallen:
        return ()
    leaning: dict[str, dict[str, Claim]] = defaultdict(dict)
    for linked in claims:
        for source in _fallen_under(linked):
            leaning[source.key][linked.claim.id] = linked.claim
    linking: dict[str, list[Mention]] = defaultdict(list)
    for mention in essay.prose.mentions:
        found = index.source_at(mention.address)
        if found and found.key in index.fallen:
            linking[index.fallen[found.key]].append(mention)
    basis = index.fallen.get(essay.based_on[0], "") if essay.based_on else ""
    return tuple(
        Fall(
            source,
            tuple(leaning.get(key, {}).values()),
            tuple(linking.get(key, ())),
            key == basis,
        )
        for key, source in index.sources.items()
        if key in leaning or key in linking or key == basis
    )


def _fallen_under(linked: LinkedClaim) -> Iterator[Source]:
    """The fallen sources that a claim leans on, through its evidence and what is more."""
    pages = [linked.evidence] if linked.evidence else []
    pages += [page for page, relation in linked.more if relation != "context"]
    return (source for page in pages for source, _ in page.fallen)


def _leaning(index: Index) -> dict[str, dict[str, str]]:
    """The fallen sources that each page leans on, and the page through which, by the page.

    A source comes to a page once, along the shortest way: so circles do no harm.
    """
    if not index.fallen:
        return {}
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for slug, page in index.evidence.items():
        for citation in page.citations:
            if citation.source in index.fallen and citation.relation != "context":
                found[slug][index.fallen[citation.source]] = ""
    waiting = deque(found)
    while waiting:
        slug = waiting.popleft()
        for bearing in index.evidence[slug].bears_on:
            if bearing.relation != "context" and bearing.evidence in index.evidence:
                known = found[bearing.evidence]
                new = {key: slug for key in found[slug] if key not in known}
                known.update(new)
                waiting.extend([bearing.evidence] if new else ())
    return found


def _withdrawn(index: Index, borne: Bearings) -> set[str]:
    """The pages of which all that their verdict rests on has fallen."""
    if not index.fallen:
        return set()
    found: set[str] = set()
    waiting = list(index.evidence)
    while waiting:
        slug = waiting.pop()
        if slug not in found and _has_lost_all(index.evidence[slug], index, borne, found):
            found.add(slug)
            waiting += [b.evidence for b in index.evidence[slug].bears_on if b.evidence in borne]
    return found


def _has_lost_all(page: Evidence, index: Index, borne: Bearings, withdrawn: set[str]) -> bool:
    """True if the citations that the verdict rests on, or else the pages, are all gone.

    `unsupported` rests on nothing: it says that nothing was found.
    """
    telling = TELLING.get(page.verdict, "supports")
    cited = [
        c.source for c in page.citations if c.relation == telling and c.source in index.sources
    ]
    if page.verdict == "unsupported":
        return False
    if cited:
        return all(source in index.fallen for source in cited)
    others = [slug for slug, relation in borne.get(page.slug, ()) if relation == telling]
    return bool(others) and all(slug in withdrawn for slug in others)


def _speaks_against(slug: str, relation: str, index: Index, withdrawn: set[str]) -> bool:
    """True if the page `slug` contradicts another with an answer of its own that says yes."""
    is_firm = index.evidence[slug].verdict in AFFIRMATIVE and slug not in withdrawn
    return relation == "contradicts" and is_firm


def _is_outweighed(citations: Iterable[LinkedCitation], index: Index) -> bool:
    """True if a source at first hand contradicts, and none at first hand supports."""
    first_hand = {
        c.citation.relation
        for c in citations
        if c.source.key not in index.fallen
        and any(source.primary for source in chain(c.source, index.sources))
    }
    return "contradicts" in first_hand and "supports" not in first_hand


def _origin(source: Source, index: Index) -> str:
    """The key of the source that this one passes on, perhaps through others; or its own."""
    return list(chain(source, index.sources))[-1].key
