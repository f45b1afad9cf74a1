"""Small sites for tests: files in, the checked site out, through a real folder."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from msgspec.structs import replace

import build
import states
from case_files import FRONT_MATTER, InputFile
from footnoted.diagnostics import Diagnostic, Span, render
from footnoted.model import Deferred, Output
from footnoted.options import Options
from footnoted.pipeline import Checked, check, outputs, planned


def write_files(folder: Path, files: dict[str, str | bytes]) -> None:
    """The folder has the files, letter for letter; a surrogate in a text stands for a byte."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        is_text = isinstance(content, str)
        path.write_bytes(content.encode("utf-8", "surrogateescape") if is_text else content)


def own_and_small(folder: Path, files: dict[str, str | bytes]) -> str:
    """The address of the site that comes with Footnoted; below `small/`, one made of `files`."""
    write_files(folder / "content", files)
    for content, output in ((states.ROOT / "content", "site"), (folder / "content", "site/small")):
        arguments = ["--content", str(content), "--output", str(folder / "built")]
        assert 0 == build.main(arguments)
        (folder / "built").rename(folder / output)
    return (folder / "site").as_uri()


def check_files(folder: Path, files: dict[str, str | bytes]) -> Checked:
    """The site of `files`, written into `folder` and checked.

    A `claims.json` among them is the last published one.
    """
    write_files(folder, files)
    published = folder / "claims.json"
    return check(Options(folder, published=published if published.is_file() else None))


def made(checked: Checked, content: Path) -> list[Output]:
    """Every file of the site, made."""
    corpus, options = checked.corpus, Options(content)
    files = outputs(corpus, options, *planned(corpus, options))
    return [cast(Output, f.make(False) if isinstance(f, Deferred) else f) for f in files]


def essay(markdown: str) -> str:
    """The text of an essay file with this Markdown; its front matter takes four lines."""
    return FRONT_MATTER["essays"] + markdown


def evidence(markdown: str = "") -> str:
    """The text of an evidence file with this Markdown; its front matter takes five lines."""
    return FRONT_MATTER["evidence"] + markdown


def rendered(checked: Checked, files: list[InputFile] | None = None) -> str:
    """All findings as the author sees them, lines counted without front matter not typed in."""
    supplied = {file.path: file.supplied for file in files or ()}
    return "\n\n".join(render(_as_typed(d, supplied), level) for level, d in checked.findings)


def codes(checked: Checked) -> list[str]:
    """Code and place of each finding, `yaml-alias essays/x.md:2:8`."""
    return [f"{d.code} {d.span.path}:{d.span.line}:{d.span.column}" for _, d in checked.findings]


def _as_typed(diagnostic: Diagnostic, supplied: dict[str, int]) -> Diagnostic:
    also = diagnostic.also
    return replace(
        diagnostic,
        span=_moved(diagnostic.span, supplied),
        also=(_moved(also[0], supplied), also[1]) if also else None,
    )


def _moved(span: Span, supplied: dict[str, int]) -> Span:
    lines = supplied.get(span.path, 0)
    return replace(span, line=span.line - lines) if span.line > lines else span
