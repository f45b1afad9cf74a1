"""Sharing: links to claims and headings, and citations, as readers copy them in Chromium.

The golden site is built twice: `url` knows its own address, `bare` does not. `example` is the
essay that comes with Footnoted.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

import build
import chromium
import html_pages
import states

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "tests/sites/golden/content"
SITE = "https://golden.example.org/site"
HOME = f"{SITE}/essays"
ESSAY = "essays/everything.html"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("share")
    bare = top / "content"
    shutil.copytree(CONTENT, bare)
    settings = (bare / "site.yaml").read_text("utf-8")
    (bare / "site.yaml").write_text(settings.replace(f"url: {SITE}\n", ""), "utf-8")
    for name, content in (("url", CONTENT), ("bare", bare), ("example", ROOT / "content")):
        arguments = ["--no-cache", "--content", str(content), "--output", str(top / name)]
        assert 0 == build.main(arguments)
    return top


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[str]:
    with states.served(folder) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1440, "height": 900})
    made.grant_permissions(["clipboard-read", "clipboard-write"])
    yield made
    made.close()


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    return page


def copied(page: Page) -> str:
    """What the clipboard holds once the page has said that something was copied."""
    page.wait_for_function("document.querySelector('.said').textContent !== ''")
    return str(page.evaluate("navigator.clipboard.readText()"))


# ---- without scripts ------------------------------------------------------------------


def test_the_citation_of_an_essay_is_plain_text(folder: Path) -> None:
    pages = html_pages.read_pages(folder / "url")

    (cite,) = pages[ESSAY].root.all("details", cls="cite")
    assert [p.text for p in cite.all("p")] == [
        "Ada Writer, B. Author, “Every construct, “once””, The golden site, 23 November 2026, "
        f"{HOME}/everything.html"
    ]


def test_a_heading_is_a_link_to_itself_without_scripts(browser: Browser, server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = opened(context, f"{server}url/{ESSAY}")
    heading = page.locator(".text h2[id]").first
    name = heading.get_attribute("id")

    heading.locator("a.anchor").click()

    assert page.url.endswith(f"#{name}")
    assert 0 == page.locator("button.copying").count()
    context.close()


# ---- links ----------------------------------------------------------------------------


@pytest.mark.parametrize("site", ["url", "bare", "disk"])
def test_the_link_of_a_heading_and_of_a_claim_can_be_copied(
    context: BrowserContext, server: str, folder: Path, site: str
) -> None:
    """In full: as published, if the site knows its address, otherwise where it is read."""
    where = f"{folder.as_uri()}/bare/" if site == "disk" else f"{server}{site}/"
    home = HOME if site == "url" else f"{where}essays"
    page = opened(context, f"{where}{ESSAY}?standing=mixed#below")
    heading = page.locator(".text h2[id]").first
    card = page.locator(".card").first
    claim = str(card.get_attribute("id")).removeprefix("card-")

    heading.hover()
    heading.locator("button.copying").click()
    assert f"{home}/everything.html#{heading.get_attribute('id')}" == copied(page)
    assert "The link has been copied." == page.get_by_role("status").inner_text()
    card.get_by_role("button", name="Copy link").click()

    page.wait_for_timeout(100)
    assert f"{home}/everything.html#{claim}" == copied(page)


def test_a_heading_keeps_its_name_beside_the_button(context: BrowserContext, server: str) -> None:
    page = opened(context, f"{server}url/{ESSAY}")
    heading = page.locator(".text h2[id]:has(> .anchor:first-child)").first
    words = heading.locator(".anchor").inner_text()

    assert heading.locator("button").count() == 1
    assert page.get_by_role("heading", name=words, exact=True).count() == 1


def test_the_button_of_a_heading_is_seen_when_it_is_wanted(
    context: BrowserContext, server: str
) -> None:
    """Pointed at, or come to with the keyboard; not on paper."""
    page = opened(context, f"{server}url/{ESSAY}")
    heading = page.locator(".text h2[id]").first
    button = heading.locator("button.copying")
    opacity = "element => getComputedStyle(element).opacity"

    assert "0" == button.evaluate(opacity)
    heading.hover()
    assert "1" == button.evaluate(opacity)
    page.mouse.move(0, 0)
    button.focus()
    assert "1" == button.evaluate(opacity)
    page.emulate_media(media="print")

    assert not button.is_visible()
    assert not page.locator("details.cite").first.is_visible()


# ---- citations ------------------------------------------------------------------------


def test_the_citation_of_a_claim_can_be_copied(context: BrowserContext, server: str) -> None:
    page = opened(context, f"{server}url/{ESSAY}")
    card = page.locator(".card").nth(1)
    claim = str(card.get_attribute("id")).removeprefix("card-")
    card.get_by_text("Cite this claim").click()

    card.get_by_role("button", name="Copy citation").click()

    cited = copied(page)
    assert "The citation has been copied." == page.get_by_role("status").inner_text()
    assert cited == card.locator(".cite p").inner_text()
    assert cited == (
        "Ada Writer, B. Author, “Every construct, “once””, claim 2, The golden site, "
        "23 November 2026, "
        f"{HOME}/everything.html#{claim}"
    )


def test_the_words_are_those_of_the_language_of_the_essay(
    context: BrowserContext, server: str
) -> None:
    page = opened(context, f"{server}url/essays/korean.html")
    card = page.locator(".card").first
    card.locator(".cite summary").click()

    assert "이 주장 인용하기" == card.locator(".cite summary").inner_text()
    assert "주장 1, " in card.locator(".cite p").inner_text()


# ---- where the clipboard is refused ---------------------------------------------------


def deny(page: Page) -> None:
    """The reader has forbidden this page to write to the clipboard."""
    session = page.context.new_cdp_session(page)
    target = session.send("Target.getTargetInfo")["targetInfo"]
    session.send(
        "Browser.setPermission",
        {
            "permission": {"name": "clipboard-write"},
            "setting": "denied",
            "browserContextId": target["browserContextId"],
        },
    )
    state = "async () => (await navigator.permissions.query({name: 'clipboard-write'})).state"
    assert page.url == "about:blank" or page.evaluate(state) == "denied"


def test_a_refused_clipboard_is_written_the_old_way(context: BrowserContext, server: str) -> None:
    page = opened(context, f"{server}url/{ESSAY}")
    deny(page)

    page.locator(".card").first.get_by_role("button", name="Copy link").click()

    assert copied(page).startswith(f"{HOME}/everything.html#")
    assert 0 == page.locator(".by-hand").count()
    assert page.evaluate("document.activeElement.matches('button.copying')")


def test_where_nothing_may_be_copied_the_text_is_there_to_take(
    browser: Browser, server: str
) -> None:
    """Some browsers refuse the new way to copy, and the old one too."""
    context = browser.new_context()
    page = context.new_page()
    deny(page)
    page.add_init_script("document.execCommand = () => false")
    page.goto(f"{server}url/{ESSAY}")
    page.locator(".card .copying.link").first.click()
    field = page.locator("textarea.by-hand")
    field.wait_for()

    value = field.input_value()

    assert value.startswith(f"{HOME}/everything.html#claim-")
    assert value == page.evaluate("getSelection().toString()")
    page.wait_for_function("document.querySelector('.said').textContent !== ''")
    assert "This browser did not copy it." in page.get_by_role("status").inner_text()
    page.keyboard.press("Tab")
    assert 0 == field.count()
    context.close()


# ---- room -----------------------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("kind", ["essays/korean-peace-deal.html", "evidence/poll-91-peace.html"])
def test_the_link_to_copy_stands_right_after_the_citation(
    browser: Browser, server: str, kind: str, width: int
) -> None:
    """On its line, where the eye is, and in the order in which the keyboard comes to them."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{server}example/{kind}")
    share = page.locator(".card .share, .appearances .share").first
    summary = share.locator("summary")
    cite, link = (part.bounding_box() for part in (summary, share.locator(".copying.link")))

    assert cite
    assert link
    assert abs(cite["y"] + cite["height"] - link["y"] - link["height"]) <= 1
    assert 8 <= link["x"] - (cite["x"] + cite["width"]) <= 32
    summary.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.copying.link')")
    page.close()


HEIGHT = "document.documentElement.scrollHeight"


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_the_buttons_move_nothing_and_fit(browser: Browser, server: str, width: int) -> None:
    """The room that they take is kept free for them until they are there."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    essay = f"{server}example/essays/korean-peace-deal.html#page-claims"
    page = context.new_page()
    chromium.hide_until_read(page)
    page.goto(essay)
    shift, height = chromium.shift(page, 300), page.evaluate(HEIGHT)
    page.locator(".card .cite summary").first.click()
    widest = page.evaluate("document.documentElement.scrollWidth")
    before = context.new_page()
    before.route("**/share.js", lambda route: route.abort())
    before.goto(essay)

    assert 0 == shift
    assert widest <= width
    assert abs(before.evaluate(HEIGHT) - height) <= 1
    context.close()
