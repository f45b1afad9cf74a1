"""sources.yaml is read record by record; it is sound as a whole, or nothing of it counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from footnoted import sources
from sites import check_files, codes

SOURCE = "{key}:\n  type: report\n  title: T\n"


@pytest.mark.parametrize(
    "more",
    ["---\n" + SOURCE.format(key="b"), "---\n" + SOURCE.format(key="a"), "--- hello\n", "---\n"],
)
def test_a_second_document_is_refused_and_nothing_before_it_counts(
    content: Path, more: str
) -> None:
    checked = check_files(content, {"sources.yaml": SOURCE.format(key="a") + more})

    assert ["yaml-syntax sources.yaml:4:1"] == codes(checked)
    assert not checked.corpus.sources


def test_an_error_on_the_last_line_leaves_nothing(content: Path) -> None:
    text = SOURCE.format(key="a") + SOURCE.format(key="b") + "  url: [\n"

    checked = check_files(content, {"sources.yaml": text})

    assert 1 == len(codes(checked))
    assert not checked.corpus.sources


@pytest.mark.parametrize(
    "address",
    (
        *("https://a.example.org", "http://www.a.example.org/", "https://www.com/x//", "https://a"),
        *("https://www.www.a.org/a/b_c.d~e-f", "https://a.org/x/?", "https://a.org./x", "https://"),
        *("https://a-b.org/../x", "https://www./x", "https://a.org//", "http://a.org/%7Ex"),
    ),
)
def test_a_plain_address_is_the_same_the_short_way(address: str) -> None:
    assert sources._canonical(address) == sources.canonical(address)
