"""About the method: what each verdict, relation, standing and caution means.

The lists are the tables that the parser checks against, so the page cannot fall behind them.
"""

from __future__ import annotations

from collections.abc import Iterator

from footnoted import pages
from footnoted.model import CAUTIONS, COPIES, KINDS, RELATIONS, STANDINGS, STATUSES, VERDICTS
from footnoted.model import Corpus, Output
from footnoted.theme import Theme


def emit(corpus: Corpus, theme: Theme) -> Iterator[Output]:
    """`method.html`."""
    language = corpus.config.language
    strings = theme.strings(language)
    title, description = strings("method.title"), strings("method.lead")
    frame = pages.frame(corpus.config, "method.html", title, description)
    values = {
        **frame,
        "verdicts": VERDICTS,
        "standings": [s for s in STANDINGS if s not in VERDICTS],
        "relations": RELATIONS,
        "kinds": KINDS,
        "cautions": CAUTIONS,
        "statuses": STATUSES,
        "copies": COPIES,
    }
    yield pages.output(theme, "method.html", language, values)
