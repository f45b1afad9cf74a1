"""A body and what goes into its holes -> HTML, in the words of a theme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from markupsafe import Markup

from footnoted.model import CALLOUTS, Body, Correction, LinkedClaim, LinkedNote


class Parts(Protocol):
    """The macros of `parts.html` that the code itself calls: for holes, and for every page."""

    def claim_start(self, claim: LinkedClaim) -> Markup: ...
    def claim_corrected(self, correction: Correction) -> Markup: ...
    def note_reference(self, note: LinkedNote, id: str) -> Markup: ...
    def notes_beside(self, notes: Sequence[tuple[LinkedNote, Markup]]) -> Markup: ...
    def source_link(self, note: LinkedNote) -> Markup: ...
    def callout_heading(self, kind: str) -> Markup: ...
    def site_header(self, path: str) -> Markup: ...
    def site_footer(self) -> Markup: ...


def fill(
    body: Body, claims: Sequence[LinkedClaim], notes: Sequence[LinkedNote], macros: Parts
) -> Markup:
    """The body as HTML, its claims, references and notes beside it in the theme's words."""
    filled: list[str] = []
    for piece in body:
        if isinstance(piece, bytes):
            filled.append(piece.decode())
            continue
        index = piece.index
        match piece.kind:
            case "reference":
                note = notes[index]
                filled.append(macros.note_reference(note, note.note.references[piece.nth]))
            case "beside":
                beside = [
                    (notes[i], fill(notes[i].note.body, claims, notes, macros))
                    for i in piece.indexes
                ]
                filled.append(macros.notes_beside(beside))
            case "source":
                filled.append(macros.source_link(notes[index]))
            case "claim":
                filled.append(macros.claim_start(claims[index]))
            case "corrected":
                if correction := claims[index].corrected:
                    filled.append(macros.claim_corrected(correction))
            case "callout":
                filled.append(macros.callout_heading(CALLOUTS[index]))
    return Markup("".join(filled))


def endnotes(
    claims: Sequence[LinkedClaim], notes: Sequence[LinkedNote], macros: Parts
) -> list[tuple[LinkedNote, Markup]]:
    """The notes at the foot of a page with their text, in the order of their numbers."""
    return [
        (note, fill(note.note.body, claims, notes, macros))
        for note in notes
        if note.note.kind in ("source", "evidence")
    ]
