"""Inline tokens -> their plain words; and what the parser took for mere words, reported."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from footnoted.diagnostics import UNSEEN, unseen_message
from footnoted.prose.notes import report_label
from footnoted.prose.state import State
from footnoted.syntax.comments import COMMENT
from footnoted.syntax.quick_texts import Part

_SPACED_LABEL = re.compile(r"\[(\^[^\]\[\s]*\s[^\]\[]*)\]")
# `](` or `][`, or `] (` before what looks like an address; a backslash before it means it.
_NO_LINK = re.compile(
    r"(?<!\\)\](?:\(|\s+\((?=[./#]|https?:|[^\s)]+\.md\b)|\[(?=[^\]\^\s][^\]]*\]))"
)


def plain_text(tokens: Sequence[Part]) -> str:
    """The words of inline tokens, or of parts, without markup, notes and HTML."""
    parts = []
    for token in tokens:
        if isinstance(token, str):
            parts.append(token.replace("\n", " "))
        elif token.type in ("text", "text_special", "code_inline"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type == "image":
            parts.append(plain_text(token.children or ()))
        elif token.type == "html_inline" and not COMMENT.fullmatch(token.content):
            parts.append(token.content)
    return "".join(parts)


def check_text(state: State, inline: Token) -> None:
    """What the parser took for mere words, though the author hardly meant it so, is reported."""
    otherwise = _is_written_otherwise(inline.content)
    if not otherwise and "]" not in inline.content:
        return
    children = inline.children or ()
    text = "".join([t.content for t in children if t.type == "text"])
    if "[^" in text:
        for match in _SPACED_LABEL.finditer(inline.content):
            if match[0] in text:
                report_label(state, match[1], state.lines.of(inline, match.start(), match.end()))
    if "<!--" in text and (start := inline.content.find("<!--")) >= 0:
        span = state.lines.of(inline, start, start + 4)
        state.report("raw-html", "this comment does not end", span, hint="end it with `-->`")
    if "]" in text:
        _check_brackets(state, inline)
    titles = "".join([str(t.attrs["title"]) for t in children if "title" in t.attrs])
    if not titles and not otherwise:
        return
    if unseen := UNSEEN.search(plain_text(children) + titles):
        message = unseen_message(unseen)
        span = state.lines.of(inline, 0, len(inline.content))
        state.report("bad-character", message, span, hint="take the entity out")


def _is_written_otherwise(content: str) -> bool:
    """Whether something may be read that is not written, like an entity, or is not to be seen.

    What is printable has no such characters; the converse is not true of a new line.
    """
    if "&" in content or "<" in content:
        return True
    return not content.isprintable() and UNSEEN.search(content) is not None


def _check_brackets(state: State, inline: Token) -> None:
    """`[words] (address)`, `[words](a b)`, `[words][nowhere]`: brackets that were left as text."""
    read = [(t.meta["offset"], t.meta["end"]) for t in inline.children or () if "end" in t.meta]
    for match in _NO_LINK.finditer(inline.content):
        opening = inline.content.rfind("[", 0, match.start())
        if opening < 0 or inline.content[:opening].endswith("\\"):  # meant as text
            continue
        if not any(start <= match.start() < end for start, end in read):
            span = state.lines.of(inline, match.start(), match.end())
            hint = (
                "join `]` and `(`; an address with blanks stands in `<` and `>`; no note in a link"
            )
            state.report("not-a-link", "this cannot be read as a link", span, hint=hint)
