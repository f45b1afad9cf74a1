"""Footnote definitions, taken out of the token stream: body tokens in, body and notes out."""

from __future__ import annotations

from markdown_it.token import Token
from msgspec import Struct

_ENDS = frozenset({"footnote_reference_open", "footnote_reference_close"})


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
    start = 0
    for index in [i for i, token in enumerate(tokens) if token.type in _ENDS]:
        (open_ones[-1][1] if open_ones else body).extend(tokens[start:index])
        start = index + 1
        if tokens[index].nesting > 0:
            open_ones.append((tokens[index], []))
            continue
        opening, inner = open_ones.pop()
        line = opening.map[0] if opening.map else 0
        definitions.append(Definition(opening.meta["label"], tuple(inner), line))
    body.extend(tokens[start:])
    return body, definitions
