"""The settings -> the folder of the theme that they name: a theme is code, and texts are not."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from footnoted.model import Config


def named_theme(config: Config, content: Path) -> Path | None:
    """The theme folder that `site.yaml` names, beside the folder `content`.

    Raises PermissionError if it is that folder.
    """
    if not config.theme:
        return None
    folder = content.absolute()
    names = {unicodedata.normalize("NFKC", name).casefold() for name in (config.theme, folder.name)}
    if len(names) == 1:
        raise PermissionError(f"the theme `{config.theme}` is the content folder")
    has_name = content.name not in ("", "..")
    return (content.parent if has_name else content / "..") / config.theme
