"""YAML text -> nodes that know their place; what is not sound YAML is reported.

What is plain is read quickly; the library is imported, and asked, only for the rest. A file of
many records is read record by record, so one that is not plain costs only itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import cast

from msgspec import Struct, field

from footnoted.diagnostics import Diagnostic, Span
from footnoted.nodes import Node, Pairs, Scalar, UnsoundError
from footnoted.plain_yaml import cut, is_simple, read_plain


class Text(Struct):
    """A YAML text with its place in the file: `first_line` is the file's line of its line 1.

    `keys` are those that may be in it. Where it is the front matter of a page, and should have
    ended earlier, `end` is the 0-based line of it where it should have.
    """

    path: str
    text: str
    first_line: int = 1
    found: list[Diagnostic] = field(default_factory=list)
    is_sound: bool = True
    keys: Collection[str] = ()
    is_front: bool = False
    end: int | None = None
    unread: frozenset[int] = frozenset()  # lines of the file
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
        """One more finding, unless its line cannot be read: that is one mistake, not two."""
        if span.line not in self.unread:
            self.found.append(Diagnostic(code, message, span, label, hint))


def compose(text: Text) -> Node | None:
    """The root node, of a text that is not sound YAML as it would be if it were mended.

    What is wrong with it is reported. None if it is empty, or so wrong that nobody knows.
    """
    if is_simple(text.text) and (node := read_plain(text.text)):
        return node
    from footnoted.full_yaml import read_full

    try:
        return read_full(text.text)
    except UnsoundError as error:
        better = _report_unsound(text, error)
        return None if better is None else read_full(better)


def alone(part: str, line: int = 0) -> Node | None:
    """The root node of a part of a text; None if it is not sound by itself."""
    from footnoted.full_yaml import read_full

    try:
        return read_full(part, line)
    except UnsoundError:
        return None


def compose_entries(text: Text) -> Iterator[tuple[Scalar, Node]]:
    """Key and value of each entry at the top, each key once: one after another.

    So a list of thousands takes the memory of one. If `text.is_sound` is false at the end, it is
    not sound YAML: `text.found` says that and no more, and nothing of what came before counts.
    """
    try:
        yield from unique(_top(text), text)
    except UnsoundError as error:
        text.found.clear()
        _report_unsound(text, error)


def _top(text: Text) -> Iterator[tuple[Node, Node]]:
    """The entries at the top. Raises UnsoundError."""
    parts = cut(text.text) if is_simple(text.text) else []
    for at, (line, part) in enumerate(parts):
        node = read_plain(part, line) or alone(part, line)
        if not isinstance(node, Pairs):  # it may need what comes after it
            yield from _rest(text, parts[at:] if at else [])
            return
        yield from node.value
    if not parts:
        yield from _rest(text, [])


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


def _report_unsound(text: Text, error: UnsoundError) -> str | None:
    """What is wrong is reported; returns the text without it, if all of it was found."""
    from footnoted.slips import mended

    text.is_sound = False
    found = mended(text.text, error, text.keys, is_front=text.is_front)
    text.end = found.end
    for slip in found.slips:
        place = text.place(slip.line, slip.column, slip.width)
        text.report(slip.code, slip.message, place, hint=slip.hint)
    text.unread = frozenset(slip.line + text.first_line for slip in found.slips)
    return found.text


def twice(key: str, again: Span, first: Span) -> Diagnostic:
    """What to say of a key at a place, which stood before at another."""
    message, hint = f"the key `{key}` stands twice", "keep one of them"
    return Diagnostic("duplicate-key", message, again, "again here", hint, (first, "first here"))
