"""A page per question: verdict, citations, reasoning, and every passage that rests on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from footnoted.model import (
    RELATIONS,
    Appearance,
    Corpus,
    EvidencePage,
    LinkedCitation,
    LinkedClaim,
    LinkedEssay,
)
from footnoted.pages import Page, is_unchecked
from footnoted.theme import Theme
from footnoted.value import Value


class Step(Value, frozen=True):
    """The claim before or after: its number, where it leads, and what is said of it there.

    `path` is its evidence page; or its essay, with the `place` of the claim, if it has none.
    """

    number: int
    path: str
    place: str
    title: str
    language: str
    standing: str


class Cited(Value, frozen=True):
    """The citations of a page by their relation, which is a name and a key."""

    supports: tuple[LinkedCitation, ...]
    contradicts: tuple[LinkedCitation, ...]
    qualifies: tuple[LinkedCitation, ...]
    context: tuple[LinkedCitation, ...]

    def __getitem__(self, relation: str) -> tuple[LinkedCitation, ...]:
        """Those that a template asks for by the name of their relation."""
        return cast(tuple[LinkedCitation, ...], getattr(self, relation))


class Place(Value, frozen=True):
    """A claim in its essay, seen from its evidence page: what to cite, and where to go on.

    The steps lead to the nearest claims of the essay that rest on another page.
    """

    appearance: Appearance
    authors: tuple[str, ...]
    date: str
    previous: Step | None
    next: Step | None


def emit(corpus: Corpus, theme: Theme) -> Iterator[Page]:
    """`evidence/SLUG.html`."""
    essays = {linked.essay.slug: linked for linked in corpus.essays}
    for page in corpus.evidence:
        places = tuple(_place(item, essays, page.evidence.slug) for item in page.appearances)
        yield page_of(page, places, theme)


def page_of(page: EvidencePage, places: Sequence[Place], theme: Theme) -> Page:
    """The page of a question; the `places` are those of its appearances."""
    evidence = page.evidence
    standing = page.linked.evidence.standing
    verdict = theme.strings(evidence.language)(f"standing.{standing}.label")
    return Page(
        f"evidence/{evidence.slug}.html",
        "evidence.html",
        evidence.language,
        evidence.title,
        f"{verdict}. {evidence.title}",
        made_of=(page, places),
        values=_shown,
        body=evidence.prose.body,
        notes=page.notes,
        sizes=page.sizes,
        charts=evidence.prose.charts,
        tables=page.tables,
    )


def _shown(page: EvidencePage, places: Sequence[Place]) -> dict[str, object]:
    linked = page.linked
    firsts = {place.appearance.essay.slug: place for place in reversed(places)}
    return {
        "page": page,
        "linked": linked,
        "evidence": page.evidence,
        "unchecked": is_unchecked(item.check for item in linked.citations),
        "cited": Cited(**{name: _cited(linked.citations, name) for name in RELATIONS}),
        "places": places,
        "sequences": tuple(reversed(firsts.values())),
    }


def _cited(citations: Sequence[LinkedCitation], relation: str) -> tuple[LinkedCitation, ...]:
    return tuple([item for item in citations if item.citation.relation == relation])


def _place(item: Appearance, essays: Mapping[str, LinkedEssay], slug: str) -> Place:
    linked = essays[item.essay.slug]
    at = item.claim.number - 1
    return Place(
        appearance=item,
        authors=linked.essay.authors,
        date=linked.essay.updated or linked.essay.date,
        previous=_step(reversed(linked.claims[:at]), linked, slug),
        next=_step(linked.claims[at + 1 :], linked, slug),
    )


def _step(claims: Iterable[LinkedClaim], linked: LinkedEssay, slug: str) -> Step | None:
    """To the first of `claims` that does not rest on the page `slug`; None if there is none."""
    essay = linked.essay
    for item in claims:
        claim, standing = item.claim, item.standing
        if item.evidence is None:
            path, words = f"essays/{essay.slug}.html", claim.excerpt.claim
            return Step(claim.number, path, claim.id, words, essay.language, standing)
        ref = item.evidence.evidence
        if ref.slug != slug:
            path = f"evidence/{ref.slug}.html"
            return Step(claim.number, path, "", ref.title, ref.language, standing)
    return None
