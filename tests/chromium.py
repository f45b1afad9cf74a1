"""What tests ask of a page that is open in Chromium."""

from __future__ import annotations

from playwright.sync_api import Page

import states

AXE = states.ROOT / ".tools/node_modules/axe-core/axe.min.js"


def shift(page: Page) -> float:
    """The cumulative layout shift of the page so far, whether or not a reader caused it."""
    script = """() => new Promise((done) => {
        let sum = 0;
        new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += entry.value;
        }).observe({type: "layout-shift", buffered: true});
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(sum), 60)));
    })"""
    return float(page.evaluate(script))


def repeated_ids(page: Page) -> list[str]:
    """The ids that are on the page more than once."""
    script = """() => {
        const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
        return ids.filter((id, at) => ids.indexOf(id) !== at);
    }"""
    found = page.evaluate(script)
    assert isinstance(found, list)
    return found


def violations(page: Page, *parts: str) -> list[str]:
    """What axe finds in these parts of the page (CSS selectors) as they are now."""
    assert AXE.is_file(), "axe-core is missing: run `make test`, or scripts/setup-tests"
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    rules = "rules: {'target-size': {enabled: true}}"
    script = f"(parts) => axe.run({{include: parts}}, {{resultTypes: ['violations'], {rules}}})"
    result = page.evaluate(script, [[part] for part in parts])
    return [
        f"{found['id']}: {found['help']}: {[node['html'][:120] for node in found['nodes'][:3]]}"
        for found in result["violations"]
    ]
