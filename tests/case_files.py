"""Case files: many similar inputs, each with the output that is expected of it.

A case is

    title
    .
    input
    .
    expected output
    ...

Lines between cases are remarks. An input is the text of `essays/x.md`; a line `=== PATH` in it
starts another file of the content folder. A `.md` file without front matter is given one, so
that short inputs stay short; after `=== PATH as it is` the file is left alone. What cannot be
seen is written out: `→` is a tab, `\\u{AD}` the character with that number, `\\x{FF}` the byte,
`\\times{3}{ab}` is `ababab`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "cases"
FRONT_MATTER = {
    "essays": "---\ntitle: An essay\ndate: 2026-11-22\n---\n",
    "evidence": "---\ntitle: Is it so?\nkind: fact\nverdict: opinion\n---\n",
}
_CASE = re.compile(r"(?P<title>.+)\n\.\n(?P<input>(?:.*\n)*?)\.\n(?P<output>(?:.*\n)*?)\.\.\.\n")
_FILE = re.compile(r"^=== (.+?)( as it is)?\n", re.MULTILINE)
_WRITTEN_OUT = re.compile(r"→|\\(u|x)\{([0-9A-F]+)\}|\\times\{(\d+)\}\{([^}]*)\}")


@dataclass(frozen=True)
class Case:
    """One case; `line` is that of its title, 1-based."""

    path: Path
    line: int
    title: str
    input: str
    expected: str

    def __str__(self) -> str:
        return f"{self.path.stem}:{self.line}: {self.title}"


@dataclass(frozen=True)
class InputFile:
    """A file of an input; `supplied` counts the lines of front matter that the author left out."""

    path: str
    text: str
    supplied: int


def cases(pattern: str) -> list[Case]:
    """All cases of the files that match `pattern`, in order."""
    return [case for path in sorted(FOLDER.glob(pattern)) for case in _cases_of(path)]


def files_of(case: Case) -> list[InputFile]:
    """The files of the case's input, the essay first."""
    first, *rest = _FILE.split(_WRITTEN_OUT.sub(_plain, case.input))
    named = [("essays/x.md", None, first)] if first else []
    named += zip(rest[::3], rest[1::3], rest[2::3], strict=True)
    return [_file(path, text, bool(as_it_is)) for path, as_it_is, text in named]


def accept(outputs: Mapping[Case, str]) -> None:
    """Each case has its output in its file; all else in the files is as it was."""
    for path in {case.path for case in outputs}:
        text = path.read_text("utf-8")
        for case in sorted(outputs, key=lambda case: case.line):
            if case.path == path:
                head = f"{case.title}\n.\n{case.input}.\n"
                old, new = f"{head}{case.expected}...\n", f"{head}{outputs[case]}...\n"
                assert text.count(old) == 1, f"{case}: not there just once"
                text = text.replace(old, new)
        path.write_text(text, "utf-8")


def _cases_of(path: Path) -> list[Case]:
    text = path.read_text("utf-8")
    return [
        Case(path, text.count("\n", 0, m.start()) + 1, m["title"], m["input"], m["output"])
        for m in _CASE.finditer(text)
    ]


def _plain(match: re.Match[str]) -> str:
    """A byte becomes the character that `surrogateescape` turns into it."""
    kind, number, count, text = match.groups()
    if kind:
        return chr(int(number, 16) + (0xDC00 if kind == "x" else 0))
    return text * int(count) if count else "\t"


def _file(path: str, text: str, as_it_is: bool) -> InputFile:
    if as_it_is or not path.endswith(".md") or text.startswith("---\n"):
        return InputFile(path, text, 0)
    head = FRONT_MATTER.get(path.partition("/")[0], "")
    return InputFile(path, head + text, head.count("\n"))
