"""What was measured: sentences that want evidence, quotations, claims and evidence pages."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from footnoted.coverage.finding import NeedKind
from footnoted.coverage.quotations import Trace
from footnoted.diagnostics import Span

# What covers a sentence: a claim, a source note, a link to the web; `owed` is a claim whose own
# evidence is missing, `excused` a remark of the author's, and nothing is nothing.
Cover = Literal["claim", "note", "link", "owed", "excused", ""]


class Found(Struct, frozen=True):
    """A figure, date, quotation or name in a sentence that wants evidence for it."""

    kind: NeedKind
    words: str
    span: Span


class Sentence(Struct, frozen=True):
    """A sentence that wants evidence, and what covers it; `reason` is why it is excused."""

    text: str
    span: Span
    found: tuple[Found, ...]
    cover: Cover
    reason: str = ""

    @property
    def is_counted(self) -> bool:
        """False if its author says that it needs no evidence."""
        return self.cover != "excused"

    @property
    def is_covered(self) -> bool:
        """True if something leads from it to evidence or to a source."""
        return self.cover in ("claim", "note", "link")


class Quotation(Struct, frozen=True):
    """A quotation of the prose, and whether it was traced to one that is checked."""

    text: str
    span: Span
    trace: Trace


class Page(Struct, frozen=True):
    """An evidence page, by its title."""

    slug: str
    title: str
    span: Span


class Measured(Struct, frozen=True):
    """An essay. `bare` are the claims without evidence: their words, where they stand.

    `evidence` is all that its claims lead to, `unquoted` what of that quotes nothing.
    """

    path: str
    title: str
    sentences: tuple[Sentence, ...]
    quotations: tuple[Quotation, ...]
    claims: int
    bare: tuple[tuple[str, Span], ...]
    evidence: tuple[Page, ...]
    unquoted: tuple[Page, ...]


class Counts(Struct, frozen=True):
    """A row of the table: of an essay, or of all."""

    wanting: int
    covered: int
    excused: int
    claims: int
    bare: int
    evidence: int
    unquoted: int
    quotations: int
    traced: int

    @property
    def percent(self) -> float | None:
        """How much of what wants evidence is covered; None if nothing does."""
        return 100 * self.covered / self.wanting if self.wanting else None


def counts(essays: tuple[Measured, ...]) -> Counts:
    """One row for all the essays; an evidence page that several lead to counts once."""
    sentences = [s for essay in essays for s in essay.sentences]
    quotations = [q for essay in essays for q in essay.quotations if q.trace != "excused"]
    counted = [s for s in sentences if s.is_counted]
    return Counts(
        wanting=len(counted),
        covered=sum(s.is_covered for s in counted),
        excused=len(sentences) - len(counted),
        claims=sum(essay.claims for essay in essays),
        bare=sum(len(essay.bare) for essay in essays),
        evidence=len({page.slug for essay in essays for page in essay.evidence}),
        unquoted=len({page.slug for essay in essays for page in essay.unquoted}),
        quotations=len(quotations),
        traced=sum(q.trace == "traced" for q in quotations),
    )
