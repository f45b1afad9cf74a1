"""The page for addresses that do not exist. It is served at any depth, so its links are absolute."""

from __future__ import annotations

from collections.abc import Iterator

from footnoted import pages
from footnoted.addresses import relative
from footnoted.config import base_path
from footnoted.model import Corpus, Output
from footnoted.theme import Theme


def emit(corpus: Corpus, theme: Theme) -> Iterator[Output]:
    """`404.html`."""
    base = base_path(corpus.config)

    def href(path: str, fragment: str = "") -> str:
        return base + relative("404.html", path, fragment)

    language = corpus.config.language
    title = theme.strings(language)("not-found.title")
    frame = pages.frame(corpus.config, "404.html", title, href=href)
    yield pages.output(theme, "404.html", language, {**frame, "canonical": ""})
