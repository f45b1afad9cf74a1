"""Charts: what is drawn is true to the table, and can be read on every screen and on paper.

What is wrong with tables is in `tests/cases/findings-charts.txt`.
"""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

import build
import states
from chromium import opened
from footnoted.charts.cells import marks_of, number_of
from footnoted.charts.drawing import Drawing, drawn
from footnoted.charts.lines import apart
from footnoted.charts.scales import begins_at_zero, moments, scale_of
from footnoted.charts.table import read_table
from footnoted.charts.words import Writer, plain, width_em, wrapped
from footnoted.diagnostics import NOWHERE, UNSEEN, render
from footnoted.model import Chart, Link, Table
from footnoted.options import Options
from footnoted.pipeline import check
from footnoted.preview import Preview
from footnoted.strings import Strings
from sites import check_files, codes, essay, evidence, made, write_files

LINES = "Day,President (%),Party (%)\n2018-04-27,70,52\n2018-05-04,77,\n2018-05-25,72,54.5\n"
BARS = "Answer;2017;2018\nYes;1.234,5;-20\nNo, never;300,5;\n"
MONTHS = {f"chart.month.{number}": f"M{number}" for number in range(1, 13)}
WORDS = MONTHS | {"chart.day": "{day} {month}"}
ROUND = {Fraction(tenths, 10) for tenths in (10, 20, 25, 50, 100, 200, 250, 500, 1000)}


def strings(language: str = "en") -> Strings:
    return Strings(language, WORDS, str)


def table_of(text: str) -> Table:
    table, found = read_table("data/a.csv", text)
    assert not found
    return table


def drawing_of(text: str, language: str = "en", alt: str = "What it shows") -> Drawing:
    chart = Chart(Link("data/a.csv", "", NOWHERE), alt, "")
    (drawing,) = drawn([chart], [table_of(text)], strings(language))
    return drawing


def svg_of(text: str, language: str = "en") -> ElementTree.Element:
    return ElementTree.fromstring(drawing_of(text, language).svg)


def texts_of(svg: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in svg.iter("text")]


def by_class(svg: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [part for part in svg.iter() if name in part.get("class", "").split()]


# Numbers


@pytest.mark.parametrize(
    ("cell", "digits"),
    [
        *(("12", "12"), ("12.50", "12.50"), ("-3", "-3"), ("−3", "-3"), ("+3", "3"), ("007", "7")),
        *(
            (".5", "0.5"),
            ("12,3", "12.3"),
            ("0,5", "0.5"),
            ("1 234", "1234"),
            ("1’234.5", "1234.5"),
        ),
        *(("1,234,567", "1234567"), ("1.234.567", "1234567"), ("1.234,5", "1234.5")),
        *(
            ("1,234.5", "1234.5"),
            ("45%", "45"),
            ("45 %", "45"),
            ("４５％", "45"),
            ("٤٥٫٥٪", "45.5"),
        ),
        *(
            ("1.5e3", "1500"),
            ("2E-2", "0.02"),
            ("-0.0", "0.0"),
            ("1.234", "1.234"),
            ("0.001", "0.001"),
        ),
        *(
            (c, None)
            for c in ("", "n/a", "-", "–", "1,234", "1.2.3", "12 34", "1,23,456", "$5", "5 m")
        ),
        *(
            (c, None)
            for c in ("1e99", "0x10", "1_000", "inf", "NaN", "(45)", "½", "1/2", "=1+1", "5%%")
        ),
        *(
            (c, None)
            for c in ("12345678901234567", "0.1234567890123456789", "1.", ",", "1 234,567.8.9")
        ),
    ],
)
def test_a_cell_is_a_number_if_it_is_clear_which(cell: str, digits: str | None) -> None:
    number = number_of(cell, frozenset())

    assert digits == (number.digits if number else None)


@given(st.decimals(-(10**9), 10**9, places=3))
def test_a_number_as_a_language_writes_it_is_read_as_the_same(value: object) -> None:
    for language in ("en", "de", "ko", "fr"):
        told = Writer(strings(language)).number(f"{value:f}")

        number = number_of(told, marks_of([told, "1.5" if language in ("en", "ko") else "1,5"]))
        assert number
        assert Fraction(str(value)) == Fraction(number.digits), told


@pytest.mark.parametrize(
    ("language", "number", "share"),
    [
        ("en", "1,234,567.50", "−12.5%"),
        ("ko", "1,234,567.50", "−12.5%"),
        ("de", "1\u202f234\u202f567,50", "−12,5\u00a0%"),
        ("it", "1\u202f234\u202f567,50", "−12,5%"),
        ("de-CH", "1,234,567.50", "−12.5%"),
    ],
)
def test_numbers_are_written_as_in_the_language(language: str, number: str, share: str) -> None:
    writer = Writer(strings(language))

    assert number == writer.number("1234567.50")
    assert share == writer.figure("-12.5", "%")


# Scales

NUMBERS = st.lists(
    st.fractions(-(10**12), 10**12, max_denominator=10**6), min_size=1, max_size=20
) | st.lists(st.integers(-5, 5).map(Fraction), min_size=1, max_size=5)


@given(NUMBERS, st.booleans(), st.integers(2, 8))
@example([Fraction(0)], False, 2)
def test_ticks_are_round_and_cover_all_values(
    values: list[Fraction], from_zero: bool, most: int
) -> None:
    scale = scale_of(values, most, from_zero=from_zero)

    assert scale.low == scale.ticks[0] <= min(values)
    assert scale.high == scale.ticks[-1] >= max(values)
    assert 2 <= len(scale.ticks) <= most + 1
    steps = {after - before for before, after in pairwise(scale.ticks)}
    assert len(steps) == 1
    (step,) = steps
    while step < 1:
        step *= 10
    while step > 100:
        step /= 10
    assert step in ROUND
    assert all(tick % min(steps) == 0 for tick in scale.ticks)
    assert not from_zero or scale.low <= 0 <= scale.high
    assert all(0 <= scale.place(value) <= 100 for value in values)


@given(NUMBERS)
def test_ticks_are_written_exactly(values: list[Fraction]) -> None:
    ticks = scale_of(values).ticks

    assert list(ticks) == [Fraction(digits) for digits in plain(ticks)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((0, 5), True),
        ((2, 5), True),
        ((4, 5), False),
        ((-4, -5), False),
        ((-1, 5), True),
        ((3,), False),
    ],
)
def test_lines_are_seen_with_zero_unless_all_is_far_from_it(
    values: tuple[int, ...], expected: bool
) -> None:
    assert expected == begins_at_zero([Fraction(value) for value in values])


DAYS = st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31))


@given(DAYS, DAYS, st.sampled_from(("day", "month", "year")))
def test_some_round_days_are_written_below_a_chart(
    one: datetime.date, other: datetime.date, kind: str
) -> None:
    first, last = min(one, other), max(one, other)
    if kind != "day":
        first, last = first.replace(day=1), last.replace(day=1)
    if kind == "year":
        first, last = first.replace(month=1), last.replace(month=1)

    found = moments(kind, first, last, 4)  # type: ignore[arg-type]

    places = [moment.place for moment in found]
    assert 1 <= len(found) <= 4
    assert sorted(set(places)) == places
    assert all(first.toordinal() <= place <= last.toordinal() for place in places)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=6))
def test_names_at_the_ends_of_lines_are_kept_apart_and_in_their_order(wanted: list[float]) -> None:
    places = apart(wanted, [10.0] * len(wanted))

    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    kept = [places[at] for at in order]
    assert all(after - before >= 10 - 1e-9 for before, after in pairwise(kept))
    assert 5 - 1e-9 <= min(kept) <= max(kept) <= 95 + 1e-9


@given(st.text(), st.integers(2, 20))
def test_wrapped_lines_fit(text: str, most: int) -> None:
    lines = wrapped(text, most, 3)

    assert 1 <= len(lines) <= 3
    assert all(width_em(line) <= most for line in lines)


# Drawings

CELLS = st.one_of(
    st.just(""), st.integers(-1000, 1000).map(str), st.decimals(-5, 5, places=2).map(str)
)
GRID = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=10)
)


@given(GRID, st.booleans())
def test_every_point_and_bar_is_in_the_drawing_and_what_is_not_there_is_not_drawn(
    grid: list[list[str]], is_days: bool
) -> None:
    grid = [[cell or "1" for cell in grid[0]], *grid[1:]]
    start = datetime.date(2018, 1, 1)
    firsts = [
        str(start + datetime.timedelta(9 * at * at)) if is_days else f"Row {at}" for at in range(10)
    ]
    head = ["What", *(f"Column {at}" for at in range(len(grid[0])))]
    rows = [
        ",".join(cells) for cells in (head, *([f, *r] for f, r in zip(firsts, grid, strict=False)))
    ]

    svg = svg_of("\n".join(rows))

    figures = [cell for row in grid for cell in row if cell]
    if is_days:
        marks = by_class(svg, "mark")
        places = [float(mark.attrib[axis][:-1]) for mark in marks for axis in "xy"]
        ends = [float(n) for path in svg.iter("path") if path.get("vector-effect")
                for n in re.findall(r"[-\d.]+", path.attrib["d"])]  # fmt: skip
        assert all(0 <= place <= 100 for place in places + ends)
        assert len(figures) == len(marks) or len(grid) * len(grid[0]) > 30
    else:
        bars = by_class(svg, "bar")
        assert len([figure for figure in figures if float(figure)]) == len(bars)
        for bar in bars:
            x, width = (float(bar.attrib[name][:-1]) for name in ("x", "width"))
            assert 0 <= x <= x + width <= 100.01


def test_days_stand_apart_as_they_are_in_time() -> None:
    marks = by_class(svg_of("Day,A\n2018-01-01,1\n2018-01-02,2\n2018-01-11,3\n"), "mark")

    assert ["0%", "10%", "100%"] == [mark.attrib["x"] for mark in marks]


def test_a_gap_parts_a_line_and_a_point_alone_has_its_mark() -> None:
    svg = svg_of("Year,A\n2011,1\n2012,2\n2013,\n2014,4\n2015,\n2016,6\n2017,7\n")

    (path,) = [path for path in svg.iter("path") if path.get("vector-effect")]
    assert 2 == path.attrib["d"].count("M") == path.attrib["d"].count("L")
    assert 5 == len(by_class(svg, "mark"))


def test_bars_begin_at_zero_and_lines_say_so_if_they_do_not() -> None:
    assert drawing_of("Year,A (%)\n2017,70\n2018,80\n").begins == "70%"
    assert drawing_of("Year,A (%)\n2017,10\n2018,80\n").begins == ""
    bars = drawing_of("Who,A\nx,70\ny,80\n")
    assert bars.begins == ""
    x = by_class(ElementTree.fromstring(bars.svg), "bar")
    assert [("0%", "87.5%"), ("0%", "100%")] == [(b.attrib["x"], b.attrib["width"]) for b in x]


def test_lines_have_their_names_at_their_ends_and_the_scale_their_unit() -> None:
    told = texts_of(svg_of(LINES))

    assert {"President", "Party", "80%", "27 M42018", "11 M5"} <= {*told}
    assert not [text for text in told if "(%)" in text]
    assert "Approve (%)" in texts_of(svg_of("Year,Approve (%)\n2018,5\n2019,7\n"))
    assert {"A (km)", "B (%)"} <= {*texts_of(svg_of("Year,A (km),B (%)\n2018,5,6\n"))}


def test_lines_differ_without_colour() -> None:
    svg = svg_of("Year,A,B,C,D,E,F\n2017,1,2,3,4,5,6\n2018,2,3,4,5,6,7\n")

    shapes = {mark[0].attrib["d"] for mark in by_class(svg, "mark")}
    assert 6 == len(shapes)
    sheet = (states.ROOT / "theme/style/pages/charts.css").read_text("utf-8")
    for series in range(2, 7):
        assert f".plot .line .s{series}" in sheet


def test_bars_have_their_values_in_the_page_s_language() -> None:
    told = texts_of(svg_of(BARS, "de"))

    assert [
        "Yes",
        "2017",
        "1234,5",
        "2018",
        "−20",
        "No, never",
        "2017",
        "300,5",
        "2018",
        "–",
    ] == told


def test_a_drawing_has_no_ids_no_colours_and_is_the_same_each_time() -> None:
    for text in (LINES, BARS):
        svg = drawing_of(text).svg

        assert drawing_of(text).svg == svg
        assert not re.search(r"\bid=|url\(|#[0-9a-f]{3}|rgb|fill=|stroke=", svg)


def test_whatever_is_in_a_cell_is_text() -> None:
    evil = '<script>alert(1)</script>"&'
    cell = evil.replace('"', '""')
    for text in (
        f'Who,"{cell}","B{cell}"\n"={cell}",1,2\n',
        f'Year,"{cell}","B{cell}"\n2018,1,2\n',
    ):
        drawing = drawing_of(text, alt=evil)

        assert "<script" not in drawing.svg
        assert evil == ElementTree.fromstring(drawing.svg).attrib["aria-label"]
        assert evil in drawing.figures


def test_the_greatest_table_is_drawn() -> None:
    rows = "".join(f"{at},{at % 7},{at % 5},{at % 3},1,2,3\n" for at in range(1000))

    drawing = drawing_of(f"Number,A,B,C,D,E,F\n{rows}")

    assert 1000 == len(drawing.rows)
    assert drawing.is_long
    assert len(drawing.svg) < 100_000
    assert 6 == len(by_class(ElementTree.fromstring(drawing.svg), "mark"))


ODD = st.text(st.sampled_from("0123456789.,;\t\"'%-/ \nabYear(){}<é한"), max_size=120)


@given(
    ODD | st.text(max_size=60), st.sampled_from(("", "A,B\n", "Year;A\n2018;1\n", "Who\tA\tB\n"))
)
@example("x" * 200_000 + ",1\n2,3", "")
@example('"', "A,B\n")
@example(";", "")
@example("1,1\n1.0,2", "A,B\n")
def test_whatever_is_in_a_file_is_drawn_or_told_where_it_is_wrong(text: str, head: str) -> None:
    whole = UNSEEN.sub("", head + text)

    table, found = read_table("data/a.csv", whole)

    assert bool(table.columns) != bool(found)
    for diagnostic in found:
        lines, span = whole.split("\n"), diagnostic.span
        assert 1 <= span.line <= len(lines)
        assert span.column + span.width <= len(lines[span.line - 1]) + 2
        assert diagnostic.hint
        render(diagnostic, "error")
    if table.columns:
        ElementTree.fromstring(drawing_of(whole).svg)


def test_a_column_of_words_stands_in_the_table_alone(content: Path) -> None:
    """A whole address on the web is a link with the name of the site; all else is text."""
    table = "Year,A,From\n2017,1,https://a.example/?b&c\n2018,2,javascript:alert(1)\n2019,3,"
    check_files(content, {"essays/x.md": essay("![a](../data/a.csv)"), "data/a.csv": table})

    html = page_of(content)
    assert '<a href="https://a.example/?b&amp;c">a.example</a></td>' in html
    assert '<td class="remark" dir="auto">javascript:alert(1)</td>' in html
    assert 1 == drawing_of(table).svg.count("<path class=")


# In a site

ESSAY = '![Approval, falling](../data/a.csv "From <b>")\n\n{}\n\n![Answers](../data/b.csv)\n'
FILES: dict[str, str | bytes] = {
    "essays/x.md": essay(ESSAY.format("Text.")),
    "evidence/y.md": evidence("![Approval](../data/a.csv)"),
    "data/a.csv": LINES,
    "data/b.csv": BARS,
    "site.yaml": "diagnostics: {unused-evidence: off}\n",
}


def page_of(folder: Path, path: str = "essays/x.html") -> str:
    written = {output.path: output.content for output in made(check(Options(folder)), folder)}
    return written[path].decode()


def test_a_chart_is_a_figure_with_its_table_and_its_file(content: Path) -> None:
    checked = check_files(content, FILES)

    assert [] == codes(checked)
    html = page_of(content)
    figure = html[html.index('<figure class="chart">') : html.index("</figure>")]
    assert "<figcaption>From &lt;b&gt;</figcaption>" in figure
    assert 'role="img" aria-label="Approval, falling"' in figure
    assert '<th scope="col" dir="auto">Day</th>' in figure
    assert '<th scope="row" dir="auto">27 April 2018</th><td class="align-right">70%</td>' in figure
    assert '<a href="../data/a.csv" data-whole="../data/a.csv" download>' in figure
    assert 'href="../charts.css"' in html
    assert "<figcaption>Answers</figcaption>" in html
    assert '<svg class="plot lines"' in page_of(content, "evidence/y.html")
    assert "charts.css" not in page_of(content, "index.html")
    assert {"data/a.csv", "data/b.csv"} <= {output.path for output in made(checked, content)}


def test_a_table_that_cannot_be_read_leaves_the_file(content: Path) -> None:
    """If the site says that this is no error."""
    more = {"site.yaml": "diagnostics: {chart-cell: warning, unused-evidence: off}\n"}

    checked = check_files(content, FILES | more | {"data/a.csv": "Year,A\n2018,-\n"})

    assert ["chart-cell data/a.csv:2:6"] == codes(checked)
    html = page_of(content)
    assert '<a href="../data/a.csv" data-whole' in html
    assert '<svg class="plot lines"' not in html


def built_in(folder: Path, output: str, *more: str) -> dict[str, bytes]:
    code = build.main(
        ["--content", str(folder / "content"), "--output", str(folder / output), *more]
    )
    assert 0 == code
    site = folder / output
    return {str(f.relative_to(site)): f.read_bytes() for f in site.rglob("*") if f.is_file()}


def settle(folder: Path) -> None:
    """The files were edited long ago, each at a moment of its own."""
    for number, file in enumerate(sorted((folder / "content").rglob("*"))):
        at = 1_000_000 + number + len(file.read_bytes()) if file.is_file() else 1
        os.utime(file, (at, at))


EDITS: list[dict[str, str | bytes]] = [
    {"data/a.csv": LINES.replace("77", "78")},
    {"essays/x.md": essay(ESSAY.format("Other words."))},
    {"essays/x.md": essay(ESSAY.format("Other words.").replace("falling", "rising"))},
    {"data/b.csv": BARS + "Both;1;2\n", "essays/x.md": essay(ESSAY.format("More."))},
    {"essays/x.md": essay(ESSAY.format("More.").replace("b.csv", "a.csv"))},
    {"site.yaml": "language: de\ndiagnostics: {unused-evidence: off}\n"},
]


def test_a_warm_build_equals_a_cold_one(tmp_path: Path) -> None:
    """Also those that make no more than the pages of edited texts anew."""
    write_files(tmp_path / "content", FILES)
    cache = ("--cache", str(tmp_path / "cache"))
    for edit in ({}, *EDITS):
        write_files(tmp_path / "content", edit)
        settle(tmp_path)

        warm = built_in(tmp_path, "warm", *cache)

        assert built_in(tmp_path, "cold", "--no-cache") == warm
        assert warm == built_in(tmp_path, "warm", *cache)


def test_a_warning_in_a_table_is_told_again_by_a_build_that_makes_one_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = {"site.yaml": "diagnostics: {chart-cell: warning, unused-evidence: off}\n"}
    write_files(tmp_path / "content", FILES | more | {"data/a.csv": "Year,A\n2018,-\n"})
    for words in ("Text.", "Text.", "Other."):
        write_files(tmp_path / "content", {"essays/x.md": essay(ESSAY.format(words))})
        settle(tmp_path)
        built_in(tmp_path, "warm", "--cache", str(tmp_path / "cache"))

        assert 1 == capsys.readouterr().err.count("warning[chart-cell]")


def test_the_preview_shows_a_table_that_changed_and_loads_the_page_anew(content: Path) -> None:
    write_files(content, FILES)
    preview = Preview(Options(content))
    preview.rebuild()
    before = preview.content("essays/x.html")[1]

    write_files(content, {"data/a.csv": LINES.replace("77", "78")})
    loaded = preview.rebuild([str(content / "data/a.csv")])

    assert "*" == loaded
    after = preview.content("essays/x.html")[1]
    assert b"77%" in before
    assert b"77%" not in after
    assert b"78%" in after

    write_files(content, {"data/a.csv": "Year,A\n2018,-\n"})
    preview.rebuild([str(content / "data/a.csv")])
    assert b"is not a number" in preview.content("essays/x.html")[1]


# On a screen

WORD = "Donaudampfschifffahrtsgesellschaft"
LONG = "Wie hoch ist die Zustimmung zu einer außerordentlich langen Bezeichnung (%)"
WIDE: dict[str, str | bytes] = {
    "essays/x.md": essay(
        "".join(
            f"![{n}](../data/{n}.csv)\n\n" for n in ("lines", "bars", "groups", "numbers", "single")
        )
    ),
    "data/lines.csv": f"Day,{LONG},대통령 국정수행 긍정 평가(%),{WORD} (%)\n"
    "2018-09-01,-12.25,99,1\n2018-09-22,30,97,2\n2018-11-30,55.125,98,2\n",
    "data/bars.csv": f"Answer,%\n{LONG},100.55%\n{WORD} und mehr,12%\n"
    "대통령 국정수행에 대한 긍정 평가와 부정 평가의 차이에 대한 응답,-33%\n",
    "data/groups.csv": f"Party,{LONG},2018\nA long name,1234567.25,-1234567.25\nB,1,2\n",
    "data/numbers.csv": "Dose (mg),Effect of it (mg/l)\n1000000,1000000\n2500000,9999999\n",
    "data/single.csv": "Year,A,B\n2018,5,5\n",
}
# How far the letters of each chart stand out of the room that it has, on any side, in pixels.
OUT = """[...document.querySelectorAll("figure.chart")].map((figure) => {
    const room = figure.querySelector(".drawing").getBoundingClientRect();
    const parts = [...figure.querySelectorAll("text, .mark path")];
    const boxes = parts.map((part) => part.getBoundingClientRect());
    const beside = boxes.flatMap((box) => [room.left - box.left, box.right - room.right]);
    const above = boxes.flatMap((box) => [room.top - box.top, box.bottom - room.bottom]);
    return Math.max(...beside, ...above);
})"""
SIZES = """[...document.querySelectorAll(".plot text")]
    .map((text) => parseFloat(getComputedStyle(text).fontSize))"""
OVER = """[...document.querySelectorAll(".plot")].flatMap((plot) => {
    const texts = [...plot.querySelectorAll("text")];
    const boxes = texts.map((text) => [text.textContent, text.getBoundingClientRect()]);
    const isApart = (a, b) => a.right <= b.left + 1 || b.right <= a.left + 1
        || a.bottom <= b.top + 3 || b.bottom <= a.top + 3;
    return boxes.flatMap(([one, a], at) => boxes.slice(at + 1)
        .filter(([, b]) => !isApart(a, b)).map(([other]) => [one, other]));
})"""


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a page with charts that have much to say."""
    folder = tmp_path_factory.mktemp("wide")
    write_files(folder / "content", WIDE)
    built_in(folder, "site", "--no-cache")
    return (folder / "site/essays/x.html").as_uri()


@pytest.fixture(params=[320, 390, 820, 1440])
def page(request: pytest.FixtureRequest, browser: Browser, wide: str) -> Iterator[Page]:
    yield from opened(browser, wide, request.param)


def test_all_letters_of_a_chart_can_be_read_on_every_screen(page: Page) -> None:
    """Of 13 pixels on each, within the column, and no two over one another; and nothing scrolls."""
    assert 5 == page.locator(".plot").count()
    assert max(page.evaluate(OUT)) <= 1
    assert {13} == {*page.evaluate(SIZES)}
    assert [] == page.evaluate(OVER)
    assert page.evaluate("innerWidth") == page.evaluate("document.documentElement.scrollWidth")


def test_on_paper_the_table_is_open_and_its_file_is_named(page: Page) -> None:
    page.emulate_media(media="print")

    assert page.locator(".behind td").first.is_visible()
    assert page.locator(".behind .file").first.is_visible()
    assert max(page.evaluate(OUT)) <= 1


def test_a_table_of_more_than_a_sheet_is_not_printed(browser: Browser, tmp_path: Path) -> None:
    rows = "".join(f"{at},{at}\n" for at in range(41))
    files = {"essays/x.md": essay("![a](../data/a.csv)"), "data/a.csv": f"Number,A\n{rows}"}
    write_files(tmp_path / "content", files)
    built_in(tmp_path, "site", "--no-cache")

    with states.tab(browser) as page:
        page.goto((tmp_path / "site/essays/x.html").as_uri())
        page.emulate_media(media="print")

        assert not page.locator(".behind :is(td, summary)").first.is_visible()
        assert page.locator(".behind .file").first.is_visible()
