"""What earlier checks saw, kept in the cache: so that nobody is asked twice on one day.

It may be deleted at any time: then all are asked again, and a first strike that links.yaml does
not have is forgotten. What cannot be read, or is not what it should be, is as if it were not there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct, field

from footnoted.model import LinkFault
from footnoted.replacing import replacing
from footnoted.rot.values import Seen

FILE = "links.json"
VERSION = 1
FRESH_S = 86_400.0  # a day, as lychee, a checker of links, keeps what it found


class Entry(Struct, frozen=True):
    """What was seen at an address, when (seconds of the epoch), and which quotations were asked."""

    seen: Seen
    at_s: float
    quotations: str


class Memory(Struct):
    """By address: what was seen last, if it was no fault, and what was wrong last."""

    version: int = VERSION
    seen: dict[str, Entry] = field(default_factory=dict)
    faults: dict[str, LinkFault] = field(default_factory=dict)

    def fresh(self, address: str, quotations: Sequence[str], now_s: float) -> Seen | None:
        """What was seen there within a day, of the same quotations; None if it is to be asked."""
        entry = self.seen.get(address)
        if entry is None or not 0 <= now_s - entry.at_s < FRESH_S:
            return None
        return entry.seen if entry.quotations == digest(quotations) else None

    def remember(self, seen: Seen, quotations: Sequence[str], now_s: float) -> None:
        """What was just seen is kept; a fault is not, since it is to be asked again."""
        if seen.outcome in ("ok", "moved", "blocked"):
            self.seen[seen.address] = Entry(seen, now_s, digest(quotations))
        else:
            self.seen.pop(seen.address, None)


def load(folder: Path | None) -> Memory:
    """What the folder keeps; nothing without one."""
    if folder is None:
        return Memory()
    try:
        memory = msgspec.json.decode((folder / FILE).read_bytes(), type=Memory)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return Memory()
    return memory if memory.version == VERSION else Memory()


def save(memory: Memory, folder: Path | None) -> None:
    """The folder keeps the memory, if there is one. Raises OSError."""
    if folder is not None:
        with replacing(folder / FILE) as file:
            file.write(msgspec.json.encode(memory))


def digest(quotations: Sequence[str]) -> str:
    """What tells these quotations from others."""
    return hashlib.sha256("\0".join(sorted(quotations)).encode()).hexdigest() if quotations else ""
