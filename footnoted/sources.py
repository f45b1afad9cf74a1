"""sources.yaml -> Source values, and the look-up of a source by any address it is known by."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from footnoted.addresses import folded
from footnoted.composing import Text, compose_entries, twice
from footnoted.diagnostics import Diagnostic, Span, did_you_mean
from footnoted.fields import names
from footnoted.model import Source, SourceFile
from footnoted.patterns import pattern
from footnoted.plain_yaml import cut, is_simple
from footnoted.source_records import KEYS as SOURCE_KEYS
from footnoted.source_records import SourceRecord, read_record, record_of
from footnoted.value import Value

# An address that is as it should be, without `www.`: host, path.
_PLAIN_ADDRESS = pattern(r"https?://(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)*)(/[A-Za-z0-9_./~-]*)?")


class Bibliography(Value, frozen=True):
    """All source records in the author's order, the places of their keys, and what is wrong.

    `copies` are the files that records name as the text of their work, and where they do;
    `statuses` are the keys of the works that no longer stand, and where their records say so.
    """

    sources: tuple[Source, ...]
    places: tuple[Span, ...]
    diagnostics: tuple[Diagnostic, ...]
    copies: tuple[tuple[str, Span], ...] = ()
    statuses: tuple[tuple[str, Span], ...] = ()


def read_sources(file: SourceFile) -> Bibliography:
    """The records of sources.yaml."""
    parts = cut(file.text) if is_simple(file.text) else []
    records = [read_record(file.path, part, line) for line, part in parts]
    sound = [record for record in records if record]
    if sound and len(sound) == len(records):
        return bibliography(sound)
    text = Text(file.path, file.text, keys=names(SOURCE_KEYS))
    sound = [record_of(key, node, text) for key, node in compose_entries(text)]
    if not text.is_sound:  # one mistake in YAML is not ten
        return Bibliography((), (), tuple(text.found))
    return bibliography(sound, text.found)


def bibliography(records: Iterable[SourceRecord], found: Iterable[Diagnostic] = ()) -> Bibliography:
    """All records together, each key once, and what is wrong with them beside `found`."""
    firsts: dict[str, SourceRecord] = {}
    text = Text("", "", found=list(found))
    for record in records:
        first = firsts.setdefault(record.key, record)
        if first is record:
            text.found += record.found
        else:
            text.found.append(twice(record.key, record.place, first.place))
    kept = [record for record in firsts.values() if record.source]
    sources = [record.source for record in kept if record.source]
    places = {record.key: record.place for record in kept}
    _check_unique(sources, places, text)
    _check_addresses(sources, places, text)
    _check_origins({record.key: record.origin for record in kept if record.origin}, places, text)
    return Bibliography(
        tuple(sources),
        tuple(places.values()),
        tuple(text.found),
        tuple(record.copy for record in kept if record.copy),
        tuple((r.key, r.status[1]) for r in kept if r.status),
    )


@functools.lru_cache(maxsize=1 << 16)
def canonical(address: str) -> str:
    """The address without what does not tell sources apart: equal for two ways to write one.

    Scheme http or https, `www.`, a fragment, a slash at the end, the letter case of the host
    and percent-encoding do not count; path and query do.

    >>> canonical("http://www.Example.org/a/#b") == canonical("https://example.org/a")
    True
    """
    if match := _PLAIN_ADDRESS.fullmatch(address):  # most are, and are done in no time
        return f"{match[1]}{(match[2] or '').rstrip('/')}"
    return _canonical(address)


def _canonical(address: str) -> str:
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.").rstrip(".")
        port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    except ValueError:
        return address
    query = f"?{unquote(parts.query)}" if parts.query else ""
    return f"{host}{port}{unquote(parts.path).rstrip('/')}{query}"


def by_address(sources: Iterable[Source]) -> dict[str, Source]:
    """Sources by the canonical form of their address, archived address and DOI."""
    found: dict[str, Source] = {}
    for source in sources:
        doi = f"https://doi.org/{source.doi}" if source.doi else ""
        for address in (source.url, source.archived, doi):
            if address:
                found.setdefault(canonical(address), source)
    return found


def _check_unique(sources: list[Source], places: dict[str, Span], text: Text) -> None:
    seen: dict[str, Source] = {}
    for source in sources:
        first = seen.setdefault(folded(source.key), source)
        if first is not source:
            message = f"the keys `{first.key}` and `{source.key}` differ only in letter case"
            text.report("duplicate-slug", message, places[source.key])


def _check_addresses(sources: list[Source], places: dict[str, Span], text: Text) -> None:
    seen: dict[str, Source] = {}
    for source in sources:
        for address in {canonical(a) for a in (source.url, source.archived) if a}:
            first = seen.setdefault(address, source)
            if first is not source:
                message = f"the sources `{first.key}` and `{source.key}` have the same address"
                hint = "keep one record for one work, or give each its own address"
                text.report("duplicate-address", message, places[source.key], hint=hint)


def _check_origins(
    origins: dict[str, tuple[str, Span]], places: dict[str, Span], text: Text
) -> None:
    for key, (origin, span) in origins.items():
        if _leads_back(key, origins):
            text.report("bad-value", "a source cannot be derived from itself", span)
        elif origin not in places:
            hint = did_you_mean(origin, places) or "add it to sources.yaml"
            message = f"no source has the key `{origin}`"
            text.report("unknown-source", message, span, hint=hint)


def _leads_back(key: str, origins: dict[str, tuple[str, Span]]) -> bool:
    """True if the way from origin to origin comes back to where it began."""
    seen: set[str] = set()
    at = key
    while at in origins and at not in seen:
        seen.add(at)
        at = origins[at][0]
    return at == key
