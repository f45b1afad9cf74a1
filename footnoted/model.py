"""Every value that crosses a stage, from the author's files to the files of the site.

SourceFile --parse--> Essay | Evidence --link--> Linked…, in a Corpus --emit--> Output
No value is completed later: a stage that knows more returns another type.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from footnoted.diagnostics import NOWHERE, Diagnostic, Severity, Span

VERDICTS = (
    "supported",
    "mostly-supported",
    "mixed",
    "unsupported",
    "contradicted",
    "opinion",
    "prediction-held",
    "prediction-failed",
    "prediction-open",
)
RELATIONS = ("supports", "qualifies", "contradicts", "context")
KINDS = ("fact", "figure", "attribution", "interpretation", "prediction")
STATUSES = ("withdrawn", "retracted", "superseded")
CALLOUTS = ("note", "tip", "important", "warning", "caution")
COPIES = ("mirror", "repost", "reprint", "syndicated", "translation")

# Whether a quotation stands, word for word, in the copy of its source; nothing else.
QUOTE_CHECKS = ("found", "not-found", "unchecked")

# A claim's standing is its verdict unless one of these is the case.
STANDINGS = (*VERDICTS, "needs-evidence", "source-withdrawn")
# What a standing should be read with.
CAUTIONS = ("single-source", "source-withdrawn", "source-superseded")

NoteKind = Literal["source", "evidence", "side", "margin"]


# ---- read -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SourceFile:
    """An author's text file. `path` is relative to the content folder, with `/`."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Content:
    """What the content folder holds. `media` are the paths of all files that are not text.

    `files` are the paths of all files there are.
    """

    config: SourceFile | None
    sources: SourceFile | None
    essays: tuple[SourceFile, ...]
    evidence: tuple[SourceFile, ...]
    media: tuple[str, ...]
    files: frozenset[str]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Config:
    """The site's settings, from `site.yaml`. An empty text means: not set."""

    title: str = "Footnoted"
    url: str = ""  # where the site is published, without a slash at the end
    author: str = ""
    description: str = ""
    language: str = "en"
    license: str = ""
    theme: str = ""  # a folder with templates of the site's own
    cname: str = ""
    html: bool = False
    posters: bool = True
    navigation: tuple[tuple[str, str], ...] = ()  # (label, address)
    severities: tuple[tuple[str, Severity], ...] = ()  # by code


# ---- parse ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hole:
    """A place in a text for what only later stages and the theme know.

    `claim`: the opening tag of the claim `index`; the closing tag follows in the text.
    `reference`: the reference with the number `nth` (from 0) to the note `index`.
    `beside`: the side and margin notes `indexes`, of the block just before.
    `callout`: the heading of a callout of the kind `CALLOUTS[index]`.
    """

    kind: Literal["claim", "reference", "beside", "callout"]
    index: int = 0
    nth: int = 0
    indexes: tuple[int, ...] = ()


Body = tuple[str | Hole, ...]  # HTML with holes


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A claim in its sentence, as plain text: `before + claim + after`."""

    before: str
    claim: str
    after: str


@dataclass(frozen=True, slots=True)
class MoreEvidence:
    """A further evidence page for a claim, from an evidence note."""

    evidence: str
    relation: str
    note: int
    span: Span


@dataclass(frozen=True, slots=True)
class Claim:
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


@dataclass(frozen=True, slots=True)
class Note:
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


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page; `text` is plain."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another file of the content folder, or (`path` empty) to a place on the page."""

    path: str
    fragment: str
    span: Span


@dataclass(frozen=True, slots=True)
class Mention:
    """A link to the web from a page's text: it may be a source's address."""

    address: str
    span: Span
    excerpt: Excerpt
    anchor: str  # the id nearest to it, for links from the source's page


@dataclass(frozen=True, slots=True)
class Prose:
    """A Markdown text, parsed: what essays and evidence pages have in common."""

    body: Body
    claims: tuple[Claim, ...]
    notes: tuple[Note, ...]
    headings: tuple[Heading, ...]
    anchors: frozenset[str]
    links: tuple[Link, ...]
    media: tuple[Link, ...]
    mentions: tuple[Mention, ...]


NO_PROSE = Prose((), (), (), (), frozenset(), (), (), ())


@dataclass(frozen=True, slots=True)
class Essay:
    """An essay as its file has it. `based_on` is the key of the work it restates, and its place."""

    path: str
    slug: str
    title: str
    date: str
    authors: tuple[str, ...]
    summary: str
    language: str
    tags: tuple[str, ...]
    draft: bool
    updated: str
    based_on: tuple[str, Span] | None
    prose: Prose
    span: Span  # the title, or the first line


@dataclass(frozen=True, slots=True)
class Citation:
    """One source as used on one evidence page. `quote` is word for word, `[…]` an omission."""

    source: str
    relation: str
    span: Span
    quote: str = ""
    locator: str = ""
    translation: str = ""
    says: str = ""
    quote_span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Bearing:
    """An edge of the argument map: this page bears on `evidence` in the way of `relation`."""

    evidence: str
    relation: str
    span: Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """An evidence page as its file has it."""

    path: str
    slug: str
    title: str
    kind: str
    verdict: str
    checked: str
    recheck: str
    language: str
    citations: tuple[Citation, ...]
    bears_on: tuple[Bearing, ...]
    prose: Prose
    span: Span


@dataclass(frozen=True, slots=True)
class Source:
    """A work, in CSL's terms. Dates are EDTF: `2018`, `2018-04`, `2018-04-27`, `A/B`, `2018~`."""

    key: str
    type: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    container_title: str = ""
    publisher: str = ""
    publisher_place: str = ""
    issued: str = ""
    url: str = ""
    archived: str = ""
    accessed: str = ""
    language: str = ""
    genre: str = ""
    volume: str = ""
    issue: str = ""
    page: str = ""
    number: str = ""
    edition: str = ""
    doi: str = ""
    isbn: str = ""
    note: str = ""
    primary: bool = False
    copy: str = ""
    status: str = ""
    status_note: str = ""
    derived_from: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """What became of a quotation: one of `QUOTE_CHECKS`, and what its author should know.

    `cut`: it is found, and begins or ends within a word or number: `said` as it has it, `stands`
    the whole. `omission`: words are left out, `stands`, without a mark. `order`: all its parts
    are there, in another order. `words`: `differences` are pairs of what it says and what stands
    in the nearest passage; none if there is none near.
    """

    verdict: str
    problem: Literal["", "cut", "omission", "order", "words"] = ""
    said: str = ""
    stands: str = ""
    differences: tuple[tuple[str, str], ...] = ()


# ---- link -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EssayRef:
    """What other pages show of an essay."""

    path: str
    slug: str
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class EvidenceRef:
    """What other pages show of an evidence page."""

    path: str
    slug: str
    title: str
    kind: str
    standing: str
    language: str


@dataclass(frozen=True, slots=True)
class LinkedCitation:
    """A citation with its source. `check` is one of `QUOTE_CHECKS`, empty without a quotation."""

    citation: Citation
    source: Source
    check: str = ""


@dataclass(frozen=True, slots=True)
class LinkedNote:
    """A note with what it leads to: a source record or an evidence page, where there is one."""

    note: Note
    source: Source | None = None
    evidence: EvidenceRef | None = None


@dataclass(frozen=True, slots=True)
class LinkedEvidence:
    """What an evidence page says, for the claims that rest on it: answer, sources, cautions."""

    evidence: EvidenceRef
    citations: tuple[LinkedCitation, ...]
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkedClaim:
    """A claim with its evidence; `more` pairs the further pages with their relation."""

    claim: Claim
    standing: str
    cautions: tuple[str, ...]
    evidence: LinkedEvidence | None
    more: tuple[tuple[LinkedEvidence, str], ...]


@dataclass(frozen=True, slots=True)
class LinkedEssay:
    """An essay with all it leads to. `tally` counts its claims by standing, in table order."""

    essay: Essay
    claims: tuple[LinkedClaim, ...]
    notes: tuple[LinkedNote, ...]
    tally: tuple[tuple[str, int], ...]
    based_on: Source | None


@dataclass(frozen=True, slots=True)
class Appearance:
    """A claim seen from its evidence page. `relation` is empty where the claim links directly."""

    essay: EssayRef
    claim: Claim
    relation: str


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """An evidence page in its place: where it is claimed, and what bears on it."""

    evidence: Evidence
    linked: LinkedEvidence
    notes: tuple[LinkedNote, ...]
    appearances: tuple[Appearance, ...]
    bears_on: tuple[tuple[EvidenceRef, str], ...]
    borne_on_by: tuple[tuple[EvidenceRef, str], ...]


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A source with everything that rests on it: citations, mentions in texts, whole essays.

    A citation comes with its evidence page and what became of its quotation.
    """

    source: Source
    citations: tuple[tuple[EvidenceRef, Citation, str], ...]
    mentions: tuple[tuple[EssayRef | EvidenceRef, Mention], ...]
    essays: tuple[EssayRef, ...]
    derived: tuple[Source, ...]
    origin: Source | None


@dataclass(frozen=True, slots=True)
class Corpus:
    """The whole site, linked. `media` are the paths of the files that pages show or link to.

    `listed` are the essays as pages show them that list many: with their claims, without texts.
    So an essay can change without a change to the lists.
    """

    config: Config
    essays: tuple[LinkedEssay, ...]
    listed: tuple[LinkedEssay, ...]
    evidence: tuple[EvidencePage, ...]
    sources: tuple[SourcePage, ...]
    tally: tuple[tuple[str, int], ...]
    media: tuple[str, ...]


# ---- emit -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the site. `path` is relative to the output folder, with `/`.

    `key` stands for all that a page shows: equal keys, equal bytes.
    """

    path: str
    content: bytes
    key: str = ""


@dataclass(frozen=True, slots=True)
class Poster:
    """The picture of an essay that other sites show beside a link to it, still to be drawn.

    `tally` has each standing with its count and both in words; `heading` counts the claims.
    `colors` are what custom properties of the style sheet say, the one that wins first.
    """

    path: str
    title: str
    author: str
    site: str
    heading: str
    tally: tuple[tuple[str, int, str], ...]
    direction: str
    colors: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Reused:
    """A file that an earlier build left at `origin`; of another size or time, it is another's."""

    path: str
    origin: Path
    key: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Deferred:
    """One file of the site still to be made: `make(afresh)` does it, in whichever process.

    It may be called more than once. `afresh`, it takes nothing over from an earlier build.
    """

    path: str
    make: Callable[[bool], Output | Reused]
