"""The first page: what the site is, and its essays."""

from __future__ import annotations

from collections.abc import Iterator

from footnoted import pages
from footnoted.model import Corpus, Output
from footnoted.theme import Theme


def emit(corpus: Corpus, theme: Theme) -> Iterator[Output]:
    """`index.html`."""
    config = corpus.config
    frame = pages.frame(config, "index.html", "", config.description)
    values = {
        **frame,
        "essays": corpus.essays,
        "tally": corpus.tally,
        "evidence_count": len(corpus.evidence),
        "source_count": len(corpus.sources),
    }
    yield pages.output(theme, "home.html", config.language, values)
