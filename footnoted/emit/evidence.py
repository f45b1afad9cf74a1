"""A page per question: verdict, citations, reasoning, and every passage that rests on it."""

from __future__ import annotations

from collections.abc import Iterator

from footnoted import pages
from footnoted.model import Corpus, EvidencePage, Output
from footnoted.theme import Theme


def emit(corpus: Corpus, theme: Theme) -> Iterator[Output]:
    """`evidence/SLUG.html`."""
    for page in corpus.evidence:
        yield _page(page, corpus, theme)


def _page(page: EvidencePage, corpus: Corpus, theme: Theme) -> Output:
    linked = page.linked
    evidence = linked.evidence
    verdict = theme.strings(evidence.language)(f"standing.{linked.standing}.label")
    path = f"evidence/{evidence.slug}.html"
    frame = pages.frame(corpus.config, path, evidence.title, f"{verdict}. {evidence.title}")
    macros = pages.parts(theme, evidence.language, frame)
    values = {
        **frame,
        "page": page,
        "linked": linked,
        "evidence": evidence,
        "body": pages.fill(evidence.prose.body, (), linked.notes, macros),
        "endnotes": pages.endnotes((), linked.notes, macros),
    }
    return pages.output(theme, "evidence.html", evidence.language, values)
