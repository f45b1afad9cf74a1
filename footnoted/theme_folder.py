"""The settings -> the theme that they name: a theme is code, and texts are not."""

from __future__ import annotations

from pathlib import Path

from footnoted.addresses import folded
from footnoted.model import Config
from footnoted.options import Options
from footnoted.theme import Theme, load_theme


def named_theme(config: Config, content: Path) -> Path | None:
    """The theme folder that `site.yaml` names, beside the folder `content`.

    Raises PermissionError if it is that folder.
    """
    if not config.theme:
        return None
    folder = content.absolute()
    if folded(config.theme) == folded(folder.name):
        raise PermissionError(f"the theme `{config.theme}` is the content folder")
    has_name = content.name not in ("", "..")
    return (content.parent if has_name else content / "..") / config.theme


def load(config: Config, options: Options) -> Theme:
    """The theme that the command line or the settings name. Raises OSError if it is not there."""
    folder = options.theme or named_theme(config, options.content)
    return load_theme(folder) if folder else load_theme()
