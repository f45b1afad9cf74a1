"""What was measured -> a table by essay, and a list of all that is missing, for people to read.

The table is that of test coverage tools: what there is, what of it is covered, in per cent. A
share is cut, not rounded, to one decimal: only what is whole is 100 %.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from footnoted.columns import cells
from footnoted.coverage.values import Counts, Measured, Sentence, counts
from footnoted.diagnostics import UNSEEN, Span

_HEAD = ("sentences", "covered", "", "claims", "bare", "evidence", "unquoted", "quotes", "traced")
_WIDTH = 72  # characters of a sentence that are shown
WHY = {
    "unchecked": "it stands in a quotation of the evidence that is not checked",
    "not-quoted": "no quotation of the evidence has it",
    "no-claim": "no claim in the sentence leads to evidence",
}


def as_text(essays: Sequence[Measured]) -> str:
    """The table, and below it everything that is missing, by its place."""
    parts = [_table(essays)]
    for heading, rows in (
        ("Sentences that lead to no evidence", _sentences(essays)),
        ("Quotations that are not traced", _quotations(essays)),
        ("Claims without evidence", _bare(essays)),
        ("Evidence without a quotation", _unquoted(essays)),
        ("Excused", _excused(essays)),
    ):
        if found := list(rows):
            parts.append("\n".join((heading, *(f"  {row}" for row in found))))
    return "\n\n".join(parts)


def percent(row: Counts) -> str:
    """How much is covered, like `45.2 %`; a dash where nothing wants evidence."""
    share = row.percent
    return "–" if share is None else f"{math.floor(share * 10) / 10:g} %"


def shortened(text: str, start: int = 0) -> str:
    """The text on one line, cut to the part around `start`."""
    line = _seen(text)
    if len(line) <= _WIDTH:
        return line
    first = max(0, min(start - _WIDTH // 3, len(line) - _WIDTH))
    before, after = "…" if first else "", "…" if first + _WIDTH < len(line) else ""
    return f"{before}{line[first : first + _WIDTH].strip()}{after}"


def words_of(sentence: Sentence) -> str:
    """What in the sentence wants evidence, each thing once: ``date `2018`, figure `58` ``."""
    return ", ".join(dict.fromkeys(f"{f.kind} `{shortened(f.words)}`" for f in sentence.found))


def _table(essays: Sequence[Measured]) -> str:
    rows = [(_seen(essay.path), counts((essay,))) for essay in essays]
    rows.append(("total", counts(tuple(essays))))
    width = max(cells(name) for name, _ in rows)
    widths = [max(len(word), 7) for word in _HEAD]
    lines = [_line("", _HEAD, width, widths)]
    lines += [_line(name, _cells(row), width, widths) for name, row in rows]
    rule = "-" * cells(lines[-1])
    return "\n".join((lines[0], rule, *lines[1:-1], rule, lines[-1]))


def _line(name: str, numbers: Iterable[str], width: int, widths: Sequence[int]) -> str:
    shown = (number.rjust(w) for number, w in zip(numbers, widths, strict=True))
    return "  ".join((name + " " * (width - cells(name)), *shown))


def _cells(row: Counts) -> tuple[str, ...]:
    numbers = (row.claims, row.bare, row.evidence, row.unquoted, row.quotations, row.traced)
    return (str(row.wanting), str(row.covered), percent(row), *map(str, numbers))


def _at(span: Span) -> str:
    return f"{_seen(span.path)}:{span.line}:{span.column}"


def _seen(text: str) -> str:
    """The text on one line, with a mark for each character that would not be seen."""
    return UNSEEN.sub("\ufffd", text.replace("\n", " ").replace("\t", " "))


def _sentences(essays: Iterable[Measured]) -> Iterator[str]:
    for essay in essays:
        for s in essay.sentences:
            if not s.cover:
                start = s.text.find(s.found[0].words)
                yield f"{_at(s.span)}  {words_of(s)}: {shortened(s.text, start)}"


def _quotations(essays: Iterable[Measured]) -> Iterator[str]:
    for essay in essays:
        for q in essay.quotations:
            if q.trace in WHY:
                yield f"{_at(q.span)}  {shortened(q.text)}: {WHY[q.trace]}"


def _bare(essays: Iterable[Measured]) -> Iterator[str]:
    for essay in essays:
        for words, span in essay.bare:
            yield f"{_at(span)}  {shortened(words)}"


def _unquoted(essays: Iterable[Measured]) -> Iterator[str]:
    pages = {page.slug: page for essay in essays for page in essay.unquoted}
    for page in sorted(pages.values(), key=lambda page: page.span.path):
        yield f"{_at(page.span)}  {shortened(page.title)}"


def _excused(essays: Iterable[Measured]) -> Iterator[str]:
    for essay in essays:
        for s in essay.sentences:
            if s.cover == "excused":
                reason = shortened(s.reason) or "no reason given"
                yield f"{_at(s.span)}  {reason}: {shortened(s.text)}"
