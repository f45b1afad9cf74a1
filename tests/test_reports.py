"""`check --format`: what JSON and SARIF say, as programs read them that are not ours."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from footnoted.diagnostics import CODES, Diagnostic, Span
from footnoted.reports.as_sarif import Rule, as_sarif, result_of

ROOT = Path(__file__).resolve().parent.parent
READER = ROOT / "tests" / "read_report.mjs"
_FRONT = "---\ntitle: An essay\ndate: 2026-11-22\n---\n\n"
FILES = {
    "essays/peace.md": f"{_FRONT}😀 [Nobody](#) saw it, and [some](../evidence/n.md).\n",
    "essays/평화.md": f"{_FRONT}A note.[^a b] [^Once] [x] (https://example.org)\n\n[^once]: O.\n",
    "sources.yaml": "a: {type: report, title: A, url: 'https://example.org/'}\na: {titel: B}\n",
}

Check = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """The command, called from a folder where `texts/inner` has the content, full of mistakes."""
    (tmp_path / ".git").mkdir()
    for name, text in FILES.items():
        path = tmp_path / "texts/inner" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def run(*arguments: str, environment: dict[str, str] | None = None) -> Any:
        command = [sys.executable, str(ROOT / "build.py"), "check", "--content", "inner"]
        return subprocess.run(
            [*command, *arguments],
            cwd=tmp_path / "texts",
            env={"PATH": "/usr/bin:/bin", **(environment or {})},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return run


def _read(report: str, *arguments: str) -> list[str]:
    node = shutil.which("node")
    assert node, "the tests need Node"
    run = subprocess.run(
        [node, str(READER), *arguments],
        input=report,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


def _told(run: subprocess.CompletedProcess[str]) -> list[str]:
    """The findings on the screen: severity, code, place and message."""
    pattern = re.compile(r"^(\w+\[[\w-]+\]): (.*)\n *--> (.*)$", re.MULTILINE)
    return [f"{head} {place} {message}" for head, message, place in pattern.findall(run.stderr)]


def test_json_has_the_findings_of_the_screen(check: Check) -> None:
    run = check("--format", "json")

    assert run.returncode == 1
    assert len(_told(run)) > 5
    assert _told(run) == _read(run.stdout, "json")


def test_the_same_content_gives_the_same_report(check: Check) -> None:
    for form in ("json", "sarif"):
        assert check("--format", form).stdout == check("--format", form, "--quiet").stdout


def test_json_says_what_it_is_and_where_files_are(check: Check) -> None:
    report = json.loads(check("--format", "json").stdout)

    assert ("footnoted-check", 1) == (report["format"], report["version"])
    assert "texts/inner" == report["content"]
    assert {"needs-evidence": 2} == report["counts"]["claims"]
    assert 2 == report["counts"]["essays"]


def test_sarif_follows_its_schema_and_marks_what_the_screen_marks(
    check: Check, tmp_path: Path
) -> None:
    run = check("--format", "sarif")

    read = _read(run.stdout, "sarif", str(ROOT / ".tools"), str(tmp_path))

    screen = [re.sub(r" (\S+):(\d+):\d+ .*", r" texts/inner/\1:\2", line) for line in _told(run)]
    assert screen == [line.partition(" {")[0] for line in read]
    assert "warning[needs-evidence] texts/inner/essays/peace.md:6 {#}" in read
    assert "error[unknown-evidence] texts/inner/essays/peace.md:6 {../evidence/n.md}" in read


def test_columns_of_sarif_are_those_of_editors(check: Check) -> None:
    """One emoji is two to an editor, and to GitHub."""
    log = json.loads(check("--format", "sarif").stdout)

    (needy,) = [r for r in _results(log) if r["ruleId"] == "needs-evidence"]
    region = needy["locations"][0]["physicalLocation"]["region"]
    assert log["runs"][0]["columnKind"] == "utf16CodeUnits"
    assert {"startLine": 6, "startColumn": 13, "endColumn": 14} == region


def test_rules_explain_themselves_with_the_documentation(check: Check) -> None:
    github = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "me/essays"}
    log = json.loads(check("--format", "sarif", environment=github).stdout)

    rules = {rule["id"]: rule for rule in log["runs"][0]["tool"]["driver"]["rules"]}
    rule = rules["unknown-evidence"]
    page = "https://github.com/me/essays/blob/HEAD/docs/diagnostics.md"
    assert f"{page}#unknown-evidence" == rule["helpUri"]
    assert f"An error: {CODES['unknown-evidence'].meaning}." in rule["help"]["markdown"]
    assert "error" == rule["defaultConfiguration"]["level"]
    assert {"text": "A claim leads to an evidence page that does not exist."} == rule[
        "fullDescription"  # GitHub does not take rules without one
    ]
    assert {result["ruleId"] for result in _results(log)} == rules.keys()


def test_without_github_a_rule_has_no_address(check: Check) -> None:
    log = json.loads(check("--format", "sarif").stdout)

    assert all("helpUri" not in rule for rule in log["runs"][0]["tool"]["driver"]["rules"])


def _results(log: dict[str, Any]) -> list[dict[str, Any]]:
    results = log["runs"][0]["results"]
    assert isinstance(results, list)
    return results


# ---- values in, values out ------------------------------------------------------------


RULES = {"needs-evidence": Rule("needs-evidence", "a claim", "warning", "Help.")}


def _needy(line: int, words: str = "It is so", excerpt: str = "[It is so](#).") -> Diagnostic:
    message = f"the claim `{words}` needs evidence"
    span = Span("essays/x.md", line, 12, 1, excerpt)
    return Diagnostic("needs-evidence", message, span)


def _fingerprints(*diagnostics: Diagnostic) -> list[str]:
    log = json.loads(as_sarif("content", RULES, [result_of("warning", d) for d in diagnostics]))
    return [result["partialFingerprints"]["primaryLocationLineHash"] for result in _results(log)]


def test_a_fingerprint_survives_a_moved_line_and_an_edit_beside_it() -> None:
    moved = _needy(90, excerpt="[It is so](#), and some more.")

    assert _fingerprints(_needy(6)) == _fingerprints(moved)


def test_two_findings_on_a_line_have_two_fingerprints() -> None:
    """To GitHub's own they would be one."""
    assert 2 == len(set(_fingerprints(_needy(6), _needy(6, "It was so"))))
    assert 2 == len(set(_fingerprints(_needy(6), _needy(6))))


def test_a_message_cannot_hold_a_link_or_a_placeholder() -> None:
    """What an author typed stays what it is: SARIF reads `[a](b)` and `{0}` in messages."""
    log = json.loads(
        as_sarif("", RULES, [result_of("warning", _needy(6, "{0} [a](javascript:b)"))])
    )

    text = _results(log)[0]["message"]["text"]
    assert "The claim `{{0}} \\[a\\](javascript:b)` needs evidence." == text


def test_a_name_that_needs_it_is_escaped() -> None:
    diagnostic = Diagnostic("needs-evidence", "x", Span("essays/평화 1.md", 1, 1, 1, ""))

    log = json.loads(as_sarif("", RULES, [result_of("warning", diagnostic)]))

    location = _results(log)[0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert "essays/%ED%8F%89%ED%99%94%201.md" == location["uri"]
