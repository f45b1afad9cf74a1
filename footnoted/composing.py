"""YAML text -> nodes that know their place; what is not sound YAML is reported.

What is plain is read quickly; the library is imported, and asked, only for the rest. A file of
many records is read record by record, so one that is not plain costs only itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from msgspec import Struct, field

from footnoted.diagnostics import Diagnostic, Span
from footnoted.nodes import Node, Pairs, Scalar, UnsoundError
from footnoted.plain_yaml import cut, is_simple, read_plain


class Text(Struct):
    """A YAML text with its place in the file: `first_line` is the file's line of its line 1."""

    path: str
    text: str
    first_line: int = 1
    found: list[Diagnostic] = field(default_factory=list)
    is_sound: bool = True
    _lines: list[str] | None = None

    @property
    def lines(self) -> Sequence[str]:
        """The lines, told apart when first asked for: most texts have nothing to report."""
        if self._lines is None:
            self._lines = self.text.split("\n")
        return self._lines

    def span(self, node: Node) -> Span:
        """The place of a node; of one that runs over lines, its first line."""
        width = node.end_column - node.column if node.end_line == node.line else 0
        if width and isinstance(node, Scalar) and node.is_clean:  # its line is there to be shown
            return Span(self.path, node.line + self.first_line, node.column + 1, width)
        return self.place(node.line, node.column, width)

    def place(self, line: int, column: int, width: int = 1) -> Span:
        """A place by 0-based line and column of the YAML."""
        excerpt = self.lines[line] if line < len(self.lines) else ""
        width = width or max(1, len(excerpt.rstrip()) - column)
        shown = None if excerpt else ""
        return Span(self.path, line + self.first_line, column + 1, width, shown)

    def report(self, code: str, message: str, span: Span, label: str = "", hint: str = "") -> None:
        """One more finding."""
        self.found.append(Diagnostic(code, message, span, label, hint))


def compose(text: Text) -> Node | None:
    """The root node, or None (reported, unless the text is empty) if this is not sound YAML."""
    if is_simple(text.text) and (node := read_plain(text.text)):
        return node
    from footnoted.full_yaml import read_full

    try:
        return read_full(text.text)
    except UnsoundError as error:
        _report_unsound(text, error)
        return None


def compose_entries(text: Text) -> Iterator[tuple[Scalar, Node]]:
    """Key and value of each entry at the top, each key once: one after another.

    So a list of thousands takes the memory of one. If `text.is_sound` is false at the end, it is
    not sound YAML, as `text.found` says, and nothing of what came before counts.
    """
    try:
        yield from unique(_top(text), text)
    except UnsoundError as error:
        _report_unsound(text, error)


def _top(text: Text) -> Iterator[tuple[Node, Node]]:
    """The entries at the top. Raises UnsoundError."""
    parts = cut(text.text) if is_simple(text.text) else []
    for at, (line, part) in enumerate(parts):
        node = read_plain(part, line) or _alone(part, line)
        if not isinstance(node, Pairs):  # it may need what comes after it
            yield from _rest(text, parts[at:] if at else [])
            return
        yield from node.value
    if not parts:
        yield from _rest(text, [])


def _alone(part: str, line: int) -> Node | None:
    from footnoted.full_yaml import read_full

    try:
        return read_full(part, line)
    except UnsoundError:
        return None


def _rest(text: Text, parts: Sequence[tuple[int, str]]) -> Iterator[tuple[Node, Node]]:
    """The entries of these parts of the text, or of all of it, read as one."""
    from footnoted.full_yaml import read_top

    rest, line = "".join(part for _, part in parts) or text.text, parts[0][0] if parts else 0
    before = "before: it\n" if parts else ""  # with which the rest is still within a mapping
    pairs = read_top(before + rest, line - bool(before), lambda root: entries(root, text))
    yield from itertools.islice(pairs, bool(before), None)


def entries(node: Node | None, text: Text) -> Iterable[tuple[Scalar, Node]]:
    """Key and value of each entry of the mapping at `node`, each key once."""
    if isinstance(node, Pairs):
        if node.is_sound:
            return cast("list[tuple[Scalar, Node]]", node.value)
        return unique(node.value, text)
    if node is not None and not (isinstance(node, Scalar) and not node.value):
        span = text.span(node)
        text.report("bad-value", "this is not a list of keys", span, hint="write `key: value`")
    return ()


def unique(pairs: Iterable[tuple[Node, Node]], text: Text) -> Iterator[tuple[Scalar, Node]]:
    """The pairs of key and value whose key is plain text that no pair before them has."""
    seen: dict[str, Scalar] = {}
    for key, child in pairs:
        if not isinstance(key, Scalar) or key.is_merge or not key.value:
            text.report("bad-value", "a key must be plain text", text.span(key))
        elif (first := seen.setdefault(key.value, key)) is not key:
            text.found.append(twice(key.value, text.span(key), text.span(first)))
        else:
            yield key, child


def _report_unsound(text: Text, error: UnsoundError) -> None:
    text.is_sound = False
    place = text.place(error.line, error.column)
    if error.fault == "character":
        text.report("yaml-syntax", "a character that YAML does not allow", place)
    elif error.fault == "depth":
        text.report("yaml-syntax", "this YAML is nested too deeply", place)
    elif error.fault == "anchor":
        hint = "write the value out, or put it in quotation marks if it is text"
        text.report("yaml-alias", "YAML anchors and aliases are not accepted", place, hint=hint)
    else:
        _report_syntax(text, error)


def _report_syntax(text: Text, error: UnsoundError) -> None:
    problem, line, column = error.problem, error.line, error.column
    if error.fault == "document":
        problem = "a line `---` begins a second document, and only one is accepted"
    if line >= len(text.lines) or (line and not text.lines[line].strip()):
        line, column = max(0, min(line, len(text.lines)) - 1), 0
    text.report(
        "yaml-syntax",
        f"this YAML cannot be read: {problem}",
        text.place(line, column),
        hint=_syntax_hint(text.lines[line] if text.lines else "", problem),
    )


def _syntax_hint(line: str, problem: str) -> str:
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "indent with spaces, not with tabs"
    if "second document" in problem:
        return "take the line out"
    return "put the text in quotation marks if it has `:` or `#` in it or begins with a sign"


def twice(key: str, again: Span, first: Span) -> Diagnostic:
    """What to say of a key at a place, which stood before at another."""
    message, hint = f"the key `{key}` stands twice", "keep one of them"
    return Diagnostic("duplicate-key", message, again, "again here", hint, (first, "first here"))
