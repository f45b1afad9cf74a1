"""A corpus and its index -> what its author should know of how the evidence stands.

Pages that lean on a source that fell, evidence that is to be weighed again, and verdicts that
do not go with what is cited for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct, field

from footnoted.diagnostics import Diagnostic
from footnoted.index import Index
from footnoted.model import AFFIRMATIVE, Corpus
from footnoted.standings import bearings, is_due

_LISTED = 8  # pages that a hint names, claims of each, and essays


class _FallOut(Struct):
    """What leans on one source: evidence pages, claims, essays that link to it.

    Claims are listed by their evidence page and the slug of their essay, with their numbers.
    """

    pages: list[str] = field(default_factory=list)
    claims: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    essays: list[str] = field(default_factory=list)


def check_standings(corpus: Corpus, index: Index) -> Iterator[Diagnostic]:
    """All findings on standings, drafts left out."""
    if index.fallen:
        yield from _check_fallen(corpus, index)
    borne = bearings(index)
    for page in index.evidence.values():
        cited = {citation.relation for citation in page.citations}
        relations = cited | {relation for _, relation in borne.get(page.slug, ())}
        is_told = cited and page.verdict_span.path
        if is_told and (message := _discord(page.verdict, relations)):
            hint = "change the verdict, or the relation of a citation"
            yield Diagnostic("verdict-relations", message, page.verdict_span, hint=hint)
        if is_due(page, index.day):
            message = f"the evidence was to be weighed again by {page.recheck}"
            hint = "weigh it again, then write the new days at `checked` and `recheck`"
            yield Diagnostic("recheck-due", message, page.recheck_span, hint=hint)


def _check_fallen(corpus: Corpus, index: Index) -> Iterator[Diagnostic]:
    """A finding for each source that fell and that something leans on."""
    fallen = _fall_out(corpus)
    for key, span in index.statuses.items():
        if key in fallen:
            message = f"`{key}` was {index.sources[key].status}, and {_counts(fallen[key])} on it"
            yield Diagnostic("source-fallen", message, span, hint=_hint(fallen[key]))


def _fall_out(corpus: Corpus) -> dict[str, _FallOut]:
    """What leans on each fallen source, by its key."""
    found: dict[str, _FallOut] = defaultdict(_FallOut)
    for page in corpus.evidence:
        for source, _ in page.linked.fallen:
            found[source.key].pages.append(page.evidence.slug)
    for linked in corpus.essays:
        for fall in linked.falls:
            for claim in fall.claims:
                for slug in filter(None, (claim.evidence, *(m.evidence for m in claim.more))):
                    by_essay = found[fall.source.key].claims.setdefault(slug, {})
                    by_essay.setdefault(linked.essay.slug, []).append(claim.number)
            if fall.mentions or fall.is_basis:
                found[fall.source.key].essays.append(linked.essay.slug)
    return found


def _hint(found: _FallOut) -> str:
    """What to look at: pages with their claims, then essays that link to the source itself."""
    if not found.pages:
        return f"look at what {_listed([f'`{slug}`' for slug in found.essays])} says of it"
    pages = [f"`{slug}`{_claims(found.claims.get(slug, {}))}" for slug in found.pages]
    return f"weigh again {_listed(pages)}; where one only tells of the source, cite it as `context`"


def _claims(by_essay: Mapping[str, Sequence[int]]) -> str:
    words = [
        f"claim{'s' if len(numbers) > 1 else ''} {_listed([str(n) for n in numbers])} of `{essay}`"
        for essay, numbers in by_essay.items()
    ]
    return f" ({_listed(words)})" if words else ""


def _counts(found: _FallOut) -> str:
    """`2 evidence pages, 1 claim and 1 essay lean`."""
    claims = {
        (essay, number)
        for by_essay in found.claims.values()
        for essay, numbers in by_essay.items()
        for number in numbers
    }
    counts = {"evidence page": found.pages, "claim": claims, "essay": found.essays}
    words = [f"{len(c)} {noun}{'s' if len(c) > 1 else ''}" for noun, c in counts.items() if c]
    return _listed(words) + (" leans" if sum(map(len, counts.values())) == 1 else " lean")


def _listed(words: Sequence[str]) -> str:
    """The words as a list of at most `_LISTED`, and how many more there are."""
    more = [f"{len(words) - _LISTED} more"] if len(words) > _LISTED else []
    shown = [*words[:_LISTED], *more]
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def _discord(verdict: str, found: Collection[str]) -> str:
    """What is wrong between a verdict and how its citations, and other pages, bear on it."""
    if verdict in AFFIRMATIVE and "supports" not in found:
        return f"the verdict is `{verdict}`, and nothing that is cited supports it"
    if verdict in ("contradicted", "prediction-failed") and "contradicts" not in found:
        return f"the verdict is `{verdict}`, and nothing that is cited contradicts the claim"
    if verdict == "unsupported" and "supports" in found:
        return "the verdict is `unsupported`, and something that is cited supports the claim"
    if (
        verdict == "mixed"
        and "qualifies" not in found
        and not {"supports", "contradicts"} <= set(found)
    ):
        return "the verdict is `mixed`, and what is cited does not pull both ways"
    return ""
