"""A regular expression -> the same one, compiled when something is first looked for with it.

Compiling takes longer than most texts take to be searched: Python looks at each character of a
range, of which those of Chinese and Korean have ten thousands. A build of a few pages has no use
for half of all patterns, and should not wait for them.
"""

from __future__ import annotations

import re
from typing import AnyStr, cast


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` makes of the same, to be used in the same way, but not yet made.

    What is wrong with `text` is raised at its first use, so each wants a test that uses it.

    >>> pattern("b+").sub("x", "abba")
    'axa'
    """
    return cast("re.Pattern[AnyStr]", _Later(text, flags))


class _Later:
    """Has what the compiled pattern has: asked for once by name, and at hand from then on."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._asked = text, flags

    def __getattr__(self, name: str) -> object:
        text, flags = self._asked
        found = getattr(re.compile(text, flags), name)  # of one pattern, compiled once: see `re`
        setattr(self, name, found)
        return found
