"""What is gathered while one text is written: it lives for one call of `parse_prose`."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token
from msgspec import Struct, field

from footnoted.diagnostics import Diagnostic, Span
from footnoted.model import (
    Body,
    Chart,
    Claim,
    Excerpt,
    Heading,
    Hole,
    Link,
    Mention,
    MoreEvidence,
    Note,
    NoteKind,
    Prose,
)
from footnoted.syntax.definitions import Definition
from footnoted.syntax.positions import Lines

Piece = str | Hole
NO_EXCERPT = Excerpt("", "", "")
# What the templates and the notes and claims of a page use for ids of their own.
_RESERVED = (
    "claim-",
    "note-",
    "margin-",
    "ref-",
    "page-",
    "card-",
    "standing-",
    "source-",
    "correction-",
)


class DraftClaim(Struct):
    """A claim whose words are not read to the end yet."""

    evidence: str | None
    fragment: str
    span: Span
    id: str = ""
    excerpt: Excerpt = NO_EXCERPT
    more: list[MoreEvidence] = field(default_factory=list)


class DraftNote(Struct):
    """A note that was referred to; its own text is written at the end of the block."""

    id: str
    kind: NoteKind
    mark: str
    span: Span
    address: str = ""
    evidence: str = ""
    relation: str = ""
    body: Body = ()
    references: list[str] = field(default_factory=list)


class State(Struct):
    """One text on its way to `Prose`."""

    path: str
    language: str
    html: bool
    lines: Lines
    pieces: list[Piece] = field(default_factory=list)
    claims: list[DraftClaim] = field(default_factory=list)
    notes: list[DraftNote] = field(default_factory=list)
    definitions: dict[str, Definition] = field(default_factory=dict)
    folded: dict[str, str] = field(default_factory=dict)  # label in one case -> label
    undefined: set[str] = field(default_factory=set)  # labels that were reported
    indexes: dict[str, int] = field(default_factory=dict)  # label -> index in notes
    counts: dict[str, int] = field(default_factory=dict)  # marks given out, by kind of mark
    claim_before: int | None = None  # the claim that an evidence note would belong to
    beside: list[int] = field(default_factory=list)  # notes that wait for the end of the block
    unwritten: list[tuple[int, Sequence[Token]]] = field(default_factory=list)  # their texts
    ids: dict[str, int] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    media: list[Link] = field(default_factory=list)
    images: list[Link] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)
    in_note: bool = False  # what is written now is the text of a note
    anchor: str = ""  # the id nearest to what is written now
    shift: int = 0  # how much deeper headings are written than the author typed them
    leading: set[int] = field(default_factory=set)  # identities of links that begin a note
    sourced: dict[int, int] = field(default_factory=dict)  # of a source note: the note's index

    @property
    def in_essay(self) -> bool:
        """True if links to evidence are claims here."""
        return self.path.startswith("essays/")

    def span_of(self, inline: Token, token: Token) -> Span:
        """The place of a link, an image, HTML or a reference to a note in its inline token."""
        return self.lines.of(inline, token.meta.get("offset", 0), token.meta.get("end", 1))

    def write(self, piece: Piece) -> None:
        """The text goes on with `piece`."""
        self.pieces.append(piece)

    def report(self, code: str, message: str, span: Span, label: str = "", hint: str = "") -> None:
        """One more finding."""
        self.found.append(Diagnostic(code, message, span, label, hint))

    def unique(self, wanted: str, sign: str = "-") -> str:
        """An id that nothing else on the page has: `wanted`, or `wanted-1`, as GitHub counts.

        With another `sign`, one that no name has in it, the count cannot be taken for a name.
        """
        count = self.ids.get(wanted)
        if count is None:
            self.ids[wanted] = 0
            return wanted
        while True:
            count += 1
            candidate = f"{wanted}{sign}{count}"
            if candidate not in self.ids:
                self.ids[wanted], self.ids[candidate] = count, 0
                return candidate

    def heading_id(self, slug: str) -> str:
        """The anchor of a heading, kept apart from the ids of claims, notes and templates."""
        reserved = slug.startswith(_RESERVED)
        return self.unique(f"section-{slug}" if reserved else slug or "section")

    def prose(self) -> Prose:
        """All that was gathered, as a value."""
        return Prose(
            body=joined(self.pieces),
            claims=tuple(
                Claim(c.id, number, c.evidence, c.fragment, c.excerpt, c.span, tuple(c.more))
                for number, c in enumerate(self.claims, 1)
            ),
            notes=tuple(map(_note, self.notes)),
            headings=tuple(self.headings),
            anchors=frozenset(self.ids),
            links=tuple(self.links),
            media=tuple(self.media),
            mentions=tuple(self.mentions),
            images=tuple(self.images),
            charts=tuple(self.charts),
        )


def joined(pieces: list[Piece]) -> Body:
    """The same body with neighbouring texts made one."""
    body: list[bytes | Hole] = []
    start = 0
    for index, hole in [(i, piece) for i, piece in enumerate(pieces) if type(piece) is Hole]:
        if index > start:
            body.append("".join(pieces[start:index]).encode())  # type: ignore[arg-type]
        body.append(hole)
        start = index + 1
    if start < len(pieces):
        body.append("".join(pieces[start:]).encode())  # type: ignore[arg-type]
    return tuple(body)


def _note(note: DraftNote) -> Note:
    return Note(
        id=note.id,
        kind=note.kind,
        mark=note.mark,
        body=note.body,
        references=tuple(note.references),
        span=note.span,
        address=note.address,
        evidence=note.evidence,
        relation=note.relation,
    )
