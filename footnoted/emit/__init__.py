"""Corpus -> Pages and Outputs: one kind of page or file per module.

An emitter is a function `(Corpus, Theme) -> Iterator[Page | Output]`; none imports another, so
taking one out of `EMITTERS` takes its files out of the site and changes nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from footnoted.emit import assets, claims, essays, evidence, home, method, not_found, sources
from footnoted.model import Corpus, Output
from footnoted.pages import Page
from footnoted.theme import Theme

Emitter = Callable[[Corpus, Theme], Iterator[Page] | Iterator[Output]]

EMITTERS: tuple[Emitter, ...] = (
    home.emit,
    essays.emit,
    evidence.emit,
    claims.emit,
    sources.emit,
    method.emit,
    not_found.emit,
    assets.emit,
)
