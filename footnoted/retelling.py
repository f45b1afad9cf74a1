"""Findings after each save -> what to tell the author: what is new in full, all else in numbers.

A finding that only moved, since words were written before it, is the same as before. So is one that
was not looked for as long as a file could not be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from footnoted.diagnostics import Diagnostic, Severity, render
from footnoted.grading import UNREAD, UNUSED

Finding = tuple[Severity, Diagnostic]
_UNREAD = UNREAD | {"not-utf8", "too-large"}


class Teller:
    """Knows what was told last, from one save to the next."""

    def __init__(self) -> None:
        self._last: Sequence[Finding] | None = None
        self._held: Sequence[Finding] = ()  # told once, and not looked for since
        self._had_errors = False

    def told(self, findings: Sequence[Finding], trouble: str, saved: Collection[str] = ()) -> str:
        """What to say now; empty if the author knows it all.

        `trouble` is what kept the content from being looked at: then there are no findings, and
        those of before are not gone. `saved` are the paths of what was saved.
        """
        had_errors, self._had_errors = self._had_errors, bool(trouble) or _has_errors(findings)
        if trouble:
            return f"{trouble}\n"
        before = None if self._last is None else (*self._last, *self._held)
        self._last = findings
        new, missing = _without(findings, before or ()), _without(before or (), findings)
        self._held, gone = _held(missing, findings)
        said = []
        if before is not None and (new or gone):
            said.append(f"{len(new)} new, {len(gone)} gone, {len(findings) - len(new)} as before")
        if self._had_errors:
            said.append(_errors(findings, saved))
        elif had_errors:
            said.append("no errors any more, the pages show what you saved")
        told = [f"{render(d, level)}\n\n" for level, d in new]
        return "".join([*told, *(f"{words[0].upper()}{words[1:]}.\n" for words in said)])


def _held(
    missing: Sequence[Finding], findings: Sequence[Finding]
) -> tuple[list[Finding], list[Finding]]:
    """What was not looked for, since a file cannot be read; and what is gone."""
    unread = {d.span.path for _, d in findings if d.code in _UNREAD}
    is_wide = any(path.endswith(".yaml") for path in unread)  # all pages depend on such a file
    held: list[Finding] = []
    gone: list[Finding] = []
    for level, d in missing:
        is_held = unread and (is_wide or d.span.path in unread or d.code in UNUSED)
        is_cause = d.code in _UNREAD
        (held if is_held and not is_cause else gone).append((level, d))
    return held, gone


def _errors(findings: Sequence[Finding], saved: Collection[str]) -> str:
    """How many there are, and where the first is: of what was saved, if there is one."""
    spans = [diagnostic.span for level, diagnostic in findings if level == "error"]
    first = next((span for span in spans if span.path in saved), spans[0])
    place = f"{first.path}:{first.line}:{first.column}"
    if not spans[1:]:
        return f"1 error, at {place}"
    whose = "" if first is spans[0] else " of the file you saved"
    return f"{len(spans)} errors, the first{whose} at {place}"


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
    """What two findings have in common that are the same but for their places."""
    level, d = finding
    start = d.span.column - 1
    marked = (d.span.excerpt or "")[start : start + d.span.width]
    return level, d.code, d.span.path, d.message, marked
