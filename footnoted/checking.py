"""A check of a content folder and its report: as text, as JSON or as SARIF.

No site is written. What goes out to ask whether links still lead somewhere is imported only when
that is wanted; it may write links.yaml.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from footnoted.building import summary, told
from footnoted.coverage.measuring import measure
from footnoted.coverage.values import Counts, Measured, counts
from footnoted.diagnostics import CODES, order
from footnoted.grading import graded
from footnoted.model import Content, SourceFile
from footnoted.options import Options
from footnoted.pipeline import Checked, check
from footnoted.progress import Progress
from footnoted.read import Reader, read
from footnoted.reports.as_json import as_json
from footnoted.reports.as_sarif import Level, Result, Rule, as_sarif, result_of, results_of
from footnoted.reports.as_text import as_text, percent

if TYPE_CHECKING:
    from footnoted.rot.links import Inquiry, LinkReport

Format = Literal["text", "json", "sarif"]
_DOCUMENTATION = Path(__file__).resolve().parent.parent / "docs"
_SECTION = re.compile(r"^### `([\w-]+)`\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
# What the report adds to the codes, explained in docs/check.md.
_NOTES = {
    "uncovered": "a sentence wants evidence and leads to none",
    "untraced": "a quotation in the text cannot be traced to one that is checked",
    "unquoted": "an evidence page quotes none of its sources",
}


class Report(Struct, frozen=True):
    """What a check has to say: findings for the screen, the report itself, and why it failed.

    A report as text ends with a summary, to which the time that it took is added. It is not
    whole if somebody broke the check off.
    """

    told: str
    shown: str
    has_errors: bool
    too_little: str
    is_whole: bool = True


def check_only(
    options: Options,
    form: Format,
    wanted: float,
    progress: Progress,
    inquire: Callable[[str], Inquiry] | None = None,
) -> Report:
    """The site of the content folder is read, parsed and linked, and what was found is told.

    `wanted` is the share of sentences, in per cent, that must be covered. `inquire` says, for the
    address of the site, how links are checked; without it, nobody is asked.
    """
    reader = Reader()
    checked = check(options, reader, tick=progress.stage("Parsing"))
    content = read(options.content, reader)
    links: LinkReport | None = None
    has_errors = checked.has_errors
    if inquire:
        inquiry = inquire(checked.corpus.config.url)
        checked, links = _with_links(checked, content, options, inquiry, progress)
        has_errors = has_errors or (checked.has_errors and not links.is_updated)
    files = {file.path: file for file in content.essays}
    measured = _measured(checked, files)
    return Report(
        told(checked),
        _shown(options, form, checked, measured, links, files.values()),
        has_errors,
        _too_little(counts(measured), wanted),
        is_whole=links is None or links.is_whole,
    )


def _with_links(
    checked: Checked, content: Content, options: Options, inquiry: Inquiry, progress: Progress
) -> tuple[Checked, LinkReport]:
    """The check, with what was found at the other end of links."""
    from footnoted.rot.findings import findings
    from footnoted.rot.links import check_links

    corpus, tick = checked.corpus, progress.stage("Asking")
    report = check_links(content, corpus, options.content, inquiry, tick)
    texts = {file.path: file.text for file in content.texts}
    graded_links = graded(findings(report.judged), texts, corpus.config, options)
    levels = {found: level for level, found in (*checked.findings, *graded_links)}
    found = tuple((levels[diagnostic], diagnostic) for diagnostic in order(levels))
    return replace(checked, findings=found), report


def _measured(checked: Checked, files: Mapping[str, SourceFile]) -> tuple[Measured, ...]:
    """All published essays, by their files. A file may have gone while it was read."""
    corpus = checked.corpus
    evidence = {page.evidence.slug: page for page in corpus.evidence}
    linked = sorted(corpus.essays, key=lambda linked: linked.essay.path)
    return tuple(
        measure(essay, files[essay.essay.path], evidence, corpus.config)
        for essay in linked
        if essay.essay.path in files
    )


def _shown(
    options: Options,
    form: Format,
    checked: Checked,
    measured: tuple[Measured, ...],
    links: LinkReport | None,
    files: Iterable[SourceFile],
) -> str:
    folder = _from_root(options.content)
    if form == "json":
        return as_json(folder, checked.corpus, checked.findings, measured, _values(links))
    if form == "sarif":
        lines = {file.path: file.text.split("\n") for file in files}
        results = [result_of(*finding) for finding in checked.findings]
        results += [_with_line(result, lines) for result in results_of(measured)]
        return as_sarif(folder, _rules(os.environ), results)
    parts = (
        as_text(measured),
        _text(links),
        summary(checked, "Nothing to write: this was a check"),
    )
    return "\n\n".join(filter(None, parts))


def _text(links: LinkReport | None) -> str:
    if links is None:
        return ""
    from footnoted.rot.telling import as_text

    return as_text(links)


def _values(links: LinkReport | None) -> dict[str, object] | None:
    if links is None:
        return None
    from footnoted.rot.telling import as_values

    return as_values(links)


def _with_line(result: Result, lines: Mapping[str, list[str]]) -> Result:
    """The result with the line that it stands in: its columns may be counted in another way."""
    span = result.span
    if span.path not in lines:
        return result
    return replace(result, span=replace(span, excerpt=lines[span.path][span.line - 1]))


def _too_little(row: Counts, wanted: float) -> str:
    if row.percent is None or row.percent >= wanted:
        return ""
    return (
        f"{percent(row)} of the sentences that want evidence are covered, {row.covered} of "
        f"{row.wanting}; --fail-under asks for {wanted:g} %"
    )


def _from_root(content: Path) -> str:
    """The content folder as seen from the root of its repository; empty if it is the root.

    Without a repository: as seen from the folder that the command runs in, if it is in there.
    """
    folder = content.resolve()
    here = Path.cwd()
    root = next((top for top in (folder, *folder.parents) if (top / ".git").exists()), here)
    path = folder.relative_to(root).as_posix() if folder.is_relative_to(root) else "."
    return "" if path == "." else path


def _rules(environment: Mapping[str, str]) -> dict[str, Rule]:
    """All codes with what the documentation says of them, and on GitHub with its address there."""
    server = environment.get("GITHUB_SERVER_URL", "")
    repository = environment.get("GITHUB_REPOSITORY", "")
    folder = f"{server}/{repository}/blob/HEAD/docs" if server and repository else ""
    levels: dict[str, Level] = {
        name: "warning" if code.severity == "off" else code.severity for name, code in CODES.items()
    }
    meanings = {name: code.meaning for name, code in CODES.items()}
    return _documented("diagnostics.md", folder, meanings, levels) | _documented(
        "check.md", folder, _NOTES, {}
    )


def _documented(
    page: str, folder: str, meanings: Mapping[str, str], levels: Mapping[str, Level]
) -> dict[str, Rule]:
    sections = dict(_SECTION.findall((_DOCUMENTATION / page).read_text("utf-8")))
    return {
        name: Rule(
            id=name,
            meaning=meaning,
            level=levels.get(name, "note"),
            help=sections[name].strip(),
            address=f"{folder}/{page}#{name}" if folder else "",
        )
        for name, meaning in meanings.items()
    }
