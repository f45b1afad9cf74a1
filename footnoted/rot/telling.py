"""A report on links -> its words for people, and its values for programs; see docs/check.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from footnoted.diagnostics import UNSEEN
from footnoted.rot.links import LinkReport
from footnoted.rot.values import Judged

_STATES = ("ok", "moved", "blocked", "failing", "drifted", "dead", "not asked")


def as_text(report: LinkReport) -> str:
    """How many links are in which state, and a list of all that are in no good one."""
    parts = [_summary(report)]
    for heading, rows in (
        ("Links that have moved for good", _moved(report.judged)),
        ("Links that a program cannot check", _blocked(report.judged)),
        ("Links in links.yaml, known to be in this state", _known(report.judged)),
        ("Links in links.yaml that need not be there any more", _settled(report)),
    ):
        if found := list(rows):
            parts.append("\n".join((heading, *(f"  {_seen(row)}" for row in found))))
    return "\n\n".join(parts)


def as_values(report: LinkReport) -> dict[str, object]:
    """The report for JSON; `addresses` are all but those that are well."""
    counts = Counter(map(state, report.judged))
    return {
        "counts": {name: counts[name] for name in _STATES},
        "earlier": report.earlier,
        "complete": report.is_whole,
        "updated": report.is_updated,
        "settled": list(report.settled),
        "addresses": [_values(item) for item in report.judged if state(item) != "ok"],
    }


def state(item: Judged) -> str:
    """The state of an address: that of its fault, or what was seen there."""
    if item.fault is not None:
        return item.fault.state
    return item.seen.outcome if item.seen else "not asked"


def _summary(report: LinkReport) -> str:
    counts = Counter(map(state, report.judged))
    states = ", ".join(f"{counts[name]} {name}" for name in _STATES if counts[name])
    line = f"links     {len(report.judged)} ({states})" if states else "links     0"
    notes = []
    if report.earlier:
        notes.append(f"{report.earlier} of them were seen within a day and not asked again")
    if report.is_updated:
        notes.append("links.yaml is up to date")
    return "\n".join((line, *notes))


def _moved(judged: Iterable[Judged]) -> Iterator[str]:
    for item in judged:
        if item.seen and state(item) == "moved":
            yield f"{item.address.address} to {item.seen.moved_to}"


def _blocked(judged: Iterable[Judged]) -> Iterator[str]:
    for item in judged:
        if item.seen and item.seen.outcome == "blocked":
            yield f"{item.address.address}: {item.seen.detail}"


def _known(judged: Iterable[Judged]) -> Iterator[str]:
    for item in judged:
        if item.fault and item.is_known:
            yield f"{item.address.address}: {item.fault.state} since {item.fault.since}"


def _settled(report: LinkReport) -> Iterator[str]:
    if report.is_updated:
        return
    linked = {item.address.address for item in report.judged}
    for address in report.settled:
        yield f"{address}: {'works again' if address in linked else 'is linked no more'}"


def _values(item: Judged) -> dict[str, object]:
    fault, seen = item.fault, item.seen
    return {
        "address": item.address.address,
        "state": state(item),
        "detail": seen.detail if seen else "",
        "moved_to": seen.moved_to if seen else "",
        "since": fault.since if fault else "",
        "strikes": fault.strikes if fault else 0,
        "known": item.is_known,
    }


def _seen(text: str) -> str:
    return UNSEEN.sub("\ufffd", text)
