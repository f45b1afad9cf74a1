"""The files of the theme, and what GitHub Pages needs beside the pages."""

from __future__ import annotations

from collections.abc import Iterator

from footnoted.model import Corpus, Output
from footnoted.theme import Theme


def emit(corpus: Corpus, theme: Theme) -> Iterator[Output]:
    """Styles, scripts and static files; `.nojekyll`, and `CNAME` if the site has a domain."""
    for path, content in theme.files.items():
        yield Output(path, content)
    yield Output(".nojekyll", b"")
    if corpus.config.cname:
        yield Output("CNAME", f"{corpus.config.cname}\n".encode())
