"""A body and what goes into its holes -> HTML, in the words of a theme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from markupsafe import Markup

from footnoted.model import CALLOUTS, Body, Hole, LinkedClaim, LinkedNote, Size

if TYPE_CHECKING:
    from footnoted.charts.drawing import Drawing


class Parts(Protocol):
    """The macros of `parts.html` that the code itself calls: for holes, and for every page."""

    def claim_start(self, claim: LinkedClaim) -> Markup: ...
    def claim_end(self, claim: LinkedClaim) -> Markup: ...
    def note_reference(self, note: LinkedNote, id: str) -> Markup: ...
    def notes_beside(self, notes: Sequence[tuple[LinkedNote, Markup]]) -> Markup: ...
    def source_link(self, note: LinkedNote) -> Markup: ...
    def chart(self, drawing: Drawing) -> Markup: ...
    def callout_heading(self, kind: str) -> Markup: ...
    def site_header(self, path: str) -> Markup: ...
    def site_footer(self) -> Markup: ...


def fill(
    body: Body,
    claims: Sequence[LinkedClaim],
    notes: Sequence[LinkedNote],
    sizes: Sequence[Size],
    macros: Parts,
    charts: Sequence[Drawing] = (),
) -> Markup:
    """The body as HTML, its claims, references and notes beside it in the theme's words.

    `sizes` are those of the images of its page, `charts` its charts, drawn.
    """
    return Markup(
        "".join(
            [
                piece.decode()
                if isinstance(piece, bytes)
                else _filled(piece, claims, notes, sizes, macros, charts)
                for piece in body
            ]
        )
    )


def _filled(
    hole: Hole,
    claims: Sequence[LinkedClaim],
    notes: Sequence[LinkedNote],
    sizes: Sequence[Size],
    macros: Parts,
    charts: Sequence[Drawing],
) -> str:
    index = hole.index
    match hole.kind:
        case "reference":
            note = notes[index]
            return macros.note_reference(note, note.note.references[hole.nth])
        case "beside":
            return macros.notes_beside(
                [
                    (notes[i], fill(notes[i].note.body, claims, notes, sizes, macros))
                    for i in hole.indexes
                ]
            )
        case "source":
            return macros.source_link(notes[index])
        case "claim":
            return macros.claim_start(claims[index])
        case "claim-end":
            return macros.claim_end(claims[index])
        case "callout":
            return macros.callout_heading(CALLOUTS[index])
        case "image":
            return _size(index, *sizes[index])
        case "chart":
            return macros.chart(charts[index])


def endnotes(
    claims: Sequence[LinkedClaim],
    notes: Sequence[LinkedNote],
    sizes: Sequence[Size],
    macros: Parts,
) -> list[tuple[LinkedNote, Markup]]:
    """The notes at the foot of a page with their text, in the order of their numbers."""
    return [
        (note, fill(note.note.body, claims, notes, sizes, macros))
        for note in notes
        if note.note.kind in ("source", "evidence")
    ]


def _size(index: int, width: int, height: int) -> str:
    """The attributes of the image with this number on its page.

    With them, browsers keep its place free. So those that the reader has yet to reach can wait:
    all but the first, which may be on the first screen. Without a size, no image may wait, since
    the text would move under the reader's eyes.
    """
    if not width:
        return ""
    loading = ' loading="lazy"' if index else ""
    return f' width="{width}" height="{height}"{loading}'
