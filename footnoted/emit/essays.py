"""A page per essay, and the list of all essays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from footnoted.model import (
    FALLEN,
    TELLING,
    Body,
    Config,
    Corpus,
    Hole,
    LinkedCitation,
    LinkedClaim,
    LinkedEssay,
    LinkedNote,
)
from footnoted.pages import Page, Words, is_unchecked, poster_path
from footnoted.theme import Theme
from footnoted.value import Value

_SIDES = ("supports", "contradicts", "qualifies")


class Card(Value, frozen=True):
    """A claim as its card shows it.

    `citations` are the one or two that weigh most; `place` is where in the text the claim
    stands, in percent.
    """

    claim: LinkedClaim
    citations: tuple[LinkedCitation, ...]
    place: float


def emit(corpus: Corpus, theme: Theme) -> Iterator[Page]:
    """`essays.html` and `essays/SLUG.html`."""
    for linked in corpus.essays:
        yield page_of(linked, corpus.config)
    listed = corpus.listed
    yield Page(
        "essays.html",
        "essays.html",
        corpus.config.language,
        Words("essays.title"),
        made_of=(listed,),
        values=lambda listed: {"essays": listed},
    )


def page_of(linked: LinkedEssay, config: Config) -> Page:
    """The page of an essay."""
    essay = linked.essay
    return Page(
        f"essays/{essay.slug}.html",
        "essay.html",
        essay.language,
        essay.title,
        essay.summary,
        made_of=(linked, poster_path(config, essay.slug)),
        values=_shown,
        body=essay.prose.body,
        claims=linked.claims,
        notes=linked.notes,
        sizes=linked.sizes,
        charts=essay.prose.charts,
        tables=linked.tables,
    )


def _shown(linked: LinkedEssay, poster: str) -> dict[str, object]:
    shown = cards(linked)
    return {
        "linked": linked,
        "essay": linked.essay,
        "cards": shown,
        "unchecked": is_unchecked(c.check for card in shown for c in card.citations),
        "poster": poster,
    }


def cards(linked: LinkedEssay) -> tuple[Card, ...]:
    """A card for each claim, in their order."""
    found = places(linked.essay.prose.body, linked.notes)
    return tuple(
        Card(claim, weightiest(claim), found.get(index, 100.0))
        for index, claim in enumerate(linked.claims)
    )


def weightiest(claim: LinkedClaim) -> tuple[LinkedCitation, ...]:
    """The citation that the standing rests on, and the first that speaks against that, if any.

    What only qualifies is shown where the standing is mixed. Of one side, sources that stand go
    before fallen ones, and quotations before summaries; else the author's order holds. Where
    nothing takes sides, it is the first citation of all.
    """
    cited = claim.evidence.citations if claim.evidence else ()
    stated = [item for item in cited if item.citation.quote or item.citation.says]
    stated.sort(key=lambda item: (item.source.status in FALLEN, not item.citation.quote))
    by_side = {item.citation.relation: item for item in reversed(stated)}
    telling = TELLING.get(claim.standing, "supports")
    sides = [side for side in sorted(_SIDES, key=lambda side: side != telling) if side in by_side]
    if len(sides) > 1 and sides[1] == "qualifies" and claim.standing != "mixed":
        sides = sides[:1]
    return tuple(by_side[side] for side in sides[:2]) or tuple(stated[:1])


def places(body: Body, notes: Sequence[LinkedNote]) -> dict[int, float]:
    """Where each claim stands in the text, in percent of its length, by the claim's index.

    A claim in a note stands where the note does. Lengths are those of the HTML: near enough
    to what a reader scrolls through.
    """
    lengths = [len(piece.decode()) if isinstance(piece, bytes) else 0 for piece in body]
    length = sum(lengths) or 1
    found: dict[int, float] = {}
    seen: set[int] = set()
    done = 0
    for piece, text_length in zip(body, lengths, strict=True):
        done += text_length
        if isinstance(piece, Hole):
            for index in _claims(piece, notes, seen):
                found[index] = round(100 * done / length, 1)
    return found


def _claims(hole: Hole, notes: Sequence[LinkedNote], seen: set[int]) -> Iterator[int]:
    """The claims of a hole: its own, or those of the notes it leads to and that are not `seen`."""
    waiting = [hole]
    while waiting:
        match waiting.pop():
            case Hole("claim", index):
                yield index
            case Hole("reference" | "beside", index, _, indexes):
                new = [number for number in indexes or (index,) if number not in seen]
                seen.update(new)
                pieces = (piece for number in new for piece in notes[number].note.body)
                waiting += [piece for piece in pieces if isinstance(piece, Hole)]
