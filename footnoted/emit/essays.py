"""A page per essay, and the list of all essays."""

from __future__ import annotations

from collections.abc import Iterator

from footnoted.model import Corpus
from footnoted.pages import Page, Words
from footnoted.theme import Theme


def emit(corpus: Corpus, theme: Theme) -> Iterator[Page]:
    """`essays.html` and `essays/SLUG.html`."""
    yield Page(
        "essays.html",
        "essays.html",
        corpus.config.language,
        Words("essays.title"),
        values={"essays": corpus.essays},
    )
    for linked in corpus.essays:
        essay = linked.essay
        yield Page(
            f"essays/{essay.slug}.html",
            "essay.html",
            essay.language,
            essay.title,
            essay.summary,
            values={"linked": linked, "essay": essay},
            body=essay.prose.body,
            claims=linked.claims,
            notes=linked.notes,
        )
