"""The claim ledger: every claim of the site with its standing."""

from __future__ import annotations

from collections.abc import Iterator

from footnoted.model import Corpus
from footnoted.pages import Page, Words
from footnoted.theme import Theme


def emit(corpus: Corpus, theme: Theme) -> Iterator[Page]:
    """`claims.html`."""
    yield Page(
        "claims.html",
        "claims.html",
        corpus.config.language,
        Words("claims.title"),
        Words("claims.lead"),
        values={"essays": corpus.essays, "tally": corpus.tally},
    )
