"""sources.yaml -> the same with one record more at its end, and not a byte changed before it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from footnoted.addresses import folded
from footnoted.checks import is_web_address
from footnoted.diagnostics import Diagnostic
from footnoted.model import SourceFile
from footnoted.new.names import NotNewError, checked_name
from footnoted.new.pages import write_new
from footnoted.new.starters import filled, quoted
from footnoted.read import Reader
from footnoted.replacing import replacing
from footnoted.sources import Bibliography, by_address, canonical, read_sources

PATH = "sources.yaml"
_NONE = Bibliography((), (), ())
_MARK = b"\xef\xbb\xbf"


def add_source(content: Path, key: str, address: str, title: str, today: str) -> None:
    """The file has a record with that key. Raises NotNewError and OSError.

    Without a title, the record has the address in its place: it is true, and seen to be lacking.
    """
    place = content / PATH
    bytes_before, before = _read(content)
    key = _free_key(key, before, place)
    _check_address(address, before)
    record = filled("source.yaml", _values(key, address, title, today))
    after = _appended(bytes_before, record)
    if not _is_sound(before, _read_back(after), key):
        hint = f"put this into it by hand:\n\n{record}"
        raise NotNewError(f"nothing can be put at the end of `{place}` as it is written", hint)
    if place.exists():
        _grow(place, bytes_before, after)
    else:
        write_new(place, after.decode())


def _values(key: str, address: str, title: str, today: str) -> dict[str, str]:
    return {
        "key": key,
        "type": "webpage" if address else "book",
        "title": quoted(title or address.partition("://")[2].rstrip("/")),
        "url": quoted(address) if address else "",
        "accessed": today if address else "",
    }


def _read(content: Path) -> tuple[bytes, Bibliography]:
    """The bytes of the file, and what they say. Raises NotNewError if they cannot be read."""
    place = content / PATH
    if place.is_symlink():
        hint = "put the file itself there in its place"
        raise NotNewError(f"`{place}` is a symbolic link, which this does not change", hint)
    if not place.exists():
        return b"", _NONE
    found: list[Diagnostic] = []
    file = Reader().read(str(content), PATH, found)
    bibliography = read_sources(file) if file else _NONE
    unread = [*found, *(d for d in bibliography.diagnostics if not bibliography.sources)]
    if unread:
        where = f"`{place}` cannot be read at line {unread[0].span.line}: {unread[0].message}"
        raise NotNewError(where, "mend it first; `python build.py check` shows the place")
    return place.read_bytes(), bibliography


def _free_key(key: str, before: Bibliography, place: Path) -> str:
    wish = "choose another key"
    if is_web_address(key):
        raise NotNewError(f"`{key}` cannot be a key", "write the key first, then the address")
    key = checked_name(key, wish)
    for source in before.sources:
        if folded(source.key) == folded(key):
            hint = f"cite it as `{source.key}`, or {wish}, like `{_other(key, before)}`"
            raise NotNewError(f"`{place}` has a source with the key `{source.key}`", hint)
    return key


def _other(key: str, before: Bibliography) -> str:
    taken = {folded(source.key) for source in before.sources}
    return next(k for n in range(2, len(taken) + 3) if folded(k := f"{key}-{n}") not in taken)


def _check_address(address: str, before: Bibliography) -> None:
    known = by_address(before.sources).get(canonical(address)) if address else None
    if known:
        message = f"the source `{known.key}` has that address already"
        raise NotNewError(message, f"cite it as `{known.key}`")


def _appended(before: bytes, record: str) -> bytes:
    """The bytes, and the record after them, its lines ended as theirs are."""
    end = b"\r\n" if b"\r\n" in before else b"\n"
    lines = record.encode().replace(b"\n", end)
    is_open = before.removeprefix(_MARK) and not before.endswith((b"\n", b"\r"))
    return before + (end if is_open else b"") + lines


def _read_back(content: bytes) -> Bibliography:
    text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    return read_sources(SourceFile(PATH, text))


def _is_sound(before: Bibliography, after: Bibliography, key: str) -> bool:
    """True if all is as it was but for one source more, with that key."""
    is_there = bool(after.sources) and after.sources[-1].key == key
    is_whole = after.sources[:-1] == before.sources
    return is_there and is_whole and set(after.diagnostics) <= set(before.diagnostics)


def _grow(place: Path, before: bytes, after: bytes) -> None:
    """The file has what comes after what it had, in one step, and may be read by whom it was."""
    with replacing(place) as file:
        file.write(after)
        if hasattr(os, "fchmod"):
            os.fchmod(file.fileno(), stat.S_IMODE(place.stat().st_mode))
        if place.read_bytes() != before:
            raise NotNewError(f"`{place}` was changed in the meantime", "try again")
