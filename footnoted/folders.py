"""The folders that a command names: whether they can be what it takes them for."""

from __future__ import annotations

from pathlib import Path

from footnoted.write import are_nested

_PARTS = {"essays", "evidence", "site.yaml", "sources.yaml"}


def check_content(folder: Path) -> None:
    """Raises FileNotFoundError if this can be no content folder; an empty one can."""
    if not folder.is_dir():
        raise FileNotFoundError(
            f"there is no content folder `{folder}`: "
            f"`python build.py new site --content {folder}` makes one"
        )
    names = {path.name for path in folder.iterdir() if not path.name.startswith(".")}
    if names and not names & _PARTS:
        raise FileNotFoundError(f"`{folder}` has no folder `essays`: is it the right one?")


def check_folders(content: Path, output: Path, theme: Path | None) -> None:
    """Content is there, and apart from the site, as the theme is.

    The site replaces its whole folder: nothing that is read may lie in it, nor it in that.
    Raises FileNotFoundError and FileExistsError.
    """
    check_content(content)
    site = output.resolve()
    for name, folder in (("content", content), ("theme", theme)):
        if folder and are_nested(site, folder.resolve()):
            raise FileExistsError(
                f"`{output}` and the {name} folder `{folder}` lie in one another: "
                "choose another place for the site"
            )
