"""Checkers that others wrote, run on every kind of page in every state that a reader may see.

axe looks at each kind at each width, light and dark, with scripts and without, before and after
the reader has opened what can be opened. A page is loaded once and then changed, so that all of
it takes seconds. The states are those of `scripts/states.py`, which also has the pictures of them.
"""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, Page

import states

AXE = states.ROOT / ".tools/node_modules/axe-core/axe.min.js"
# Where scripts are off, timers stand still, and axe would wait for ever. Nothing else is changed.
AT_ONCE = """matchMedia("(scripting: enabled)").matches || (window.setTimeout =
    (act, _, ...values) => { Promise.resolve().then(() => act(...values)); return 1; })"""
# All rules for WCAG 2.2 A and AA and for good practice; one is off unless asked for. In the dark
# only colours differ, so there only what looks at them is asked again.
RULES = {
    "light": "rules: {'target-size': {enabled: true}}",
    "dark": "runOnly: ['color-contrast', 'link-in-text-block']",
}
TWICE = """[...document.querySelectorAll("[id]")].map(({ id }) => id)
    .filter((id, at, ids) => ids.indexOf(id) !== at)"""
DEEDS = {
    "as it is": [states.as_it_is],
    "opened": [states.evidence_shown, states.folds_opened, states.notes_opened],
    "claim previewed": [states.claim_previewed],
    "source previewed": [states.source_previewed],
}
# What must have been seen on the page in which states; otherwise all of this might be of nothing.
REACHED = {
    ("essay", True): set(DEEDS),
    ("essay", False): {"as it is", "opened"},
    ("dense-essay", True): set(DEEDS),
    ("arabic", True): set(DEEDS),
}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("kind", states.PAGES)
def test_axe_finds_nothing_in_any_state(
    browser: Browser, address: str, kind: str, scripts: bool
) -> None:
    found, reached = [], set()
    with states.tab(browser, scripts=scripts) as page:
        for name, deeds in DEEDS.items():
            states.visit(page, address + states.PAGES[kind])
            page.evaluate(AT_ONCE)
            page.evaluate(AXE.read_text("utf-8"))
            for look in states.LOOKS:
                states.set_look(page, look)
                if [do for do in deeds if do(page)]:
                    reached.add(name)
                    found += [f"{name}, {look}: {it}" for it in violations(page, look.scheme)]
        assert scripts is page.evaluate("matchMedia('(scripting: enabled)').matches")

    assert not found, "\n".join(found)
    assert reached >= REACHED.get((kind, scripts), {"as it is"})


def violations(page: Page, scheme: str) -> list[str]:
    """What axe finds on the page as it is now, and duplicate ids, which it no longer looks for."""
    wanted = f"{RULES[scheme]}, resultTypes: ['violations', 'incomplete']"
    result = page.evaluate(f"axe.run(document, {{{wanted}}})")
    seen = {rule["id"] for rule in result["passes"] + result["incomplete"]}
    assert "color-contrast" in seen, "axe saw no text"
    twice = page.evaluate(TWICE)
    assert not twice, twice
    return [
        f"{v['id']}: {v['help']}: {json.dumps([node['html'][:160] for node in v['nodes'][:3]])}"
        for v in result["violations"]
    ]
