"""corrections.yaml -> Corrections: what pages said, what they say now, and why.

A record is of one page. Whether that page, the claim and the words are there is for `amend`,
which knows all pages.
"""

from __future__ import annotations

from collections import Counter

from msgspec import Struct
from msgspec.structs import replace

from footnoted import checks
from footnoted.addresses import slugify
from footnoted.composing import Text, compose
from footnoted.diagnostics import Diagnostic, Span
from footnoted.fields import Key, Record, names
from footnoted.folding import folded_span, plain
from footnoted.model import VERDICTS, Correction, SourceFile

KEYS = (
    Key("date", checks.date, "the day of the correction, `2026-11-22`", required=True),
    Key("essay", checks.slug, "the name of the essay, without folder and `.md`"),
    Key("evidence", checks.slug, "the name of the evidence page, without folder and `.md`"),
    Key("claim", checks.text, "the part of the claim's address after `#`"),
    Key("was", checks.text, "the words as they were, without Markdown", required=True),
    Key("now", checks.text, "the words as they are now; without it, they were taken out"),
    Key("why", checks.text, "the reason, for readers", required=True),
    Key("withdrawn", checks.flag, "`true` if the whole page was taken off the site"),
    Key("minor", checks.flag, "`true` for a slip that changed no meaning"),
)
_WORDS = 8  # of what it said, in the id of a correction


class Entry(Struct, frozen=True):
    """A correction, and where it names its page, its claim, its date and its words."""

    correction: Correction
    page: Span
    claim: Span
    date: Span
    now: Span


class Corrections(Struct, frozen=True):
    """All corrections in the author's order, and what is wrong with the file."""

    entries: tuple[Entry, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def read_corrections(file: SourceFile | None) -> Corrections:
    """The records of corrections.yaml; those that name no page, or no words, are left out."""
    if file is None:
        return Corrections()
    text = Text(file.path, file.text, keys=names(KEYS))
    node = compose(text)
    records = checks.mappings(*KEYS)(node, text) if node is not None else ()
    listed = records if isinstance(records, tuple) else ()  # what is no list was reported
    found = [_entry(record) for record in listed if _is_sound(record, text)]
    return Corrections(tuple(_with_ids(found)), tuple(text.found))


def comparable(words: str) -> str:
    """The words in the form in which all ways to print them are equal, and of a verdict's name."""
    return plain(folded_span(" ".join(words.split())))


def verdict_of(words: str) -> str:
    """The name of the verdict that the words are, also as pages show it; empty if they are none.

    >>> verdict_of("Mostly supported"), verdict_of("mostly")
    ('mostly-supported', '')
    """
    name = "-".join(words.casefold().split())
    return name if name in VERDICTS else ""


def _is_sound(record: Record, text: Text) -> bool:
    """True if it says of what page it is, and what changed; what does not fit is reported."""
    if record.nodes and not {"essay", "evidence"} & record.nodes.keys():
        hint = "add `essay:` or `evidence:` with the name of the page"
        text.report("missing-key", "this correction names no page", record.span(), hint=hint)
    if record.text("essay") and record.text("evidence"):
        hint = "write one record for the essay and one for the evidence page"
        message = "a correction is of one page"
        text.report("bad-value", message, record.span("evidence"), hint=hint)
        return False
    if record.text("claim") and record.text("evidence"):
        hint = "take `claim:` out, or name the essay"
        text.report("bad-value", "only essays have claims", record.span("claim"), hint=hint)
    if record.flag("withdrawn") and record.text("now"):
        message = "a page that was withdrawn says nothing now"
        text.report("bad-value", message, record.span("now"), hint="take `now:` out")
    elif record.text("now") and _is_same(*_words(record)):
        message = "`was` and `now` have the same words"
        hint = "other quotation marks, dashes or line breaks need no correction"
        text.report("bad-value", message, record.span("now"), hint=hint)
    is_named = bool(record.text("essay") or record.text("evidence"))
    return is_named and bool(record.text("date") and record.text("was"))


def _is_same(was: str, now: str) -> bool:
    return bool(was) and comparable(was) == comparable(now)


def _words(record: Record) -> tuple[str, str]:
    """What the page said and says now; verdicts by their names, which other words hardly are."""
    was, now = record.text("was"), record.text("now")
    if record.text("evidence") and verdict_of(was) and verdict_of(now):
        return verdict_of(was), verdict_of(now)
    return was, now


def _entry(record: Record) -> Entry:
    essay, evidence = record.text("essay"), record.text("evidence")
    was, now = _words(record)
    correction = Correction(
        id="",
        date=record.text("date"),
        essay=essay,
        evidence=evidence,
        claim=record.text("claim").removeprefix("#") if essay else "",
        was=was,
        now=now,
        why=record.text("why"),
        withdrawn=record.flag("withdrawn"),
        minor=record.flag("minor"),
    )
    places = ("essay" if essay else "evidence", "claim", "date", "now")
    return Entry(correction, *(record.span(name) for name in places))


def _with_ids(entries: list[Entry]) -> list[Entry]:
    """The entries with ids of day, page and first words, so that what is added changes none."""
    counts: Counter[str] = Counter()
    found = []
    for entry in entries:
        c = entry.correction
        words = slugify(" ".join(c.was.split()[:_WORDS])) or "words"
        wanted = f"correction-{c.date}-{c.essay or c.evidence}--{words}"
        again = f"--{counts[wanted]}" if counts[wanted] else ""
        counts[wanted] += 1
        found.append(replace(entry, correction=replace(c, id=f"{wanted}{again}")))
    return found
