"""A body -> its text as readers see it, without what goes into its holes."""

from __future__ import annotations

from html.parser import HTMLParser

from footnoted.model import Body


def text_of(body: Body) -> str:
    """The text between all tags, its character references replaced."""
    reader = _Reader()
    reader.feed("".join(piece.decode() for piece in body if isinstance(piece, bytes)))
    reader.close()
    return "".join(reader.parts)


class _Reader(HTMLParser):
    """Gathers the text of a body as readers see it, which no HTML of an author can break."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
