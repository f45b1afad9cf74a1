"""Essays -> the claims in them that link to `#`: those that new evidence may be for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from footnoted.diagnostics import UNSEEN
from footnoted.model import Config, SourceFile
from footnoted.parse import parse_essay

# Texts without it have no such claim; most need not be parsed.
_PERHAPS = re.compile(r"\](?:\(\s*<?#?>?[\s)]|:\s*<?#?>?(?:\s|\Z))")


def needing(essays: Iterable[SourceFile], config: Config) -> Iterator[tuple[str, str]]:
    """Place, as `essays/x.md:3:14`, and words of each claim that needs evidence."""
    for file in essays:
        if not _PERHAPS.search(file.text):
            continue
        for claim in parse_essay(file, config).page.prose.claims:
            if claim.evidence is None:
                words = UNSEEN.sub("\ufffd", claim.excerpt.claim)
                yield f"{claim.span.path}:{claim.span.line}:{claim.span.column}", words
