"""Every value that crosses a stage, from the author's files to the files of the site.

SourceFile --parse--> Essay | Evidence --link--> Linked…, in a Corpus --emit--> Output
No value is completed later: a stage that knows more returns another type.
"""

from __future__ import annotations

from footnoted.model.content import (
    Config,
    Content,
    SourceFile,
)
from footnoted.model.files import (
    Deferred,
    Output,
    Poster,
    Reused,
)
from footnoted.model.linked import (
    Appearance,
    Corpus,
    EssayRef,
    EvidencePage,
    EvidenceRef,
    LinkedCitation,
    LinkedClaim,
    LinkedCorrection,
    LinkedEssay,
    LinkedEvidence,
    LinkedNote,
    SourcePage,
)
from footnoted.model.prose import (
    NO_PROSE,
    Body,
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
from footnoted.model.texts import (
    Bearing,
    Citation,
    Correction,
    Essay,
    Evidence,
    QuoteCheck,
    Source,
)
from footnoted.model.words import (
    CALLOUTS,
    CAUTIONS,
    COPIES,
    KINDS,
    QUOTE_CHECKS,
    RELATIONS,
    STANDINGS,
    STATUSES,
    VERDICTS,
)

__all__ = [
    "CALLOUTS",
    "CAUTIONS",
    "COPIES",
    "KINDS",
    "NO_PROSE",
    "QUOTE_CHECKS",
    "RELATIONS",
    "STANDINGS",
    "STATUSES",
    "VERDICTS",
    "Appearance",
    "Bearing",
    "Body",
    "Citation",
    "Claim",
    "Config",
    "Content",
    "Corpus",
    "Correction",
    "Deferred",
    "Essay",
    "EssayRef",
    "Evidence",
    "EvidencePage",
    "EvidenceRef",
    "Excerpt",
    "Heading",
    "Hole",
    "Link",
    "LinkedCitation",
    "LinkedClaim",
    "LinkedCorrection",
    "LinkedEssay",
    "LinkedEvidence",
    "LinkedNote",
    "Mention",
    "MoreEvidence",
    "Note",
    "NoteKind",
    "Output",
    "Poster",
    "Prose",
    "QuoteCheck",
    "Reused",
    "Source",
    "SourceFile",
    "SourcePage",
]
