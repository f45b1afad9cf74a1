"""The case files: what each construct becomes, what is found wrong, which words a claim has.

The name of a file says what its cases show: `html-…` the text of the essay, its holes filled in
the plain way of `PlainParts`; `findings-…` the diagnostics as an author sees them; `claims-…` the
claims and mentions with their sentences. All go through a real folder and the whole pipeline.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import pytest
from markupsafe import Markup

import image_files
from case_files import Case, cases, files_of
from footnoted.charts.drawing import Drawing, drawn
from footnoted.diagnostics import CODES
from footnoted.filling import endnotes, fill
from footnoted.model import Excerpt, LinkedClaim, LinkedEssay, LinkedNote, SourcePage
from footnoted.pipeline import Checked
from footnoted.strings import Strings
from sites import check_files, codes, rendered

# What the html and claims cases may link to. Nothing need be used.
BACKGROUND = {
    "evidence/poll.md": """\
---
title: Did nine in ten back a treaty?
kind: figure
verdict: supported
citations:
  - {source: ksoi, relation: supports}
  - {source: gallup, relation: qualifies}
---
## What it asked

Text.
""",
    "evidence/treaty.md": "---\ntitle: Is there one?\nkind: fact\nverdict: contradicted\n"
    "citations:\n  - {source: ksoi, relation: contradicts}\n---\n",
    "evidence/retracted.md": "---\ntitle: Was it so?\nkind: fact\nverdict: supported\n"
    "citations:\n  - {source: paper, relation: supports}\n---\n",
    "evidence/평화.md": "---\ntitle: 평화?\nkind: fact\nverdict: mixed\n"
    "citations: [{source: ksoi, relation: qualifies}, {source: gallup, relation: context}]\n---\n",
    "essays/other.md": "---\ntitle: Other\ndate: 2026-01-01\n---\n## A part\n",
    "data/chart.png": image_files.png(60, 40),
    "data/paper.pdf": "a file",
    "sources.yaml": """\
ksoi:
  {type: report, title: Survey, url: "https://www.example.org/ksoi/", archived: "https://archive.example/1"}
gallup: {type: report, title: Poll, url: "https://gallup.example/poll?year=2018&month=8"}
paper: {type: article-journal, title: Paper, doi: 10.1000/182, status: retracted}
""",
}
ENGLISH = Strings("en", {f"chart.month.{month}": "M" for month in range(1, 13)}, str)
IDLE = ("unused-evidence", "unused-source", "source-fallen")


class PlainParts:
    """The macros of a theme whose pages show only what the model has."""

    def claim_start(self, linked: LinkedClaim) -> Markup:
        words = " ".join((linked.standing, *linked.cautions))
        return Markup(f'<a claim="{linked.claim.id}" {words}>')

    def claim_end(self, linked: LinkedClaim) -> Markup:
        return Markup()

    def note_reference(self, linked: LinkedNote, id: str) -> Markup:
        return Markup(f"<ref {id} {linked.note.mark}>")

    def notes_beside(self, notes: Sequence[tuple[LinkedNote, Markup]]) -> Markup:
        return Markup("<beside>\n{}</beside>\n").format(Markup("").join(map(_note, notes)))

    def source_link(self, linked: LinkedNote) -> Markup:
        return Markup('href="{}"').format(linked.note.address)

    def chart(self, drawing: Drawing) -> Markup:
        label = Markup(' aria-label="{}"').format(drawing.alt)
        assert label in drawing.svg
        return Markup("<chart {}{}>{}</chart>\n").format(drawing.path, label, drawing.caption)

    def callout_heading(self, kind: str) -> Markup:
        return Markup("<heading {}>\n").format(kind)


def _note(pair: tuple[LinkedNote, Markup]) -> Markup:
    linked, body = pair
    note = linked.note
    source = f"={linked.source.key}" if linked.source else ""
    evidence = f"={note.evidence} {note.relation}" if note.evidence else ""
    words = " ".join(filter(None, (note.kind + source + evidence, note.mark)))
    return Markup(f"<{note.id} {words}>\n{body}</note>\n")


def html(checked: Checked, case: Case) -> str:
    """The essay's text, its endnotes, and a line for each finding that the case is not about."""
    linked = _essay(checked)
    macros = PlainParts()
    prose = linked.essay.prose
    charts = drawn(prose.charts, linked.tables, ENGLISH)
    body = fill(prose.body, linked.claims, linked.notes, linked.sizes, macros, charts)
    notes = endnotes(linked.claims, linked.notes, linked.sizes, macros)
    end = Markup("<notes>\n{}</notes>\n").format(Markup("").join(map(_note, notes)))
    found = [line for line in codes(checked) if not line.startswith(IDLE)]
    return str(body + (end if notes else "")) + "".join(f"! {line}\n" for line in found)


def findings(checked: Checked, case: Case) -> str:
    """All findings, a blank line between two."""
    return rendered(checked, files_of(case)) + "\n" if checked.findings else ""


def claims(checked: Checked, case: Case) -> str:
    """A line for each claim and for each mention of a source, the words in angle brackets."""
    linked = _essay(checked)
    lines = []
    for number, claim in enumerate(linked.claims, 1):
        assert claim.claim.number == number
        more = [f"{m.evidence} {m.relation}" for m in claim.claim.more]
        leads = ", ".join((claim.claim.evidence or "-", *more))
        lines.append(f"{claim.claim.id} ({leads}): {_words(claim.claim.excerpt)}")
    for page in checked.corpus.sources:
        lines += _mentions(page)
    return "".join(f"{line}\n" for line in lines)


VIEWS = {"html": html, "findings": findings, "claims": claims}
ALL_CASES = cases("*.txt")


@pytest.mark.parametrize("case", ALL_CASES, ids=str)
def test_case(case: Case, content: Path, accepted: dict[Case, str] | None) -> None:
    """The input gives the expected output."""
    view = VIEWS[case.path.stem.partition("-")[0]]
    background = {} if view is findings else BACKGROUND
    files = {file.path: file.text for file in files_of(case)}

    output = view(check_files(content, {**background, **files}), case)

    if accepted is not None:
        accepted[case] = output
    else:
        assert output == case.expected


def test_no_two_cases_of_a_file_have_the_same_title() -> None:
    titles = [(case.path.stem, case.title) for case in ALL_CASES]

    assert len(titles) == len(set(titles))


def test_every_line_of_a_case_file_belongs_to_a_case_or_is_a_remark() -> None:
    """A case with a slip in it must not vanish: all lines `...` end one."""
    for path in {case.path for case in ALL_CASES}:
        text = path.read_text("utf-8")
        assert text.count("\n...\n") == sum(case.path == path for case in ALL_CASES), path


def test_every_code_has_a_case() -> None:
    shown = "".join(case.expected for case in cases("findings-*.txt"))

    missing = [code for code in CODES if f"[{code}]: " not in shown]
    assert [code for code in CODES if code.startswith("link-")] == missing  # see test_links.py


def _essay(checked: Checked) -> LinkedEssay:
    return next(e for e in checked.corpus.essays if e.essay.path == "essays/x.md")


def _words(excerpt: Excerpt) -> str:
    return f"{excerpt.before}<{excerpt.claim}>{excerpt.after}"


def _mentions(page: SourcePage) -> list[str]:
    return [
        f"{page.source.key} at #{mention.anchor}: {_words(mention.excerpt)}"
        for _, mention in chain(page.mentions)
    ]
