"""The evidence page as a place to think: the case on both sides, the way to each passage and on.

A small site whose source is a page of its own server, so that its links can be followed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import build
import html_pages
import image_files
import states
from html_pages import Element, target
from sites import write_files

ROOT = Path(__file__).resolve().parent.parent

FIRST = """---
title: First
date: 2026-01-02
author: Ada Writer
---
Some [say so](../evidence/split.md), others [do not](#), and
[say it again](../evidence/split.md) until [it is clear](../evidence/clear.md) and
[one more thing](../evidence/opinion.md).
"""
SECOND = """---
title: 둘째
date: 2025-01-02
language: ko
---
[그렇다고 한다](../evidence/split.md).
"""
SPLIT = """---
title: Is it so?
kind: fact
verdict: mixed
citations:
  - {source: web, relation: context, quote: a word of context}
  - {source: web, relation: qualifies, says: "In part, and with reserve."}
  - source: korean
    relation: supports
    quote: "남북이 평화협정을 체결하는 것"
    translation: that the South and the North conclude a treaty
  - {source: web, relation: contradicts, quote: "so it is not, cease-fire or no"}
  - {source: paper, relation: supports, quote: on paper, locator: page 3}
---
Why.
"""
CLEAR = """---
title: Is it clear?
kind: fact
verdict: supported
citations:
  - {source: web, relation: supports, quote: it is clear as day}
---
Yes.
"""
OPINION = """---
title: Is it good?
kind: interpretation
verdict: opinion
citations:
  - {source: web, relation: qualifies, says: Not all of it.}
---
Who knows.
"""
SOURCES = """
web: {type: webpage, title: A page, url: "HOST/source.html", language: en}
korean:
  {type: article-newspaper, title: 기사, url: "HOST/k.html", language: ko, issued: 2018-05-01,
   archived: "HOST/archived/k.html", copy: repost}
paper: {type: report, title: On paper, url: "HOST/paper.pdf", genre: poll, language: en}
"""
PASSAGES = ["it is clear as day", "so it is not, cease-fire or no", "a word of context"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address and the folder of the built site; beside it, the source that it cites."""
    top = tmp_path_factory.mktemp("evidence")
    with states.served(top) as address:
        host = address.rstrip("/")
        write_files(
            top / "content",
            {
                "site.yaml": "title: The Desk\n",
                "sources.yaml": SOURCES.replace("HOST", host),
                "essays/first.md": FIRST,
                "essays/second.md": SECOND,
                "evidence/split.md": SPLIT,
                "evidence/clear.md": CLEAR,
                "evidence/opinion.md": OPINION,
            },
        )
        blocks = "".join(f'<p id="p{n}">And {text}.</p>' for n, text in enumerate(PASSAGES))
        style = "<style>p { margin: 1500px 0 }</style>"
        head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Source</title>'
        (top / "source.html").write_text(f"{head}{style}<h1>Source</h1>{blocks}", "utf-8")
        arguments = ["--no-cache", "--content", str(top / "content"), "--output"]
        assert 0 == build.main([*arguments, str(top / "site")])
        yield f"{address}site/", top / "site"


@pytest.fixture(scope="module")
def pages(server: tuple[str, Path]) -> dict[str, html_pages.Page]:
    return html_pages.read_pages(server[1])


def one(element: Element, tag: str = "", cls: str = "") -> Element:
    (found,) = element.all(tag, cls=cls)
    return found


def test_that_there_is_one_source_is_said_once(pages: dict[str, html_pages.Page]) -> None:
    caution = one(pages["evidence/clear.html"].root, "p", "caution")

    assert "Only one source supports it." == caution.text


# ---- the case -------------------------------------------------------------------------


def test_the_case_for_and_against_stand_apart(pages: dict[str, html_pages.Page]) -> None:
    root = pages["evidence/split.html"].root

    sides = {
        name: [c.get("class").split()[1] for c in one(root, "div", name).all("div", cls="citation")]
        for name in ("for", "against", "around")
    }
    assert sides == {
        "for": ["supports", "supports"],
        "against": ["contradicts", "qualifies"],
        "around": ["context"],
    }
    assert not root.all(cls="nothing")


def test_a_side_with_nothing_on_it_says_so(pages: dict[str, html_pages.Page]) -> None:
    clear, opinion = (pages[f"evidence/{name}.html"].root for name in ("clear", "opinion"))

    assert (
        "Nothing that is cited here speaks against it or qualifies it."
        == one(one(clear, "div", "against"), "p").text
    )
    assert "Nothing that is cited here supports it." == one(one(opinion, "div", "for"), "p").text


def test_the_answer_counts_what_is_weighed(pages: dict[str, html_pages.Page]) -> None:
    page = pages["evidence/split.html"]

    links = one(page.root, "ul", "weighing").all("a")

    assert [link.text for link in links] == [
        "2 support it",
        "1 speaks against it",
        "1 qualifies it",
        "1 for context",
    ]
    for link in links:
        assert page.by_id(link.get("href").removeprefix("#")).tag == "h3"


@pytest.mark.parametrize("width, beside", [(1440, True), (820, True), (390, False), (320, False)])
def test_the_sides_are_beside_each_other_where_there_is_room(
    browser: Browser, server: tuple[str, Path], width: int, beside: bool
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, java_script_enabled=False)
    page.goto(f"{server[0]}evidence/split.html")

    start, end = (page.locator(side).bounding_box() for side in (".case .for", ".case .against"))
    excess = page.evaluate("document.documentElement.scrollWidth - innerWidth")

    assert start is not None
    assert end is not None
    assert beside == (start["x"] + start["width"] <= end["x"] and start["y"] == end["y"])
    assert beside or end["y"] >= start["y"] + start["height"]
    assert excess <= 0
    page.close()


# ---- each quotation -------------------------------------------------------------------


def test_a_quotation_shows_what_it_is_taken_from(pages: dict[str, html_pages.Page]) -> None:
    """Type, date, language, copy; the words of the source in its language; the translation."""
    citation = one(pages["evidence/split.html"].root, "div", "for").all("div", cls="citation")[0]

    tags = [tag.text for tag in one(citation, "p", "kinds").all(cls="tag")]
    assert tags == ["newspaper article", "Korean", "repost"]
    assert "1 May 2018" in one(citation, "p", "reference").text
    assert "ko" == one(citation, "blockquote").get("lang")
    translation = one(citation, "p", "translation")
    assert translation.text.startswith("that the South and the North conclude a treaty")


def test_a_genre_is_shown_rather_than_a_type(pages: dict[str, html_pages.Page]) -> None:
    citation = one(pages["evidence/split.html"].root, "div", "for").all("div", cls="citation")[1]

    assert [tag.text for tag in one(citation, "p", "kinds").all(cls="tag")] == ["poll"]


def test_links_lead_to_the_passage_where_they_can(
    pages: dict[str, html_pages.Page], server: tuple[str, Path]
) -> None:
    """And to the page alone where nothing is quoted, or it is no page."""
    host = server[0].removesuffix("/site/")
    root = pages["evidence/split.html"].root

    links = [[(a.text, a.get("href")) for a in p.all("a")] for p in root.all("p", cls="ways")]

    korean = "%EB%82%A8%EB%B6%81%EC%9D%B4"
    assert [
        [text for text, _ in links[0]],
        *(link for link in links[1:]),
    ] == [
        ["Read the passage in this copy", "archived copy"],
        [("Read the source", f"{host}/paper.pdf")],
        [
            (
                "Read the passage",
                f"{host}/source.html#:~:text=so%20it%20is%20not%2C%20cease%2Dfire%20or%20no",
            )
        ],
        [("Read the source", f"{host}/source.html")],
        [("Read the passage", f"{host}/source.html#:~:text=a%20word%20of%20context")],
    ]
    assert links[0][0][1].startswith(f"{host}/k.html#:~:text={korean}")
    assert links[0][1][1].startswith(f"{host}/archived/k.html#:~:text={korean}")


@pytest.mark.parametrize("group, passage", [("#page-contradicts", "p1"), ("#page-context", "p2")])
def test_a_reader_lands_on_the_passage(
    browser: Browser, server: tuple[str, Path], group: str, passage: str
) -> None:
    page = browser.new_page(viewport={"width": 800, "height": 600})
    page.goto(f"{server[0]}evidence/split.html")

    page.locator(f"{group} + .citation .out").click()
    page.wait_for_url("**/source.html*")
    page.wait_for_function("scrollY > 0")

    assert page.evaluate(IN_VIEW) == [passage]
    page.close()


IN_VIEW = """() => [...document.querySelectorAll("p")].filter((block) => {
    const {top, bottom} = block.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
}).map((block) => block.id)"""


def test_paper_has_the_address_of_the_page_alone(
    browser: Browser, server: tuple[str, Path]
) -> None:
    page = browser.new_page()
    page.goto(f"{server[0]}evidence/clear.html")
    page.emulate_media(media="print")

    after = "getComputedStyle(document.querySelector('.ways .out'), '::after').content"

    assert "/source.html>" in page.evaluate(after).replace('" "', "")
    page.close()


# ---- back, and on ---------------------------------------------------------------------


def ways_on(page: html_pages.Page) -> list[list[tuple[str, tuple[str, str]]]]:
    """The words and targets of the links of each sequence."""
    return [
        [(a.text, target(page.path, a.get("href"))) for a in nav.all("a")]
        for nav in page.root.all("nav", cls="sequence")
    ]


def test_a_reader_gets_back_and_on_to_the_next_claim_of_the_essay(
    pages: dict[str, html_pages.Page],
) -> None:
    """Of each essay that makes the claim; past claims that lead to the same page."""
    missing = pages["essays/first.html"].root.all("a", cls="claim")[1].get("id")

    assert ways_on(pages["evidence/split.html"]) == [
        [
            ("Back to claim 1 in the essay First", ("essays/first.html", "claim-split")),
            ("Next: claim 2 do not", ("essays/first.html", missing)),
        ],
        [("Back to claim 1 in the essay 둘째", ("essays/second.html", "claim-split"))],
    ]
    assert ways_on(pages["evidence/clear.html"]) == [
        [
            ("Before: claim 3 Is it so?", ("evidence/split.html", "")),
            ("Back to claim 4 in the essay First", ("essays/first.html", "claim-clear")),
            ("Next: claim 5 Is it good?", ("evidence/opinion.html", "")),
        ]
    ]


def test_each_claim_can_be_cited_without_scripts(pages: dict[str, html_pages.Page]) -> None:
    """By author, title, number, site, date and address, in the words of the page."""
    cites = [one(c, "p").text for c in pages["evidence/split.html"].root.all("details", cls="cite")]

    assert cites[0] == (
        "Ada Writer, “First”, claim 1, The Desk, 2 January 2026, ../essays/first.html#claim-split"
    )
    assert cites[2] == (
        "“둘째”, claim 1, The Desk, 2 January 2025, ../essays/second.html#claim-split"
    )


def test_a_citation_names_its_address_in_full_where_it_is_read(
    browser: Browser, server: tuple[str, Path]
) -> None:
    page: Page = browser.new_page()
    page.goto(f"{server[0]}evidence/clear.html")
    page.locator(".cite summary").click()

    assert page.locator(".cite p").inner_text() == (
        "Ada Writer, “First”, claim 4, The Desk, 2 January 2026, "
        f"{server[0]}essays/first.html#claim-clear"
    )
    page.close()


@pytest.mark.parametrize("width", [390, 1440])
def test_the_caption_of_a_picture_stands_below_it(
    browser: Browser, tmp_path: Path, width: int
) -> None:
    """Not beside it: in the margin is where the claim is made."""
    image = '![A map](../images/map.png "What the map shows, in some more words than it is wide.")'
    files: dict[str, str | bytes] = {
        "images/map.png": image_files.png(200, 100),
        "essays/first.md": FIRST,
        "evidence/split.md": f"{CLEAR}\n{image}\n",
        "evidence/clear.md": CLEAR,
        "evidence/opinion.md": CLEAR,
        "sources.yaml": SOURCES.replace("HOST", "https://example.org"),
    }
    write_files(tmp_path / "content", files)
    arguments = ["--content", str(tmp_path / "content"), "--output", str(tmp_path / "site")]
    assert 0 == build.main(arguments)
    page: Page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto((tmp_path / "site/evidence/split.html").as_uri())

    picture, caption = (
        page.locator(f"figure {part}").bounding_box() for part in ("img", "figcaption")
    )

    assert picture
    assert caption
    assert caption["y"] >= picture["y"] + picture["height"] + 5
    assert caption["x"] == picture["x"]
    page.close()


@pytest.mark.parametrize(
    ("record", "name"),
    [
        ("type: book, author: Strabo, publisher: HUP, title: 'On Earth: Some'", "Strabo, On Earth"),
        ("type: book, publisher: HUP, title: The Book", "The Book"),
        ("type: report, author: Ann, publisher: The Office, title: Report", "Ann, Report"),
        ("type: report, publisher: The Office, title: Report", "The Office"),
        ("type: thesis, author: [A, B, C, D], publisher: U, title: On it", "A, …, On it"),
        ("type: article-newspaper, author: Ann, container-title: Paper, title: It is", "Paper"),
        ("type: article-newspaper, author: Ann, publisher: Agency, title: It is", "Agency"),
        ("type: post, author: Ann, title: It is", "Ann, It is"),
        ("type: chapter, author: Ann, container-title: Book, title: One", "Book"),
    ],
)
def test_a_card_says_who_says_it(tmp_path: Path, record: str, name: str) -> None:
    files: dict[str, str | bytes] = {
        "sources.yaml": f"s: {{{record}, issued: 2001}}\n",
        "evidence/a.md": CLEAR.replace("web", "s"),
        "essays/x.md": "---\ntitle: X\ndate: 2026-01-01\n---\n[It is](../evidence/a.md).\n",
    }
    write_files(tmp_path / "content", files)
    arguments = ["--content", str(tmp_path / "content"), "--output", str(tmp_path / "site")]
    assert 0 == build.main(arguments)

    root = html_pages.read_pages(tmp_path / "site")["essays/x.html"].root
    (summary,) = root.all("summary")[:1]

    assert name == summary.text.removeprefix("supports ").partition(" ·")[0]
