"""The site that comes with Footnoted, built once: all its promises to readers, page by page."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import yaml

import build
from html_pages import Element, Page, internal, read_page, read_pages, target

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "content"
ESSAY = "essays/korean-peace-deal.html"
CLAIMS = 46
# The ten terms that the column's own notes explained, by the label of their sidenote.
SIDENOTES = (
    *("armistice", "cbm", "snapback", "cprf", "parallel"),
    *("upheaval", "inquiry", "dmz", "roh", "realmeter"),
)
QUOTED_WORDS = 25  # a quotation is as long as the law of quotation needs, no longer


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("flagship") / "site"
    assert 0 == build.main(["--content", str(CONTENT), "--output", str(folder), "--strict"])
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    return read_pages(site)


def front_matter(path: Path) -> dict[str, object]:
    """The front matter of a content file, by PyYAML alone."""
    loaded = yaml.safe_load(path.read_text("utf-8").split("---\n")[1])
    assert isinstance(loaded, dict), path
    return loaded


def citations() -> list[tuple[str, dict[str, str]]]:
    """Every citation of every evidence page, with the name of its page."""
    return [
        (path.stem, citation)
        for path in sorted((CONTENT / "evidence").glob("*.md"))
        for citation in front_matter(path).get("citations", ())
    ]


# ---- claims and evidence --------------------------------------------------------------


def test_the_essay_has_all_its_claims(pages: dict[str, Page]) -> None:
    assert len(pages[ESSAY].root.all("a", cls="claim")) == CLAIMS


def test_there_is_an_evidence_page_for_every_claim(pages: dict[str, Page]) -> None:
    evidence = {path for path in pages if path.startswith("evidence/")}
    claimed = {
        target(ESSAY, claim.get("href"))[0] for claim in pages[ESSAY].root.all("a", cls="claim")
    }

    assert len(claimed) == CLAIMS
    assert claimed <= evidence
    assert evidence == {f"evidence/{p.stem}.html" for p in (ROOT / "content/evidence").iterdir()}


def test_every_claim_and_its_evidence_lead_to_each_other(pages: dict[str, Page]) -> None:
    for claim in pages[ESSAY].root.all("a", cls="claim"):
        path, _ = target(ESSAY, claim.get("href"))
        back = [target(path, link) for link in pages[path].links]
        assert (ESSAY, claim.get("id")) in back, f"{path} does not lead back to {claim.text!r}"


def test_an_evidence_page_repeats_the_words_of_its_claim(pages: dict[str, Page]) -> None:
    for claim in pages[ESSAY].root.all("a", cls="claim"):
        path, _ = target(ESSAY, claim.get("href"))
        assert claim.text in pages[path].root.text, path


def test_every_citation_names_a_source() -> None:
    sources = yaml.safe_load((CONTENT / "sources.yaml").read_text("utf-8"))

    unknown = [(page, cited) for page, cited in citations() if cited["source"] not in sources]

    assert not unknown
    assert len(citations()) > CLAIMS


def test_no_quotation_is_longer_than_it_needs_to_be() -> None:
    long = [
        (page, cited["quote"])
        for page, cited in citations()
        if len(cited.get("quote", "").replace("[…]", " ").split()) > QUOTED_WORDS
    ]

    assert not long


def test_every_quotation_is_on_its_page(pages: dict[str, Page]) -> None:
    for name, cited in citations():
        if "quote" in cited:
            text = pages[f"evidence/{name}.html"].root.text
            assert " ".join(cited["quote"].split()) in text, name


def test_all_sidenotes_are_there(pages: dict[str, Page]) -> None:
    page = pages[ESSAY]
    sidenotes = page.root.all(role="note", cls="side")

    assert {f"note-{label}" for label in SIDENOTES} <= {note.get("id") for note in sidenotes}
    for note in sidenotes:
        references = [a for a in page.root.all("a") if a.get("href") == f"#{note.get('id')}"]
        assert references, f"nothing refers to {note.get('id')}"


# ---- every page -----------------------------------------------------------------------


def test_no_link_within_the_site_is_broken(site: Path, pages: dict[str, Page]) -> None:
    broken = []
    for page in pages.values():
        if page.path == "404.html":  # its links are absolute: see below
            continue
        for address in filter(internal, page.links):
            path, fragment = target(page.path, address)
            if not (site / path).is_file():
                broken.append(f"{page.path}: {address}: no such file")
            elif fragment and fragment not in pages[path].ids:
                broken.append(f"{page.path}: {address}: no such place")

    assert not broken


def test_links_within_the_site_are_relative(pages: dict[str, Page]) -> None:
    absolute = [
        f"{page.path}: {address}"
        for page in pages.values()
        for address in filter(internal, page.links)
        if address.startswith("/") and page.path != "404.html"
    ]

    assert not absolute


def test_letter_case_of_links_is_that_of_the_files(site: Path, pages: dict[str, Page]) -> None:
    """GitHub Pages tells cases apart; the file system that the author has may not."""
    files = {path.relative_to(site).as_posix() for path in site.rglob("*")}
    for page in pages.values():
        if page.path != "404.html":
            targets = {target(page.path, address)[0] for address in filter(internal, page.links)}
            assert targets <= files, page.path


def test_ids_are_unique_on_their_page(pages: dict[str, Page]) -> None:
    for page in pages.values():
        twice = [name for name, count in Counter(page.ids).items() if count > 1]
        assert not twice, page.path


def test_every_page_says_what_it_is(pages: dict[str, Page]) -> None:
    for page in pages.values():
        (html,) = page.root.all("html")
        assert html.get("lang"), page.path
        (title,) = page.root.all("title")
        assert title.text, page.path
        headings = [h1.text for h1 in page.root.all("h1")]
        assert len(headings) == 1, f"{page.path}: {headings}"
        assert headings[0], page.path
        assert len(page.root.all("main")) == 1, page.path


def test_no_two_pages_have_one_title(pages: dict[str, Page]) -> None:
    """But for sources: two copies of one work have its title."""
    named = [page for path, page in pages.items() if not path.startswith("sources/")]
    titles = Counter(page.root.all("title")[0].text for page in named)

    assert not [title for title, count in titles.items() if count > 1]


def test_headings_skip_no_level(pages: dict[str, Page]) -> None:
    for page in pages.values():
        levels = [int(e.tag[1]) for e in page.root if e.tag in ("h1", "h2", "h3", "h4", "h5", "h6")]
        for one, next_one in itertools.pairwise(levels):
            assert next_one <= one + 1, f"{page.path}: h{one}, then h{next_one}"


def test_references_by_id_have_their_target(pages: dict[str, Page]) -> None:
    """`aria-labelledby` and its like fail without a word if the id is not there."""
    names = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "popovertarget")
    for page in pages.values():
        ids = set(page.ids)
        for element in page.root:
            wanted = {name for key in names for name in element.get(key).split()}
            assert wanted <= ids, f"{page.path}: <{element.tag}> names {wanted - ids}"


# ---- the folder as a whole ------------------------------------------------------------


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    """Neither clock nor zone, language, hash seed, folder or place of the call leaves a trace."""
    settings = (
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "4294967295", "TZ": "America/New_York", "LC_ALL": "tr_TR.UTF-8"},
    )
    built = []
    for number, variables in enumerate(settings):
        place = tmp_path / f"place-{number}"
        place.mkdir()
        command = [
            sys.executable,
            str(ROOT / "build.py"),
            "--content",
            os.path.relpath(CONTENT, place),
        ]
        environment = {**os.environ, **variables}
        subprocess.run([*command, "--output", "out"], cwd=place, env=environment, check=True)
        built.append(files_of(place / "out"))

    assert built[0].keys() == built[1].keys()
    assert not [path for path in built[0] if built[0][path] != built[1][path]]


def files_of(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


def test_github_pages_gets_what_it_needs(tmp_path: Path) -> None:
    """A domain of its own, no Jekyll, and a 404 page that works at any depth under the path."""
    write(
        tmp_path / "content/site.yaml", "url: https://me.example.org/essays\ncname: me.example.org"
    )
    write(tmp_path / "content/essays/x.md", "---\ntitle: X\ndate: 2026-11-22\n---\nText.\n")

    assert 0 == build.main(["--content", f"{tmp_path}/content", "--output", f"{tmp_path}/site"])

    site = tmp_path / "site"
    assert (site / "CNAME").read_text() == "me.example.org\n"
    assert (site / ".nojekyll").read_bytes() == b""
    page = read_page("404.html", (site / "404.html").read_text("utf-8"))
    for address in filter(internal, page.links):
        assert address.startswith(("/essays/", "#")), address
        path = address.removeprefix("/essays/").partition("#")[0]
        assert not path or (site / path).is_file(), address


def test_the_address_of_the_command_line_replaces_that_of_the_settings(tmp_path: Path) -> None:
    write(tmp_path / "content/site.yaml", "url: https://old.example.org/essays")
    write(tmp_path / "content/essays/x.md", "---\ntitle: X\ndate: 2026-11-22\n---\nText.\n")

    arguments = ["--content", f"{tmp_path}/content", "--output", f"{tmp_path}/site"]
    assert 0 == build.main([*arguments, "--url", "https://new.example.org/repo/"])

    pages = read_pages(tmp_path / "site")
    canonical = pages["essays/x.html"].root.all("link", rel="canonical")
    assert ["https://new.example.org/repo/essays/x.html"] == [e.get("href") for e in canonical]
    assert not [p for p, b in files_of(tmp_path / "site").items() if b"old.example.org" in b]


# ---- a stranger's text ----------------------------------------------------------------

STRANGER = """\
---
title: Notes on a long winter
date: 2026-01-31
---
# Notes on a long winter

It was, they say, [the coldest January in forty years](#), and the river froze
[as far as the second bridge](#).

## What people remember

- [The school stayed shut for nine days](#).
- Nobody agrees on the snow.

> "We walked to the island," an old man told me.
"""


def test_a_plain_article_builds_and_shows_what_evidence_it_lacks(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "content/essays/winter.md", STRANGER)

    code = build.main(["--content", f"{tmp_path}/content", "--output", f"{tmp_path}/site"])

    assert code == 0
    assert capfd.readouterr().err.count("warning[needs-evidence]") == 3
    pages = read_pages(tmp_path / "site")
    claims = pages["essays/winter.html"].root.all("a", cls="claim")
    words = ["the coldest January in forty years", "as far as the second bridge"]
    assert [*words, "The school stayed shut for nine days"] == [claim.text for claim in claims]
    for claim in claims:
        assert "needs-evidence" in claim.get("class").split()
    ledger = pages["claims.html"]
    for claim in claims:
        assert claim.text in ledger.root.text
        links = [target(ledger.path, address) for address in ledger.links]
        assert ("essays/winter.html", claim.get("id")) in links


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


# ---- the golden site ------------------------------------------------------------------

GOLDEN = ROOT / "tests/sites/golden"


def test_what_rests_on_a_fallen_source_says_so_everywhere(tmp_path: Path) -> None:
    """Beside every link to the evidence stands what it amounts to now, not its old verdict."""
    assert 0 == build.main(["--content", str(GOLDEN / "content"), "--output", f"{tmp_path}/site"])

    shown = []
    for page in read_pages(tmp_path / "site").values():
        for element in page.root:
            links = [a for a in element.children if isinstance(a, Element) and a.tag == "a"]
            if any(leads_to_fallen(page, a) for a in links):
                shown += [(page.path, e.get("class")) for e in element.all("span", cls="standing")]

    assert shown
    assert not [place for place in shown if place[1] != "standing source-withdrawn"]


def leads_to_fallen(page: Page, link: Element) -> bool:
    address = link.get("href")
    if not internal(address) or page.path == "evidence/withdrawn.html":
        return False
    return target(page.path, address)[0] == "evidence/withdrawn.html"


def test_the_golden_site_has_the_pages_that_were_accepted(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Every construct once. After a change, `pytest --accept`, and read the diff."""
    assert 0 == build.main(["--content", str(GOLDEN / "content"), "--output", f"{tmp_path}/site"])
    actual = {path: main_of(text) for path, text in html_of(tmp_path / "site").items()}
    folder = GOLDEN / "expected"

    if request.config.getoption("--accept"):
        for path in set(html_of(folder)) - set(actual):
            (folder / path).unlink()
        for path, text in actual.items():
            write(folder / path, text)

    assert html_of(folder) == actual


def html_of(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*.html"))
    }


def main_of(html: str) -> str:
    """The page's own part of its HTML, a line break at its end."""
    start, end = html.index("<main"), html.index("</main>")
    return html[start:end] + "</main>\n"


def test_the_first_page_shows_a_claim_of_each_standing_of_the_site(tmp_path: Path) -> None:
    """Not of the newest essay alone."""
    essay = "---\ntitle: E\ndate: 202{}-01-01\n---\n{}\n"
    evidence = "---\ntitle: So?\nkind: fact\nverdict: {}\n---\n"
    write(tmp_path / "content/essays/new.md", essay.format(6, "[A](#) and [b](#)."))
    write(tmp_path / "content/essays/old.md", essay.format(5, "[C](../evidence/c.md), [d](#)."))
    write(tmp_path / "content/essays/older.md", essay.format(4, "[E](../evidence/e.md)."))
    write(tmp_path / "content/evidence/c.md", evidence.format("opinion"))
    write(tmp_path / "content/evidence/e.md", evidence.format("unsupported"))
    folders = ["--content", f"{tmp_path}/content", "--output", f"{tmp_path}/site"]
    assert 0 == build.main(folders)

    home = read_pages(tmp_path / "site")["index.html"].root
    (samples,) = home.all("section", cls="samples")
    (figures,) = home.all("section", cls="figures")

    shown = [(card.all("span")[0].text, card.all("a")[0].text) for card in samples.all("li")]
    assert [("Unsupported", "E"), ("Opinion", "C"), ("Needs evidence", "A")] == shown
    assert len(figures.all("li")) == len(figures.all("a")), "each line leads somewhere"
