"""The parser's inline rules, each tried only where it can begin: the same tokens, sooner.

The library tries rule after rule at each character that could mean something to any of them.
Here a table says which rules can begin with which character; all other text is taken whole. What
is written in a plain way is read by the rules of `quick_rules`, which the dialect's stand behind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from footnoted.syntax.positions import Rule
from footnoted.syntax.quick_rules import QUICK
from footnoted.syntax.tokens import text_of

_STOP = re.compile(r"[\n!&*<\[\\\]_`~]")  # `]` begins nothing, but labels end there
# The characters that each rule of the dialect can begin with.
_BEGINNINGS = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "emphasis": "*_",
    "link": "[",
    "image": "!",
    "footnote_ref": "[",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
}
_SILENT = frozenset({"strikethrough", "emphasis"})  # skipped one mark at a time

Table = Mapping[str, Sequence[Rule]]


def quicken_inline(md: MarkdownIt) -> None:
    """The parser makes the same inline tokens as before, by the rules that it has by now."""
    inline = _Inline(md.inline, md.options["maxNesting"])
    md.inline.parse = inline.parse  # type: ignore[method-assign]
    md.inline.tokenize = inline.tokenize  # type: ignore[method-assign]
    md.inline.skipToken = inline.skip  # type: ignore[method-assign]


def _table(rules: Mapping[str, Rule]) -> Table:
    """For each character the rules that can begin with it, in their order, quick ones first."""
    table: dict[str, list[Rule]] = {"]": []}
    for name, rule in rules.items():
        for character in _BEGINNINGS[name]:
            table.setdefault(character, []).extend((*QUICK.get(name, ()), rule))
    return table


class _Inline:
    """The parser of what stands in a paragraph: three methods of the library's, done over."""

    def __init__(self, stock: ParserInline, limit: int) -> None:
        rules = dict(zip(stock.ruler.get_active_rules(), stock.ruler.getRules(""), strict=True))
        del rules["text"]
        self._rules = _table(rules)
        self._silent = _table({n: rule for n, rule in rules.items() if n not in _SILENT})
        self._pairing = stock.ruler2.getRules("")
        self._limit = limit
        self._stock_tokenize, self._stock_skip = stock.tokenize, stock.skipToken

    def parse(
        self, src: str, md: MarkdownIt, env: MutableMapping[str, Any], tokens: list[Token]
    ) -> list[Token]:
        """The tokens of `src` are in `tokens`."""
        if not _STOP.search(src):
            if src:
                tokens.append(text_of(src, 0))
            return tokens
        state = StateInline(src, md, env, tokens)
        self.tokenize(state)
        if state.delimiters or any(state.tokens_meta):  # else there is nothing to pair
            for rule in self._pairing:
                rule(state)
        return state.tokens

    def tokenize(self, state: StateInline) -> None:
        """The tokens of the text between `pos` and `posMax` are in the state."""
        if state.level >= self._limit:
            self._stock_tokenize(state)
            return
        src, end, rules = state.src, state.posMax, self._rules
        start = pos = state.pos
        while stop := _STOP.search(src, pos, end):
            state.pos = at = stop.start()
            if at > start:
                state.append_pending(src[start:at])
            for rule in rules[src[at]]:
                if rule(state, False):
                    start = pos = state.pos
                    break
            else:
                start, pos = at, at + 1
        if start < end:
            state.append_pending(src[start:end])
            state.pos = end
        if text := state.pending:
            state.tokens.append(text_of(text, state.level))
            state.pending = ""

    def skip(self, state: StateInline) -> None:
        """`pos` is behind the next piece of text, or behind what a rule would match there."""
        if state.level >= self._limit - 1:
            self._stock_skip(state)
            return
        pos = state.pos
        if (known := state.cache.get(pos)) is not None:
            state.pos = known
            return
        stop = _STOP.search(state.src, pos, state.posMax)
        at = stop.start() if stop else state.posMax
        if at > pos:
            state.pos = at
        elif not self._matches(state):
            state.pos += 1
        state.cache[pos] = state.pos

    def _matches(self, state: StateInline) -> bool:
        """Whether a rule matches at `pos`, which is then behind that."""
        state.level += 1
        matched = any(rule(state, True) for rule in self._silent.get(state.src[state.pos], ()))
        state.level -= 1
        return matched
