"""A check of a content folder and its report: as text, as JSON or as SARIF. Nothing is written."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from footnoted.building import summary, told
from footnoted.diagnostics import CODES
from footnoted.pipeline import Checked, Options, check
from footnoted.progress import Progress
from footnoted.reports.as_json import as_json
from footnoted.reports.as_sarif import Rule, as_sarif, result_of

Format = Literal["text", "json", "sarif"]
_DOCUMENTATION = Path(__file__).resolve().parent.parent / "docs" / "diagnostics.md"
_SECTION = re.compile(r"^### `([\w-]+)`\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Report:
    """What a check has to say: findings for the screen, the report itself, and whether it failed.

    A report as text ends with a summary, to which the time that it took is added.
    """

    told: str
    shown: str
    has_failed: bool


def check_only(options: Options, form: Format, progress: Progress) -> Report:
    """The site of the content folder is read, parsed and linked, and what was found is told."""
    checked = check(options, tick=progress.stage("Parsing"))
    return Report(told(checked), _shown(options, form, checked), checked.has_errors)


def _shown(options: Options, form: Format, checked: Checked) -> str:
    folder = _from_root(options.content)
    if form == "json":
        return as_json(folder, checked.corpus, checked.findings)
    if form == "sarif":
        results = [result_of(*finding) for finding in checked.findings]
        return as_sarif(folder, _rules(os.environ), results)
    return summary(checked, "Nothing to write: this was a check")


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
    page = f"{server}/{repository}/blob/HEAD/docs/diagnostics.md" if server and repository else ""
    sections = dict(_SECTION.findall(_DOCUMENTATION.read_text("utf-8")))
    return {
        name: Rule(
            id=name,
            meaning=code.meaning,
            level="warning" if code.severity == "off" else code.severity,
            help=sections[name].strip(),
            address=f"{page}#{name}" if page else "",
        )
        for name, code in CODES.items()
    }
