"""How much of essays leads to evidence: what covers a sentence, and what the report says of it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from footnoted.checking import Report, check_only
from footnoted.coverage.finding import NeedKind
from footnoted.coverage.quotations import Trace
from footnoted.coverage.values import Cover, Measured, counts
from footnoted.options import Options
from footnoted.progress import Progress
from sites import essay, evidence, write_files

ROOT = Path(__file__).resolve().parent.parent
QUOTING = """\
---
title: Is it so?
kind: fact
verdict: supported
citations:
  - {source: a, relation: supports, quote: Peace is not at hand}
---
"""
SITE: dict[str, str | bytes] = {
    "evidence/poll.md": QUOTING,
    "evidence/bare.md": QUOTING.replace("quote: Peace is not at hand", "says: War."),
    "evidence/opinion.md": evidence("I think so.\n"),
    "sources.yaml": "a: {type: report, title: A, path: files/a.txt}\n",
    "files/a.txt": "He said: peace is far. Peace is not at hand.",
}


def _check(
    folder: Path, markdown: str, form: str = "text", wanted: float = 0, **options: bool
) -> Report:
    write_files(folder, SITE | {"essays/x.md": essay(markdown)})
    assert form in ("text", "json", "sarif")
    return check_only(Options(folder, **options), form, wanted, Progress(None))  # type: ignore[arg-type]


def _covers(folder: Path, markdown: str) -> list[str]:
    """What covers each sentence that wants evidence, in order; `-` is nothing."""
    report = json.loads(_check(folder, markdown, "json").shown)
    return [s["cover"] or "-" for s in report["coverage"]["essays"][0]["wanting"]]


def _traces(folder: Path, markdown: str) -> list[str]:
    report = json.loads(_check(folder, markdown, "json").shown)
    return [q["trace"] for q in report["coverage"]["essays"][0]["quoting"]]


# ---- what covers a sentence -----------------------------------------------------------

CLAIM = "[51 per cent](../evidence/poll.md)"
COVERS = {
    "a claim": (f"It was {CLAIM}. Then it was 52 per cent.", ["claim", "-"]),
    "a claim that needs evidence": ("It was [51 per cent](#).", ["owed"]),
    "a source note": ("It was 51 per cent.[^s] And 52.", ["note", "-"]),
    "a source note after a space": ("It was 51 per cent. [^s] And 52.", ["note", "-"]),
    "a note in the middle": ("It was 51,[^s] then 52. And 53.", ["note", "-"]),
    "an evidence note": (f"It was {CLAIM}. It was 52.[^e] And 53.", ["claim", "claim", "-"]),
    "no sidenote": ("It was 51 per cent.[^side]", ["-"]),
    "a link to the web": ("It was [51](https://example.org/). And 52.", ["link", "-"]),
    "no link to a page": ("It was [51](x.md#a), or [52](#b).", ["-"]),
    "a sentence with nothing to prove": ("It rained. Two dogs barked.", []),
    "a heading": ("## In 2018, 51 per cent\n\n**Hanoi, May 2019.** It rained.", []),
    "bold words within": ("It was **51 per cent** then.", ["-"]),
    "a callout": (f"> [!NOTE]\n> It was {CLAIM}. And 52.", ["claim", "-"]),
    "code and images": ("`51 per cent`, ![52](https://example.org/a.png)", []),
    "a list with an introduction": (f"It was {CLAIM}:\n\n- 51 men\n- 52 women", ["claim"] * 3),
    "a list without": (f"It was {CLAIM}.\n\n- 51 men\n- 52 women[^s]", ["claim", "-", "note"]),
    "a table": ("|men|\n|--|\n|51|\n|52|", ["-"]),
    "a table with a note": ("|men|\n|--|\n|51|\n|52[^s]|", ["note"]),
    "a block quotation": ("> Peace is far away.\n>\n> Very far.", ["-"]),
    "a block quotation introduced": (f"In {CLAIM} he said:\n\n> Peace is far.", ["claim"] * 2),
    "a quotation of two sentences": (f"“It is so. It was so,” said {CLAIM}.", ["claim"]),
    "a remark": (
        "Water boils at 100 degrees. <!-- no-evidence: known --> Ice is 90 years old.",
        ["excused", "-"],
    ),
    "a remark without a reason": ("Water boils at 100 degrees.<!-- no evidence -->", ["excused"]),
    "a remark on its own line": (
        "It was 51.\n\nIt was 52. It was 53.\n\n<!-- No-evidence: mine -->",
        ["-", "excused", "excused"],
    ),
    "any other remark": ("It was 51. <!-- evidence? -->\n\n<!-- no evidently -->", ["-"]),
}
NOTES = """

[^s]: [A report of 2018](https://example.org/), 51 per cent.
[^e]: [More](../evidence/bare.md), 51 per cent.
[^side]: It was so in May 2018.
"""


@pytest.mark.parametrize("name", COVERS)
def test_a_sentence_is_covered_by(name: str, tmp_path: Path) -> None:
    """Each in a file with notes; what stands in the sidenote is counted only where it is used."""
    markdown, expected = COVERS[name]
    side = ["-"] if "[^side]" in markdown else []

    assert expected + side == _covers(tmp_path, markdown + NOTES)


def test_what_the_author_of_the_credited_work_says_is_credited(tmp_path: Path) -> None:
    """The work stands at the top of the essay, with its date; figures in it do not."""
    text = essay("On 15 August Ann Smith warned of it. Smith said that 51 men fell. Lee said so.")
    files = SITE | {
        "sources.yaml": "w: {type: book, title: W, author: 'Smith, Ann'}\n",
        "evidence/poll.md": evidence(),
        "essays/x.md": text.replace("---\n", "---\nbased-on: w\n", 1),
    }
    write_files(tmp_path, files)

    report = json.loads(check_only(Options(tmp_path), "json", 0, Progress(None)).shown)

    (measured,) = report["coverage"]["essays"]
    found = [[f["words"] for f in s["found"]] for s in measured["wanting"]]
    assert [["51"], ["Lee"]] == found


# ---- quotations -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ('He [said](../evidence/poll.md) "peace is not at hand".', "not-quoted"),
        ('He [said](../evidence/poll.md) "is not at hand."', "traced"),
        ('["Peace is not at hand," he said](../evidence/poll.md).', "traced"),
        ("> Peace is not at hand.\n>\n> — [He](../evidence/poll.md), in a letter", "traced"),
        ('He [said](../evidence/bare.md) "Peace is not at hand".', "not-quoted"),
        ('He [said](https://example.org/) "Peace is not at hand".', "no-claim"),
        ('He said "Peace is not at hand". <!-- no-evidence: a refrain -->', "excused"),
    ],
)
def test_a_quotation_is_traced_through_the_claims_of_its_sentence(
    markdown: str, expected: str, tmp_path: Path
) -> None:
    assert [expected] == _traces(tmp_path, markdown)


# ---- places ---------------------------------------------------------------------------

PLACED = r"""
One \*star\* &amp; more.[^n] Two *emphatic **words** of* `code` here. “Three” 'quoted' "words".
*"51 Ten* words" &quot;51 Twelfth&quot; and 'so on'. &eacute; **"51 Last."**
Four [a link *in* it](https://example.org/a_b "and title") goes on
  over a line. Five <https://example.org> 😀 ends.

- Six items [^n] long.

> Seven quoted
> lines.

| Eight | nine \| ten |
|--|--|
| Eleven | Twelve [x](y.md) |

[^n]: Nine in a note,
    which goes on.
"""


def test_places_are_those_of_the_file(tmp_path: Path) -> None:
    """Every sentence that a figure is put into is found where it stands, in any markup."""
    markdown = re.sub(r"\b(One|Two|Four|Five|Six|Nine)\b", r"51 \1", PLACED)
    report = json.loads(_check(tmp_path, markdown, "json").shown)
    lines = (tmp_path / "essays/x.md").read_text("utf-8").split("\n")

    wanting = report["coverage"]["essays"][0]["wanting"]
    marked = [
        lines[f["line"] - 1][f["column"] - 1 : f["end_column"] - 1]
        for s in wanting
        for f in s["found"]
        if f["kind"] == "figure"
    ]
    starts = [lines[s["line"] - 1][s["column"] - 1 :][:6] for s in wanting]
    assert ["51"] * 8 + ["Eleven", "Twelve", "51"] == marked
    expected = ["51 One", "51 Two", '"51 Te', "51 Fou", "51 Fiv", "51 Six", "Seven ", "Eight "]
    assert [*expected, "51 Nin"] == starts


# ---- the report -----------------------------------------------------------------------

REPORT = """\
             sentences  covered            claims     bare  evidence  unquoted   quotes   traced
------------------------------------------------------------------------------------------------
essays/x.md          5        2     40 %        3        1         2         1        1        1
------------------------------------------------------------------------------------------------
total                5        2     40 %        3        1         2         1        1        1

Sentences that lead to no evidence
  essays/x.md:5:101  figure `52 per cent`, date `2019`: It was 52 per cent in 2019.
  essays/x.md:7:1  attribution `Smith`: …listened to him anyway: Smith \
said it again and again, to whoever came b…

Claims without evidence
  essays/x.md:5:205  53 men

Evidence without a quotation
  evidence/bare.md:2:8  Is it so?

Excused
  essays/x.md:5:129  known: Water boils at 100 degrees.

"""
MARKDOWN = """\
In [2018](../evidence/bare.md) it was 51 per cent. \
He [said](../evidence/poll.md) "is not at hand". \
It was 52 per cent in 2019. Water boils at 100 degrees. <!-- no-evidence: known --> \
There were [53 men](#).

It is an old story that has been told very often, and nobody would have listened to him anyway: \
Smith said it again and again, to whoever came by.
"""


def test_the_report_is_a_table_and_a_list_of_what_is_missing(tmp_path: Path) -> None:
    shown = _check(tmp_path, MARKDOWN).shown

    assert REPORT == shown[: shown.index("essays    1")]


def test_json_counts_what_the_table_counts(tmp_path: Path) -> None:
    coverage = json.loads(_check(tmp_path, MARKDOWN, "json").shown)["coverage"]

    assert coverage["total"] == {
        "sentences": 5,
        "covered": 2,
        "percent": 40.0,
        "excused": 1,
        "claims": 3,
        "claims_without_evidence": 1,
        "evidence": 2,
        "evidence_without_quotation": 1,
        "quotations": 1,
        "traced": 1,
    }
    (measured,) = coverage["essays"]
    assert coverage["total"].items() <= measured.items()


def test_sarif_notes_what_is_missing(tmp_path: Path) -> None:
    markdown = MARKDOWN + '\n😀 "This is no quotation" of his.\n'
    log = json.loads(_check(tmp_path, markdown, "sarif").shown)

    notes = [r for r in log["runs"][0]["results"] if r["level"] == "note"]
    assert ["uncovered"] * 3 + ["untraced", "unquoted"] == [note["ruleId"] for note in notes]
    region = notes[3]["locations"][0]["physicalLocation"]["region"]
    assert {"startLine": 9, "startColumn": 4, "endColumn": 26} == region


def test_nothing_to_count_is_no_division_by_nothing(tmp_path: Path) -> None:
    report = _check(tmp_path, "It rained.", wanted=100)

    assert "essays/x.md          0        0        –        0" in report.shown
    assert report.too_little == ""
    assert None is counts(()).percent


def test_no_essay_is_a_table_with_nothing_in_it(tmp_path: Path) -> None:
    write_files(tmp_path, {"evidence/bare.md": evidence()})

    report = check_only(Options(tmp_path), "text", 100, Progress(None))

    assert "total          0        0        –" in report.shown


def test_columns_stand_below_each_other_whatever_files_are_called(tmp_path: Path) -> None:
    write_files(tmp_path, {"essays/평화.md": essay("It rained.")})

    lines = [line for line in _check(tmp_path, "So.").shown.split("\n") if "–" in line]

    assert ["essays/x.md   ", "essays/평화.md", "total         "] == [
        line[: line.index("  " * 4)].ljust(14) if "평" not in line else line[:12] for line in lines
    ]


def test_a_share_is_cut_not_rounded() -> None:
    from footnoted.coverage.values import Counts
    from footnoted.reports.as_text import percent

    row = Counts(3000, 2999, 0, 0, 0, 0, 0, 0, 0)
    assert "99.9 %" == percent(row)


def test_an_opinion_without_sources_need_not_quote(tmp_path: Path) -> None:
    shown = _check(tmp_path, "[So](../evidence/opinion.md) I [think](../evidence/bare.md).").shown

    assert "evidence/bare.md:2:" in shown
    assert "evidence/opinion.md" not in shown


def test_drafts_count_when_they_are_asked_for(tmp_path: Path) -> None:
    draft = "---\ndraft: true\n" + essay("It was 51 per cent.").removeprefix("---\n")
    write_files(tmp_path, {"essays/y.md": draft})

    without = _check(tmp_path, "It was 52 per cent.").shown
    assert "essays/y.md" not in without
    assert "essays/y.md:" in _check(tmp_path, "It was 52 per cent.", drafts=True).shown


def test_an_evidence_page_of_two_essays_counts_once() -> None:
    from footnoted.coverage.values import Page
    from footnoted.diagnostics import NOWHERE

    pages = (Page("a", "A", NOWHERE),)
    one = Measured("a.md", "A", (), (), 1, (), pages, pages)

    row = counts((one, one))
    assert (2, 1, 1) == (row.claims, row.evidence, row.unquoted)


def _keys(value: object) -> set[str]:
    """All keys of a JSON document, except where they are names of something else."""
    if isinstance(value, list):
        return set().union(*map(_keys, value))
    if not isinstance(value, dict):
        return set()
    return {*value, *_keys([value[key] for key in value if key not in ("claims", "quotations")])}


def test_each_key_and_value_of_the_json_is_documented(tmp_path: Path) -> None:
    report = json.loads(_check(tmp_path, MARKDOWN, "json").shown)
    page = (ROOT / "docs/check.md").read_text("utf-8")
    words = [*get_args(Cover), *get_args(Trace), *get_args(NeedKind)]

    assert {"reason", "percent", "also", "end_column"} <= _keys(report)
    assert [] == [key for key in (*_keys(report), *filter(None, words)) if f"`{key}`" not in page]


def test_the_measure_adds_up() -> None:
    """At most one alarm in five may be false, as judged by hand in the documentation."""
    page = (ROOT / "docs/coverage.md").read_text("utf-8")

    judged = re.findall(r"^\| \d+:\d+ \|.*\| (true|false) \|.*\|$", page, re.MULTILINE)

    false = judged.count("false")
    total = f"**{len(judged)} alarms, {len(judged) - false} true, {false} false:"
    assert total in page
    assert 5 * false <= len(judged)


# ---- the command line -----------------------------------------------------------------


def _run(
    folder: Path, *arguments: str, encoding: str = "utf-8"
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "build.py"), "check", "--content", "content", *arguments]
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"PYTHONIOENCODING": encoding},
        capture_output=True,
        text=True,
        encoding=encoding,
        check=False,
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    write_files(folder / "content", SITE | {"essays/x.md": essay(MARKDOWN)})
    return folder


def test_too_little_coverage_fails_with_a_sentence(project: Path) -> None:
    run = _run(project, "--fail-under", "40.1")

    assert 1 == run.returncode
    assert run.stderr.endswith(
        "error: 40 % of the sentences that want evidence are covered, 2 of 5; "
        "--fail-under asks for 40.1 %\n"
    )


def test_enough_coverage_is_enough(project: Path) -> None:
    run = _run(project, "--fail-under", "40%")

    assert 0 == run.returncode
    assert "total " in run.stdout


def test_quiet_leaves_the_report_out_but_fails_all_the_same(project: Path) -> None:
    run = _run(project, "--fail-under", "41", "--quiet")

    assert (1, "") == (run.returncode, run.stdout)
    assert "--fail-under asks for 41 %" in run.stderr


def test_a_terminal_that_knows_few_letters_gets_what_it_can_show(tmp_path: Path) -> None:
    write_files(tmp_path / "content", {"essays/평화.md": essay("It was 51 per cent — “안녕”.")})

    run = _run(tmp_path, encoding="ascii")

    assert (0, "") == (run.returncode, run.stderr)
    assert "51 per cent \\u2014" in run.stdout


@pytest.mark.parametrize("value", ["many", "-1", "101", "nan"])
def test_a_share_that_is_none_is_refused(value: str, project: Path) -> None:
    run = _run(project, f"--fail-under={value}")

    assert 2 == run.returncode
    assert f"`{value}` is not a share from 0 to 100" in run.stderr


def test_a_build_does_not_pay_for_the_report(project: Path) -> None:
    code = (
        "import sys, build; build.main(['--no-cache', '--quiet', '--content', 'content']);"
        "print(*(m for m in sys.modules if '.coverage' in m or '.reports' in m or m.endswith('ing')"
        " and 'check' in m))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (0, "\n") == (run.returncode, run.stdout), run.stderr
    assert (project / "_site/essays/x.html").exists()


def test_a_remark_does_not_reach_the_page(project: Path) -> None:
    command = [sys.executable, str(ROOT / "build.py"), "--content", "content", "--output", "out"]
    subprocess.run([*command, "--quiet"], cwd=project, capture_output=True, check=True)

    page = (project / "out/essays/x.html").read_text("utf-8")
    assert "Water boils at 100 degrees." in page
    assert "no-evidence" not in page
