"""A line of YAML that may be at fault -> what may be wrong with its place, and the cure.

Indentation, dashes of lists, and text that goes on in the next line. These are guesses, as those of
`slip_rules`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence

from footnoted.slip_rules import START, Repair

_KEYED = re.compile(rf"{START}[^\s:\"'#\[\]{{}},][^:]*:(?:\s|$)")
_ODD_BLANK = re.compile(
    r"^( *(?:- *)?)[\u00a0\u2000-\u200a\u202f\u205f\u3000]+|(?<=:)[\u00a0\u3000]+"
)
_ODD_DASH = re.compile(r"( *)([-\u2010-\u2015\u2212\u2022*])( *)(?=[^\s-])")
_FURTHER = 2
_NEAR = 40  # lines
_TRIED = 8  # indentations


def tabs(lines: Sequence[str], at: int, known: Collection[str]) -> Iterator[Repair]:
    """Lines that are indented with tabs, all at once: it is one habit."""
    if "\t" not in _indent(lines[at]):
        return
    found = [n for n, line in enumerate(lines) if "\t" in _indent(line)]
    more = f", and {len(found) - 1} more" if found[1:] else ""
    message, hint = f"a tab indents this line{more}", "indent with spaces, not with tabs"
    place = found[0], lines[found[0]].index("\t"), 1
    for width in (2, 4, 8, 1):
        spaced = {
            n: lines[n].replace("\t", " " * width, _indent(lines[n]).count("\t")) for n in found
        }
        yield Repair(*place, message, hint, spaced)
    others = {column(line.replace("- ", "  ", 1)) for line in lines[max(0, at - _NEAR) : at]}
    for indent in sorted(others):
        yield Repair(*place, message, hint, {n: " " * indent + lines[n].lstrip() for n in found})


def odd_blanks(lines: Sequence[str], at: int, known: Collection[str]) -> Iterator[Repair]:
    """Blanks that look like a space and are none."""
    if match := _ODD_BLANK.search(lines[at]):
        blank = match.end() - 1
        message = f"the blank U+{ord(lines[at][blank]):04X} is no space to YAML"
        plain = re.sub(r"[^ -]", " ", match[0])
        mended = lines[at][: match.start()] + plain + lines[at][match.end() :]
        yield Repair(at, blank, 1, message, "type a space in its place", {at: mended})


def dashes(lines: Sequence[str], at: int, known: Collection[str]) -> Iterator[Repair]:
    """An entry of a list that does not begin with a hyphen and a space."""
    match = _ODD_DASH.match(lines[at])
    if match is None or (match[2] == "-" and match[3]):
        return
    message = f"`{match[2]}` does not begin an entry of a list"
    hint = "begin each entry with `- `, a hyphen and a space"
    if match[2] == "-":
        message, hint = "there is no space after the `-`", "begin each entry with `- `"
    mended = f"{match[1]}- {lines[at][match.end() :]}"
    yield Repair(at, match.start(2), 1, message, hint, {at: mended})


def entries(lines: Sequence[str], at: int, known: Collection[str]) -> Iterator[Repair]:
    """What begins with a dash, and others beside it do not; or the other way round."""
    own = column(lines[at])
    before = [n for n in range(at - 1, max(-1, at - _NEAR), -1) if lines[n].strip()]
    if not re.match(r" *- ", lines[at]):
        dashed = [n for n in before if lines[n].startswith(" " * own + "- ")]
        if own and dashed and _KEYED.match(lines[dashed[0]]):  # the line belongs to that entry
            rest = range(at, len(lines))
            mine = itertools.takewhile(lambda n: re.match(rf" {{{own},}}[^ -]", lines[n]), rest)
            yield _move(lines, at, own + 2, {n: f"  {lines[n]}" for n in mine})
        message, hint = "this line begins with `- `, others beside it do not", "take the `- ` away"
        for first in dashed[:1]:
            mended = " " * own + lines[first][own + 2 :]
            yield Repair(first, own, 1, message, hint, {first: mended})
        return
    first = min(itertools.takewhile(lambda n: column(lines[n]) > own, before), default=at)
    if not re.match(r" *- ", lines[first]):
        message, hint = "an entry of this list does not begin with `- `", "put `- ` before it"
        place = first, column(lines[first]), width(lines[first])
        yield Repair(*place, message, hint, {first: f"{' ' * own}- {lines[first].lstrip()}"})


def undashed(lines: Sequence[str], at: int, known: Collection[str]) -> Iterator[Repair]:
    """Entries of a list of keys that do not begin with a dash, as none was typed at all."""
    keys = {n: _key(lines[n], known) for n in range(max(0, at - _NEAR), at)}
    heads = (n for n in reversed(keys) if keys[n] and lines[n].rstrip().endswith(":"))
    head = next((n for n in heads if column(lines[n]) < column(lines[at])), None)
    first = next((n for n in range(at if head is None else head + 1, at) if lines[n].strip()), at)
    opening = _key(lines[first], known)
    if first == at or not opening or not column(lines[first]):
        return
    mended: dict[int, str] = {}
    own, shift = column(lines[first]), 0
    for n in range(first, len(lines)):
        if lines[n].strip() and column(lines[n]) < own:
            break
        key, text = _key(lines[n], known), lines[n].strip()
        is_entry = key == opening or text.startswith("- ")
        wanted = own if is_entry else own + _FURTHER
        shift = wanted - column(lines[n]) if key or is_entry else shift
        dash = "- " if key == opening else ""
        mended[n] = " " * max(0, column(lines[n]) + shift) + dash + text if text else lines[n]
    message, hint = "an entry of this list does not begin with `- `", "put `- ` before it"
    yield Repair(first, own, width(lines[first]), message, hint, mended)


def _key(line: str, known: Collection[str]) -> str:
    """The key that a line begins with, without a dash; empty if it is none that is known."""
    key, colon, _ = line.strip().partition(":")
    return key if colon and key in known else ""


def outside(lines: Sequence[str], at: int, known: Collection[str]) -> Iterator[Repair]:
    """Text that goes on below its key and is not indented; all lines of it at once."""
    before = next((n for n in reversed(range(at)) if _KEYED.match(lines[n])), None)
    if before is None or _is_entry(lines[at]):
        return
    end = at + 1
    while end < len(lines) and lines[end].strip() and not _is_entry(lines[end]):
        end += 1
    match = _KEYED.match(lines[before])
    assert match
    indent = " " * (len(match["start"]) + _FURTHER)
    mended = {n: indent + lines[n].strip() for n in range(at, end)}
    message = "this line has no key, and is not indented to belong to the one above"
    hint = f"indent it by {spaces(len(indent))}, or move it up to the end of that line"
    yield Repair(at, column(lines[at]), width(lines[at]), message, hint, mended)


def _is_entry(line: str) -> bool:
    return bool(_KEYED.match(line) or re.match(r" *- ", line))


def moves(
    lines: Sequence[str], at: int, known: Collection[str], around: tuple[int, int]
) -> Iterator[Repair]:
    """The line, or it and those below it that are as far in, with the indentation of those around.

    The nearest comes first; of two as near, a key goes with those above it.
    """
    start, end = around
    own = column(lines[at])
    below = at + 1
    while below < end and lines[below].strip() and column(lines[below]) >= own:
        below += 1
    others = {column(line) for line in lines[start:end] if line.strip()}
    others |= {column(line.lstrip(" -").rjust(len(line))) for line in lines[start:end]}
    is_key = lines[at].strip().partition(":")[0] in known
    nearest = {n: (abs(n - own), n == 0 if is_key else n) for n in {0, *others} - {own}}
    for last in dict.fromkeys((at + 1, below)):
        for target in sorted(nearest, key=nearest.__getitem__)[:_TRIED]:
            moved = range(at, last)
            mended = {
                n: " " * max(0, column(lines[n]) + target - own) + lines[n].lstrip() for n in moved
            }
            yield _move(lines, at, target, mended)


def _move(lines: Sequence[str], at: int, target: int, mended: dict[int, str]) -> Repair:
    own, more = column(lines[at]), len(mended) - 1
    message = f"this line is indented by {spaces(own)}" if own else "this line is not indented"
    message += ", which does not fit the lines around it"
    those = "it" if not more else f"it and the {more} below" if more > 1 else "it and the one below"
    hint = f"indent {those} by {spaces(target)}" if target else "begin it at the start of the line"
    return Repair(at, own, width(lines[at]), message, hint, mended)


def _indent(line: str) -> str:
    return line[: column(line)]


def column(line: str) -> int:
    """Where the first word of a line begins."""
    return len(line) - len(line.lstrip())


def width(line: str) -> int:
    """How long the line is without the blanks around it."""
    return max(1, len(line.strip()))


def spaces(count: int) -> str:
    """A number of spaces in words."""
    return "1 space" if count == 1 else f"{count} spaces"
