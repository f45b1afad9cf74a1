"""What the tests ask of a page does not depend on when they ask."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

import states
from chromium import violations

PAGE = """<!doctype html><html lang="en"><title>Words</title><style>
@keyframes fade { from { opacity: .1; } }
@keyframes await-place { from, to { color: #eee; } }
p { animation: %s 60s; }
</style><main><h1>Words</h1><p>Some that can be read.</p></main></html>"""


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize(
    ("animation", "found"), [("fade", []), ("await-place", ["color-contrast"])]
)
def test_axe_reads_what_has_faded_in(
    browser: Browser, animation: str, found: list[str], scripts: bool
) -> None:
    """What only holds a page still until its scripts come is part of how it looks."""
    with states.tab(browser, scripts=scripts) as page:
        page.set_content(PAGE % animation)

        assert found == [violation.partition(":")[0] for violation in violations(page)]
