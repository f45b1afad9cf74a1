"""Numbers of claims and of what their evidence quotes: which are the same, which missing."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from footnoted import figure_checks
from footnoted.figure_checks import unquoted
from footnoted.figures import figures
from footnoted.link import Memory
from footnoted.model import Excerpt
from footnoted.options import Options
from footnoted.pipeline import check
from sites import check_files, codes, made

FILE = Path(__file__).parent / "redteam/figures.yaml"


class Pair(NamedTuple):
    """A claim, what is quoted for it, and its numbers that do not stand there."""

    about: str
    claim: str
    language: str
    quotations: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.about}: {self.claim}"


PAIRS = [
    Pair(
        group["about"],
        claim,
        group["language"],
        tuple((q, "en") if isinstance(q, str) else (q[1], q[0]) for q in group["quotations"]),
        tuple(missing),
    )
    for group in yaml.safe_load(FILE.read_text("utf-8"))
    for claim, missing in (*((claim, ()) for claim in group["quoted"]), *group["missing"].items())
]


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_the_missing_numbers_are_told(pair: Pair) -> None:
    found = unquoted(Excerpt("", pair.claim, ""), pair.language, pair.quotations)

    assert list(pair.missing) == list(found), [figures(t, k) for t, k in pair.quotations]


def test_there_are_enough_pairs_of_each_answer() -> None:
    assert len(PAIRS) == len({(pair.claim, pair.quotations) for pair in PAIRS})
    assert sum(not pair.missing for pair in PAIRS) >= 60
    assert sum(bool(pair.missing) for pair in PAIRS) >= 40


def test_only_the_words_of_the_claim_are_compared() -> None:
    """What stands around them is read too: it may say *about*, or what the number is of."""
    quotations = [("28,537 soldiers", "en")]

    around = unquoted(Excerpt("In 51 towns ", "28,537 soldiers", " had 12 dogs"), "en", quotations)
    about = unquoted(Excerpt("There were about ", "28,600", " soldiers"), "en", quotations)
    exact = unquoted(Excerpt("There were ", "28,600", " soldiers"), "en", quotations)

    assert [[], [], ["28,600"]] == [list(found) for found in (around, about, exact)]


@pytest.mark.parametrize("text", ["1.2.3", "1,2,3", "twenty-fifth", "10:45", "38th", "B52", ""])
def test_what_is_no_number_has_no_value(text: str) -> None:
    assert () == figures(text, "en")


def test_a_long_text_takes_no_long_time() -> None:
    """Linear: no text makes the grammar look at it again and again (a minute if it were not)."""
    for piece in ("1 ", "1,", "one hundred and ", "1만 ", "half a ", "9 in ", "a million "):
        assert isinstance(figures(piece * 4000, "en"), tuple)


def site(quotation: str, more: str = "") -> dict[str, str | bytes]:
    """A claim of *91 in a hundred*, and the page that quotes this for it."""
    return {
        "essays/x.md": "---\ntitle: X\ndate: 2026-05-01\n---\n"
        "[91 in a hundred](../evidence/a.md)\n",
        "evidence/a.md": f"---\ntitle: Is it so?\nkind: fact\nverdict: supported\n{more}"
        f'citations: [{{source: s, relation: supports, quote: "{quotation}"}}]\n---\n',
        "sources.yaml": "s: {type: book, title: T}\n",
    }


def test_the_preview_finds_what_a_build_finds(content: Path) -> None:
    """The essay is the same, and so is what was linked of it; what is quoted for it is not."""
    memory = Memory()
    told = []
    for quotation in ("90.7 percent", "89 percent", "91 people"):
        check_files(content, site(quotation))
        remembered = codes(check(Options(content), memory=memory))
        assert codes(check(Options(content))) == remembered
        told.append(remembered)

    assert [[], ["figure-not-quoted essays/x.md:5:19"], []] == told


def test_readers_see_where_the_numbers_are_from(content: Path) -> None:
    files = site("89 percent", 'figures: Counted by hand, "all" <91>.\n')

    checked = check_files(content, files)

    pages = {
        output.path: output.content.decode()
        for output in made(checked, content)
        if output.path == "evidence/a.html"
    }
    assert [] == codes(checked)
    assert "</strong> Counted by hand, “all” &lt;91&gt;.</p>" in pages["evidence/a.html"]


@given(st.lists(st.sampled_from([*figure_checks._HINTS, *"aTy1½’é- ıſİK", "Per Cent", "in"])))
def test_a_quick_look_finds_what_a_long_one_does(words: list[str]) -> None:
    text = "".join(words)

    assert (figure_checks._MAYBE.search(text) is not None) == figure_checks._may_count(text)
