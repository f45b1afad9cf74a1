"""Links to the very passage: how they are written, and that Chromium finds what they name.

Each quotation is looked for on a real page from a real server, on which it stands far below
the top among passages like it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

import states
from footnoted.fragments import _has_words_only, _terms, _terms_of_words, passage, text_directive

ROOT = Path(__file__).resolve().parent.parent

# TextDirectiveString of the specification: what may stand in a term as it is, or encoded.
_TERM = re.compile(r"(?:[a-zA-Z0-9!$'()*+./:;=?@_~]|%[0-9A-F]{2})+")


# ---- how they are written -------------------------------------------------------------


@pytest.mark.parametrize(
    "quotation, directive",
    [
        ("a cease-fire", "a%20cease%2Dfire"),
        ("peace, then unity", "peace%2C%20then%20unity"),
        ("bread & roses", "bread%20%26%20roses"),
        ("100% sure", "100%25%20sure"),
        ("“We will,” he said.", "We%20will%2C%E2%80%9D%20he%20said"),
        (
            "남북은 ‘평화’를",
            "%EB%82%A8%EB%B6%81%EC%9D%80%20%E2%80%98%ED%8F%89%ED%99%94%E2%80%99%EB%A5%BC",
        ),
        ("«السلام»", "%D8%A7%D9%84%D8%B3%D9%84%D8%A7%D9%85"),
        ("two\n  lines", "two%20lines"),
        ("cafe\u0301", "caf%C3%A9"),
    ],
)
def test_a_short_quotation_is_one_term(quotation: str, directive: str) -> None:
    assert directive == text_directive(quotation)


@pytest.mark.parametrize(
    "quotation, terms",
    [
        ("They met […] and left.", "They met,and left"),
        ("They met [...] and left", "They met,and left"),
        ("They met … they left", "They met,they left"),
        ("[…] and left […]", "and left"),
        ("[Kim] would never give way", "would never give way"),
        # A word that brackets have changed is not on the page as it is quoted.
        ("[T]he war began in earnest", "war began in earnest"),
        ("“[T]he war began,” he said", "war began,” he said"),
        ("intern[ational] law applies", "law applies"),
        ("the law[s] of war apply", "of war apply"),
        ("they held up [Kim]’s third letter", "they held up,third letter"),
        ("the re[in]state[ment] of old rules", "of old rules"),
        ("it beg[a]n in May […] and went on", "in May,and went on"),
        ("the war[] of words […] ended", "of words"),
        ("They met[,] and left", "They met,and left"),
        ("They met[…] and left", "They met,and left"),
        ("They met… and left", "They met,and left"),
        ("[김 위원장]은 평화를 말했다", "평화를 말했다"),
        ("朝鲜半岛[的]和平有望", "朝鲜半岛,和平有望"),
        ("one two three four five six seven eight nine ten", None),
        (
            "one two three four five six seven eight nine ten eleven",
            "one two three four five,seven eight nine ten eleven",
        ),
        (
            "one two three four five six seven […] one two three four five six seven",
            "one two three four five,three four five six seven",
        ),
        # Scripts without spaces are cut where a clause ends, and nowhere else.
        (
            "南北关系改善，朝鲜半岛和平有望。各方应当继续努力，推动政治解决进程。这是共同责任。",
            "南北关系改善，朝鲜半岛和平有望,推动政治解决进程。这是共同责任",
        ),
        ("朝鲜半岛和平有望推动政治解决进程各方应当继续努力", None),
    ],
)
def test_a_long_or_broken_quotation_is_a_range(quotation: str, terms: str | None) -> None:
    """`None`: the quotation as it is."""
    expected = quotation if terms is None else terms

    assert expected == unquote(text_directive(quotation))


@pytest.mark.parametrize("quotation", ["", "[…]", "—", "“…”", "[sic]", "law[s]", "[T]he war"])
def test_a_quotation_without_whole_words_has_no_passage(quotation: str) -> None:
    assert "" == text_directive(quotation)
    assert "" == passage("https://example.org/", quotation)


WORDS = ("peace", "a", "1953.", "“We", "war,”", "-", "...", ".", "e\u0301", "Мир", "ạ", "”", "\n")


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=5), max_size=24), st.sampled_from("  -"))
def test_a_quotation_of_words_only_has_the_terms_that_any_has(words: list[str], by: str) -> None:
    quotation = by.join(words)

    if _has_words_only(quotation):
        expected = [term for term in _terms(quotation) if term]
        assert expected == [term for term in _terms_of_words(quotation) if term]


@given(st.text(max_size=80))
def test_every_directive_follows_the_grammar(quotation: str) -> None:
    terms = text_directive(quotation)

    assert not terms or (
        len(terms.split(",")) <= 2 and all(_TERM.fullmatch(term) for term in terms.split(","))
    )


@pytest.mark.parametrize(
    "address, expected",
    [
        ("https://example.org", "https://example.org#:~:text=a%20b"),
        ("http://example.org/x?y=1&z=a,b", "http://example.org/x?y=1&z=a,b#:~:text=a%20b"),
        ("https://example.org/x#part-2", "https://example.org/x#part-2:~:text=a%20b"),
        ("https://example.org/pdf", "https://example.org/pdf#:~:text=a%20b"),
        ("https://example.org/v1.2", "https://example.org/v1.2#:~:text=a%20b"),
    ],
)
def test_a_passage_comes_after_the_place_on_the_page(address: str, expected: str) -> None:
    assert expected == passage(address, "a b")


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/report.pdf",
        "https://example.org/REPORT.PDF#page=3",
        "https://example.org/get?file=report.pdf",
        "https://web.archive.org/web/2018/https://example.org/report.pdf",
        "https://example.org/talk.mp3",
        "https://doi.org/10.1000/182",
        "https://dx.doi.org/10.1000/182",
        "https://example.org/#/peace",
        "https://example.org/#!peace",
        "https://example.org/#:~:text=already",
        "mailto:me@example.org",
        "ftp://example.org/x",
        "files/report.html",
        "http://[",
        "",
    ],
)
def test_no_passage_is_linked_where_none_would_be_found(address: str) -> None:
    assert "" == passage(address, "a b")


# ---- that they are found --------------------------------------------------------------

PASSAGES = {
    "plain": "nine in ten South Koreans were for a treaty",
    "hyphen": "a cease-fire, the so-called half-peace - and no more",
    "comma": "first, a declaration; then, a treaty",
    "ampersand": "Q&A: peace & quiet",
    "percent": "no fewer than 90.7% of 1,021 adults",
    "quotes": "“We won’t,” he said, ‘ever’ & left",
    "korean": "남북이 평화협정을 체결하는 것에 대해 ‘찬성한다’(90.7%)는 의견은",
    "arabic": "قال الوزير: «السلام ممكن، لكنه بعيد»",
    "hebrew": "השלום אפשרי, אבל רחוק",
    "chinese": "各方应当继续努力，推动政治解决进程",
    "japanese": "平和条約の締結に賛成する、と答えた人は九割だった",
    "long": "The fact that the North so brazenly violated commitments that it had just so recently"
    " agreed to indicates that its word, on paper or off, is not to be relied on",
    "markup": "a treaty that comes without disarmament",
}
QUOTED = {
    **PASSAGES,
    "omission": "The first of them left the table […] nobody signed",
    "insertion": "[Kim] would never give way, not then",
    "changed": "[T]he chairmen of [every] committee[s] would soon be heard",
    "straight": '"He won\'t," they said of it, "sign"',
}
ON_PAGE = {
    **{name: html.escape(text) for name, text in PASSAGES.items()},
    "markup": "He meant <b>a treaty</b> that <i>comes without</i> disarmament.",
    "omission": "The first of them left the table in May.</p><p>And in the end nobody signed.",
    "insertion": "The chairman would never give way, not then.",
    "changed": "But the chairmen of a committee would soon be heard, they said.",
    "straight": "“He won’t,” they said of it, “sign” – or not.",
    "decoy": "Nine in ten South Koreans were at home. The fact that the North so brazenly denied.",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page, and of a site on it."""
    folder = tmp_path_factory.mktemp("passages")
    blocks = "".join(f'<div id="{name}"><p>{text}</p></div>' for name, text in ON_PAGE.items())
    style = "div { margin: 1600px 0 } ::target-text { background: rgb(255, 0, 0) }"
    (folder / "page.html").write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Passages</title>'
        f"<style>{style}</style><h1>Passages</h1>{blocks}",
        "utf-8",
    )
    with states.served(folder) as address:
        yield f"{address}page.html"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    made = browser.new_page(viewport={"width": 800, "height": 600})
    yield made
    made.close()


IN_VIEW = """() => [...document.querySelectorAll("div")].filter((block) => {
    const {top, bottom} = block.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
}).map((block) => block.id)"""


def opened(page: Page, address: str) -> tuple[list[str], bytes]:
    """The passages in view after following a link to `address`, and what the window shows."""
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_timeout(50)
    return page.evaluate(IN_VIEW), page.screenshot()


@pytest.mark.parametrize("name", QUOTED)
def test_chromium_finds_the_passage_and_marks_it(page: Page, address: str, name: str) -> None:
    in_view, marked = opened(page, passage(address, QUOTED[name]))

    assert [name] == in_view
    page.evaluate("() => document.styleSheets[0].deleteRule(1)")
    page.wait_for_timeout(50)
    assert marked != page.screenshot(), "what shows does not depend on the style of the mark"


def test_a_passage_that_is_not_there_leaves_the_page_at_its_top(page: Page, address: str) -> None:
    in_view, _ = opened(page, passage(address, "nine in ten South Koreans were against it"))

    assert [] == in_view
    assert 0 == page.evaluate("scrollY")
