"""Slips in YAML: each is told once, at the line to change, and its hint says what to do there.

The table is `cases/slips.yaml`. What the library says of a mistake is never shown.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import yaml

from footnoted.composing import Text, compose
from footnoted.diagnostics import render
from footnoted.fields import names
from footnoted.parse import EVIDENCE_KEYS
from sites import check_files

TABLE = yaml.safe_load((Path(__file__).parent / "cases/slips.yaml").read_text("utf-8"))
FILES = {
    "essays/x.md": """---
title: Born equal
date: 2026-11-22
summary: What one sentence says
tags: [a, b]
---
It is [a claim](../evidence/a.md).
""",
    "evidence/a.md": """---
title: Is it so?
kind: fact
verdict: supported
citations:
  - source: un-1948
    relation: supports
    quote: "All are equal."
    locator: article 1
  - source: un-1950
    relation: qualifies
    says: Not all.
bears_on:
  other: context
---
Yes.
""",
    "evidence/other.md": "---\ntitle: Other?\nkind: fact\nverdict: opinion\n---\n",
    "sources.yaml": """un-1948:
  type: document
  title: Universal Declaration
  author: United Nations
  issued: 1948-12-10
  url: https://example.org/a

un-1950:
  type: document
  title: Another
""",
    "site.yaml": "diagnostics: {figure-not-quoted: off}\n",
}
LIBRARY = ("mapping values", "block ", "token", "scalar", "stream", "expected", "simple key")


def test_the_site_of_the_table_is_sound(content: Path) -> None:
    assert () == check_files(content, dict(FILES)).findings


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["slip"])
def test_a_slip_is_told_at_the_line_to_change(row: dict[str, str], content: Path) -> None:
    sound = FILES[row["file"]]
    assert row["for"] in sound
    changed = sound.replace(row["for"], row["put"], -1 if row["for"] == "\n" else 1)

    checked = check_files(content, {**FILES, row["file"]: changed})

    found = [d for _, d in checked.findings]
    told = [f"{d.code} {d.span.path}:{d.span.line}" + f": {d.hint}" * bool(d.hint) for d in found]
    assert row["found"] == told
    shown = "".join(d.message + d.hint for d in found)
    assert not [words for words in LIBRARY if words in shown]


def test_all_slips_of_a_file_are_told_at_once(content: Path) -> None:
    sources = (
        FILES["sources.yaml"]
        .replace("  type: document\n  title: U", "  type:document\n  title: U")
        .replace("  author", "   author")
        .replace("Another", "Another: one")
    )

    checked = check_files(content, {**FILES, "sources.yaml": sources})

    assert [2, 4, 10] == [d.span.line for _, d in checked.findings]


def test_what_is_wrong_beside_a_slip_is_told_with_it(content: Path) -> None:
    essay = FILES["essays/x.md"].replace("equal", "equal: a story").replace("11-22", "13-22")

    checked = check_files(content, {**FILES, "essays/x.md": essay})

    assert ["yaml-syntax", "bad-value"] == [d.code for _, d in checked.findings]


def test_tabs_are_one_mistake(content: Path) -> None:
    sources = FILES["sources.yaml"].replace("  ", "\t")

    ((_, found),) = check_files(content, {**FILES, "sources.yaml": sources}).findings

    assert "a tab indents this line, and 6 more" == found.message


def test_a_slip_in_a_draft_is_told(content: Path) -> None:
    """Whether it is one is only guessed."""
    essay = FILES["essays/x.md"].replace("date", "draft: true\ndate").replace("equal", "equal: a")

    checked = check_files(content, {**FILES, "essays/x.md": essay})

    assert ["yaml-syntax"] == [d.code for _, d in checked.findings]


@pytest.mark.parametrize("name", ["evidence/a.md", "sources.yaml"])
def test_no_letter_that_is_missing_or_typed_twice_is_too_much(name: str) -> None:
    code = FILES[name].removeprefix("---\n").partition("---\n")[0]
    quoted = code.replace("title: Is it so?", 'title: "Is it so?"\nlanguage: "en"')
    for at in range(len(quoted)):
        for typed in ("", quoted[at] * 2):
            text = Text(name, quoted[:at] + typed + quoted[at + 1 :], keys=names(EVIDENCE_KEYS))

            compose(text)

            assert all(1 <= d.span.line <= quoted.count("\n") + 2 for d in text.found)


def test_whatever_is_typed_is_told_in_our_words_and_in_its_lines() -> None:
    chance = random.Random(4)
    page = FILES["evidence/a.md"].removeprefix("---\n").partition("---\n")[0]
    bits = ("\n", *" \t:\"'-#[]{}*&!|\\", "\u201c")
    for _ in range(300):
        code = page
        for _ in range(chance.randrange(1, 5)):
            at = chance.randrange(len(code) + 1)
            bit, end = chance.choice(bits) * chance.randrange(3), at + chance.randrange(3)
            code = code[:at] + bit + code[end:]
        text = Text("evidence/a.md", code, keys=names(EVIDENCE_KEYS), is_front=True)

        compose(text)

        assert len({(d.span.line, d.code) for d in text.found}) == len(text.found), code
        for found in text.found:
            assert 1 <= found.span.line <= code.count("\n") + 1, code
            assert not [words for words in LIBRARY if words in render(found, "error")], code
