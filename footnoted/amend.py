"""Corpus and corrections -> the corpus whose pages say what was corrected, and what does not fit.

The corpus is linked already. So corrections change no look-up, a site without them costs nothing
more, and what `link` remembers does not depend on them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from footnoted.corrections import Corrections, Entry, comparable, verdict_of
from footnoted.diagnostics import Diagnostic, did_you_mean
from footnoted.folding import folded, plain
from footnoted.model import (
    VERDICTS,
    Claim,
    Corpus,
    Correction,
    Essay,
    EssayRef,
    Evidence,
    EvidenceRef,
    LinkedClaim,
    LinkedCorrection,
    LinkedEssay,
)
from footnoted.syntax.smart_quotes import educate

Page = Essay | Evidence

_CLAIM_HINT = "write what follows `#` in the address of the claim, or leave `claim` out"


class _Pages(Struct, frozen=True):
    """All pages by the path of their file, with what other pages show of them."""

    texts: Mapping[str, Page]
    refs: Mapping[str, EssayRef | EvidenceRef]


def amend(
    corpus: Corpus, corrections: Corrections, drafts: Collection[str] = ()
) -> tuple[Corpus, tuple[Diagnostic, ...]]:
    """The corpus with its corrections; and what is wrong with them and does not fit their pages.

    Those of the essays at the paths `drafts` are left out if they are not on the site, where
    nobody can read them yet; but an essay may be withdrawn by making it a draft again.
    """
    if not corrections.entries:
        return corpus, corrections.diagnostics
    pages = _pages(corpus)
    unseen = set(drafts).difference(pages.texts)
    entries = [
        entry
        for entry in corrections.entries
        if entry.correction.withdrawn or entry.correction.page not in unseen
    ]
    linked = [_linked(entry.correction, pages) for entry in reversed(entries)]
    linked.sort(key=lambda item: item.correction.date, reverse=True)
    told: dict[str, list[LinkedCorrection]] = defaultdict(list)
    for item in linked:
        if item.page and not item.correction.minor:
            told[item.page.path].append(item)
    amended = replace(
        corpus,
        essays=tuple(_essay(essay, told) for essay in corpus.essays),
        listed=tuple(_essay(essay, told) for essay in corpus.listed),
        evidence=tuple(
            replace(page, corrections=tuple(told[page.evidence.path]))
            if page.evidence.path in told
            else page
            for page in corpus.evidence
        ),
        corrections=tuple(linked),
    )
    return amended, (*corrections.diagnostics, *_check(entries, pages, drafts))


def _pages(corpus: Corpus) -> _Pages:
    texts: dict[str, Page] = {linked.essay.path: linked.essay for linked in corpus.essays}
    refs: dict[str, EssayRef | EvidenceRef] = {
        e.path: EssayRef(e.path, e.slug, e.title, e.language)
        for e in (linked.essay for linked in corpus.essays)
    }
    texts |= {page.evidence.path: page.evidence for page in corpus.evidence}
    refs |= {page.evidence.path: page.linked.evidence for page in corpus.evidence}
    return _Pages(texts, refs)


def _linked(correction: Correction, pages: _Pages) -> LinkedCorrection:
    page = pages.texts.get(correction.page)
    if page is None:
        return LinkedCorrection(correction, None, None, is_verdict=False)
    is_verdict = {correction.was, correction.now} <= set(VERDICTS)
    shown = replace(correction, why=educate(correction.why, page.language))
    if isinstance(page, Essay):  # evidence pages quote, and quotations stay as they are typed
        was, now = (educate(text, page.language) for text in (correction.was, correction.now))
        shown = replace(shown, was=was, now=now)
    return LinkedCorrection(shown, pages.refs[page.path], _claim(correction, page), is_verdict)


def _claim(correction: Correction, page: Page) -> Claim | None:
    claims = page.prose.claims if isinstance(page, Essay) else ()
    return next((claim for claim in claims if claim.id == correction.claim), None)


def _essay(linked: LinkedEssay, told: Mapping[str, Sequence[LinkedCorrection]]) -> LinkedEssay:
    corrections = tuple(told.get(linked.essay.path, ()))
    if not corrections:
        return linked
    newest = {item.correction.claim: item.correction for item in reversed(corrections)}
    claims = tuple(_marked(claim, newest) for claim in linked.claims)
    return replace(linked, claims=claims, corrections=corrections)


def _marked(linked: LinkedClaim, newest: Mapping[str, Correction]) -> LinkedClaim:
    found = newest.get(linked.claim.id)
    return replace(linked, corrected=found) if found else linked


def _check(
    entries: Sequence[Entry], pages: _Pages, drafts: Collection[str]
) -> Iterator[Diagnostic]:
    words: dict[str, str] = {}
    for number, entry in enumerate(entries):
        page = pages.texts.get(entry.correction.page)
        yield from _check_date(entries[number - 1] if number else None, entry, page)
        if page is None or entry.correction.withdrawn:
            if page is None or page.path not in drafts:  # one that is shown all the same
                yield from _check_page(entry, page, pages)
            continue
        yield from _check_claim(entry, page)
        if page.path not in words:
            words[page.path] = _words(page)
        later = [e for e in entries[number + 1 :] if e.correction.page == page.path]
        yield from _check_now(entry, words[page.path], later)


def _check_date(before: Entry | None, entry: Entry, page: Page | None) -> Iterator[Diagnostic]:
    day = entry.correction.date
    if before and day < before.correction.date:
        message = "this correction is older than the one above it"
        hint = "put new corrections at the end, so that the file is in the order of their days"
        also = (before.date, "this one is newer")
        yield Diagnostic("correction-date", message, entry.date, hint=hint, also=also)
    elif isinstance(page, Essay) and day < page.date:
        message = f"`{page.path}` was published later than that, on {page.date}"
        hint = "is one of the two days mistyped?"
        yield Diagnostic("correction-date", message, entry.date, hint=hint)


def _check_page(entry: Entry, page: Page | None, pages: _Pages) -> Iterator[Diagnostic]:
    correction = entry.correction
    if page is not None:
        message = f"`{correction.page}` is still on the site"
        hint = "take `withdrawn:` out, or take the page off the site"
        yield Diagnostic("bad-value", message, entry.page, hint=hint)
    elif not correction.withdrawn:
        folder, _, _ = correction.page.partition("/")
        is_essay, slug = folder == "essays", correction.essay or correction.evidence
        known = [text.slug for text in pages.texts.values() if isinstance(text, Essay) == is_essay]
        hint = did_you_mean(slug, known) or "add `withdrawn: true` if it was taken off the site"
        kind = "essay" if is_essay else "evidence page"
        code = "unknown-essay" if is_essay else "unknown-evidence"
        yield Diagnostic(code, f"no {kind} has the name `{slug}`", entry.page, hint=hint)


def _check_claim(entry: Entry, page: Page) -> Iterator[Diagnostic]:
    """The claim must be there, unless it was taken out."""
    correction = entry.correction
    if correction.claim and correction.now and _claim(correction, page) is None:
        message = f"`{page.path}` has no claim `{correction.claim}`"
        known = [claim.id for claim in page.prose.claims]
        hint = did_you_mean(correction.claim, known) or _CLAIM_HINT
        yield Diagnostic("unknown-claim", message, entry.claim, hint=hint)


def _check_now(entry: Entry, words: str, later: Sequence[Entry]) -> Iterator[Diagnostic]:
    """What a correction says must stand on its page, unless a later one changed it again."""
    now = comparable(entry.correction.now)
    changed = (comparable(e.correction.was) for e in later)
    if now not in words and not any(now in was or was in now for was in changed):
        message = f"`{entry.correction.page}` does not say this now"
        hint = "write `now` word for word as readers see it, without Markdown"
        if entry.correction.evidence and (name := verdict_of(entry.correction.now)):
            hint = "`now` has to be the verdict that the page gives"
            if not verdict_of(entry.correction.was):
                hint = f"a verdict is written as in the front matter: `{name}`; `was` likewise"
        yield Diagnostic("correction-now", message, entry.now, hint=hint)


def _words(page: Page) -> str:
    """All that readers see of the page's own, and its verdict as the author writes it."""
    from footnoted.body_text import text_of  # its parser is needed for this alone

    bodies = (page.prose.body, *(note.body for note in page.prose.notes))
    found = [page.title, *map(text_of, bodies)]
    if isinstance(page, Essay):
        found += [page.summary, *page.authors]
    else:
        found.append(page.verdict)
        for c in page.citations:
            found += [c.quote, c.says, c.translation, c.locator]
    return "\n".join(plain(folded(" ".join(text.split()))) for text in found if text)
