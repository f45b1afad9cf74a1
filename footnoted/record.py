"""What `claims.json` says: the claims of a site, their evidence and sources, for other programs.

docs/claims-json.md describes it, and docs/claims.schema.json is the schema of these types. Names
are those of CSL, of schema.org or of Web Annotation where one of them has the thing. Each field is
always there; an empty text means that there is nothing to say. To add a field changes no version;
to take one away, or to change what it means, does.
"""

from __future__ import annotations

from msgspec import Struct

FILE = "claims.json"
VERSION = 1


class MoreEvidence(Struct, frozen=True):
    """A further evidence page of a claim, and how it bears on the claim."""

    evidence: str
    relation: str


class Claim(Struct, frozen=True):
    """A claim. `position` is its number, `evidence` empty if there is none yet."""

    id: str
    url: str
    position: int
    claimReviewed: str
    sentence: str
    standing: str
    cautions: tuple[str, ...]
    evidence: str
    more: tuple[MoreEvidence, ...]


class Essay(Struct, frozen=True):
    """An essay with its claims, in their order."""

    id: str
    url: str
    name: str
    author: tuple[str, ...]
    datePublished: str
    dateModified: str
    inLanguage: str
    claims: tuple[Claim, ...]


class Citation(Struct, frozen=True):
    """A source as it is cited. `exact` is the quotation, `check` what became of it."""

    source: str
    relation: str
    exact: str
    translation: str
    says: str
    locator: str
    check: str


class Evidence(Struct, frozen=True):
    """An evidence page. `name` is its question, `verdict` what its author typed."""

    id: str
    url: str
    name: str
    kind: str
    verdict: str
    standing: str
    cautions: tuple[str, ...]
    checked: str
    recheck: str
    inLanguage: str
    citations: tuple[Citation, ...]


class Source(Struct, frozen=True):
    """A source; `sameAs` is where the work is, all else that is known of it stands on its page."""

    id: str
    url: str
    type: str
    title: str
    sameAs: str
    archivedAt: str
    status: str


class Correction(Struct, frozen=True):
    """A correction. `essay` or `evidence` is the id of the page that was corrected."""

    id: str
    url: str
    date: str
    essay: str
    evidence: str
    claim: str
    was: str
    now: str
    why: str
    withdrawn: bool
    minor: bool


class Record(Struct, frozen=True):
    """The whole of `claims.json`."""

    version: int
    name: str
    url: str
    inLanguage: str
    essays: tuple[Essay, ...]
    evidence: tuple[Evidence, ...]
    sources: tuple[Source, ...]
    corrections: tuple[Correction, ...]
