"""Files that are replaced, or made, in one step, so that nobody ever reads half of one."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from footnoted.stopping import undone

_SLOWEST_S = 3600


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """`path` is what was written to the file in between, whatever other builds do meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _clear(path)
    other = path.with_name(f"{path.name}.{os.getpid()}")
    with undone(lambda: other.open("wb"), lambda _: other.unlink(missing_ok=True)) as file:
        with file:
            yield file
        os.replace(other, path)


def _clear(path: Path) -> None:
    """What builds that were killed left of the file is gone; none that still writes is so slow."""
    for other in path.parent.glob(f"{path.name}.[0-9]*"):
        with suppress(OSError):
            if time.time() - other.stat().st_mtime > _SLOWEST_S:
                other.unlink()


@contextmanager
def founding(path: Path) -> Iterator[BinaryIO]:
    """`path` is a new file with what was written in between, and never an empty one.

    Raises FileExistsError if anything is there, be it a link that leads nowhere.
    """
    claimed = undone(lambda: path.open("xb").close(), lambda _: _clear_empty(path))
    with claimed, replacing(path) as file:
        yield file


def _clear_empty(path: Path) -> None:
    with suppress(OSError):
        if not path.stat().st_size:
            path.unlink()
