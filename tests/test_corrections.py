"""Corrections on the pages of a site, and in its feed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import feedparser
import pytest

import build
from footnoted.corrections import read_corrections
from footnoted.model import SourceFile
from footnoted.options import Options
from footnoted.pipeline import check
from footnoted.preview import Preview
from html_pages import Page, internal, read_page, read_pages, target
from sites import check_files, codes, essay, evidence, made, write_files

GOLDEN = Path(__file__).parent / "sites/golden/content"
ESSAY = "essays/everything.html"
AT_CLAIM = "correction-2026-11-23-everything--seven-in-ten-were-for-it"
PEACE = {
    "essays/peace.md": essay("Most of them [wanted peace](../evidence/poll.md)."),
    "essays/war.md": essay("Most of them [feared war](../evidence/poll.md)."),
    "evidence/poll.md": evidence("It says so."),
}
RECORD = "- date: {day}\n  essay: {essay}\n  was: {was}\n  now: {now}\n  why: A <slip> & more.\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corrections") / "site"
    assert 0 == build.main(["--content", str(GOLDEN), "--output", str(folder), "--no-cache"])
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    return read_pages(site)


def test_an_essay_says_at_its_top_and_its_end_that_it_was_corrected(pages: dict[str, Page]) -> None:
    page = pages[ESSAY]
    (notice,) = page.root.all("header", cls="title")[0].all("p", cls="corrected")

    assert notice.text == "✎ Corrected 2 times, last on 25 November 2026: see below"
    (section,) = page.root.all("section", cls="corrections")
    assert notice.all("a")[0].get("href") == f"#{section.get('aria-labelledby')}"
    days = [element.get("datetime") for element in section.all("time")]
    assert days == ["2026-11-25", "2026-11-23"]
    assert "hear" not in section.text  # a minor change is no news


def test_a_claim_that_was_corrected_is_marked_in_words_and_leads_to_its_correction(
    pages: dict[str, Page],
) -> None:
    page = pages[ESSAY]
    marked = [
        (claim.get("id"), mark)
        for parent in page.root
        for claim, _, mark in zip(*(parent.children[at:] for at in range(3)), strict=False)
        if not isinstance(mark, str) and mark.tag == "sup" and mark.get("class") == "corrected"
        if not isinstance(claim, str)
    ]

    ((claim, mark),) = marked
    assert claim == "claim-figure"
    assert mark.text == "✎ corrected"
    assert [a.get("href") for a in mark.all("a")] == [f"#{AT_CLAIM}"]
    assert page.by_id(AT_CLAIM).all("a", href="#claim-figure")
    card = page.by_id("card-claim-figure")
    assert "Corrected on 23 November 2026" in card.text


def test_the_ledger_names_the_claims_that_were_corrected(pages: dict[str, Page]) -> None:
    links = pages["claims.html"].root.all("a", cls="corrected")

    places = [target("claims.html", link.get("href")) for link in links]
    assert (ESSAY, AT_CLAIM) in places
    assert len(places) == 2
    assert {link.text for link in links} == {"✎ Corrected on 23 November 2026"}


def test_an_evidence_page_shows_its_verdicts_in_words(pages: dict[str, Page]) -> None:
    (section,) = pages["evidence/figure.html"].root.all("section", cls="corrections")

    assert [element.text for element in section.all("del")] == ["Mixed"]
    assert [element.text for element in section.all("ins")] == ["Supported"]


def test_a_verdict_may_be_written_as_pages_show_it() -> None:
    """On an evidence page, and where both are one: else they are words."""
    text = "- {{date: 2026-11-22, {}: x, was: {}, now: Mostly supported, why: So.}}\n"
    rows = (("evidence", "MIXED"), ("essay", "MIXED"), ("evidence", "Perhaps"))
    file = SourceFile("corrections.yaml", "".join(text.format(*row) for row in rows))
    same = SourceFile("corrections.yaml", text.format("evidence", "mostly-supported"))

    found = [entry.correction for entry in read_corrections(file).entries]

    assert [("mixed", "mostly-supported"), ("MIXED", "Mostly supported")] == [
        (c.was, c.now) for c in found[:2]
    ]
    assert ("Perhaps", "Mostly supported") == (found[2].was, found[2].now)
    (same_words,) = read_corrections(same).diagnostics
    assert "`was` and `now` have the same words" == same_words.message


def test_the_page_of_corrections_has_all_of_them_the_newest_first(pages: dict[str, Page]) -> None:
    articles = pages["corrections.html"].root.all("article")

    days = [article.all("time")[0].get("datetime") for article in articles]
    assert days == sorted(days, reverse=True)
    assert len(days) == 6
    for article in articles:
        labels = [label.text for label in article.all("dt")]
        assert labels == ["It said", "It says now", "Why"]
        assert len(article.all("del")) == 1
    assert [cell.get("lang") for cell in articles[3].all("dd")] == ["ko", "ko", "ko"]


def test_no_link_to_or_from_a_correction_is_broken(site: Path, pages: dict[str, Page]) -> None:
    for page in pages.values():
        for address in filter(internal, page.links if page.path != "404.html" else ()):
            path, fragment = target(page.path, address)
            assert (site / path).is_file(), f"{page.path}: {address}"
            assert not fragment or fragment in pages[path].ids, f"{page.path}: {address}"


def test_every_page_leads_to_the_corrections(pages: dict[str, Page]) -> None:
    for page in pages.values():
        (footer,) = page.root.all("footer", cls="site")
        assert "Corrections" in footer.text or page.path == "essays/korean.html"
        assert footer.all("a")[-1].get("href").endswith("corrections.html")


def test_ids_do_not_depend_on_what_is_added_later() -> None:
    one = RECORD.format(day="2026-11-23", essay="peace", was="a b c d e f g h i j", now="x")
    two = RECORD.format(day="2026-11-24", essay="war", was='"!"', now="y")

    before = ids(one + one)
    after = ids(one + one + two)

    assert before == [
        "correction-2026-11-23-peace--a-b-c-d-e-f-g-h",
        "correction-2026-11-23-peace--a-b-c-d-e-f-g-h--1",
    ]
    assert after == [*before, "correction-2026-11-24-war--words"]


def ids(text: str) -> list[str]:
    entries = read_corrections(SourceFile("corrections.yaml", text)).entries
    return [entry.correction.id for entry in entries]


# ---- where there is nothing to correct --------------------------------------------------


def test_a_correction_changes_no_page_but_its_own_and_the_lists(content: Path) -> None:
    """Pages differ in their footers alone; and without corrections nothing of them is there."""
    site = {"site.yaml": "url: https://me.example.org\n"}
    plain = {f.path: f.content for f in made(check_files(content, {**PEACE, **site}), content)}
    record = RECORD.format(day="2026-11-23", essay="peace", was="wished", now="wanted peace")

    checked = check_files(content, {"corrections.yaml": record})
    corrected = {f.path: f.content for f in made(checked, content)}

    assert not [p for p, b in plain.items() if b"correction" in b and p.endswith(".html")]
    assert corrected.keys() - plain.keys() == {"corrections.html", "corrections.xml"}
    footer = b'<p><a href="../corrections.html">Corrections</a></p>\n'
    for path in ("essays/war.html", "evidence/poll.html"):
        assert corrected[path].replace(footer, b"") == plain[path]


def test_a_file_without_corrections_is_like_none(content: Path) -> None:
    plain = {f.path: f.content for f in made(check_files(content, PEACE), content)}

    checked = check_files(content, {"corrections.yaml": "# None yet.\n"})

    assert {f.path: f.content for f in made(checked, content)} == plain


# ---- the feed ---------------------------------------------------------------------------


@dataclass
class Entry:
    """What a feed reader sees of an entry."""

    id: str
    title: str
    updated: str
    link: str
    content: str


def read_feed(content: bytes) -> tuple[feedparser.FeedParserDict, list[Entry]]:
    feed = feedparser.parse(content)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    return feed.feed, [
        Entry(e.id, e.title, e.updated, e.link, e.content[0].value) for e in feed.entries
    ]


def test_a_feed_reader_reads_the_feed(site: Path, pages: dict[str, Page]) -> None:
    """With all that RFC 4287 wants of a feed: an id, a title, a day, an author, its own address."""
    feed, entries = read_feed((site / "corrections.xml").read_bytes())

    assert feed.title == "Corrections · The golden site"
    assert feed.id == "https://golden.example.org/site/corrections.xml"
    assert feed.updated == "2026-11-25T00:00:00Z"
    assert feed.author == "A. Writer"
    assert {link.rel: link.href for link in feed.links} == {
        "self": feed.id,
        "alternate": "https://golden.example.org/site/corrections.html",
    }
    assert [entry.updated[:10] for entry in entries] == [
        *("2026-11-25", "2026-11-24", "2026-11-24", "2026-11-23", "2026-11-23"),
    ]
    assert len({entry.id for entry in entries}) == len(entries)
    for entry in entries:
        assert entry.id == entry.link
        path, fragment = target("x.html", entry.link.removeprefix(feed.id.rpartition("/")[0] + "/"))
        assert fragment in pages[path].ids


def test_the_feed_says_what_was_changed_and_why(site: Path) -> None:
    _, entries = read_feed((site / "corrections.xml").read_bytes())

    texts = [read_page("entry", entry.content).root.text for entry in entries]

    assert entries[2].title == "Correction: Were nine in ten for it?"
    assert texts[2] == "It said: Mixed It says now: Supported Why: The report settles it."
    assert texts[0].endswith("It says now: Nothing. The words were taken out. Why: There is.")
    assert "2017 <and> more" in texts[1]


def test_without_an_address_there_is_no_feed_and_nothing_leads_to_one(content: Path) -> None:
    record = RECORD.format(day="2026-11-23", essay="peace", was="wished", now="wanted peace")

    files = made(check_files(content, {**PEACE, "corrections.yaml": record}), content)

    assert "corrections.html" in [file.path for file in files]
    assert not [file.path for file in files if b"corrections.xml" in file.content]
    assert "corrections.xml" not in [file.path for file in files]


def test_pages_with_corrections_name_the_feed(pages: dict[str, Page]) -> None:
    named = {
        path
        for path, page in pages.items()
        for link in page.root.all("link", rel="alternate", type="application/atom+xml")
        if link.get("href").endswith("corrections.xml")
    }

    corrected = {"evidence/figure.html", "essays/korean.html", ESSAY}
    assert named == {"index.html", "claims.html", "corrections.html", *corrected}


# ---- a stranger's text, and the preview --------------------------------------------------


def test_what_a_correction_says_is_shown_and_not_carried_out(content: Path) -> None:
    words = json.dumps("<script>alert(1)</script>\"'</del>]]>&")
    record = f"- date: 2026-11-23\n  essay: peace\n  was: {words}\n  why: {words}\n"
    site = "url: https://me.example.org\n"

    files = check_files(content, {**PEACE, "corrections.yaml": record, "site.yaml": site})
    built = {file.path: file.content for file in made(files, content)}

    for path in ("corrections.html", "essays/peace.html"):
        page = read_page(path, built[path].decode())
        assert not [script for script in page.root.all("script") if not script.get("src")]
        assert "<script>alert(1)</script>" in page.root.all("del")[0].text
    _, entries = read_feed(built["corrections.xml"])
    assert "<script" not in entries[0].content
    assert "&lt;script&gt;alert(1)" in entries[0].content


def test_the_preview_follows_the_corrections(content: Path) -> None:
    """The essay stays the very same, and is shown anew all the same."""
    write_files(content, {**PEACE})
    preview = Preview(Options(content))
    preview.rebuild()
    before = preview.content("essays/peace.html")[1]
    record = RECORD.format(day="2026-11-23", essay="peace", was="wished", now="wanted peace")

    write_files(content, {"corrections.yaml": record})
    preview.rebuild([str(content / "corrections.yaml")])
    during = preview.content("essays/peace.html")[1]
    shown = preview.content("corrections.html")[0]
    (content / "corrections.yaml").unlink()
    preview.rebuild([str(content / "corrections.yaml")])

    assert b"Corrected on 23 November 2026" in during
    assert shown == 200
    assert preview.content("essays/peace.html")[1] == before
    assert preview.content("corrections.html")[0] == 404


def test_an_essay_that_was_withdrawn_as_a_draft_can_still_be_looked_at(content: Path) -> None:
    draft = PEACE["essays/war.md"].replace("---\n", "---\ndraft: true\n", 1)
    record = "- {date: 2026-11-23, essay: war, withdrawn: true, was: An essay, why: A reason}\n"
    slip = "- {date: 2026-11-24, essay: war, was: wished, now: nowhere, why: A reason}\n"

    write_files(content, PEACE | {"essays/war.md": draft, "corrections.yaml": record + slip})
    hidden, shown = (check(Options(content, drafts=drafts)) for drafts in (False, True))

    assert [] == codes(hidden)
    assert ["correction-now corrections.yaml:2:52"] == codes(shown)
