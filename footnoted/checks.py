"""What a YAML value must be: one check per kind of value, for the tables of keys.

A check takes a node and the text it stands in; it returns the value, or reports and
returns INVALID. `date` follows ISO 8601; `edtf` is the part of EDTF (ISO 8601-2) that
bibliographies need; `language` has the shape of BCP 47 tags.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from urllib.parse import urlsplit

from footnoted.addresses import MARKS
from footnoted.composing import Text, entries
from footnoted.dates import is_day, is_edtf
from footnoted.diagnostics import UNSEEN, did_you_mean, unseen_message
from footnoted.fields import INVALID, Check, Key, read_mapping
from footnoted.nodes import Items, Node, Scalar

# Letters and digits with their combining marks, parted by single signs.
_WORD = rf"[^\W_](?:[^\W_]|[{MARKS}])*"
SLUG = re.compile(rf"{_WORD}(?:[-_.]{_WORD})*")
_PLAIN_SLUG = re.compile(r"[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*")  # nearly all, and quicker
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?:/[A-Za-z0-9_./~?&=%+-]*)?")
_DASH = re.compile("[\u2010-\u2015\u2212]")
_DASHED = re.compile(r"[-\u2010-\u2015\u2212\u2022]\s*\w")
_CURLY = re.compile("[\u2018-\u201f\u00ab\u00bb].*")
_FLAGS = {"true": True, "false": False, "yes": True, "no": False}


def text(node: Node, source: Text) -> object:
    """A text on one line or more; white space at the ends and line breaks do not count."""
    if not isinstance(node, Scalar):
        return _refuse(node, source, "this must be a text", "put it in quotation marks")
    value = node.value if node.is_clean else _read(node, source)
    if "  " not in value and value.isprintable() and value[:1] != " " != value[-1:]:
        return value  # no white space but single blanks within
    return " ".join(value.split())


def exact_text(node: Node, source: Text) -> object:
    """A text kept letter for letter, but for white space at its ends."""
    if not isinstance(node, Scalar):
        return _refuse(node, source, "this must be a text", "put it in quotation marks")
    return _read(node, source).strip()


def texts(node: Node, source: Text) -> object:
    """A text, or a list of texts."""
    if isinstance(node, Scalar):
        if node.is_plain and _DASHED.match(node.value):  # it would be one text with dashes in it
            message = "this is not a list, though it looks like one"
            return _refuse(
                node, source, message, "begin each entry with `- `, a hyphen and a space"
            )
        value = text(node, source)
        return value if value is INVALID else (value,)
    if not isinstance(node, Items):
        return _refuse(node, source, "this must be a text or a list of texts", "write `[a, b]`")
    values = tuple(text(item, source) for item in node.value)
    return INVALID if INVALID in values else values


def flag(node: Node, source: Text) -> object:
    """`true` or `false`."""
    value = _FLAGS.get(_scalar(node).lower())
    if value is None:
        return _refuse(node, source, "this must be `true` or `false`")
    return value


def date(node: Node, source: Text) -> object:
    """A day, `2026-11-22`."""
    value = _scalar(node)
    if not is_day(value):
        message = f"`{value}` is not a date" if value else "this must be a date"
        hint = "write year-month-day, like `2026-11-22`"
        if is_day(_DASH.sub("-", value)):
            hint = "write plain hyphens, like those of `2026-11-22`"
        return _refuse(node, source, message, hint)
    return value


def count(node: Node, source: Text) -> object:
    """A whole number, 0 or more."""
    value = _scalar(node)
    if not re.fullmatch(r"[0-9]{1,15}", value):
        return _refuse(node, source, f"`{value}` is not a number", "write digits, like `200`")
    return int(value)


def digest(node: Node, source: Text) -> object:
    """A SHA-256, `sha256-` and 64 digits."""
    value = _scalar(node)
    if not re.fullmatch(r"sha256-[0-9a-f]{64}", value):
        hint = "delete the receipt, and run `python build.py keep`"
        return _refuse(node, source, "this must be `sha256-` and 64 digits from 0 to f", hint)
    return value


def digests(node: Node, source: Text) -> object:
    """A list of SHA-256s."""
    if not isinstance(node, Items):
        return _refuse(node, source, "this must be a list", "begin each entry with `- `")
    values = tuple(digest(item, source) for item in node.value)
    return INVALID if INVALID in values else values


def edtf(node: Node, source: Text) -> object:
    """A date as exact as it is known: year, month, day, a range `A/B`, `~` for about."""
    value = _scalar(node)
    if not is_edtf(value):
        hint = "write `2018`, `2018-04`, `2018-04-27`, a range `2018/2019`, or `2018~` for about"
        return _refuse(node, source, f"`{value}` is not a date", hint)
    return value


def language(node: Node, source: Text) -> object:
    """A language tag, `en` or `zh-Hant`."""
    value = _scalar(node)
    if not _LANGUAGE.fullmatch(value):
        hint = "write a tag like `en`, `ko` or `zh-Hant`"
        return _refuse(node, source, f"`{value}` is not a language tag", hint)
    return value


def address(node: Node, source: Text) -> object:
    """An address on the web, http or https."""
    value = _scalar(node)
    if not is_web_address(value):
        hint = "write a whole address that begins with `https://` or `http://`"
        return _refuse(node, source, f"`{value}` is not a web address", hint)
    return value


def slug(node: Node, source: Text) -> object:
    """A name as it stands in a file name or a key: letters, digits, single hyphens."""
    value = _scalar(node)
    if not is_slug(value):
        return _refuse(node, source, f"`{value}` is not a name", "use letters, digits and hyphens")
    return value


def text_file(node: Node, source: Text) -> object:
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

    known = frozenset(options)

    def check(node: Node, source: Text) -> object:
        value = _scalar(node)
        if value not in known:
            hint = did_you_mean(value, options) or "one of: " + ", ".join(options)
            return _refuse(node, source, f"`{value}` is not accepted here", hint)
        return value

    return check


def mappings(*keys: Key) -> Check:
    """A check for a list of mappings, each with `keys`."""

    def check(node: Node, source: Text) -> object:
        if not isinstance(node, Items):
            return _refuse(node, source, "this must be a list", "begin each entry with `- `")
        return tuple(read_mapping(item, keys, source) for item in node.value)

    return check


def pairs(value_check: Check) -> Check:
    """A check for a mapping of names to values: (name, value, place) in the author's order."""

    def check(node: Node, source: Text) -> object:
        found = []
        for key_node, child in entries(node, source):
            value = value_check(child, source)
            if value is not INVALID and _read(key_node, source) == key_node.value:
                found.append((key_node.value, value, source.span(key_node)))
        return tuple(found)

    return check


def is_slug(value: str) -> bool:
    """True for letters and digits in words that single signs part."""
    return bool(_PLAIN_SLUG.fullmatch(value) or SLUG.fullmatch(value))


def is_web_address(value: str) -> bool:
    """True for a whole http or https address without white space."""
    if _PLAIN_ADDRESS.fullmatch(value):  # most are, and are done in no time
        return True
    if re.search(r"[\s<>\"]", value) or UNSEEN.search(value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _scalar(node: Node) -> str:
    return node.value.strip() if isinstance(node, Scalar) else ""


def _refuse(node: Node, source: Text, message: str, hint: str = "") -> object:
    if isinstance(node, Scalar) and node.is_plain and _CURLY.match(node.value):
        hint = 'write straight quotation marks, `"`, or none'
    source.report("bad-value", message, source.span(node), hint=hint)
    return INVALID


def _read(node: Scalar, source: Text) -> str:
    """The text of a scalar, without characters that came in unseen through an escape."""
    if node.is_clean:
        return node.value
    _warn_of_comment(node, source)
    if match := UNSEEN.search(node.value):
        message = unseen_message(match)
        source.report("bad-character", message, source.span(node), hint="take the escape out")
        return UNSEEN.sub("", node.value)
    return node.value


def _warn_of_comment(node: Scalar, source: Text) -> None:
    """`title: C# and #1 rule` is `C# and` to YAML: say so. `# a remark` is left alone."""
    if not node.is_plain or node.end_line >= len(source.lines):
        return
    rest = source.lines[node.end_line][node.end_column :]
    if re.match(r"\s+#\S", rest):
        column = node.end_column + len(rest) - len(rest.lstrip())
        source.report(
            "yaml-comment",
            "the rest of this line is a comment to YAML",
            source.place(node.end_line, column, len(rest.strip())),
            hint="put the whole text in quotation marks",
        )
