"""`content/files/`: what the essay about Footnoted rests on is what the project has."""

from __future__ import annotations

import re

import pytest

import evidence_files

JUNIT = """<testsuites><testsuite timestamp="2026-11-24T02:03:04.5+00:00">
<testcase classname="tests.test_tea" name="test_tea_is_old[black]"/>
<testcase classname="tests.test_tea" name="test_tea_is_old[green]"/>
<testcase classname="tests.test_tea" name="test_milk_is_white"><failure message="no"/></testcase>
<testcase classname="footnoted.dates" name="footnoted.dates.written"><skipped/></testcase>
</testsuite></testsuites>"""


@pytest.mark.parametrize("name", evidence_files.COPIED)
def test_a_page_of_the_docs_is_quoted_as_it_is(name: str) -> None:
    """If this fails: `python scripts/evidence_files.py`, and see whether the quotations stand."""
    copy = evidence_files.FILES / f"{name}.txt"

    assert (evidence_files.ROOT / f"docs/{name}.md").read_bytes() == copy.read_bytes()


def test_a_report_counts_each_test_by_what_became_of_it() -> None:
    day, totals, blank, *facts = evidence_files.tests_report(JUNIT).splitlines()

    assert "run on 2026-11-24" in day
    assert "2 passed, 1 failed, 1 skipped." == totals
    assert not blank
    assert facts == [
        "footnoted.dates: footnoted.dates.written: 1 skipped",
        "tea: milk is white: 1 failed",
        "tea: tea is old: 2 passed",
    ]


def test_the_report_that_is_quoted_has_no_failure() -> None:
    report = (evidence_files.FILES / "tests.txt").read_text("utf-8")

    assert re.search(r"^\d{4,} passed, 0 failed, 0 skipped\.$", report, re.MULTILINE)
