"""The words of a build's command, where they are plain -> what is asked for, as in `arguments`.

    words  = ["build"] option*
    option = "--content" folder | … | "--quiet" | …     with its whole name

A library that understands all words takes longer to import than a page to make.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace

from footnoted.unchanged import default_cache

_PATHS = {"--content", "--output", "--cache", "--theme", "--published"}
_FLAGS = {"--quiet", "--drafts", "--strict", "--timings", "--no-cache"}


def plain_arguments(words: Iterable[str]) -> SimpleNamespace | None:
    """What the words ask for, of all that a build asks; None if there is more to understand."""
    asked = SimpleNamespace(
        command="build",
        content=Path("content"),
        output=Path("_site"),
        cache=None,
        theme=None,
        published=None,
        url="",
        today="",
        **{_name(flag): False for flag in _FLAGS},
    )
    rest = iter(words)
    for number, word in enumerate(rest):
        if word in _FLAGS:
            setattr(asked, _name(word), True)
        elif word in _PATHS:
            path = next(rest, "-")
            if path.startswith("-"):
                return None
            setattr(asked, _name(word), Path(path))
        elif (number, word) != (0, "build"):
            return None
    asked.cache = asked.cache or Path(default_cache(asked.content))
    return asked


def _name(option: str) -> str:
    return option.removeprefix("--").replace("-", "_")
