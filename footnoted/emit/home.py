"""The first page: what the site is, and its essays."""

from __future__ import annotations

from collections.abc import Iterator

from footnoted.model import Corpus
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
        },
    )
