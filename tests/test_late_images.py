"""Pictures that arrive late, in Chromium: the text stays where it is, on screen and on paper.

The server holds every picture back until it is told to send them.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page

import build
import states
from chromium import shift
from image_files import png
from sites import essay, evidence, write_files
from test_notes_layout import settle

WORDS = "The committee met again in the spring and put off what it had put off before. " * 6
LARGE, SMALL, TALL = (1600, 900), (24, 16), (300, 500)
ESSAY = f"""\
![Large](../images/large.png "What the large one shows.")

{WORDS}![Small](../images/small.png) {WORDS} It [is so](../evidence/a.md).[^side][^source]

> [!NOTE]
> ![Tall](../images/tall.png)
>
> Beside it.

![Small](../images/small.png)

{WORDS}

![Large](../images/large.png)

{WORDS * 8}

![Tall](../images/tall.png)

| a table |
|---|
| ![Large](../images/large.png) |

- a list

  ![Large](../images/large.png)

{WORDS}

[^side]: A note ![Large](../images/large.png) with more words. {WORDS}
[^source]: [A source](https://example.org/), ![Small](../images/small.png) page 1.
"""
TOPS = """() => [...document.querySelectorAll("main :is(p, li, td, h1, h2, figcaption), footer")]
    .filter((part) => part.checkVisibility())
    .map((part) => Math.round(part.getBoundingClientRect().top + scrollY))"""
SHOWN = """() => [...document.querySelectorAll("img")].filter((image) => image.checkVisibility())
    .map((image) => {
        const { width, height } = image.getBoundingClientRect();
        let place = image.parentElement;
        while (!place.clientWidth) place = place.parentElement;
        return [image.alt, width, height, place.clientWidth];
    })"""
UNSTYLED = "() => [...document.querySelectorAll('[rel=stylesheet]')].some((link) => !link.sheet)"
NEXT = """() => {
    const shown = [...document.images].filter((image) => image.checkVisibility());
    const late = shown.find((image) => !image.complete || !image.naturalWidth);
    late?.scrollIntoView({ block: "center", behavior: "instant" });
    return late !== undefined;
}"""


class Late(states.QuietHandler):
    """Answers at once, but for pictures."""

    may_go: ClassVar[threading.Event] = threading.Event()

    def do_GET(self) -> None:
        if self.path.endswith(".png"):
            self.may_go.wait()
        super().do_GET()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with pictures wherever they can be; below `without/`, one that knows no sizes."""
    folder = tmp_path_factory.mktemp("late")
    images = {"large": LARGE, "small": SMALL, "tall": TALL}
    write_files(
        folder / "content",
        {f"images/{name}.png": png(*size) for name, size in images.items()}
        | {
            "essays/a.md": essay(ESSAY),
            "evidence/a.md": evidence(ESSAY.replace("[is so]", "*so*")),
        },
    )
    for name in ("site", "without"):
        arguments = ["--content", str(folder / "content"), "--output", str(folder / name)]
        assert 0 == build.main([*arguments, "--no-cache", "--quiet"])
    for file in (folder / "without").rglob("*.html"):
        file.write_text(re.sub(r' width="\d+" height="\d+"', "", file.read_text("utf-8")), "utf-8")
    (folder / "without").rename(folder / "site/without")
    return folder / "site"


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    Late.may_go.clear()
    with states.served(site, Late) as address:
        yield address
        Late.may_go.set()


def opened(browser: Browser, address: str, width: int, scripts: bool) -> Page:
    """The page as it is while its pictures are on their way."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=scripts
    )
    page = context.new_page()
    page.goto(address, wait_until="domcontentloaded")
    until_not(page, UNSTYLED)
    if scripts:
        settle(page)
    return page


def arrive(page: Page) -> None:
    """All pictures are there, and the reader has seen each."""
    Late.may_go.set()
    until_not(page, NEXT)


def until_not(page: Page, script: str) -> None:
    """The script has said that nothing is left: where scripts are off, no event says so."""
    give_up = time.monotonic() + 60
    while page.evaluate(script):
        assert time.monotonic() < give_up
        time.sleep(0.02)


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", states.WIDTHS)
@pytest.mark.parametrize("path", ["essays/a.html", "evidence/a.html"])
def test_the_text_stays_where_it_is_when_a_picture_arrives(
    browser: Browser, address: str, path: str, width: int, scripts: bool
) -> None:
    page = opened(browser, address + path, width, scripts)
    before, sizes = page.evaluate(TOPS), page.evaluate(SHOWN)

    arrive(page)

    if scripts:
        settle(page)
        assert 0 == shift(page)
    assert before == page.evaluate(TOPS)
    assert sizes == page.evaluate(SHOWN)
    page.context.close()


def test_without_its_size_a_picture_moves_the_text(browser: Browser, address: str) -> None:
    """So the test above would see it."""
    page = opened(browser, f"{address}without/essays/a.html", 820, scripts=True)
    before = page.evaluate(TOPS)

    arrive(page)

    settle(page)
    assert before != page.evaluate(TOPS)
    assert shift(page) > 0
    page.context.close()


@pytest.mark.parametrize("width", states.WIDTHS)
def test_large_pictures_shrink_in_proportion_and_small_ones_stay_small(
    browser: Browser, address: str, width: int
) -> None:
    Late.may_go.set()
    page = opened(browser, f"{address}essays/a.html", width, scripts=True)
    arrive(page)

    natural = {"Large": LARGE, "Small": SMALL, "Tall": TALL}
    for name, shown, height, place in page.evaluate(SHOWN):
        across, down = natural[name]
        assert shown <= place + 1
        assert shown == pytest.approx(min(across, shown))
        assert height == pytest.approx(shown * down / across, abs=1)
        assert name != "Small" or shown == across
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_the_first_picture_does_not_wait_and_the_last_does(browser: Browser, address: str) -> None:
    asked: list[str] = []
    context = browser.new_context(viewport={"width": 390, "height": 600})
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    Late.may_go.set()

    page.goto(f"{address}essays/a.html")

    assert "large.png" in asked
    assert page.evaluate("[...document.images].filter((image) => !image.complete).length")
    context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_all_pictures_are_printed(browser: Browser, address: str, scripts: bool) -> None:
    """Also those that the reader has not come to."""
    Late.may_go.set()
    page = opened(browser, f"{address}essays/a.html", 390, scripts)
    wanted = page.locator(".text img, .endnotes img").count()

    sheets = pypdfium2.PdfDocument(page.pdf(format="A4"))

    image = pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
    assert wanted == sum(len([*sheet.get_objects(filter=[image])]) for sheet in sheets)
    page.context.close()
