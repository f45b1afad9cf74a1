"""A Source -> its record in CSL-JSON, which Zotero, pandoc and other reference managers read.

The names and types are those of CSL 1.0.2, as they are in `sources.yaml`:
https://docs.citationstyles.org/en/stable/specification.html. What is not known has no variable,
so none is ever empty.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from footnoted.model import Source

_VARIABLES = (  # of CSL, with the fields of a source that have the same
    *(("title", "title"), ("container-title", "container_title"), ("publisher", "publisher")),
    *(("publisher-place", "publisher_place"), ("volume", "volume"), ("issue", "issue")),
    *(("page", "page"), ("number", "number"), ("edition", "edition"), ("genre", "genre")),
    *(("language", "language"), ("DOI", "doi"), ("ISBN", "isbn"), ("URL", "url")),
    *(("archive_location", "archived"), ("status", "status")),
)


def record(source: Source, note: str) -> dict[str, object]:
    """The record, with the `note` for its readers. Every source has at least key and type."""
    made: dict[str, object] = {"id": source.key, "type": source.type or "document"}
    made |= {name: text for name, field in _VARIABLES if (text := getattr(source, field))}
    if source.authors:  # which part of a name is the family's, no record says: many have none
        made["author"] = [{"literal": name} for name in source.authors]
    for name, day in (("issued", source.issued), ("accessed", source.accessed)):
        if day:
            made[name] = date(day)
    if source.archived:
        made["archive"] = urlsplit(source.archived).hostname
    if note:
        made["note"] = note
    return made


def date(edtf: str) -> dict[str, object]:
    """The date as far as it is known, a span as its first and last.

    Both ends of a span are as exact as the lesser of them: citeproc-js, by which Zotero writes
    references, refuses a year beside a month.

    >>> date("2018-04/2018-06-30~")
    {'date-parts': [[2018, 4], [2018, 6]], 'circa': True}
    """
    ends = [[int(n) for n in end.rstrip("~?").split("-")] for end in edtf.split("/")]
    known = min(map(len, ends))
    made: dict[str, object] = {"date-parts": [end[:known] for end in ends]}
    if "~" in edtf or "?" in edtf:
        made["circa"] = True
    return made
