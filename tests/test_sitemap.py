"""The sitemap, held to the protocol: https://www.sitemaps.org/protocol.html."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

import build
from footnoted.dates import is_day
from footnoted.emit import sitemap
from footnoted.model import Corpus, Deferred, Output
from footnoted.options import Options
from footnoted.pipeline import check
from footnoted.theme import Theme
from footnoted.theme_folder import load
from sites import essay, evidence, write_files

GOLDEN = Path(__file__).parent / "sites/golden/content"
URL = "https://golden.example.org/site"
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
CONTENT = {"essays/x.md": essay("Text."), "evidence/q.md": evidence()}


def read_sitemap(content: bytes, kind: str = "urlset") -> dict[str, str]:
    """Addresses with the day of their change; fails on whatever the protocol does not allow."""
    assert content.startswith(b'<?xml version="1.0" encoding="utf-8"?>\n')
    assert len(content) <= 50 * 1024 * 1024
    root = ET.fromstring(content)
    assert root.tag == f"{SPACE}{kind}"
    assert 1 <= len(root) <= 50_000
    found: dict[str, str] = {}
    for row in root:
        assert row.tag == f"{SPACE}{'url' if kind == 'urlset' else 'sitemap'}"
        names = [child.tag.removeprefix(SPACE) for child in row]
        assert names in (["loc"], ["loc", "lastmod"])
        address, day = row[0].text or "", row[1].text or "" if len(row) > 1 else ""
        assert re.fullmatch(r"https?://[!-~]{1,2040}", address), address
        assert len(row) == 1 or is_day(day)
        assert address not in found
        found[address] = day
    return found


def corpus_of(folder: Path, drafts: bool = False) -> tuple[Corpus, Theme]:
    options = Options(folder, drafts=drafts)
    corpus = check(options).corpus
    return corpus, load(corpus.config, options)


def files_of(corpus: Corpus, theme: Theme, most: int = sitemap.MOST) -> dict[str, bytes]:
    found = {}
    for item in sitemap.emit(corpus, theme, most):
        output = item.make(False) if isinstance(item, Deferred) else item
        assert isinstance(output, Output)
        assert output.path == item.path
        found[output.path] = output.content
    return found


def days(files: Mapping[str, bytes]) -> dict[str, str]:
    """The day of each page, by its path."""
    found = read_sitemap(files[sitemap.FILE])
    return {address.removeprefix(f"{URL}/"): day for address, day in found.items()}


@pytest.fixture(scope="module")
def golden() -> tuple[Corpus, Theme]:
    return corpus_of(GOLDEN)


def test_it_has_every_page_of_the_site_but_that_for_missing_addresses(tmp_path: Path) -> None:
    """By its canonical address."""
    site = tmp_path / "site"
    assert 0 == build.main(["--content", str(GOLDEN), "--output", str(site), "--no-cache"])

    found = read_sitemap((site / "sitemap.xml").read_bytes())

    pages = {path: path.read_text("utf-8") for path in site.rglob("*.html")}
    named = {
        path: re.findall('rel="canonical" href="([^"]+)"', text) for path, text in pages.items()
    }
    assert [path.name for path, addresses in named.items() if not addresses] == ["404.html"]
    assert sorted(found) == sorted(address for addresses in named.values() for address in addresses)


def test_a_site_without_corrections_has_no_page_of_them(content: Path) -> None:
    write_files(content, {"site.yaml": f"url: {URL}\n", **CONTENT})

    assert "corrections.html" not in days(files_of(*corpus_of(content)))


def test_a_day_stands_only_where_the_content_names_one(golden: tuple[Corpus, Theme]) -> None:
    found = {path: day for path, day in days(files_of(*golden)).items() if day}

    assert found == {
        "essays/everything.html": "2026-11-25",  # its newest correction that is no minor one
        "essays/korean.html": "2026-11-23",
        "evidence/figure.html": "2026-11-24",
    }


def test_the_day_of_a_question_is_that_on_which_it_was_weighed(content: Path) -> None:
    text = evidence().replace("kind: fact\n", "kind: fact\nchecked: 2026-12-01\n")
    updated = CONTENT["essays/x.md"].replace("date:", "updated: 2026-12-02\ndate:")
    files = {"site.yaml": f"url: {URL}\n", "evidence/q.md": text, "essays/x.md": updated}
    write_files(content, files)

    found = days(files_of(*corpus_of(content)))

    assert found["evidence/q.html"] == "2026-12-01"
    assert found["essays/x.html"] == "2026-12-02"


def test_without_an_address_there_is_none(content: Path) -> None:
    write_files(content, {**CONTENT})

    assert not files_of(*corpus_of(content))


def test_a_draft_is_in_it_if_it_is_shown(content: Path) -> None:
    draft = CONTENT["essays/x.md"].replace("date:", "draft: true\ndate:")
    write_files(content, {"site.yaml": f"url: {URL}\n", "essays/x.md": draft})

    hidden, shown = (days(files_of(*corpus_of(content, drafts))) for drafts in (False, True))

    assert "essays/x.html" not in hidden
    assert "essays/x.html" in shown


def test_addresses_are_escaped(content: Path) -> None:
    """An `&` in the address of the site, letters of any script in names."""
    write_files(content, {"site.yaml": f"url: {URL}/a&b\n", "essays/한국어.md": essay("Text.")})

    found = days(files_of(*corpus_of(content)))

    assert "a&b/essays/%ED%95%9C%EA%B5%AD%EC%96%B4.html" in found


# ---- more than one file holds -----------------------------------------------------------


@pytest.mark.parametrize("most", [1, 3, 15, 16, 17])
def test_many_addresses_are_split_and_none_is_lost(most: int, golden: tuple[Corpus, Theme]) -> None:
    (whole,) = files_of(*golden).values()

    files = files_of(*golden, most)

    if most >= 16:
        assert files == {"sitemap.xml": whole}
        return
    index = read_sitemap(files.pop("sitemap.xml"), "sitemapindex")
    assert [*index] == [f"{URL}/{path}" for path in files]
    parts = [read_sitemap(content) for content in files.values()]
    assert all(1 <= len(part) <= most for part in parts)
    assert [row for part in parts for row in part.items()] == [*read_sitemap(whole).items()]


def test_long_addresses_are_split_before_a_file_is_too_large(
    golden: tuple[Corpus, Theme], monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, theme = golden
    most_bytes = 4000
    monkeypatch.setattr(sitemap, "_BYTES", most_bytes)
    long = replace(corpus.evidence[0].evidence, slug="문" * 60)
    pages = (replace(corpus.evidence[0], evidence=long), *corpus.evidence[1:])

    files = files_of(replace(corpus, evidence=pages), theme)

    assert len(files) > 2
    assert all(len(content) <= most_bytes for content in files.values())
