"""What ties a page to the rest of the site, kept from one build to the next, and tied anew.

A page is made of its own words, and of what linking found out about it: its ties. These stay the
same as long as no face changes (see `faces`), so the page of a text whose own words changed is
made of the new words and the old ties, and nothing is linked.
"""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from footnoted.emit import essays, evidence
from footnoted.emit.evidence import Place
from footnoted.model import (
    NO_PROSE,
    Config,
    Essay,
    Evidence,
    EvidencePage,
    LinkedEssay,
    LinkedNote,
    Note,
)
from footnoted.pages import Page
from footnoted.theme import Theme

Question = tuple[EvidencePage, tuple[Place, ...]]
_ENCODE = msgspec.msgpack.Encoder().encode
_Notes = tuple[LinkedNote, ...]


def path_of(page: Page) -> str:
    """The file of the text that the page is of; empty if it is of none."""
    match page.made_of:
        case (LinkedEssay() as linked, _):
            return linked.essay.path
        case (EvidencePage() as question, _):
            return question.evidence.path
    return ""


def ties(page: Page) -> bytes:
    """The ties of the page of a text, as a record, without its own words."""
    match page.made_of:
        case (LinkedEssay() as linked, _):
            essay = replace(linked.essay, prose=NO_PROSE)
            return _ENCODE(replace(linked, essay=essay, notes=_wordless(linked.notes)))
        case (EvidencePage() as question, places):
            own = replace(question.evidence, prose=NO_PROSE)
            bare = replace(question, evidence=own, notes=_wordless(question.notes))
            return _ENCODE((bare, places))
    raise ValueError(page.path)


def tied(text: Essay | Evidence, record: bytes, config: Config, theme: Theme) -> Page:
    """The page of a text, with the ties that the record has of an earlier text of the same face.

    Raises msgspec.ValidationError if it is no such record.
    """
    if isinstance(text, Essay):
        linked = msgspec.msgpack.decode(record, type=LinkedEssay)
        notes = _with_words(linked.notes, text.prose.notes)
        return essays.page_of(replace(linked, essay=text, notes=notes), config)
    question, places = msgspec.msgpack.decode(record, type=Question)
    notes = _with_words(question.notes, text.prose.notes)
    return evidence.page_of(replace(question, evidence=text, notes=notes), places, theme)


def _wordless(notes: _Notes) -> _Notes:
    return tuple(LinkedNote(replace(n.note, body=()), n.source, n.evidence) for n in notes)


def _with_words(notes: _Notes, words: tuple[Note, ...]) -> _Notes:
    return tuple(
        LinkedNote(note, old.source, old.evidence) for note, old in zip(words, notes, strict=True)
    )
