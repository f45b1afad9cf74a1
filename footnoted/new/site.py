"""A folder that is empty, or not there -> a content folder that can be built at once."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from footnoted.new.names import NotNewError
from footnoted.new.pages import write_new
from footnoted.new.starters import filled, site_files
from footnoted.stopping import undone


def write_site(folder: Path, values: Mapping[str, str]) -> None:
    """All files of a new site are in the folder, or it is as it was. Raises NotNewError, OSError.

    What a system puts into folders, hidden files, may be there.
    """
    _check_empty(folder)
    with undone(lambda: list[Path](), _removed) as made:
        for path in site_files():
            place = folder / path
            _make_folders(place.parent, made)
            write_new(place, filled(f"site/{path}", values))
            made.append(place)
        made.clear()


def _check_empty(folder: Path) -> None:
    if folder.is_symlink() and not folder.exists():
        raise NotNewError(f"`{folder}` is a symbolic link that leads nowhere", "delete it")
    if folder.exists() and not folder.is_dir():
        hint = "name another folder with `--content DIR`"
        raise NotNewError(f"`{folder}` is a file", hint)
    there = [path.name for path in folder.iterdir()] if folder.exists() else []
    if names := sorted(name for name in there if not name.startswith(".")):
        shown = ", ".join(f"`{name}`" for name in names[:3]) + (" …" if names[3:] else "")
        hint = "name a new folder with `--content DIR`; `new essay` adds an essay to this one"
        raise NotNewError(f"`{folder}` is not empty: {shown}", hint)


def _make_folders(folder: Path, made: list[Path]) -> None:
    """The folder is there; those that were not are in `made`, the outermost first."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir()
        made.append(each)


def _removed(made: list[Path]) -> None:
    for path in reversed(made):
        with suppress(OSError):
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink()
