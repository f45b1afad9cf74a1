"""`claims.json`: all that the site claims and what it rests on, for other programs.

One line for each essay, evidence page, source and correction, by their ids: so two versions can be
compared line by line. It is made when it is written, since it grows with the site.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO

import msgspec

from footnoted import record
from footnoted.addresses import relative
from footnoted.model import (
    Corpus,
    Deferred,
    EvidencePage,
    LinkedCitation,
    LinkedClaim,
    LinkedCorrection,
    LinkedEssay,
    Output,
    SourcePage,
)
from footnoted.pages import absolute
from footnoted.theme import Theme

_ENCODE = msgspec.json.Encoder().encode


def emit(corpus: Corpus, theme: Theme) -> Iterator[Deferred]:
    """`claims.json`."""
    yield Deferred(record.FILE, _made, corpus)


def _made(corpus: Corpus, afresh: bool) -> Output:
    """The file, as it is of these very values: nothing of an earlier build is looked at."""
    file = BytesIO()  # its pieces and the whole are never there at once
    file.writelines(_pieces(corpus))
    return Output(record.FILE, file.getvalue())


def _pieces(corpus: Corpus) -> Iterator[bytes]:
    config = corpus.config
    head = {
        "version": record.VERSION,
        "name": config.title,
        "url": config.url,
        "inLanguage": config.language,
    }
    yield _ENCODE(head)[:-1]
    essays = sorted(corpus.essays, key=lambda linked: linked.essay.slug)
    yield from _listed("essays", (_essay(linked, config.url) for linked in essays))
    pages = sorted(corpus.evidence, key=lambda page: page.evidence.slug)
    yield from _listed("evidence", (_evidence(page, config.url) for page in pages))
    sources = sorted(corpus.sources, key=lambda page: page.source.key)
    yield from _listed("sources", (_source(page, config.url) for page in sources))
    corrections = sorted(corpus.corrections, key=lambda item: item.correction.id)
    yield from _listed("corrections", (_correction(item, config.url) for item in corrections))
    yield b"}\n"


def _listed(name: str, items: Iterable[object]) -> Iterator[bytes]:
    yield b',\n"%s":[' % name.encode()
    sign = b"\n"
    for item in items:
        yield sign + _ENCODE(item)
        sign = b",\n"
    yield b"\n]"


def _essay(linked: LinkedEssay, url: str) -> record.Essay:
    essay = linked.essay
    address = _address(url, f"essays/{essay.slug}.html")
    return record.Essay(
        id=essay.slug,
        url=address,
        name=essay.title,
        author=essay.authors,
        datePublished=essay.date,
        dateModified=essay.updated,
        inLanguage=essay.language,
        claims=tuple(_claim(claim, address) for claim in linked.claims),
    )


def _claim(linked: LinkedClaim, page: str) -> record.Claim:
    claim = linked.claim
    words = claim.excerpt
    return record.Claim(
        id=claim.id,
        url=page + relative("", "", claim.id),
        position=claim.number,
        claimReviewed=words.claim,
        sentence=f"{words.before}{words.claim}{words.after}",
        standing=linked.standing,
        cautions=linked.cautions,
        evidence=claim.evidence or "",
        more=tuple(record.MoreEvidence(more.evidence, more.relation) for more in claim.more),
    )


def _evidence(page: EvidencePage, url: str) -> record.Evidence:
    evidence, linked = page.evidence, page.linked
    return record.Evidence(
        id=evidence.slug,
        url=_address(url, f"evidence/{evidence.slug}.html"),
        name=evidence.title,
        kind=evidence.kind,
        verdict=evidence.verdict,
        standing=linked.evidence.standing,
        cautions=linked.cautions,
        checked=evidence.checked,
        recheck=evidence.recheck,
        inLanguage=evidence.language,
        citations=tuple(_citation(item) for item in linked.citations),
    )


def _citation(item: LinkedCitation) -> record.Citation:
    c = item.citation
    return record.Citation(
        c.source, c.relation, c.quote, c.translation, c.says, c.locator, item.check
    )


def _source(page: SourcePage, url: str) -> record.Source:
    source = page.source
    address = _address(url, f"sources/{source.key}.html")
    return record.Source(
        source.key, address, source.type, source.title, source.url, source.archived, source.status
    )


def _correction(item: LinkedCorrection, url: str) -> record.Correction:
    c = item.correction
    return record.Correction(
        id=c.id,
        url=_address(url, "corrections.html", c.id),
        date=c.date,
        essay=c.essay,
        evidence=c.evidence,
        claim=c.claim,
        was=c.was,
        now=c.now,
        why=c.why,
        withdrawn=c.withdrawn,
        minor=c.minor,
    )


def _address(url: str, path: str, fragment: str = "") -> str:
    """The whole address if the site's own is known, else that from the top of the site."""
    return absolute(url, path, fragment) if url else relative("", path, fragment)
