"""Core rules that look at a text only if it has what they are for; the same tokens, sooner."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore, text_join


def quicken_core(md: MarkdownIt) -> None:
    """The parser treats texts and their tokens as before."""
    md.core.ruler.at("normalize", normalized)
    md.core.ruler.at("text_join", joined)


def normalized(state: StateCore) -> None:
    """Lines end with \\n alone, and U+FFFD stands for each NUL."""
    text = state.src
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    state.src = text.replace("\0", "\ufffd")


def joined(state: StateCore) -> None:
    """Escaped characters and entities are part of the text around them."""
    if "\\" in state.src or "&" in state.src:  # without these, no token waits to be joined
        text_join(state)
