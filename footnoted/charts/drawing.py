"""The charts of a page and their tables -> what the theme shows of each, in the page's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from markupsafe import Markup
from msgspec import Struct

from footnoted.charts.bars import draw_bars
from footnoted.charts.lines import draw_lines
from footnoted.charts.words import Writer
from footnoted.checks import is_web_address
from footnoted.model import Chart, Table
from footnoted.strings import Strings

LONG_ROWS = 40  # about a sheet of paper: with more, a table is not printed


class Row(Struct, frozen=True):
    """A row of the table: pairs of a remark and its address, which is empty if it is none.

    Of an address, the remark is the name of its site.
    """

    name: str
    figures: tuple[str, ...]
    remarks: tuple[tuple[str, str], ...]


class Drawing(Struct, frozen=True):
    """A chart of the file at `path`, drawn; without `svg` and `rows` if it could not be read.

    `begins` is where its scale begins if that is not zero. The columns of the table are those of
    the `first` cells, of `figures` and of `remarks`.
    """

    alt: str
    caption: str
    path: str
    svg: Markup
    begins: str
    first: str
    figures: tuple[str, ...]
    remarks: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.rpartition("/")[2]

    @property
    def is_long(self) -> bool:
        """True if the table would take much paper."""
        return len(self.rows) > LONG_ROWS


def drawn(
    charts: Sequence[Chart], tables: Sequence[Table], strings: Strings
) -> tuple[Drawing, ...]:
    """The charts of a page, in their order."""
    writer = Writer(strings)
    pairs = zip(charts, tables, strict=True)
    return tuple(_drawn(chart, table, writer) for chart, table in pairs)


def _drawn(chart: Chart, table: Table, writer: Writer) -> Drawing:
    label = chart.alt or chart.caption
    drawing, begins = Markup(""), ""
    if table.columns and table.kind == "words":
        drawing = draw_bars(table, label, writer)
    elif table.columns:
        drawing, begins = draw_lines(table, label, writer)
    return Drawing(
        alt=label,
        caption=chart.caption or chart.alt,
        path=chart.file.path,
        svg=drawing,
        begins=begins,
        first=table.heads[0] if table.heads else "",
        figures=table.heads[1 : len(table.columns) + 1],
        remarks=table.heads[len(table.columns) + 1 :],
        rows=tuple(_rows(table, writer)),
    )


def _rows(table: Table, writer: Writer) -> Iterator[Row]:
    for at, row in enumerate(table.rows):
        figures = (
            writer.figure(column[at], unit) if column[at] else ""
            for column, unit in zip(table.columns, table.units, strict=True)
        )
        remarks = (_remark(column[at]) for column in table.remarks)
        yield Row(_told(table, row, writer), tuple(figures), tuple(remarks))


def _remark(text: str) -> tuple[str, str]:
    if not is_web_address(text):
        return text, ""
    return (urlsplit(text).hostname or text).removeprefix("www."), text


def _told(table: Table, row: str, writer: Writer) -> str:
    if table.kind == "words":
        return row
    return writer.number(row) if table.kind == "number" else writer.strings.date(row)
