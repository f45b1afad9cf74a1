"""Findings after each save -> what to tell the author: what is new in full, all else in numbers.

A finding that only moved, since lines were written above it, is the same as before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from footnoted.diagnostics import Diagnostic, Severity, render

Finding = tuple[Severity, Diagnostic]


class Teller:
    """Knows what was told last, from one save to the next."""

    def __init__(self) -> None:
        self._last: Sequence[Finding] | None = None
        self._had_errors = False

    def told(self, findings: Sequence[Finding], trouble: str) -> str:
        """What to say now; empty if the author knows it all.

        `trouble` is what kept the content from being looked at: then there are no findings, and
        those of before are not gone.
        """
        had_errors, self._had_errors = self._had_errors, bool(trouble) or _has_errors(findings)
        if trouble:
            return f"{trouble}\n"
        before, self._last = self._last, findings
        new, gone = _without(findings, before or ()), _without(before or (), findings)
        said = []
        if before is not None and (new or gone):
            said.append(f"{len(new)} new, {len(gone)} gone, {len(findings) - len(new)} as before")
        if self._had_errors:
            said.append(_errors(findings))
        elif had_errors:
            said.append("no errors any more, the pages show what you saved")
        told = [f"{render(d, level)}\n\n" for level, d in new]
        return "".join([*told, *(f"{words[0].upper()}{words[1:]}.\n" for words in said)])


def _errors(findings: Sequence[Finding]) -> str:
    """How many there are, and where the first is."""
    spans = [diagnostic.span for level, diagnostic in findings if level == "error"]
    place = f"{spans[0].path}:{spans[0].line}:{spans[0].column}"
    return f"{len(spans)} errors, the first at {place}" if spans[1:] else f"1 error, at {place}"


def _has_errors(findings: Sequence[Finding]) -> bool:
    return any(level == "error" for level, _ in findings)


def _without(findings: Sequence[Finding], others: Sequence[Finding]) -> list[Finding]:
    """The findings that are not among the others, wherever they stand there."""
    left = Counter(map(_sameness, others))
    found = []
    for finding in findings:
        left[_sameness(finding)] -= 1
        if left[_sameness(finding)] < 0:
            found.append(finding)
    return found


def _sameness(finding: Finding) -> tuple[str | None, ...]:
    """What two findings have in common that are the same but for their lines."""
    level, d = finding
    return level, d.code, d.span.path, d.message, d.span.excerpt
