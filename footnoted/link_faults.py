"""links.yaml -> LinkFault values, and back: the addresses of which it is known what is wrong.

`check --links --update` writes the file, and it is committed. A build only reads it: so readers
get the archived copy of what is dead, and a build asks nobody.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import urldefrag

from msgspec import Struct
from msgspec.structs import replace

from footnoted import checks
from footnoted.composing import Text, compose_entries
from footnoted.diagnostics import Diagnostic, Span
from footnoted.fields import Key, Record, read_mapping
from footnoted.model import LINK_STATES, LinkFault, Source, SourceFile
from footnoted.patterns import pattern

PATH = "links.yaml"
KEYS = (
    Key("state", checks.choice(*LINK_STATES), "`dead`, `failing` or `drifted`", required=True),
    Key("since", checks.date, "the day of the first check that found it so", required=True),
    Key("strikes", checks.count, "how many checks, days apart, found no page there"),
    Key("last", checks.date, "the day of the last of these checks"),
)
_HEAD = "# Written by `python build.py check --links --update`: links with known faults.\n"
_PLAIN = pattern(r"https?://[\w.+/~%?&=@$();!-]+", re.ASCII)
_LONGEST_KEY = 1000  # characters; YAML takes 1024, and needs a `?` before longer ones


class KnownFaults(Struct, frozen=True):
    """All records of links.yaml by address, the places of their addresses, and what is wrong."""

    faults: Mapping[str, LinkFault]
    places: Mapping[str, Span]
    diagnostics: tuple[Diagnostic, ...]


NONE_KNOWN = KnownFaults({}, {}, ())


def read_link_faults(file: SourceFile | None) -> KnownFaults:
    """The records of links.yaml; one without a state or a day is left out."""
    if file is None:
        return NONE_KNOWN
    text = Text(file.path, file.text)
    faults: dict[str, LinkFault] = {}
    places: dict[str, Span] = {}
    for key_node, node in compose_entries(text):
        address, span = key_node.value, text.span(key_node)
        if not checks.is_web_address(address):
            hint = "write a whole address that begins with `https://` or `http://`"
            text.report("bad-value", f"`{address}` is not a web address", span, hint=hint)
            continue
        record = read_mapping(node, KEYS, text)
        if "state" in record.values and "since" in record.values:
            faults[plain(address)] = _fault(plain(address), record)
            places[plain(address)] = span
    if not text.is_sound:
        return KnownFaults({}, {}, tuple(text.found))
    return KnownFaults(faults, places, tuple(text.found))


def read_gone(file: SourceFile | None) -> tuple[Mapping[str, str], tuple[Diagnostic, ...]]:
    """The addresses that are dead, with the day since when, and what is wrong with the file."""
    known = read_link_faults(file)
    dead = (fault for fault in known.faults.values() if fault.state == "dead")
    return {fault.address: fault.since for fault in dead}, known.diagnostics


class Found(Struct):
    """The sources as they were found last; the very same ones as long as nothing else is known."""

    _given: tuple[Sequence[Source], Mapping[str, str]] = ((), {})
    _found: Sequence[Source] = ()

    def sources(self, given: Sequence[Source], gone: Mapping[str, str]) -> Sequence[Source]:
        """The sources, with what is gone of them."""
        if self._given[0] is not given or self._given[1] != gone:
            self._given = (given, gone)
            self._found = tuple(with_gone(source, gone) for source in given) if gone else given
        return self._found


def with_gone(source: Source, gone: Mapping[str, str]) -> Source:
    """The source with the days since when its address and its archived copy are gone."""
    since = gone.get(plain(source.own_address), "")
    copy_since = gone.get(plain(source.archived), "")
    if not since and not copy_since:
        return source
    return replace(source, gone=since, copy_gone=copy_since)


def plain(address: str) -> str:
    """The address without its fragment, which no host is told.

    >>> plain("https://example.org/a?b#:~:text=c")
    'https://example.org/a?b'
    """
    return urldefrag(address).url if "#" in address else address


def written(faults: Iterable[LinkFault]) -> str:
    """The text of links.yaml, by address."""
    records = sorted(faults, key=lambda fault: fault.address)
    return _HEAD + "".join("".join(_lines(fault)) for fault in records)


def _fault(address: str, record: Record) -> LinkFault:
    strikes = record.values.get("strikes", 0)
    assert isinstance(strikes, int)
    since = record.text("since")
    return LinkFault(address, record.text("state"), since, strikes, record.text("last", since))


def _lines(fault: LinkFault) -> Iterator[str]:
    address = fault.address
    name = address if _PLAIN.fullmatch(address) else json.dumps(address, ensure_ascii=False)
    if len(name) > _LONGEST_KEY:
        yield f"? {name}\n: state: {fault.state}\n"
    else:
        yield f"{name}:\n  state: {fault.state}\n"
    yield f"  since: {fault.since}\n"
    if fault.strikes:
        yield f"  strikes: {fault.strikes}\n  last: {fault.last}\n"
