"""Outputs -> the files of a new folder, made and written by two processes at once.

All paths are taken from the open folder: a second process that outlives a killed build finds
that folder gone, and can write nothing into the one of the next build.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from footnoted.model import Deferred, Output, Reused
from footnoted.progress import Tick, silent
from footnoted.workers import in_two

File = Output | Reused | Deferred


def fill(folder: Path, files: Sequence[File], tick: Tick = silent) -> dict[str, str]:
    """The new `folder` has the files, the first of them before all others; returns their keys.

    Raises whatever making a deferred one raises, and the `OSError` of whatever the disk refuses.
    """
    folder.mkdir()
    with _opened(folder) as (place, opened):
        put = partial(_put, place=place, opened=opened)
        first, *others = files
        put(first)
        for parent in sorted(parents(file.path for file in files)):
            os.mkdir(place + parent, dir_fd=opened)
        keys = in_two(put, others, tick=tick)
    pairs = zip(others, keys, strict=True)
    return {file.path: key.decode() for file, key in pairs if key}


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


def parents(paths: Iterable[str]) -> set[str]:
    """Every folder above one of the paths."""
    found: set[str] = set()
    for folder in {path.rpartition("/")[0] for path in paths}:
        while folder:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _put(file: File, place: str, opened: int | None) -> bytes:
    """The file is in the folder; returns its key."""
    made = file.make(False) if isinstance(file, Deferred) else file
    if isinstance(made, Reused) and not _take_over(made, place + made.path, opened):
        assert isinstance(file, Deferred)
        made = file.make(True)
    if isinstance(made, Output):
        _write(place + made.path, made.content, opened)
    return made.key.encode()


def _write(path: str, content: bytes, opened: int | None) -> None:
    _remove(path, opened)  # never into a file that the old site may share
    with open(path, "xb", opener=partial(os.open, mode=0o666, dir_fd=opened)) as file:
        file.write(content)


def _remove(path: str, opened: int | None) -> None:
    """Nothing stands at `path`: a second process that failed may have begun there."""
    with suppress(FileNotFoundError):
        os.unlink(path, dir_fd=opened)


def _take_over(old: Reused, path: str, opened: int | None) -> bool:
    """Whether `path` is the old file, which stays where it is too, and is what it was."""
    _remove(path, opened)
    try:
        os.link(old.origin, path, dst_dir_fd=opened)
    except OSError:  # no hard links here, or too many, or it is gone
        return False
    stat = os.stat(path, dir_fd=opened)
    return (stat.st_size, stat.st_mtime_ns) == (old.size, old.mtime_ns)
