"""Sources -> kept copies with receipts, one after another, and an outcome for each.

Whatever happens to one source, the others are kept, and what is kept is on the disk before the
next outcome is told: so whoever stops the command loses nothing, and can go on later. A copy
never takes the place of one that says more: if a quotation stood in the old copy and no longer
stands on the page, the old one stays, and its author is told.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from footnoted.diagnostics import did_you_mean
from footnoted.keeping.apart import read_apart
from footnoted.keeping.library import Library, NotReadyError
from footnoted.keeping.pdf_text import NotReadableError
from footnoted.keeping.readable import kind_of
from footnoted.keeping.warc import file_warc, page_warc
from footnoted.model import Receipt, Source
from footnoted.receipts import addresses, bytes_digest, quotation_digest, text_digest
from footnoted.web import Client, Failed, Fetched, fetch_all

LIMIT_BYTES = 50_000_000
_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)


class Choice(Struct, frozen=True):
    """Which sources to keep: those that have no copy here, and whatever else is asked for."""

    all: bool = False
    sources: tuple[str, ...] = ()
    older_than: int | None = None  # days


class Outcome(Struct, frozen=True):
    """What became of a source, in words for its author. `is_lost`: nobody knew its host."""

    key: str
    is_kept: bool
    detail: str
    is_lost: bool = False


def chosen(library: Library, choice: Choice, today: datetime.date) -> list[str]:
    """The keys of the sources to fetch. Raises NotReadyError if one that is named cannot be."""
    if choice.sources:
        named = dict.fromkeys(choice.sources)
        return [_named(library, key) for key in named if not _has_own_text(library, key)]
    return [
        key
        for key, source in library.sources.items()
        if addresses(source) and not source.path and _is_due(library, key, choice, today)
    ]


def keep(library: Library, client: Client, keys: Sequence[str]) -> Iterator[Outcome]:
    """The outcome for each of the sources, as it comes. What is kept is on the disk by then."""
    ways = {key: list(addresses(library.sources[key])) for key in keys}
    reasons: defaultdict[str, list[str]] = defaultdict(list)
    lost = set(keys)
    while ways:  # first the addresses of all, then the archived copies of what is not there
        by_address: defaultdict[str, list[str]] = defaultdict(list)
        for key, rest in ways.items():
            by_address[rest.pop(0)].append(key)
        for result in fetch_all(client, by_address):
            for key in by_address[result.address]:
                kept, detail = _kept(library, key, result)
                if not (isinstance(result, Failed) and result.reason == "unknown-host"):
                    lost.discard(key)
                if not kept:
                    reasons[key].append(f"{detail} [{_host(result.address)}]")
                if kept or not ways[key]:
                    del ways[key]
                    yield Outcome(
                        key, kept, detail if kept else "; ".join(reasons[key]), key in lost
                    )


def supply(library: Library, key: str, file: Path) -> Outcome:
    """The outcome for a source whose text, page or PDF its author saved as a file."""
    source = _source(library, key)
    if not file.is_file():
        raise NotReadyError(f"there is no file `{file}` to keep as the copy of `{key}`")
    body = file.read_bytes()
    if len(body) > LIMIT_BYTES:
        return Outcome(key, False, f"`{file.name}` has more than {LIMIT_BYTES:,} bytes")
    kind = kind_of(body, file.name)
    try:
        text = read_apart(body, kind)
    except NotReadableError as error:
        return Outcome(key, False, str(error))
    moment = _now()
    found = library.standing(key, text)
    receipt = Receipt(
        source=key,
        date=_day(moment),
        text=text_digest(text),
        type=kind,
        length=len(body),
        body=bytes_digest(body),
        quotations=found,
    )
    place = next(iter(addresses(source)), f"urn:x-footnoted:{key}")
    library.put(receipt, text, file_warc(place, kind, body, moment))
    return Outcome(key, True, _told(library, key, text, found))


def _kept(library: Library, key: str, result: Fetched | Failed) -> tuple[bool, str]:
    """Whether the source is kept now, and what to say of it."""
    if isinstance(result, Failed):
        return False, result.detail
    try:
        text = read_apart(result.body, result.header("content-type"))
    except NotReadableError as error:
        return False, str(error)
    found = library.standing(key, text)
    if lost := _lost(library, key, found):
        day = library.fit[key].date
        said = "a quotation that stands" if lost == 1 else f"{lost} quotations that stand"
        return False, f"the page has changed and lacks {said} in the copy of {day}, which stays"
    moment = _now()
    kind = _TYPE.match(result.header("content-type").strip())
    receipt = Receipt(
        source=key,
        address=result.address,
        final_address=result.final_address,
        date=_day(moment),
        status=result.status,
        type=kind[0].lower() if kind else "",
        length=len(result.body),
        body=bytes_digest(result.body),
        text=text_digest(text),
        quotations=found,
    )
    library.put(receipt, text, page_warc(result, moment))
    return True, f"{_told(library, key, text, found)} [{_host(result.final_address)}]"


def _lost(library: Library, key: str, found: Iterable[str]) -> int:
    """How many quotations stood in the copy of the receipt but are not found any more."""
    before = library.fit[key].quotations if key in library.fit else ()
    quoted = {quotation_digest(quotation) for quotation in library.quotations.get(key, ())}
    return len(quoted.intersection(before).difference(found))


def _is_due(library: Library, key: str, choice: Choice, today: datetime.date) -> bool:
    receipt = library.fit.get(key)
    if receipt is None:
        return True
    if not receipt.address:  # its author saved it by hand, since it could not be fetched
        return False
    if choice.older_than is not None:
        oldest = today - datetime.timedelta(days=choice.older_than)
        if datetime.date.fromisoformat(receipt.date) < oldest:
            return True
    return choice.all or library.copy_of(key) is None


def _has_own_text(library: Library, key: str) -> bool:
    """True for a source whose text is a file of the content folder: there is nothing to fetch."""
    return key in library.sources and bool(library.sources[key].path)


def _named(library: Library, key: str) -> str:
    if not addresses(_source(library, key)):
        hint = f"save the page, and hand it over: python build.py keep --from FILE {key}"
        raise NotReadyError(f"the source `{key}` has no address; {hint}")
    return key


def _source(library: Library, key: str) -> Source:
    """Raises NotReadyError if no copy of the source is to be kept."""
    if key not in library.sources:
        hint = did_you_mean(key, library.sources)
        raise NotReadyError(f"no source has the key `{key}`" + (f"; {hint}" if hint else ""))
    if path := library.sources[key].path:
        raise NotReadyError(f"`{key}` needs no other copy: its record names the file `{path}`")
    return library.sources[key]


def _told(library: Library, key: str, text: str, found: Sequence[str]) -> str:
    quoted = len(library.quotations.get(key, ()))
    said = f"; {len(found)} of {quoted} quotations found in it" if quoted else ""
    advice = "; a build says what differs" if len(found) < quoted else ""
    return f"{len(text):,} letters{said}{advice}"


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def _day(moment: datetime.datetime) -> str:
    return moment.date().isoformat()
