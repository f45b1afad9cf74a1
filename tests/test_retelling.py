"""What an author is told after each save, of a real folder: what is new, and what is as before."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from footnoted.retelling import Teller
from sites import check_files

DATE = "date: 2026-11-22\n"
SOUND = {
    "essays/a.md": f"---\ntitle: A\n{DATE}---\nIt [needs](#) and [has](../evidence/a.md).\n",
    "essays/b.md": "---\ntitle: B\ndate: 2026-11-22\n---\nThis [wants](#) evidence.\n",
    "evidence/a.md": "---\ntitle: A?\nkind: fact\nverdict: opinion\n---\n",
    "evidence/unlinked.md": "---\ntitle: U?\nkind: fact\nverdict: opinion\n---\n",
    "sources.yaml": "idle:\n  type: report\n  title: Idle\n",
}


class Author:
    """Saves files in a folder, and is told."""

    def __init__(self, content: Path) -> None:
        self._content, self._files, self._teller = content, dict(SOUND), Teller()
        self.saves({})

    def saves(self, files: Mapping[str, str]) -> str:
        self._files |= files
        findings = check_files(self._content, dict(self._files)).findings
        return self._teller.told(findings, "", files.keys())


def sound(*paths: str) -> dict[str, str]:
    return {path: SOUND[path] for path in paths}


@pytest.fixture
def author(content: Path) -> Author:
    return Author(content)


UNREADABLE = {
    "essays/a.md": SOUND["essays/a.md"].replace("---\nIt", "It"),
    "evidence/a.md": SOUND["evidence/a.md"].replace("---\n", "", 1),
    "sources.yaml": "idle: [\n",
}


@pytest.mark.parametrize("path", UNREADABLE)
def test_what_was_told_before_a_file_could_not_be_read_is_not_new_after(
    author: Author, path: str
) -> None:
    """Some warnings are held back then, and those of the file itself are not known."""
    first = author.saves({path: UNREADABLE[path]})
    assert ", 0 gone, " in first
    assert "1 error, at " in first

    told = author.saves(sound(path))

    assert "0 new, " in told
    assert "warning[" not in told
    assert "" == author.saves(sound(path))


def test_a_second_save_that_leaves_it_unreadable_makes_nothing_new_either(author: Author) -> None:
    author.saves({"essays/a.md": UNREADABLE["essays/a.md"]})
    author.saves({"essays/a.md": UNREADABLE["essays/a.md"] + "More.\n"})

    assert "warning[" not in author.saves(sound("essays/a.md"))


def test_what_was_mended_meanwhile_is_gone_and_new_when_it_comes_back(author: Author) -> None:
    author.saves({"essays/a.md": UNREADABLE["essays/a.md"]})
    mended = SOUND["essays/b.md"].replace("[wants](#)", "wants")

    told = author.saves({"essays/b.md": mended})
    assert "0 new, 1 gone, " in told

    back = author.saves(sound("essays/b.md"))
    assert 1 == back.count("warning[needs-evidence]: the claim `wants` needs evidence")


def test_what_was_mended_with_the_file_is_gone(author: Author) -> None:
    author.saves({"essays/a.md": UNREADABLE["essays/a.md"]})
    mended = SOUND["essays/a.md"].replace("[needs](#)", "needs")

    assert "0 new, 2 gone, " in author.saves({"essays/a.md": mended})

    back = author.saves(sound("essays/a.md"))
    assert 1 == back.count("warning[needs-evidence]: the claim `needs` needs evidence")


def test_of_many_errors_the_place_told_is_in_the_file_that_was_saved(author: Author) -> None:
    first = "---\ntitle: A\ndate: 2026-11-22\n---\nA note[^x].\n"
    told = author.saves({"essays/a.md": first})
    assert "1 error, at essays/a.md:5:7.\n" in told

    told = author.saves({"essays/b.md": first})
    assert "2 errors, the first of the file you saved at essays/b.md:5:7.\n" in told

    told = author.saves({"essays/a.md": f"{first}More.\n"})
    assert told == "2 errors, the first at essays/a.md:5:7.\n"

    told = author.saves({"evidence/a.md": f"{SOUND['evidence/a.md']}More.\n"})
    assert told == "2 errors, the first at essays/a.md:5:7.\n"


def test_what_stands_in_a_line_that_is_edited_is_as_before(author: Author) -> None:
    """A paragraph is mostly one line, and it is edited all the time."""
    essay = SOUND["essays/a.md"].replace("It [needs]", "More words before. It [needs]")

    assert author.saves({"essays/a.md": essay.replace("and [has]", "and, in fact, [has]")}) == ""
