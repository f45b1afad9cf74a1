"""Notes written in a plain way -> the tokens of the footnote plug-in, sooner.

    definition = "[^" label "]:" [blanks] text
    reference  = "[^" label "]", and no "(" after it

The definition stands at the left margin of the page, and its text is of one line that begins
with a letter, a quotation mark or a link. Below it is another definition, or a blank line and
then nothing that is indented. All else is left to the rules of the plug-in.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.footnote.index import footnote_def

from footnoted.syntax.tokens import flush, text_block_of, token_of

_DEFINED = re.compile(r"\[\^([^ \]]+)\]:")
_TEXT = re.compile(r""" {0,3}(?=[A-Za-z(“‘"']|\[[^\[\]\\]*+\](?!:))""")
_NOTED = re.compile(r"\[\^([^\s\[\]\\`<]+)\](?!\()")
_INDENT = 4  # of what goes on with a note, below its first line


def defined(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """The definition at `line` is tokens, those of its text among them."""
    start = state.bMarks[line]
    match = _DEFINED.match(state.src, start, state.eMarks[line])
    if silent or state.level or not match:
        return footnote_def(state, line, end, silent)
    text = _TEXT.match(state.src, match.end(), state.eMarks[line])
    after = _after(state, line, end)
    if not text or after < 0:
        return footnote_def(state, line, end, silent)
    label = match[1]
    _notes(state.env)["refs"][f":{label}"] = -1
    opening = token_of("footnote_reference_open", "", 1, 0)
    opening.meta["label"], opening.map = label, [line, after]
    content = mdTrim(state.src[text.end() : state.eMarks[line]])
    inner = text_block_of("paragraph", "p", content, 1, (line, line + 1, line + 1))
    state.tokens += (opening, *inner, token_of("footnote_reference_close", "", -1, 0))
    state.line = after
    return True


def _after(state: StateBlock, line: int, end: int) -> int:
    """The line after the definition of one line at `line`; -1 if it may have more lines."""
    after = line + 1
    if after >= end:
        return after
    if state.isEmpty(after):
        after = state.skipEmptyLines(after + 1)
        return after if after >= end or state.sCount[after] < _INDENT else -1
    is_next = _DEFINED.match(state.src, state.bMarks[after], state.eMarks[after])
    return after if is_next else -1


def noted(state: StateInline, silent: bool) -> bool:
    """A reference to a note is known to be no link, without looking for one."""
    start = state.pos
    match = None if "references" in state.env else _NOTED.match(state.src, start, state.posMax)
    if match is None:
        return False
    state.pos = match.end()
    if not silent:
        flush(state)
        token = token_of("footnote_ref", "", 0, state.level)
        token.meta = _numbered(state.env, match[1]) | {"offset": start, "end": state.pos}
        state.tokens.append(token)
    return True


def _numbered(env: MutableMapping[str, Any], label: str) -> dict[str, Any]:
    """Which note the label is of, by the order of first references, and which reference to it."""
    notes, key = _notes(env), f":{label}"
    number = notes["refs"].get(key, -1)
    if number < 0:
        number = notes["refs"][key] = len(notes["list"])
        notes["list"][number] = {"label": label, "count": 0}
    note = notes["list"][number]
    note["count"] += 1
    return {"id": number, "subId": note["count"] - 1, "label": label}


def _notes(env: MutableMapping[str, Any]) -> dict[str, dict[Any, Any]]:
    """What the plug-in knows of the notes of a text."""
    found: dict[str, dict[Any, Any]] = env.setdefault("footnotes", {"refs": {}, "list": {}})
    return found
