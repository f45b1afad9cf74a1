"""Essays, evidence and sources, each with all that it leads to and what leads to it."""

from __future__ import annotations

from footnoted.model.content import Config, Size, Table
from footnoted.model.prose import Claim, Mention, Note
from footnoted.model.texts import Citation, Correction, Essay, Evidence, Source
from footnoted.value import Value


class EssayRef(Value, frozen=True, tag=True):
    """What other pages show of an essay."""

    path: str
    slug: str
    title: str
    language: str


class EvidenceRef(Value, frozen=True, tag=True):
    """What other pages show of an evidence page."""

    path: str
    slug: str
    title: str
    kind: str
    standing: str
    language: str


class LinkedCitation(Value, frozen=True):
    """A citation with its source. `check` is one of `QUOTE_CHECKS`, empty without a quotation.

    `copied` is the day of the copy that the quotation was compared with, if that is known.
    """

    citation: Citation
    source: Source
    check: str = ""
    copied: str = ""


class LinkedNote(Value, frozen=True):
    """A note with what it leads to: a source record or an evidence page, where there is one."""

    note: Note
    source: Source | None = None
    evidence: EvidenceRef | None = None


class LinkedEvidence(Value, frozen=True):
    """What an evidence page says, for the claims that rest on it: answer, sources, cautions.

    `fallen` are the sources that fell and that it leans on, each with the slug of the page
    through which it does; empty, if it cites the source itself or one that passes it on.
    """

    evidence: EvidenceRef
    citations: tuple[LinkedCitation, ...]
    cautions: tuple[str, ...]
    fallen: tuple[tuple[Source, str], ...] = ()


class LinkedClaim(Value, frozen=True):
    """A claim with its evidence; `more` pairs the further pages with their relation.

    `corrected` is its newest correction that is no minor one.
    """

    claim: Claim
    standing: str
    cautions: tuple[str, ...]
    evidence: LinkedEvidence | None
    more: tuple[tuple[LinkedEvidence, str], ...]
    corrected: Correction | None = None


class LinkedCorrection(Value, frozen=True):
    """A correction with its page, None if that was withdrawn, and the claim, if one is named.

    `is_verdict` says that its words are names of verdicts, which the theme has words for.
    """

    correction: Correction
    page: EssayRef | EvidenceRef | None
    claim: Claim | None
    is_verdict: bool


class Fall(Value, frozen=True):
    """A source that fell, and what in an essay leans on it: claims, links in the text.

    `is_basis`: the whole essay does, since it restates or annotates it.
    """

    source: Source
    claims: tuple[Claim, ...]
    mentions: tuple[Mention, ...]
    is_basis: bool


class LinkedEssay(Value, frozen=True):
    """An essay with all it leads to. `tally` counts its claims by standing, in table order.

    `corrections` are those that readers are told of on the page, the newest first. `sizes` has
    width and height of each of its images, 0 and 0 where they are not known. `tables` are
    those that its charts show.
    """

    essay: Essay
    claims: tuple[LinkedClaim, ...]
    notes: tuple[LinkedNote, ...]
    tally: tuple[tuple[str, int], ...]
    based_on: Source | None
    corrections: tuple[LinkedCorrection, ...] = ()
    falls: tuple[Fall, ...] = ()
    sizes: tuple[Size, ...] = ()
    tables: tuple[Table, ...] = ()

    @property
    def changed(self) -> str:
        """The day of the last change that readers are told of; empty if no day is known."""
        return max(self.essay.date, self.essay.updated, _newest(self.corrections))


class Appearance(Value, frozen=True):
    """A claim seen from its evidence page. `relation` is empty where the claim links directly."""

    essay: EssayRef
    claim: Claim
    relation: str


class EvidencePage(Value, frozen=True):
    """An evidence page in its place: where it is claimed, and what bears on it.

    `fallen` are the sources that fell and that it leans on, through which page if not itself.
    `sizes` are those of its images, `tables` those of its charts, as for an essay.
    """

    evidence: Evidence
    linked: LinkedEvidence
    notes: tuple[LinkedNote, ...]
    appearances: tuple[Appearance, ...]
    bears_on: tuple[tuple[EvidenceRef, str], ...]
    borne_on_by: tuple[tuple[EvidenceRef, str], ...]
    corrections: tuple[LinkedCorrection, ...] = ()
    fallen: tuple[tuple[Source, EvidenceRef | None], ...] = ()
    sizes: tuple[Size, ...] = ()
    tables: tuple[Table, ...] = ()

    @property
    def changed(self) -> str:
        """The day of the last change that readers are told of; empty if no day is known."""
        return max(self.evidence.checked, _newest(self.corrections))


class SourcePage(Value, frozen=True):
    """A source with everything that rests on it: citations, mentions in texts, whole essays.

    A citation comes with its evidence page. `fallen` is the source that fell and that this one
    passes on.
    """

    source: Source
    citations: tuple[tuple[EvidenceRef, LinkedCitation], ...]
    mentions: tuple[tuple[EssayRef | EvidenceRef, Mention], ...]
    essays: tuple[EssayRef, ...]
    derived: tuple[Source, ...]
    origin: Source | None
    fallen: Source | None = None


class Corpus(Value, frozen=True):
    """The whole site, linked. `media` are the paths of the files that pages show or link to.

    `listed` are the essays as pages show them that list many: with their claims, without texts.
    So an essay can change without a change to the lists. `corrections` are all, the newest first.
    """

    config: Config
    essays: tuple[LinkedEssay, ...]
    listed: tuple[LinkedEssay, ...]
    evidence: tuple[EvidencePage, ...]
    sources: tuple[SourcePage, ...]
    tally: tuple[tuple[str, int], ...]
    media: tuple[str, ...]
    corrections: tuple[LinkedCorrection, ...] = ()

    @property
    def in_feed(self) -> tuple[LinkedEssay, ...]:
        """The essays that a feed can tell of, the newest first: they have a day, the site a url."""
        dated = (linked for linked in self.listed if linked.changed)
        return tuple(dated) if self.config.url else ()


def _newest(corrections: tuple[LinkedCorrection, ...]) -> str:
    return corrections[0].correction.date if corrections else ""
