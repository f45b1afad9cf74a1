"""The claim ledger: every claim of the site with its standing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from footnoted.model import KINDS, Corpus
from footnoted.pages import Page, Words
from footnoted.theme import Theme


def emit(corpus: Corpus, theme: Theme) -> Iterator[Page]:
    """`claims.html`."""
    counts = Counter(
        claim.evidence.evidence.kind
        for linked in corpus.essays
        for claim in linked.claims
        if claim.evidence
    )
    essays = tuple(linked for linked in corpus.listed if linked.claims)
    kinds = tuple((kind, counts[kind]) for kind in KINDS if counts[kind])
    yield Page(
        "claims.html",
        "claims.html",
        corpus.config.language,
        Words("claims.title"),
        Words("claims.lead"),
        made_of=(essays, corpus.tally, kinds),
        values=lambda essays, tally, kinds: {"essays": essays, "tally": tally, "kinds": kinds},
    )
