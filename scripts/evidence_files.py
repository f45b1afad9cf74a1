#!/usr/bin/env python3
"""Puts into `content/files/` what the essay about Footnoted rests on: `scripts/evidence_files.py`.

Copies of pages of `docs/`, as they are; and, with `--tests REPORT …`, the list of all tests with
how often each passed, from reports in JUnit's form, as `pytest --junitxml REPORT` writes them.
"""

from __future__ import annotations

import argparse
import platform
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILES = ROOT / "content/files"
COPIED = ("coverage", "design", "performance", "reference")
OUTCOMES = {"failure": "failed", "error": "failed", "skipped": "skipped"}


def copy_docs() -> None:
    """The pages of `docs/` are in `content/files/`, to the letter."""
    FILES.mkdir(exist_ok=True)
    for name in COPIED:
        (FILES / f"{name}.txt").write_bytes((ROOT / f"docs/{name}.md").read_bytes())


def tests_report(*junit: str) -> str:
    """The reports as a text: when and on what, all outcomes, then each test, sorted."""
    suites = [next(iter(ET.fromstring(text))) for text in junit]  # noqa: S314 our own tests wrote it
    counts: Counter[tuple[str, str, str]] = Counter()
    for case in (case for suite in suites for case in suite.iter("testcase")):
        outcome = next((OUTCOMES[child.tag] for child in case if child.tag in OUTCOMES), "passed")
        module = str(case.get("classname")).removeprefix("tests.")
        counts[module, str(case.get("name")).partition("[")[0], outcome] += 1
    totals = Counter[str]()
    for (*_, outcome), count in counts.items():
        totals[outcome] += count
    day = max(str(suite.get("timestamp"))[:10] for suite in suites)
    lines = [
        f"All tests of Footnoted, run on {day} with Python {platform.python_version()}.",
        f"{totals['passed']} passed, {totals['failed']} failed, {totals['skipped']} skipped.",
        "",
    ]
    for (module, name, outcome), count in sorted(counts.items()):
        fact = f"{module}: {name}".replace("test_", "").replace("_", " ")
        lines.append(f"{fact}: {count} {outcome}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tests", type=Path, nargs="+", default=[], metavar="REPORT")
    options = parser.parse_args()
    copy_docs()
    if options.tests:
        reports = [path.read_text("utf-8") for path in options.tests]
        (FILES / "tests.txt").write_text(tests_report(*reports), "utf-8")


if __name__ == "__main__":
    main()
