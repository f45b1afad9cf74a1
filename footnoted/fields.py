"""YAML against a table of keys: text in, plain values out, every mistake with its place.

YAML's own guesses are switched off: a scalar is the text that the author typed, and the key's
check decides what it must be. So `title: NO` is a title, `date: 2026-13-40` a bad date, and
`time: 12:30` no number. Anchors and aliases are refused: nothing an author needs, and a bomb.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from footnoted.diagnostics import Diagnostic, Span, did_you_mean

# Only texts with what may be an anchor or alias, or with many brackets, dashes or blanks in a
# row, are looked through twice.
_SUSPECT = re.compile(r"(?:^|[\s\[{,:])[&*]\S|(?:[-?] +){20}|^ {60}", re.MULTILINE)
_BRACKETS = 50
_DEPTH = 20  # the C library composes nested nodes by recursion, and dies of a few thousand

_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is four times as fast


@dataclass(frozen=True, slots=True)
class Key:
    """A key that a mapping may have. `check` turns its node into a value or reports why not."""

    name: str
    check: Check
    meaning: str
    required: bool = False


@dataclass(slots=True)
class Text:
    """A YAML text with its place in the file: `first_line` is the file's line of its line 1."""

    path: str
    text: str
    first_line: int = 1
    found: list[Diagnostic] = field(default_factory=list)
    lines: list[str] = field(init=False)

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
        return Span(self.path, line + self.first_line, column + 1, width, excerpt)

    def report(self, code: str, message: str, span: Span, label: str = "", hint: str = "") -> None:
        """One more finding."""
        self.found.append(Diagnostic(code, message, span, label, hint))


Check = Callable[[yaml.Node, Text], object]
INVALID = object()  # what a check returns after it reported


@dataclass(frozen=True, slots=True)
class Record:
    """A checked mapping: the values that were right, and the nodes of all that were given.

    Places are worked out only when asked for: most files have nothing to report.
    """

    values: Mapping[str, object]
    nodes: Mapping[str, yaml.Node]
    _text: Text
    _node: yaml.Node | None = None

    def span(self, name: str = "") -> Span:
        """The place of a key's value; of the whole mapping, if it has none."""
        node = self.nodes.get(name, self._node)
        return self._text.span(node) if node is not None else self._text.place(0, 0, 3)

    def text(self, name: str, default: str = "") -> str:
        """The text of a key, or the default where it is absent or was wrong."""
        value = self.values.get(name, default)
        assert isinstance(value, str), name
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of a key that holds a list."""
        value = self.values.get(name, ())
        assert isinstance(value, tuple), name
        return value

    def flag(self, name: str) -> bool:
        """True if the key says `true`."""
        return self.values.get(name) is True

    def records(self, name: str) -> tuple[Record, ...]:
        """The mappings of a key that holds a list of mappings."""
        value = self.values.get(name, ())
        assert isinstance(value, tuple), name
        return value

    def pairs(self, name: str) -> tuple[tuple[str, str, Span], ...]:
        """Key, text and place of each entry of a key that holds a mapping of texts."""
        value = self.values.get(name, ())
        assert isinstance(value, tuple), name
        return value


def compose(text: Text) -> yaml.Node | None:
    """The root node, or None (reported, unless the text is empty) if this is not sound YAML."""
    try:
        if _is_suspect(text.text) and not _is_plain(text):
            return None
        node: yaml.Node | None = yaml.compose(text.text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        _report_syntax(text, error)
        return None
    except yaml.reader.ReaderError as error:
        line = text.text.count("\n", 0, error.position)
        text.report("yaml-syntax", "a character that YAML does not allow", text.place(line, 0))
        return None
    return node


def read_mapping(node: yaml.Node | None, keys: tuple[Key, ...], text: Text) -> Record:
    """The mapping at `node`, checked against `keys`; all that is wrong is in `text.found`."""
    known = {key.name: key for key in keys}
    values: dict[str, object] = {}
    nodes: dict[str, yaml.Node] = {}
    for key_node, child in entries(node, text):
        name = key_node.value
        if name not in known:
            _report_unknown(text, key_node, known)
            continue
        nodes[name] = child
        value = _checked(known[name], key_node, child, text)
        if value is not INVALID:
            values[name] = value
    record = Record(values, nodes, text, node)
    is_mapping = node is None or isinstance(node, yaml.MappingNode) or not node.value
    for key in keys:
        if is_mapping and key.required and key.name not in nodes:
            message = f"the key `{key.name}` is missing"
            text.report("missing-key", message, record.span(), hint=key.meaning)
    return record


def entries(node: yaml.Node | None, text: Text) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    """Key and value of each entry of the mapping at `node`, each key once."""
    if not isinstance(node, yaml.MappingNode):
        if node is not None and not (isinstance(node, yaml.ScalarNode) and not node.value):
            span = text.span(node)
            text.report("bad-value", "this is not a list of keys", span, hint="write `key: value`")
        return
    seen: dict[str, yaml.ScalarNode] = {}
    for key_node, child in node.value:
        is_text = isinstance(key_node, yaml.ScalarNode) and not key_node.tag.endswith(":merge")
        if not is_text or not key_node.value:
            text.report("bad-value", "a key must be plain text", text.span(key_node))
        elif key_node.value in seen:
            _report_twice(text, key_node, seen[key_node.value])
        else:
            seen[key_node.value] = key_node
            yield key_node, child


def _checked(key: Key, key_node: yaml.Node, node: yaml.Node, text: Text) -> object:
    if isinstance(node, yaml.ScalarNode) and not node.value.strip():
        message, span = f"the key `{key.name}` has no value", text.span(key_node)
        text.report("empty-value", message, span, hint=key.meaning)
        return INVALID
    return key.check(node, text)


def _is_suspect(text: str) -> bool:
    brackets = text.count("[") + text.count("{")
    return brackets > _BRACKETS or _SUSPECT.search(text) is not None


def _is_plain(text: Text) -> bool:
    """True without anchors, aliases and deep nesting; what there is of them is reported."""
    depth = 0
    for event in yaml.parse(text.text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        mark = event.start_mark
        place = text.place(mark.line, mark.column) if mark else text.place(0, 0)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            hint = "write the value out, or put it in quotation marks if it is text"
            text.report("yaml-alias", "YAML anchors and aliases are not accepted", place, hint=hint)
            return False
        if depth > _DEPTH:
            text.report("yaml-syntax", "this YAML is nested too deeply", place)
            return False
    return True


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
        hint="put the text in quotation marks if it has `:` or `#` in it or begins with a sign",
    )


def _report_unknown(text: Text, key_node: yaml.ScalarNode, known: Iterable[str]) -> None:
    name = key_node.value
    hint = did_you_mean(name, known) or "known keys: " + ", ".join(known)
    text.report("unknown-key", f"the key `{name}` is not known", text.span(key_node), hint=hint)


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
