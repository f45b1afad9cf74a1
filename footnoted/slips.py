"""YAML that cannot be read -> the lines that an author has to change, and the text put right.

The library says where it gave up, in the words of a grammar. Where the mistake is, and how it would
be mended, is guessed by the rules in `slip_rules` and `slip_lines`, and tried: a guess counts if
the library reads on from there. So what a hint says does help, the next mistake of the same file
is found, too, and the rest of the file can be read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from msgspec import Struct
from msgspec.structs import replace

from footnoted.full_yaml import fault
from footnoted.nodes import UnsoundError
from footnoted.slip_lines import (
    column,
    dashes,
    entries,
    moves,
    odd_blanks,
    outside,
    tabs,
    undashed,
    width,
)
from footnoted.slip_rules import Repair, Rule, brackets, colons, quotes, unquoted

# In the order in which they are tried: what leaves the least doubt comes first.
_RULES: tuple[Rule, ...] = (
    *(tabs, odd_blanks, dashes, colons, quotes, brackets, unquoted, outside, entries, undashed),
)
_MOST = 20  # mistakes of one file that are told at once
_FAR = 400  # lines from where the library gave up that are looked at
_KNOWN = {  # faults that no rule is for
    "character": ("a character that YAML does not allow", ""),
    "depth": ("this YAML is nested too deeply", ""),
    "document": ("a line `---` begins a second text, and only one is accepted", "take it out"),
}


class Mended(Struct, frozen=True):
    """What is wrong with a text, and the text without that; None if something is left.

    `end` is the line of it where front matter should have ended.
    """

    slips: list[Repair]
    text: str | None
    end: int | None = None


def mended(text: str, error: UnsoundError, known: Collection[str], *, is_front: bool) -> Mended:
    """What is wrong with a text that the library gave up with `error`.

    `known` are the keys that may be in it; `is_front` is front matter, which may not end.
    """
    lines = text.split("\n")
    found: list[Repair] = []
    trouble: UnsoundError | None = error
    end = None
    for _ in range(_MOST):
        if trouble is None:
            break
        repair = _repair(lines, trouble, known, is_front=is_front)
        if repair is None:
            return Mended([*found, _given_up(lines, trouble)], None)
        if repair.line not in {slip.line for slip in found}:  # two of one line are mostly one
            found.append(repair)
        if not repair.lines:
            return Mended(found, None)
        if repair.code == "front-matter":
            end = min(repair.lines)
            lines = lines[:end]
        for at, line in repair.lines.items():
            if at < len(lines):
                lines[at] = line
        start = _around(lines, min([trouble.line, *repair.lines]), 0)[0]
        trouble = fault(lines[start:], start) or fault(lines)
    return Mended(found, None if trouble else "\n".join(lines), end)


def _repair(
    lines: Sequence[str], error: UnsoundError, known: Collection[str], *, is_front: bool
) -> Repair | None:
    """What is wrong where the library gave up; None if nobody knows."""
    if error.fault in _KNOWN:
        message, hint = _KNOWN[error.fault]
        return Repair(error.line, error.column, 1, message, hint, {})
    if is_front and (repair := _end(lines, error, known)):
        return repair
    suspects = _suspects(lines, error)
    for rule in _RULES:
        guesses = [guess for at in suspects for guess in rule(lines, at, known)]
        if tried := [guess for guess in guesses if _helps(lines, guess, error)]:
            return _named(min(tried, key=lambda guess: not _is_whole(lines, guess, error)), error)
    guesses = [it for at in suspects[:3] for it in moves(lines, at, known, _around(lines, at, at))]
    if tried := [guess for guess in guesses if _helps(lines, guess, error)]:
        return min(tried, key=lambda it: (not _is_whole(lines, it, error), len(it.lines)))
    if error.fault == "anchor":
        return _named(Repair(error.line, error.column, 1, "", "", {}), error)
    return None


def _named(repair: Repair, error: UnsoundError) -> Repair:
    """What begins with `*` or `&` has a code of its own."""
    if error.fault != "anchor" or (repair.line, repair.column) != (error.line, error.column):
        return repair
    message = "YAML anchors and aliases are not accepted"
    hint = "write the value out, or put it in quotation marks if it is text"
    place = replace(repair, line=error.line, column=error.column, code="yaml-alias")
    return replace(place, message=message, hint=hint)


def _suspects(lines: Sequence[str], error: UnsoundError) -> list[int]:
    """The lines that may be at fault, the likeliest first."""
    last = min(error.line, len(lines) - 1)
    before = [n for n in range(max(0, last - _FAR), last) if lines[n].strip()]
    found = [min(error.began, last), last, *before[-1:], *_opened(lines, last)]
    return [n for n in dict.fromkeys(found) if lines[n].strip()]


def _opened(lines: Sequence[str], before: int) -> list[int]:
    """The nearest line in which a quotation begins that may go on to `before`, if there is one."""
    near = range(min(before, len(lines)) - 1, max(-1, before - _FAR), -1)
    return [n for n in near if _is_open(lines[n])][:1]


def _is_open(line: str) -> bool:
    """True if a text in quotation marks begins on the line, and does not end there."""
    return line.count('"') % 2 == 1 or line.count("'") % 2 == 1


def _end(lines: Sequence[str], error: UnsoundError, known: Collection[str]) -> Repair | None:
    """The line above which front matter should have ended: no key comes after it."""
    at = next((n for n in range(error.began, len(lines)) if lines[n].strip()), None)
    if at is None or lines[at][0].isspace() or not at:
        return None
    after = lines[at:]
    has_blank = any(not line.strip() for line in lines[at - 1 : -1])
    if not has_blank or any(re.split(r"[^\w-]", line.lstrip(" -"))[0] in known for line in after):
        return None
    if fault(lines[:at]) or not any(line.strip() for line in lines[:at]):
        return None
    last = max(n for n in range(at) if lines[n].strip())
    message, hint = "the front matter does not end", "put a line `---` below this one"
    return Repair(last, 0, width(lines[last]), message, hint, {at: ""}, "front-matter")


def _helps(lines: Sequence[str], repair: Repair, error: UnsoundError) -> bool:
    """True if the library gets further when this is mended."""
    left = _left(lines, repair, error)
    return left is None or left.began > error.began


def _is_whole(lines: Sequence[str], repair: Repair, error: UnsoundError) -> bool:
    return _left(lines, repair, error) is None


def _left(lines: Sequence[str], repair: Repair, error: UnsoundError) -> UnsoundError | None:
    """What is still wrong with the entries around, if this is mended."""
    at = [error.began, *_opened(lines, error.line)]
    at += [n for n in repair.lines if abs(n - error.began) < _FAR]
    start, end = _around(lines, min(at), max(at))
    return fault([repair.lines.get(n, lines[n]) for n in range(start, end)], start)


def _around(lines: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """The lines from `first` to `last`, with the entries that they are in, and those beside."""
    before = range(max(0, first - _FAR), first)
    tops = [n for n in before if _is_top(lines[n])]
    start = tops[-2] if tops[1:] else max(0, first - _FAR)
    ends = (n for n in range(last + 1, min(len(lines), last + _FAR)) if _is_top(lines[n]))
    next(ends, None)
    return start, next(ends, min(len(lines), last + _FAR))


def _is_top(line: str) -> bool:
    """True if the line is not indented; nor does it go on with a list that is not either."""
    return line[:1] not in ("", " ", "\t", "#") and not line.startswith("- ")


def _given_up(lines: Sequence[str], error: UnsoundError) -> Repair:
    """What to say of a mistake that no rule knows."""
    at = min(error.line, len(lines) - 1)
    at = next((n for n in range(at, -1, -1) if lines[n].strip()), 0)
    place = error.column if at == error.line else column(lines[at])
    message = "YAML cannot be read from here on"
    hint = "compare it and the line above with others: spaces, colons, quotation marks"
    return Repair(at, place, 1, message, hint, {})
