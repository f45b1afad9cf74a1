"""Corpus -> Pages, Posters and Outputs: one kind of page or file per module.

An emitter is a function `(Corpus, Theme) -> Iterator[Item]`; none imports another, so taking one
out of `EMITTERS` takes its files out of the site and changes nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from footnoted.emit import (
    assets,
    bibliography,
    claims,
    corrections,
    essays,
    evidence,
    feed,
    home,
    method,
    not_found,
    posters,
    record,
    sitemap,
    sources,
)
from footnoted.model import Corpus
from footnoted.pages import Item
from footnoted.theme import Theme

Emitter = Callable[[Corpus, Theme], Iterator[Item]]

# The preview asks one after another for a file: every page needs styles and scripts at once.
EMITTERS: tuple[Emitter, ...] = (
    assets.emit,
    essays.emit,
    evidence.emit,
    sources.emit,
    home.emit,
    claims.emit,
    corrections.emit,
    method.emit,
    not_found.emit,
    posters.emit,
    record.emit,
    bibliography.emit,
    feed.emit,
    sitemap.emit,
)


def plan(corpus: Corpus, theme: Theme) -> Iterator[Item]:
    """Every file of the site but its media, pages and posters still to be made.

    A static file of the theme takes the place of one that would be made.
    """
    for emit in EMITTERS:
        if emit is assets.emit:
            yield from emit(corpus, theme)
        else:
            yield from (item for item in emit(corpus, theme) if item.path not in theme.files)
