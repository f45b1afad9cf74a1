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

# What comes between the brackets of an address, when no link was read from it; and its words.
_ADDRESS_AND_MORE = re.compile(r"\s*(?P<address>\S+)\s+(?P<more>\S.*)", re.DOTALL)
_SIGNS = re.compile(r"\\.|\]\(|[()]", re.DOTALL)
_WHOLE = re.compile(r"^https?://|\.\w{2,5}(#\S*)?$")
_CURLY = "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\u300c\u300e"


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
            hint = _cause(match[0], inline.content[match.end() :])
            state.report("not-a-link", "this cannot be read as a link", span, hint=hint)


def _cause(sign: str, rest: str) -> str:
    """What to do about brackets, the `sign`, that no link was read from; `rest` follows them."""
    if sign.endswith("["):
        return "write its address in `(` and `)`, or add a line `[label]: address`"
    if sign != "](":
        return "join `]` and `(`"
    inner = _inner(rest)
    if inner is None:
        return "write `)` behind the address"
    if inner.lstrip().startswith("<") and ">" not in inner:
        return "write `>` behind the address"
    match = _ADDRESS_AND_MORE.fullmatch(inner)
    if match is None:
        return "put the note, or the other link, behind this one: none may stand in its words"
    address, more = match["address"], match["more"]
    if more[0] in _CURLY:
        return 'write straight quotation marks, `"`, around the words after the address'
    if more[0] in "\"'":
        return f"write `{more[0]}` before and behind the words after the address, and not in them"
    hint = "an address with blanks stands in `<` and `>`"
    if _WHOLE.search(address) and not _WHOLE.search(more):
        return f'write `)` right behind the address, or words after it in `"`; {hint}'
    return hint


def _inner(rest: str) -> str | None:
    """What stands before the `)` that closes this; None if nothing does, or another link begins."""
    depth = 1
    for match in _SIGNS.finditer(rest):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if not depth:
            return rest[: match.start()]
        if match[0] == "](":
            return None
    return None
