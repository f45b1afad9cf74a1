"""The `.csv` files that charts show -> their tables: the only module here that opens any."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from footnoted.charts.table import read_table
from footnoted.diagnostics import Diagnostic
from footnoted.model import Table
from footnoted.read import Reader, media_place


def read_tables(
    folder: Path, paths: Iterable[str], reader: Reader | None = None
) -> tuple[dict[str, Table], tuple[Diagnostic, ...]]:
    """The tables of the files at `paths` of the content folder, by path; and what is wrong.

    With the `reader` of an earlier call, only what changed since is read. Nothing is known of a
    file that cannot be opened: whoever publishes it says so.
    """
    reader = reader or Reader()
    tables: dict[str, Table] = {}
    found: list[Diagnostic] = []
    for path in paths:
        try:
            place = media_place(folder, path).relative_to(folder).as_posix()
            file = reader.read(str(folder), place, found)
        except OSError:
            continue
        if file is not None:
            tables[path], faults = read_table(path, file.text)
            found += faults
    return tables, tuple(found)
