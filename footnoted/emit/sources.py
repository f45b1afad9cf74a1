"""The bibliography, and a page per source with everything that rests on it."""

from __future__ import annotations

from collections.abc import Iterator

from footnoted import pages
from footnoted.model import Corpus, Output
from footnoted.theme import Theme


def emit(corpus: Corpus, theme: Theme) -> Iterator[Output]:
    """`sources.html` and `sources/KEY.html`."""
    language = corpus.config.language
    strings = theme.strings(language)
    listed = sorted(corpus.sources, key=lambda page: _sort_key(page.source.title))
    title, description = strings("sources.title"), strings("sources.lead")
    frame = pages.frame(corpus.config, "sources.html", title, description)
    yield pages.output(theme, "sources.html", language, {**frame, "sources": listed})
    for page in listed:
        path = f"sources/{page.source.key}.html"
        frame = pages.frame(corpus.config, path, page.source.title)
        values = {**frame, "page": page, "source": page.source}
        yield pages.output(theme, "source.html", language, values)


def _sort_key(title: str) -> tuple[str, str]:
    """Titles sort by their first letter or digit: quotation marks and brackets do not count."""
    folded = title.casefold()
    return folded.lstrip("[(“‘\"'«„‹「『 "), folded
