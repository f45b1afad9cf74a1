"""About the method: what each verdict, relation, standing and caution means.

The lists are the tables that the parser checks against, so the page cannot fall behind them.
"""

from __future__ import annotations

from collections.abc import Iterator

from footnoted.model import (
    CAUTIONS,
    COPIES,
    KINDS,
    QUOTE_CHECKS,
    RELATIONS,
    STANDINGS,
    STATUSES,
    VERDICTS,
    Corpus,
)
from footnoted.pages import Page, Words
from footnoted.theme import Theme


def emit(corpus: Corpus, theme: Theme) -> Iterator[Page]:
    """`method.html`."""
    yield Page(
        "method.html",
        "method.html",
        corpus.config.language,
        Words("method.title"),
        Words("method.lead"),
        values=lambda: {
            "verdicts": VERDICTS,
            "standings": [standing for standing in STANDINGS if standing not in VERDICTS],
            "relations": RELATIONS,
            "kinds": KINDS,
            "cautions": CAUTIONS,
            "checks": QUOTE_CHECKS,
            "statuses": STATUSES,
            "copies": COPIES,
        },
    )
