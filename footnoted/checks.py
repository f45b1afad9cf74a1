"""What a YAML value must be: one check per kind of value, for the tables of keys.

A check takes a node and the text it stands in; it returns the value, or reports and
returns INVALID. `date` follows ISO 8601; `edtf` is the part of EDTF (ISO 8601-2) that
bibliographies need; `language` has the shape of BCP 47 tags.
"""

from __future__ import annotations

import datetime
import posixpath
import re
import unicodedata
from urllib.parse import urlsplit

import yaml

from footnoted.addresses import MARKS
from footnoted.composing import Text, entries
from footnoted.diagnostics import UNSEEN, did_you_mean, unseen_message
from footnoted.fields import INVALID, Check, Key, read_mapping

# Letters and digits with their combining marks, parted by single signs.
_WORD = rf"[^\W_](?:[^\W_]|[{MARKS}])*"
SLUG = re.compile(rf"{_WORD}(?:[-_.]{_WORD})*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_EDTF = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?[~?]?")
_FLAGS = {"true": True, "false": False, "yes": True, "no": False}


def text(node: yaml.Node, source: Text) -> object:
    """A text on one line or more; white space at the ends and line breaks do not count."""
    if not isinstance(node, yaml.ScalarNode):
        return _refuse(node, source, "this must be a text", "put it in quotation marks")
    return " ".join(_read(node, source).split())


def exact_text(node: yaml.Node, source: Text) -> object:
    """A text kept letter for letter, but for white space at its ends."""
    if not isinstance(node, yaml.ScalarNode):
        return _refuse(node, source, "this must be a text", "put it in quotation marks")
    return _read(node, source).strip()


def texts(node: yaml.Node, source: Text) -> object:
    """A text, or a list of texts."""
    if isinstance(node, yaml.ScalarNode):
        value = text(node, source)
        return value if value is INVALID else (value,)
    if not isinstance(node, yaml.SequenceNode):
        return _refuse(node, source, "this must be a text or a list of texts", "write `[a, b]`")
    values = tuple(text(item, source) for item in node.value)
    return INVALID if INVALID in values else values


def flag(node: yaml.Node, source: Text) -> object:
    """`true` or `false`."""
    value = _FLAGS.get(_scalar(node).lower())
    if value is None:
        return _refuse(node, source, "this must be `true` or `false`")
    return value


def date(node: yaml.Node, source: Text) -> object:
    """A day, `2026-11-22`."""
    value = _scalar(node)
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", value) or not _is_day(value):
        message = f"`{value}` is not a date" if value else "this must be a date"
        return _refuse(node, source, message, "write year-month-day, like `2026-11-22`")
    return value


def count(node: yaml.Node, source: Text) -> object:
    """A whole number, 0 or more."""
    value = _scalar(node)
    if not re.fullmatch(r"[0-9]{1,15}", value):
        return _refuse(node, source, f"`{value}` is not a number", "write digits, like `200`")
    return int(value)


def digest(node: yaml.Node, source: Text) -> object:
    """A SHA-256, `sha256-` and 64 digits."""
    value = _scalar(node)
    if not re.fullmatch(r"sha256-[0-9a-f]{64}", value):
        hint = "delete the receipt, and run `python build.py keep`"
        return _refuse(node, source, "this must be `sha256-` and 64 digits from 0 to f", hint)
    return value


def digests(node: yaml.Node, source: Text) -> object:
    """A list of SHA-256s."""
    if not isinstance(node, yaml.SequenceNode):
        return _refuse(node, source, "this must be a list", "begin each entry with `- `")
    values = tuple(digest(item, source) for item in node.value)
    return INVALID if INVALID in values else values


def edtf(node: yaml.Node, source: Text) -> object:
    """A date as exact as it is known: year, month, day, a range `A/B`, `~` for about."""
    value = _scalar(node)
    parts = value.split("/")
    if len(parts) > 2 or not all(_is_edtf(part) for part in parts):
        hint = "write `2018`, `2018-04`, `2018-04-27`, a range `2018/2019`, or `2018~` for about"
        return _refuse(node, source, f"`{value}` is not a date", hint)
    return value


def language(node: yaml.Node, source: Text) -> object:
    """A language tag, `en` or `zh-Hant`."""
    value = _scalar(node)
    if not _LANGUAGE.fullmatch(value):
        hint = "write a tag like `en`, `ko` or `zh-Hant`"
        return _refuse(node, source, f"`{value}` is not a language tag", hint)
    return value


def address(node: yaml.Node, source: Text) -> object:
    """An address on the web, http or https."""
    value = _scalar(node)
    if not is_web_address(value):
        hint = "write a whole address that begins with `https://` or `http://`"
        return _refuse(node, source, f"`{value}` is not a web address", hint)
    return value


def slug(node: yaml.Node, source: Text) -> object:
    """A name as it stands in a file name or a key: letters, digits, single hyphens."""
    value = _scalar(node)
    if not SLUG.fullmatch(value):
        return _refuse(node, source, f"`{value}` is not a name", "use letters, digits and hyphens")
    return value


def text_file(node: yaml.Node, source: Text) -> object:
    """The path of a text file in the content folder, `files/report.txt`; `.txt` or `.md`."""
    value = unicodedata.normalize("NFC", _scalar(node))
    path = posixpath.normpath(value)
    hint = "write its place in the content folder, like `files/report.txt`"
    if path.split("/")[0] == "..":
        message = f"`{value}` leads out of the content folder"
        source.report("outside-content", message, source.span(node), hint=hint)
        return INVALID
    if re.match(r"/|\w+:", path) or "\\" in path or UNSEEN.search(value) or "/." in f"/{path}":
        return _refuse(node, source, f"`{value}` is not the path of a file", hint)
    if not path.endswith((".txt", ".md")):
        hint = "put the text of the work into a file that ends in `.txt`, and name that"
        return _refuse(node, source, f"`{value}` is not a text file", hint)
    return path


def choice(*options: str) -> Check:
    """A check for one of `options`, with a hint at the nearest."""

    def check(node: yaml.Node, source: Text) -> object:
        value = _scalar(node)
        if value not in options:
            hint = did_you_mean(value, options) or "one of: " + ", ".join(options)
            return _refuse(node, source, f"`{value}` is not accepted here", hint)
        return value

    return check


def mappings(*keys: Key) -> Check:
    """A check for a list of mappings, each with `keys`."""

    def check(node: yaml.Node, source: Text) -> object:
        if not isinstance(node, yaml.SequenceNode):
            return _refuse(node, source, "this must be a list", "begin each entry with `- `")
        return tuple(read_mapping(item, keys, source) for item in node.value)

    return check


def pairs(value_check: Check) -> Check:
    """A check for a mapping of names to values: (name, value, place) in the author's order."""

    def check(node: yaml.Node, source: Text) -> object:
        found = []
        for key_node, child in entries(node, source):
            value = value_check(child, source)
            if value is not INVALID and _read(key_node, source) == key_node.value:
                found.append((key_node.value, value, source.span(key_node)))
        return tuple(found)

    return check


def is_web_address(value: str) -> bool:
    """True for a whole http or https address without white space."""
    if re.search(r"[\s<>\"]", value) or UNSEEN.search(value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _scalar(node: yaml.Node) -> str:
    return str(node.value).strip() if isinstance(node, yaml.ScalarNode) else ""


def _refuse(node: yaml.Node, source: Text, message: str, hint: str = "") -> object:
    source.report("bad-value", message, source.span(node), hint=hint)
    return INVALID


def _is_day(value: str) -> bool:
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_edtf(value: str) -> bool:
    match = _EDTF.fullmatch(value)
    if not match:
        return False
    year, month, day = match.groups(default="01")
    return _is_day(f"{year}-{month}-{day}")


def _read(node: yaml.ScalarNode, source: Text) -> str:
    """The text of a scalar, without characters that came in unseen through an escape."""
    _warn_of_comment(node, source)
    value: str = node.value
    if match := UNSEEN.search(value):
        message = unseen_message(match)
        source.report("bad-character", message, source.span(node), hint="take the escape out")
        return UNSEEN.sub("", value)
    return value


def _warn_of_comment(node: yaml.ScalarNode, source: Text) -> None:
    """`title: C# and #1 rule` is `C# and` to YAML: say so. `# a remark` is left alone."""
    if node.style or node.end_mark.line >= len(source.lines):
        return
    rest = source.lines[node.end_mark.line][node.end_mark.column :]
    if re.match(r"\s+#\S", rest):
        column = node.end_mark.column + len(rest) - len(rest.lstrip())
        source.report(
            "yaml-comment",
            "the rest of this line is a comment to YAML",
            source.place(node.end_mark.line, column, len(rest.strip())),
            hint="put the whole text in quotation marks",
        )
