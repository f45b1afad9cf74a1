"""Outputs -> the files of a new folder, made and written by two processes at once.

All paths are taken from the open folder: a second process that outlives a killed build finds
that folder gone, and can write nothing into the one of the next build.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from footnoted.model import Deferred, Output, Reused
from footnoted.progress import Tick, silent
from footnoted.unchanged import signature
from footnoted.workers import in_two

File = Output | Reused | Deferred
Made = TypeVar("Made")
_PUT, _LEFT = b"+", b"="
_PART_BYTES = 1 << 20
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)  # the last on Windows


class Filled(Struct, frozen=True):
    """The keys of the pages by path, and the files that were left out."""

    keys: dict[str, str]
    left: tuple[File, ...]


def fill(
    folder: Path, files: Sequence[File], tick: Tick = silent, old: Path | None = None
) -> Filled:
    """The new `folder` has the files, the first of them before all others.

    With `old`, a folder where all that may be reused is as it was, files that are the same there
    are left out, but for the first. Raises whatever making a deferred one raises, and the
    `OSError` of whatever the disk refuses.
    """
    folder.mkdir()
    with _opened(folder) as (place, opened):
        put = partial(_put, place=place, opened=opened, old=f"{old}/" if old else "")
        first, *others = files
        _put(first, place, opened, "")
        for parent in sorted(parents(file.path for file in files)):
            os.mkdir(place + parent, dir_fd=opened)
        costly = sum(isinstance(file, Deferred) for file in others)
        results = in_two(put, others, here=put, there=_as_sent, costly=costly, tick=tick)
    pairs = list(zip(others, results, strict=True))
    left = tuple(file for file, result in pairs if result.startswith(_LEFT))
    keys = {file.path: result[1:].decode() for file, result in pairs if len(result) > 1}
    return Filled(keys, left)


def share(folder: Path, files: Sequence[File], old: Path, signatures: Mapping[str, str]) -> None:
    """The new `folder` has the `files` too, which were left out: those of `old`, if they still are.

    `signatures` has the time and size of each.
    """
    with _opened(folder) as (place, opened):

        def put(file: File) -> bytes:
            if _link(f"{old}/{file.path}", place + file.path, opened) != signatures[file.path]:
                made = file.make(True) if isinstance(file, Deferred) else file
                assert isinstance(made, Output)
                _write(place + made.path, made.content, opened)
            return b""

        in_two(put, files, here=put, there=_as_sent)


def _as_sent(file: File, result: bytes) -> bytes:
    return result


@contextmanager
def _opened(folder: Path) -> Iterator[tuple[str, int | None]]:
    """What paths in the folder begin with, and the open folder that they are taken from."""
    if os.open not in os.supports_dir_fd:  # Windows
        yield f"{folder}{os.sep}", None
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        yield "", opened
    finally:
        os.close(opened)


def checked(files: tuple[File, ...]) -> tuple[File, ...]:
    """The same files. Raises `ValueError` if two are one file on some file system."""
    paths: dict[str, str] = {}  # as spelt, by what a file system may take for the same
    for path in (file.path for file in files):
        _check_path(path)
        if (key := _folded(path)) in paths:
            raise ValueError(f"two outputs for one file: {paths[key]!r} and {path!r}")
        paths[key] = path
    for parent in parents(paths):
        if parent in paths:
            path = next(path for key, path in paths.items() if key.startswith(f"{parent}/"))
            raise ValueError(f"{path!r} needs a folder where {paths[parent]!r} is a file")
    return files


def _check_path(path: str) -> None:
    strays = not {"", ".", ".."}.isdisjoint(path.split("/"))
    # `c:x` leaves the folder only on Windows, but a path is good everywhere or nowhere.
    if strays or "\\" in path or "\0" in path or path[1:2] == ":":
        raise ValueError(f"not a path within a site: {path!r}")
    path.encode()  # a lone surrogate: UnicodeEncodeError is a ValueError


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def parents(paths: Iterable[str]) -> set[str]:
    """Every folder above one of the paths."""
    found: set[str] = set()
    for folder in {path.rpartition("/")[0] for path in paths}:
        while folder:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _put(file: File, place: str, opened: int | None, old: str) -> bytes:
    """The file is in the folder, or it is left out; returns which, and its key."""
    made = file.make(False) if isinstance(file, Deferred) else file
    if isinstance(made, Reused):
        if old:
            return _LEFT + made.key.encode()
        if _link(made.origin, place + made.path, opened) == made.signature:
            return _PUT + made.key.encode()
        assert isinstance(file, Deferred)
        made = file.make(True)
    assert isinstance(made, Output)
    if old and _holds(old + made.path, made.content):
        return _LEFT + made.key.encode()
    _write(place + made.path, made.content, opened)
    return _PUT + made.key.encode()


def _holds(path: str, content: bytes) -> bool:
    view = memoryview(content)
    try:
        with open(path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            starts = range(0, len(content), _PART_BYTES)
            return size == len(content) and all(
                file.read(_PART_BYTES) == view[at : at + _PART_BYTES] for at in starts
            )
    except OSError:
        return False


def _write(path: str, content: bytes, opened: int | None) -> None:
    # Half of what `open` takes: it also asks what kind of file this is.
    file = _afresh(path, opened, lambda: os.open(path, _NEW, 0o666, dir_fd=opened))
    try:
        while content:
            content = content[os.write(file, content) :]
    finally:
        os.close(file)


def _afresh(path: str, opened: int | None, make: Callable[[], Made]) -> Made:
    """What `make` makes at `path`, where a second process that failed may have begun.

    That file is removed and never written into: the old site may share it.
    """
    try:
        return make()
    except FileExistsError:
        os.unlink(path, dir_fd=opened)
        return make()


def _link(origin: str, path: str, opened: int | None) -> str:
    """The signature of the file at `origin`, which is at `path` too; nothing if it cannot be."""
    try:
        _afresh(path, opened, lambda: os.link(origin, path, dst_dir_fd=opened))
    except OSError:  # no hard links here, or too many, or it is gone
        return ""
    return signature(os.stat(path, dir_fd=opened))
