"""A page per essay, and the list of all essays."""

from __future__ import annotations

from collections.abc import Iterator

from footnoted import pages
from footnoted.model import Corpus, LinkedEssay, Output
from footnoted.theme import Theme


def emit(corpus: Corpus, theme: Theme) -> Iterator[Output]:
    """`essays.html` and `essays/SLUG.html`."""
    language = corpus.config.language
    title = theme.strings(language)("essays.title")
    frame = pages.frame(corpus.config, "essays.html", title)
    yield pages.output(theme, "essays.html", language, {**frame, "essays": corpus.essays})
    for linked in corpus.essays:
        yield _essay(linked, corpus, theme)


def _essay(linked: LinkedEssay, corpus: Corpus, theme: Theme) -> Output:
    essay = linked.essay
    frame = pages.frame(corpus.config, f"essays/{essay.slug}.html", essay.title, essay.summary)
    macros = pages.parts(theme, essay.language, frame)
    values = {
        **frame,
        "linked": linked,
        "essay": essay,
        "body": pages.fill(essay.prose.body, linked.claims, linked.notes, macros),
        "endnotes": pages.endnotes(linked.claims, linked.notes, macros),
    }
    return pages.output(theme, "essay.html", essay.language, values)
