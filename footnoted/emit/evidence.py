"""A page per question: verdict, citations, reasoning, and every passage that rests on it."""

from __future__ import annotations

from collections.abc import Iterator

from footnoted.model import Corpus
from footnoted.pages import Page
from footnoted.theme import Theme


def emit(corpus: Corpus, theme: Theme) -> Iterator[Page]:
    """`evidence/SLUG.html`."""
    for page in corpus.evidence:
        evidence = page.evidence
        verdict = theme.strings(evidence.language)(
            f"standing.{page.linked.evidence.standing}.label"
        )
        yield Page(
            f"evidence/{evidence.slug}.html",
            "evidence.html",
            evidence.language,
            evidence.title,
            f"{verdict}. {evidence.title}",
            values={"page": page, "linked": page.linked, "evidence": evidence},
            body=evidence.prose.body,
            notes=page.notes,
        )
