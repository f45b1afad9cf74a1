"""Evidence, sources and the copies of sources -> what became of each quotation, and the findings.

A copy and all that is quoted from it make one packet, a text that says it all; so what became
of them can be kept as long as the packet is the same.

    packet = copy (NUL quotation)*        neither has a NUL in it
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from footnoted.diagnostics import Diagnostic
from footnoted.model import Citation, Config, Evidence, QuoteCheck, SourceFile
from footnoted.quotes import Copy, check, stands_in

Checks = Mapping[tuple[str, str], QuoteCheck]  # by the key of the source, and the quotation
Places = Mapping[str, str]  # of the copies, by the key of the source
_END = "\0"


def packets(
    evidence: Iterable[Evidence], places: Places, copies: Mapping[str, str]
) -> list[SourceFile]:
    """A packet for each copy that something is quoted from, in the order of the sources."""
    quoted: dict[str, dict[str, None]] = {place: {} for place in places.values()}
    for citation in quoting(evidence) if places else ():
        if citation.source in places:
            quoted[places[citation.source]][citation.quote] = None
    return [
        SourceFile(f"copy:{path}", _END.join((copies[path], *sorted(quotations))))
        for path, quotations in quoted.items()
        if quotations
    ]


def check_packet(packet: SourceFile, config: Config) -> tuple[QuoteCheck, ...]:
    """What became of each quotation of the packet."""
    text, *quotations = packet.text.split(_END)
    copy = Copy(text)
    return tuple(check(quotation, copy) for quotation in quotations)


def by_source(
    packed: Sequence[SourceFile], results: Sequence[tuple[QuoteCheck, ...]], places: Places
) -> dict[tuple[str, str], QuoteCheck]:
    """What became of the quotations of all packets."""
    found: dict[str, dict[str, QuoteCheck]] = {}
    for packet, checks in zip(packed, results, strict=True):
        quotations = packet.text.split(_END)[1:]
        found[packet.path.removeprefix("copy:")] = dict(zip(quotations, checks, strict=True))
    return {
        (key, quotation): result
        for key, place in places.items()
        for quotation, result in found.get(place, {}).items()
    }


def report(
    evidence: Iterable[Evidence], places: Places, checks: Checks, copies: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """What authors should know of their quotations."""
    others: dict[str, Copy] = {}  # made when a quotation is looked for elsewhere
    for citation in quoting(evidence) if checks else ():
        result = checks.get((citation.source, citation.quote))
        if result is None or not result.problem:
            continue
        if result.problem == "cut":
            yield _cut(citation, result)
        elif key := _elsewhere(citation, places, copies, others):
            message = f"the quotation stands in the copy of `{key}`, not of `{citation.source}`"
            hint = "cite the source that it is from"
            yield Diagnostic("quote-elsewhere", message, citation.quote_span, hint=hint)
        else:
            yield _not_found(citation, result, places[citation.source])


def quoting(evidence: Iterable[Evidence]) -> Iterator[Citation]:
    """All citations with a quotation, in order."""
    return (c for page in evidence for c in page.citations if c.quote)


def _elsewhere(
    citation: Citation,
    places: Places,
    copies: Mapping[str, str],
    others: dict[str, Copy],
) -> str:
    """The key of another source in whose copy the quotation stands."""
    own = places[citation.source]
    for key, place in places.items():
        if place != own:
            if place not in others:
                others[place] = Copy(copies[place])
            if stands_in(citation.quote, others[place]):
                return key
    return ""


def _cut(citation: Citation, result: QuoteCheck) -> Diagnostic:
    message = f"`{result.said}` is a part of `{result.stands}` in the copy of `{citation.source}`"
    hint = "quote whole words and numbers, with their signs"
    return Diagnostic("quote-cut", message, citation.quote_span, hint=hint)


def _not_found(citation: Citation, result: QuoteCheck, path: str) -> Diagnostic:
    span, source = citation.quote_span, citation.source
    if result.problem == "omission":
        message = f"the quotation leaves out `{result.stands}`, which the copy of `{source}` has"
        hint = "quote all of it; if the sense stays the same without it, write `[…]` in its place"
        return Diagnostic("quote-omission", message, span, hint=hint)
    message = f"the quotation does not stand in the copy of `{source}`"
    return Diagnostic("quote-not-found", message, span, hint=_hint(citation, result, path))


def _hint(citation: Citation, result: QuoteCheck, path: str) -> str:
    if result.problem == "order":
        return "all its parts are there, in another order"
    if not result.differences:
        return f"nothing in `{path}` is near it; is this the right source?"
    hint = "; ".join(_difference(said, stands) for said, stands in result.differences)
    if "[" in citation.quote and any("[" in said for said, _ in result.differences):
        return f"{hint}. Leave out words of your own; `[…]` marks an omission"
    if any("..." in said for said, _ in result.differences):
        return f"{hint}. An omission is marked with `[…]`"
    return hint


def _difference(said: str, stands: str) -> str:
    if not said:
        return f"the copy also has `{stands}`"
    if not stands:
        return f"the copy does not have `{said}`"
    return f"the copy has `{stands}`, the quotation `{said}`"
