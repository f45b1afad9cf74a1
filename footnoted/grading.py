"""Findings -> findings in order, each as severe as the site and the command want it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from footnoted.diagnostics import Diagnostic, Severity, order, severity, with_excerpts
from footnoted.model import Config
from footnoted.options import Options

# After which a page says nothing of what it leads to, and what is held back as long as that is so.
UNREAD = frozenset(("yaml-syntax", "yaml-alias", "front-matter"))
UNUSED = frozenset(("unused-evidence", "unused-source"))


def graded(
    found: Iterable[Diagnostic], texts: Mapping[str, str], config: Config, options: Options
) -> tuple[tuple[Severity, Diagnostic], ...]:
    """What was found in the texts, by path, in order and with severity; what is off is left out."""
    diagnostics = order(with_excerpts(found, texts))
    chosen = dict(config.severities)
    levels = (severity(d.code, chosen, strict=options.strict) for d in diagnostics)
    return tuple((level, d) for level, d in zip(levels, diagnostics, strict=True) if level != "off")
