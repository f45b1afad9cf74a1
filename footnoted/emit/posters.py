"""A poster per essay: what other sites show beside a link to it."""

from __future__ import annotations

from collections.abc import Iterator

from footnoted.model import Corpus, Poster
from footnoted.pages import poster_path
from footnoted.theme import Theme
from footnoted.tokens import properties

COLORS = (
    *("paper", "ink", "soft", "rule", "link"),
    *("supported", "mostly-supported", "mixed", "unsupported"),
    *("contradicted", "opinion", "prediction", "missing"),
)


def emit(corpus: Corpus, theme: Theme) -> Iterator[Poster]:
    """`posters/SLUG.png`, if the site has an address and wants posters."""
    config = corpus.config
    if not any(poster_path(config, linked.essay.slug) for linked in corpus.essays):
        return
    known = properties(theme.files["style.css"].decode())
    colors = tuple((name, known.get(name, ())) for name in COLORS)
    for linked in corpus.essays:
        essay = linked.essay
        words = theme.strings(essay.language)
        author = ", ".join(essay.authors) or config.author
        yield Poster(
            poster_path(config, essay.slug),
            essay.title,
            author if author != config.title else "",
            config.title,
            words("claims.count", n=len(linked.claims)),
            tuple((name, n, words(f"standing.{name}.short", n=n)) for name, n in linked.tally),
            words("direction"),
            colors,
        )
