"""The first page: what the site is, and its essays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from footnoted.model import Corpus, Essay, LinkedClaim, LinkedEssay
from footnoted.pages import Page
from footnoted.theme import Theme


def emit(corpus: Corpus, theme: Theme) -> Iterator[Page]:
    """`index.html`."""
    counts = len(corpus.evidence), len(corpus.sources)
    yield Page(
        "index.html",
        "home.html",
        corpus.config.language,
        "",
        corpus.config.description,
        made_of=(corpus.listed, corpus.tally, counts),
        values=lambda essays, tally, counts: {
            "essays": essays,
            "tally": tally,
            "evidence_count": counts[0],
            "source_count": counts[1],
            "samples": samples(essays, tally),
        },
    )


def samples(
    essays: Sequence[LinkedEssay], tally: Sequence[tuple[str, int]]
) -> list[tuple[Essay, LinkedClaim]]:
    """For each standing in the tally of the site, the first claim that has it, with its essay."""
    found: dict[str, tuple[Essay, LinkedClaim]] = {}
    for linked in essays:
        if any(name not in found for name, _ in linked.tally):
            for claim in linked.claims:
                found.setdefault(claim.standing, (linked.essay, claim))
        if len(found) == len(tally):
            break
    return [found[name] for name, _ in tally]
