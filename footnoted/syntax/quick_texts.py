"""Text that is written plainly -> its parts: words as they are shown, and the marks between them.

    text     = {words | stressed | link | note}
    stressed = mark words mark; mark = "*" | "**" | "_" | "__"
    link     = "[" {words | stressed} "](" address [blank title] ")"
    note     = "[^" label "]", and no "(" after it

Words hold nothing that a rule of the parser begins with and nothing that is not seen, and no
blank is beside the end of a line. Nearly all text is so, and a token for each run of words, made
to be looked at by rule after rule, is most of the work of reading it. All else is left to the
parser, and so are pages on which a text may need more than its own letters: that have definitions
of links, or letters of two directions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from footnoted.diagnostics import UNSEEN
from footnoted.syntax.direction import is_mixed
from footnoted.syntax.smart_quotes import educate_parts
from footnoted.syntax.tokens import token_of

Part = str | Token  # words, or a mark
_ASCII_UNSEEN = bytes(code for code in range(128) if UNSEEN.match(chr(code)))
# A text in which all that a rule begins with is one sign, and all that is not seen another: one
# sign is found many times sooner than one of many.
_STOP, _UNSEEN = b"*\0"
_SIGNS = bytes.maketrans(b"&<[\\]_`~" + _ASCII_UNSEEN, b"*" * 8 + bytes(len(_ASCII_UNSEEN)))
_RAGGED = re.compile(r"[ \t]\n|\n[ \t]")
# Marks of such words can only open, and only close: they are a pair whatever is around them.
_STRESSED = re.compile(
    r"""
    (?<![^\ \n(\["'“‘«—–…/-]) (\*\*?|__?)
    ([A-Za-z0-9] [^&*<\[\\\]_`~]*+)
    (?: (?<=[A-Za-z0-9]) \1 (?= []\ \n.,:;!?)"'”’»—–…/-] | \Z )
      | (?<=[.,:;!?]) \1 (?= []\ \n] | \Z ) )
    """,
    re.VERBOSE,
)
_NOTED = re.compile(r"(?<!!)\[\^([^\s\[\]\\`<]+)\](?!\()")
_LINKED = re.compile(
    r"""
    (?<!!) \[ (?!\^) ([^&<\[\\\]`~]++) \]
    \( ((?: [^\x00-\x20\x7f()<>\\&]++ | &(?![#\w]*;) )++)
    (?: [\ \t\n]+ "([^"\\&]*+)" )? [\ \t\n]* \)
    """,
    re.VERBOSE,
)
_PAIRS = {
    marks: (token_of(f"{tag}_open", tag, 1, 0), token_of(f"{tag}_close", tag, -1, 0))
    for marks, tag in {"*": "em", "_": "em", "**": "strong", "__": "strong"}.items()
}
_LINK_END = token_of("link_close", "a", -1, 0)


def parts_of(inline: Token) -> Sequence[Part]:
    """What an inline token holds: parts if it is plain, else tokens, those of its words too."""
    return inline.meta.get("parts") or inline.children or ()


def inline_parts(state: StateCore) -> None:
    """A core rule in the place of "inline": what is plain has parts, all else has tokens."""
    language = state.env.get("language", "en")
    is_simple = "references" not in state.env and not is_mixed(state)
    for token in state.tokens:
        if token.type != "inline":
            continue
        parts = _parts(state, token.content) if is_simple else None
        if parts is None:
            children = token.children = []
            state.md.inline.parse(token.content, state.md, state.env, children)
            continue
        if '"' in token.content or "'" in token.content:
            parts[::2] = educate_parts(cast("list[str]", parts[::2]), language)
        token.meta["parts"] = parts


def _parts(state: StateCore, text: str) -> list[Part] | None:
    """The parts of a plain text, words and marks in turn; None if it is not plain."""
    if "\n" in text and _RAGGED.search(text):
        return None
    parts: list[Part] = []
    signs = text.encode("ascii", "replace").translate(_SIGNS)
    if _UNSEEN in signs or (not text.isascii() and UNSEEN.search(text)):
        return None
    at = 0
    words_end = link_end = -1  # of the link that is open
    while (start := signs.find(_STOP, at)) >= 0:
        sign = text[start]
        if sign == "[" and (match := _LINKED.match(text, start)):
            parts += (text[at:start], _link(state, match))
            at, words_end, link_end = start + 1, match.end(1), match.end()
        elif sign == "[" and (match := _NOTED.match(text, start)):
            parts += (text[at:start], _note(match))
            at = match.end()
        elif start == words_end:
            parts += (text[at:start], _LINK_END)
            at = link_end
        elif sign in "*_" and (match := _STRESSED.match(text, start)):
            opening, closing = _PAIRS[match[1]]
            parts += (text[at:start], opening, match[2], closing)
            at = match.end()
        else:
            return None
    parts.append(text[at:])
    return parts


def _link(state: StateCore, match: re.Match[str]) -> Token:
    token = token_of("link_open", "a", 1, 0)
    token.attrs["href"] = state.md.normalizeLink(match[2])
    if match[3]:
        token.attrs["title"] = match[3]
    token.meta["offset"], token.meta["end"] = match.span()
    return token


def _note(match: re.Match[str]) -> Token:
    token = token_of("footnote_ref", "", 0, 0)
    token.meta = {"label": match[1], "offset": match.start(), "end": match.end()}
    return token
