"""Outputs -> a folder that holds exactly them, in one step.

The new site grows beside the folder, is complete, and then takes its place. While a build runs,
or after one was killed, there can be beside `site`:

    .site.lock   locked by the build that runs; empty
    .site.new    rubbish: a site that is not finished, or one that was replaced
    .site.old    whole: the old site, for the moment between two renames

So `.new` may always be removed, and `.old` is put back if there is no site. Only a folder that
is empty or carries our marker is ever replaced or removed.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

from msgspec import Struct

from footnoted.files import File, checked, fill, share
from footnoted.model import Output
from footnoted.ours import MARKER, check_ours, check_place
from footnoted.progress import Tick, silent
from footnoted.stopping import ignore, undone
from footnoted.unchanged import are_alike, outputs, signature, signatures

try:
    import fcntl
except ImportError:  # Windows: that no two builds run at once is up to the author
    _CAN_LOCK = False
else:
    _CAN_LOCK = True

PATIENCE_S = 5.0  # longer than most builds take to write
_POLL_S = 0.02
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h


class Written(Struct, frozen=True):
    """What a build wrote: the keys of its pages by path, and the listing of all its files."""

    keys: dict[str, str]
    listing: bytes


class SiteBusyError(Exception):
    """Another build is still at work on the same folder."""


def write(files: Iterable[File], folder: Path, tick: Tick = silent, before: bytes = b"") -> Written:
    """`folder` holds exactly `files`: whatever fails or dies before, it is the old site, whole.

    The folder also holds the marker. A link is followed and stays a link; folders missing above
    are made. The paths of all files are checked before the disk is touched. What is deferred is
    made by two processes, each for itself; `tick` hears how many files there are. After a kill
    between two renames (where folders cannot be exchanged) the old site is back with the next
    `write` or `recover`.

    `before` lists the old site as its build left it: if that is how it stands, and no more than
    one file differs, only that one is replaced, which is one step too.

    Files are not synced: what a killed process has written, the kernel keeps. Only a power cut
    can lose it, and then the site is built again from what it is made of.

    Raises `ValueError` for a bad path, `NotASiteError`, `SiteBusyError` after `PATIENCE_S`, and
    the `OSError` of whatever the disk refuses.
    """
    site = Path(os.path.realpath(folder))
    check_place(site)
    complete = checked((MARKER, *files))
    site.parent.mkdir(parents=True, exist_ok=True)
    with _locked(site), _tidied(site):
        return _written(site, complete, tick, before)


def _written(site: Path, files: Sequence[File], tick: Tick, before: bytes) -> Written:
    """All is in its place. The listing is made at once: later, it may be another build's site."""
    new = _beside(site, "new")
    is_intact = bool(before) and site.is_dir() and are_alike(outputs(str(site)), before)
    filled = fill(new, files, tick, site if is_intact else None)
    was = signatures(before) if is_intact else {}
    left = {file.path for file in filled.left}
    differing = [file.path for file in files[1:] if file.path not in left]
    if is_intact and len(differing) <= 1 and was.keys() == {file.path for file in files}:
        ignore()
        for path in differing:
            os.replace(new / path, site / path)
        listing = outputs(str(site))
        now = signatures(listing)
        is_ours = all(now.get(path) == was[path] for path in was if path not in differing)
        return Written(filled.keys, listing if is_ours and now.keys() == was.keys() else b"")
    share(new, filled.left, site, was)
    listing = outputs(str(new))
    _take_place(site)
    return Written(filled.keys, listing)


def replace_pages(pages: Iterable[Output], folder: Path, before: bytes) -> bytes:
    """`folder` has the `pages` in place of those that it had; its listing, as it is now.

    No page may show anything of another: each is replaced in a step of its own, so a kill between
    two leaves one new page and one old, which fit together as well as two of a kind.

    `before` lists the site as its build left it: if that is not how it stands, nothing is done,
    and nothing returned. Raises as `write` does.
    """
    site = Path(os.path.realpath(folder))
    check_place(site)
    if not site.is_dir():
        return b""
    with _locked(site), _tidied(site):
        if not are_alike(outputs(str(site)), before):
            return b""
        differing = [page for page in pages if (site / page.path).read_bytes() != page.content]
        return _replaced(differing, site, before) if differing else before


def _replaced(pages: Sequence[Output], site: Path, before: bytes) -> bytes:
    new = _beside(site, "new")
    fill(new, (MARKER, *pages))
    ignore()
    for page in pages:
        os.replace(new / page.path, site / page.path)
    listing = outputs(str(site))  # the order may be another one now
    expected = signatures(before)
    expected |= {page.path: signature(os.stat(site / page.path)) for page in pages}
    return listing if signatures(listing) == expected else b""


def are_nested(one: Path, other: Path) -> bool:
    """True if one of two folders, their places resolved, is the other or lies in it."""
    return one.is_relative_to(other) or other.is_relative_to(one)


def recover(folder: Path) -> None:
    """What a killed build left beside `folder` is gone, and the old site is back in its place.

    Does nothing, and needs no right to write, where no build was killed. Raises as `write` does.
    """
    site = Path(os.path.realpath(folder))
    check_place(site)
    if any(os.path.lexists(_beside(site, kind)) for kind in ("lock", "new", "old")):
        with _locked(site):
            _repair(site)


def _beside(site: Path, kind: str) -> Path:
    return site.with_name(f".{site.name}.{kind}")


# ---- the steps ------------------------------------------------------------------------


def _take_place(site: Path) -> None:
    new = _beside(site, "new")
    ignore()
    if os.path.lexists(site):
        check_ours(site)  # again: writing took a while
        if _exchange(new, site):
            return
        os.rename(site, _beside(site, "old"))
    os.rename(new, site)


def _exchange(one: Path, other: Path) -> bool:
    """Whether the two folders have changed places, in one step.

    The reason of a failure is not read: where it is not the missing feature, a plain rename
    meets it too and names it better. renameat2(2): Linux 3.15, glibc 2.28.
    """
    import ctypes  # only where there is a site already

    if sys.platform != "linux" or not hasattr(libc := ctypes.CDLL(None), "renameat2"):
        return False
    paths = (_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other))
    return bool(libc.renameat2(*paths, _RENAME_EXCHANGE) == 0)


def _tidied(site: Path) -> AbstractContextManager[None]:
    """Nothing is left beside the site, before and after."""
    return undone(partial(_repair, site), lambda _: _repair(site))


def _repair(site: Path) -> None:
    new, old = _beside(site, "new"), _beside(site, "old")
    for folder in filter(os.path.lexists, (site, new, old)):
        check_ours(folder)
    if os.path.lexists(old) and not (os.path.lexists(site) and os.listdir(site)):
        if os.path.lexists(site):
            site.rmdir()
        os.rename(old, site)
    _remove(new)
    if os.path.lexists(old):
        os.rename(old, new)  # so that `.old` is whole as long as it has that name
        _remove(new)


def _remove(folder: Path) -> None:
    """`folder` is gone. Its marker goes last: a kill midway leaves it recognisable."""
    if not os.path.lexists(folder):
        return
    import shutil  # only where there is something to remove

    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != MARKER.path:
            path.unlink()
    (folder / MARKER.path).unlink(missing_ok=True)
    folder.rmdir()


# ---- one build at a time --------------------------------------------------------------


@contextmanager
def _locked(site: Path) -> Iterator[None]:
    if not _CAN_LOCK:
        yield
        return
    path = _beside(site, "lock")
    give_up = time.monotonic() + PATIENCE_S
    while time.monotonic() < give_up:
        with undone(partial(_lock, path), partial(_unlock, path)) as lock:
            if lock is not None:
                yield
                return
        time.sleep(_POLL_S)
    raise SiteBusyError(f"another build is at work on `{site}`: wait for its end and build again")


def _lock(path: Path) -> int | None:
    """The open file at `path`, if it is locked now."""
    lock = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_NOFOLLOW, 0o666)
    if _has_locked(lock, path):
        return lock
    os.close(lock)
    return None


def _unlock(path: Path, lock: int | None) -> None:
    if lock is not None:
        if not os.fstat(lock).st_size:  # else it is someone's file
            path.unlink(missing_ok=True)
        os.close(lock)


def _has_locked(lock: int, path: Path) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # The build before removes its file at the end: then this lock is on nothing.
        return os.path.samestat(os.fstat(lock), os.stat(path))
    except (BlockingIOError, FileNotFoundError):
        return False
