"""A text -> its face: all that other pages, lists and findings elsewhere see of it.

What is left out is seen on its own page alone: the words around claims and notes, headings, what
notes say, and where in the file all of it stands. So as long as the faces of all texts are the
same, and what is no text is too, linking gives the same, and every file of the site but the pages
of these very texts.
"""

from __future__ import annotations

import msgspec

from footnoted.digests import blake2b
from footnoted.model import Claim, Essay, Evidence, Prose

_ENCODE = msgspec.msgpack.Encoder().encode


def face(page: Essay | Evidence) -> bytes:
    """A digest of 16 bytes: texts with the same one look the same from outside."""
    own = _of_essay(page) if isinstance(page, Essay) else _of_evidence(page)
    common = (page.path, page.slug, page.title, page.language, _of_prose(page.prose))
    return blake2b(_ENCODE((common, own)), digest_size=16).digest()


def _of_essay(page: Essay) -> tuple[object, ...]:
    based_on = page.based_on[0] if page.based_on else ""
    return (page.date, page.authors, page.summary, page.tags, page.draft, page.updated, based_on)


def _of_evidence(page: Evidence) -> tuple[object, ...]:
    return (
        (page.kind, page.verdict, page.checked, page.recheck, page.figures),
        bool(page.verdict_span.path),
        [(c.source, c.relation, c.quote, c.locator, c.translation, c.says) for c in page.citations],
        [(b.evidence, b.relation) for b in page.bears_on],
    )


def _of_prose(prose: Prose) -> tuple[object, ...]:
    return (
        [(c.id, c.number, c.evidence, c.fragment, c.excerpt, _more(c)) for c in prose.claims],
        [(n.kind, n.address, n.evidence, n.relation) for n in prose.notes],
        sorted(prose.anchors),
        [(link.path, link.fragment) for link in prose.links],
        [(link.path, link.fragment) for link in prose.media],
        [(link.path, link.fragment) for link in prose.images],
        [chart.file.path for chart in prose.charts],
        [(m.address, m.excerpt, m.anchor) for m in prose.mentions],
    )


def _more(claim: Claim) -> list[tuple[str, str, int]]:
    return [(more.evidence, more.relation, more.note) for more in claim.more]
