"""An inline token -> plain text that joins a draft, each character with its place in the raw text.

The parser keeps no places of words. They are found again, character by character: the plain text
is the raw one without its markup, with other quotation marks, and with references made characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import unescape
from typing import Literal

from markdown_it.token import Token
from msgspec import Struct, field

PassageKind = Literal["prose", "item", "quotation", "table"]

REMARK = re.compile(r"<!--\s*no[- ]evidence\b[\s:,–—-]*(.*?)\s*-->", re.DOTALL | re.IGNORECASE)
_PIECES = re.compile(r"[\w .,;:-]+|[^\w .,;:-]")
_ENTITY = re.compile(r"&#?\w{1,31};")
_STRAIGHT = ('"', "'")
_MARKS = frozenset("“”„‟«»‘’‚‹›「」『』″׳״")  # what a straight mark may have become
_SEEK = 200  # characters of markup that may stand between two of the text


class Linked(Struct, frozen=True):
    """Words of the text that are a link."""

    start: int
    end: int
    address: str


class Draft(Struct):
    """A passage that is not read to its end, see `reading.Passage`."""

    kind: PassageKind
    text: list[str] = field(default_factory=list)
    lead: int = 0
    links: list[Linked] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)
    remark: str | None = None
    spots: list[tuple[int, Token, tuple[int, ...]]] = field(default_factory=list)


def read_inline(draft: Draft, inline: Token) -> None:
    """The text of an inline token joins the draft, with the place of each of its characters."""
    start = sum(map(len, draft.text))
    if start:  # a cell, or a further paragraph of a quotation
        draft.text.append(" ")
        start += 1
    run = _Run(draft, inline.content, start)
    for token in inline.children or ():
        if rule := _RULES.get(token.type):
            rule(run, token)
    if run.offsets:
        draft.spots.append((start, inline, tuple(run.offsets)))


class _Run(Struct):
    """One inline token on its way: `at` is how far its raw content is read."""

    draft: Draft
    raw: str
    start: int
    at: int = 0
    offsets: list[int] = field(default_factory=list)
    opened: list[tuple[int, Token]] = field(default_factory=list)

    @property
    def here(self) -> int:
        """How long the text of the passage is by now."""
        return self.start + len(self.offsets)

    def say(self, text: str, offsets: Sequence[int]) -> None:
        """The text goes on, each character with its place in the raw content."""
        self.draft.text.append(text)
        self.offsets.extend(offsets)


def _text(run: _Run, token: Token) -> None:
    """Words are found again in one piece, if no markup is in between; else one by one."""
    offsets: list[int] = []
    for piece in _PIECES.findall(token.content):
        if run.raw.startswith(piece, run.at):
            offsets.extend(range(run.at, run.at + len(piece)))
            run.at += len(piece)
        else:
            offsets.extend([_place(run, c) for c in piece])
    run.say(token.content, offsets)


def _place(run: _Run, c: str) -> int:
    """Where the next character of the text stands; the raw content is read to its end.

    A quotation mark may have become another one, and brought a space.
    """
    raw, at = run.raw, run.at
    here = raw[at : at + 1]
    if here == "\\" and raw[at + 1 : at + 2] == c:
        run.at += 2
        return at + 1
    if here == "&" and (entity := _ENTITY.match(raw, at)) and unescape(entity[0])[:1] == c:
        run.at = entity.end()
        return at
    if c == "\u202f" != here:
        return max(0, at - 1)
    if c != here and not (here in _STRAIGHT and c in _MARKS):
        sought = (c, *_STRAIGHT) if c in _MARKS else (c,)
        places = (raw.find(sign, at, at + _SEEK) for sign in sought)
        at = min((place for place in places if place >= 0), default=at)
    run.at = at + 1
    return min(at, len(raw) - 1)


def _strong(run: _Run, token: Token) -> None:
    """Bold words at the very beginning are noted, from their first to their last."""
    if token.nesting > 0 and run.here == 0:
        run.draft.lead = -1
    elif token.nesting < 0 and run.draft.lead < 0:
        run.draft.lead = run.here


def _break(run: _Run, token: Token) -> None:
    line = max(run.at, run.raw.find("\n", run.at))
    run.say(" ", [line])
    run.at = line + 1


def _code(run: _Run, token: Token) -> None:
    """Code is no words of the text, but a word stands there."""
    run.say("x", [token.meta.get("offset", run.at)])
    run.at = token.meta.get("end", run.at)


def _open_link(run: _Run, token: Token) -> None:
    run.opened.append((run.here, token))
    run.at = max(run.at, token.meta.get("offset", run.at))


def _close_link(run: _Run, token: Token) -> None:
    start, link = run.opened.pop()
    run.draft.links.append(Linked(start, run.here, str(link.attrGet("href") or "")))
    run.at = max(run.at, link.meta.get("end", run.at))


def _note(run: _Run, token: Token) -> None:
    run.draft.notes.append((run.here, str(token.meta["label"])))
    run.at = token.meta.get("end", run.at)


def _html(run: _Run, token: Token) -> None:
    if match := REMARK.fullmatch(token.content):
        run.draft.remarks.append((run.here, match[1]))
    run.at = token.meta.get("end", run.at)


def _image(run: _Run, token: Token) -> None:
    run.at = token.meta.get("end", run.at)


_RULES: dict[str, Callable[[_Run, Token], None]] = {
    "text": _text,
    "text_special": _text,
    "strong_open": _strong,
    "strong_close": _strong,
    "softbreak": _break,
    "hardbreak": _break,
    "code_inline": _code,
    "link_open": _open_link,
    "link_close": _close_link,
    "footnote_ref": _note,
    "html_inline": _html,
    "image": _image,
}
