"""The built site in Chromium: where it can stand, how it lies on the screen, who can read it.

Every kind of page is opened at three widths, light and dark, from a real server. Layout is
measured without scripts: the page must be right before any of them runs.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

import build
import states
from sites import write_files

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests/sites/golden"
ESSAY = "essays/korean-peace-deal.html"
EVIDENCE = "evidence/poll-91-peace.html"
PHONE, TABLET, DESKTOP = 390, 820, 1440


@dataclass(frozen=True)
class Place:
    """Where a copy of the site can be opened: `url` ends with a slash."""

    name: str
    url: str


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site; under `repo/` once more, as GitHub Pages serves a project; and the golden one."""
    site = tmp_path_factory.mktemp("browser") / "site"
    arguments = ["--content", str(ROOT / "content"), "--output", str(site)]
    assert 0 == build.main([*arguments, "--url", "https://me.example.org/repo"])
    copy, golden = site.parent / "copy", site.parent / "golden"
    shutil.copytree(site, copy)
    copy.rename(site / "repo")
    assert 0 == build.main(["--content", str(GOLDEN / "content"), "--output", str(golden)])
    golden.rename(site / "golden")
    return site


class AsOnPages(states.QuietHandler):
    """Serves files and, for what is missing, the site's own 404 page, as GitHub Pages does."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        content = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[str]:
    with states.served(folder, AsOnPages) as address:
        yield address


@pytest.fixture(scope="module", params=["root", "path", "disk"])
def place(request: pytest.FixtureRequest, folder: Path, server: str) -> Place:
    urls = {"root": server, "path": f"{server}repo/", "disk": f"{folder.as_uri()}/"}
    return Place(request.param, urls[request.param])


@pytest.fixture(scope="module")
def kinds(folder: Path) -> list[str]:
    """Every page at the top of the site, and one of each folder's."""
    top = sorted(path.name for path in folder.glob("*.html"))
    source = min(path.name for path in (folder / "sources").glob("*.html"))
    return [*top, ESSAY, EVIDENCE, f"sources/{source}"]


@pytest.fixture(scope="module")
def all_kinds(kinds: list[str]) -> list[str]:
    """With the pages of the golden site that have every construct in them."""
    return [*kinds, "golden/essays/everything.html", "golden/evidence/figure.html"]


def open_context(
    browser: Browser, width: int, scheme: str = "light", *, scripts: bool = True
) -> BrowserContext:
    return browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=scripts,
    )


# ---- where the site can stand ---------------------------------------------------------


def test_a_reader_gets_to_the_evidence_and_back(browser: Browser, place: Place) -> None:
    """At the root of a domain, under a path, and from the disk."""
    context = open_context(browser, DESKTOP)
    page = context.new_page()
    page.goto(f"{place.url}index.html")
    page.click(f'main a[href$="{ESSAY}"]')
    claim = page.locator("a.claim").nth(20)
    name, words = claim.get_attribute("id"), claim.inner_text()

    claim.click()
    page.wait_for_url("**/evidence/*.html*")
    assert is_styled(page)
    assert words in page.inner_text("main")
    page.click(f'main a[href$="#{name}"]')

    page.wait_for_url(f"**/{ESSAY}#{name}")
    assert is_styled(page)
    assert page.locator(f"#{name}").is_visible()
    assert page.evaluate("document.querySelector(':target').textContent") == words
    context.close()


def is_styled(page: Page) -> bool:
    """Whether the style sheet of the site has been applied."""
    script = "getComputedStyle(document.documentElement).getPropertyValue('--ink').trim() !== ''"
    return bool(page.evaluate(script))


def test_the_page_for_missing_addresses_works_at_any_depth(browser: Browser, server: str) -> None:
    context = open_context(browser, DESKTOP)
    page = context.new_page()

    response = page.goto(f"{server}repo/no/such/page.html")
    assert response is not None
    assert response.status == 404
    assert is_styled(page)
    page.click("main a")

    assert page.url == f"{server}repo/index.html"
    context.close()


LEFT = "net::ERR_ABORTED"  # by going to the next page


def test_nothing_is_fetched_from_elsewhere_and_nothing_fails(
    browser: Browser, place: Place, kinds: list[str]
) -> None:
    context = open_context(browser, DESKTOP)
    page = context.new_page()
    requested: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.on("response", lambda r: failed.append(r.url) if r.status >= 400 else None)
    page.on("requestfailed", lambda r: failed.append(r.url) if r.failure != LEFT else None)
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.on("console", lambda message: failed.append(said(message)) if is_bad(message) else None)

    for kind in kinds:
        if kind != "404.html":  # its links are for the path it was built for
            page.goto(place.url + kind)

    home = urlsplit(place.url)
    assert {(home.scheme, home.netloc)} == {urlsplit(url)[:2] for url in requested}
    assert not failed
    context.close()


def is_bad(message: ConsoleMessage) -> bool:
    return message.type in ("error", "warning")


def said(message: ConsoleMessage) -> str:
    return f"{message.location.get('url')}: {message.text}"


# ---- layout ---------------------------------------------------------------------------

MEASURE = """() => {
    const box = (element) => {
        const {left, top, right, bottom} = element.getBoundingClientRect();
        return {left, top, right, bottom, id: element.id || element.className};
    };
    const root = document.documentElement;
    return {
        excess: root.scrollWidth - root.clientWidth,
        wide: [...document.querySelectorAll("main *")].filter((element) => {
            const {right, width} = element.getBoundingClientRect();
            return width > 0 && right > root.clientWidth + 1;
        }).map((element) => element.outerHTML.slice(0, 90)).slice(0, 3),
        notes: [...document.querySelectorAll(".note")].map(box),
        text: [...document.querySelectorAll(".text > :not(.beside)")].map(box),
    };
}"""


@pytest.fixture(scope="module", params=[PHONE, TABLET, DESKTOP])
def width(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(scope="module", params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@dataclass(frozen=True)
class Box:
    """Where an element stands on the page, in CSS pixels."""

    left: float
    top: float
    right: float
    bottom: float
    id: str

    def overlaps(self, other: Box) -> bool:
        """Whether more than a hair of both is in one place."""
        across = min(self.right, other.right) - max(self.left, other.left)
        along = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 1 and along > 1


def test_the_page_is_laid_out_well_without_scripts(
    browser: Browser, server: str, all_kinds: list[str], width: int, scheme: str
) -> None:
    """Nothing is cut off or lies over something else; notes stand beside the text if they can."""
    context = open_context(browser, width, scheme, scripts=False)
    page = context.new_page()
    for kind in all_kinds:
        page.goto(server + kind)
        measured = page.evaluate(MEASURE)

        assert measured["excess"] <= 0, f"{kind} can be scrolled sideways: {measured['wide']}"
        notes = [Box(**box) for box in measured["notes"]]
        text = [Box(**box) for box in measured["text"]]
        for number, note in enumerate(notes):
            over = [other.id for other in (*notes[:number], *text) if note.overlaps(other)]
            assert not over, f"{kind}: {note.id} lies over {over}"
        if kind == ESSAY:
            check_margin(notes, text, width)
    context.close()


def check_margin(notes: list[Box], text: list[Box], width: int) -> None:
    """Beside the text on a wide screen, near what refers to them; in the flow on a narrow one."""
    paragraph = max(text, key=lambda box: box.bottom - box.top)
    assert len(notes) > 10
    for note in notes:
        if width == DESKTOP:
            assert note.left >= paragraph.right, f"{note.id} is not beside the text"
        if width == PHONE:
            assert note.left < paragraph.right, f"{note.id} is not in the flow"
            assert note.right <= width


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_sidenote_begins_level_with_the_block_that_refers_to_it(
    browser: Browser, server: str, scripts: bool
) -> None:
    """No note is pushed further down than the notes above it make it go."""
    context = open_context(browser, DESKTOP, scripts=scripts)
    page = context.new_page()
    page.goto(server + ESSAY)

    far = page.evaluate("""() => [...document.querySelectorAll(".text > .beside")].map((notes) => {
        const block = notes.previousElementSibling;
        return [notes.firstElementChild.id, notes.getBoundingClientRect().top
            - block.getBoundingClientRect().top];
    }).filter(([, distance]) => Math.abs(distance) > 80)""")

    assert not far
    context.close()


def test_the_theme_follows_the_colours_that_the_reader_prefers(
    browser: Browser, server: str
) -> None:
    papers = []
    for scheme in ("light", "dark"):
        context = open_context(browser, DESKTOP, scheme)
        page = context.new_page()
        page.goto(server + ESSAY)
        papers.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        context.close()

    assert papers[0] != papers[1]


SPACED = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }
"""


def test_a_narrow_window_and_spaced_text_cut_nothing_off(
    browser: Browser, server: str, all_kinds: list[str]
) -> None:
    """WCAG 2.2, 1.4.10 (320 pixels, which is also a zoom of 400 %) and 1.4.12."""
    context = open_context(browser, 320)
    page = context.new_page()
    for kind in all_kinds:
        page.goto(server + kind)
        plain = page.evaluate(MEASURE)
        page.add_style_tag(content=SPACED)
        spaced = page.evaluate(MEASURE)

        assert plain["excess"] <= 0, f"{kind}: {plain['wide']}"
        assert spaced["excess"] <= 0, f"{kind}, spaced: {spaced['wide']}"
    context.close()


LONG = "Pneumonoultramicroscopicsilicovolcanoconiosis"  # the longest in English dictionaries
LONG_WORDS: dict[str, str | bytes] = {
    "site.yaml": f"title: {LONG}\n",
    "sources.yaml": f"paper: {{type: report, title: {LONG}, container-title: {LONG}}}\n",
    "essays/first.md": f"---\ntitle: {LONG}\ndate: 2026-01-02\n---\n## {LONG}\n\n"
    f"[{LONG}](../evidence/a.md), [{LONG}](../evidence/b.md), [{LONG}](../evidence/c.md).\n",
    **{
        f"evidence/{name}.md": f"---\ntitle: {LONG}\nkind: fact\nverdict: mixed\ncitations:\n"
        f"  - {{source: paper, relation: supports, quote: {LONG}}}\n---\n{LONG}\n"
        for name in "abc"
    },
}


@pytest.mark.parametrize("folded", [True, False], ids=["folded", "unfolded"])
def test_a_very_long_word_cuts_nothing_off(browser: Browser, tmp_path: Path, folded: bool) -> None:
    """Wherever an author can write one."""
    write_files(tmp_path / "content", LONG_WORDS)
    arguments = ["--content", str(tmp_path / "content"), "--output", str(tmp_path / "site")]
    assert 0 == build.main(["--no-cache", *arguments])
    context = open_context(browser, 320)
    page = context.new_page()
    pages = ("index.html", "claims.html", "sources.html", "essays/first.html", "evidence/b.html")
    for kind in pages:
        page.goto((tmp_path / "site" / kind).as_uri())
        if not folded:
            page.evaluate("for (const part of document.querySelectorAll('details')) part.open = 1")
        measured = page.evaluate(MEASURE)

        assert measured["excess"] <= 0, f"{kind}: {measured['wide']}"
        assert not measured["wide"], kind
    context.close()


# ---- who can read it ------------------------------------------------------------------


def test_the_keyboard_reaches_the_text_at_once(browser: Browser, server: str) -> None:
    context = open_context(browser, DESKTOP)
    page = context.new_page()
    page.goto(server + ESSAY)

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.skip')")
    assert page.locator(".skip").is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")
    context.close()


def test_focus_can_be_seen(browser: Browser, server: str) -> None:
    context = open_context(browser, DESKTOP)
    page = context.new_page()
    page.goto(server + ESSAY)

    for _ in range(25):
        page.keyboard.press("Tab")
        seen = page.evaluate("""() => {
            const style = getComputedStyle(document.activeElement);
            return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
        }""")
        assert seen, page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
    context.close()


def test_a_note_and_its_reference_lead_to_each_other(browser: Browser, server: str) -> None:
    context = open_context(browser, DESKTOP, scripts=False)
    page = context.new_page()
    page.goto(server + ESSAY)
    reference = page.locator('.ref.source a[role="doc-noteref"]').first
    name, note = reference.get_attribute("id"), reference.get_attribute("href")

    reference.click()
    assert page.url.endswith(f"{ESSAY}{note}")
    page.locator(f'{note} a[role="doc-backlink"]').first.click()

    assert page.url.endswith(f"{ESSAY}#{name}")
    context.close()


# ---- paper ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [ESSAY, EVIDENCE])
def test_pages_can_be_printed(browser: Browser, server: str, kind: str) -> None:
    """All notes are on the paper, in no one's way, and the menu is not."""
    context = open_context(browser, 794)  # A4 at 96 pixels an inch
    page = context.new_page()
    page.goto(server + kind)
    page.emulate_media(media="print")
    measured = page.evaluate(MEASURE)
    notes = [Box(**box) for box in measured["notes"]]

    pdf = page.pdf(format="A4", tagged=True, outline=True)

    assert pdf.startswith(b"%PDF-")
    assert len(pdf) > 20_000
    assert not page.locator("header.site nav").is_visible()
    assert all(note.bottom - note.top > 10 for note in notes)
    assert not [a.id for i, a in enumerate(notes) for b in notes[:i] if a.overlaps(b)]
    context.close()
