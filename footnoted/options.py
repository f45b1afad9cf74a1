"""What the command line asks for."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct


class Options(Struct, frozen=True):
    """What the command line asks for. `url` and `theme` take the place of `site.yaml`'s."""

    content: Path
    theme: Path | None = None
    url: str = ""
    drafts: bool = False
    strict: bool = False
    today: str = ""  # what is due is judged by it; empty, by the newest day in the content
    published: Path | None = None  # the last published claims.json
