"""The files in `starters/`, as an author finds them: with titles, days and names put in.

    line  = text | text "{" name "}" text …

A line with a name whose value is empty is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from footnoted.nodes import Pairs, Scalar
from footnoted.plain_yaml import is_simple, read_plain

STARTERS = Path(__file__).parent / "starters"
_SITE = STARTERS / "site"
_GAP = re.compile(r"\{(\w+)\}")


def filled(name: str, values: Mapping[str, str]) -> str:
    """The text of the starter of that name with these values; they are put in as they are."""
    lines = (STARTERS / name).read_text("utf-8").splitlines(keepends=True)
    return "".join(
        _GAP.sub(lambda gap: values[gap[1]], line)
        for line in lines
        if all(values[gap] for gap in _GAP.findall(line))
    )


def site_files() -> Iterator[str]:
    """The paths of all files that a new site has, which are those of their starters, too."""
    for path in sorted(_SITE.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield path.relative_to(_SITE).as_posix()


def quoted(text: str) -> str:
    """The text as a YAML value on one line, in quotation marks only where it needs them.

    >>> quoted("On tea"), quoted("Tea: a history")
    ('On tea', '"Tea: a history"')
    """
    if _is_plain(text):
        return text
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _is_plain(text: str) -> bool:
    """True if the text is read as itself without quotation marks."""
    line = f"a: {text}"
    root = read_plain(line) if is_simple(line) else None
    if not isinstance(root, Pairs):
        return False
    value = root.value[0][1]
    return isinstance(value, Scalar) and value.is_plain and value.value == text
