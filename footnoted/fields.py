"""YAML against a table of keys: text in, plain values out, every mistake with its place.

YAML's own guesses are switched off: a scalar is the text that the author typed, and the key's
check decides what it must be. So `title: NO` is a title, `date: 2026-13-40` a bad date, and
`time: 12:30` no number. Anchors and aliases are refused: nothing an author needs, and a bomb.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from footnoted.diagnostics import Diagnostic, Span, did_you_mean

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
    """A checked mapping: the values that were right, and the places of all keys and values."""

    values: Mapping[str, object]
    spans: Mapping[str, Span]
    key_spans: Mapping[str, Span]
    span: Span

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
        if ("&" in text.text or "*" in text.text) and (alias := _alias(text)) is not None:
            text.report(
                "yaml-alias",
                "YAML anchors and aliases are not accepted",
                alias,
                hint="write the value out, or put it in quotation marks if it is text",
            )
            return None
        node: yaml.Node | None = yaml.compose(text.text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        _report_syntax(text, error)
        return None
    except yaml.reader.ReaderError as error:
        line = text.text.count("\n", 0, error.position)
        text.report("yaml-syntax", "a character that YAML does not allow", text.place(line, 0))
        return None
    except RecursionError:
        text.report("yaml-syntax", "this YAML is nested too deeply", text.place(0, 0))
        return None
    return node


def read_mapping(node: yaml.Node | None, keys: tuple[Key, ...], text: Text) -> Record:
    """The mapping at `node`, checked against `keys`; all that is wrong is in `text.found`."""
    start = text.span(node) if node is not None else text.place(0, 0, 3)
    entries = list(_entries(node, text)) if node is not None else []
    known = {key.name: key for key in keys}
    values: dict[str, object] = {}
    spans: dict[str, Span] = {}
    key_spans: dict[str, Span] = {}
    for name, name_span, child in entries:
        if name not in known:
            _report_unknown(text, name, name_span, known)
            continue
        key_spans[name] = name_span
        spans[name] = text.span(child)
        value = _checked(known[name], child, name_span, text)
        if value is not INVALID:
            values[name] = value
    for key in keys:
        if key.required and key.name not in spans:
            text.report("missing-key", f"the key `{key.name}` is missing", start, hint=key.meaning)
    return Record(values, spans, key_spans, start)


def entries(node: yaml.Node | None, text: Text) -> Iterator[tuple[str, Span, yaml.Node]]:
    """Key, place of the key and value node of each entry, each key once."""
    if node is not None:
        yield from _entries(node, text)


def _checked(key: Key, node: yaml.Node, name_span: Span, text: Text) -> object:
    if isinstance(node, yaml.ScalarNode) and not node.value.strip():
        text.report(
            "empty-value", f"the key `{key.name}` has no value", name_span, hint=key.meaning
        )
        return INVALID
    return key.check(node, text)


def _entries(node: yaml.Node, text: Text) -> Iterator[tuple[str, Span, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        if not (isinstance(node, yaml.ScalarNode) and not node.value):
            text.report(
                "bad-value", "this is not a list of keys", text.span(node), hint="write `key: value`"
            )
        return
    seen: dict[str, Span] = {}
    for key_node, child in node.value:
        span = text.span(key_node)
        name = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
        if not name or key_node.tag.endswith(":merge"):
            text.report("bad-value", "a key must be plain text", span)
        elif name in seen:
            text.found.append(
                Diagnostic(
                    "duplicate-key",
                    f"the key `{name}` stands twice",
                    span,
                    "again here",
                    "keep one of them",
                    (seen[name], "first here"),
                )
            )
        else:
            seen[name] = span
            yield name, span, child


def _alias(text: Text) -> Span | None:
    for event in yaml.parse(text.text, Loader=_LOADER):
        anchored = getattr(event, "anchor", None) is not None
        if anchored or isinstance(event, yaml.AliasEvent):
            mark = event.start_mark
            return text.place(mark.line, mark.column) if mark else text.place(0, 0)
    return None


def _report_syntax(text: Text, error: yaml.MarkedYAMLError) -> None:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    if line >= len(text.lines) or (line and not text.lines[line].strip()):
        line, column = max(0, min(line, len(text.lines)) - 1), 0
    text.report(
        "yaml-syntax",
        f"this YAML cannot be read: {error.problem or error.context}",
        text.place(line, column),
        hint="put a text with `:`, `#`, quotation marks or brackets in it in quotation marks",
    )


def _report_unknown(text: Text, name: str, span: Span, known: Iterable[str]) -> None:
    hint = did_you_mean(name, known) or "known keys: " + ", ".join(known)
    text.report("unknown-key", f"the key `{name}` is not known", span, hint=hint)
