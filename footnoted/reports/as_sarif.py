"""Findings and what was measured -> SARIF 2.1.0, which GitHub shows beside lines that changed.

Places count UTF-16 code units, as editors and GitHub do. Paths begin at the root of the
repository. Each finding brings its own fingerprint, under the name that GitHub looks for: made of
the code, the file, the marked words and the message, not of the line's number. GitHub's own is
that of a line; but a paragraph is mostly one line, and all findings in it would be one to it.
The action that uploads the report says that its fingerprints are others, and keeps ours.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal
from urllib.parse import quote

from msgspec import Struct

from footnoted.coverage.values import Measured, Page
from footnoted.diagnostics import Diagnostic, Severity, Span
from footnoted.reports.as_text import WHY, words_of

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
Level = Literal["error", "warning", "note"]


class Rule(Struct, frozen=True):
    """What a kind of finding means, and the page (empty if it has no address) that explains it."""

    id: str
    meaning: str
    level: Level
    help: str
    address: str = ""


class Result(Struct, frozen=True):
    """One finding. `words` tell it from others of its rule in its file, wherever it moves."""

    rule: str
    level: Level
    message: str
    span: Span
    words: str
    also: tuple[Span, str] | None = None


def result_of(level: Severity, diagnostic: Diagnostic) -> Result:
    """The finding as a result; it must be one that is told, so an error or a warning."""
    assert level != "off"
    message = f"{diagnostic.message[:1].upper()}{diagnostic.message[1:]}."
    if diagnostic.hint:
        message += f" Hint: {diagnostic.hint}"
    span = diagnostic.span
    marked = (span.excerpt or "")[span.column - 1 : span.column - 1 + span.width]
    words = f"{diagnostic.message}\n{marked}"
    return Result(diagnostic.code, level, message, span, words, diagnostic.also)


def results_of(essays: Iterable[Measured]) -> Iterator[Result]:
    """What is missing, as notes. Claims without evidence are among the findings."""
    pages: dict[str, Page] = {}
    for essay in essays:
        for s in essay.sentences:
            if not s.cover:
                message = f"This leads to no evidence: {words_of(s)}."
                yield Result("uncovered", "note", message, s.span, s.text)
        for q in essay.quotations:
            if q.trace in WHY:
                message = f"This quotation is not traced: {WHY[q.trace]}."
                yield Result("untraced", "note", message, q.span, q.text)
        pages |= {page.slug: page for page in essay.unquoted}
    for page in pages.values():
        message = "This evidence page quotes none of its sources."
        yield Result("unquoted", "note", message, page.span, page.title)


def as_sarif(folder: str, rules: Mapping[str, Rule], results: Sequence[Result]) -> str:
    """The log of one run; `folder` is that of the content, from the root of the repository on.

    `rules` has those that results may name; those that none does are left out.
    """
    named = [rules[name] for name in dict.fromkeys(result.rule for result in results)]
    run = {
        "tool": {"driver": {"name": "Footnoted", "rules": [_rule(rule) for rule in named]}},
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {"ROOT": {"description": {"text": "The root of the repository."}}},
        "results": list(_results(folder, [rule.id for rule in named], results)),
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, object]:
    address = {"helpUri": rule.address} if rule.address else {}
    meaning = {"text": f"{rule.meaning[:1].upper()}{rule.meaning[1:]}."}
    return {
        "id": rule.id,
        "shortDescription": meaning,
        "fullDescription": meaning,  # GitHub wants both
        "help": {"text": rule.help, "markdown": rule.help},
        **address,
        "defaultConfiguration": {"level": rule.level},
    }


def _results(
    folder: str, names: Sequence[str], results: Iterable[Result]
) -> Iterator[dict[str, object]]:
    seen: Counter[str] = Counter()
    for result in results:
        print_ = _fingerprint(result)
        seen[print_] += 1
        made: dict[str, object] = {
            "ruleId": result.rule,
            "ruleIndex": names.index(result.rule),
            "level": result.level,
            "message": {"text": _message(result.message)},
            "locations": [_location(folder, result.span)],
            "partialFingerprints": {"primaryLocationLineHash": f"{print_}:{seen[print_]}"},
        }
        if result.also:
            span, label = result.also
            other = {**_location(folder, span), "id": 1}
            made["relatedLocations"] = [{**other, "message": {"text": _message(label)}}]
        yield made


def _location(folder: str, span: Span) -> dict[str, object]:
    path = f"{folder}/{span.path}" if folder else span.path
    uri = quote(path, errors="surrogateescape")  # a name may be no UTF-8
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri, "uriBaseId": "ROOT"},
            "region": {
                "startLine": span.line,
                "startColumn": 1 + _units(span, span.column - 1),
                "endColumn": 1 + _units(span, span.column - 1 + span.width),
            },
        }
    }


def _units(span: Span, characters: int) -> int:
    """How many UTF-16 code units the first `characters` of the line are."""
    return characters + sum(c > "\uffff" for c in (span.excerpt or "")[:characters])


def _message(text: str) -> str:
    """The text with nothing in it that SARIF takes for a placeholder or a link."""
    text = text.replace("{", "{{").replace("}", "}}")
    return text.replace("[", "\\[").replace("]", "\\]") if "](" in text else text


def _fingerprint(result: Result) -> str:
    text = "\0".join((result.rule, result.span.path, result.words))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
