"""What a fetch came to, and what was known before -> what is to be said of an address.

A page is dead when two checks found none, at least `STRIKE_DAYS` days apart by the calendar.
Dates that far apart have three whole days and nights between them: longer than a weekend on which
nobody looks after a server. InternetArchiveBot, which mends the links of Wikipedia, also waits for
several checks, days apart. What a program cannot tell is never dead, see `_UNCERTAIN`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from footnoted.model import LinkFault
from footnoted.quotes import Copy, stands_in
from footnoted.rot.values import Seen
from footnoted.sources import canonical
from footnoted.web import Failed, Fetched

STRIKES = 2
STRIKE_DAYS = 4
Read = Callable[[bytes, str], str | None]  # body and type of a page -> its text, if it has one

# Answers of a host that is there but does not let programs see the page, or is too busy. 418 and
# 999 are no statuses for this, but used so by some that keep programs away.
_KEPT_AWAY = frozenset({401, 402, 403, 405, 406, 407, 418, 421, 425, 429, 451, 503, 511, 999})
# Browsers may get further than a program: with cookies, with certificates that they complete.
_UNCERTAIN = frozenset({"robots", "private", "address", "redirects", "certificate", "packed"})
_SILENT = frozenset({"unknown-host", "connection", "slow", "private", "address"})
_FOR_GOOD = (301, 308)


def seen(result: Fetched | Failed, quotations: Sequence[str], read: Read) -> Seen:
    """What is at the address; of a page, also whether the quotations stand in its text."""
    address = result.address
    if isinstance(result, Failed):
        if result.reason == "large":  # there is a page, whatever is in it
            return Seen(address, "ok")
        answered = bool(result.hops) or result.reason not in _SILENT
        if result.reason in _UNCERTAIN or result.status in _KEPT_AWAY:
            return Seen(address, "blocked", result.detail, answered=answered)
        return Seen(address, "failing", result.detail, answered=answered)
    if quotations and (text := read(result.body, result.header("content-type"))):
        copy = Copy(text)
        missing = tuple(quote for quote in quotations if not stands_in(quote, copy))
        if missing:
            return Seen(address, "drifted", missing=missing)
    moved_to = _moved_to(result)
    return Seen(address, "moved" if moved_to else "ok", moved_to=moved_to)


def judge(seen: Seen, known: LinkFault | None, today: datetime.date) -> LinkFault | None:
    """What is wrong with the address from today on; None if nothing is, or nobody can tell."""
    day = today.isoformat()
    if seen.outcome == "blocked":
        return known
    if seen.outcome == "drifted":
        since = known.since if known and known.state == "drifted" else day
        return LinkFault(seen.address, "drifted", since, 0, since)
    if seen.outcome != "failing":
        return None
    if known is None or known.state == "drifted":
        return LinkFault(seen.address, "failing", day, 1, day)
    if known.state == "dead" or _days(known.last, today) < STRIKE_DAYS:
        return known
    strikes = max(known.strikes, 1) + 1
    state = "dead" if strikes >= STRIKES else "failing"
    return replace(known, state=state, strikes=strikes, last=day)


def _moved_to(page: Fetched) -> str:
    """Where the page has gone for good; empty if it is where it was, but for a slash or an `s`."""
    if not page.hops or any(hop.status not in _FOR_GOOD for hop in page.hops):
        return ""
    return "" if canonical(page.final_address) == canonical(page.address) else page.final_address


def _days(day: str, today: datetime.date) -> int:
    return (today - datetime.date.fromisoformat(day)).days
