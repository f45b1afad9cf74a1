"""A Markdown text, parsed: what essays and evidence pages have in common."""

from __future__ import annotations

from typing import Literal

from footnoted.diagnostics import Span
from footnoted.value import Value

NoteKind = Literal["source", "evidence", "side", "margin"]


class Hole(Value, frozen=True):
    """A place in a text for what only later stages and the theme know.

    `claim`: the opening tag of the claim `index`; the closing tag follows in the text.
    `claim-end`: the place after the claim `index`, for the marks that follow it.
    `reference`: the reference with the number `nth` (from 0) to the note `index`.
    `beside`: the side and margin notes `indexes`, of the block just before.
    `callout`: the heading of a callout of the kind `CALLOUTS[index]`.
    `source`: the attributes of the link that the source note `index` begins with.
    `image`: the attributes that say how large the image `index` is, as far as that is known.
    `chart`: the figure with the chart `index`.
    """

    kind: Literal[
        "claim", "claim-end", "reference", "beside", "callout", "source", "image", "chart"
    ]
    index: int = 0
    nth: int = 0
    indexes: tuple[int, ...] = ()


# HTML with holes, in UTF-8: as `str`, a single “ makes each letter of a text take two bytes, and
# `msgspec` leaves the bytes that it encodes the text as beside it for good.
Body = tuple[bytes | Hole, ...]


class Excerpt(Value, frozen=True):
    """A claim in its sentence, as plain text: `before + claim + after`."""

    before: str
    claim: str
    after: str


class MoreEvidence(Value, frozen=True):
    """A further evidence page for a claim, from an evidence note."""

    evidence: str
    relation: str
    note: int
    span: Span


class Claim(Value, frozen=True):
    """A passage that links to an evidence page; `evidence` is its slug, None if still missing.

    `fragment` is the place on the evidence page, mostly empty. `id` is made from the slug or
    the words, never from the number, so that it outlives edits.
    """

    id: str
    number: int
    evidence: str | None
    fragment: str
    excerpt: Excerpt
    span: Span
    more: tuple[MoreEvidence, ...] = ()


class Note(Value, frozen=True):
    """A note of any kind. `mark` is what its references show: `1`, `a`, or nothing.

    `references` are the ids of its references in the page. `address` is the source that a
    source note begins with, `evidence` and `relation` belong to evidence notes.
    """

    id: str
    kind: NoteKind
    mark: str
    body: Body
    references: tuple[str, ...]
    span: Span
    address: str = ""
    evidence: str = ""
    relation: str = ""


class Heading(Value, frozen=True):
    """A heading of a page; `text` is plain."""

    level: int
    id: str
    text: str


class Link(Value, frozen=True):
    """A link to another file of the content folder, or (`path` empty) to a place on the page."""

    path: str
    fragment: str
    span: Span


class Chart(Value, frozen=True):
    """A chart in a text: its file, the words for those who cannot see it, a caption."""

    file: Link
    alt: str
    caption: str


class Mention(Value, frozen=True):
    """A link to the web from a page's text: it may be a source's address."""

    address: str
    span: Span
    excerpt: Excerpt
    anchor: str  # the id nearest to it, for links from the source's page


class Prose(Value, frozen=True):
    """A Markdown text, parsed: what essays and evidence pages have in common.

    `media` are the files that it shows or links to, `images` those of them that it shows as images,
    `charts` those that it draws.
    """

    body: Body
    claims: tuple[Claim, ...]
    notes: tuple[Note, ...]
    headings: tuple[Heading, ...]
    anchors: frozenset[str]
    links: tuple[Link, ...]
    media: tuple[Link, ...]
    mentions: tuple[Mention, ...]
    images: tuple[Link, ...] = ()
    charts: tuple[Chart, ...] = ()


NO_PROSE = Prose((), (), (), (), frozenset(), (), (), ())
