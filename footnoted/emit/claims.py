"""The claim ledger: every claim of the site with its standing."""

from __future__ import annotations

from collections.abc import Iterator

from footnoted import pages
from footnoted.model import Corpus, Output
from footnoted.theme import Theme


def emit(corpus: Corpus, theme: Theme) -> Iterator[Output]:
    """`claims.html`."""
    language = corpus.config.language
    strings = theme.strings(language)
    title, description = strings("claims.title"), strings("claims.lead")
    frame = pages.frame(corpus.config, "claims.html", title, description)
    values = {**frame, "essays": corpus.essays, "tally": corpus.tally}
    yield pages.output(theme, "claims.html", language, values)
