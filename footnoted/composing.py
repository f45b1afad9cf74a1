"""YAML text -> nodes that know their place; what is not sound YAML is reported.

YAML's own guesses are switched off: a scalar is the text that the author typed. Anchors and
aliases are refused: nothing an author needs, and a bomb.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn, cast

import yaml
from msgspec import Struct, field

from footnoted.diagnostics import Diagnostic, Span

# Only texts with what may be an anchor or alias, or with many brackets, dashes or blanks in a
# row, are looked through twice.
_SUSPECT = re.compile(r"(?:^|[\s\[{,:])[&*]\S|(?:[-?] +){20}|^ {60}", re.MULTILINE)
_BRACKETS = 50
_DEPTH = 20  # the C library composes nested nodes by recursion, and dies of a few thousand

_TEXT, _MERGE = "tag:yaml.org,2002:str", "tag:yaml.org,2002:merge"


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """PyYAML's loader, the C one where there is one, that guesses no types.

    Its guesses are not used, and take as long as all the rest.
    """

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        """The tag of a node that the author gave none."""
        return _tag_of(value, implicit)


def _tag_of(value: object, implicit: object) -> str:
    """Text, but for a plain `<<`."""
    is_plain = isinstance(implicit, tuple) and implicit[0]
    return _MERGE if value == "<<" and is_plain else _TEXT


class Text(Struct):
    """A YAML text with its place in the file: `first_line` is the file's line of its line 1."""

    path: str
    text: str
    first_line: int = 1
    found: list[Diagnostic] = field(default_factory=list)
    is_sound: bool = True
    lines: Sequence[str] = ()

    def __post_init__(self) -> None:
        self.lines = self.text.split("\n")

    def span(self, node: yaml.Node) -> Span:
        """The place of a node; of one that runs over lines, its first line."""
        start, end = node.start_mark, node.end_mark
        width = end.column - start.column if end.line == start.line else 0
        return self.place(start.line, start.column, width)

    def place(self, line: int, column: int, width: int = 1) -> Span:
        """A place by 0-based line and column of the YAML."""
        excerpt = self.lines[line] if line < len(self.lines) else ""
        width = width or max(1, len(excerpt.rstrip()) - column)
        shown = None if excerpt else ""
        return Span(self.path, line + self.first_line, column + 1, width, shown)

    def report(self, code: str, message: str, span: Span, label: str = "", hint: str = "") -> None:
        """One more finding."""
        self.found.append(Diagnostic(code, message, span, label, hint))


class _RefusedError(Exception):
    """What is not accepted here has been reported."""


def compose(text: Text) -> yaml.Node | None:
    """The root node, or None (reported, unless the text is empty) if this is not sound YAML."""
    found: list[yaml.Node | None] = []
    with _reported(text):
        if _is_suspect(text.text):
            for _ in _events(text):
                pass
        found.append(yaml.compose(text.text, Loader=_Loader))
    return found[0] if found else None


def compose_entries(text: Text) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    """Key and value of each entry at the top, each key once: one after another.

    So a list of thousands takes the memory of one. If `text.is_sound` is false at the end, it is
    not sound YAML, as `text.found` says, and nothing of what came before counts.
    """
    with _reported(text):
        events, documents = _events(text), 0
        for event in events:
            documents += isinstance(event, yaml.DocumentStartEvent)
            if documents > 1:
                mark: Any = event.start_mark
                raise yaml.composer.ComposerError(None, None, "another document", mark)
            if isinstance(event, yaml.MappingStartEvent):
                yield from unique(_pairs(events), text)
            elif isinstance(event, yaml.NodeEvent):
                yield from entries(_node(event, events), text)


def entries(node: yaml.Node | None, text: Text) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    """Key and value of each entry of the mapping at `node`, each key once."""
    if not isinstance(node, yaml.MappingNode):
        if node is not None and not (isinstance(node, yaml.ScalarNode) and not node.value):
            span = text.span(node)
            text.report("bad-value", "this is not a list of keys", span, hint="write `key: value`")
        return
    yield from unique(node.value, text)


def unique(
    pairs: Iterable[tuple[Any, yaml.Node]], text: Text
) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    """The pairs of key and value whose key is plain text that no pair before them has."""
    seen: dict[str, yaml.ScalarNode] = {}
    for key_node, child in pairs:
        if (
            not isinstance(key_node, yaml.ScalarNode)
            or key_node.tag == _MERGE
            or not key_node.value
        ):
            text.report("bad-value", "a key must be plain text", text.span(key_node))
        elif key_node.value in seen:
            _report_twice(text, key_node, seen[key_node.value])
        else:
            seen[key_node.value] = key_node
            yield key_node, child


@contextmanager
def _reported(text: Text) -> Iterator[None]:
    """What the library finds wrong inside is reported, and ends it."""
    try:
        yield
    except _RefusedError:
        text.is_sound = False
    except yaml.MarkedYAMLError as error:
        text.is_sound = False
        _report_syntax(text, error)
    except yaml.reader.ReaderError as error:
        text.is_sound = False
        line = text.text.count("\n", 0, error.position)
        text.report("yaml-syntax", "a character that YAML does not allow", text.place(line, 0))


def _events(text: Text) -> Iterator[Any]:
    """The events of a text without anchors, aliases and deep nesting."""
    depth = 0
    for event in yaml.parse(text.text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if getattr(event, "anchor", None) is not None or depth > _DEPTH:
            mark = event.start_mark
            place = text.place(mark.line, mark.column) if mark else text.place(0, 0)
            _refuse(text, place, is_too_deep=depth > _DEPTH)
        yield event


def _refuse(text: Text, place: Span, *, is_too_deep: bool) -> NoReturn:
    if is_too_deep:
        text.report("yaml-syntax", "this YAML is nested too deeply", place)
    else:
        hint = "write the value out, or put it in quotation marks if it is text"
        text.report("yaml-alias", "YAML anchors and aliases are not accepted", place, hint=hint)
    raise _RefusedError


def _pairs(events: Iterator[Any]) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """Key and value of each entry of a mapping that has begun, to its end."""
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        yield _node(event, events), _node(next(events), events)


def _node(event: Any, events: Iterator[Any]) -> yaml.Node:
    """The node that begins with `event`."""
    start: Any = event.start_mark
    if isinstance(event, yaml.ScalarEvent):
        tag = event.tag or _tag_of(event.value, event.implicit)
        return yaml.ScalarNode(tag, event.value, start, cast(Any, event.end_mark))
    children: list[Any] = []
    while not isinstance(child := next(events), yaml.CollectionEndEvent):
        children.append(_node(child, events))
    end: Any = child.end_mark
    if isinstance(event, yaml.SequenceStartEvent):
        return yaml.SequenceNode(event.tag or "", children, start, end)
    pairs = list(zip(children[::2], children[1::2], strict=True))
    return yaml.MappingNode(event.tag or "", pairs, start, end)


def _is_suspect(text: str) -> bool:
    brackets = text.count("[") + text.count("{")
    return brackets > _BRACKETS or _SUSPECT.search(text) is not None


def _report_syntax(text: Text, error: yaml.MarkedYAMLError) -> None:
    mark = error.problem_mark or error.context_mark
    problem = error.problem or error.context or ""
    if "another document" in problem:
        problem = "a line `---` begins a second document, and only one is accepted"
    line, column = (mark.line, mark.column) if mark else (0, 0)
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


def _report_twice(text: Text, again: yaml.ScalarNode, first: yaml.ScalarNode) -> None:
    text.found.append(
        Diagnostic(
            "duplicate-key",
            f"the key `{again.value}` stands twice",
            text.span(again),
            "again here",
            "keep one of them",
            (text.span(first), "first here"),
        )
    )
