"""Tokens as the library makes them, made with less work: type, tag and level in, a token out.

The library's own constructor fills in thirteen defaults and then looks at the attributes again,
which takes twice as long; most of what a parser does for plain prose is making tokens.
"""

from __future__ import annotations

from typing import Literal

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

Nesting = Literal[-1, 0, 1]
_new = Token.__new__


def token_of(
    kind: str, tag: str, nesting: Nesting, level: int, content: str = "", block: bool = False
) -> Token:
    """The token that `Token(kind, tag, nesting)` is, with its level and what it holds."""
    token = _new(Token)
    token.type = kind
    token.tag = tag
    token.nesting = nesting
    token.attrs = {}
    token.map = None
    token.level = level
    token.children = None
    token.content = content
    token.markup = token.info = ""
    token.meta = {}
    token.block = block
    token.hidden = False
    return token


def text_of(content: str, level: int) -> Token:
    """A token of text, half of all tokens: made without a call in between."""
    token = _new(Token)
    token.type = "text"
    token.tag = token.markup = token.info = ""
    token.nesting = 0
    token.attrs = {}
    token.map = token.children = None
    token.level = level
    token.content = content
    token.meta = {}
    token.block = token.hidden = False
    return token


def text_block_of(
    kind: str, tag: str, content: str, level: int, lines: tuple[int, int, int], markup: str = ""
) -> tuple[Token, Token, Token]:
    """A block of text is three tokens; `lines` are its first, its end, and that of its text."""
    start, end, text_end = lines
    opening = token_of(f"{kind}_open", tag, 1, level, block=True)
    inline = token_of("inline", "", 0, level + 1, content, block=True)
    closing = token_of(f"{kind}_close", tag, -1, level, block=True)
    opening.map, inline.map, inline.children = [start, end], [start, text_end], []
    opening.markup = closing.markup = markup
    return opening, inline, closing


def flush(state: StateInline) -> None:
    """What was pending is a token of text; none if nothing was."""
    if text := state.pending:
        state.tokens.append(text_of(text, state.level))
        state.pending = ""
