"""Previews in Chromium, on pages opened from the disk: pointer, keyboard, finger and pen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from rjsmin import jsmin

import states
from chromium import opened, repeated_ids, shift, violations
from footnoted.emit.essays import weightiest
from footnoted.model import LinkedClaim
from sites import check_files, own_and_small

SOON = 30_000  # milliseconds: longer than any preview waits, on a busy machine too
ESSAY = """---
title: A title
date: 2026-11-22
{language}---

{lead} [a claim that is long enough to run over more than one line of the text, and then over
one more, so that it has several boxes](../evidence/page.md)[^one] and [a bare one](#) and
[the last](../evidence/page.md).

[^one]: [The first](https://example.org/one) and [the second](https://example.org/two) link.
"""
EVIDENCE = """---
title: Is it so?
kind: fact
verdict: {verdict}
citations:
{citations}---

Because.
"""
SOURCES = """one: {type: report, title: One, genre: poll}
two: {type: report, title: Two, genre: news}
fallen: {type: report, title: Fallen, status: retracted}
"""
FILES = {
    "sources.yaml": SOURCES,
    "essays/short.md": ESSAY.format(language="", lead="Words"),
    "essays/arabic.md": ESSAY.format(language="language: ar\n", lead="كلمات"),
    "evidence/page.md": EVIDENCE.format(
        verdict="supported", citations='  - {source: one, relation: supports, quote: "It is."}\n'
    ),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    return own_and_small(tmp_path_factory.mktemp("previews"), FILES)


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """The essay on a desk, with a mouse; whatever a script complains of fails the test."""
    yield from opened(browser, f"{site}/essays/korean-peace-deal.html", 1440, 900)


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Page]:
    """The essay on a phone."""
    url = f"{site}/essays/korean-peace-deal.html"
    yield from opened(browser, url, 390, 844, has_touch=True, is_mobile=True)


def preview(page: Page) -> Locator:
    return page.locator("dialog.preview")


def claim(page: Page, number: int) -> Locator:
    return page.locator("a.claim").nth(number - 1)


def hover(page: Page, link: Locator) -> None:
    link.scroll_into_view_if_needed()
    link.hover()
    expect(preview(page)).to_be_visible(timeout=SOON)


def focused(page: Page, link: Locator) -> bool:
    return bool(link.evaluate("(element) => element === document.activeElement"))


# ---- what it shows --------------------------------------------------------------------


def test_a_preview_says_what_the_card_of_the_claim_says(page: Page) -> None:
    """Standing, question, what the sources say that weigh most; nothing is fetched for it."""
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    link = claim(page, 6)
    card = page.locator(f"#card-{link.get_attribute('id')}")
    top = "(card) => card.getBoundingClientRect().top + scrollY"
    before = card.evaluate(top)

    hover(page, link)

    shown = preview(page)
    for part in (".verdict", ".question", ".relation", "blockquote"):
        texts = [text.strip() for text in card.locator(part).all_text_contents()]
        assert texts == [text.strip() for text in shown.locator(part).all_text_contents()]
        expect(shown.locator(part).first).to_be_visible()
    assert ["supports", "contradicts"] == shown.locator(".relation").all_text_contents()
    assert "news" in shown.inner_text()
    assert card.locator(".question a").get_attribute("href") == shown.locator(
        ".question a"
    ).get_attribute("href")
    assert "Mixed, claim 6" == shown.get_attribute("aria-label")
    assert "true" == link.get_attribute("aria-expanded")
    assert before == card.evaluate(top), "the list at the end has moved"
    assert not repeated_ids(page)
    assert not [url for url in requested if not url.endswith("icon.svg")]


def test_a_preview_of_a_source_note_is_its_endnote(page: Page) -> None:
    reference = page.locator(".ref.source a").first
    note = page.locator(f"{reference.get_attribute('href')}")

    hover(page, reference)

    shown = preview(page)
    assert "Note 1" == shown.get_attribute("aria-label")
    assert note.locator(".reference cite").inner_text() in shown.inner_text()
    assert shown.locator("a").count() == note.locator("a:not(.back a)").count() > 1
    assert not shown.locator(".back").count()


def test_the_notes_of_an_evidence_page_have_previews_too(browser: Browser, site: str) -> None:
    for page in opened(browser, f"{site}/evidence/moon-approval-drop.html", 1440, 900):
        hover(page, page.locator(".ref.source a").first)

        assert "Note 1" == preview(page).get_attribute("aria-label")


def test_a_claim_without_evidence_says_so(browser: Browser, site: str) -> None:
    for page in opened(browser, f"{site}/small/essays/short.html", 1440, 900):
        hover(page, claim(page, 2))

        assert "No evidence has been given" in preview(page).inner_text()


def test_sidenotes_have_no_preview(page: Page) -> None:
    page.locator(".ref.side a").first.hover()
    page.wait_for_timeout(500)

    assert not preview(page).count()


@pytest.mark.parametrize(
    ("verdict", "citations", "expected"),
    [
        ("supported", "supports one, supports two", "one"),
        ("supported", "qualifies one, supports two", "two"),
        ("mostly-supported", "qualifies one, supports two", "two"),
        ("mixed", "qualifies one, supports two", "two one"),
        ("unsupported", "qualifies one, context two", "one"),
        ("mixed", "context one, contradicts two, supports one", "one two"),
        ("contradicted", "supports one, contradicts two", "two one"),
        ("supported", "supports fallen, supports two", "two"),
        ("supported", "supports one, qualifies two, contradicts fallen", "one fallen"),
        ("opinion", "context one", "one"),
    ],
)
def test_the_citations_that_weigh_most(
    content: Path, verdict: str, citations: str, expected: str
) -> None:
    """One that the standing rests on, one that speaks against it; context for want of better."""
    rows = [row.split() for row in citations.split(", ")]
    cited = "".join(
        f'  - {{source: {source}, relation: {relation}, quote: "Words."}}\n'
        for relation, source in rows
    )
    files: dict[str, str | bytes] = {**FILES}
    files["evidence/page.md"] = EVIDENCE.format(verdict=verdict, citations=cited)

    corpus = check_files(content, files).corpus

    found: LinkedClaim = corpus.essays[0].claims[0]
    assert expected.split() == [item.citation.source for item in weightiest(found)]


# ---- pointer --------------------------------------------------------------------------


def test_a_wheel_scrolls_past_claims_that_come_under_the_pointer(page: Page) -> None:
    """Nothing opens of itself under a pointer that rests, and nothing holds the page."""
    box = claim(page, 2).bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 5)
    places = []
    for _ in range(14):
        page.mouse.wheel(0, 40)
        page.wait_for_timeout(120)
        places.append(page.evaluate("scrollY"))
    page.wait_for_timeout(500)

    assert 14 == len(set(places))
    assert not preview(page).count()
    hover(page, claim(page, 12))


def test_a_click_on_the_strip_opens_no_card_of_another_claim(page: Page) -> None:
    page.locator(".strip a").nth(5).click()
    page.wait_for_timeout(700)

    assert preview(page).count() == 0 or "claim 6" in preview(page).inner_text()


def test_it_can_be_dismissed_entered_and_stays(page: Page) -> None:
    """WCAG 2.2, 1.4.13."""
    link = claim(page, 6)
    hover(page, link)
    page.keyboard.press("Escape")
    assert not preview(page).count()
    page.wait_for_timeout(500)
    assert not preview(page).count(), "it came back by itself"

    page.mouse.move(2, 2)
    hover(page, link)
    page.wait_for_timeout(1500)
    assert preview(page).is_visible(), "it went by itself"
    preview(page).locator(".question a").hover()
    page.wait_for_timeout(600)
    assert preview(page).is_visible(), "it went although the pointer is on it"
    page.mouse.move(2, 2)

    expect(preview(page)).to_have_count(0, timeout=SOON)
    assert not link.get_attribute("aria-expanded")


def test_passing_over_a_claim_shows_nothing(page: Page) -> None:
    page.clock.install()
    page.reload()
    claim(page, 6).scroll_into_view_if_needed()
    claim(page, 6).hover()
    page.clock.run_for(200)
    page.mouse.move(2, 2)
    page.clock.run_for(2000)

    assert not preview(page).count()


def test_going_from_claim_to_claim_moves_nothing_else(page: Page) -> None:
    """The cumulative layout shift of reading with previews is zero."""
    for number in (1, 2, 3):
        hover(page, claim(page, number))
        page.mouse.move(2, 2)
        page.wait_for_timeout(320)
    hover(page, claim(page, 6))
    hover(page, claim(page, 7))

    assert 0 == shift(page)
    assert 1 == preview(page).count()


PLACED = """() => {
    const box = document.querySelector("dialog.preview")?.getBoundingClientRect();
    const {clientWidth, clientHeight, scrollWidth} = document.documentElement;
    return box && {left: box.left, top: box.top, right: box.right, bottom: box.bottom,
        width: clientWidth, height: clientHeight, excess: scrollWidth - clientWidth};
}"""


FLAGSHIP, ARABIC = "essays/korean-peace-deal.html", "small/essays/arabic.html"


@pytest.mark.parametrize(
    ("path", "width", "height"),
    [
        (FLAGSHIP, 1440, 900),
        (FLAGSHIP, 820, 1180),
        (FLAGSHIP, 720, 450),
        (FLAGSHIP, 320, 256),
        (ARABIC, 1440, 900),
        (ARABIC, 390, 844),
    ],
)
def test_a_preview_is_on_the_screen_and_beside_the_line_of_the_pointer(
    browser: Browser, site: str, path: str, width: int, height: int
) -> None:
    """At the top and at the foot of the window, on each line of a claim; 720 and 320 pixels are
    also zooms of 200 and 400 per cent."""
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.clock.install()
    page.goto(f"{site}/{path}")
    seen = 0
    for link in [*page.locator("a.claim").all()[:5], page.locator(".ref.source a").first]:
        for block in ("start", "end"):
            link.evaluate(f"(a) => a.scrollIntoView({{block: '{block}'}})")
            for rect in link.evaluate("(a) => [...a.getClientRects()].map((r) => r.toJSON())"):
                x = rect["right"] - min(rect["width"] / 2, 30)
                y = (rect["top"] + rect["bottom"]) / 2
                if rect["width"] < 8 or not 0 < y < height:
                    continue
                page.mouse.move(x, y)
                page.clock.run_for(400)
                box = page.evaluate(PLACED)
                assert box, f"nothing is shown for {link.inner_text()}"
                check_place(box, x, rect)
                seen += 1
                page.mouse.move(1, 1)
                page.clock.run_for(400)
    assert seen > 5
    context.close()


def check_place(box: dict[str, float], x: float, line: dict[str, float]) -> None:
    assert box["left"] >= 0
    assert box["top"] >= 0
    assert box["right"] <= box["width"]
    assert box["bottom"] <= box["height"]
    assert box["excess"] <= 0
    assert box["left"] <= x <= box["right"], "the pointer cannot go straight into it"
    apart = max(box["top"] - line["bottom"], line["top"] - box["bottom"])
    assert -1 < apart < 10, "it is not beside the line that the pointer is on"


def test_clicks_are_those_of_a_link(page: Page) -> None:
    """With a mouse a claim leads to its page at once; with Ctrl or the wheel, in a new tab."""
    link = claim(page, 6)
    link.scroll_into_view_if_needed()
    for options in ({"modifiers": ["Control"]}, {"button": "middle"}):
        with page.context.expect_page() as tab:
            link.click(**options)  # type: ignore[arg-type]
        tab.value.wait_for_url("**/evidence/no-drawdown.html")
        tab.value.close()
    link.click()

    page.wait_for_url("**/evidence/no-drawdown.html")


def test_without_the_script_that_places_it_a_preview_is_on_the_screen(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(viewport={"width": 820, "height": 700})
    page = context.new_page()
    page.route("**/place.js", lambda route: route.abort())
    page.goto(f"{site}/essays/korean-peace-deal.html")

    hover(page, claim(page, 6))

    box = page.evaluate(PLACED)
    assert box["bottom"] == pytest.approx(700, abs=1)
    assert box["top"] > 0
    context.close()


# ---- keyboard -------------------------------------------------------------------------


def test_the_keyboard_goes_from_the_claim_through_its_preview_to_the_next(page: Page) -> None:
    link = claim(page, 6)
    claim(page, 5).focus()
    for _ in range(9):
        page.keyboard.press("Tab")
        if focused(page, link):
            break
    expect(preview(page)).to_be_visible(timeout=SOON)
    question = preview(page).locator(".question a")

    page.keyboard.press("Tab")
    assert focused(page, question)
    page.keyboard.press("Shift+Tab")
    assert focused(page, link)
    assert preview(page).is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")

    assert focused(page, claim(page, 7))
    assert not preview(page).locator("text=claim 6").count()


def test_escape_takes_the_focus_back_to_the_claim(page: Page) -> None:
    link = claim(page, 6)
    claim(page, 5).focus()
    page.keyboard.press("Shift+Tab")
    link.focus()
    expect(preview(page)).to_be_visible(timeout=SOON)
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")

    assert focused(page, link)
    page.wait_for_timeout(600)
    assert not preview(page).count()
    page.keyboard.press("Enter")
    page.wait_for_url("**/evidence/no-drawdown.html")


def test_each_link_of_a_preview_can_be_reached_and_followed(page: Page) -> None:
    reference = page.locator(".ref.source a").first
    page.locator("h1").evaluate("(h1) => { h1.tabIndex = -1; h1.focus(); }")
    page.keyboard.press("Tab")  # from now on the keyboard is in use
    reference.scroll_into_view_if_needed()
    page.wait_for_timeout(300)  # a page that scrolls shows no preview
    reference.focus()
    expect(preview(page)).to_be_visible(timeout=SOON)
    links = preview(page).locator("a").all()

    for link in links:
        page.keyboard.press("Tab")
        assert focused(page, link)
    cite = preview(page).locator("cite a")
    cite.focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**/sources/*.html")


# ---- finger and pen -------------------------------------------------------------------


def test_a_tap_shows_a_sheet_with_the_link_and_closing_it_goes_back(phone: Page) -> None:
    link, shown = claim(phone, 4), preview(phone)
    link.scroll_into_view_if_needed()
    link.tap()
    expect(phone.locator("dialog.preview:modal")).to_be_visible()
    phone.wait_for_timeout(250)
    box = phone.evaluate(PLACED)
    assert (0, 390, 844) == (box["left"], box["right"], box["bottom"])
    assert shown.locator(".words").is_visible()

    shown.locator(".close").tap()
    assert not shown.count()
    assert focused(phone, link)

    link.tap()
    phone.touchscreen.tap(200, 20)  # beside the sheet
    assert not shown.count()
    link.tap()
    phone.keyboard.press("Escape")
    assert not shown.count()
    assert focused(phone, link)

    link.tap()
    shown.locator(".question a").tap()
    phone.wait_for_url("**/evidence/remains-transfer.html")


def test_a_second_link_in_a_sheet_works(phone: Page) -> None:
    reference = phone.locator(".ref.source a").first
    reference.scroll_into_view_if_needed()
    reference.tap()
    preview(phone).locator("cite a").tap()

    phone.wait_for_url("**/sources/*.html")


def test_on_a_tablet_a_tap_shows_it_beside_the_claim_and_a_second_one_follows(
    browser: Browser, site: str
) -> None:
    url = f"{site}/essays/korean-peace-deal.html"
    for page in opened(browser, url, 820, 1180, has_touch=True):
        link = claim(page, 6)
        link.scroll_into_view_if_needed()
        link.tap()
        assert preview(page).is_visible()
        assert not page.locator("dialog.preview:modal").count()
        page.locator("h1").evaluate("(h1) => h1.scrollIntoView()")
        page.locator("h1").tap()
        assert not preview(page).count()
        link.tap()
        link.tap()
        page.wait_for_url("**/evidence/no-drawdown.html")


def test_a_long_press_is_left_to_the_browser(phone: Page) -> None:
    link = claim(phone, 4)
    link.scroll_into_view_if_needed()
    box = link.evaluate("(a) => a.getClientRects()[0].toJSON()")
    point = {"x": box["x"] + 20, "y": box["y"] + 10}
    press = {**point, "duration": 1200, "gestureSourceType": "touch"}
    phone.context.new_cdp_session(phone).send("Input.synthesizeTapGesture", press)
    phone.wait_for_timeout(400)

    assert not preview(phone).count()
    assert phone.url.endswith("korean-peace-deal.html")


def test_a_pen_taps_and_a_mouse_on_the_same_device_clicks(page: Page) -> None:
    link = claim(page, 6)
    link.scroll_into_view_if_needed()
    box = link.evaluate("(a) => a.getClientRects()[0].toJSON()")
    session = page.context.new_cdp_session(page)
    for kind in ("mousePressed", "mouseReleased"):
        event = {"type": kind, "x": box["x"] + 9, "y": box["y"] + 9, "button": "left"}
        session.send("Input.dispatchMouseEvent", {**event, "clickCount": 1, "pointerType": "pen"})
    expect(preview(page)).to_be_visible()
    page.keyboard.press("Escape")
    link.click()

    page.wait_for_url("**/evidence/no-drawdown.html")


# ---- everybody ------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_open_preview(browser: Browser, site: str, scheme: Any) -> None:
    url = f"{site}/essays/korean-peace-deal.html"
    for page in opened(browser, url, 1440, 900, color_scheme=scheme, reduced_motion="reduce"):
        for link in (claim(page, 6), page.locator(".ref.source a").first):
            hover(page, link)
            assert not violations(page, "dialog.preview", "[aria-expanded]")
    for page in opened(
        browser, url, 390, 844, color_scheme=scheme, has_touch=True, reduced_motion="reduce"
    ):
        claim(page, 4).tap()
        assert not violations(page, "dialog.preview", "[aria-expanded]")


def test_a_preview_is_not_printed(page: Page) -> None:
    hover(page, claim(page, 6))
    page.emulate_media(media="print")

    assert not preview(page).is_visible()


def test_the_scripts_are_small() -> None:
    """Bytes as they are served, and lines as they are read."""
    names = ("previews.js", "place.js", "show.js")
    texts = [(states.ROOT / "theme/script" / name).read_bytes() for name in names]

    assert sum(len(jsmin(text.decode())) for text in texts) <= 8_000
    assert max(text.count(b"\n") for text in texts) < 110
