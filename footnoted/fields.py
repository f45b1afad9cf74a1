"""YAML against a table of keys: text in, plain values out, every mistake with its place.

A scalar is the text that the author typed, and the key's check decides what it must be. So
`title: NO` is a title, `date: 2026-13-40` a bad date, and `time: 12:30` no number.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

from msgspec import Struct

from footnoted.composing import Text, entries
from footnoted.diagnostics import Span, near
from footnoted.nodes import Node, Pairs, Scalar


class Key(Struct, frozen=True, eq=False):
    """A key that a mapping may have. `check` turns its node into a value or reports why not.

    Each is itself alone, so that a table of them is found again at once. `inner` are the keys
    of the mappings that its value is a list of.
    """

    name: str
    check: Check
    meaning: str
    required: bool = False
    inner: tuple[Key, ...] = ()


Check = Callable[[Node, Text], object]
INVALID = object()  # what a check returns after it reported


class Record(Struct, frozen=True):
    """A checked mapping: the values that were right, and the nodes of all that were given.

    Places are worked out only when asked for: most files have nothing to report.
    """

    values: Mapping[str, object]
    nodes: Mapping[str, Node]
    _text: Text
    _node: Node | None = None

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

    def flag(self, name: str, *, default: bool = False) -> bool:
        """What the key says, `true` or `false`; the default if it says nothing that counts."""
        value = self.values.get(name)
        return value if isinstance(value, bool) else default

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


def read_mapping(node: Node | None, keys: tuple[Key, ...], text: Text) -> Record:
    """The mapping at `node`, checked against `keys`; all that is wrong is in `text.found`."""
    known, required = _table(keys)
    values: dict[str, object] = {}
    nodes: dict[str, Node] = {}
    empty: dict[str, Scalar] = {}
    meant: set[str] = set()  # what unknown keys are likely to be, or belong to
    last = ""
    for key_node, child in entries(node, text):
        name = key_node.value
        key = known.get(name)
        if key is None:
            meant.add(_report_unknown(text, key_node, child, keys, last if last in empty else ""))
            if _is_head(key_node, child):  # what comes below it belongs to something else
                break
            continue
        nodes[name], last = child, name
        if type(child) is Scalar and (not child.value or child.value.isspace()):
            empty[name] = key_node
        elif (value := key.check(child, text)) is not INVALID:
            values[name] = value
    for name in empty.keys() - meant:
        _report_empty(text, empty[name], known[name])
    record = Record(values, nodes, text, node)
    if node is None or isinstance(node, Pairs) or not node.value:
        for key in required:
            if key.name not in nodes and key.name not in meant:
                message = f"the key `{key.name}` is missing"
                text.report("missing-key", message, record.span(), hint=key.meaning)
    return record


def _is_head(key_node: Scalar, child: Node) -> bool:
    """True for a key that looks like that of a new entry, and is too far in."""
    return key_node.column > 0 and isinstance(child, Scalar) and not child.value


def _report_empty(text: Text, key_node: Scalar, key: Key) -> None:
    line = text.lines[key_node.line] if key_node.line < len(text.lines) else ""
    is_comment = line[key_node.end_column :].lstrip(": \t").startswith("#")
    hint = "put the text in quotation marks: a `#` begins a comment" if is_comment else key.meaning
    text.report("empty-value", f"the key `{key.name}` has no value", text.span(key_node), hint=hint)


def names(keys: tuple[Key, ...]) -> frozenset[str]:
    """The names of all the keys, and of those within them."""
    return frozenset(each.name for key in keys for each in (key, *key.inner))


def sound_values(texts: Mapping[str, str], keys: tuple[Key, ...]) -> Record | None:
    """The mapping of these texts, none of them empty, if nothing is wrong with it; else None.

    It knows no places: nothing has to be said of it.
    """
    known, required = _table(keys)
    values: dict[str, object] = {}
    text = Text("", "")
    for name, words in texts.items():
        key = known.get(name)
        if key is None:
            return None
        values[name] = key.check(Scalar(words, 0, 0, 0, 0), text)
    if text.found or any(key.name not in values for key in required):
        return None
    return Record(values, {}, text)


@functools.cache
def _table(keys: tuple[Key, ...]) -> tuple[Mapping[str, Key], tuple[Key, ...]]:
    """The keys by name, and those that have to be there."""
    return {key.name: key for key in keys}, tuple(key for key in keys if key.required)


def _report_unknown(
    text: Text, key_node: Scalar, child: Node, keys: tuple[Key, ...], above: str
) -> str:
    """Returns the key that was meant, or the one above, without value, that it belongs to."""
    name, known = key_node.value, [key.name for key in keys]
    outer = [key.name for key in keys if name in {inner.name for inner in key.inner}]
    meant = near(name, known) or ""
    if meant:
        hint = f"did you mean `{meant}`?"
    elif outer:
        hint = f"indent it like the other keys of `{outer[0]}`, to which it belongs"
    elif above:
        hint = f"indent it by {key_node.column + 2} spaces if it belongs to `{above}`"
    elif _is_head(key_node, child):
        hint = "if it begins an entry of its own, indent it less, like the others of its kind"
    else:
        hint = "known keys: " + ", ".join(known)
    text.report("unknown-key", f"the key `{name}` is not known", text.span(key_node), hint=hint)
    return meant or (above if not outer else "")
