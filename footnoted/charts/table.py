"""The text of a `.csv` file -> its table, and what is wrong with it, each at its line and column.

file   = head row+                the first line that is not empty is the head
row    = first (sign cell)+       sign: a comma, a semicolon or a tab, the same throughout
first  = day | month | year | number | words
cell   = number | nothing         see `cells`; nothing is a gap
head   = name [" (" unit ")"]     of each column
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from footnoted.charts.cells import (
    Kind,
    is_remark,
    kind_of,
    marks_of,
    moment_of,
    number_of,
    place_of,
)
from footnoted.charts.sheet import Row, Sheet, sheet_of
from footnoted.diagnostics import Diagnostic
from footnoted.model import Table

MOST_ROWS, MOST_LINES = 1000, 6
MOST_BARS, MOST_IN_GROUP = 40, 4
_HEAD = re.compile(r"(.*\S)\s*[(\[（]\s*([^()\[\]（）]*\S)\s*[)\]）]")
_WRITTEN = {
    "day": "write it as in `2018-04-27`",
    "month": "write it as in `2018-04`",
    "year": "write it as in `2018`",
    "number": "write it as in `1234.5`",
}


def read_table(path: str, text: str) -> tuple[Table, tuple[Diagnostic, ...]]:
    """The table of a file; an empty one if anything is wrong with it, which is then reported."""
    sheet = sheet_of(path, text)
    if not sheet.found:
        table = _table(sheet)
        if not sheet.found:
            return table, ()
    return Table(), tuple(sheet.found)


def _table(sheet: Sheet) -> Table:
    head, *rows = sheet.rows
    _check_heads(sheet, head)
    kind = _kind([row.cells[0] for row in rows])
    firsts = _firsts(sheet, rows, kind)
    remarks = [index for index in range(1, len(head.cells)) if _is_remarks(rows, index)]
    drawn = [index for index in range(1, len(head.cells)) if index not in remarks]
    _check_size(sheet, kind, drawn)
    marks = marks_of(row.cells[index] for row in rows for index in drawn)
    heads, units, columns = [head.cells[0]], [], []
    for index in drawn:
        name = head.cells[index]
        values, is_share = _values(sheet, rows, index, marks)
        match = _HEAD.fullmatch(name)
        unit = match[2] if match else "%" if is_share else ""
        heads.append(f"{name} (%)" if is_share and not match and "%" not in name else name)
        units.append(unit)
        columns.append(tuple(values))
    names = [match[1] if (match := _HEAD.fullmatch(head)) else head for head in heads[1:]]
    heads += [head.cells[index] for index in remarks]
    return Table(
        kind,
        tuple(heads),
        tuple(names),
        tuple(units),
        tuple(firsts),
        tuple(columns),
        tuple(tuple(row.cells[index] for row in rows) for index in remarks),
    )


def _is_remarks(rows: Sequence[Row], index: int) -> bool:
    """True if the column has words, such as where each figure is from, and no number."""
    cells = [row.cells[index] for row in rows if row.cells[index]]
    return bool(cells) and all(map(is_remark, cells))


def _check_heads(sheet: Sheet, head: Row) -> None:
    if all(kind_of(cell) != "words" for cell in head.cells):
        hint = "write a line above it that says what the columns are"
        sheet.report("chart-table", "the first row has figures", sheet.line(head.line), hint)
        return
    seen: set[str] = set()
    for index, name in enumerate(head.cells[1:], 1):
        if not name:
            hint = "write what it shows"
            sheet.report("chart-table", "a column has no name", sheet.place(head, index), hint)
        elif name.casefold() in seen:
            message, hint = f"two columns have the name `{name}`", "tell them apart"
            sheet.report("chart-table", message, sheet.place(head, index), hint)
        seen.add(name.casefold())


def _kind(cells: Sequence[str]) -> Kind:
    """What most cells of the first column are; words, if there is nothing that most of them are."""
    counts = Counter(map(kind_of, cells))
    if counts["number"]:  # then years are numbers, too
        counts["number"] += counts.pop("year", 0)
    kind, count = counts.most_common(1)[0]
    return kind if 2 * count > len(cells) else "words"


def _firsts(sheet: Sheet, rows: Sequence[Row], kind: Kind) -> list[str]:
    """The cells of the first column, read: each one, and each above the one before it."""
    found: list[str] = []
    last: tuple[Fraction, str] | None = None
    seen: set[str] = set()
    marks = marks_of(row.cells[0] for row in rows)
    for row in rows:
        cell = row.cells[0]
        number = number_of(cell, marks) if kind == "number" else None
        first = number.digits if number else cell if kind == "words" else moment_of(cell, kind)
        if kind == "number" and not number:
            first = ""
        found.append(first)
        if not first:
            message = f"`{cell}` is not a {kind}" if cell else "this row has no name"
            hint = _WRITTEN.get(kind, "write what its figures are of")
            sheet.report("chart-cell", message, sheet.place(row, 0), hint)
        elif first.casefold() in seen or (last and place_of(first, kind) == last[0]):
            message, hint = f"`{cell}` is there twice", "each row needs one of its own"
            sheet.report("chart-cell", message, sheet.place(row, 0), hint)
        elif kind != "words":
            place = place_of(first, kind)
            if last and place < last[0]:
                message = f"`{cell}` comes after `{last[1]}`"
                sheet.report("chart-cell", message, sheet.place(row, 0), "put the rows in order")
            else:
                last = place, cell
        seen.add(first.casefold())
    return found


def _check_size(sheet: Sheet, kind: Kind, drawn: Sequence[int]) -> None:
    is_bars, columns, rows = kind == "words", len(drawn), len(sheet.rows) - 1
    most = MOST_IN_GROUP if is_bars else MOST_LINES
    head, *others = sheet.rows
    if not drawn:
        hint = "write them as digits alone, with the unit in the head, as in `Cost ($)`"
        sheet.report("chart-table", "there is no column of figures", sheet.line(head.line), hint)
    elif columns > most:
        what = "bars in a row" if is_bars else "lines"
        message = f"{columns} columns of figures, and there may be {most} {what}"
        hint = "make two charts of them, or leave some out"
        sheet.report("chart-size", message, sheet.place(head, drawn[most]), hint)
    elif rows > MOST_ROWS or (is_bars and rows * columns > MOST_BARS):
        most_rows = MOST_BARS // columns if is_bars else MOST_ROWS
        message = f"{rows:,} rows, and there may be {most_rows:,}"
        hint = "show fewer, such as one for each month, or the greatest and a row for the others"
        sheet.report("chart-size", message, sheet.line(others[most_rows].line), hint)


def _values(
    sheet: Sheet, rows: Sequence[Row], index: int, marks: frozenset[str]
) -> tuple[list[str], bool]:
    """The numbers of a column, empty for gaps; and whether they are written with `%`."""
    values, shares = [], []
    for row in rows:
        cell = row.cells[index]
        number = number_of(cell, marks) if cell else None
        if cell and not number:
            message, hint = _refusal(cell)
            sheet.report("chart-cell", message, sheet.place(row, index), hint)
        values.append(number.digits if number else "")
        shares += [(row, number.is_share)] if number else []
    is_mixed = len({is_share for _, is_share in shares}) > 1
    if is_mixed and "%" not in sheet.rows[0].cells[index]:
        other = next(row for row, is_share in shares if is_share != shares[0][1])
        message = "some figures of this column have a `%`, and others have none"
        hint = "write `%` after all of them, or after none and in the head"
        sheet.report("chart-cell", message, sheet.place(other, index), hint)
    if not shares and not sheet.found:
        name = sheet.rows[0].cells[index]
        span = sheet.place(sheet.rows[0], index)
        sheet.report("chart-table", f"the column `{name}` has no figure", span, "take it out")
    return values, any(is_share for _, is_share in shares)


def _refusal(cell: str) -> tuple[str, str]:
    """What is wrong with a cell that is no number, and what to do."""
    message = f"`{cell}` is not a number"
    if not any(c.isdecimal() for c in cell):
        return message, "leave the cell empty where there is no figure"
    if re.fullmatch(r"\D?\d{1,3}([,.])\d{3}\D{0,2}", cell):
        message = f"`{cell}` can be read as two numbers"
        return message, "write no sign between thousands, and a point before decimals"
    return (
        message,
        "write digits alone, as in `1234.5`; the unit belongs into the head, as in `Cost ($)`",
    )
