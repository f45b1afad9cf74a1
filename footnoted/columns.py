"""How wide a text is where all letters are alike."""

from __future__ import annotations

import unicodedata


def cells(text: str) -> int:
    """Columns of a terminal that `text` takes: two for wide East Asian characters."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
