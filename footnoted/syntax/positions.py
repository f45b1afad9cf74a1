"""Where inline constructs stand in the file: the parser itself keeps only lines of blocks.

A rule wrapped by `recorded` gives its tokens `meta["offset"]` and `meta["end"]`: where they
begin and end in the content of their inline token. `Lines` turns such an offset into a place
in the author's file.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Callable

from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from msgspec import Struct

from footnoted.diagnostics import Span

Rule = Callable[[StateInline, bool], bool]
# `[^label]` with or without a colon, or `[label]:` that is no link, at the beginning of a line.
_LABELLED = re.compile(
    r"[ \t]*\[(?:\^([^\]\s]+)\](:?)|([^\]\s^]+)\][ \t]*:(?![ \t]*(?:<?https?:|\.\./)))"
)
_RECORDED = {"link_open", "image", "footnote_ref", "html_inline", "code_inline"}


def recorded(rule: Rule) -> Rule:
    """The same inline rule; its tokens say where they stand."""

    def with_position(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent:
            for token in state.tokens[count : count + 2]:  # a text token may be flushed first
                if token.type in _RECORDED:
                    token.meta["offset"], token.meta["end"] = start, state.pos
                    break
        return True

    return with_position


class _Shown(Struct, frozen=True, gc=False):
    """A line of an inline token: offsets in its content, and where that stands in the file."""

    start: int
    end: int
    number: int
    indent: int


class Lines:
    """The lines of a Markdown text in a file that has `skipped` lines before it."""

    def __init__(self, path: str, text: str, skipped: int = 0) -> None:
        self.path = path
        self._skipped = skipped
        self._text = text

    @functools.cached_property
    def _lines(self) -> list[str]:
        return self._text.split("\n")  # not splitlines(): the parser breaks at \n only

    @functools.cached_property
    def _labelled(self) -> dict[str, tuple[int, str]]:
        found: dict[str, tuple[int, str]] = {}
        is_within = False  # a paragraph, in which a line may begin with a reference
        for number, line in enumerate(self._lines):
            match = _LABELLED.match(line)
            if match and match[3]:
                found.setdefault(match[3], (number, "`^`"))
            elif match and (match[2] or not is_within):
                found.setdefault(match[1], (number, "" if match[2] else "colon"))
            is_within = bool(line.strip()) and not (match and not is_within)
        return found

    def labelled(self, label: str) -> tuple[Span, str] | None:
        """The first line that looks like the definition of the note `label`; None if there is none.

        With what is missing there, its colon or its `^`; nothing if it is only indented.
        """
        number, missing = self._labelled.get(label, (-1, ""))
        if number < 0 or (missing == "colon" and self._text.count(f"[^{label}]") == 1):
            return None
        return self.line(number), missing

    def line(self, number: int) -> Span:
        """The whole line with the 0-based `number`."""
        text = self.text(number)
        column = len(text) - len(text.lstrip())
        width = max(1, len(text.strip()))
        excerpt = None if number < len(self._lines) else ""
        return Span(self.path, number + 1 + self._skipped, column + 1, width, excerpt)

    def of(self, inline: Token, offset: int, end: int) -> Span:
        """The place of `content[offset:end]` of an inline token, at most to the end of its line."""
        if not inline.map:
            return self.line(0)
        shown: tuple[_Shown, ...] | None = inline.meta.get("lines")
        if shown is None:
            shown = inline.meta["lines"] = self._lines_of(inline, *inline.map)
        at = shown[0]
        if len(shown) > 1:
            at = shown[bisect.bisect_right(shown, offset, key=lambda line: line.start) - 1]
        width = max(1, min(end, at.end) - offset)
        column = at.indent + offset - at.start + 1
        excerpt = None if at.number < len(self._lines) else ""
        return Span(self.path, at.number + 1 + self._skipped, column, width, excerpt)

    def _first_of(self, start: int, end: int) -> int:
        """The first line of a block that has something in it; its first, if none has.

        The parser takes wide spaces off, and with them lines that have nothing else.
        """
        lines = (n for n in range(start, end) if self.text(n).lstrip("\t >").strip())
        return next(lines, start)

    def _lines_of(self, inline: Token, first: int, end: int) -> tuple[_Shown, ...]:
        """Where each line of the content of an inline token stands in the file."""
        content, cell = inline.content, inline.meta.get("cell", 0)
        if end == first + 1:
            return (_Shown(0, len(content), first, self._indent(content, first, cell)),)
        shown, start = [], 0
        for number, line in enumerate(content.split("\n"), self._first_of(first, end)):
            indent = self._indent(line, number, cell)
            shown.append(_Shown(start, start + len(line), number, indent))
            start += len(line) + 1
        return tuple(shown)

    def _indent(self, shown: str, number: int, cell: int) -> int:
        """Where in the line with that number what is shown of it begins."""
        text = self.text(number)
        if text == shown:
            return 0
        at = text.find(shown.strip(), _cell_start(text, cell))
        return max(0, at - (len(shown) - len(shown.lstrip())))

    def text(self, number: int) -> str:
        """The text of the line with the 0-based `number`; empty after the last."""
        return self._lines[number] if number < len(self._lines) else ""


def number_cells(state: StateCore) -> None:
    """A core rule: the content of each table cell knows which of its row it is, from 1."""
    if "|" not in state.src:
        return
    cell = 0
    for token in state.tokens:
        if token.type == "tr_open":
            cell = 0
        elif token.type in ("th_open", "td_open"):
            cell += 1
        elif token.type == "inline" and cell:
            token.meta["cell"] = cell
        elif token.type == "table_close":
            cell = 0


@functools.lru_cache(maxsize=16)
def _bars(line: str) -> tuple[int, ...]:
    """Where the cells of a line of a table are parted."""
    return tuple(match.start() for match in re.finditer(r"(?<!\\)\|", line))


def _cell_start(line: str, cell: int) -> int:
    """Where in a line of a table its `cell` begins; 0 outside tables."""
    if not cell:
        return 0
    bars = _bars(line)
    first = 0 if line.lstrip().startswith("|") else 1
    at = cell - 1 - first
    return bars[at] + 1 if 0 <= at < len(bars) else 0
