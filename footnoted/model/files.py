"""The files of the site, made or still to be made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
    """A file that an earlier build left at `origin`; with another signature, it is another's."""

    path: str
    origin: str
    key: str
    signature: str  # see `unchanged.signature`


class Deferred(Value, frozen=True):
    """One file of the site still to be made, by `maker(of, afresh)`, in whichever process."""

    path: str
    maker: Callable[[Any, bool], Output | Reused]
    of: object

    def make(self, afresh: bool) -> Output | Reused:
        """The file, however often it is asked for; `afresh`, nothing of an earlier build."""
        return self.maker(self.of, afresh)
