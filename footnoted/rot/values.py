"""What is asked for, and what was seen there."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from footnoted.diagnostics import Span
from footnoted.model import LinkFault

# `blocked`: a program cannot tell whether the page is there for a reader.
Outcome = Literal["ok", "moved", "blocked", "failing", "drifted"]


class Address(Struct, frozen=True):
    """An address on the web, without fragment, and all places of the content that have it.

    `quotations` are those from the page that were found in its copy, with their places. `archived`
    is the copy that the source there names, and `is_source` says that there is a source.
    """

    address: str
    places: tuple[Span, ...]
    quotations: tuple[tuple[str, Span], ...] = ()
    is_source: bool = False
    archived: str = ""


class Seen(Struct, frozen=True):
    """What was at an address. `detail` says why it is no page, in words for the author.

    `moved_to` is where it has gone for good, `missing` are quotations that no longer stand there,
    `answered` says that somebody did, be it to refuse.
    """

    address: str
    outcome: Outcome
    detail: str = ""
    moved_to: str = ""
    missing: tuple[str, ...] = ()
    answered: bool = True


class Judged(Struct, frozen=True):
    """An address, what was seen there, and what is wrong with it; `is_known` if links.yaml says so.

    `seen` is None if it was not asked, since the check was broken off.
    """

    address: Address
    seen: Seen | None
    fault: LinkFault | None
    is_known: bool = False
