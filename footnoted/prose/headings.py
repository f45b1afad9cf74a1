"""Heading tokens -> HTML, written into the state: each heading has an id, and links to itself."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from footnoted.addresses import slugify
from footnoted.model import Heading
from footnoted.prose.state import State
from footnoted.prose.words import plain_text
from footnoted.syntax.direction import dir_attribute
from footnoted.syntax.quick_texts import parts_of

# What cannot stand in the link that a heading is.
_NO_LINKS = frozenset({"link_open", "footnote_ref", "html_inline"})


def write_heading(state: State, tokens: Sequence[Token], index: int) -> None:
    """The opening or closing tag at `index` is written, and the link inside it."""
    token = tokens[index]
    level = min(6, int(token.tag[1]) + state.shift)
    if token.nesting < 0:
        state.write(f"{_link(state, tokens[index - 1])[1]}</h{level}>\n")
        return
    inline = tokens[index + 1]
    text = plain_text(parts_of(inline))
    anchor = state.heading_id(slugify(text))
    state.headings.append(Heading(level, anchor, text))
    state.anchor = anchor
    state.write(f'<h{level} id="{escapeHtml(anchor)}"{dir_attribute(token)}>')
    state.write(_link(state, inline)[0])


def _link(state: State, inline: Token) -> tuple[str, str]:
    """What stands before the words of the last heading, and after them.

    The words are the link, unless they hold links of their own: then a sign follows them.
    """
    name = escapeHtml(state.headings[-1].id)
    link = f'<a class="anchor" href="#{name}"'
    if any(not isinstance(part, str) and part.type in _NO_LINKS for part in parts_of(inline)):
        return "", f" {link}>#</a>"
    return (f"{link}>", "</a>") if inline.content else ("", "")
