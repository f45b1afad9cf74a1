"""A report on links -> what the author should know of them, each at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from footnoted.diagnostics import Diagnostic, Span
from footnoted.model import LinkFault
from footnoted.rot.judging import STRIKE_DAYS
from footnoted.rot.values import Address, Judged, Seen


def findings(judged: Iterable[Judged]) -> Iterator[Diagnostic]:
    """New faults; and of what is no fault, what has moved and what a program cannot tell."""
    for item in judged:
        if item.seen is None or item.is_known:
            continue
        if item.fault is None or item.seen.outcome == "blocked":
            yield from _hints(item.address, item.seen)
        elif item.fault.state == "drifted":
            yield from _drifted(item.address, item.seen)
        else:
            yield _failed(item.address, item.seen, item.fault)


def _failed(address: Address, seen: Seen, fault: LinkFault) -> Diagnostic:
    where = f"`{address.address}`"
    if fault.state == "failing":
        message = f"{where} leads nowhere today: {seen.detail}"
        hint = f"if it leads nowhere {STRIKE_DAYS} days from now either, it counts as dead"
        return _diagnostic("link-failing", message, address, hint)
    message = f"{where} leads nowhere since {fault.since}: {seen.detail}"
    return _diagnostic("link-dead", message, address, _remedy(address))


def _remedy(address: Address) -> str:
    if address.archived:
        return "`check --links --update` lists it, and readers get the archived copy"
    place = f"https://web.archive.org/web/*/{address.address}"
    if address.is_source:
        return f"look for a copy at {place}, and name it as `archived`"
    return f"look for a copy at {place}, and link to that"


def _drifted(address: Address, seen: Seen) -> Iterator[Diagnostic]:
    for quotation, span in address.quotations:
        if quotation in seen.missing:
            message = f"the quotation no longer stands on the page at `{address.address}`"
            hint = "compare the page with your copy; readers can see the old one if you name an "
            hint += "archived copy as `archived`"
            also = (address.places[0], "its address")
            yield Diagnostic("link-drifted", message, span, hint=hint, also=also)


def _hints(address: Address, seen: Seen) -> Iterator[Diagnostic]:
    if seen.outcome == "moved":
        message = f"`{address.address}` has moved for good, to `{seen.moved_to}`"
        yield _diagnostic("link-moved", message, address, "write the new address")
    elif seen.outcome == "blocked":
        message = f"whether `{address.address}` is there cannot be told: {seen.detail}"
        yield _diagnostic("link-blocked", message, address, "open it in a browser")


def _diagnostic(code: str, message: str, address: Address, hint: str) -> Diagnostic:
    return Diagnostic(code, message, address.places[0], hint=hint, also=_also(address.places))


def _also(places: tuple[Span, ...]) -> tuple[Span, str] | None:
    if len(places) < 2:
        return None
    more = len(places) - 2
    return places[1], f"and here, and in {more} more" if more else "and here"
