"""Words of the command line -> titles, and the names of files that become addresses."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from footnoted.addresses import is_device, slugify
from footnoted.checks import SLUG, is_slug
from footnoted.diagnostics import UNSEEN, unseen_message

_LONGEST = 80  # letters of a name that is made of a title
_LONGEST_BYTES = 240  # of any name, in UTF-8: with what is put behind it, a disk takes 255


class NotNewError(Exception):
    """Nothing was made: why, in words for the author, and what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message}\n  = hint: {hint}" if hint else message)


def title_of(words: Iterable[str]) -> str:
    """The words as one title, as a build reads it: on one line. Raises NotNewError."""
    title = " ".join(" ".join(words).split())
    try:
        title.encode()
    except UnicodeEncodeError as error:
        raise NotNewError("the title is not UTF-8", "type it anew") from error
    if match := UNSEEN.search(title):
        raise NotNewError(unseen_message(match), "type the title anew")
    return title


def name_of(title: str) -> str:
    """The name of the file of a page with that title; empty if it has neither letter nor digit.

    It is what GitHub would make of a heading, cut to whole words, with single hyphens.

    >>> name_of("Rock & roll: a history?")
    'rock-roll-a-history'
    """
    name = "-".join(SLUG.findall(slugify(title)))
    if len(name) > _LONGEST:
        name = name[: _LONGEST + 1].rpartition("-")[0] or name[:_LONGEST]
    while _is_too_long(name):  # letters of some scripts take four bytes
        name = name[:-1].rstrip("-_")
    return name


def checked_name(name: str, wish: str) -> str:
    """The name, in NFC, if it can be that of a file and of a page; `wish` says how to choose one.

    Raises NotNewError.
    """
    name = unicodedata.normalize("NFC", name)
    if not is_slug(name):
        better = name_of(name)
        hint = f"did you mean `{better}`?" if better else "use letters, digits and single hyphens"
        raise NotNewError(f"`{UNSEEN.sub('�', name)}` cannot be a name in an address", hint)
    if is_device(name):
        raise NotNewError(f"`{name}` is a name that Windows keeps for itself", wish)
    if _is_too_long(name):
        raise NotNewError(f"`{name}` is too long for the name of a file", wish)
    return name


def _is_too_long(name: str) -> bool:
    return len(name.encode("utf-8", "replace")) > _LONGEST_BYTES
