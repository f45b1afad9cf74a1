"""The feed of the essays: what programs for feeds read, and where they learn of it."""

from __future__ import annotations

import json
import os
import time
import xml.etree.ElementTree as ET
from pathlib import Path

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

import build
from footnoted.atom import element
from footnoted.emit.feed import _NEWEST
from footnoted.options import Options
from footnoted.preview import Preview
from html_pages import Page, read_page, read_pages
from sites import check_files, made, write_files

GOLDEN = Path(__file__).parent / "sites/golden/content"
URL = "https://me.example.org/site"
SITE = f"url: {URL}\ntitle: The desk\ndiagnostics:\n  missing-key: off\n"
ATOM = "{http://www.w3.org/2005/Atom}"
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def essay(text: str = "Text.", **keys: object) -> str:
    front = {"title": "An essay", "date": "2026-11-22", **keys}
    lines = [f"{key}: {json.dumps(value)}\n" for key, value in front.items() if value is not None]
    return f"---\n{''.join(lines)}---\n{text}\n"


def built(content: Path, files: dict[str, str | bytes]) -> dict[str, bytes]:
    checked = check_files(content, {"site.yaml": SITE, **files})
    return {file.path: file.content for file in made(checked, content)}


def read_feed(content: bytes) -> feedparser.FeedParserDict:
    """The feed as a program for feeds sees it, once all that RFC 4287 wants of it is there."""
    hold_to_the_standard(ET.fromstring(content))
    feed = feedparser.parse(content)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    return feed


def hold_to_the_standard(feed: ET.Element) -> None:
    """RFC 4287, 4.1.1 and 4.1.2: what must be there, and how often."""
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    for each in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(each.findall(f"{ATOM}{name}")) == 1, name
        for name in ("published", "rights", "summary", "content", "subtitle"):
            assert len(each.findall(f"{ATOM}{name}")) <= 1, name
        for name in ("updated", "published"):
            for moment in each.findall(f"{ATOM}{name}"):
                time.strptime(moment.text or "", "%Y-%m-%dT%H:%M:%SZ")
        assert (each.findtext(f"{ATOM}id") or "").startswith("https://")
        for author in each.findall(f"{ATOM}author"):
            assert len(author.findall(f"{ATOM}name")) == 1
        links = [link.attrib for link in each.findall(f"{ATOM}link")]
        assert all(link["href"].startswith("https://") for link in links)
        assert [link["rel"] for link in links].count("alternate") == 1
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    assert feed.findall(f"{ATOM}author")  # so an entry may have none
    updated = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    assert not updated or feed.findtext(f"{ATOM}updated") == max(updated)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("feed") / "site"
    assert 0 == build.main(["--content", str(GOLDEN), "--output", str(folder), "--no-cache"])
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    return read_pages(site)


# ---- what it says -----------------------------------------------------------------------


def test_a_feed_reader_reads_the_feed(site: Path) -> None:
    feed = read_feed((site / "essays.xml").read_bytes()).feed

    assert feed.title == "The golden site"
    assert feed.id == "https://golden.example.org/site/essays.xml"
    assert feed.author == "A. Writer"
    assert feed.rights == "CC BY 4.0"
    assert {link.rel: link.href for link in feed.links} == {
        "self": feed.id,
        "alternate": "https://golden.example.org/site/",
    }


def test_an_entry_says_what_the_essay_is_and_how_its_claims_stand(site: Path) -> None:
    entry, korean = read_feed((site / "essays.xml").read_bytes()).entries

    assert entry.id == entry.link == "https://golden.example.org/site/essays/everything.html"
    assert entry.title == "Every construct, “once”"
    assert entry.published == "2026-11-22T00:00:00Z"
    assert [author.name for author in entry.authors] == ["Ada Writer", "B. Author"]
    assert [tag.term for tag in entry.tags] == ["one", "two"]
    summary = read_page("summary", entry.summary).root
    assert [paragraph.text for paragraph in summary.all("p")] == [
        "It’s all here -- once.",
        "6 claims: 2 supported, 2 opinions, 1 without evidence, 1 source withdrawn",
    ]
    assert entry.summary_detail.language == "en"
    assert korean.summary_detail.language == "ko"
    assert "주장 1개: 1 입증됨" in korean.summary


def test_an_entry_is_as_new_as_its_newest_correction_that_is_no_minor_one(site: Path) -> None:
    """It has a minor one that is newer, and was updated before."""
    entry, _ = read_feed((site / "essays.xml").read_bytes()).entries

    assert entry.updated == "2026-11-25T00:00:00Z"


@pytest.mark.parametrize(
    ("keys", "published", "updated"),
    [
        ({}, "2026-11-22", "2026-11-22"),
        ({"updated": "2026-12-01"}, "2026-11-22", "2026-12-01"),
        ({"date": None, "updated": "2026-12-01"}, "", "2026-12-01"),
    ],
)
def test_days_are_those_of_the_front_matter(
    keys: dict[str, object], published: str, updated: str, content: Path
) -> None:
    files = built(content, {"essays/x.md": essay(**keys)})

    (entry,) = read_feed(files["essays.xml"]).entries
    assert entry.get("published", "")[:10] == published
    assert entry.updated[:10] == updated


def test_the_newest_come_first_and_the_oldest_are_left_out(content: Path) -> None:
    days = [f"2026-{month:02}-{day:02}" for month in (1, 2) for day in range(1, 14)]
    names = [f"e{number}" for number in range(len(days))]
    texts = {f"essays/{n}.md": essay(date=d) for n, d in zip(names, days, strict=True)}
    twin = {"essays/e25-twin.md": essay(date=days[-1])}

    entries = read_feed(built(content, {**texts, **twin})["essays.xml"]).entries

    expected = ["e25", "e25-twin", *reversed(names[:-1])][:_NEWEST]
    assert [entry.id for entry in entries] == [f"{URL}/essays/{name}.html" for name in expected]


def test_an_essay_that_says_little_has_an_entry(content: Path) -> None:
    """Without a summary, claims, tags and an author; the feed has one, as it must."""
    feed = read_feed(built(content, {"essays/x.md": essay()})["essays.xml"])

    assert feed.feed.author == "The desk"
    assert "summary" not in feed.entries[0]


def test_the_text_is_left_out_so_an_edit_of_words_leaves_the_feed_alone(content: Path) -> None:
    one = built(content, {"essays/x.md": essay("Some words.[^a]\n\n[^a]: An aside.")})
    other = built(content, {"essays/x.md": essay("Others.[^a]\n\n## And more\n\n[^a]: Aside.")})

    assert one["essays.xml"] == other["essays.xml"]
    assert b"words" not in one["essays.xml"]


def test_drafts_are_told_of_if_they_are_shown(content: Path) -> None:
    files = {"essays/x.md": essay(title="A draft", draft=True), "essays/y.md": essay()}
    write_files(content, {"site.yaml": SITE, **files})
    shown = []
    for drafts in (False, True):
        preview = Preview(Options(content, drafts=drafts))
        preview.rebuild()
        feed = read_feed(preview.content("essays.xml")[1])
        shown.append([entry.title for entry in feed.entries])

    assert shown == [["An essay"], ["A draft", "An essay"]]


# ---- a stranger's text ------------------------------------------------------------------


@given(ANY_TEXT, ANY_TEXT)
def test_whatever_a_text_holds_a_parser_reads_it_back(text: str, other: str) -> None:
    """But for what XML cannot hold, and the ends of lines, which it counts as one."""
    xml = element("a", element("b", text), element("c", other, href=other, title=text))

    root = ET.fromstring(xml)

    assert (root[0].text or "") == lines(text)
    assert (root[1].text or "") == lines(other)
    assert root[1].attrib["title"].split() == lines(text).split()


def lines(text: str) -> str:
    """The text as XML has it: https://www.w3.org/TR/xml/#charsets and #sec-line-ends."""
    allowed = (c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
    return "".join(allowed).replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("words", ["<b>\"&'</title>]]>", "a\0\x0b\x1b\ufffeb", "<!--x-->"])
def test_what_an_essay_says_is_shown_and_not_carried_out(words: str, content: Path) -> None:
    """With findings off that would keep a sign from the pages."""
    site = f"{SITE}  bad-value: off\nauthor: {json.dumps(words)}\nlicense: {json.dumps(words)}\n"
    text = essay(title=words, summary=words, tags=[words], author=words)

    files = built(content, {"site.yaml": site, "essays/x.md": text})

    (entry,) = read_feed(files["essays.xml"]).entries
    page = read_page("x", files["essays/x.html"].decode())
    assert lines(page.root.all("h1")[0].text) in entry.title
    assert "<b>" not in entry.summary
    assert "<!--" not in entry.summary


# ---- where it is, and who learns of it --------------------------------------------------


def test_every_page_names_the_feed_and_leads_to_it(pages: dict[str, Page]) -> None:
    """Programs look for it on whatever page they are shown, and people at its foot."""
    for path, page in pages.items():
        first, *others = page.root.all("link", rel="alternate", type="application/atom+xml")
        (link,) = page.root.all("footer", cls="site")[0].all("p", cls="feed")[0].all("a")
        up = "/site/" if path == "404.html" else "../" * path.count("/")
        assert first.get("href") == link.get("href") == f"{up}essays.xml", path
        assert first.get("title") == "The golden site"
        assert all(other.get("title").startswith(("Corr", "정정")) for other in others), path


def test_the_list_of_essays_leads_to_the_feed_in_the_words_of_its_language(content: Path) -> None:
    words = {"en": "Subscribe to essays (Atom)", "de": "Essays abonnieren (Atom)"}
    for language, said in {**words, "ko": "에세이 구독 (Atom)"}.items():
        files = built(
            content, {"site.yaml": f"{SITE}language: {language}\n", "essays/x.md": essay()}
        )
        page = read_page("essays.html", files["essays.html"].decode())
        (header,) = page.root.all("header", cls="title")
        assert [(a.text, a.get("href")) for a in header.all("a")] == [(said, "essays.xml")]


@pytest.mark.parametrize(
    "files",
    [
        {"site.yaml": "title: No address\n", "essays/x.md": essay()},
        {"essays/x.md": essay(draft=True)},
        {"essays/x.md": essay(date=None)},
        {},
    ],
)
def test_where_there_is_none_nothing_leads_to_one(
    files: dict[str, str | bytes], content: Path
) -> None:
    """Without an address, an essay, or a day of any essay."""
    found = built(content, files)

    assert "essays.xml" not in found
    assert not [path for path, text in found.items() if b"essays.xml" in text or b"atom" in text]


@pytest.mark.parametrize("name", ["sources.bib", "sources.json", "claims.json", "404.html"])
def test_a_static_file_of_the_theme_takes_the_place_of_any(
    name: str, content: Path, tmp_path: Path
) -> None:
    write_files(tmp_path / "mine/static", {name: "own"})
    write_files(
        content,
        {
            "site.yaml": SITE,
            "sources.yaml": "a:\n  type: book\n  title: A\n",
            "essays/x.md": essay("One."),
        },
    )
    words = ["--content", str(content), "--theme", str(tmp_path / "mine"), "--quiet", "--no-cache"]

    assert 0 == build.main([*words, "--output", str(tmp_path / "site")])

    assert (tmp_path / "site" / name).read_text() == "own"


def test_a_feed_of_the_theme_takes_the_place_of_ours(content: Path, tmp_path: Path) -> None:
    static = tmp_path / "mine/static"
    write_files(static, {"essays.xml": "<own/>", "sitemap.xml": "<own/>"})
    write_files(content, {"site.yaml": SITE, "essays/x.md": essay("One.")})
    arguments = ["--content", str(content), "--theme", str(tmp_path / "mine"), "--quiet"]
    warm, cold = tmp_path / "warm", tmp_path / "cold"
    for text in ("One.", "Two."):  # the second time, the page alone is made
        write_files(content, {"essays/x.md": essay(text)})
        assert 0 == build.main([*arguments, "--output", str(warm), "--cache", str(tmp_path / "c")])
        assert 0 == build.main([*arguments, "--output", str(cold), "--no-cache"])

        for path in ("essays.xml", "sitemap.xml"):
            assert (warm / path).read_text() == "<own/>"
        page = (warm / "essays/x.html").read_bytes()
        assert b"essays.xml" in page
        assert page == (cold / "essays/x.html").read_bytes()


def test_what_is_blank_or_said_twice_is_left_out(content: Path) -> None:
    text = essay(tags=["a", "a", " "])

    entry = feedparser.parse(built(content, {"site.yaml": SITE, "essays/x.md": text})["essays.xml"])

    assert [tag.term for tag in entry.entries[0].tags] == ["a"]


@pytest.mark.parametrize("name", ["essays.xml", "Sitemap.xml", "sitemap-2.xml"])
def test_a_file_of_the_author_does_not_take_its_place(name: str, content: Path) -> None:
    site = f"{SITE}html: true\n"
    text = essay(f"See [this](../{name}).")

    checked = check_files(content, {"site.yaml": site, name: "<own/>", "essays/x.md": text})

    assert [d.code for _, d in checked.findings] == ["duplicate-slug"]


# ---- one build after another ------------------------------------------------------------


def files_of(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


EDITS: dict[str, dict[str, str | bytes]] = {
    "title": {"essays/x.md": essay(title="Another")},
    "summary": {"essays/x.md": essay(summary="In short.")},
    "date": {"essays/x.md": essay(date="2026-11-20")},
    "updated": {"essays/x.md": essay(updated="2026-12-20")},
    "tags": {"essays/x.md": essay(tags=["a", "b"])},
    "author": {"essays/x.md": essay(author="C. Writer")},
    "language": {"essays/x.md": essay(language="ko")},
    "draft": {"essays/x.md": essay(draft=True)},
    "words": {"essays/x.md": essay("Other words.")},
    "claim": {"essays/x.md": essay("[So it is](#).")},
    "essay more": {"essays/z.md": essay(date="2026-11-30")},
    "no draft any more": {"essays/y.md": essay()},
    "correction": {
        "corrections.yaml": "- {date: 2026-12-24, essay: x, was: Words, now: Text, why: So}\n"
    },
    "url": {"site.yaml": SITE.replace("me.example", "you.example")},
    "no url": {"site.yaml": "title: The desk\n"},
    "license": {"site.yaml": f"{SITE}license: CC BY\n"},
    "site's title": {"site.yaml": SITE.replace("desk", "table")},
    "checked": {
        "evidence/q.md": "---\ntitle: So?\nkind: fact\nverdict: opinion\nchecked: 2026-12-01\n---\n"
    },
    "source": {"sources.yaml": "a:\n  type: book\n  title: A\n"},
}
FIRST = {
    "site.yaml": SITE,
    "essays/x.md": essay(),
    "essays/y.md": essay(draft=True, title="A draft"),
}


@pytest.mark.parametrize("aged", [True, False])
@pytest.mark.parametrize("name", EDITS)
def test_after_an_edit_a_warm_build_is_a_cold_one(
    name: str, aged: bool, content: Path, tmp_path: Path
) -> None:
    """And back: whatever the edit brought is gone with it."""
    write_files(content, FIRST)
    arguments = ["--content", str(content), "--quiet"]
    warm = [*arguments, "--output", str(tmp_path / "warm"), "--cache", str(tmp_path / "cache")]
    seen = []
    for files in (FIRST, {**FIRST, **EDITS[name]}, FIRST):
        for path in content.rglob("*.*"):
            path.unlink()
        write_files(content, files)
        for path in content.rglob("*"):
            if aged:
                number = sum(path.read_bytes()) if path.is_file() else 1
                os.utime(path, (number, number))
        for _ in range(2):
            assert 0 == build.main(warm)
        assert 0 == build.main([*arguments, "--output", str(tmp_path / "cold"), "--no-cache"])
        seen.append(files_of(tmp_path / "warm"))
        assert seen[-1] == files_of(tmp_path / "cold")
    assert seen[0] == seen[2]
    is_seen = name not in ("words", "checked", "source")
    assert is_seen == (seen[0].get("essays.xml") != seen[1].get("essays.xml"))


def test_the_preview_follows_the_essays(content: Path) -> None:
    """The essay that did not change stays the very same, and its page leads to the feed or not."""
    write_files(content, {**FIRST, "essays/x.md": essay(draft=True)})
    preview = Preview(Options(content))
    states = []
    for text in (essay(draft=True), essay(), essay(title="Other"), essay(draft=True)):
        write_files(content, {"essays/x.md": text})
        preview.rebuild([str(content / "essays/x.md")])
        status, feed, _ = preview.content("essays.xml")
        states.append((status, b"essays.xml" in preview.content("index.html")[1]))
        if status == 200:
            titles = [entry.title for entry in read_feed(feed).entries]
            assert titles == [json.loads(text.split("title: ")[1].split("\n")[0])]

    assert states == [(404, False), (200, True), (200, True), (404, False)]
