"""Content, sources and evidence -> what became of each quotation, and the findings.

A quotation is compared with the text that its source names with `path`, else with the kept copy,
if that is the one that the receipt tells of. Where there is no such text, a receipt can still say
that this very quotation was found, and on which day the copy was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from footnoted.copies import place_of, read_copies, read_kept
from footnoted.diagnostics import ALWAYS_ERRORS, Diagnostic, Span
from footnoted.kept import Kept, Task
from footnoted.model import Config, Content, Evidence, QuoteCheck, Receipt, Source, SourceFile
from footnoted.quote_checks import Checks, by_source, check_packet, packets, quoting, report
from footnoted.read import Reader
from footnoted.receipts import (
    Receipts,
    fitting,
    quotation_digest,
    read_receipts,
    text_digest,
)
from footnoted.sources import Bibliography

Findings = tuple[Diagnostic, ...]
_NONE = Receipts((), (), ())


def check_quotations(
    content: Content,
    bibliography: Bibliography,
    evidence: Sequence[Evidence],
    config: Config,
    kept: Kept,
    folder: Path,
    reader: Reader | None,
) -> tuple[Checks, Findings]:
    """What became of all quotations; the findings, with those of the content folder.

    A Markdown file that is the copy of a source is not an ignored one.
    """
    sources = {source.key: source for source in bibliography.sources}
    read = _receipts(content, config, kept)
    receipts, stale = fitting(read, sources)
    copies, faults = _named(content, bibliography, folder, reader)
    kept_copies, changed = _kept_copies(read, receipts, sources, folder, reader)
    copies |= {place_of(key): text for key, text in kept_copies.items()}
    places = _places(sources.values(), copies, kept_copies)
    packed = packets(evidence, places, copies)
    task = Task(check_packet, tuple[QuoteCheck, ...], packed)
    kept.prepare(config, task)
    checks = by_source(packed, kept.results(config, task), places)
    found = tuple(report(evidence, places, checks, copies))
    dated = _dated(checks, receipts, places, copies) | dict(_recalled(evidence, receipts, places))
    named = {path for path, _ in bibliography.copies}
    files = [d for d in content.diagnostics if d.code != "ignored-file" or d.span.path not in named]
    return dated, (*files, *read.diagnostics, *stale, *faults, *changed, *found)


def _receipts(content: Content, config: Config, kept: Kept) -> Receipts:
    files = [content.receipts] if content.receipts else []
    task = Task(_read_receipts, Receipts, files)
    kept.prepare(config, task)
    return next(iter(kept.results(config, task)), _NONE)


def _read_receipts(file: SourceFile, config: Config) -> Receipts:
    return read_receipts(file)


def _named(
    content: Content, bibliography: Bibliography, folder: Path, reader: Reader | None
) -> tuple[dict[str, str], Findings]:
    """The texts that sources name with `path`, by path."""
    faulty = tuple(f"{d.span.path}/" for d in content.diagnostics if d.code in ALWAYS_ERRORS)
    wanted = [c for c in bibliography.copies if not f"{c[0]}/".startswith(faulty)]
    copies, faults = read_copies(folder, wanted, content.files, reader)
    return dict(copies), faults


def _kept_copies(
    read: Receipts,
    receipts: Mapping[str, Receipt],
    sources: Mapping[str, Source],
    folder: Path,
    reader: Reader | None,
) -> tuple[dict[str, str], list[Diagnostic]]:
    """The kept texts that are what their receipts say, by key; the others are reported."""
    keys = [key for key in receipts if not sources[key].path]
    copies: dict[str, str] = {}
    found: list[Diagnostic] = []
    places: dict[str, Span] = {
        receipt.source: place for receipt, place in zip(read.receipts, read.places, strict=True)
    }
    for key, text in read_kept(folder, keys, reader).items():
        if text_digest(text) == receipts[key].text:
            copies[key] = text
        else:
            message = f"the copy of `{key}` is not the one that this receipt is of"
            hint = f"keep a copy anew: python build.py keep --source {key}"
            found.append(Diagnostic("changed-copy", message, places[key], hint=hint))
    return copies, found


def _places(
    sources: Iterable[Source], copies: Mapping[str, str], kept_copies: Mapping[str, str]
) -> dict[str, str]:
    """Where the text of each source lies that has one, in the order of the sources."""
    found = {}
    for source in sources:
        if source.path in copies:
            found[source.key] = source.path
        elif source.key in kept_copies:
            found[source.key] = place_of(source.key)
    return found


def _dated(
    checks: Checks,
    receipts: Mapping[str, Receipt],
    places: Mapping[str, str],
    copies: Mapping[str, str],
) -> dict[tuple[str, str], QuoteCheck]:
    """The checks with the day of the copy, where its receipt is of this very text."""
    days = {
        key: receipts[key].date
        for key, place in places.items()
        if key in receipts and receipts[key].text == text_digest(copies[place])
    }
    return {
        (key, quotation): replace(check, copied=days[key]) if key in days else check
        for (key, quotation), check in checks.items()
    }


def _recalled(
    evidence: Iterable[Evidence], receipts: Mapping[str, Receipt], places: Mapping[str, str]
) -> Iterator[tuple[tuple[str, str], QuoteCheck]]:
    """Quotations that stand in copies which are not here, as their receipts say."""
    known = {key: set(r.quotations) for key, r in receipts.items() if key not in places}
    for citation in quoting(evidence) if known else ():
        digests = known.get(citation.source)
        if digests and quotation_digest(citation.quote) in digests:
            day = receipts[citation.source].date
            yield (citation.source, citation.quote), QuoteCheck("found", copied=day)
