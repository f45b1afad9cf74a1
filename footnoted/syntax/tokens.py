"""Tokens as the library makes them, made with less work: type, tag and level in, a token out.

The library's own constructor fills in thirteen defaults and then looks at the attributes again,
which takes twice as long; most of what a parser does for plain prose is making tokens.
"""

from __future__ import annotations

from typing import Literal

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
