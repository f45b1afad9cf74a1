"""A table whose first column is days or numbers -> lines, with their names at their ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from markupsafe import Markup

from footnoted.charts import svg
from footnoted.charts.cells import day_of, place_of
from footnoted.charts.scales import Moment, Scale, begins_at_zero, moments, scale_of
from footnoted.charts.svg import element, letters, percent
from footnoted.charts.words import LINE_EM, Writer, plain, width_em, wrapped
from footnoted.model import Table

TALL_EM = 20.0
_NAME_EM, _NAME_LINES = 8.0, 3  # at the end of a line
_FEW = 30  # points of a line, each of which has its mark
_MOST_DAYS = 4  # that have room below a chart on a phone
_NEAR = 15  # percent: what is written so near to an edge may stand out

Point = tuple[float, float]


def draw_lines(table: Table, label: str, writer: Writer) -> tuple[Markup, str]:
    """The drawing; and where its scale begins, in words, empty if that is zero."""
    values = [Fraction(value) for column in table.columns for value in column if value]
    scale = scale_of(values, from_zero=begins_at_zero(values))
    across, below = _across(table, writer)
    begins = scale.low if scale.low > 0 else min(scale.high, Fraction(0))
    unit = _common(table.units)
    ticks = [writer.figure(digits, unit) for digits in plain(scale.ticks)]
    lines = [_points(table, column, across, scale) for column in table.columns]
    names = _names(table, unit)
    ends, after = _ends(lines, names) if len(names) > 1 else ([], 0.6)
    before = max(*map(width_em, ticks), _edge(below, 0)) + 0.8
    title = table.heads[1] if len(names) == 1 else "" if unit == "%" else unit
    inside = [
        *_grid(scale, ticks, begins),
        *(part for x, told in below for part in _tick(percent(x), told)),
        *(part for series, points in enumerate(lines) for part in _line(series, points)),
        *ends,
    ]
    if title:
        shown = wrapped(title, 22, 1)
        inside.append(letters(shown, "title", "0", "0", dx=-before, dy=-1.1))
    after = max(after, _edge(below, 100))
    drawn = svg.drawing(inside, "lines", label, tall=TALL_EM, before=before, after=after)
    return drawn, ticks[scale.ticks.index(begins)] if begins else ""


def _common(units: Sequence[str]) -> str:
    return units[0] if len(set(units)) == 1 else ""


def _names(table: Table, unit: str) -> list[str]:
    """The names of the lines, without a unit that the scale has."""
    return list(table.names if unit else table.heads[1 : len(table.columns) + 1])


def _edge(below: Sequence[tuple[float, tuple[str, ...]]], x: float) -> float:
    """How far what is written below a chart may stand out at the edge, in em."""
    near = [told for place, told in below if abs(place - x) < _NEAR]
    return max((width_em(line) / 2 for told in near for line in told), default=0)


def _tick(x: str, told: tuple[str, ...]) -> Iterator[Markup]:
    yield element("line", class_="tick", x1=x, x2=x, y1="100%", y2="102%")
    yield letters(told, "across", x, "100%", dy=1.6)


def _across(table: Table, writer: Writer) -> tuple[Scale, list[tuple[float, tuple[str, ...]]]]:
    """The scale from left to right, and what is written where below it."""
    places = [place_of(row, table.kind) for row in table.rows]
    if table.kind == "number":
        scale = scale_of(places, 5)
        if max(map(len, plain(scale.ticks))) > 5:
            scale = scale_of(places, 2)
        told: list[tuple[str, ...]] = [(writer.number(digits),) for digits in plain(scale.ticks)]
        ticks: Sequence[Fraction] = scale.ticks
    else:
        first, last = day_of(table.rows[0]), day_of(table.rows[-1])
        shown = moments(table.kind, first, last, _MOST_DAYS)
        told, ticks = _told(shown, writer), [moment.place for moment in shown]
        half = Fraction(0 if places[-1] > places[0] else 1)
        scale = Scale(places[0] - half, places[-1] + half, ())
    return scale, list(zip(map(scale.place, ticks), told, strict=True))


def _told(shown: Sequence[Moment], writer: Writer) -> list[tuple[str, ...]]:
    years = ["", *(moment.edtf[:4] for moment in shown)]
    return [
        writer.day(moment.edtf, with_year=moment.edtf[:4] != before)
        for moment, before in zip(shown, years, strict=False)
    ]


def _points(table: Table, column: Sequence[str], across: Scale, scale: Scale) -> list[list[Point]]:
    """The runs of points of one line; a gap parts two."""
    runs: list[list[Point]] = [[]]
    for row, value in zip(table.rows, column, strict=True):
        if value:
            x = across.place(place_of(row, table.kind))
            runs[-1].append((x, 100 - scale.place(Fraction(value))))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _grid(scale: Scale, ticks: Sequence[str], begins: Fraction) -> Iterator[Markup]:
    """A line across for each round value, another where the scale `begins` that is without zero."""
    for value, told in zip(scale.ticks, ticks, strict=True):
        kind, y = "grid", percent(100 - scale.place(value))
        if value == 0:
            kind = "zero"
        elif value == begins:
            kind = "cut"
        yield element("line", class_=kind, x1="0", x2="100%", y1=y, y2=y)
        yield letters([told], "up", "0", y, dx=-0.6, dy=0.35)


def _line(series: int, runs: Sequence[Sequence[Point]]) -> Iterator[Markup]:
    drawn = "".join(
        f"{'L' if at else 'M'}{svg.number(x)} {svg.number(y)}"
        for run in runs
        if len(run) > 1
        for at, (x, y) in enumerate(run)
    )
    if drawn:
        path = element("path", class_=f"s{series + 1}", vector_effect="non-scaling-stroke", d=drawn)
        stretched = {"viewBox": "0 0 100 100", "preserveAspectRatio": "none"}
        whole = {"width": "100%", "height": "100%", "overflow": "visible"}
        yield element("svg", path, class_="line", **whole, **stretched)
    is_few = sum(map(len, runs)) <= _FEW
    for number, run in enumerate(runs, 1):
        shown = run if is_few or len(run) == 1 else run[-1:] if number == len(runs) else ()
        for x, y in shown:
            yield svg.mark(series, x, y)


def _ends(
    lines: Sequence[Sequence[Sequence[Point]]], names: Sequence[str]
) -> tuple[list[Markup], float]:
    """The names of the lines on the right, kept apart, each with a way from its last point.

    And how much room they take.
    """
    told = [wrapped(name, _NAME_EM, _NAME_LINES) for name in names]
    last = [runs[-1][-1] for runs in lines]
    row = 100 * LINE_EM / TALL_EM
    places = apart([y for _, y in last], [len(name) * row for name in told])
    parts = []
    for (x, y), place, name in zip(last, places, told, strict=True):
        if x < 100:
            way = {"x1": percent(x), "x2": "100%", "y1": percent(y), "y2": percent(y)}
            parts.append(element("line", class_="way", **way))
        bend = element("line", class_="way", x1="0", x2="1.2em", y1=percent(y), y2=percent(place))
        whole = {"width": "1.2em", "height": "100%", "overflow": "visible"}
        parts.append(element("svg", bend, x="100%", **whole))
        up = 0.35 - (len(name) - 1) * LINE_EM / 2
        parts.append(letters(name, "name", "100%", percent(place), dx=1.5, dy=up))
    return parts, max(width_em(line) for name in told for line in name) + 1.7


def apart(wanted: Sequence[float], sizes: Sequence[float]) -> list[float]:
    """Places near the wanted ones in 0 to 100, in their order, that far apart, if there is room."""
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    places = list(wanted)
    edge = 0.0
    for at in order:
        places[at] = max(places[at], edge + sizes[at] / 2)
        edge = places[at] + sizes[at] / 2
    edge = 100.0
    for at in reversed(order):
        places[at] = min(places[at], edge - sizes[at] / 2)
        edge = places[at] - sizes[at] / 2
    return places
