"""Letters as Chromium sets them: contrast, room, and each writing by its own rules.

Three sites are opened from the disk: the flagship, the golden one, and `tests/sites/scripts`, which
quotes Korean, Chinese, Japanese, Arabic and Hebrew in each other's pages. Nothing is judged by
the style sheet: colours are painted and read back, lines are found by the boxes of their letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
ESSAY = "flagship/essays/korean-peace-deal.html"
EVIDENCE = "flagship/evidence/poll-91-peace.html"
WRITINGS = ("english", "korean", "chinese", "japanese", "arabic", "hebrew")


@pytest.fixture(scope="module")
def kinds(built: Path) -> list[str]:
    """Every kind of page, with much on it, with little, and in every writing."""
    top = {path.name for path in (built / "flagship").glob("*.html")}
    top.remove("404.html")  # its addresses are those of a server
    source = min(path.name for path in (built / "flagship/sources").glob("*.html"))
    return [
        *(f"flagship/{name}" for name in sorted(top)),
        ESSAY,
        EVIDENCE,
        f"flagship/sources/{source}",
        "golden/essays/everything.html",
        "golden/evidence/figure.html",
        "golden/sources/withdrawn-2019.html",
        *(f"scripts/essays/{name}.html" for name in WRITINGS),
        "scripts/evidence/peace.html",
        "scripts/evidence/arabic.html",
        "scripts/sources/hayat-1998.html",
        "scripts/claims.html",
    ]


@dataclass
class Opener:
    """Opens pages of the sites in one tab."""

    built: Path
    page: Page

    def __call__(self, kind: str) -> Page:
        self.page.goto((self.built / kind).as_uri())
        return self.page


@pytest.fixture(scope="module")
def open_page(browser: Browser, built: Path) -> Iterator[Opener]:
    """One tab of the width of a desk for all that needs no other."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield Opener(built, context.new_page())
    context.close()


# ---- contrast -------------------------------------------------------------------------

CONTRASTS = """() => {
    const READ = ".text p, .text li, .text td, .note, .endnotes li > p:not(.reference), .says, "
        + "blockquote, .translation, .standfirst, .sentence, h1";
    const context = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
    const paint = (colours) => {
        context.fillStyle = "#fff";
        context.fillRect(0, 0, 1, 1);
        for (const colour of colours) { context.fillStyle = colour; context.fillRect(0, 0, 1, 1); }
        return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const light = (rgb) => rgb.map((part) => part / 255)
        .map((part) => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
        .reduce((sum, part, i) => sum + part * [.2126, .7152, .0722][i], 0);
    const ratio = (a, b) => {
        const [dark, bright] = [light(a), light(b)].sort((x, y) => x - y);
        return (bright + .05) / (dark + .05);
    };
    const known = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; node = walker.nextNode();) {
        const element = node.parentElement;
        if (!node.data.trim() || !element.checkVisibility({visibilityProperty: true})) continue;
        if (element.closest(".skip")) continue;
        const grounds = [];
        for (let at = element; at; at = at.parentElement) {
            grounds.unshift(getComputedStyle(at).backgroundColor);
        }
        const style = getComputedStyle(element), size = parseFloat(style.fontSize);
        const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
        const label = ".standing, .relation, .caution, .tag, .callout-kind, .kicker";
        const prose = !!element.closest(READ) && !element.closest(label);
        const key = [style.color, large, prose, ...grounds].join();
        if (known.has(key)) continue;
        const ground = paint(grounds);
        const found = ratio(ground, paint([...grounds, style.color]));
        known.set(key, {found, large, prose, text: node.data.trim().slice(0, 40),
            where: element.tagName + "." + element.className});
    }
    return [...known.values()];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("contrast", ["no-preference", "more"])
def test_every_text_stands_out_from_its_ground(
    browser: Browser, built: Path, kinds: list[str], scheme: Any, contrast: Any
) -> None:
    """WCAG 2.2: AA for all, AAA for what is read in one go, and for all if more is asked for."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, color_scheme=scheme, contrast=contrast
    )
    opener = Opener(built, context.new_page())
    faint, seen = [], 0
    for kind in kinds[:-6]:  # the rest adds no colours
        page = opener(kind)
        if page.locator(".show input").count():
            page.check(".show input")
        for pair in page.evaluate(CONTRASTS):
            seen += 1
            best = pair["prose"] or contrast == "more"
            wanted = (4.5 if best else 3) if pair["large"] else (7 if best else 4.5)
            if pair["found"] < wanted:
                faint.append(f"{kind}: {pair}")

    assert seen > 100
    assert not faint, "\n".join(faint)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lines_that_say_something_can_be_told_from_their_ground(
    browser: Browser, built: Path, scheme: Any
) -> None:
    """WCAG 2.2, 1.4.11: the ring of the keyboard, the edge of the switch, the standings' shapes."""
    context = browser.new_context(color_scheme=scheme)
    page = Opener(built, context.new_page())(ESSAY)
    names = ("focus", "faint", "supported", "mostly-supported", "mixed", "unsupported")
    names += ("contradicted", "opinion", "prediction", "missing")
    pairs = [(name, ground) for name in names for ground in ("paper", "sheet", "shade")]
    for name, ground in pairs:
        page.evaluate(
            """([name, ground]) => {
                const block = document.createElement("p");
                block.textContent = name + " on " + ground;
                block.style.cssText = `color: var(--${name}); background: var(--${ground})`;
                document.body.append(block);
            }""",
            [name, ground],
        )

    ratios = {pair["text"]: pair["found"] for pair in page.evaluate(CONTRASTS)}

    assert not [name for name, ground in pairs if ratios[f"{name} on {ground}"] < 3]
    context.close()


def test_readers_own_colours_hide_nothing(browser: Browser, built: Path) -> None:
    """With forced colours, shapes, bars and marked claims are drawn in the reader's colours."""
    context = browser.new_context(forced_colors="active", viewport={"width": 1440, "height": 900})
    opener = Opener(built, context.new_page())
    page = opener(ESSAY)
    page.check(".show input")

    assert not [pair for pair in page.evaluate(CONTRASTS) if pair["found"] < 4.5]
    shape = page.evaluate(
        """() => [".legend [class]:not(.all)", ".card .standing", ".claim"].map((selector) =>
            getComputedStyle(document.querySelector(selector), "::before").backgroundColor)"""
    )
    text = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
    assert [text] * 3 == shape
    assert "1px" == page.evaluate("getComputedStyle(document.querySelector('.bar')).borderTopWidth")
    context.close()


def test_nothing_moves_for_readers_who_ask_for_stillness(browser: Browser, built: Path) -> None:
    context = browser.new_context(reduced_motion="reduce")
    opener = Opener(built, context.new_page())
    for kind in (ESSAY, EVIDENCE, "flagship/claims.html"):
        moving = opener(kind).evaluate("""() => [...document.querySelectorAll("*")].filter((e) => {
            const style = getComputedStyle(e);
            return style.transitionDuration !== "0s" || style.animationName !== "none"
                || style.scrollBehavior === "smooth";
        }).map((e) => e.outerHTML.slice(0, 80))""")
        assert not moving, kind
    context.close()


# ---- room -----------------------------------------------------------------------------

# Letters are compared by the middle of their line's box: boxes of lines may touch, letters not.
LIE_OVER = """() => {
    const root = document.documentElement, boxes = [], cut = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; node = walker.nextNode();) {
        const element = node.parentElement;
        if (!node.data.trim() || !element.checkVisibility({visibilityProperty: true})) continue;
        const hidden = element.closest(".skip, thead");  // from the eye alone
        if (hidden && getComputedStyle(hidden).clipPath !== "none") continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const {left, right, top, bottom, width, height} of range.getClientRects()) {
            if (width < 2) continue;
            const box = {left, right, top: top + height * .38, bottom: bottom - height * .38,
                text: node.data.trim().slice(0, 30)};
            boxes.push(box);
            const scroller = element.closest("pre, .table");
            if (!scroller && (left < -1 || right > root.clientWidth + 1)) cut.push(box.text);
        }
    }
    for (const element of document.querySelectorAll("main *")) {
        const style = getComputedStyle(element);
        if (!["hidden", "clip"].includes(style.overflowX) || style.clipPath !== "none") continue;
        if (element.closest("svg")) continue;
        if (element.scrollWidth > element.clientWidth + 1) cut.push(element.outerHTML.slice(0, 60));
    }
    boxes.sort((a, b) => a.top - b.top);
    const over = [];
    boxes.forEach((a, i) => {
        for (let j = i + 1; j < boxes.length && boxes[j].top < a.bottom; j++) {
            const b = boxes[j];
            const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            if (across > 2 && Math.min(a.bottom, b.bottom) - b.top > 1) over.push([a.text, b.text]);
        }
    });
    return {excess: root.scrollWidth - root.clientWidth, cut, over: over.slice(0, 4)};
}"""


@pytest.mark.parametrize(
    ("width", "root_size"),
    [(320, 16), (640, 16), (1280, 32), (390, 32)],
    ids=["320", "zoom-200", "text-200", "phone-text-200"],
)
def test_small_windows_and_large_letters_lose_nothing(
    browser: Browser, built: Path, kinds: list[str], width: int, root_size: int
) -> None:
    """WCAG 2.2, 1.4.4 and 1.4.10. A zoom of 200 % makes 640 pixels of 1280."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    opener = Opener(built, context.new_page())
    for kind in kinds:
        page = opener(kind)
        page.add_style_tag(content=f"html {{ font-size: {root_size}px }}")
        measured = page.evaluate(LIE_OVER)

        assert measured["excess"] <= 0, f"{kind} can be scrolled sideways: {measured['cut']}"
        assert not measured["cut"], f"{kind}: cut off"
        assert not measured["over"], f"{kind}: lie over each other"
    context.close()


def test_lines_are_of_a_length_that_can_be_read(open_page: Opener) -> None:
    """55 to 75 Latin letters, 25 to 35 Chinese or Korean ones, at full width."""
    for kind, low, high in (
        (ESSAY, 55, 75),
        ("scripts/essays/chinese.html", 25, 35),
        ("scripts/essays/korean.html", 25, 42),
    ):
        lengths = [len(line) for line in lines(open_page(kind), ".text > p")]
        assert low <= max(lengths) <= high, f"{kind}: {max(lengths)}"


# ---- writings -------------------------------------------------------------------------

LINES = """(selector) => [...document.querySelectorAll(selector)].flatMap((block) => {
    const found = [], walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let bottom = -1;
    for (let node; node = walker.nextNode();) {
        if (node.parentElement.closest(".ref")) continue;
        const range = document.createRange();
        for (let i = 0; i < node.length; i++) {
            range.setStart(node, i);
            range.setEnd(node, i + 1);
            const box = range.getBoundingClientRect();
            if (!box.width) continue;
            if (box.top > bottom - 2) { found.push(""); }
            bottom = Math.max(box.bottom, box.top > bottom - 2 ? box.bottom : bottom);
            found[found.length - 1] += node.data[i];
        }
    }
    return found;
})"""


def lines(page: Page, selector: str) -> list[str]:
    """The lines of all blocks that the selector finds, as they are broken on the screen."""
    return [line for line in page.evaluate(LINES, selector) if line.strip()]


def edges(page: Page, selector: str, text: str) -> list[float]:
    """Left and right edge of the last place where `text` stands in what the selector finds."""
    found: list[float] = page.evaluate(
        """([selector, text]) => {
            const walker = document.createTreeWalker(
                document.querySelector(selector), NodeFilter.SHOW_TEXT);
            let box;
            for (let node; node = walker.nextNode();) {
                const at = node.data === text ? 0 : node.data.lastIndexOf(text);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + text.length);
                box = range.getBoundingClientRect();
            }
            return [box.left, box.right];
        }""",
        [selector, text],
    )
    return found


def style(page: Page, selector: str, name: str) -> str:
    """A computed style of the first element that the selector finds."""
    return str(
        page.locator(selector).first.evaluate("(e, name) => getComputedStyle(e)[name]", name)
    )


@pytest.mark.parametrize("width", [390, 1440])
def test_korean_breaks_between_words(browser: Browser, built: Path, width: int) -> None:
    """Also in headings. No gap is put between a figure and its counter: 2018년, not 2018 년."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = Opener(built, context.new_page())("scripts/essays/korean.html")
    long = "한반도비핵화평화체제구축을위한남북공동연락사무소를"

    for selector in ("h1", ".standfirst", ".text > p", ".text > h2", "blockquote p"):
        text = " ".join(
            page.locator(selector).evaluate_all("""(all) => all.map((e) => [...e.childNodes]
                .map((n) => n.matches?.(".ref") ? "" : n.textContent).join(""))""")
        )
        words = text.replace(long, f"{long} ").split()
        for line in lines(page, selector):
            first, last = line.split()[0], line.split()[-1]
            assert first in words or first in long, line
            assert last in words or last in long, line
    assert "no-autospace" == style(page, ".text p", "textAutospace")
    assert "normal" == style(page, ".text em", "fontStyle")
    context.close()


CLOSING = "，。、；：？！）」』》〉”’"
OPENING = "（「『《〈“‘"


@pytest.mark.parametrize("writing", ["chinese", "japanese"])
@pytest.mark.parametrize("width", [320, 390, 820])
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(
    browser: Browser, built: Path, writing: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = Opener(built, context.new_page())(f"scripts/essays/{writing}.html")
    for selector in ("h1", ".standfirst", ".text > p", "blockquote p", ".note p"):
        for line in lines(page, selector):
            assert line.strip()[0] not in CLOSING, line
            assert line.strip()[-1] not in OPENING, line
    context.close()


def test_chinese_and_japanese_have_their_own_letters_and_marks(open_page: Opener) -> None:
    """Emphasis has dots, figures are lining, and quotation marks are as wide as letters."""
    for writing, family in (("chinese", "CJK SC"), ("japanese", "CJK JP")):
        page = open_page(f"scripts/essays/{writing}.html")
        families = style(page, ".text p", "fontFamily")
        assert family in families
        assert "CJK KR" not in families
        assert "dot" in style(page, ".text em", "textEmphasisStyle")
        assert "normal" == style(page, ".text em", "fontStyle")
        assert "lining-nums" in style(page, ".text p", "fontVariantNumeric")
    page = open_page("scripts/essays/chinese.html")
    mark, letter = edges(page, ".text > p", "——"), edges(page, ".text > p", "报纸")
    assert abs((mark[1] - mark[0]) - (letter[1] - letter[0])) < 2


def test_a_title_in_another_language_has_the_letters_of_its_language(open_page: Opener) -> None:
    """A Chinese essay in a list of an English site is not set in Korean letters."""
    page = open_page("scripts/claims.html")

    assert "CJK SC" in style(page, ".of a[lang='zh-Hans']", "fontFamily")


@pytest.mark.parametrize(
    "kind, quotation, stop, first",
    [
        ("english", "blockquote:lang(en)", ".", "لا سلام"),
        ("english", "blockquote + p + blockquote", ".", "אין"),
        ("english", ".note > p", ".", "السلام"),
        ("english", ".callout-warning > p + p", ".", "تحذير"),
    ],
)
def test_arabic_and_hebrew_in_an_english_essay_run_from_right_to_left(
    open_page: Opener, kind: str, quotation: str, stop: str, first: str
) -> None:
    """The full stop is at the left end, and the first word begins at the right edge."""
    page = open_page(f"scripts/essays/{kind}.html")

    assert "rtl" == style(page, quotation, "direction")
    box = page.locator(quotation).first.bounding_box()
    assert box is not None
    start, end = edges(page, quotation, first), edges(page, quotation, stop)
    assert start[1] > box["x"] + box["width"] - 30
    assert end[0] < start[0]


def test_english_in_an_arabic_essay_runs_from_left_to_right(open_page: Opener) -> None:
    page = open_page("scripts/essays/arabic.html")

    assert "rtl" == style(page, "html", "direction")
    assert "ltr" == style(page, "blockquote", "direction")
    start, end = edges(page, "blockquote", "The South"), edges(page, "blockquote", "(2018).")
    assert start[0] < end[1]
    stop = edges(page, "blockquote", ".")
    assert stop[0] >= edges(page, "blockquote", "2018")[1]
    assert "rtl" == style(page, "blockquote + blockquote", "direction")
    latin = page.locator(".text > p", has_text="NATO").first
    assert "rtl" == latin.evaluate("(e) => getComputedStyle(e).direction")
    note, text = page.locator(".note").first.bounding_box(), latin.bounding_box()
    assert note is not None
    assert text is not None
    assert note["x"] + note["width"] <= text["x"], "the margin is not on the left"


def test_names_of_both_directions_in_one_reference_stay_in_order(open_page: Opener) -> None:
    """Authors, title, publisher and date come from left to right on an English page."""
    page = open_page("scripts/evidence/peace.html")
    selector = ".citation.supports .reference"
    page.add_style_tag(content=f"{selector} {{ white-space: nowrap }}")  # one line, to compare

    places = [
        edges(page, selector, part)[0]
        for part in ("سلمى حداد", "السلام الآن: لماذا لا؟", "دار", "14 May 1998")
    ]

    assert places == sorted(places)
    assert len(set(places)) == 4


def test_a_callout_is_headed_in_the_language_of_its_page(open_page: Opener) -> None:
    headings = {
        writing: open_page(f"scripts/essays/{writing}.html").inner_text(".callout-kind")
        for writing in ("english", "korean")
    }

    assert {"english": "Tip", "korean": "도움말"} == headings


def test_figures_suit_their_place(open_page: Opener) -> None:
    """Old-style in prose, lining in apparatus, and of one width in tables."""
    page = open_page("golden/essays/everything.html")

    assert "oldstyle-nums" == style(page, ".text > p", "fontVariantNumeric")
    assert "lining-nums" in style(page, ".byline", "fontVariantNumeric")
    assert "tabular-nums" in style(page, ".text td", "fontVariantNumeric")
