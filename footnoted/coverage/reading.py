"""The Markdown of an essay -> the passages of its prose: plain text that knows where it stands.

    passage = paragraph (of the text, a callout, a sidenote) | item | block quotation | table

What is no prose is left out: headings, code, images, source notes and evidence notes. A table is
one passage, and so is a block quotation: they are not made of the author's sentences. The text is
parsed a second time here: a page needs no places of its words, and a build none of this.
"""

from __future__ import annotations

import bisect
from collections.abc import Collection, Iterator, Mapping, Sequence

from markdown_it.token import Token
from msgspec import Struct

from footnoted.coverage.placing import REMARK, Draft, Linked, PassageKind, read_inline
from footnoted.diagnostics import Span
from footnoted.syntax.definitions import split_definitions
from footnoted.syntax.dialect import make_parser
from footnoted.syntax.positions import Lines

# What tokens are inside of, by the beginning of their types.
_GROUPS = {
    "heading": "title",
    "alert_title": "title",
    "bullet_list": "list",
    "ordered_list": "list",
    "table": "whole",
    "blockquote": "whole",
}
# What a passage begins with.
_KINDS: dict[str, PassageKind] = {
    "inline": "prose",
    "table_open": "table",
    "blockquote_open": "quotation",
}


class Passage(Struct, frozen=True):
    """A piece of prose as plain text, and what stands in it, by offsets in that text.

    `notes` are the labels referred to; `remarks` say why what stands before them needs no
    evidence, and `remark` why nothing in the passage does. `lead` is where bold words end that
    the passage begins with: a heading, if they are sentences of their own.
    """

    kind: PassageKind
    text: str
    lead: int
    links: tuple[Linked, ...]
    notes: tuple[tuple[int, str], ...]
    remarks: tuple[tuple[int, str], ...]
    remark: str | None
    spots: tuple[tuple[int, Token, tuple[int, ...]], ...]  # where each part begins, and stands
    lines: Lines

    def span(self, start: int, end: int) -> Span:
        """The place in the file of `text[start:end]`, at most to the end of its line."""
        at = bisect.bisect_right(self.spots, start, key=lambda spot: spot[0]) - 1
        begin, inline, offsets = self.spots[at]
        last = min(max(start, end - 1) - begin, len(offsets) - 1)
        return self.lines.of(inline, offsets[start - begin], offsets[last] + 1)


class Reading(Struct, frozen=True):
    """The passages of a text, and the line of the file in which each note is defined."""

    passages: tuple[Passage, ...]
    notes: Mapping[str, int]


def read_passages(
    path: str, text: str, *, skipped: int, language: str, html: bool, sidenotes: Collection[int]
) -> Reading:
    """The passages of a Markdown `text` that has `skipped` lines of its file before it.

    `sidenotes` are the lines of the file in which notes are defined that are prose.
    """
    tokens = make_parser(html).parse(text, {"language": language})
    body, definitions = split_definitions(tokens)
    drafts = list(_drafts(body))
    notes: dict[str, int] = {}
    for definition in sorted(definitions, key=lambda d: d.line):
        line = notes.setdefault(definition.label, definition.line + 1 + skipped)
        if line in sidenotes:
            drafts += _drafts(definition.tokens)
    lines = Lines(path, text, skipped)
    return Reading(tuple(_finished(draft, lines) for draft in drafts if draft.spots), notes)


def _finished(draft: Draft, lines: Lines) -> Passage:
    return Passage(
        draft.kind,
        "".join(draft.text),
        draft.lead,
        tuple(draft.links),
        tuple(draft.notes),
        tuple(draft.remarks),
        draft.remark,
        tuple(draft.spots),
        lines,
    )


def _drafts(tokens: Sequence[Token]) -> Iterator[Draft]:
    """A draft for each passage; a remark on a line of its own is about the one just before."""
    draft: Draft | None = None
    depth = dict.fromkeys(("title", "list", "whole"), 0)
    for token in tokens:
        if group := _GROUPS.get(token.type.rpartition("_")[0]):
            depth[group] += token.nesting
        elif draft and (match := REMARK.fullmatch(token.content.strip())):
            draft.remark = match[1]
        begins = _KINDS.get(token.type) if depth["whole"] == max(token.nesting, 0) else None
        if begins and not depth["title"]:
            if draft:
                yield draft
            draft = Draft("item" if begins == "prose" and depth["list"] else begins)
        if draft and token.type == "inline" and not depth["title"]:
            read_inline(draft, token)
    if draft:
        yield draft
