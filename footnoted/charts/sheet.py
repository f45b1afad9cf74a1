"""The text of a `.csv` file -> its rows, all of the same width, with the places of their cells.

    file = row (line feed row)*    empty rows are left out
    row  = cell (sign cell)*       sign: a comma, a semicolon or a tab, the same throughout

Python reads the cells. The sign is the first of tab, semicolon and comma by which the first two
rows have the same number of cells, and more than one.
"""

from __future__ import annotations

import csv

from msgspec import Struct, field

from footnoted.diagnostics import Diagnostic, Span

_SIGNS = ("\t", ";", ",")
_TOLD = 10  # findings in one file


class Row(Struct):
    """A row; `line` is the 1-based number of its first line."""

    line: int
    cells: list[str]


class Sheet(Struct):
    """One file on its way to a table."""

    path: str
    lines: list[str]
    sign: str = ","
    rows: list[Row] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)

    def report(self, code: str, message: str, span: Span, hint: str) -> None:
        """One more finding, as long as there are not very many."""
        if len(self.found) < _TOLD:
            self.found.append(Diagnostic(code, message, span, hint=hint))

    def place(self, row: Row, index: int) -> Span:
        """The place of a cell; of one that runs over lines, on its first."""
        count, is_quoted = 0, False
        for number in range(row.line, len(self.lines) + 1):
            text, start = self.lines[number - 1], 0
            for at, c in enumerate(text):
                if c == '"':
                    is_quoted = not is_quoted
                elif c == self.sign and not is_quoted:
                    if count == index:
                        return self._span(number, start, at)
                    count, start = count + 1, at + 1
            if count == index or not is_quoted:
                return self._span(number, start, len(text))
        return self.line(row.line)

    def line(self, number: int) -> Span:
        """The whole line with this number."""
        return self._span(number, 0, len(self.lines[number - 1]))

    def _span(self, number: int, start: int, end: int) -> Span:
        text = self.lines[number - 1]
        cell = text[start:end]
        start += len(cell) - len(cell.lstrip()) if cell.strip() else 0
        return Span(self.path, number, start + 1, max(1, len(cell.strip())), text)


def sheet_of(path: str, text: str) -> Sheet:
    """The rows of a file; if they cannot be told, `found` says why."""
    sheet = Sheet(path, text.split("\n"))
    is_read = not text.strip() or _is_read(sheet)
    if is_read and sheet.rows:
        _check_shape(sheet)
    elif is_read:
        span = Span(path, 1, 1, 1, "")
        sheet.report("chart-table", f"`{path}` is empty", span, "it needs a head and a row")
    return sheet


def _is_read(sheet: Sheet) -> bool:
    """True if the file could be read as CSV."""
    heads = [line for line in sheet.lines if line.strip()][:2]
    for sign in _SIGNS:
        widths = {_width(line, sign) for line in heads}
        if len(widths) == 1 and max(widths) > 1:
            sheet.sign = sign
            break
    else:
        sheet.sign = max(reversed(_SIGNS), key=heads[0].count)
    lines = (f"{line}\n" for line in sheet.lines)
    reader = csv.reader(lines, delimiter=sheet.sign, strict=True, skipinitialspace=True)
    before = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                sheet.rows.append(Row(before + 1, [" ".join(cell.split()) for cell in cells]))
            before = reader.line_num
    except csv.Error:
        hint = 'a cell with `"` in it stands between two of them, and has `""` for each'
        sheet.report("chart-table", "this row cannot be read", sheet.line(before + 1), hint)
        return False
    return True


def _width(line: str, sign: str) -> int:
    """How many cells there are in a line, 0 if that cannot be told."""
    try:
        return len(next(csv.reader([line], delimiter=sign)))
    except csv.Error:
        return 0


def _check_shape(sheet: Sheet) -> None:
    """All rows have as many cells as the head, or it is reported; empty ones at the end go."""
    head, *rows = sheet.rows
    while head.cells and not head.cells[-1]:
        head.cells.pop()
    width = len(head.cells)
    if width < 2:
        hint = "it needs a column that tells the rows, and one with figures"
        sheet.report("chart-table", "there is only one column", sheet.line(head.line), hint)
    elif not rows:
        message = "there is no row below the head"
        sheet.report("chart-table", message, sheet.line(head.line), "add the figures")
    for row in rows if width > 1 else ():
        while len(row.cells) > width and not row.cells[-1]:
            row.cells.pop()
        if len(row.cells) != width:
            message = f"this row has {_cells(len(row.cells))}, and the head has {width}"
            hint = "put a cell that has the sign between cells in it into quotation marks"
            if len(row.cells) < width:
                hint = "where there is no figure, leave the cell empty, but write its comma"
            sheet.report("chart-table", message, sheet.line(row.line), hint)


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"
