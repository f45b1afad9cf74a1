"""What the command `keep` is asked for -> what it does, line by line as it happens."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from footnoted.keeping.keep import Choice, Outcome, chosen, keep, supply
from footnoted.keeping.library import Library, NotReadyError, open_library, refreshed
from footnoted.receipts import PATH
from footnoted.web import Client, user_agent

__all__ = ["Choice", "Line", "NotReadyError", "keeping", "told"]


class Line(Struct, frozen=True):
    """Something to tell the author; `is_trouble` if a source could not be kept."""

    text: str
    is_trouble: bool = False


def keeping(folder: Path, choice: Choice, supplied: Sequence[str], site: str) -> Iterator[Line]:
    """The sources are kept while the lines are told. Raises NotReadyError and OSError.

    `supplied` is a file and the key of its source, or nothing.
    """
    library = open_library(folder)
    if supplied:
        file, key = supplied
        outcome = supply(library, key, Path(file))
        yield _line(outcome, "")
        if outcome.is_kept:
            yield _to_commit(library)
        return
    client = Client(user_agent(site or library.site))
    yield from told(library, client, choice, datetime.datetime.now(datetime.UTC).date())


def told(library: Library, client: Client, choice: Choice, today: datetime.date) -> Iterator[Line]:
    """The same for sources that are to be fetched; receipts of texts that are here come first."""
    keys = chosen(library, choice, today)
    renewed = list(refreshed(library, today.isoformat()))
    if renewed:
        library.note(*renewed)
        count = _count(len(renewed), "receipt")
        yield Line(f"Compared quotations with the texts on this machine: {count} written")
        yield _to_commit(library)
    if not keys:
        yield Line("Nothing to fetch: every source with an address has a copy")
        return
    yield Line(f"Fetching {_count(len(keys), 'source')}, at most one page a second from each host")
    outcomes: list[Outcome] = []
    for outcome in keep(library, client, keys):
        outcomes.append(outcome)
        yield _line(outcome, f"[{len(outcomes)}/{len(keys)}] ")
    yield from _summary(library, outcomes)


def _line(outcome: Outcome, count: str) -> Line:
    word = "kept" if outcome.is_kept else "not kept"
    return Line(f"{count}{word}: {outcome.key}: {outcome.detail}", not outcome.is_kept)


def _summary(library: Library, outcomes: Sequence[Outcome]) -> Iterator[Line]:
    kept = sum(outcome.is_kept for outcome in outcomes)
    yield Line(f"Kept {kept} of {_count(len(outcomes), 'source')}")
    if kept:
        yield _to_commit(library)
    if kept < len(outcomes):
        is_offline = all(outcome.is_lost for outcome in outcomes)
        reason = "No host could be found" if is_offline else "What a program may not read, you may"
        yield Line(
            f"{reason}: save the page in a browser, as HTML or PDF, then\n"
            f"  python build.py keep --content {library.folder} --from FILE KEY",
            is_trouble=True,
        )


def _to_commit(library: Library) -> Line:
    return Line(f"Commit {library.folder / PATH}; the copies themselves stay on this machine")


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"
