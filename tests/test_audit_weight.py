"""What a first view costs a reader, and that nothing on the page moves or calls elsewhere."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

import states
from chromium import hide_until_read

pytestmark = pytest.mark.alone

VIEW_BYTES = 150_000
SCRIPT_BYTES = 20_000
PATIENCE_MS = 5000  # so long may a page wait for its scripts before it does without
LATE_SECONDS = 0.4  # long after the first paint

SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => shifts.push(...list.getEntries().map((entry) => [
    entry.value, entry.hadRecentInput,
    ...entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 90) ?? node?.nodeName),
]))).observe({ type: "layout-shift", buffered: true });
"""
SETTLED = "new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))"


@pytest.mark.parametrize("kind", states.KINDS)
def test_a_first_view_is_light_and_calls_no_other_host(
    browser: Browser, built: Path, address: str, kind: str
) -> None:
    """By the bytes of the files themselves, without compression; fonts are optional.

    The sheet for paper is no part of a view: browsers fetch it after all else.
    """
    requested: list[str] = []
    with states.tab(browser) as page:
        page.on("request", lambda request: requested.append(request.url))
        states.visit(page, address + states.PAGES[kind])
        page.evaluate(SETTLED)

    assert [] == [url for url in requested if not url.startswith(address)]
    files = {url.removeprefix(address) for url in requested}
    view = {
        file: (built / file).stat().st_size
        for file in files
        if not file.endswith((".woff2", "print.css"))
    }
    assert sum(view.values()) <= VIEW_BYTES, view
    scripts = {file: size for file, size in view.items() if file.endswith(".js")}
    assert sum(scripts.values()) <= SCRIPT_BYTES, scripts


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("kind", ["home", "essay", "evidence", "ledger", "dense-essay"])
def test_nothing_moves_on_a_page_that_loads_slowly(
    browser: Browser, address: str, kind: str, width: int
) -> None:
    """Scripts come long after the first paint, as they do on a poor line; all may be scrolled."""
    with states.tab(browser) as page:
        states.set_look(page, states.Look(width))
        hide_until_read(page)
        page.add_init_script(SHIFTS)
        page.route("**/*.js", late)
        states.visit(page, address + states.PAGES[kind])
        page.evaluate(SETTLED)
        for _ in range(6):
            page.evaluate("scrollBy(0, 2000)")
            page.evaluate(SETTLED)

        shifts = [shift for shift in page.evaluate("shifts") if not shift[1]]

    assert not shifts, shifts


def late(route: Route) -> None:
    time.sleep(LATE_SECONDS)
    route.continue_()


@pytest.mark.parametrize("kind", [kind for kind in states.PAGES if kind != "404"])
def test_a_page_from_the_disk_stays_in_its_folder_and_is_silent(
    browser: Browser, built: Path, kind: str
) -> None:
    """In whatever state: nothing is fetched that is not there, and the console stays empty.

    The 404 page is shown at any address of the host it was built for, and nowhere else.
    """
    site, _, path = states.PAGES[kind].partition("/")
    folder = built / site
    said: list[str] = []
    requested: list[str] = []
    with states.tab(browser) as page:
        page.on("request", lambda request: requested.append(request.url))
        page.on("requestfailed", lambda request: said.append(request.url))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda message: said.append(message.text))
        page.goto((folder / path).as_uri())
        for width in states.WIDTHS:
            states.set_look(page, states.Look(width))
            for do in states.DEEDS.values():
                do(page)
        page.evaluate(SETTLED)

    assert not said
    assert [] == [url for url in requested if not url.startswith(f"{folder.as_uri()}/")]


def test_a_page_whose_scripts_all_fail_is_whole(browser: Browser, address: str) -> None:
    """Soon it has all the words that readers without scripts get: nothing stays closed."""
    words = []
    for scripts in (True, False):
        with states.tab(browser, scripts=scripts) as page:
            states.set_look(page, states.Look(390))
            page.route("**/*.js", lambda route: route.abort())
            states.visit(page, address + states.PAGES["essay"])
            if scripts:
                page.wait_for_timeout(PATIENCE_MS)
            words.append(Counter(page.inner_text("main").split()))

    assert not words[1] - words[0]
