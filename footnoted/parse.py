"""SourceFile -> Essay | Evidence. Pure: the same file and settings give the same value.

A page that is wrong somewhere is still a value, so that one run finds all mistakes: what could
not be read is empty, and the diagnostics say so.
"""

from __future__ import annotations

import itertools
import re
from typing import Generic, TypeVar

from footnoted import checks
from footnoted.composing import Text, compose
from footnoted.diagnostics import NOWHERE, Diagnostic
from footnoted.faces import face
from footnoted.fields import Key, Record, names, read_mapping
from footnoted.model import (
    KINDS,
    RELATIONS,
    VERDICTS,
    Bearing,
    Citation,
    Config,
    Essay,
    Evidence,
    Prose,
    SourceFile,
)
from footnoted.nodes import Node, Scalar
from footnoted.prose import parse_prose
from footnoted.read import slug_of
from footnoted.syntax.smart_quotes import educate
from footnoted.value import Value

_COMMA = re.compile("[,;\u060c\u3001\uff0c]")


def _tags(node: Node, source: Text) -> object:
    """Texts; a comma in one that stands alone, without quotation marks, was hardly meant."""
    if isinstance(node, Scalar) and node.is_plain and _COMMA.search(node.value):
        each = [name.strip() for name in _COMMA.split(node.value) if name.strip()]
        hint = f"write `[{', '.join(each)}]`, or quotation marks around it if it is one"
        message = "this is one tag with a comma in it"
        source.report("tag-comma", message, source.span(node), hint=hint)
    return checks.texts(node, source)


ESSAY_KEYS = (
    Key("title", checks.text, "the title of the essay", required=True),
    Key("date", checks.date, "the day of publication, `2026-11-22`", required=True),
    Key("author", checks.texts, "one name, or a list of names; default: the site's author"),
    Key("summary", checks.text, "one sentence, shown under the title and in lists"),
    Key("language", checks.language, "the language of the essay; default: the site's"),
    Key("tags", _tags, "a list of subjects"),
    Key("draft", checks.flag, "`true` keeps the essay off the site"),
    Key("updated", checks.date, "the day of the last change that matters to readers"),
    Key("based-on", checks.slug, "the key of the source that the essay restates or annotates"),
)

CITATION_KEYS = (
    Key("source", checks.slug, "the key of a source in sources.yaml", required=True),
    Key("relation", checks.choice(*RELATIONS), "how it bears on the question", required=True),
    Key("quote", checks.exact_text, "a quotation, word for word; `[…]` marks an omission"),
    Key("says", checks.text, "in your words: what the source shows"),
    Key("locator", checks.text, "where in the source: a page, a question, a minute"),
    Key("translation", checks.text, "the quotation in the language of the page"),
)

EVIDENCE_KEYS = (
    Key("title", checks.text, "the question that the page answers", required=True),
    Key("kind", checks.choice(*KINDS), "what kind of claim this is", required=True),
    Key("verdict", checks.choice(*VERDICTS), "what the evidence amounts to", required=True),
    Key("checked", checks.date, "the day on which the evidence was weighed"),
    Key("recheck", checks.date, "the day by which it should be weighed again"),
    Key("language", checks.language, "the language of the page; default: the site's"),
    Key(
        "citations",
        checks.mappings(*CITATION_KEYS),
        "the sources, the weightiest first",
        inner=CITATION_KEYS,
    ),
    Key(
        "bears_on",
        checks.pairs(checks.choice(*RELATIONS)),
        "other evidence pages that this one bears on: name to relation",
    ),
    Key("figures", checks.text, "where numbers of its claims are from, if no quotation has them"),
)

# Line by line up to the one that ends it.
_FRONT_MATTER = re.compile(r"---[ \t]*\n((?:(?!---[ \t]*(?:\n|\Z)).*\n)*+)---[ \t]*(?:\n|\Z)")
_FENCE = re.compile(r"\s*[-.=\u2010-\u2015\u2212]+\s*")  # what is meant to be `---`
_YAML_LINE = re.compile(r"\s+\S|- |#|[\w.-]+\s*:(?:\s|$)")
# Verdicts that are drawn from sources.
NEED_SOURCES = frozenset(VERDICTS) - {"opinion", "unsupported", "prediction-open"}
Page = TypeVar("Page", Essay, Evidence)


class Parsed(Value, Generic[Page], frozen=True):
    """A page, what is wrong with its file, and its face."""

    page: Page
    diagnostics: tuple[Diagnostic, ...]
    face: bytes


def parse_essay(file: SourceFile, config: Config) -> Parsed[Essay]:
    """The essay in `file`."""
    record, text, rest, skipped = _split(file, ESSAY_KEYS)
    language = record.text("language", config.language)
    prose, found = _prose(file, rest, skipped, language, config)
    based_on = record.text("based-on")
    default_author = (config.author,) if config.author else ()
    essay = Essay(
        path=file.path,
        slug=slug_of(file.path),
        title=educate(record.text("title"), language),
        date=record.text("date"),
        authors=record.texts("author") or default_author,
        summary=educate(record.text("summary"), language),
        language=language,
        tags=record.texts("tags"),
        draft=record.flag("draft") and text.is_sound,  # what cannot be read is told of any page
        updated=record.text("updated"),
        based_on=(based_on, record.span("based-on")) if based_on else None,
        prose=prose,
        span=record.span("title"),
    )
    return Parsed(essay, (*text.found, *found), face(essay))


def parse_evidence(file: SourceFile, config: Config) -> Parsed[Evidence]:
    """The evidence page in `file`."""
    record, text, rest, skipped = _split(file, EVIDENCE_KEYS)
    language = record.text("language", config.language)
    _check_citations(record, text)
    is_sound = not text.found
    prose, found = _prose(file, rest, skipped, language, config)
    evidence = Evidence(
        path=file.path,
        slug=slug_of(file.path),
        title=educate(record.text("title"), language),
        kind=record.text("kind", "fact"),
        verdict=record.text("verdict", "mixed"),
        checked=record.text("checked"),
        recheck=record.text("recheck"),
        language=language,
        citations=tuple(_citations(record, language)),
        bears_on=tuple(Bearing(*pair) for pair in record.pairs("bears_on")),
        prose=prose,
        span=record.span("title"),
        verdict_span=record.span("verdict") if is_sound else NOWHERE,
        recheck_span=record.span("recheck") if record.text("recheck") else NOWHERE,
        figures=educate(record.text("figures"), language),
    )
    return Parsed(evidence, (*text.found, *found), face(evidence))


def _check_citations(record: Record, text: Text) -> None:
    """A verdict drawn from sources needs some; an opinion or an open question may do without."""
    verdict = record.text("verdict")
    if "citations" in record.nodes and "citations" not in record.values:  # what was reported
        return
    if verdict in NEED_SOURCES and not record.texts("citations"):
        message = f"the verdict `{verdict}` rests on no citation"
        hint = "add `citations:` with the sources that it is drawn from"
        text.report("no-citation", message, record.span("verdict"), hint=hint)


def _citations(record: Record, language: str) -> list[Citation]:
    return [
        Citation(
            source=source,
            relation=item.text("relation", "context"),
            span=item.span("source"),
            quote=(quote := item.text("quote")),
            locator=item.text("locator"),
            translation=educate(item.text("translation"), language),
            says=educate(item.text("says"), language),
            quote_span=item.span("quote") if quote else NOWHERE,
        )
        for item in record.records("citations")
        if (source := item.text("source"))
    ]


def _prose(
    file: SourceFile, rest: str, skipped: int, language: str, config: Config
) -> tuple[Prose, tuple[Diagnostic, ...]]:
    return parse_prose(file.path, rest, skipped=skipped, language=language, html=config.html)


def markdown_of(text: str) -> tuple[str, int]:
    """The Markdown of a page, and how many lines of front matter come before it."""
    match = _FRONT_MATTER.match(text)
    return (text[match.end() :], match[0].count("\n")) if match else (text, 0)


def _split(file: SourceFile, keys: tuple[Key, ...]) -> tuple[Record, Text, str, int]:
    """The front matter, checked; the Markdown after it; and how many lines come before that."""
    match = _FRONT_MATTER.match(file.text)
    if match is None:
        text = Text(file.path, file.text)
        message, line, hint = _no_front_matter(file.text, keys)
        text.report("front-matter", message, text.place(line, 0, 0), hint=hint)
        return Record({}, {}, text), text, file.text, 0
    text = Text(file.path, match[1], first_line=2, keys=names(keys), is_front=True)
    node = compose(text)
    is_lost = node is None and text.found  # one mistake in YAML is not ten missing keys
    record = Record({}, {}, text) if is_lost else read_mapping(node, keys, text)
    if text.end is not None:
        skipped = text.end + 1
        return record, text, "\n".join(file.text.split("\n")[skipped:]), skipped
    return record, text, file.text[match.end() :], match[0].count("\n")


def _no_front_matter(text: str, keys: tuple[Key, ...]) -> tuple[str, int, str]:
    """What to say of front matter that is not there or does not end; on which line; what to do."""
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    exact = "write exactly three hyphens, `---`, from the start of the line"
    if lines[first].strip() == "---" and first:
        return "front matter begins on the first line", first, "take the lines above `---` away"
    if lines[0].rstrip() == "---":
        message = "the front matter does not end"
        fence = next((n for n, line in enumerate(lines[1:], 1) if _FENCE.fullmatch(line)), 0)
        if fence:
            return message, fence, exact
        keys_end = itertools.takewhile(lambda n: _YAML_LINE.match(lines[n]), range(1, len(lines)))
        return message, max(keys_end, default=0), "put a line `---` below this one"
    if _FENCE.fullmatch(lines[first]):
        return "the page has no front matter", first, exact
    needed = ", ".join(f"`{key.name}:`" for key in keys if key.required)
    hint = f"begin the file with a line `---`, then {needed}, then `---`"
    return "the page has no front matter", 0, hint
