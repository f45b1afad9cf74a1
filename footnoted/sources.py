"""sources.yaml -> Source values, and the look-up of a source by any address it is known by."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from footnoted import checks
from footnoted.composing import Text, compose_entries
from footnoted.diagnostics import Diagnostic, Span, did_you_mean
from footnoted.fields import Key, Record, read_mapping
from footnoted.model import COPIES, STATUSES, Source, SourceFile
from footnoted.patterns import pattern
from footnoted.value import Value

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

# An address that is as it should be, without `www.`: host, path.
_PLAIN_ADDRESS = pattern(r"https?://(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)*)(/[A-Za-z0-9_./~-]*)?")

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


class Bibliography(Value, frozen=True):
    """All source records in the author's order, the places of their keys, and what is wrong.

    `copies` are the files that records name as the text of their work, and where they do;
    `statuses` are the keys of the works that no longer stand, and where their records say so.
    """

    sources: tuple[Source, ...]
    places: tuple[Span, ...]
    diagnostics: tuple[Diagnostic, ...]
    copies: tuple[tuple[str, Span], ...] = ()
    statuses: tuple[tuple[str, Span], ...] = ()


def read_sources(file: SourceFile) -> Bibliography:
    """The records of sources.yaml."""
    text = Text(file.path, file.text)
    found: list[Source] = []
    origins: dict[str, tuple[str, Span]] = {}  # what a source is derived from, and where it says so
    places: dict[str, Span] = {}
    copies: list[tuple[str, Span]] = []
    statuses: list[tuple[str, Span]] = []
    for key_node, node in compose_entries(text):
        key, span = key_node.value, text.span(key_node)
        if not checks.SLUG.fullmatch(key):
            hint = "use letters, digits and hyphens"
            text.report("bad-value", f"`{key}` cannot be the key of a source", span, hint=hint)
            continue
        record = read_mapping(node, KEYS, text)
        found.append(_source(key, record))
        places[key] = span
        if origin := record.text("derived-from"):
            origins[key] = (origin, record.span("derived-from"))
        if path := record.text("path"):
            copies.append((path, record.span("path")))
        if record.text("status"):
            statuses.append((key, record.span("status")))
    if not text.is_sound:  # one mistake in YAML is not ten
        return Bibliography((), (), (text.found[-1],))
    _check_unique(found, places, text)
    _check_addresses(found, places, text)
    _check_origins(origins, places, text)
    return Bibliography(
        tuple(found), tuple(places.values()), tuple(text.found), tuple(copies), tuple(statuses)
    )


@functools.lru_cache(maxsize=1 << 16)
def canonical(address: str) -> str:
    """The address without what does not tell sources apart: equal for two ways to write one.

    Scheme http or https, `www.`, a fragment, a slash at the end, the letter case of the host
    and percent-encoding do not count; path and query do.

    >>> canonical("http://www.Example.org/a/#b") == canonical("https://example.org/a")
    True
    """
    if match := _PLAIN_ADDRESS.fullmatch(address):  # most are, and are done in no time
        return f"{match[1]}{(match[2] or '').rstrip('/')}"
    return _canonical(address)


def _canonical(address: str) -> str:
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.").rstrip(".")
        port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    except ValueError:
        return address
    query = f"?{unquote(parts.query)}" if parts.query else ""
    return f"{host}{port}{unquote(parts.path).rstrip('/')}{query}"


def by_address(sources: Iterable[Source]) -> dict[str, Source]:
    """Sources by the canonical form of their address, archived address and DOI."""
    found: dict[str, Source] = {}
    for source in sources:
        doi = f"https://doi.org/{source.doi}" if source.doi else ""
        for address in (source.url, source.archived, doi):
            if address:
                found.setdefault(canonical(address), source)
    return found


def _source(key: str, record: Record) -> Source:
    plain = [k.name for k in KEYS if k.name not in ("author", "primary")]
    values = {name.replace("-", "_"): record.text(name) for name in plain}
    doi = re.sub(
        r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", values.pop("doi"), flags=re.IGNORECASE
    )
    return Source(
        key=key,
        authors=record.texts("author"),
        primary=record.flag("primary"),
        doi=doi,
        **values,
    )


def _check_unique(sources: list[Source], places: dict[str, Span], text: Text) -> None:
    seen: dict[str, Source] = {}
    for source in sources:
        folded = unicodedata.normalize("NFKC", source.key).casefold()
        first = seen.setdefault(folded, source)
        if first is not source:
            message = f"the keys `{first.key}` and `{source.key}` differ only in letter case"
            text.report("duplicate-slug", message, places[source.key])


def _check_addresses(sources: list[Source], places: dict[str, Span], text: Text) -> None:
    seen: dict[str, Source] = {}
    for source in sources:
        for address in {canonical(a) for a in (source.url, source.archived) if a}:
            first = seen.setdefault(address, source)
            if first is not source:
                message = f"the sources `{first.key}` and `{source.key}` have the same address"
                hint = "keep one record for one work, or give each its own address"
                text.report("duplicate-address", message, places[source.key], hint=hint)


def _check_origins(
    origins: dict[str, tuple[str, Span]], places: dict[str, Span], text: Text
) -> None:
    for key, (origin, span) in origins.items():
        if _leads_back(key, origins):
            text.report("bad-value", "a source cannot be derived from itself", span)
        elif origin not in places:
            hint = did_you_mean(origin, places) or "add it to sources.yaml"
            message = f"no source has the key `{origin}`"
            text.report("unknown-source", message, span, hint=hint)


def _leads_back(key: str, origins: dict[str, tuple[str, Span]]) -> bool:
    """True if the way from origin to origin comes back to where it began."""
    seen: set[str] = set()
    at = key
    while at in origins and at not in seen:
        seen.add(at)
        at = origins[at][0]
    return at == key
