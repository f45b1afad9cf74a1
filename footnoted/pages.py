"""What all pages share: the frame of values a template gets, and bodies with their holes filled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Protocol, cast

from markupsafe import Markup

from footnoted.addresses import relative
from footnoted.model import (
    Body,
    ClaimStart,
    Config,
    LinkedClaim,
    LinkedNote,
    NoteReference,
    NotesBeside,
    Output,
)
from footnoted.theme import Theme

Href = Callable[..., str]


class Parts(Protocol):
    """The macros of `parts.html` that fill the holes of a body."""

    def claim_start(self, claim: LinkedClaim) -> Markup: ...
    def note_reference(self, note: LinkedNote, id: str) -> Markup: ...
    def notes_beside(self, notes: Sequence[tuple[LinkedNote, Markup]]) -> Markup: ...


def frame(
    config: Config, path: str, title: str, description: str = "", href: Href | None = None
) -> dict[str, object]:
    """The values that every page's template gets. `href(output, fragment)` gives a link's address."""
    return {
        "site": config,
        "path": path,
        "page_title": title,
        "description": description,
        "href": href or partial(relative, path),
        "canonical": f"{config.url}/{'' if path == 'index.html' else path}" if config.url else "",
    }


def output(
    theme: Theme, template: str, language: str, values: Mapping[str, object]
) -> Output:
    """The page of `values["path"]`."""
    return Output(str(values["path"]), theme.render(template, language, values).encode())


def parts(theme: Theme, language: str, values: Mapping[str, object]) -> Parts:
    """The macros for one page."""
    return cast(Parts, theme.macros("parts.html", language, values))


def fill(
    body: Body, claims: Sequence[LinkedClaim], notes: Sequence[LinkedNote], macros: Parts
) -> Markup:
    """The body as HTML, its claims, references and notes beside it in the theme's words."""
    filled: list[str] = []
    for piece in body:
        match piece:
            case str():
                filled.append(piece)
            case ClaimStart(index):
                filled.append(macros.claim_start(claims[index]))
            case NoteReference(index, nth):
                note = notes[index]
                filled.append(macros.note_reference(note, note.note.references[nth]))
            case NotesBeside(indexes):
                beside = [
                    (notes[i], fill(notes[i].note.body, claims, notes, macros)) for i in indexes
                ]
                filled.append(macros.notes_beside(beside))
    return Markup("".join(filled))


def endnotes(
    claims: Sequence[LinkedClaim], notes: Sequence[LinkedNote], macros: Parts
) -> list[tuple[LinkedNote, Markup]]:
    """The notes that stand at the foot of a page, in the order of their numbers, with their text."""
    return [
        (note, fill(note.note.body, claims, notes, macros))
        for note in notes
        if note.note.kind in ("source", "evidence")
    ]
