"""A line of YAML that may be at fault -> what may be wrong with its key and value, and the cure.

A rule only guesses: `slips` tries whether YAML can be read when what it says is mended.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from msgspec import Struct

# A line: spaces, dashes of lists, then a key with a colon, and a value.
START = r"(?P<start> *(?:- +)*)"
_PAIR = re.compile(rf"{START}(?P<key>[^\s:\"'#\[\]{{}},][^:]*?)(?P<colon>: +)(?P<value>\S.*)")
_ITEM = re.compile(r"(?P<start> *(?:- +)+)(?P<value>[^\s-].*)")
_NO_BLANK = re.compile(rf"{START}(?P<key>\w[\w-]*):(?=[^\s/])")
_ODD_COLON = re.compile(rf"{START}(?P<key>\w[\w-]*) *(?P<sign>[\uff1a=]) *")
_NO_COLON = re.compile(rf"{START}(?P<key>\w[\w.-]*)(?: +(?P<value>\S.*))?")
_QUOTE_IT = "put the whole text in quotation marks"
_CLOSING = {'"': '"\u201d\u201c\u201f\u2033', "'": "'\u2019\u2018\u201b\u2032"}


class Repair(Struct, frozen=True):
    """What may be wrong at a place, in words, and the lines as they would be right, by number."""

    line: int
    column: int
    width: int
    message: str
    hint: str
    lines: Mapping[int, str]
    code: str = "yaml-syntax"


Rule = Callable[[Sequence[str], int, Collection[str]], Iterator[Repair]]


def colons(lines: Sequence[str], at: int, known: Collection[str]) -> Iterator[Repair]:
    """A key whose colon has no space behind it, or is another sign, or is missing."""
    line = lines[at]
    if match := _NO_BLANK.match(line):
        key, message = match["key"], "there is no space after the colon"
        mended, hint = f"{match[0]} {line[match.end() :]}", f"write `{key}: ` with a space"
        yield Repair(at, match.start("key"), len(key) + 1, message, hint, {at: mended})
    if match := _ODD_COLON.match(line):
        key, sign = match["key"], match["sign"]
        message, hint = (
            f"`{sign}` is no colon to YAML",
            f"write `{key}: `, with a colon and a space",
        )
        mended = f"{match['start']}{key}: {line[match.end() :]}"
        yield Repair(at, match.start("sign"), 1, message, hint, {at: mended})
    match = _NO_COLON.fullmatch(line)
    if match and (match["key"] in known or not match["value"]):
        key, value = match["key"], match["value"]
        hint = f"write `{key}: `, with a colon and a space" if value else f"write `{key}:`"
        mended = f"{match['start']}{key}: {value or ''}".rstrip()
        message = f"there is no colon after `{key}`"
        yield Repair(at, match.start("key"), len(key), message, hint, {at: mended})


def quotes(lines: Sequence[str], at: int, known: Collection[str]) -> Iterator[Repair]:
    """A text in quotation marks that do not end it, or end before it does."""
    place = _value(lines[at])
    if place is None or lines[at][place] not in _CLOSING:
        return
    line = lines[at].rstrip()
    mark, text = line[place], line[place + 1 :]
    if mark == '"' and "\\" in text:
        mended = line[:place] + re.sub(r'\\(?!")', r"\\\\", line[place:])
        message, hint = "a `\\` means more to YAML than itself", "write `\\\\` in its place"
        yield Repair(at, place + 1 + text.index("\\"), 1, message, hint, {at: mended})
    if text[-1:] in _CLOSING[mark] and text[-1:] != mark and text:
        message, hint = f"`{text[-1]}` closes no quotation", f"write `{mark}` in its place"
        yield Repair(at, len(line) - 1, 1, message, hint, {at: line[:-1] + mark})
    yield from _stray(line, at, place)
    if mark not in text:
        message, hint = (
            f"the `{mark}` before this text is not closed",
            f"write `{mark}` behind it, too",
        )
        yield Repair(at, place, 1, message, hint, {at: line + mark})


def _stray(line: str, at: int, place: int) -> Iterator[Repair]:
    """A text that goes on after a quotation mark."""
    mark, text = line[place], line[place + 1 :]
    if mark not in text:
        return
    is_within = len(text) > 1 and text.endswith(mark) and text.index(mark) < len(text) - 1
    inner = text[:-1] if is_within else line[place:]
    escaped = inner.replace("\\", "\\\\").replace('"', '\\"')
    message = f"this `{mark}` ends the text, but more comes after it"
    hint = {
        '"': 'write `\\"` for a quotation mark within a text in quotation marks',
        "'": "write `''` for an apostrophe within a text in `'`",
    }[mark]
    if not is_within:
        hint = 'put the whole text in `"`, and write `\\"` for a quotation mark within it'
    mended = f'{line[:place]}"{escaped}"'
    yield Repair(at, place + 1 + text.index(mark), 1, message, hint, {at: mended})


def brackets(lines: Sequence[str], at: int, known: Collection[str]) -> Iterator[Repair]:
    """A list in brackets that does not end."""
    place = _value(lines[at])
    if place is None or lines[at][place] not in "[{":
        return
    mark = lines[at][place]
    end = "]" if mark == "[" else "}"
    if end not in lines[at][place:]:
        hint = f"write `{end}` behind the last entry; {_QUOTE_IT} if it is no list"
        message, mended = f"the `{mark}` is not closed", lines[at].rstrip() + end
        yield Repair(at, place, 1, message, hint, {at: mended})


def unquoted(lines: Sequence[str], at: int, known: Collection[str]) -> Iterator[Repair]:
    """A text that means something else to YAML as long as it is not in quotation marks."""
    place = _value(lines[at])
    if place is None or lines[at][place] in _CLOSING:
        return
    value = lines[at][place:].rstrip()
    if value[0] in "[{" and value[-1] in "]}":
        return
    escaped = value.replace("'", "''")
    mended = {at: f"{lines[at][:place]}'{escaped}'"}
    if value[0] in "@`%*&!|>{[}],?-":
        sign = "a backtick" if value[0] == "`" else f"`{value[0]}`"
        message = f"a text in YAML cannot begin with {sign}"
        yield Repair(at, place, 1, message, _QUOTE_IT, mended)
    elif match := re.search(r":(?= |$)", value):
        message = "YAML takes the colon in this text for one after a key"
        yield Repair(at, place + match.start(), 1, message, _QUOTE_IT, mended)


def _value(line: str) -> int | None:
    """Where the value of a line begins, if it has one."""
    match = _PAIR.fullmatch(line) or _ITEM.fullmatch(line)
    return match.start("value") if match else None
