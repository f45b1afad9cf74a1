"""The published record and the corpus -> what changed since, and no correction says so.

A claim is the one that was published, in this order, if it has the same place, evidence page and
words; the same evidence page and words; the same id; the same words; or if it is the only one
left of its evidence page, then and now. What is left over is gone. Words are compared folded, so
what printers choose is no change. A correction speaks of a change if the record does not have it
yet, and it names the claim, or its `was` has the words that changed or a part of them.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from footnoted import record
from footnoted.corrections import comparable
from footnoted.diagnostics import NOWHERE, Diagnostic, Span
from footnoted.model import Claim, Corpus, Correction, EvidencePage, LinkedEssay
from footnoted.published import place, read_published

_SHOWN, _PASTED = 120, 500  # characters of what was published, in a message and in a hint


class _Seen(Struct, frozen=True):
    """A claim as it is compared."""

    id: str
    evidence: str
    words: str
    span: Span | None = None


class _Change(Struct, frozen=True):
    """What a page said and says now; nothing, if it is gone. `ids` are those of the claim."""

    page: str
    what: str
    was: str
    now: str
    span: Span
    ids: tuple[str, ...] = ()


def since_published(path: Path, corpus: Corpus) -> tuple[Diagnostic, ...]:
    """What the file at `path` says that the corpus does not, and no correction tells readers of.

    Raises OSError if the file cannot be read at all.
    """
    published, found = read_published(path)
    return found if published is None else tuple(changes(published, corpus, place(path)))


def changes(published: record.Record, corpus: Corpus, nowhere: Span) -> Iterator[Diagnostic]:
    """The changes since `published` that no correction tells readers of.

    `nowhere` is the published file, for what no file has any more.
    """
    known = {correction.id for correction in published.corrections}
    told: dict[str, list[Correction]] = defaultdict(list)
    for item in corpus.corrections:
        if item.correction.id not in known:
            told[item.correction.page].append(item.correction)
    for change in _changes(published, corpus, nowhere):
        if not any(_speaks_of(correction, change) for correction in told[change.page]):
            yield _uncorrected(change)


def _changes(published: record.Record, corpus: Corpus, nowhere: Span) -> Iterator[_Change]:
    essays = {linked.essay.slug: linked for linked in corpus.essays}
    for essay in published.essays:
        if now := essays.get(essay.id):
            yield from _claims(essay, now)
        elif essay.claims:
            yield _Change(f"essays/{essay.id}.md", "essay", essay.name, "", nowhere)
    pages = {page.evidence.slug: page for page in corpus.evidence}
    for evidence in published.evidence:
        if page := pages.get(evidence.id):
            yield from _verdict(evidence, page)
            yield from _quotations(evidence, page)


def _claims(old: record.Essay, linked: LinkedEssay) -> Iterator[_Change]:
    essay = linked.essay
    before = [_Seen(claim.id, claim.evidence, claim.claimReviewed) for claim in old.claims]
    after = [_seen(claim) for claim in essay.prose.claims]
    for one, other in _paired(before, after):
        if other is None or other.span is None:
            yield _Change(essay.path, "claim", one.words, "", essay.span, (one.id,))
        elif one.words != other.words and comparable(one.words) != comparable(other.words):
            ids = (other.id, one.id)
            yield _Change(essay.path, "claim", one.words, other.words, other.span, ids)


def _seen(claim: Claim) -> _Seen:
    return _Seen(claim.id, claim.evidence or "", claim.excerpt.claim, claim.span)


# What makes two claims one, the surest first: see above.
_RULES: tuple[Callable[[_Seen], Hashable], ...] = (
    lambda claim: (claim.id, claim.evidence, claim.words),
    lambda claim: (claim.evidence, comparable(claim.words)),
    lambda claim: claim.id,
    lambda claim: comparable(claim.words),
)


def _paired(
    before: Sequence[_Seen], after: Sequence[_Seen]
) -> Iterator[tuple[_Seen, _Seen | None]]:
    """Each claim of `before` with the one of `after` that it is now, if any."""
    for rule in _RULES:
        waiting: dict[Hashable, list[_Seen]] = defaultdict(list)
        for claim in reversed(after):
            waiting[rule(claim)].append(claim)
        rest: list[_Seen] = []
        for claim in before:
            if found := waiting[rule(claim)]:
                yield claim, found.pop()
            else:
                rest.append(claim)
        before, after = rest, [claim for left in waiting.values() for claim in left]
        if not before:
            return
    alone, was_alone = _alone(after), _alone(before)
    for claim in before:
        yield claim, alone.get(claim.evidence) if claim.evidence in was_alone else None


def _alone(claims: Sequence[_Seen]) -> Mapping[str, _Seen]:
    """The claims that are the only one of their evidence page, by that page."""
    counts = Counter(claim.evidence for claim in claims)
    return {c.evidence: c for c in claims if c.evidence and counts[c.evidence] == 1}


def _verdict(old: record.Evidence, page: EvidencePage) -> Iterator[_Change]:
    """A prediction that was open and is decided is news, and no mistake."""
    evidence = page.evidence
    is_known = evidence.verdict_span != NOWHERE  # else it may be a default
    if is_known and old.verdict not in (evidence.verdict, "prediction-open"):
        was, now = old.verdict, evidence.verdict
        yield _Change(evidence.path, "verdict", was, now, evidence.verdict_span)


def _quotations(old: record.Evidence, page: EvidencePage) -> Iterator[_Change]:
    """Those of one source that differ are taken for each other in their order."""
    cited = page.evidence.citations
    if {c.exact for c in old.citations} <= {c.quote for c in cited} | {""}:
        return  # as nearly always
    evidence = page.evidence
    before = {(c.source, comparable(c.exact)): c.exact for c in old.citations if c.exact}
    after = {(c.source, comparable(c.quote)): c for c in cited if c.quote}
    new = defaultdict(list)
    for key, citation in reversed(after.items()):
        if key not in before:
            new[key[0]].append(citation)
    for key, was in before.items():
        if key in after:
            continue
        if found := new[key[0]]:
            citation = found.pop()
            yield _Change(evidence.path, "quotation", was, citation.quote, citation.quote_span)
        else:
            yield _Change(evidence.path, "quotation", was, "", evidence.span)


def _speaks_of(correction: Correction, change: _Change) -> bool:
    if correction.withdrawn or correction.claim:
        return correction.withdrawn or correction.claim in change.ids
    said, was = comparable(correction.was), comparable(change.was)
    return bool(said) and (said in was or was in said)


def _uncorrected(change: _Change) -> Diagnostic:
    became = f"is now `{_cut(change.now, _SHOWN)}`" if change.now else "is gone"
    message = f"the {change.what} `{_cut(change.was, _SHOWN)}` {became}, and no correction says so"
    hint = f"add to corrections.yaml, with day and reason: `{_record(change)}`"
    if change.now and change.ids:
        hint += "; with `minor: true` if it means the same"
    return Diagnostic("uncorrected-change", message, change.span, hint=hint)


def _record(change: _Change) -> str:
    """The correction that is missing, on one line, to paste."""
    folder, _, name = change.page.removesuffix(".md").partition("/")
    fields = ["date: YYYY-MM-DD", f"{'essay' if folder == 'essays' else 'evidence'}: {name}"]
    if change.ids:
        fields.append(f"claim: {change.ids[0]}")
    if change.what == "essay":
        fields.append("withdrawn: true")
    fields.append(f"was: {_quoted(change.was)}")
    if change.now:
        fields.append(f"now: {_quoted(change.now)}")
    return "- {" + ", ".join((*fields, 'why: ""')) + "}"


def _quoted(text: str) -> str:
    return json.dumps(text[:_PASTED], ensure_ascii=False)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[:length]}…"
