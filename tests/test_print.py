"""Pages on paper: PDFs that Chromium makes, read back letter by letter.

A4 from a wide light window, Letter from a dark phone: what is printed must not depend on either.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
URL = "https://example.org"  # of the sites that are built
ESSAY = "flagship/essays/korean-peace-deal.html"
EVIDENCE = "flagship/evidence/poll-91-peace.html"
MM = 72 / 25.4  # in points, of which a PDF counts 72 to the inch
MARGIN = 18 * MM


@dataclass(frozen=True)
class Letter:
    """One letter on a sheet, with its box in points; y counts from the foot."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True)
class Sheet:
    """One printed page: all its letters, and its text without what line breaks change."""

    width: float
    height: float
    letters: tuple[Letter, ...]
    plain: str
    brightness: float


@dataclass(frozen=True)
class Printed:
    """A page of the site on paper, and what the page said about itself on the screen."""

    sheets: tuple[Sheet, ...]
    found: dict[str, list[str]]  # text nodes and addresses, by what they belong to
    cards: list[list[str]]  # the text nodes of each card

    @property
    def plain(self) -> str:
        """The text of all sheets."""
        return "".join(sheet.plain for sheet in self.sheets)


READ = """() => {
    const FURNITURE = ".back, .share, .cite, button, script, template, dialog";
    const texts = (root) => {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), found = [];
        for (let node; node = walker.nextNode();) {
            const isRead = node.data.trim() && !node.parentElement.closest(FURNITURE);
            if (isRead) found.push(node.data);
        }
        return found;
    };
    const all = (selector) => [...document.querySelectorAll(selector)];
    return {
        found: {
            notes: all(".note, .endnotes li").flatMap(texts),
            text: all(".text > :not(.beside)").flatMap(texts),
            title: all("h1, .standfirst, .byline").flatMap(texts),
            citations: all("article.evidence .citation").flatMap(texts),
            addresses: all("main a[href^='http']").filter((a) => !a.closest(FURNITURE))
                .map((a) => a.dataset.page ?? a.getAttribute("href")),
        },
        cards: all(".claims .card").map(texts),
    };
}"""


def plain(text: str) -> str:
    """Without blanks, hyphens at the ends of lines, and ligatures: as it can be compared."""
    whole = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s\u00ad\u200b\ufffe\ufeff\u2010-]+", "", whole)


def print_page(browser: Browser, path: Path, paper: str) -> Printed:
    """The page on paper of the size that the reader's printer has."""
    context = browser.new_context(
        viewport={"width": 1440 if paper == "A4" else 390, "height": 900},
        color_scheme="light" if paper == "A4" else "dark",
    )
    page = context.new_page()
    page.goto(path.as_uri())
    read = page.evaluate(READ)
    pdf = page.pdf(format=paper, tagged=True, outline=True, print_background=True)
    context.close()
    return Printed(sheets_of(pdf), read["found"], read["cards"])


def sheets_of(pdf: bytes) -> tuple[Sheet, ...]:
    document = pypdfium2.PdfDocument(pdf)
    sheets = []
    for page in document:
        text = page.get_textpage()
        letters = [
            Letter(character, *text.get_charbox(index))
            for index in range(text.count_chars())
            if (character := plain(chr(pypdfium2.raw.FPDFText_GetUnicode(text, index))))
        ]
        pixels = bytes(page.render(scale=0.2, grayscale=True).buffer)
        brightness = sum(pixels) / len(pixels) / 255
        content = plain(text.get_text_range())
        sheets.append(Sheet(*page.get_size(), tuple(letters), content, brightness))
    document.close()
    return tuple(sheets)


@pytest.fixture(scope="module", params=["A4", "Letter"])
def essay(request: pytest.FixtureRequest, browser: Browser, built: Path) -> Printed:
    return print_page(browser, built / ESSAY, request.param)


@pytest.fixture(scope="module")
def evidence(browser: Browser, built: Path) -> Printed:
    return print_page(browser, built / EVIDENCE, "A4")


def lost(printed: Printed, kind: str) -> list[str]:
    """What is on no sheet, nor begun on one and ended on the next."""
    return [text for text in printed.found[kind] if not stands(printed.sheets, plain(text))]


def stands(sheets: tuple[Sheet, ...], text: str) -> bool:
    if any(text in sheet.plain for sheet in sheets):
        return True
    for sheet, following in pairwise(sheets):
        begun = bisect_left(range(len(text)), True, key=lambda n: text[: n + 1] not in sheet.plain)
        if begun and text[begun:] in following.plain:
            return True
    return False


# ---- nothing is lost ------------------------------------------------------------------


def test_an_essay_is_printed_whole(essay: Printed) -> None:
    """Its text, each note, and every address that a link on the screen hides."""
    assert len(essay.found["notes"]) > 60
    assert plain("46 claims") in essay.plain
    assert plain("Mostly supported 13") in essay.plain  # the legend of the bar
    assert len(essay.found["addresses"]) > 25
    for kind in ("title", "text", "notes", "addresses"):
        assert not lost(essay, kind), kind


def test_the_evidence_for_every_claim_is_an_appendix(essay: Printed) -> None:
    """With the quotation, which is folded up on the screen; no card is parted by a page's end."""
    assert 46 == len(essay.cards)
    for card in essay.cards:
        together = [sheet for sheet in essay.sheets if all(plain(t) in sheet.plain for t in card)]
        assert together, card
    assert plain("evidence/poll-91-peace.html") in essay.plain


def test_an_evidence_page_is_printed_whole(evidence: Printed) -> None:
    assert len(evidence.found["citations"]) > 20
    for kind in ("title", "text", "citations", "addresses"):
        assert not lost(evidence, kind), kind


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize(
    "kind", ["golden/essays/everything.html", "scripts/essays/korean.html"], ids=["all", "korean"]
)
def test_every_construct_can_be_printed(
    browser: Browser, built: Path, kind: str, paper: str
) -> None:
    printed = print_page(browser, built / kind, paper)

    for found in printed.found:
        assert not lost(printed, found), found
    assert_inside_the_margins(printed)


def test_a_page_that_is_read_from_right_to_left_has_its_margin_on_the_left(
    browser: Browser, built: Path
) -> None:
    """And nothing of it is beyond the edge."""
    printed = print_page(browser, built / "scripts/essays/arabic.html", "A4")
    sheet, latin = place(printed, "NATO")

    assert_inside_the_margins(printed)
    assert "https://example.org/armistice" in printed.plain
    assert line(printed.sheets[0], 0, MARGIN).endswith(f"1/{len(printed.sheets)}")
    assert abs(latin.right - (sheet.width - MARGIN)) < 40
    note = [x for x in sheet.letters if x.left < sheet.width * 0.3 and x.bottom > latin.bottom]
    assert len(note) > 20


# ---- how it lies on the sheets --------------------------------------------------------


def assert_inside_the_margins(printed: Printed) -> None:
    for number, sheet in enumerate(printed.sheets, 1):
        out = [
            letter
            for letter in sheet.letters
            if letter.left < MARGIN - 2
            or letter.right > sheet.width - MARGIN + 2
            or letter.bottom < 6 * MM
            or letter.top > sheet.height - 6 * MM
        ]
        assert not out, f"sheet {number}: {out[:5]}"


def test_the_sheets_are_of_the_readers_size_and_nothing_is_cut_off(essay: Printed) -> None:
    sizes = {(round(sheet.width), round(sheet.height)) for sheet in essay.sheets}
    assert sizes in ({(596, 843)}, {(612, 792)})
    assert_inside_the_margins(essay)


def test_an_essay_takes_no_more_paper_than_it_needs(essay: Printed) -> None:
    """The flagship: 1,600 words, 17 notes, 18 sidenotes, 46 claims with quotations."""
    assert 9 <= len(essay.sheets) <= 15
    for number, sheet in enumerate(essay.sheets[:-1], 1):
        lowest = min(letter.bottom for letter in sheet.letters if letter.bottom > MARGIN)
        assert lowest < sheet.height / 3, f"sheet {number} is not full"
    last = [letter.bottom for letter in essay.sheets[-1].letters if letter.bottom > MARGIN]
    lines = {round(bottom / 8) for bottom in last if bottom < essay.sheets[-1].height - MARGIN}
    assert len(lines) >= 3, "the last sheet holds next to nothing"


def test_sheets_are_white_whatever_the_screen_is(essay: Printed) -> None:
    assert all(sheet.brightness > 0.85 for sheet in essay.sheets)


def test_each_sheet_says_what_it_belongs_to(essay: Printed) -> None:
    """Its number, how many there are, and the address; after the first, title and site."""
    count = len(essay.sheets)
    for number, sheet in enumerate(essay.sheets, 1):
        foot = line(sheet, 0, MARGIN)
        assert foot == plain(f"{URL}/{ESSAY}") + f"{number}/{count}"
        head = line(sheet, sheet.height - MARGIN, sheet.height)
        assert head == ("" if number == 1 else plain("The Treaty Nobody SignedThe Evidence Desk"))


def line(sheet: Sheet, bottom: float, top: float) -> str:
    """What stands between two heights, from left to right."""
    inside = [x for x in sheet.letters if x.bottom >= bottom and x.top <= top]
    return plain("".join(x.text for x in sorted(inside, key=lambda x: x.left)))


def test_a_heading_stands_with_what_it_heads(browser: Browser, built: Path) -> None:
    """At least two lines follow each of 240 headings, wherever on a sheet they come to stand."""
    page = browser.new_page()
    page.goto((built / "golden/essays/everything.html").as_uri())
    page.evaluate("""() => {
        document.querySelector(".text").innerHTML = Array.from({length: 240}, (_, i) =>
            `<h2>Heading${i}end</h2>
             <p>${"Words to be read. ".repeat(12 + i % 7 * 5)}</p>`).join("");
        document.querySelector(".claims").remove();
    }""")
    printed = Printed(sheets_of(page.pdf(format="A4")), {}, [])
    page.close()

    assert len(printed.sheets) > 8
    for heading in (f"Heading{number}end" for number in range(240)):
        sheet, letter = place(printed, heading)
        below = (x for x in sheet.letters if MARGIN < x.bottom < letter.bottom - 6)
        assert len({round(x.top) for x in below if x.text == "W"}) >= 2, heading


def place(printed: Printed, text: str) -> tuple[Sheet, Letter]:
    """The sheet on which the text stands, and its first letter there."""
    for sheet in printed.sheets:
        owners = [letter for letter in sheet.letters for _ in letter.text]
        at = "".join(letter.text for letter in sheet.letters).find(plain(text))
        if at >= 0:
            return sheet, owners[at]
    pytest.fail(f"{text} is nowhere")


def test_sidenotes_stand_in_the_margin(essay: Printed) -> None:
    """Beside the text, not in it: a column of 60 to 75 letters is left to read."""
    sheet, text = place(essay, "Peace, one would think")
    _, note = place(essay, "Truce, not peace.")

    assert abs(text.left - MARGIN) < 2
    assert note.left > sheet.width * 0.55


def test_what_only_a_screen_needs_is_not_printed(essay: Printed, evidence: Printed) -> None:
    for words in ("Show how each claim stands", "Skip to the text", "Sources Method"):
        assert plain(words) not in essay.plain
    assert plain("BeforeHave") not in evidence.plain
    assert "↩" not in essay.plain


def test_the_licence_stands_at_the_end_and_not_on_a_sheet_of_its_own(
    essay: Printed, evidence: Printed
) -> None:
    """Who holds the paper in hand has no site to ask."""
    for printed in (essay, evidence):
        last = printed.sheets[-1]
        assert plain("Quotations belong to their authors") in last.plain
        assert len(last.plain) > 500


def test_no_row_of_the_ledger_is_parted_and_its_head_is_on_every_sheet(
    browser: Browser, built: Path
) -> None:
    printed = print_page(browser, built / "flagship/claims.html", "Letter")

    assert len(printed.sheets) > 2
    assert all("Standing" in sheet.plain for sheet in printed.sheets[:-1])
    assert_inside_the_margins(printed)
