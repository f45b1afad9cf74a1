"""A table whose first column is words -> bars from zero, each below its name."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from markupsafe import Markup

from footnoted.charts import svg
from footnoted.charts.scales import Scale
from footnoted.charts.svg import element, letters, percent
from footnoted.charts.words import BOLD, LINE_EM, Writer, width_em, wrapped
from footnoted.model import Table

_NAME_EM, _NAME_LINES = 21.0, 4
_BAR_EM, _GAP_EM, _BETWEEN_EM = 0.8, 0.55, 0.7
_GAP = "–"


def draw_bars(table: Table, label: str, writer: Writer) -> Markup:
    """The drawing. Of several columns, each row is a group of bars below its name."""
    values = [Fraction(value) for column in table.columns for value in column if value]
    low, high = min(Fraction(0), *values), max(Fraction(0), *values)
    scale = Scale(low, high if high > low else low + 1, ())
    figures = [
        (value.startswith("-"), BOLD * width_em(writer.figure(value, unit)) + 0.7)
        for column, unit in zip(table.columns, table.units, strict=True)
        for value in column
    ]
    before = max((width for is_below, width in figures if is_below), default=0.0)
    after = max((width for is_below, width in figures if not is_below), default=0.0)
    inside, tall = _rows(table, scale, writer, before)
    return svg.drawing(inside, "bars", label, tall=tall, before=before, after=after)


def _rows(table: Table, scale: Scale, writer: Writer, before: float) -> tuple[list[Markup], float]:
    """All bars with their names and values; and how high they are together."""
    inside: list[Markup] = []
    y, is_group = 0.0, len(table.columns) > 1
    for at, row in enumerate(table.rows):
        for series, (column, unit) in enumerate(zip(table.columns, table.units, strict=True)):
            heads = [("group", row)] if is_group and series == 0 else []
            heads.append(("name", _name(table, series) if is_group else row))
            for kind, text in heads:
                lines = wrapped(text, _NAME_EM, _NAME_LINES)
                inside.append(letters(lines, kind, "0", f"{svg.number(y)}em", dx=-before, dy=0.95))
                y += LINE_EM * len(lines)
            inside += _bar(series, column[at], unit, scale, y + 0.1, writer)
            y += _BAR_EM + _GAP_EM
        y += _BETWEEN_EM if is_group else 0
    return inside, y - (_BETWEEN_EM if is_group else 0)


def _name(table: Table, series: int) -> str:
    return table.names[series] if table.units[series] == "%" else table.heads[series + 1]


def _bar(
    series: int, digits: str, unit: str, scale: Scale, y: float, writer: Writer
) -> Iterator[Markup]:
    value = Fraction(digits or 0)
    zero, end = scale.place(Fraction(0)), scale.place(value)
    ends = {"y1": f"{svg.number(y - 0.15)}em", "y2": f"{svg.number(y + _BAR_EM + 0.15)}em"}
    yield element("line", class_="zero", x1=percent(zero), x2=percent(zero), **ends)
    if value:
        place = {"x": percent(min(zero, end)), "y": f"{svg.number(y)}em"}
        size = {"width": percent(abs(end - zero)), "height": f"{_BAR_EM}em"}
        yield element("rect", class_=f"bar s{series + 1}", **place, **size)
    told = writer.figure(digits, unit) if digits else _GAP
    kind, dx = ("value below", -0.5) if value < 0 else ("value", 0.5)
    yield letters([told], kind, percent(end), f"{svg.number(y)}em", dx=dx, dy=0.76)
