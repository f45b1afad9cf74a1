"""What tests ask of a page that is open in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, Page

import states

AXE = states.ROOT / ".tools/node_modules/axe-core/axe.min.js"
# Where scripts are off, timers stand still, and axe would wait for ever. Nothing else is changed.
AT_ONCE = """matchMedia("(scripting: enabled)").matches || (window.setTimeout =
    (act, _, ...values) => { Promise.resolve().then(() => act(...values)); return 1; })"""
# All rules for WCAG 2.2 A and AA and for good practice; one is off unless asked for.
RULES = "rules: {'target-size': {enabled: true}}"
COLOURS = "runOnly: ['color-contrast', 'link-in-text-block']"
UNSEEN = """
const unread = new CSSStyleSheet();
unread.replaceSync(":root { visibility: hidden }");
document.adoptedStyleSheets = [unread];
document.addEventListener("readystatechange", () => { document.adoptedStyleSheets = []; });
"""


def opened(
    browser: Browser, url: str, width: int = 1440, height: int = 900, **more: Any
) -> Iterator[Page]:
    """The page in a window of its own; whatever a script complains of fails the test."""
    context = browser.new_context(viewport={"width": width, "height": height}, **more)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(url)
    yield page
    context.close()
    assert not complaints


def shift(page: Page, wait_ms: int = 60) -> float:
    """The cumulative layout shift of the page so far, whether or not a reader caused it.

    For that of a page that loads, see `hide_until_read`.
    """
    script = """(wait) => new Promise((done) => {
        let sum = 0;
        new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += entry.value;
        }).observe({type: "layout-shift", buffered: true});
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(sum), wait)));
    })"""
    return float(page.evaluate(script, wait_ms))


def hide_until_read(page: Page) -> None:
    """Whatever is opened on the page is seen when all of it is read, before its scripts run.

    On a busy machine Chromium paints a page in the middle of reading it, while its menu and bars
    still fill up: a layout shift that says nothing of styles and scripts.
    """
    page.add_init_script(UNSEEN)


def repeated_ids(page: Page) -> list[str]:
    """The ids that are on the page more than once."""
    script = """() => {
        const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
        return ids.filter((id, at) => ids.indexOf(id) !== at);
    }"""
    found = page.evaluate(script)
    assert isinstance(found, list)
    return found


def violations(page: Page, *parts: str, rules: str = RULES) -> list[str]:
    """What axe finds in these parts of the page (CSS selectors; all, if none) once nothing moves.

    Raises if it has seen no text there, or if an id is on the page twice, which axe does not say.
    """
    assert AXE.is_file(), "axe-core is missing: run `make test`, or scripts/setup-tests"
    if not page.evaluate("'axe' in window"):
        page.evaluate(AT_ONCE)
        page.evaluate(AXE.read_text("utf-8"))
    states.still(page)
    wanted = f"{{{rules}, resultTypes: ['violations', 'incomplete']}}"
    script = f"(parts) => axe.run(parts.length ? {{include: parts}} : document, {wanted})"
    result = page.evaluate(script, [[part] for part in parts])
    seen = {rule["id"] for rule in result["passes"] + result["incomplete"] + result["violations"]}
    assert "color-contrast" in seen, "axe saw no text"
    assert [] == repeated_ids(page)
    return [
        f"{found['id']}: {found['help']}: {[node['html'][:160] for node in found['nodes'][:3]]}"
        for found in result["violations"]
    ]
