"""How a build begins: it imports what it needs, and what few sites need only for them.

A site of a few pages is built in the time that imports take, so each must be worth it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ESSAY = "---\ntitle: On tea\ndate: 2026-11-22\n---\n\n[Tea is old](../evidence/age.md).\n"
EVIDENCE = "---\ntitle: Is tea old?\nkind: fact\nverdict: opinion\n---\n\nIt is.\n"
SOMETIMES = {  # what needs it
    "PIL": "a poster, so an address of the site",
    "footnoted.posters": "the same",
    "footnoted.wrapping": "the same",
    "footnoted.news": "a correction",
    "footnoted.body_text": "the same",
    "html.parser": "the same",
    "footnoted.quotations": "a copy of a source, or a receipt",
    "footnoted.receipts": "the same",
    "footnoted.quote_checks": "the same",
    "footnoted.quotes": "the same",
    "footnoted.passages": "the same",
    "footnoted.changes": "`--published`",
    "footnoted.published": "the same",
    "difflib": "a name that is nearly right",
    "footnoted.compact": "a theme that was never loaded before, or changed",
    "rjsmin": "the same",
    "argparse": "words of the command that are not plain",
    "_hashlib": "what only OpenSSL knows",
    "importlib.util": "the same as `argparse`",
    "shutil": "the same, or a folder to remove",
    "jinja2": "a template that was never compiled before, or that wants more than most",
    "footnoted.templating.templates": "the same",
    "ctypes": "a site that is replaced",
    "footnoted.checking": "`check`",
    "footnoted.coverage": "the same",
    "footnoted.web": "`check --links`, and `keep`",
    "footnoted.rot": "the same",
    "footnoted.keeping": "`keep`",
    "footnoted.new": "`new`",
    "footnoted.preview": "`serve`",
    "xml.etree.ElementTree": "nothing: feeds are written without it",
    "asyncio": "the same",
}


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The modules that the first build of a plain site imports, its theme known from another."""
    folder = tmp_path_factory.mktemp("site")
    for name, text in (("essays/tea.md", ESSAY), ("evidence/age.md", EVIDENCE)):
        path = folder / "content" / name
        path.parent.mkdir(parents=True)
        path.write_text(text)
    for output in ("other", "_site"):
        command = [sys.executable, "-X", "importtime", str(ROOT / "build.py")]
        done = subprocess.run(
            [*command, "--no-cache", "--output", output],
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
        )
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}


@pytest.mark.parametrize("name", SOMETIMES)
def test_a_plain_build_does_not_import_what_only_some_need(name: str, imported: set[str]) -> None:
    assert "footnoted.pipeline" in imported
    assert name not in imported, f"this is for {SOMETIMES[name]}"
