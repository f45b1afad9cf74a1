"""Diagnostics: what an author should know, as values.

In: where and what. Out: `Diagnostic` values, and their text with excerpt, caret and hint.
`CODES` is the one table of all complaints; documentation and settings are checked against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Literal

from msgspec.structs import replace

from footnoted.columns import cells
from footnoted.value import Value

# C0 controls but tab and line feed (a carriage return can forge a line of the terminal), C1,
# non-characters, and the overrides and isolates of the bidirectional algorithm, which can show
# text in another order (https://trojansource.codes).
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_ORDER = attrgetter("span.path", "span.line", "span.column", "code", "message")
_MANY = 200  # names that are all compared with a misspelt one
_WINDOW = 100  # characters of a line that an excerpt shows

Severity = Literal["error", "warning", "off"]


class Span(Value, frozen=True):
    """A place in an author's file: `line` and `column` are 1-based, `width` counts characters.

    `excerpt` is the whole line, so that a diagnostic can be shown without the file; None until
    `with_excerpts` puts it there: most places are never shown.
    """

    path: str
    line: int
    column: int
    width: int
    excerpt: str | None = None


# For what has been checked: where it stands in its file matters no longer.
NOWHERE = Span("", 0, 0, 0, "")


class Diagnostic(Value, frozen=True):
    """One thing to tell the author. `label` stands under the caret; `also` is the other place."""

    code: str
    message: str
    span: Span
    label: str = ""
    hint: str = ""
    also: tuple[Span, str] | None = None


class Code(Value, frozen=True):
    """What a code means and how severe it is unless `site.yaml` says otherwise."""

    severity: Severity
    meaning: str


CODES: Mapping[str, Code] = {
    # files
    "not-utf8": Code("error", "a file is not UTF-8 text"),
    "bad-character": Code("error", "a file has a control character or a hidden direction mark"),
    "too-large": Code("error", "a text file is too large"),
    "outside-content": Code("error", "a link or a symbolic link leads out of the content folder"),
    "bad-name": Code("error", "a file name cannot become a web address"),
    "duplicate-slug": Code("error", "two files would become the same page"),
    "ignored-file": Code("warning", "a Markdown or YAML file stands where nothing reads it"),
    # YAML
    "yaml-syntax": Code("error", "the YAML cannot be read"),
    "yaml-alias": Code("error", "YAML anchors and aliases are not accepted"),
    "yaml-comment": Code("warning", "a value is cut short by a `#`, which begins a comment"),
    "duplicate-key": Code("error", "a key stands twice in one mapping"),
    "unknown-key": Code("error", "a key that Footnoted does not know"),
    "missing-key": Code("error", "a key that must be there is not"),
    "empty-value": Code("error", "a key has no value"),
    "bad-value": Code("error", "a value is not of the kind its key needs"),
    "tag-comma": Code("warning", "tags with commas between them are one tag"),
    "front-matter": Code("error", "a page has no front matter, or it does not end"),
    # essays and evidence
    "needs-evidence": Code("warning", "a claim links to `#`: its evidence is still missing"),
    "unknown-evidence": Code("error", "a claim leads to an evidence page that does not exist"),
    "unknown-source": Code("error", "a citation names a source that does not exist"),
    "unused-evidence": Code("warning", "an evidence page that nothing links to"),
    "duplicate-address": Code("warning", "two sources have the same address"),
    "unused-source": Code("warning", "a source that nothing cites"),
    "no-citation": Code("warning", "an evidence page cites no source, but its verdict needs one"),
    "verdict-relations": Code("warning", "a verdict does not go with what is cited for it"),
    "source-fallen": Code("warning", "pages lean on a source that was withdrawn or retracted"),
    "figure-not-quoted": Code("warning", "a claim has a number that no quotation for it has"),
    "recheck-due": Code("warning", "the day by which evidence was to be weighed again is past"),
    "missing-copy": Code("error", "the copy of a source does not exist or cannot be read"),
    "not-text": Code("error", "the copy of a source is not a text"),
    "quote-not-found": Code("error", "a quotation does not stand in the copy of its source"),
    "quote-omission": Code("error", "a quotation leaves words out without a mark"),
    "quote-elsewhere": Code("error", "a quotation stands in the copy of another source"),
    "quote-cut": Code("warning", "a quotation begins or ends within a word or a number"),
    "stale-receipt": Code("warning", "a receipt is of a source or an address that is not there"),
    "changed-copy": Code("warning", "a kept copy is not the one that its receipt is of"),
    "undefined-note": Code("error", "a note is referred to but not defined"),
    "unused-note": Code("warning", "a note is defined but never referred to"),
    "duplicate-note": Code("error", "a note is defined twice"),
    "note-case": Code("error", "a note's label is written with other capitals than its definition"),
    "note-label": Code("error", "a note's label has a space in it"),
    "note-claim": Code("error", "an evidence note has no claim before it"),
    "empty-link": Code("warning", "a link leads nowhere, or has no words"),
    "not-a-link": Code("warning", "something looks like a link but cannot be read as one"),
    "claim-title": Code("warning", "the link of a claim has a title, which nothing shows"),
    "broken-link": Code("error", "a link leads to a page or file that does not exist"),
    "broken-anchor": Code("error", "a link leads to a place that its page does not have"),
    "draft-link": Code("error", "a link leads to a draft, which is not published"),
    "unsafe-address": Code("error", "an address has a scheme other than http, https or mailto"),
    "missing-image": Code("error", "an image does not exist"),
    "broken-image": Code("warning", "an image file is none that browsers show"),
    "image-alt": Code("warning", "an image has no words for those who cannot see it"),
    "chart": Code("error", "a chart stands where none can be drawn, or has no words"),
    "chart-table": Code("error", "a file cannot be read as a table of figures"),
    "chart-cell": Code("error", "a cell of a table is not the number or date that it must be"),
    "chart-size": Code("error", "a table has more than a chart can show"),
    "empty-note": Code("warning", "a note has no text"),
    "callout": Code("warning", "a callout whose text begins on the line of its sign"),
    "table-cells": Code("warning", "a row of a table has more cells than its head"),
    "raw-html": Code("warning", "HTML in the text, which is shown as it is written"),
    "nesting": Code("error", "lists and quotations are nested too deeply to be read"),
    # corrections
    "unknown-essay": Code("error", "a correction names an essay that does not exist"),
    "unknown-claim": Code("error", "a correction names a claim that its essay does not have"),
    "correction-date": Code("warning", "a correction is older than its essay or the one before it"),
    "correction-now": Code("warning", "a correction says what its page does not say"),
    "uncorrected-change": Code("warning", "what was published changed, and no correction says so"),
    "published-claims": Code("warning", "the published `claims.json` cannot be used"),
    "link-dead": Code("error", "a link leads nowhere any more"),
    "link-drifted": Code("error", "a quotation no longer stands on the page that it is from"),
    "link-failing": Code("warning", "a link led nowhere for the first time"),
    "link-moved": Code("off", "a page has moved for good"),
    "link-blocked": Code("off", "a program cannot tell whether a page is there"),
}

# What leaves a page unread, or a site that cannot be written, cannot be made less than an error.
ALWAYS_ERRORS = frozenset(
    "not-utf8 bad-character too-large outside-content bad-name duplicate-slug yaml-syntax"
    " yaml-alias front-matter unsafe-address".split()
)


def order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The same diagnostics, each once, by file, line, column and code."""
    return tuple(sorted(set(diagnostics), key=_ORDER))


def with_excerpts(
    diagnostics: Iterable[Diagnostic], texts: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """The diagnostics with the lines of the `texts`, by path, that they speak of."""
    lines: dict[str, list[str]] = {}

    def shown(span: Span) -> Span:
        if span.excerpt is not None or span.path not in texts:
            return span
        if span.path not in lines:
            lines[span.path] = texts[span.path].split("\n")
        return replace(span, excerpt=lines[span.path][span.line - 1])

    for diagnostic in diagnostics:
        yield replace(
            diagnostic,
            span=shown(diagnostic.span),
            also=(shown(also[0]), also[1]) if (also := diagnostic.also) else None,
        )


def severity(code: str, settings: Mapping[str, Severity], *, strict: bool = False) -> Severity:
    """How severe `code` is with the site's own settings; `strict` turns warnings into errors."""
    chosen = settings.get(code, CODES[code].severity)
    return "error" if strict and chosen == "warning" else chosen


def render(diagnostic: Diagnostic, level: Severity) -> str:
    """The diagnostic as text: message, place, excerpt with caret, hint."""
    places = [(diagnostic.span, diagnostic.label), *filter(None, (diagnostic.also,))]
    last = max(span.line for span, _ in places)
    gutter = " " * len(str(last))
    lines = [f"{level}[{diagnostic.code}]: {_seen(diagnostic.message)}"]
    for span, label in places:
        lines += _place(span, label, gutter)
    if diagnostic.hint:
        lines.append(f"{gutter}= hint: {_seen(diagnostic.hint)}")
    return "\n".join(lines)


def unseen_message(match: re.Match[str]) -> str:
    """What to say of a character that `UNSEEN` found."""
    return f"the character U+{ord(match[0]):04X} cannot be seen and is not accepted"


def near(name: str, known: Iterable[str]) -> str | None:
    """The known name closest to `name`, or None if none is close enough to be meant."""
    candidates = list(known)
    if len(candidates) > _MANY:  # comparing with each takes time; most slips keep both ends
        ends = (name[:2].casefold(), name[-2:].casefold())
        candidates = [
            c for c in candidates if c[:2].casefold() == ends[0] or c[-2:].casefold() == ends[1]
        ]
        candidates = sorted(candidates, key=lambda c: abs(len(c) - len(name)))[:_MANY]
    folded = {candidate.casefold(): candidate for candidate in candidates}
    if name.casefold() in folded:
        return folded[name.casefold()]
    import difflib  # only where something is wrong

    return next(iter(difflib.get_close_matches(name, candidates, n=1, cutoff=0.6)), None)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint that names the closest known name; empty if there is none."""
    return f"did you mean `{match}`?" if (match := near(name, known)) else ""


def _place(span: Span, label: str, gutter: str) -> list[str]:
    place = f"{gutter}--> {_seen(span.path)}:{span.line}:{span.column}"
    if not span.excerpt or not span.excerpt.strip():
        return [place]
    before, marked, after = _window(span, span.excerpt)
    caret = " " * cells(before) + "^" * max(1, cells(marked))
    return [
        place,
        f"{gutter} |",
        f"{span.line:>{len(gutter)}} | {before}{marked}{after}",
        f"{gutter} | {caret} {label}".rstrip(),
    ]


def _seen(text: str) -> str:
    """The text on one line, with a mark for each character that would not be seen."""
    return UNSEEN.sub("\ufffd", text.replace("\n", " "))


def _window(span: Span, excerpt: str) -> tuple[str, str, str]:
    """The excerpt before, under and after the caret: a long line is cut, with an ellipsis."""
    line = UNSEEN.sub("\ufffd", excerpt.replace("\t", " "))
    start, end = span.column - 1, span.column - 1 + span.width
    before, marked, after = line[:start], line[start:end], line[end:]
    if len(line) > _WINDOW:
        if len(marked) > _WINDOW:
            marked, after = marked[:_WINDOW] + "…", ""
        room = max(20, (_WINDOW - len(marked)) // 2)
        before = before if len(before) <= room else "…" + before[-room:]
        after = after if len(after) <= room else after[:room] + "…"
    return before, marked, after
