"""Sidenotes in Chromium: where they stand, how they open, who can reach them.

Measured on the site's own essay and on a dense one made for it: 60 notes, in both directions.
Lines of text are measured one by one, so a note must not lie over a single word.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import build
import states
from chromium import hide_until_read, violations
from dense_essay import BARS, dense_essay
from sites import write_files
from test_browser import DESKTOP, PHONE, ROOT, TABLET, open_context

OWN, DENSE, ARABIC = "own/essays/korean-peace-deal.html", "essays/dense.html", "essays/arabic.html"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dense essays as a site, with the site's own under `own/`."""
    folder = tmp_path_factory.mktemp("notes")
    content = folder / "content"
    write_files(
        content,
        {
            "site.yaml": "title: Dense\nlanguage: en\nhtml: true\n",
            "images/bars.svg": BARS,
            "essays/dense.md": dense_essay(),
            "essays/arabic.md": dense_essay(arabic=True),
        },
    )
    site, own = folder / "site", folder / "own"
    assert 0 == build.main(["--content", str(content), "--output", str(site)])
    assert 0 == build.main(["--content", str(ROOT / "content"), "--output", str(own)])
    own.rename(site / "own")
    with states.served(site) as address:
        yield address


def open_page(
    browser: Browser, address: str, width: int = DESKTOP, *, scripts: bool = True
) -> Page:
    """The page, laid out; close it with its context."""
    page = open_context(browser, width, scripts=scripts).new_page()
    page.goto(address)
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    if scripts:
        settle(page)
    return page


def settle(page: Page) -> None:
    """Some frames have passed: what observes sizes has done its work."""
    page.evaluate("""async () => {
        for (let frame = 0; frame < 5; frame++) await new Promise(requestAnimationFrame);
    }""")


# ---- nothing lies over anything -------------------------------------------------------

OVERLAPS = """() => {
    const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
    const notes = [...document.querySelectorAll(".note")]
        .map((note) => [note, note.getBoundingClientRect()])
        .filter(([note, box]) => box.height > 1 && note.checkVisibility());
    const others = [...document.querySelectorAll("main :is(img, figcaption, td, th, pre)")]
        .filter((part) => !part.closest(".note"))
        .map((part) => [part, part.getBoundingClientRect(), part.closest(".table")]);
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode, range = document.createRange();
        if (!text.data.trim() || !text.parentElement.checkVisibility()) continue;
        range.selectNodeContents(text);
        for (const line of range.getClientRects())
            others.push([text, line, text.parentElement.closest(".table")]);
    }
    const found = [];
    notes.forEach(([note, box], index) => {
        for (const [other, its] of notes.slice(0, index))
            if (over(box, its) && !note.contains(other) && !other.contains(note))
                found.push(`${note.id} over ${other.id}`);
        for (const [part, its, table] of others) {
            const shown = table && !note.contains(table)
                ? table.getBoundingClientRect()
                : {left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity};
            const seen = {
                top: Math.max(its.top, shown.top), bottom: Math.min(its.bottom, shown.bottom),
                left: Math.max(its.left, shown.left), right: Math.min(its.right, shown.right)};
            if (!note.contains(part) && over(box, seen))
                found.push(`${note.id} over ${part.textContent || part.nodeName}`.slice(0, 60));
        }
    });
    const {scrollWidth, clientWidth} = document.documentElement;
    return {found, shown: notes.length, excess: scrollWidth - clientWidth};
}"""


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("width", [PHONE, TABLET, 1000, DESKTOP])
@pytest.mark.parametrize("address", [OWN, DENSE, ARABIC], ids=["own", "dense", "arabic"])
def test_no_note_lies_over_anything(
    browser: Browser, server: str, address: str, width: int, scripts: bool
) -> None:
    """With scripts on narrow screens: when all notes are open at the same time."""
    page = open_page(browser, server + address, width, scripts=scripts)
    if scripts:
        page.evaluate(
            "for (const link of document.querySelectorAll('[aria-expanded=false]')) "
            "link.ariaExpanded === 'false' && link.click()"
        )
        states.still(page)
    measured = page.evaluate(OVERLAPS)

    assert not measured["found"]
    assert measured["excess"] <= 0
    assert measured["shown"] == page.locator(".note").count()
    assert measured["shown"] >= (18 if address == OWN else 60)
    page.context.close()


# ---- each as near its reference as can be ---------------------------------------------

PLACES = """() => {
    const lines = new Map();
    for (const link of document.querySelectorAll(".text .ref.side a")) {
        const id = link.getAttribute("href").slice(1), mark = document.createElement("span");
        mark.style.cssText = "display: inline-block; inline-size: 0; block-size: 0";
        if (lines.has(id) || !link.checkVisibility()) continue;
        link.parentNode.after(mark);
        lines.set(id, mark.getBoundingClientRect().bottom);
        mark.remove();
    }
    const margin = document.querySelector(".text > .beside").getBoundingClientRect();
    const text = document.querySelector(".text").getBoundingClientRect();
    const walls = [...document.querySelectorAll(".text > .table, .text > figure > *")]
        .map((part) => part.getBoundingClientRect())
        .filter(({left, right}) => right > margin.left + 1 && left < margin.right - 1)
        .flatMap(({top, bottom}) => [top, bottom]);
    const notes = [...document.querySelectorAll(".text > .beside > .note")].map((note) => {
        const {top, bottom, height} = note.getBoundingClientRect();
        const range = document.createRange();
        range.selectNodeContents(note.querySelector("p"));
        const {bottom: under} = range.getClientRects()[0];
        return {id: note.id, top, bottom, line: lines.get(note.id) ?? null, under};
    });
    const space = parseFloat(getComputedStyle(document.documentElement).fontSize);
    return {notes, walls: [text.top, text.bottom, ...walls], space};
}"""


def runs(notes: list[dict[str, Any]], space: float) -> Iterator[list[dict[str, Any]]]:
    """The notes by the columns they form: in each, every note touches the one above."""
    run: list[dict[str, Any]] = []
    for note in notes:
        if run and note["top"] - run[-1]["bottom"] > space + 2:
            yield run
            run = []
        run.append(note)
    yield run


def check_places(page: Page) -> None:
    """No way to stand nearer, by least squares, is left to any column of notes.

    A column that nothing stops stands so that its notes are, on average, level with their lines:
    one alone stands level with its line.
    """
    assert not page.evaluate(OVERLAPS)["found"]
    places = page.evaluate(PLACES)
    free = 0
    for run in runs(places["notes"], places["space"]):
        ends = run[0]["top"], run[-1]["bottom"]
        stopped = any(
            abs(end - wall) < 2 * places["space"] for end in ends for wall in places["walls"]
        )
        if stopped or any(note["line"] is None for note in run):  # a margin note has no line
            continue
        free += 1
        off = [note["under"] - note["line"] for note in run]
        # the letters of a note reach about five pixels below their baseline
        assert sum(off) / len(off) == pytest.approx(5, abs=4), [note["id"] for note in run]
    assert free >= 2


@pytest.mark.parametrize("address", [OWN, DENSE], ids=["own", "dense"])
def test_notes_stand_as_near_their_references_as_can_be(
    browser: Browser, server: str, address: str
) -> None:
    page = open_page(browser, server + address)

    check_places(page)
    page.context.close()


def test_notes_are_kept_in_place_when_the_page_changes(browser: Browser, server: str) -> None:
    """When the window, the letters, a part that opens, or the text itself change their size."""
    page = open_page(browser, server + OWN)
    page.set_viewport_size({"width": 1050, "height": 700})
    settle(page)
    check_places(page)
    page.evaluate("document.documentElement.style.fontSize = '20px'")
    settle(page)
    check_places(page)
    page.evaluate("""() => document.querySelector(".text > p").insertAdjacentHTML("afterend",
        "<details><summary>More</summary><p style='block-size: 900px'></p></details>")""")
    settle(page)
    page.click(".text summary")
    settle(page)
    check_places(page)
    page.evaluate("document.querySelector('.text > p').prepend('More words. '.repeat(90))")
    settle(page)
    check_places(page)
    page.context.close()


def test_the_text_makes_no_more_room_than_the_notes_need(browser: Browser, server: str) -> None:
    """The site's own essay needs none. In the dense one, what is above a gap fills the margin."""
    page = open_page(browser, server + OWN)
    assert 0 == page.locator(".room").count()
    page.goto(server + DENSE)
    settle(page)

    idle = page.evaluate("""() => {
        const notes = [...document.querySelectorAll(".text > .beside > .note")]
            .map((note) => note.getBoundingClientRect());
        return [...document.querySelectorAll(".text > .room")]
            .map((block) => block.getBoundingClientRect().top)
            .filter((end) => !notes.some(({top, bottom}) => top < end && bottom > end - 90));
    }""")

    assert page.locator(".text > .room").count() >= 3
    assert not idle
    page.context.close()


# ---- narrow screens -------------------------------------------------------------------


OPENED = """(link) => {
    const note = document.getElementById(link.getAttribute("href").slice(1));
    const line = link.getBoundingClientRect(), box = note.getBoundingClientRect();
    return {expanded: link.getAttribute("aria-expanded"), below: box.top - line.top,
        seen: note.checkVisibility() && box.height > 20 && box.top < innerHeight - 20,
        closed: box.height < 1, here: document.activeElement === link,
        inside: note.contains(document.activeElement)};
}"""


@pytest.mark.parametrize("width", [PHONE, TABLET])
def test_the_keyboard_opens_each_note_below_its_line_and_closes_it(
    browser: Browser, server: str, width: int
) -> None:
    """From there the next step leads into the note; Esc closes it and leads back."""
    page = open_page(browser, server + DENSE, width)
    links = page.query_selector_all(".text .ref.side a")
    reached = {link.get_attribute("href") for link in links}
    assert len(reached) == page.locator(".note.side").count()
    for link in links if width == PHONE else links[::5]:
        in_place = not link.evaluate("(link) => link.closest('table, h2')")
        assert {"expanded": "false", "closed": True}.items() <= link.evaluate(OPENED).items()
        link.focus()

        page.keyboard.press("Enter")
        if in_place:
            page.keyboard.press("Tab")
        opened = link.evaluate(OPENED)
        page.keyboard.press("Escape")
        after = link.evaluate(OPENED)

        assert opened["expanded"] == "true"
        assert opened["seen"]
        assert opened["inside"] == in_place
        assert 5 < opened["below"] < (60 if in_place else 400)
        assert {"expanded": "false", "closed": True, "here": True}.items() <= after.items()
    page.context.close()


def test_a_tap_opens_and_closes_a_note_and_moves_nothing_above(
    browser: Browser, server: str
) -> None:
    page = open_page(browser, server + OWN, PHONE)
    link = page.locator(".ref.side a").first
    note = page.locator(link.get_attribute("href") or "")
    link.evaluate("(link) => link.scrollIntoView({block: 'center'})")  # focus keeps from the edge
    before, scrolled = link.bounding_box(), page.evaluate("scrollY")

    link.click()
    assert note.is_visible()
    assert before == link.bounding_box()
    link.click()
    assert not note.is_visible()
    link.click()
    note.locator(".mark").click()
    assert not note.is_visible()

    assert link.evaluate("link => link === document.activeElement")
    assert scrolled == page.evaluate("scrollY")
    assert page.url.endswith(OWN), "no step is added to the reader's way back"
    page.context.close()


def test_notes_go_to_the_margin_and_back_with_the_width(browser: Browser, server: str) -> None:
    """The same page, turned: open notes go home, and are in their order there."""
    page = open_page(browser, server + DENSE, PHONE)
    for link in page.locator(".text .ref.side a").all()[:8]:
        link.click()
    order = "[...document.querySelectorAll('.text > .beside > .note')].map((note) => note.id)"
    page.set_viewport_size({"width": DESKTOP, "height": 900})
    settle(page)
    assert page.locator("[aria-expanded]").count() == 0
    assert not page.evaluate(OVERLAPS)["found"]
    wide = page.evaluate(order)
    page.reload()

    assert wide == page.evaluate(order)
    page.set_viewport_size({"width": PHONE, "height": 900})
    settle(page)
    assert not page.locator(".note.side").first.is_visible()
    assert page.locator(".note.margin").first.is_visible()
    page.context.close()


# ---- wide screens ---------------------------------------------------------------------


def test_the_keyboard_reaches_each_note_in_the_margin_and_leads_back(
    browser: Browser, server: str
) -> None:
    page = open_page(browser, server + DENSE)
    for index, link in enumerate(page.query_selector_all(".text .ref.side a")):
        link.focus()

        page.keyboard.press("Enter")
        there = link.evaluate(OPENED)
        page.keyboard.press("Escape" if index % 2 else "Enter")
        back = link.evaluate(OPENED)

        assert there["inside"]
        assert there["seen"]
        assert back["here"]
    page.context.close()


# ---- links to notes, paper, failures --------------------------------------------------


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("width", [PHONE, TABLET, DESKTOP])
def test_a_link_straight_to_a_note_shows_it(
    browser: Browser, server: str, width: int, scripts: bool
) -> None:
    page = open_page(browser, f"{server}{DENSE}#note-n40", width, scripts=scripts)
    shown = """() => {
        const {top, height} = document.querySelector(":target").getBoundingClientRect();
        return height > 20 && top >= 0 && top < innerHeight - 40;
    }"""
    page.wait_for_function(shown)
    page.evaluate("() => { location.hash = '#note-n55' }")
    page.wait_for_function(shown)

    assert page.evaluate("document.querySelector(':target').id") == "note-n55"
    page.context.close()


@pytest.mark.parametrize("end", ["%", "%E0%A4%A", "note-%FF"])
def test_an_address_that_ends_in_nonsense_is_no_error(
    browser: Browser, server: str, end: str
) -> None:
    """From the start, and when it comes later; notes open as ever."""
    page = browser.new_page(viewport={"width": PHONE, "height": 800})
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(f"{server}{DENSE}#{end}")
    page.evaluate("(end) => { location.hash = `x${end}` }", end)
    settle(page)
    page.evaluate("() => { location.hash = '#note-n40' }")
    page.wait_for_function("document.querySelector('#note-n40').matches('.open')")

    assert not failures
    page.close()


def test_a_search_of_the_page_finds_what_is_in_a_closed_note(browser: Browser, server: str) -> None:
    """Here: the search that a link with a text fragment makes."""
    page = open_page(browser, f"{server}{DENSE}#:~:text=that%20somebody%20tore%20it%20out", PHONE)

    page.wait_for_function("document.querySelector('#note-n03').matches('.open')")
    assert page.locator('[href="#note-n03"]').get_attribute("aria-expanded") == "true"
    page.context.close()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_the_page_is_whole_when_the_scripts_do_not_come(
    browser: Browser, server: str, width: int
) -> None:
    page = open_context(browser, width).new_page()
    page.route("**/*.js", lambda route: route.abort())
    page.goto(server + DENSE)

    page.wait_for_function("""() => [...document.querySelectorAll(".text > .beside > .note")]
        .every((note) => note.checkVisibility({visibilityProperty: true})
            && note.getBoundingClientRect().height > 10)""")
    assert not page.evaluate(OVERLAPS)["found"]
    page.context.close()


SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => shifts.push(...list.getEntries().map((entry) => entry.value)))
    .observe({type: "layout-shift", buffered: true});
"""


@pytest.mark.alone  # what is painted before the scripts are there depends on who else is at work
@pytest.mark.parametrize("width", [PHONE, TABLET, DESKTOP])
@pytest.mark.parametrize("delay", [0, 0.6], ids=["at-once", "late"])
def test_nothing_moves_while_the_page_comes(
    browser: Browser, server: str, width: int, delay: float
) -> None:
    """Not even if the scripts come long after the text can be read."""
    context = open_context(browser, width)
    page = context.new_page()
    hide_until_read(page)
    page.add_init_script(SHIFTS)
    if delay:
        page.route(
            "**/*.js", lambda route: (page.wait_for_timeout(delay * 1000), route.continue_())
        )
    page.goto(server + OWN)
    page.wait_for_timeout(300)

    assert page.evaluate("document.querySelector('.placed, [hidden]') !== null")
    assert [] == page.evaluate("shifts")
    context.close()


@pytest.mark.parametrize("width", [794, DESKTOP])
def test_notes_are_printed_with_their_text(browser: Browser, server: str, width: int) -> None:
    """Open, closed or in the margin on the screen: on paper all stand after their paragraphs."""
    page = open_page(browser, server + DENSE, width)
    if width < DESKTOP:
        page.locator(".text .ref.side a").first.click()
    page.emulate_media(media="print")
    measured = page.evaluate(OVERLAPS)

    assert not measured["found"]
    assert measured["shown"] == page.locator(".note").count()
    assert not page.evaluate("""() => [...document.querySelectorAll("p + .beside")]
        .filter((beside) => beside.getBoundingClientRect().top
            - beside.previousElementSibling.getBoundingClientRect().bottom > 60).length""")
    page.context.close()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_axe_finds_nothing_in_notes(browser: Browser, server: str, width: int) -> None:
    """But that of two references side by side, with a note open between them, one is small."""
    page = open_page(browser, server + DENSE, width)
    assert not violations(page)
    for link in page.locator(".text .ref.side a").all()[:12]:
        link.click()

    assert not violations(page, rules="rules: {'target-size': {enabled: false}}")
    page.context.close()
