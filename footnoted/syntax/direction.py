"""Tokens in, the same tokens out; a block that runs against its page has the attribute `dir`.

A page has one direction, that of its language. A quotation, a list or a note in a script that is
read the other way needs its own, or full stops and numbers land at the wrong end of the line.
Authors write no markup for it, so the letters decide:

    more than two thirds right-to-left letters   -> rtl
    less than one third                          -> ltr
    in between, or no letters                    -> as the block around it

Not the first letter, as `dir="auto"` has it: an Arabic paragraph may begin with NATO, and an
English one with the name of an Arabic newspaper. Pages whose text has no such letter, and whose
language is not written so, are left at once.
"""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from footnoted.patterns import pattern

_RIGHT_TO_LEFT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"))
_RTL_LETTER = pattern("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U0001e800-\U0001eeff]")
_LETTER = pattern(r"[^\W\d_]")
# What is a paragraph of its own to the bidirectional algorithm, or holds such.
_BLOCKS = frozenset(
    ("paragraph", "heading", "blockquote", "bullet_list", "ordered_list", "list_item", "th", "td")
)
_SHARE = 2 / 3


def directions(state: StateCore) -> None:
    """A core rule, to stand after "inline": blocks against the direction around them say so."""
    if not is_mixed(state):
        return
    own = _judged(state.tokens)
    around = [_of_page(state)]
    for index, token in enumerate(state.tokens):
        if token.nesting > 0:
            direction = own.get(index) or around[-1]
            if direction != around[-1] and not token.hidden:
                token.attrSet("dir", direction)
            around.append(around[-1] if token.hidden else direction)
        elif token.nesting < 0:
            around.pop()


def is_mixed(state: StateCore) -> bool:
    """Whether some block may run against the page."""
    if _of_page(state) == "rtl":
        return True
    return not state.src.isascii() and _RTL_LETTER.search(state.src) is not None


def dir_attribute(token: Token) -> str:
    """The attribute of a block that runs against the page, or nothing."""
    return f' dir="{token.attrs["dir"]}"' if "dir" in token.attrs else ""


def _of_page(state: StateCore) -> str:
    language = str(state.env.get("language", "en"))
    return "rtl" if language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


def _judged(tokens: Sequence[Token]) -> dict[int, str]:
    """The direction of the blocks whose letters decide it, by the index of their first token."""
    found: dict[int, str] = {}
    open_blocks: list[tuple[int, int, int]] = []  # index; right-to-left letters, and all, before
    rtl = letters = 0
    for index, token in enumerate(tokens):
        if token.type == "inline":
            text = _own_words(token.children or ())
            rtl += len(_RTL_LETTER.findall(text))
            letters += len(_LETTER.findall(text))
        elif token.nesting > 0:
            open_blocks.append((index, rtl, letters))
        elif token.nesting < 0:
            start, rtl_before, letters_before = open_blocks.pop()
            if tokens[start].type.removesuffix("_open") in _BLOCKS and letters > letters_before:
                share = (rtl - rtl_before) / (letters - letters_before)
                if share > _SHARE or share < 1 - _SHARE:
                    found[start] = "rtl" if share > _SHARE else "ltr"
    return found


def _own_words(tokens: Sequence[Token]) -> str:
    """The text outside links, for a link may be the title of a source; all, if that is none."""
    own: list[str] = []
    linked: list[str] = []
    depth = 0
    for token in tokens:
        depth += (token.type == "link_open") - (token.type == "link_close")
        if token.type == "text":
            (linked if depth else own).append(token.content)
    return "".join(own) if any(map(_LETTER.search, own)) else "".join(linked)
