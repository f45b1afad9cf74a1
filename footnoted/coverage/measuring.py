"""A linked essay and its file -> which of its sentences want evidence, and which have it.

A sentence is covered by a claim in it, by a source note or evidence note on it, or by a link to
the web in it: by what leads a reader from this very sentence to a source. A claim that needs
evidence does not cover; it is told with the claims. A quotation of several sentences makes one of
them. Items of a list, tables and block quotations are also covered by the sentence that introduces
them, the last one of a paragraph that ends in `:`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from footnoted.addresses import target_of
from footnoted.coverage.finding import Need, needs
from footnoted.coverage.quotations import quotations, trace
from footnoted.coverage.reading import Passage, read_passages
from footnoted.coverage.values import Cover, Found, Measured, Page, Quotation, Sentence
from footnoted.model import Config, Evidence, EvidencePage, LinkedEssay, Note, SourceFile
from footnoted.parse import NEED_SOURCES, markdown_of
from footnoted.read import slug_of
from footnoted.sentences import sentences

_SPEAKER = re.compile(r"\s[—–]\s?[^—–]{1,100}\Z")  # below a block quotation
_WORD = re.compile(r"[^\W\d_]+")


class _Essay(Struct, frozen=True):
    """What is known of an essay: notes by label, evidence by slug, words in small letters.

    `credited` are the words of the names of those whose work it is based on.
    """

    path: str
    language: str
    notes: Mapping[str, Note]
    evidence: Mapping[str, EvidencePage]
    words: frozenset[str]
    credited: frozenset[str]


class _Backing(Struct, frozen=True):
    """What leads away from a sentence, and the evidence pages that claims in it lead to."""

    cover: Cover
    reason: str = ""
    slugs: tuple[str, ...] = ()


_NOTHING = _Backing("")
_WORTH: Sequence[Cover] = ("excused", "claim", "note", "link", "owed", "")  # the best first


def measure(
    linked: LinkedEssay, file: SourceFile, evidence: Mapping[str, EvidencePage], config: Config
) -> Measured:
    """The essay, measured; `file` is what it was parsed from, `evidence` all pages by slug."""
    essay, (text, skipped) = linked.essay, markdown_of(file.text)
    lines = {note.span.line: note for note in essay.prose.notes}
    reading = read_passages(
        file.path,
        text,
        skipped=skipped,
        language=essay.language,
        html=config.html,
        sidenotes={line for line, note in lines.items() if note.kind == "side"},
    )
    notes = {label: lines[line] for label, line in reading.notes.items() if line in lines}
    words = frozenset(w for p in reading.passages for w in _WORD.findall(p.text) if w[0].islower())
    authors = linked.based_on.authors if linked.based_on else ()
    credited = frozenset(word.strip(",") for name in authors for word in name.split())
    known = _Essay(essay.path, essay.language, notes, evidence, words, credited)
    wanting: list[Sentence] = []
    quoted: list[Quotation] = []
    before = _NOTHING
    for passage in reading.passages:
        before = _measure(known, passage, before, wanting, quoted)
    return _measured(linked, evidence, wanting, quoted)


def _measured(
    linked: LinkedEssay,
    evidence: Mapping[str, EvidencePage],
    wanting: Sequence[Sentence],
    quoted: Sequence[Quotation],
) -> Measured:
    slugs = dict.fromkeys(
        page.evidence.slug
        for claim in linked.claims
        for page in (claim.evidence, *(more for more, _ in claim.more))
        if page
    )
    pages = [evidence[slug].evidence for slug in slugs]
    return Measured(
        linked.essay.path,
        linked.essay.title,
        tuple(sorted(wanting, key=_place)),
        tuple(sorted(quoted, key=_place)),
        len(linked.claims),
        tuple((c.claim.excerpt.claim, c.claim.span) for c in linked.claims if not c.evidence),
        tuple(Page(p.slug, p.title, p.span) for p in pages),
        tuple(Page(p.slug, p.title, p.span) for p in pages if _quotes_nothing(p)),
    )


def _quotes_nothing(page: Evidence) -> bool:
    """True if the page has, or should have, sources, and quotes none; an opinion may have none."""
    needs_some = bool(page.citations) or page.verdict in NEED_SOURCES
    return needs_some and not any(citation.quote for citation in page.citations)


def _measure(
    essay: _Essay,
    passage: Passage,
    introduction: _Backing,
    wanting: list[Sentence],
    quoted: list[Quotation],
) -> _Backing:
    """The sentences of the passage join the others; returns what covers what it introduces."""
    marked = _marked(essay, passage)
    backing = _NOTHING
    for start, end in _units(passage, marked):
        backing = _backing(essay, passage, start, end)
        if passage.kind != "prose" and not backing.cover:
            backing = introduction
        first, last = (bisect_left(marked, at, key=lambda need: need.start) for at in (start, end))
        own = marked[first:last]
        quoted += [_quotation(essay, passage, need, backing) for need in own]
        if found := [*own, *_needs(essay, passage, start, end)]:
            wanting.append(_sentence(passage, start, end, found, backing))
    if passage.text.rstrip().endswith((":", "：")):
        return backing
    return introduction if passage.kind == "item" else _NOTHING


def _marked(essay: _Essay, passage: Passage) -> list[Need]:
    """The quotations of the passage; a block quotation is one, and in a table there are none."""
    if passage.kind == "quotation":
        return [Need("quotation", 0, len(passage.text))]
    return [] if passage.kind == "table" else list(quotations(passage.text, essay.language))


def _quotation(essay: _Essay, passage: Passage, need: Need, backing: _Backing) -> Quotation:
    """The quotation, traced to the citations of the evidence that its sentence's claims lead to."""
    text = passage.text[need.start : need.end]
    words = _SPEAKER.sub("", text) if passage.kind == "quotation" else text
    pages = [essay.evidence[slug] for slug in backing.slugs]
    cited = [citation for page in pages for citation in page.linked.citations] if pages else None
    traced = "excused" if backing.cover == "excused" else trace(words, cited)
    return Quotation(text, passage.span(need.start, need.end), traced)


def _needs(essay: _Essay, passage: Passage, start: int, end: int) -> Iterator[Need]:
    """Figures, dates and attributions in `text[start:end]`; in a table, figures alone.

    What the author of the work says that is credited at the top, and when, is said there.
    """
    if passage.kind == "quotation" or end <= passage.lead < len(passage.text):
        return
    text = passage.text[start:end]
    found = needs(text, essay.language, essay.words)
    names = [text[n.start : n.end].split() for n in found if n.kind == "attribution"]
    is_credited = bool(names) and all(not essay.credited.isdisjoint(name) for name in names)
    for need in found:
        if need.kind == "figure" or (passage.kind != "table" and not is_credited):
            yield Need(need.kind, start + need.start, start + need.end)


def _sentence(
    passage: Passage, start: int, end: int, found: Sequence[Need], backing: _Backing
) -> Sentence:
    return Sentence(
        passage.text[start:end],
        passage.span(start, end),
        tuple(
            Found(n.kind, passage.text[n.start : n.end], passage.span(n.start, n.end))
            for n in sorted(found, key=lambda n: n.start)
        ),
        backing.cover,
        backing.reason,
    )


def _units(passage: Passage, quoted: Sequence[Need]) -> Iterator[tuple[int, int]]:
    """Sentences; those that a quotation spans are one, and so is all of a table or quotation."""
    if passage.kind in ("quotation", "table"):
        yield 0, len(passage.text)
        return
    start: int | None = None
    for first, last in sentences(passage.text):
        start = first if start is None else start
        before = bisect_left(quoted, last, key=lambda need: need.start)
        if not before or quoted[before - 1].end <= last:
            yield start, last
            start = None


def _backing(essay: _Essay, passage: Passage, start: int, end: int) -> _Backing:
    """The best of what leads away from `text[start:end]`."""
    links = passage.links[
        bisect_right(passage.links, start, key=lambda link: link.end) : bisect_left(
            passage.links, end, key=lambda link: link.start
        )
    ]
    found = [_Backing("excused", passage.remark)] if passage.remark is not None else []
    found += [_Backing("excused", why) for why in _after(passage, passage.remarks, start, end)]
    found += [_of_link(essay, link.address) for link in links]
    found += [_of_note(essay, label) for label in _after(passage, passage.notes, start, end)]
    slugs = tuple(slug for backing in found for slug in backing.slugs)
    best = min(found, key=lambda backing: _WORTH.index(backing.cover), default=_NOTHING)
    return _Backing(best.cover, best.reason, slugs)


def _after(
    passage: Passage, marks: Sequence[tuple[int, str]], start: int, end: int
) -> Iterator[str]:
    """Those of the marks that stand in or right after a sentence, perhaps with a space between."""
    last = end + 1 if passage.text[end:].strip() else len(passage.text)
    first = bisect_right(marks, start, key=lambda mark: mark[0])
    yield from (what for _, what in marks[first : bisect_right(marks, last, key=lambda m: m[0])])


def _of_link(essay: _Essay, address: str) -> _Backing:
    target = target_of(address, essay.path)
    if target.kind == "web":
        return _Backing("link")
    if target.kind == "missing":
        return _Backing("owed")
    if target.kind == "page" and target.path.startswith("evidence/"):
        return _of_evidence(essay, slug_of(target.path))
    return _NOTHING


def _of_note(essay: _Essay, label: str) -> _Backing:
    note = essay.notes.get(label)
    if note is None or note.kind == "side":
        return _NOTHING
    return _of_evidence(essay, note.evidence) if note.evidence else _Backing("note")


def _of_evidence(essay: _Essay, slug: str) -> _Backing:
    return _Backing("claim", "", (slug,)) if slug in essay.evidence else _Backing("owed")


def _place(item: Sentence | Quotation) -> tuple[int, int]:
    return item.span.line, item.span.column
