"""The linked site -> a report on all its links: the steps of `check --links`, in order."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct, field

from footnoted.link_faults import PATH, KnownFaults, read_link_faults, written
from footnoted.model import Content, Corpus, LinkFault
from footnoted.progress import Tick
from footnoted.replacing import replacing
from footnoted.rot.asking import ask
from footnoted.rot.gathering import gather
from footnoted.rot.judging import Read, judge
from footnoted.rot.memory import Memory, load, save
from footnoted.rot.reading import page_text
from footnoted.rot.values import Judged
from footnoted.web import Client, user_agent


class Inquiry(Struct, frozen=True):
    """How links are checked: by whom, with which cache, how pages are read, whether to write."""

    client: Client
    cache: Path | None = None
    updates: bool = False
    read: Read = page_text
    now_s: float = field(default_factory=time.time)

    @property
    def today(self) -> datetime.date:
        """The day of the check, in universal time: the same on every machine."""
        return _day(self.now_s)


class LinkReport(Struct, frozen=True):
    """All addresses as they were found. `settled` are those that links.yaml need not list any more.

    `earlier` counts those that were not asked again. `is_updated` says that links.yaml was written;
    it is not if the check was broken off, so not `is_whole`, or the file has mistakes in it.
    """

    judged: tuple[Judged, ...]
    settled: tuple[str, ...]
    earlier: int
    is_whole: bool
    is_updated: bool


def inquiries(cache: Path | None, *, updates: bool) -> Callable[[str], Inquiry]:
    """How links are checked, for a site with the address given."""
    return lambda url: Inquiry(Client(user_agent(url)), cache, updates)


def check_links(
    content: Content, corpus: Corpus, folder: Path, inquiry: Inquiry, tick: Tick
) -> LinkReport:
    """Every address is checked, what was learnt is kept, and links.yaml written if that is wanted.

    Raises ConnectionError without a network, and OSError if something cannot be written.
    """
    known = read_link_faults(content.links)
    memory = load(inquiry.cache)
    addresses = gather(corpus, content.sources)
    past = {a.address: _past(a.address, known, memory) for a in addresses}
    asked = ask(addresses, inquiry.client, memory, inquiry.read, inquiry.now_s, tick)
    judged: list[Judged] = []
    for address in addresses:
        found, before = asked.seen.get(address.address), past[address.address]
        fault = judge(found, before, inquiry.today) if found else before
        listed = known.faults.get(address.address)
        is_known = bool(fault and listed and listed.state == fault.state)
        judged.append(Judged(address, found, fault, is_known))
    _remember(memory, judged)
    save(memory, inquiry.cache)
    faults = [item.fault for item in judged if item.fault]
    is_updated = inquiry.updates and asked.is_whole and not known.diagnostics
    if is_updated:
        _update(folder / PATH, faults)
    left = {fault.address for fault in faults}
    settled = tuple(address for address in known.faults if address not in left)
    return LinkReport(
        tuple(judged), settled if asked.is_whole else (), asked.earlier, asked.is_whole, is_updated
    )


def _past(address: str, known: KnownFaults, memory: Memory) -> LinkFault | None:
    """What was last known to be wrong there, from links.yaml or the cache; None if it got well."""
    entry = memory.seen.get(address)
    well = _day(entry.at_s).isoformat() if entry and entry.seen.outcome != "blocked" else ""
    both = (known.faults.get(address), memory.faults.get(address))
    faults = (fault for fault in both if fault and fault.last >= well)
    return max(faults, key=lambda fault: (fault.state == "dead", fault.last), default=None)


def _day(at_s: float) -> datetime.date:
    return datetime.datetime.fromtimestamp(at_s, datetime.UTC).date()


def _remember(memory: Memory, judged: Iterable[Judged]) -> None:
    """The cache has the faults of the addresses that there are, and of no others."""
    linked = {item.address.address for item in judged}
    memory.seen = {address: e for address, e in memory.seen.items() if address in linked}
    memory.faults = {item.address.address: item.fault for item in judged if item.fault}


def _update(path: Path, faults: Iterable[LinkFault]) -> None:
    """links.yaml lists these faults; without any, there is none."""
    faults = list(faults)
    if faults:
        with replacing(path) as file:
            file.write(written(faults).encode())
    else:
        path.unlink(missing_ok=True)
