"""Essays, evidence and sources as their files have them, each on its own."""

from __future__ import annotations

from typing import Literal

from footnoted.diagnostics import NOWHERE, Span
from footnoted.model.prose import Prose
from footnoted.value import Value


class Essay(Value, frozen=True):
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


class Citation(Value, frozen=True):
    """One source as used on one evidence page. `quote` is word for word, `[…]` an omission."""

    source: str
    relation: str
    span: Span
    quote: str = ""
    locator: str = ""
    translation: str = ""
    says: str = ""
    quote_span: Span = NOWHERE


class Bearing(Value, frozen=True):
    """An edge of the argument map: this page bears on `evidence` in the way of `relation`."""

    evidence: str
    relation: str
    span: Span


class Evidence(Value, frozen=True):
    """An evidence page as its file has it.

    `verdict_span` is nowhere if the front matter has faults: then the verdict may be a default.
    `figures` says where numbers of its claims are from that no quotation has.
    """

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
    verdict_span: Span = NOWHERE
    recheck_span: Span = NOWHERE
    figures: str = ""


# Types of CSL: what comes and goes under the name of its publisher, and what has a name itself.
_PASSING = frozenset(
    "article article-magazine article-newspaper broadcast periodical"
    " post post-weblog webpage".split()
)
_WORKS = frozenset(
    "bill book classic collection legal_case legislation manuscript map motion_picture"
    " musical_score pamphlet patent regulation software song standard thesis treaty".split()
)


class Source(Value, frozen=True):
    """A work, in CSL's terms. Dates are EDTF: `2018`, `2018-04`, `2018-04-27`, `A/B`, `2018~`.

    `gone` is the day since when nothing is at its own address, `copy_gone` at that of the
    archived copy, as links.yaml has it; empty as long as they are there.
    """

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
    gone: str = ""
    copy_gone: str = ""

    @property
    def is_work(self) -> bool:
        """True if it is known by author and title rather than by what it is in or from.

        That is what is in nothing else and has an author, such as a book or a report: but not
        news and the like, which are known by their paper or agency.
        """
        if self.container_title:
            return False
        return not self.publisher or self.type in _WORKS or self._is_by_persons

    @property
    def _is_by_persons(self) -> bool:
        return bool(self.authors) and self.type not in _PASSING

    @property
    def first_authors(self) -> tuple[str, ...]:
        """The authors; of more than three, the first and a sign that there are others."""
        return self.authors if len(self.authors) <= 3 else (self.authors[0], "…")

    @property
    def main_title(self) -> str:
        """The title without its subtitle.

        >>> Source("strabo", title="The Geography of Strabo: In English").main_title
        'The Geography of Strabo'
        """
        return self.title.partition(": ")[0]

    @property
    def own_address(self) -> str:
        """Where the work itself is: its address, else that of its DOI."""
        return self.url or (f"https://doi.org/{self.doi}" if self.doi else "")

    @property
    def stand_in(self) -> str:
        """The archived copy, if the original is no longer there and the copy is."""
        return self.archived if self.gone and not self.copy_gone else ""

    @property
    def readable_at(self) -> str:
        """Where a reader finds the work, or else its copy; empty if nowhere on the web."""
        return self.stand_in if self.gone else self.own_address


class LinkFault(Value, frozen=True):
    """An address that a check of links found no page at, or not the quotations that are from it.

    `since` is the day of the first check that found it so, `last` that of the last one that
    counted as a strike.
    """

    address: str
    state: str
    since: str
    strikes: int = 0
    last: str = ""


class Correction(Value, frozen=True):
    """What a page said, what it says now, and why: `was` and `now` are plain text.

    It is of the essay or of the evidence page with that slug. Without `now` the words were taken
    out; if `withdrawn`, the whole page was. `minor` changes mean the same in other words.
    """

    id: str
    date: str
    essay: str
    evidence: str
    claim: str
    was: str
    now: str
    why: str
    withdrawn: bool
    minor: bool

    @property
    def page(self) -> str:
        """The content file of the page that it is of."""
        return f"essays/{self.essay}.md" if self.essay else f"evidence/{self.evidence}.md"


class Receipt(Value, frozen=True):
    """What was kept of a source. `body`, `text` and `quotations` are digests, `sha256-…`.

    `text` is that of the copy's text, `quotations` are those that were found in it. The addresses,
    status, type, length and body are missing where the author brought the text.
    """

    source: str
    date: str
    text: str
    address: str = ""
    final_address: str = ""
    status: int = 0
    type: str = ""
    length: int = 0
    body: str = ""
    quotations: tuple[str, ...] = ()


class QuoteCheck(Value, frozen=True):
    """What became of a quotation: one of `QUOTE_CHECKS`, and what its author should know.

    `cut`: it is found, and begins or ends within a word or number: `said` as it has it, `stands`
    the whole. `omission`: words are left out, `stands`, without a mark. `order`: all its parts
    are there, in another order. `words`: `differences` are pairs of what it says and what stands
    in the nearest passage; none if there is none near. `copied` is the day of the copy, where a
    receipt tells it.
    """

    verdict: str
    problem: Literal["", "cut", "omission", "order", "words"] = ""
    said: str = ""
    stands: str = ""
    differences: tuple[tuple[str, str], ...] = ()
    copied: str = ""
