"""Corpus and what is made of a text -> the corpus whose pages have it: sizes of images, tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from msgspec.structs import replace

from footnoted.model import Corpus, EvidencePage, LinkedEssay, Prose

P = TypeVar("P", LinkedEssay, EvidencePage)
Made = Callable[[Prose], tuple[object, ...]]


def extended(corpus: Corpus, field: str, made: Made) -> Corpus:
    """The corpus with what is `made` of each text in this field of its page, where it is empty."""
    essays = [_page(linked, field, made(linked.essay.prose)) for linked in corpus.essays]
    evidence = [_page(page, field, made(page.evidence.prose)) for page in corpus.evidence]
    return replace(corpus, essays=tuple(essays), evidence=tuple(evidence))


def texts(corpus: Corpus) -> Iterator[Prose]:
    """The texts of all pages that are written."""
    yield from (linked.essay.prose for linked in corpus.essays)
    yield from (page.evidence.prose for page in corpus.evidence)


def _page(page: P, field: str, more: tuple[object, ...]) -> P:
    return replace(page, **{field: more}) if more else page
