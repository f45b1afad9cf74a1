"""Essays and the index -> the numbers of claims that no quotation of their evidence has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from footnoted.amounts import amounts, dates, labels
from footnoted.diagnostics import Diagnostic
from footnoted.figures import Figure, figures, stands_in
from footnoted.index import Index
from footnoted.model import Claim, Essay, Evidence, Excerpt
from footnoted.patterns import pattern

# What a claim with a number has; a quick look, since most have none.
_MAYBE = pattern(
    r"\d|teen\b|ty\b|ty-|half|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|\bten\b|eleven"
    r"|twelve|dozen|hundred|thousand|llion|per ?cent|\bin (?:ten|a|every)\b|[½⅓¼⅔¾]",
    re.IGNORECASE,
)
# One of these is in every English text that has such, but for digits and signs: quicker still.
_HINTS = (
    "ty|teen|half|third|quarter|fifth|sixth|seventh|eighth|ninth|ten|eleven|twelve|dozen|hundred"
    "|thousand|llion|percent|per cent|in a|in every"
).split("|")
_DIGIT = pattern(r"\d")
_AROUND = 200  # characters before and after a claim that tell what its numbers are
_HINT = (
    "quote the passage with the number, or say at `figures` in the evidence page's front matter"
    " where it is from"
)


def check_figures(essays: Sequence[Essay], index: Index) -> Iterator[Diagnostic]:
    """A finding for each number of a claim that its evidence, though it quotes, does not quote."""
    for essay in essays:
        for claim in essay.prose.claims:
            if _may_count(claim.excerpt.claim):
                yield from _check(claim, essay.language, index)


def _may_count(text: str) -> bool:
    """Whether there may be a number in the text."""
    lower = text.lower()
    if not lower.replace("’", "").replace("“", "").replace("”", "").isascii():
        return _MAYBE.search(text) is not None
    if _DIGIT.search(lower):
        return True
    return any(map(lower.__contains__, _HINTS)) and _MAYBE.search(text) is not None


def unquoted(
    excerpt: Excerpt, language: str, quotations: Sequence[tuple[str, str]]
) -> Iterator[str]:
    """The numbers of a claim that none of the quotations has, in the claim's own words.

    Each quotation comes with its language, which may be empty.
    """
    if said := list(_said(excerpt, language)):
        quoted = [figure for text, known in quotations for figure in _quoted(text, known)]
        yield from (words for words, figure in said if not stands_in(figure, quoted))


def _check(claim: Claim, language: str, index: Index) -> Iterator[Diagnostic]:
    slugs = filter(None, (claim.evidence, *(more.evidence for more in claim.more)))
    pages = [index.evidence[slug] for slug in slugs if slug in index.evidence]
    quotations = [quotation for page in pages for quotation in _quotations(page, index)]
    if not quotations or any(page.figures for page in pages):
        return
    for words in unquoted(claim.excerpt, language, quotations):
        message = f"the claim says `{words}`, and no quotation of its evidence does"
        yield Diagnostic("figure-not-quoted", message, claim.span, hint=_HINT)


def _quotations(page: Evidence, index: Index) -> Iterator[tuple[str, str]]:
    """What the page quotes, and its translations, each with its language."""
    for citation in page.citations:
        source = index.sources.get(citation.source)
        if citation.quote:
            yield citation.quote, source.language if source else ""
            yield citation.translation, page.language


def _said(excerpt: Excerpt, language: str) -> Iterator[tuple[str, Figure]]:
    """The amounts that begin in the claim's own words, as it has them."""
    before = excerpt.before[-_AROUND:]
    start, end = len(before), len(before) + len(excerpt.claim)
    text = before + excerpt.claim + excerpt.after[:_AROUND]
    found = [f for f in figures(text, language) if start <= f.start < end]
    if not all(figure.is_scaled for figure in found):
        known = _covered(amounts(text, language))
        found = [f for f in found if f.is_scaled or not known.isdisjoint(_place(f))]
    days = _covered(dates(text, language)) if found else set()
    for figure in found:
        if days.isdisjoint(_place(figure)):
            yield text[figure.start : figure.end], figure


def _quoted(text: str, language: str) -> Iterator[Figure]:
    """The numbers of a quotation, but for those of dates and labels."""
    if found := figures(text, language):
        known = language or "en"
        others = _covered((*dates(text, known), *labels(text, known)))
        yield from (figure for figure in found if others.isdisjoint(_place(figure)))


def _place(figure: Figure) -> range:
    return range(figure.start, figure.end)


def _covered(places: Iterable[tuple[int, int]]) -> set[int]:
    """All offsets that the places have, so that long texts take no longer than their length."""
    return {offset for start, end in places for offset in range(start, end)}
