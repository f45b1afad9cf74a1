"""A title -> a new essay or page of evidence, as a file that nothing was in the place of."""

from __future__ import annotations

import os
from pathlib import Path

from footnoted.addresses import folded
from footnoted.new.names import NotNewError, checked_name, name_of
from footnoted.replacing import founding

_WISH = "choose a name with `--name NAME`"


def place_of(content: Path, folder: str, title: str, name: str) -> Path:
    """Where the page goes: under its `name`, else one made of its title. Raises NotNewError."""
    made = name.removesuffix(".md") or name_of(title)
    if not made:
        raise NotNewError(f"no address can be made of the title `{title}`", _WISH)
    made = checked_name(made, _WISH)
    place = content / folder
    if place.is_symlink():
        hint = "put a folder there in its place"
        raise NotNewError(f"`{place}` is a symbolic link, which no build follows", hint)
    for other in os.listdir(place) if place.is_dir() else ():
        if other.endswith(".md") and folded(other.removesuffix(".md")) == folded(made):
            hint = f"write on in that file, or {_WISH}"
            raise NotNewError(f"`{place / other}` has that address already", hint)
    return place / f"{made}.md"


def write_new(place: Path, text: str) -> None:
    """The file is there, and all of it. Raises NotNewError if anything was, and OSError."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with founding(place) as file:
            file.write(text.encode())
    except FileExistsError as error:
        raise NotNewError(f"there is something in the way of `{place}`") from error
