"""What readers see of the check of quotations, and what becomes of the copies."""

from __future__ import annotations

from pathlib import Path

import pytest

from footnoted.copies import read_copies
from footnoted.diagnostics import NOWHERE
from footnoted.options import Options
from footnoted.pipeline import check
from footnoted.read import Reader
from html_pages import read_page
from sites import check_files, codes, essay, made, write_files

CITED = "  - {{source: {source}, relation: supports, quote: {quote}}}\n"
RECORD = "{key}: {{type: report, title: {key}{path}}}\n"
COPY = "It was so.\n"


def page(*cited: tuple[str, str]) -> str:
    quotations = "".join(CITED.format(source=source, quote=quote) for source, quote in cited)
    return f"---\ntitle: Is it so?\nkind: fact\nverdict: supported\ncitations:\n{quotations}---\n"


SITE: dict[str, str | bytes] = {
    "site.yaml": "diagnostics: {quote-not-found: warning}\n",
    "essays/x.md": essay("[Yes](../evidence/a.md), [no](../evidence/b.md).\n"),
    "evidence/a.md": page(("kept", "It was so"), ("kept", "It was otherwise"), ("other", "So!")),
    "evidence/b.md": page(("other", "So!"), ("other", "So?")),
    "sources.yaml": RECORD.format(key="kept", path=", path: files/kept.txt")
    + RECORD.format(key="other", path=""),
    "files/kept.txt": COPY,
}


def shown(content: Path, path: str) -> list[str]:
    """What the page says of its quotations."""
    (output,) = (file for file in made(check(Options(content)), content) if file.path == path)
    paragraphs = read_page(path, output.content.decode()).root.all("p")
    found = (p for p in paragraphs if {"check", "unchecked"} & set(p.get("class").split()))
    return [" ".join(p.text.split()) for p in found]


def test_each_quotation_says_what_became_of_it(content: Path) -> None:
    write_files(content, SITE)

    assert [
        "Found word for word in the copy of this source",
        "Not found in the copy of this source",
        "Not checked",
    ] == shown(content, "evidence/a.html")
    assert [
        "Found word for word in the copy of this source",
        "Not found in the copy of this source",
    ] == shown(content, "sources/kept.html")


def test_a_page_without_any_copy_says_so_once(content: Path) -> None:
    write_files(content, SITE)

    once = "No copies of these sources are kept, so their quotations were not checked. "
    assert [f"{once}What that means"] == shown(content, "evidence/b.html")
    of_source = "No copy of this source is kept, so its quotations were not checked. "
    assert [f"{of_source}What that means"] == shown(content, "sources/other.html")


def test_cards_say_it_too(content: Path) -> None:
    write_files(content, SITE)

    assert ["Found word for word in the copy of this source", "Not checked"] == shown(
        content, "essays/x.html"
    )


@pytest.mark.parametrize("link", ["", "[The text](../files/kept.txt)"])
def test_a_copy_is_published_only_if_a_page_links_to_it(content: Path, link: str) -> None:
    """The author may hold it without a right to pass it on."""
    files = {
        **SITE,
        "essays/x.md": essay(f"[Yes](../evidence/a.md), [no](../evidence/b.md). {link}"),
    }

    paths = [output.path for output in made(check_files(content, files), content)]

    assert bool(link) == ("files/kept.txt" in paths)
    assert not any(
        COPY.encode() in output.content
        for output in made(check(Options(content)), content)
        if output.path != "files/kept.txt"
    )


def test_a_copy_behind_a_link_out_of_the_folder_is_not_read(content: Path) -> None:
    write_files(content, SITE)
    outside = content.parent / "secret.txt"
    outside.write_text(COPY)
    (content / "files/kept.txt").unlink()
    (content / "files/kept.txt").symlink_to(outside)

    assert ["outside-content files/kept.txt:1:1"] == codes(check(Options(content)))


def test_a_copy_in_a_folder_behind_a_link_is_not_read(content: Path) -> None:
    """The cache watches real folders only. One complaint is enough."""
    write_files(content, SITE)
    (content / "files").rename(content / "real")
    (content / "files").symlink_to(content / "real")

    assert ["outside-content files:1:1"] == codes(check(Options(content)))


def test_a_copy_that_goes_while_it_is_read_is_missing(tmp_path: Path) -> None:
    texts, found = read_copies(tmp_path, [("gone.txt", NOWHERE)], {"gone.txt"})

    assert not texts
    assert ["missing-copy"] == [finding.code for finding in found]
    assert "`gone.txt` cannot be read: No such file or directory" == found[0].message


def test_a_name_in_decomposed_characters_is_found(content: Path) -> None:
    record = RECORD.format(key="kept", path=", path: files/caf\u00e9.txt")
    files = {**SITE, "sources.yaml": record + RECORD.format(key="other", path="")}
    del files["files/kept.txt"]

    checked = check_files(content, {**files, "files/cafe\u0301.txt": COPY})

    assert ["quote-not-found evidence/a.md:7:47"] == codes(checked)


def test_nothing_is_read_where_no_source_has_a_copy(content: Path) -> None:
    reader = Reader()
    write_files(content, {**SITE, "sources.yaml": RECORD.format(key="kept", path="")})

    check(Options(content), reader)

    assert {} == reader.copies
