"""Checkers that others wrote, run on every kind of page in every state that a reader may see.

axe looks at each kind at each width, light and dark, with scripts and without, before and after
the reader has opened what can be opened; at pages that are harder than those, narrow and light,
wide and dark. A page is loaded once and then changed, so that all of it takes seconds. The states
are those of `scripts/states.py`, which also has the pictures of them.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

import chromium
import states

FAR_APART = (states.Look(min(states.WIDTHS)), states.Look(max(states.WIDTHS), "dark"))
# In the dark only colours differ, so there only what looks at them is asked again.
RULES = {"light": chromium.RULES, "dark": chromium.COLOURS}
DEEDS = {
    "as it is": [states.as_it_is],
    "opened": [states.evidence_shown, states.folds_opened, states.notes_opened],
    "claim previewed": [states.claim_previewed],
    "source previewed": [states.source_previewed],
}
OF_SCRIPTS = ("claim previewed", "source previewed")
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
            if name in OF_SCRIPTS and not scripts:
                continue
            states.visit(page, address + states.PAGES[kind])
            for look in states.LOOKS if kind in states.KINDS else FAR_APART:
                states.set_look(page, look)
                if [do for do in deeds if do(page)]:
                    reached.add(name)
                    rules = RULES[look.scheme] if kind in states.KINDS else chromium.RULES
                    these = chromium.violations(page, rules=rules)
                    found += [f"{name}, {look}: {it}" for it in these]
        assert scripts is page.evaluate("matchMedia('(scripting: enabled)').matches")

    assert not found, "\n".join(found)
    assert reached >= REACHED.get((kind, scripts), {"as it is"})
