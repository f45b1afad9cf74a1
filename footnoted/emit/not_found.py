"""The page for addresses that do not exist: served at any depth, so its links are absolute."""

from __future__ import annotations

from collections.abc import Iterator

from footnoted.model import Corpus
from footnoted.pages import Page, Words
from footnoted.theme import Theme


def emit(corpus: Corpus, theme: Theme) -> Iterator[Page]:
    """`404.html`."""
    title = Words("not-found.title")
    yield Page("404.html", "404.html", corpus.config.language, title, anywhere=True)
