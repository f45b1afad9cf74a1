"""The bibliography, and a page per source with everything that rests on it."""

from __future__ import annotations

from collections.abc import Iterator

from footnoted.model import Corpus, SourcePage
from footnoted.pages import Page, Words, is_unchecked
from footnoted.theme import Theme


def emit(corpus: Corpus, theme: Theme) -> Iterator[Page]:
    """`sources.html` and `sources/KEY.html`."""
    language = corpus.config.language
    listed = tuple(sorted(corpus.sources, key=lambda page: _sort_key(page.source.title)))
    yield Page(
        "sources.html",
        "sources.html",
        language,
        Words("sources.title"),
        Words("sources.lead"),
        made_of=(listed,),
        values=lambda listed: {"sources": listed},
    )
    for page in listed:
        yield Page(
            f"sources/{page.source.key}.html",
            "source.html",
            language,
            page.source.title,
            made_of=(page,),
            values=_shown,
        )


def _shown(page: SourcePage) -> dict[str, object]:
    return {
        "page": page,
        "source": page.source,
        "unchecked": is_unchecked(item.check for _, item in page.citations),
    }


def _sort_key(title: str) -> tuple[str, str]:
    """Titles sort by their first letter or digit: quotation marks and brackets do not count."""
    folded = title.casefold()
    return folded.lstrip("[(“‘\"'«„‹「『 "), folded
