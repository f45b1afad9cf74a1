"""Show the evidence, in Chromium: lit claims, filters, the strip, and the address that holds it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route

import states
from chromium import hide_until_read, opened, shift, violations
from footnoted.model import STANDINGS
from sites import own_and_small

ESSAY = "essays/korean-peace-deal.html"
CLAIMS = {
    "supported": 10,
    "mostly-supported": 13,
    "mixed": 12,
    "unsupported": 2,
    "opinion": 4,
    "prediction-held": 2,
    "prediction-failed": 1,
    "prediction-open": 2,
}
TEXT = "---\ntitle: A title\ndate: 2026-11-22\n{}---\n\n{}\n"
FILES: dict[str, str | bytes] = {
    "essays/none.md": TEXT.format("", "No claim."),
    "essays/one.md": TEXT.format("", "The only [claim](#)."),
    "essays/marks.md": TEXT.format(
        "", "".join(f"{'word ' * n}ruled [against it](#). So.\n\n" for n in range(1, 25))
    ),
    "essays/chinese.md": TEXT.format(
        "language: zh\n", "".join(f"{'字' * n}[是这样](#)。不是。\n\n" for n in range(1, 25))
    ),
    "essays/arabic.md": TEXT.format(
        "language: ar\n", "كلمات [أولى](#) و[ثانية](#) وثم [ثالثة](#)."
    ),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    return own_and_small(tmp_path_factory.mktemp("show"), FILES)


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    yield from opened(browser, f"{site}/{ESSAY}")


def lit(page: Page, what: str = "a.claim") -> dict[str, int]:
    """How many claims, or marks of the strip, are lit: by standing, as the reader sees them."""
    script = """(all) => all.filter((element) => {
        const mark = getComputedStyle(element, "::before");
        const colour = getComputedStyle(element).getPropertyValue("--c");
        const probe = document.createElement("i");
        probe.style.color = colour;
        document.body.append(probe);
        const same = getComputedStyle(probe).color === mark.backgroundColor;
        probe.remove();
        return mark.content !== "none" && same;
    }).map((element) => element.className.replace(/claim|lit/g, "").trim())"""
    found = page.locator(what).evaluate_all(script)
    return {name: found.count(name) for name in CLAIMS if name in found}


def button(page: Page, name: str) -> Locator:
    return page.locator(f".legend button.{name}")


def pressed(page: Page) -> list[str]:
    found = page.locator(".legend [aria-pressed=true]").all_inner_texts()
    return [" ".join(text.split()) for text in found]


def query(page: Page) -> str:
    return page.url.partition("?")[2]


# ---- what is lit ----------------------------------------------------------------------


def test_one_box_lights_every_claim_and_puts_it_out(page: Page) -> None:
    assert {} == lit(page)
    page.mouse.move(0, 0)
    page.locator(".show input").check()
    states.still(page)
    assert CLAIMS == lit(page)
    assert CLAIMS == lit(page, ".strip a")
    assert ["All"] == pressed(page)

    page.locator(".show input").uncheck()
    states.still(page)

    assert {} == lit(page)
    assert {} == lit(page, ".strip a")
    assert [] == pressed(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_each_standing_has_its_word_its_line_and_its_shape(
    browser: Browser, site: str, scripts: bool
) -> None:
    """Never colour alone: of two standings, line or shape differ always, and so does the word."""
    script = """(all) => all.map((claim) => {
        const style = getComputedStyle(claim);
        const word = getComputedStyle(claim.nextSibling, "::before").content;
        const {textDecorationStyle, textDecorationThickness, backgroundColor} = style;
        return [claim.className.split(" ")[1], word.split(" / ")[0], backgroundColor,
            getComputedStyle(claim, "::before").maskImage,
            textDecorationStyle + textDecorationThickness];
    })"""
    for page in opened(browser, f"{site}/{ESSAY}", java_script_enabled=scripts):
        page.locator(".show input").check()
        styles = {tuple(found) for found in page.locator("a.claim").evaluate_all(script)}

    assert set(CLAIMS) == {name for name, *_ in styles}
    assert len(CLAIMS) == len(styles)
    for part in (1, 3):
        assert len(CLAIMS) == len({style[part] for style in styles})
    lines = {style[0]: style[4] for style in styles}
    six = [name for name in CLAIMS if not name.startswith("prediction-") or name.endswith("open")]
    assert len(six) == len({lines[name] for name in six})
    assert '"\N{NO-BREAK SPACE}Mostly supported"' in {style[1] for style in styles}


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("essay", ["marks", "chinese"])
def test_the_word_stands_between_its_claim_and_the_full_stop(
    browser: Browser, site: str, essay: str, width: int
) -> None:
    """In one line with both, and the full stop is as near as after any other word."""
    script = """(all) => all.map((word) => {
        const range = document.createRange(), next = word.nextSibling;
        range.setStart(next, 0);
        range.setEnd(next, 1);
        const stop = range.getBoundingClientRect(), own = word.getClientRects();
        const claim = [...word.previousSibling.getClientRects()].at(-1);
        return [own.length, claim.bottom > own[0].top && claim.top < own[0].bottom,
            stop.bottom > own[0].top && stop.top < own[0].bottom, stop.left - own[0].right];
    })"""
    for page in opened(browser, f"{site}/small/essays/{essay}.html", width):
        found = page.locator(".claim + b").evaluate_all(script)
        page.evaluate("getSelection().selectAllChildren(document.querySelector('.text p'))")
        copied = page.evaluate("getSelection().toString()")

    assert [[1, True, True]] * 24 == [shape[:3] for shape in found]
    assert max(abs(gap) for *_, gap in found) < 1
    assert copied.strip() in ("word ruled against it. So.", "字是这样。不是。")


def test_the_standings_are_filters(page: Page) -> None:
    button(page, "mixed").click()
    assert {"mixed": 12} == lit(page) == lit(page, ".strip a")
    assert ["Mixed 12"] == pressed(page)
    assert page.locator(".show input").evaluate("(box) => box.indeterminate && !box.checked")

    button(page, "opinion").click()
    assert {"mixed": 12, "opinion": 4} == lit(page)
    button(page, "mixed").click()
    assert {"opinion": 4} == lit(page)
    page.locator(".legend .all button").click()
    assert CLAIMS == lit(page)
    button(page, "unsupported").click()
    assert {"unsupported": 2} == lit(page), "with all lit, one is picked out"
    button(page, "unsupported").click()

    assert {} == lit(page)
    assert [] == pressed(page)


def test_all_standings_one_by_one_are_all(page: Page) -> None:
    for name in CLAIMS:
        button(page, name).click()

    assert ["All"] == pressed(page)
    assert page.locator(".show input").is_checked()
    assert "show=all" == query(page)


def test_a_single_claim_can_be_lit_and_put_out(browser: Browser, site: str) -> None:
    for page in opened(browser, f"{site}/small/essays/one.html"):
        for _ in range(2):
            button(page, "needs-evidence").click()
            assert ["All", "Needs evidence 1"] == pressed(page)
            button(page, "needs-evidence").click()
            assert [] == pressed(page)


def test_an_essay_without_claims_has_nothing_to_show(browser: Browser, site: str) -> None:
    for page in opened(browser, f"{site}/small/essays/none.html?show=all"):
        assert not page.locator(".tally, .strip, .show").count()


# ---- the address ----------------------------------------------------------------------


def test_the_state_outlives_a_reload_and_can_be_passed_on(page: Page) -> None:
    """From the disk too; the place in the text stays part of the address."""
    page.goto(f"{page.url}#claim-no-drawdown")
    button(page, "opinion").click()
    button(page, "mixed").click()
    assert page.url.endswith(f"{ESSAY}?show=mixed,opinion#claim-no-drawdown")

    page.reload()
    assert {"mixed": 12, "opinion": 4} == lit(page)
    assert "claim-no-drawdown" == page.evaluate("document.querySelector(':target').id")
    page.locator(".strip a").nth(3).click()
    assert page.url.endswith("?show=mixed,opinion#claim-remains-transfer")
    assert {"mixed": 12, "opinion": 4, "mostly-supported": 1} == lit(page)  # and the target

    button(page, "opinion").click()
    button(page, "mixed").click()
    assert "?" not in page.url
    page.reload()
    assert ["0", "0"] == [
        str(page.locator(part).count()) for part in (".lit", "[aria-pressed=true]")
    ]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("show=all", 46),
        ("show=opinion", 4),
        ("utm=1&show=mixed,nonsense", 12),
        ("show=", 0),
        ("show=lit,claim", 0),
        ("other=all", 0),
    ],
)
def test_an_address_lights_what_it_names(
    browser: Browser, site: str, asked: str, found: int
) -> None:
    for page in opened(browser, f"{site}/{ESSAY}?{asked}"):
        assert found == sum(lit(page).values())
        assert found == page.locator(".lit.claim").count()


def test_other_parts_of_the_query_are_kept(browser: Browser, site: str) -> None:
    for page in opened(browser, f"{site}/{ESSAY}?from=feed"):
        page.locator(".show input").check()
        assert "from=feed&show=all" == query(page)
        page.locator(".show input").uncheck()
        assert "from=feed" == query(page)


@pytest.mark.alone  # what is painted before the script is there depends on who else is at work
@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_moves_while_the_page_loads(browser: Browser, site: str, width: int) -> None:
    """Whatever is lit is lit before it is painted, however long the script takes to come."""
    for asked in ("", "?show=all"):
        context = browser.new_context(viewport={"width": width, "height": 3000})
        page = context.new_page()
        hide_until_read(page)
        page.route("**/show.js", late)
        page.goto(f"{site}/{ESSAY}{asked}")
        assert 0 == shift(page), asked
        assert (46 if asked else 0) == page.locator(".claim.lit").count()
        context.close()


def late(route: Route) -> None:
    time.sleep(0.4)
    route.continue_()


# ---- the strip ------------------------------------------------------------------------


def test_the_strip_has_a_mark_for_each_claim_at_its_place(page: Page) -> None:
    marks = page.locator(".strip a")
    claims = [
        f"#{name}" for name in page.locator("a.claim").evaluate_all("(a) => a.map((e) => e.id)")
    ]
    found = marks.evaluate_all("(all) => all.map((mark) => mark.getAttribute('href'))")
    lefts = marks.evaluate_all("(all) => all.map((mark) => mark.getBoundingClientRect().x)")
    box = page.locator(".strip").bounding_box()
    text = page.locator(".text").bounding_box()
    assert box
    assert text

    assert claims == found
    assert lefts == sorted(lefts)
    assert box["x"] - 1 <= lefts[0]
    assert lefts[-1] < box["x"] + box["width"]
    for index in (0, 15, 30, 45):
        top = page.locator("a.claim").nth(index).bounding_box()
        assert top
        share = (top["y"] - text["y"]) / text["height"]
        assert share == pytest.approx((lefts[index] - box["x"]) / box["width"], abs=0.06)
    assert "4, Mostly supported" == marks.nth(3).get_attribute("aria-label")


def test_the_strip_is_one_stop_and_the_arrows_go_along_it(browser: Browser, site: str) -> None:
    for path, forward in ((ESSAY, "ArrowRight"), ("small/essays/arabic.html", "ArrowLeft")):
        for page in opened(browser, f"{site}/{path}"):
            current = "() => document.activeElement.getAttribute('href')"
            marks = page.locator(".strip a").evaluate_all(
                "(all) => all.map((mark) => mark.getAttribute('href'))"
            )
            page.locator(".legend button").last.focus()
            page.keyboard.press("Tab")
            assert marks[0] == page.evaluate(current)
            page.keyboard.press(forward)
            page.keyboard.press(forward)
            assert marks[2] == page.evaluate(current)
            page.keyboard.press("ArrowLeft" if forward == "ArrowRight" else "ArrowRight")
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.closest('.strip')") is None
            page.keyboard.press("Shift+Tab")
            assert marks[1] == page.evaluate(current)


def test_the_strip_starts_where_reading_starts(browser: Browser, site: str) -> None:
    for page in opened(browser, f"{site}/small/essays/arabic.html", width=820):
        lefts = page.locator(".strip a").evaluate_all(
            "(all) => all.map((mark) => mark.getBoundingClientRect().x)"
        )
        assert lefts == sorted(lefts, reverse=True)


# ---- everybody ------------------------------------------------------------------------


def test_without_scripts_standings_lead_to_what_they_mean(browser: Browser, site: str) -> None:
    for page in opened(browser, f"{site}/{ESSAY}", java_script_enabled=False):
        assert not page.locator(".legend button").first.is_visible()
        page.locator(".strip a").nth(5).click()
        assert page.url.endswith("#claim-no-drawdown")
        page.locator(".legend a.mixed").click()
        assert page.url.endswith("method.html#standing-mixed")


def test_a_claim_is_described_by_its_standing_alone(page: Page) -> None:
    """What a screen reader says of it: the word, no count."""
    script = "(a) => document.getElementById(a.getAttribute('aria-describedby')).textContent"

    assert "Mixed" == page.locator("a.claim").nth(5).evaluate(script)


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark")])
def test_axe_finds_nothing_with_filters_pressed(
    browser: Browser, site: str, width: int, scheme: Any
) -> None:
    url = f"{site}/{ESSAY}?show=supported,mostly-supported,mixed,opinion"
    for page in opened(browser, url, width=width, color_scheme=scheme, reduced_motion="reduce"):
        assert not violations(page, ".tally", ".text > p")


def test_lit_claims_and_filters_fit_into_a_narrow_window(browser: Browser, site: str) -> None:
    excess = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for path in (ESSAY, "small/essays/arabic.html", "small/essays/one.html"):
        for page in opened(browser, f"{site}/{path}?show=all", width=320):
            assert page.evaluate(excess) <= 0


def test_every_standing_has_a_lane_in_the_strip_and_a_line_in_the_text() -> None:
    styles = (states.ROOT / "theme/style/58-show.css").read_text("utf-8")
    lanes = re.findall(r"\.strip (?::is\(([^)]*)\)|(\S+)) \{ inset-block-start", styles)
    named = {name.strip(" .") for pair in lanes for name in "".join(pair).split(",")}

    assert {*STANDINGS} - {"supported"} == named  # which has the first one
