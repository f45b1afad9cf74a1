"""Files that are replaced in one step, so that nobody ever reads half of one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """`path` is what was written to the file in between, whatever other builds do meanwhile."""
    path.parent.mkdir(parents=True, exist_ok=True)
    other = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with other.open("wb") as file:
            yield file
        os.replace(other, path)
    finally:
        other.unlink(missing_ok=True)
