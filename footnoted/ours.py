"""Which folders are sites of ours, and may be replaced or removed: empty ones, and marked ones."""

from __future__ import annotations

import os
from pathlib import Path

from footnoted.model import Output

MARKER = Output(".footnoted", b"Footnoted made this folder: every build replaces all of it.\n")


class NotASiteError(Exception):
    """The folder, or one that a build needs beside it, may hold more than a site of ours."""


def check_place(site: Path) -> None:
    """Refuses the current folder, the home folder and all that contain them, so always the root."""
    try:
        found = os.stat(site)
    except OSError:
        return  # nothing there; or what is wrong shows as soon as it is used
    for place in (os.getcwd(), os.path.expanduser("~")):
        real = Path(os.path.realpath(place))
        for path in filter(os.path.exists, (real, *real.parents)):
            if os.path.samestat(found, os.stat(path)):
                raise NotASiteError(f"`{site}` holds more than a site: choose a folder of its own")


def check_ours(folder: Path) -> None:
    """Raises NotASiteError if the folder may hold more than a site of ours."""
    if folder.is_symlink() or not folder.is_dir() or not _is_ours(folder):
        hint = "choose another folder for the site, or move or delete what is there"
        raise NotASiteError(f"`{folder}` was not made by Footnoted: {hint}")


def _is_ours(folder: Path) -> bool:
    """Whether `folder` is empty or carries our marker."""
    marker = folder / MARKER.path
    if marker.is_symlink() or not marker.is_file():
        return not os.listdir(folder)
    # A kill or a power cut can shorten it, git can change how its line ends.
    return MARKER.content.startswith(marker.read_bytes().strip())
