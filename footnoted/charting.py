"""Corpus and the tables of `.csv` files -> the corpus whose pages have what their charts show.

Like `sizes`, this stands apart from `link`: a table that changes changes no look-up.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from footnoted.diagnostics import Diagnostic
from footnoted.extending import extended, texts
from footnoted.model import Corpus, Prose, Table
from footnoted.read import Reader


def charted(
    corpus: Corpus, folder: Path, reader: Reader | None
) -> tuple[Corpus, tuple[Diagnostic, ...]]:
    """The corpus with the tables of the content `folder` that its charts show; what is wrong there.

    With the `reader` of an earlier call, only what changed since is read.
    """
    files = charted_files(corpus)
    if not files:
        return with_tables(corpus, {}), ()
    from footnoted.charts.reading import read_tables  # few sites have any

    tables, found = read_tables(folder, files, reader)
    return with_tables(corpus, tables), found


def charted_files(corpus: Corpus) -> list[str]:
    """The paths of the files that pages show as charts, as far as they are there."""
    shown = {chart.file.path for prose in texts(corpus) for chart in prose.charts}
    return sorted(shown.intersection(corpus.media)) if shown else []


def with_tables(corpus: Corpus, tables: Mapping[str, Table]) -> Corpus:
    """The corpus with the table of each chart, an empty one where it is not known."""
    return extended(corpus, "tables", lambda prose: _tables(prose, tables))


def _tables(prose: Prose, tables: Mapping[str, Table]) -> tuple[Table, ...]:
    return tuple(tables.get(chart.file.path, Table()) for chart in prose.charts)
