"""Findings, the linked site and what was measured -> JSON, described by key in docs/check.md.

A key is added without a new `VERSION`; one that goes, or changes its meaning, makes a new one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence

from footnoted.coverage.values import Counts, Measured, counts
from footnoted.diagnostics import Diagnostic, Severity, Span
from footnoted.model import QUOTE_CHECKS, Corpus

VERSION = 1

Findings = Sequence[tuple[Severity, Diagnostic]]


def as_json(
    folder: str,
    corpus: Corpus,
    findings: Findings,
    measured: tuple[Measured, ...],
    links: Mapping[str, object] | None = None,
) -> str:
    """The report of a check of the content `folder`: the same findings, the same text."""
    report = {
        "format": "footnoted-check",
        "version": VERSION,
        "content": folder,
        "counts": _counts(corpus, findings),
        "findings": [_finding(level, diagnostic) for level, diagnostic in findings],
        "coverage": {
            "total": _row(counts(measured)),
            "essays": [_essay(essay) for essay in measured],
        },
        **({"links": links} if links else {}),
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def place(span: Span) -> dict[str, object]:
    """Where something stands: line and columns from 1, in characters; the end is the first after.

    An emoji counts as one, as in Python, although editors may count it as two.
    """
    end = span.column + span.width
    return {"file": span.path, "line": span.line, "column": span.column, "end_column": end}


def _counts(corpus: Corpus, findings: Findings) -> dict[str, object]:
    levels = Counter(level for level, _ in findings)
    checks = Counter(c.check for page in corpus.evidence for c in page.linked.citations if c.check)
    return {
        "essays": len(corpus.essays),
        "claims": dict(corpus.tally),
        "evidence": len(corpus.evidence),
        "sources": len(corpus.sources),
        "quotations": {name: checks[name] for name in QUOTE_CHECKS},
        "errors": levels["error"],
        "warnings": levels["warning"],
    }


def _finding(level: Severity, diagnostic: Diagnostic) -> dict[str, object]:
    also = diagnostic.also
    return {
        "severity": level,
        "code": diagnostic.code,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        **place(diagnostic.span),
        "also": {**place(also[0]), "label": also[1]} if also else None,
    }


def _row(row: Counts) -> dict[str, object]:
    """A row of the table; `percent` is null where nothing wants evidence."""
    return {
        "sentences": row.wanting,
        "covered": row.covered,
        "percent": row.percent,
        "excused": row.excused,
        "claims": row.claims,
        "claims_without_evidence": row.bare,
        "evidence": row.evidence,
        "evidence_without_quotation": row.unquoted,
        "quotations": row.quotations,
        "traced": row.traced,
    }


def _essay(essay: Measured) -> dict[str, object]:
    return {
        "file": essay.path,
        "title": essay.title,
        **_row(counts((essay,))),
        "wanting": [
            {
                **place(s.span),
                "text": s.text,
                "cover": s.cover,
                "reason": s.reason,
                "found": [{**place(f.span), "kind": f.kind, "words": f.words} for f in s.found],
            }
            for s in essay.sentences
        ],
        "quoting": [{**place(q.span), "text": q.text, "trace": q.trace} for q in essay.quotations],
        "bare": [{**place(span), "text": words} for words, span in essay.bare],
        "unquoted": [{**place(page.span), "title": page.title} for page in essay.unquoted],
    }
