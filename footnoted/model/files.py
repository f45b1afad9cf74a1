"""The files of the site, made or still to be made."""

from __future__ import annotations

from collections.abc import Callable

from footnoted.value import Value


class Output(Value, frozen=True):
    """One file of the site. `path` is relative to the output folder, with `/`.

    `key` stands for all that a page shows: equal keys, equal bytes.
    """

    path: str
    content: bytes
    key: str = ""


class Poster(Value, frozen=True):
    """The picture of an essay that other sites show beside a link to it, still to be drawn.

    `tally` has each standing with its count and both in words; `heading` counts the claims.
    `colors` are what custom properties of the style sheet say, the one that wins first.
    """

    path: str
    title: str
    author: str
    site: str
    heading: str
    tally: tuple[tuple[str, int, str], ...]
    direction: str
    colors: tuple[tuple[str, tuple[str, ...]], ...]


class Reused(Value, frozen=True):
    """A file that an earlier build left at `origin`; of another size or time, it is another's."""

    path: str
    origin: str
    key: str
    size: int
    mtime_ns: int


class Deferred(Value, frozen=True):
    """One file of the site still to be made: `make(afresh)` does it, in whichever process.

    It may be called more than once. `afresh`, it takes nothing over from an earlier build.
    """

    path: str
    make: Callable[[bool], Output | Reused]
