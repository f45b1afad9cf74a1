"""Addresses -> what is there now, or was within a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from footnoted.progress import Tick
from footnoted.rot.judging import Read, seen
from footnoted.rot.memory import Memory
from footnoted.rot.values import Address, Seen
from footnoted.web import Client, fetch_all

_PROBES = 3  # hosts that answered within a day, asked whether there is a network at all


class Asked(Struct, frozen=True):
    """What was seen, by address; how much of it earlier; and whether nothing broke it off."""

    seen: Mapping[str, Seen]
    earlier: int
    is_whole: bool


def ask(
    addresses: Sequence[Address],
    client: Client,
    memory: Memory,
    read: Read,
    now_s: float,
    tick: Tick,
) -> Asked:
    """Each address is asked, unless it was within a day; Ctrl-C ends it with what there is.

    The memory has all that was seen. Raises ConnectionError if nobody answered at all.
    """
    wanted = {a.address: tuple(quotation for quotation, _ in a.quotations) for a in addresses}
    fresh = ((a, memory.fresh(a, quotations, now_s)) for a, quotations in wanted.items())
    earlier = {address: found for address, found in fresh if found}
    waiting = [address for address in wanted if address not in earlier]
    now: dict[str, Seen] = {}
    is_whole = True
    try:
        results = fetch_all(client, waiting, wants_body=lambda address: bool(wanted[address]))
        for result in results:
            now[result.address] = seen(result, wanted[result.address], read)
            tick(len(now), len(waiting))
    except KeyboardInterrupt:
        is_whole = False
    if _is_silence(now) and not _is_online(client, earlier):
        raise ConnectionError("no host answers: is this machine online? Nothing was counted")
    for address, found in now.items():
        memory.remember(found, wanted[address], now_s)
    return Asked({**earlier, **now}, len(earlier), is_whole)


def _is_silence(seen: Mapping[str, Seen]) -> bool:
    """True if some were asked, and nobody answered."""
    found = seen.values()
    return any(f.outcome == "failing" for f in found) and not any(f.answered for f in found)


def _is_online(client: Client, earlier: Mapping[str, Seen]) -> bool:
    """True if one of those that answered within a day still does."""
    answered = [address for address, found in earlier.items() if found.outcome != "blocked"]
    results = fetch_all(client, answered[:_PROBES], wants_body=lambda address: False)
    return any(seen(result, (), lambda body, kind: None).answered for result in results)
