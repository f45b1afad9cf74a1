"""The parser's block rules, each tried only where it can begin: the same tokens, sooner.

    table      the second line begins with | - or :
    code       four columns of indent
    others     by the first character of their first line, see `_BEGINNINGS`
    text       what is none of these: a heading with a line of = or - below it, or a paragraph

The library asks each rule about each line, and reads a paragraph twice, first as such a heading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from itertools import accumulate
from operator import add
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from footnoted.syntax.quick_notes import defined
from footnoted.syntax.tokens import Nesting, text_block_of, token_of

# The characters that each rule of the dialect can begin with.
_BEGINNINGS = {
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*+-0123456789",
    "footnote_def": "[",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
    **dict.fromkeys(("table", "code", "lheading", "paragraph"), ""),  # known by more
}
_DELIMITERS = frozenset("|-:")  # what the second line of a table begins with
_NO_DEFINITION = re.compile(r"\[[^\[\]\\]*+\](?!:)")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*")

BlockRule = Callable[[StateBlock, int, int, bool], bool]


def quicken_blocks(md: MarkdownIt) -> None:
    """The parser makes the same blocks as before, by the rules that it has by now."""
    md.block.ruler.at("footnote_def", defined, {"alt": ["paragraph", "reference"]})
    blocks = _Blocks(md.block, md.options["maxNesting"])
    md.block.parse = blocks.parse  # type: ignore[method-assign, assignment]
    md.block.tokenize = blocks.tokenize  # type: ignore[method-assign, assignment]


class _State(StateBlock):
    """The library's state; its rules make their tokens with less work."""

    def push(self, ttype: str, tag: str, nesting: Nesting) -> Token:
        """One more token; what it opens is one level down."""
        if nesting < 0:
            self.level -= 1
        token = token_of(ttype, tag, nesting, self.level, block=True)
        if nesting > 0:
            self.level += 1
        self.tokens.append(token)
        return token


class _Blocks:
    """The parser of blocks: two methods of the library's, done over."""

    def __init__(self, stock: ParserBlock, limit: int) -> None:
        ruler = stock.ruler
        names = dict(zip(ruler.getRules(""), ruler.get_active_rules(), strict=True))
        rules = {name: rule for rule, name in names.items()}
        self._table, self._code = rules["table"], rules["code"]
        self._rules = _by_character(rules)
        self._ends = _by_character({names[rule]: rule for rule in ruler.getRules("paragraph")})
        self._limit = limit

    def parse(
        self, src: str, md: MarkdownIt, env: MutableMapping[str, Any], tokens: list[Token]
    ) -> list[Token]:
        """The blocks of `src` are in `tokens`."""
        state = state_of(src, md, env, tokens)
        self.tokenize(state, 0, state.lineMax)
        return state.tokens

    def tokenize(self, state: StateBlock, line: int, end: int) -> None:
        """The blocks of the lines from `line` to before `end` are tokens of the state."""
        blank_lines = False
        while line < end:
            state.line = line = state.skipEmptyLines(line)
            if line >= end or state.sCount[line] < state.blkIndent:
                break
            if state.level >= self._limit:  # what lies deeper is left out
                state.line = end
                break
            self._block(state, line, end)
            state.tight = not blank_lines
            line = state.line
            # a paragraph in a list may have taken the blank line after it
            if line - 1 < end and state.isEmpty(line - 1):
                blank_lines = True
            if line < end and state.isEmpty(line):
                blank_lines = True
                state.line = line = line + 1

    def _block(self, state: StateBlock, line: int, end: int) -> None:
        """The block that begins at `line` is tokens."""
        if _may_be_table(state, line) and self._table(state, line, end, False):
            return
        if state.is_code_block(line):
            self._code(state, line, end, False)
            return
        first = state.src[state.bMarks[line] + state.tShift[line]]
        if first != "[" or not _begins_as_link(state, line):
            for rule in self._rules.get(first, ()):
                if rule(state, line, end, False):
                    return
        self._text(state, line, end)

    def _text(self, state: StateBlock, line: int, end: int) -> None:
        """The paragraph at `line`, or the heading that its underline makes of it, is tokens."""
        outer, state.parentType = state.parentType, "paragraph"
        after = line + 1
        level = 0
        while after < end and not state.isEmpty(after):
            indent = state.sCount[after]
            if indent - state.blkIndent <= 3:  # else it goes on, whatever it looks like
                if indent >= state.blkIndent and (level := _underline(state, after)):
                    break
                if indent >= 0 and self._ends_text(state, after, end):
                    break
            after += 1
        content = mdTrim(_content(state, line, after))
        if level:
            lines = (line, after + 1, after)
            tag, markup = f"h{level}", "=-"[level - 1]
            tokens = text_block_of("heading", tag, content, state.level, lines, markup)
            state.parentType = outer
        else:
            tokens = text_block_of("paragraph", "p", content, state.level, (line, after, after))
        state.tokens += tokens
        state.line = after + bool(level)

    def _ends_text(self, state: StateBlock, line: int, end: int) -> bool:
        """Whether another block begins at `line`, though no blank line is before it."""
        if _may_be_table(state, line) and self._table(state, line, end, True):
            return True
        first = state.src[state.bMarks[line] + state.tShift[line]]
        return any(rule(state, line, end, True) for rule in self._ends.get(first, ()))


def _by_character(rules: Mapping[str, BlockRule]) -> Mapping[str, Sequence[BlockRule]]:
    """For each character the rules that can begin with it, in their order."""
    table: dict[str, list[BlockRule]] = {}
    for name, rule in rules.items():
        for character in _BEGINNINGS[name]:
            table.setdefault(character, []).append(rule)
    return table


def state_of(
    src: str, md: MarkdownIt, env: MutableMapping[str, Any], tokens: list[Token]
) -> StateBlock:
    """The state that the library begins with: where lines begin and end, and their indents."""
    state = _State("", md, env, tokens)
    lines = src.split("\n")
    if not lines[-1].strip(" \t"):  # what has no end of line counts only if something is in it
        lines.pop()
    lengths = list(map(len, lines))
    starts = list(accumulate([length + 1 for length in lengths], initial=0))
    starts[-1] = len(src)  # one more line, which is none, stands at the end
    state.src, state.lineMax = src, len(lines)
    state.bMarks = starts
    state.eMarks = [*map(add, starts, lengths), len(src)]
    state.tShift, state.sCount, state.bsCount = ([0] * len(starts) for _ in range(3))
    for number in [n for n, line in enumerate(lines) if line.startswith((" ", "\t"))]:
        line = lines[number]
        state.tShift[number] = indent = len(line) - len(line.lstrip(" \t"))
        state.sCount[number] = len(line[:indent].expandtabs(4))
    return state


def _begins_as_link(state: StateBlock, line: int) -> bool:
    """Whether the bracket that `line` begins with is of no definition: no colon is after it."""
    start = state.bMarks[line] + state.tShift[line]
    return _NO_DEFINITION.match(state.src, start, state.eMarks[line]) is not None


def _may_be_table(state: StateBlock, line: int) -> bool:
    below = state.bMarks[line + 1] + state.tShift[line + 1]
    return below < state.eMarks[line + 1] and state.src[below] in _DELIMITERS


def _underline(state: StateBlock, line: int) -> int:
    """The level of the heading that `line` underlines; 0 if it does not."""
    start = state.bMarks[line] + state.tShift[line]
    if state.src[start] not in "=-" or not _UNDERLINE.fullmatch(
        state.src, start, state.eMarks[line]
    ):
        return 0
    return 1 if state.src[start] == "=" else 2


def _content(state: StateBlock, line: int, end: int) -> str:
    """The lines without the indent of the block that they stand in."""
    if state.blkIndent or end > line + 1:
        return state.getLines(line, end, state.blkIndent, False)
    return state.src[state.bMarks[line] : state.eMarks[line]]
