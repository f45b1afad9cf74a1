"""YAML as nearly everybody writes it -> nodes: in a fraction of the time that the library takes.

    text  = line*
    line  = blank | "#" remark | indent ["- "] [key ":"] [value]
    key   = letters, digits and some signs, but no blank, and at most 1024 of them, as YAML has it
    value = plain words | '"' words '"' | "'" words "'" | "[" words {"," words} "]"

A value is on one line. What else YAML knows (most escapes, values over lines, a remark after a
value, anchors, tags, empty values) is not read here, nor is anything that may be wrong: there is
no node then, and `full_yaml` has the say. What is read here is read as there, value for value and
place for place.
"""

from __future__ import annotations

import functools
import re

from footnoted.nodes import Items, Node, Pairs, Scalar

_SIGNS = r"[\w./~%+?&=@-]"
_HEAD = re.compile(rf"( *)((?:- +)?)(\w{_SIGNS}*(?::{_SIGNS}+)*)")
_KEY = re.compile(rf"\w{_SIGNS}*")
# Of an entry that is further in by two: the key, and the words, in quotation marks or without.
_ENTRY = re.compile(
    rf"""^[ ]{{2}} ({_KEY.pattern}) :[ ]
    (?: "([^\s"\\][^"\\\n]*)" | ([^\s?:,\[\]{{}}\#&*!|>%@`"'-].*)(?<![ :]) ) $""",
    re.MULTILINE | re.VERBOSE,
)
_ITEM = re.compile(r"( *)(- +)([^ ].*)")
_WORDS = re.compile(r"\w+(?:[ ./-]+\w+)*")
_DOUBLE = re.compile(r'"((?:[^"\\]|\\["\\])*)"')
_SINGLE = re.compile(r"'((?:[^']|'')*)'")
_FLOW = re.compile(rf"\[ *{_WORDS.pattern}(?: *, *{_WORDS.pattern})* *\]")
# What YAML breaks lines at or does not allow, and what readers would not see.
_STRANGE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_TOP = re.compile(r"\n(?=[^ \t\n#])")
_REMARKS = re.compile(r"(?: *(?:#[^\n]*)?\n)*")
_INDICATORS = frozenset("-?:,[]{}#&*!|>%@`\"'")
_DEPTH = 8
_KEY_LENGTH = 1024  # YAML 1.2.2, 7.4.2: a longer one is no key
# The column of a line; of what stands after a dash, or the same; the key; where its value begins.
Head = tuple[int, int, str, int]
# The head of a line, and the value. A line that is blank, or a remark, is in no column.
Row = tuple[Head, str]
_BLANK: Row = ((-1, -1, "", 0), "")


class _NotPlainError(Exception):
    """This is more than is read here."""


def is_simple(text: str) -> bool:
    """True if no character of the text is strange: only then may it be cut or read here."""
    if text.isascii() and text.replace("\n", "").isprintable():  # quicker
        return True
    return _STRANGE.search(text) is None


def cut(text: str) -> list[tuple[int, str]]:
    """The entries at the top of a simple text, with their lines; none if it cannot be cut safely.

    If each of them is YAML of its own, the text is the mapping of them all. Remarks go with the
    entry before them.
    """
    before = _REMARKS.match(text)
    first = before.end() if before else 0
    starts = [first, *(match.end() for match in _TOP.finditer(text, first))]
    if not all(_is_word(text[start : start + 1]) for start in starts):
        return []
    found, line, at = [], 0, 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        line += text.count("\n", at, start)
        at = start
        found.append((line, text[start:end]))
    return found


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def read_plain(text: str, first_line: int = 0) -> Node | None:
    """The root node of a simple text whose first line is that line; None if it is more than plain.

    >>> read_plain("a: b").value[0][1].value
    'b'
    >>> read_plain("a: >") is None
    True
    """
    if "\t" in text:
        return None
    try:
        rows = _rows(text)
        node, at = _block(rows, _skipped(rows, 0), first_line, 0)
    except _NotPlainError:
        return None
    return node if at == len(rows) else None


def read_flat(text: str) -> tuple[str, dict[str, str]] | None:
    """The key of a simple text that has but one, and the texts below it by key, without places.

    None if there is more to it than that: see `read_plain`.

    >>> read_flat("a:\\n  b: c\\n  d: e")
    ('a', {'b': 'c', 'd': 'e'})
    """
    top, _, rest = text.rstrip("\n").partition(":\n")
    found = {}
    for key, quoted, words in _ENTRY.findall(rest):
        if ": " in words or " #" in words:
            return None
        found[key] = quoted or words
    is_whole = len(found) == rest.count("\n") + 1 and "\t" not in text
    return (top, found) if is_whole and len(top) <= _KEY_LENGTH and _KEY.fullmatch(top) else None


def _rows(text: str) -> list[Row]:
    rows = []
    for line in text.split("\n"):
        start, _, value = line.partition(": ")
        if value and value[0] != " " != value[-1] and (head := _head(start)):
            rows.append((head, value))
        else:
            rows.append(_other_row(line) if line else _BLANK)
    return rows


@functools.lru_cache(maxsize=1024)  # the same keys stand in many records
def _head(start: str) -> Head | None:
    """The head of a line that begins so, one blank before its value."""
    if (match := _HEAD.fullmatch(start)) and len(match[3]) <= _KEY_LENGTH:
        return len(match[1]), len(match[1]) + len(match[2]), match[3], len(start) + 2
    return None


def _other_row(line: str) -> Row:
    """The row of a line that does not simply have a key and a value."""
    line = line.rstrip(" ")
    bare = line.lstrip(" ")
    if not bare or bare[0] == "#":
        return _BLANK
    start, parted, value = line.partition(": ")
    head = _head(start) if parted else _head(line[:-1]) if line[-1] == ":" else None
    if head:
        value = value.lstrip(" ")
        return (*head[:3], len(line) - len(value)), value
    item = _ITEM.fullmatch(line)
    if not item:
        raise _NotPlainError
    column = len(item[1])
    inner = column + len(item[2])
    return (column, inner, "", inner), item[3]


def _skipped(rows: list[Row], at: int) -> int:
    """The next row that is neither blank nor a remark."""
    while at < len(rows) and rows[at] is _BLANK:
        at += 1
    return at


def _block(rows: list[Row], at: int, first: int, depth: int) -> tuple[Node, int]:
    """The list or mapping that begins in this row, and the row after it."""
    if at == len(rows) or depth > _DEPTH:
        raise _NotPlainError
    (column, inner, _, _), _ = rows[at]
    return (_items if inner > column else _pairs)(rows, at, first, column, depth)


def _pairs(rows: list[Row], at: int, first: int, column: int, depth: int) -> tuple[Node, int]:
    """The mapping whose first key stands in this row and that column, whatever is before it."""
    pairs: list[tuple[Node, Node]] = []
    found = Pairs(pairs, first + at, column, is_sound=True)
    keys = set()
    end = len(rows)
    (_, _, key, start), value = rows[at]
    while key and key not in keys:
        keys.add(key)
        line = first + at
        at += 1
        if value:
            child = _value(value, line, start)
        else:
            child, at = _child(rows, at, first, column, depth)
        pairs.append((_name(key, line, column), child))
        while at < end and rows[at] is _BLANK:
            at += 1
        if at == end:
            return found, at
        (indent, inner, key, start), value = rows[at]
        if indent != column or inner != column:
            return found, at
    raise _NotPlainError


@functools.lru_cache(maxsize=4096)  # in texts of one shape, keys have the same places
def _name(key: str, line: int, column: int) -> Scalar:
    return Scalar(key, line, column, line, column + len(key))


def _child(rows: list[Row], at: int, first: int, column: int, depth: int) -> tuple[Node, int]:
    """What stands below a key in that column: further in, or a list at the same column."""
    at = _skipped(rows, at)
    indent, inner = rows[at][0][:2] if at < len(rows) else (-1, -1)
    if indent > column or column == indent < inner:
        return _block(rows, at, first, depth + 1)
    raise _NotPlainError


def _items(rows: list[Row], at: int, first: int, column: int, depth: int) -> tuple[Node, int]:
    items: list[Node] = []
    found = Items(items, first + at, column)
    while at < len(rows):
        (indent, inner, key, _), value = rows[at]
        if not indent == column < inner:
            break
        if key:
            node, at = _pairs(rows, at, first, inner, depth + 1)
        else:
            node, at = _value(value, first + at, inner), at + 1
        items.append(node)
        at = _skipped(rows, at)
    return found, at


def _value(value: str, line: int, column: int) -> Node:
    end = column + len(value)
    if value[0] not in _INDICATORS:
        if ": " in value or " #" in value or value[-1] == ":":
            raise _NotPlainError
        return Scalar(value, line, column, line, end, True, True)
    if value[0] == "[":
        return _flow(value, line, column)
    return Scalar(_quoted(value), line, column, line, end)


def _quoted(value: str) -> str:
    """The text within quotation marks."""
    text, sign = value[1:-1], value[0]
    if sign == value[-1] and sign in "\"'" and sign not in text and "\\" not in text and value[1:]:
        return text
    if match := _SINGLE.fullmatch(value):
        return match[1].replace("''", "'")
    if match := _DOUBLE.fullmatch(value):
        return re.sub(r"\\(.)", r"\1", match[1])
    raise _NotPlainError


def _flow(value: str, line: int, column: int) -> Node:
    if not _FLOW.fullmatch(value):
        raise _NotPlainError
    words: list[Node] = [
        Scalar(m[0], line, column + m.start(), line, column + m.end(), True, True)
        for m in _WORDS.finditer(value)
    ]
    return Items(words, line, column, line, column + len(value))
