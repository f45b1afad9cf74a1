"""Inline rules for what is written in a plain way; the same tokens as the dialect's own rules.

    stressed  mark words mark: * ** _ or __; the words begin and end with an ASCII letter or
              digit and hold nothing that a rule begins with; white space or punctuation is outside
    linked    [words](address) or [words](address "title"); no [ ] \\ ` < in the words; no blank
              ( ) < > \\ & in the address; no " \\ & in the title
    noted     see `quick_notes`

Written so, it means the same wherever it stands, and one regular expression reads it. A rule
that finds anything else says no, and those of the dialect decide.
"""

from __future__ import annotations

import re

from markdown_it.rules_inline import StateInline

from footnoted.syntax.positions import Rule
from footnoted.syntax.quick_notes import noted
from footnoted.syntax.tokens import flush, text_of, token_of

# Marks of such words can only open, and only close: they are a pair whatever is around them.
_STRESSED = re.compile(
    r"""
    (?<![^\ \n(\["'“‘«—–…/-]) (\*\*?|__?)
    ([A-Za-z0-9] [^\n!&*<\[\\\]_`~]*+ (?<=[A-Za-z0-9])) \1
    (?= [.,;:?)"'”’»—–…/-] | !(?!\[) | \n | \Z | \ (?!\ *\n) )
    """,
    re.VERBOSE,
)
_LINKED = re.compile(
    r"""
    \[ ([^\[\]\\`<]*+) \]
    \( ([^\x00-\x20\x7f()<>\\&]++) (?: [\ \t\n]+ "([^"\\&]*+)" )? [\ \t\n]* \)
    """,
    re.VERBOSE,
)
_PLAIN = re.compile(r"[^\n!&*<_~]*")  # of the words of a link
_INDENT = re.compile(r"[ \t]*")


def broken(state: StateInline, silent: bool) -> bool:
    """The end of a line is a break, a hard one after two blanks; the next line's indent goes."""
    if not silent:
        text = state.pending
        kept = text.rstrip(" ")
        _say(state, kept)
        kind = "hardbreak" if len(text) > len(kept) + 1 else "softbreak"
        state.tokens.append(token_of(kind, "br", 0, state.level))
    indent = _INDENT.match(state.src, state.pos + 1, state.posMax)
    assert indent
    state.pos = indent.end()
    return True


def stressed(state: StateInline, silent: bool) -> bool:
    """Words in plain emphasis are tokens at once, not text whose marks are to be paired."""
    match = None if silent else _STRESSED.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    marks, words = match.groups()
    level, tokens = state.level, state.tokens
    kind = "em" if len(marks) == 1 else "strong"
    # Of four marks two are left over as texts of nothing, which join the text beside them.
    _say(state, state.pending, always=kind == "strong")
    opening = token_of(f"{kind}_open", kind, 1, level)
    closing = token_of(f"{kind}_close", kind, -1, level)
    opening.markup = closing.markup = marks
    tokens += (opening, text_of(words, level + 1), closing)
    state.pos = end = match.end()
    if kind == "strong" and (end == state.posMax or state.src[end] == "\n"):
        tokens.append(text_of("", level))
    return True


def linked(state: StateInline, silent: bool) -> bool:
    """A plain link is its two tokens with those of its words between."""
    match = _LINKED.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        _open_link(state, match)
        _say_words(state, match)
        state.tokens.append(token_of("link_close", "a", -1, state.level))
    state.pos = match.end()
    return True


# What stands before which rule of the dialect.
QUICK: dict[str, tuple[Rule, ...]] = {
    "newline": (broken,),
    "emphasis": (stressed,),
    "link": (noted, linked),
}


def _say(state: StateInline, text: str, *, always: bool = False) -> None:
    """What was pending is a token of text, without what `text` leaves off; none if empty."""
    if text or always:
        state.tokens.append(text_of(text, state.level))
    state.pending = ""


def _open_link(state: StateInline, match: re.Match[str]) -> None:
    flush(state)
    opening = token_of("link_open", "a", 1, state.level)
    opening.attrs["href"] = state.md.normalizeLink(match[2])
    if match[3]:
        opening.attrs["title"] = match[3]
    opening.meta["offset"], opening.meta["end"] = match.span()
    state.tokens.append(opening)


def _say_words(state: StateInline, match: re.Match[str]) -> None:
    """The words of a link are tokens one level down, their marks paired among themselves."""
    words = match[1]
    if _PLAIN.fullmatch(words):
        if words:
            state.tokens.append(text_of(words, state.level + 1))
        return
    outer, state.delimiters = state.delimiters, []
    maximum, state.posMax = state.posMax, match.end(1)
    state.pos = match.start(1)
    state.level = state.pendingLevel = state.level + 1
    state.md.inline.tokenize(state)
    state.level = state.pendingLevel = state.level - 1
    state.posMax = maximum
    if state.delimiters:
        state.tokens_meta.append({"delimiters": state.delimiters})
    state.delimiters = outer
