"""links.yaml: read and written, and what readers get where an original is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from footnoted.link_faults import read_link_faults, written
from footnoted.model import LinkFault, SourceFile
from footnoted.options import Options
from footnoted.pipeline import check
from html_pages import Element, read_page
from sites import check_files, codes, essay, made, write_files

URL = "https://example.org/poll?a=1&b=it's"
COPY = "https://web.archive.org/web/20180430101112/https://example.org/poll"
EVIDENCE = """---
title: Is it so?
kind: fact
verdict: supported
citations:
  - {source: poll, relation: supports, quote: It was so and not otherwise}
---
"""
SITE: dict[str, str | bytes] = {
    "essays/x.md": essay(f"[So it is](../evidence/a.md).[^n]\n\n[^n]: [Poll]({URL}#q1), 3."),
    "evidence/a.md": EVIDENCE,
    "sources.yaml": f'poll: {{type: report, title: Poll, url: "{URL}", archived: "{COPY}"}}\n',
}
DEAD = LinkFault(URL, "dead", "2026-11-15", 2, "2026-11-22")
COPY_DEAD = LinkFault(COPY, "dead", "2026-11-16", 2, "2026-11-22")
ROBUST = {
    "data-originalurl": URL,
    "data-versionurl": COPY,
    "data-versiondate": "2018-04-30",
}


def pages(content: Path, *faults: LinkFault) -> dict[str, Element]:
    """The body of each page of the site with these faults, by its path."""
    write_files(content, {**SITE, "links.yaml": written(faults)} if faults else SITE)
    checked = check(Options(content))
    assert not checked.has_errors, codes(checked)
    files = (file for file in made(checked, content) if file.path.endswith(".html"))
    return {file.path: read_page(file.path, file.content.decode()).root for file in files}


def links(page: Element, words: str) -> list[Element]:
    return [link for link in page.all("a") if link.text.strip() == words]


def robust(link: Element) -> dict[str, str]:
    return {name: link.get(name) for name in ROBUST}


def test_a_dead_original_gives_way_to_its_copy(content: Path) -> None:
    site = pages(content, DEAD)

    for path, words in (("sources/poll.html", "Poll"), ("essays/x.html", "Poll")):
        link = next(link for link in links(site[path], words) if "archive" in link.get("href"))
        assert COPY == link.get("href")
        assert ROBUST == robust(link)
    for path in ("sources/poll.html", "evidence/a.html", "essays/x.html"):
        assert not [link for link in site[path].all("a") if link.get("href").startswith(URL)]
        said = "The original is no longer there; this is the archived copy of 30 April 2018."
        assert said in site[path].text
    assert not links(site["evidence/a.html"], "Read the passage")
    (archived,) = links(site["evidence/a.html"], "archived copy")
    assert archived.get("href").startswith(COPY + "#:~:text=It%20was%20so")
    assert ROBUST == robust(archived)


def test_without_a_copy_the_words_say_since_when(content: Path) -> None:
    site = pages(content, DEAD, COPY_DEAD)

    for path in ("sources/poll.html", "evidence/a.html"):
        addresses = [link.get("href") for link in site[path].all("a")]
        assert not [address for address in addresses if address.startswith((URL, COPY))]
        assert "No longer there (since 15 November 2026)." in site[path].text
    assert "since 16 November 2026" in site["sources/poll.html"].text
    assert links(site["essays/x.html"], "Poll")[0].get("href") == URL + "#q1"  # as it was typed


@pytest.mark.parametrize("state", ["failing", "drifted"])
def test_what_is_not_dead_is_linked_as_before(content: Path, state: str) -> None:
    before = {path: page.text for path, page in pages(content).items()}

    after = pages(content, LinkFault(URL, state, "2026-11-15", 1, "2026-11-15"))

    assert before == {path: page.text for path, page in after.items()}


def test_a_link_to_what_is_there_says_where_its_copy_is(content: Path) -> None:
    site = pages(content)

    (address,) = links(site["sources/poll.html"], URL)
    assert (URL, ROBUST) == (address.get("href"), robust(address))
    assert "data-" not in "".join(
        name for link in links(site["essays/x.html"], "Poll") for name in link.attributes
    )


def test_what_is_written_is_read() -> None:
    """Also addresses that YAML would take for something else, and those too long for its keys."""
    odd = (
        URL,
        COPY,
        "https://a.test/'a':{b,[c]",
        f"https://a.test/{'x' * 2000}",
        "http://날.test/",
    )
    faults = [LinkFault(address, "failing", "2026-11-15", 1, "2026-11-16") for address in odd]
    faults.append(LinkFault("https://b.test/", "drifted", "2026-11-17", 0, "2026-11-17"))

    known = read_link_faults(SourceFile("links.yaml", written(faults)))

    assert () == known.diagnostics
    assert {fault.address: fault for fault in faults} == known.faults


def test_what_is_wrong_in_it_is_reported_at_its_place(content: Path) -> None:
    text = (
        "example.org: {state: dead, since: 2026-11-15}\n"
        "https://a.test/: {state: deaf, since: 2026-11-15}\n"
        "https://b.test/: {since: 2026-11-15, strikes: two}\n"
        "https://c.test/: {state: dead, since: 2026-11-15}\n"
        "https://c.test/: {state: dead, since: 2026-11-15}\n"
    )

    assert [
        "bad-value links.yaml:1:1",
        "bad-value links.yaml:2:26",
        "missing-key links.yaml:3:18",
        "bad-value links.yaml:3:47",
        "duplicate-key links.yaml:5:1",
    ] == codes(check_files(content, {"links.yaml": text}))
