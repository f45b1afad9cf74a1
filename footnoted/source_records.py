"""A record of sources.yaml -> a Source, read without the others, so that it may be kept."""

from __future__ import annotations

import re
from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from footnoted import checks
from footnoted.composing import Text, alone, entries
from footnoted.diagnostics import Diagnostic, Span
from footnoted.fields import Key, Record, names, read_mapping, sound_values
from footnoted.model import COPIES, STATUSES, Source
from footnoted.nodes import Node, Pairs, Scalar
from footnoted.plain_yaml import read_flat, read_plain

# The types of CSL 1.0.2, https://docs.citationstyles.org/en/stable/specification.html
TYPES = (
    *("article", "article-journal", "article-magazine", "article-newspaper", "bill", "book"),
    *("broadcast", "chapter", "classic", "collection", "dataset", "document", "entry"),
    *("entry-dictionary", "entry-encyclopedia", "event", "figure", "graphic", "hearing"),
    *("interview", "legal_case", "legislation", "manuscript", "map", "motion_picture"),
    *("musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical"),
    *("personal_communication", "post", "post-weblog", "regulation", "report", "review"),
    *("review-book", "software", "song", "speech", "standard", "thesis", "treaty", "webpage"),
)

KEYS = (
    Key("type", checks.choice(*TYPES), "the CSL type, like `article-newspaper`", required=True),
    Key("title", checks.text, "the title of the work, in its own language", required=True),
    Key("author", checks.texts, "one name, or a list of names"),
    Key("container-title", checks.text, "the newspaper, journal, book or site it appeared in"),
    Key("publisher", checks.text, "the body that published it"),
    Key("publisher-place", checks.text, "where it was published"),
    Key("issued", checks.edtf, "when: `2018`, `2018-04`, `2018-04-27`, `A/B`, `2018~` for about"),
    Key("url", checks.address, "the address where it can be read"),
    Key("archived", checks.address, "the address of an archived copy"),
    Key("accessed", checks.date, "the day on which it was last read at that address"),
    Key("language", checks.language, "the language of the work"),
    Key("genre", checks.text, "what kind of work it is, in words for the reader: `poll`, `news`"),
    Key("volume", checks.text, "the volume"),
    Key("issue", checks.text, "the issue"),
    Key("page", checks.text, "the page or pages"),
    Key("number", checks.text, "the number of a report or document"),
    Key("edition", checks.text, "the edition"),
    Key("doi", checks.text, "the DOI, without `https://doi.org/`"),
    Key("isbn", checks.text, "the ISBN"),
    Key("note", checks.text, "a sentence for the reader, on what kind of copy this is for example"),
    Key("primary", checks.flag, "`true` for a document, data set or text at first hand"),
    Key("copy", checks.choice(*COPIES), "if the address is not where the work first appeared"),
    Key("status", checks.choice(*STATUSES), "if the work no longer stands"),
    Key("status-note", checks.text, "a sentence on why it no longer stands"),
    Key("derived-from", checks.slug, "the key of the source that this one only passes on"),
    Key("path", checks.text_file, "a text of the work in the content folder: `files/report.txt`"),
)

# The fields of a source by the keys that have a text.
_FIELDS = {k.name: k.name.replace("-", "_") for k in KEYS if k.name not in ("author", "primary")}
_NAMES = names(KEYS)
_DOI_START = re.compile(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_PLACED = frozenset(("derived-from", "path", "status"))  # whose places others ask for


class SourceRecord(Struct, frozen=True):
    """One record of sources.yaml, read without the others, and what is wrong with it alone.

    `source` is None if the key cannot be one. `origin`, `copy` and `status` are what the record
    says of these, and where.
    """

    key: str
    place: Span
    source: Source | None
    found: tuple[Diagnostic, ...] = ()
    origin: tuple[str, Span] | None = None
    copy: tuple[str, Span] | None = None
    status: tuple[str, Span] | None = None


def read_record(path: str, part: str, line: int) -> SourceRecord | None:
    """The record that `cut` found at that line; None if it can only be read with the others."""
    text = Text(path, part, line + 1)
    if plain := _plain_record(text):
        return plain
    root = read_plain(part) or alone(part)  # what was cut is simple
    if not isinstance(root, Pairs) or len(root.value) != 1:
        return None
    pair = next(iter(entries(root, text)), None)
    if pair is None:
        return None
    record = record_of(*pair, text)
    return replace(record, found=tuple(text.found)) if text.found else record


def _plain_record(text: Text) -> SourceRecord | None:
    """The record, if it is plain and nothing is wrong with it, nor asked for with its place."""
    key, texts = read_flat(text.text) or ("", {})
    if not checks.is_slug(key):
        return None
    record = sound_values(texts, KEYS)
    if record is None or not _PLACED.isdisjoint(record.values):
        return None
    return SourceRecord(key, Span(text.path, text.first_line, 1, len(key)), _source(key, record))


def record_of(key_node: Scalar, node: Node, text: Text) -> SourceRecord:
    """The record with that key and value; what is wrong with it is in `text.found`."""
    key, place = key_node.value, text.span(key_node)
    if not checks.is_slug(key):
        hint = "use letters, digits and hyphens"
        text.report("bad-value", f"`{key}` cannot be the key of a source", place, hint=hint)
        return SourceRecord(key, place, None)
    if isinstance(node, Scalar) and (key in _NAMES or not node.value):
        _report_alone(key, node, place, text)
        return SourceRecord(key, place, None)
    record = read_mapping(node, KEYS, text)
    source, values = _source(key, record), record.values
    if not _PLACED & values.keys():
        return SourceRecord(key, place, source)
    origin, copy, status = (
        (record.text(name), record.span(name)) if name in values else None
        for name in ("derived-from", "path", "status")
    )
    return SourceRecord(key, place, source, (), origin, copy, status)


def _report_alone(key: str, node: Scalar, place: Span, text: Text) -> None:
    """A source without keys, or a key without a source: mostly lines that are not indented."""
    if node.value:
        message = f"`{key}` stands where the key of a source belongs"
        hint = "indent it by 2 spaces if it belongs to the source above"
        text.report("bad-value", message, place, hint=hint)
    else:
        hint = "write `type:` and `title:` below it, each indented by 2 spaces"
        text.report("empty-value", f"the key `{key}` has no value", place, hint=hint)


def _source(key: str, record: Record) -> Source:
    values = record.values
    texts = {_FIELDS[name]: value for name, value in values.items() if name in _FIELDS}
    if "doi" in texts:
        texts["doi"] = _DOI_START.sub("", record.text("doi"))
    return Source(
        key=key,
        authors=record.texts("author"),
        primary=record.flag("primary"),
        **cast("dict[str, str]", texts),
    )
