"""Footnote definitions, taken out of the token stream: body tokens in, body and notes out."""

from __future__ import annotations

from markdown_it.token import Token
from msgspec import Struct


class Definition(Struct, frozen=True):
    """A footnote as the author defined it; `line` is 0-based in the Markdown text."""

    label: str
    tokens: tuple[Token, ...]
    line: int


def split_definitions(tokens: list[Token]) -> tuple[list[Token], list[Definition]]:
    """The tokens of the text itself, and all definitions in the order they stand in."""
    body: list[Token] = []
    definitions: list[Definition] = []
    open_ones: list[tuple[Token, list[Token]]] = []
    for token in tokens:
        if token.type == "footnote_reference_open":
            open_ones.append((token, []))
        elif token.type == "footnote_reference_close":
            opening, inner = open_ones.pop()
            line = opening.map[0] if opening.map else 0
            definitions.append(Definition(opening.meta["label"], tuple(inner), line))
        else:
            (open_ones[-1][1] if open_ones else body).append(token)
    return body, definitions
