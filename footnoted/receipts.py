"""receipts.yaml -> Receipt values, and back: what was kept of each source, and when.

A machine writes the file, and it is committed, while the copies themselves are not: so where no
copy is, a build can still tell which quotations were found in it. A quotation and a text are told
from others by their SHA-256; whoever edits a letter of the quotation has another one.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping

from footnoted import checks
from footnoted.composing import Text, compose_entries
from footnoted.diagnostics import Diagnostic, Span, did_you_mean
from footnoted.fields import Key, Record, read_mapping
from footnoted.model import Receipt, Source, SourceFile
from footnoted.patterns import pattern
from footnoted.sources import canonical
from footnoted.value import Value

PATH = "receipts.yaml"
KEYS = (
    Key("address", checks.address, "the address that was asked for"),
    Key("final-address", checks.address, "the address that answered, after all redirects"),
    Key("date", checks.date, "the day of the copy, like `2026-11-22`", required=True),
    Key("status", checks.count, "the status of the answer, like `200`"),
    Key("type", checks.text, "the type of the answer, like `text/html`"),
    Key("length", checks.count, "how many bytes were answered"),
    Key("body", checks.digest, "the SHA-256 of these bytes, as `sha256-` and 64 digits"),
    Key("text", checks.digest, "the SHA-256 of the text of the copy", required=True),
    Key("quotations", checks.digests, "the SHA-256 of each quotation that stands in that text"),
)
_HEAD = "# Written by `python build.py keep`: what was kept of each source, and when.\n"
_PLAIN = pattern(r"[A-Za-z0-9][\w.+/~%?&=@$()!;-]*(?::[\w.+/~%?&=@$()!;:-]*\w)?[/=]?", re.ASCII)


class Receipts(Value, frozen=True):
    """All receipts in the order of the file, the places of their keys, and what is wrong."""

    receipts: tuple[Receipt, ...]
    places: tuple[Span, ...]
    diagnostics: tuple[Diagnostic, ...]


def read_receipts(file: SourceFile) -> Receipts:
    """The records of receipts.yaml; one without a date or a text is left out."""
    text = Text(file.path, file.text)
    found: list[Receipt] = []
    places: list[Span] = []
    for key_node, node in compose_entries(text):
        record = read_mapping(node, KEYS, text)
        if "date" not in record.values or "text" not in record.values:
            continue
        found.append(_receipt(key_node.value, record))
        places.append(text.span(key_node))
    if not text.is_sound:
        return Receipts((), (), tuple(text.found))
    return Receipts(tuple(found), tuple(places), tuple(text.found))


def fitting(
    receipts: Receipts, sources: Mapping[str, Source]
) -> tuple[dict[str, Receipt], tuple[Diagnostic, ...]]:
    """The receipts by the key of their source; those that fit none are reported instead.

    Without any source nothing is: then the list of sources could not be read, most likely, and
    its author must not be told to delete what was kept.
    """
    if not sources:
        return {}, ()
    fit: dict[str, Receipt] = {}
    found: list[Diagnostic] = []
    for receipt, place in zip(receipts.receipts, receipts.places, strict=True):
        source = sources.get(receipt.source)
        if source is None:
            message = f"no source has the key `{receipt.source}`"
            hint = did_you_mean(receipt.source, sources) or "delete the receipt"
            found.append(Diagnostic("stale-receipt", message, place, hint=hint))
        elif receipt.address and not _is_of(receipt.address, source):
            message = f"the copy of `{source.key}` is of an address that it no longer has"
            hint = f"keep a copy anew: python build.py keep --source {source.key}"
            found.append(Diagnostic("stale-receipt", message, place, hint=hint))
        else:
            fit[source.key] = receipt
    return fit, tuple(found)


def addresses(source: Source) -> tuple[str, ...]:
    """Where the source can be read: at its own address, else by its DOI; then the archived copy."""
    own = source.url or (f"https://doi.org/{source.doi}" if source.doi else "")
    return tuple(dict.fromkeys(filter(None, (own, source.archived))))


def written(receipts: Iterable[Receipt]) -> str:
    """The text of receipts.yaml, by key."""
    records = sorted(receipts, key=lambda receipt: receipt.source)
    return _HEAD + "".join("".join(_lines(receipt)) for receipt in records)


def text_digest(text: str) -> str:
    """What tells the text of a copy from others, whatever ends its lines."""
    return bytes_digest(text.replace("\r\n", "\n").encode())


@functools.lru_cache(maxsize=1 << 16)
def quotation_digest(quotation: str) -> str:
    """What tells a quotation from others."""
    return bytes_digest(quotation.encode())


def bytes_digest(content: bytes) -> str:
    """`sha256-` and 64 digits.

    >>> bytes_digest(b"")[:14]
    'sha256-e3b0c44'
    """
    return f"sha256-{hashlib.sha256(content).hexdigest()}"


def _receipt(key: str, record: Record) -> Receipt:
    return Receipt(
        source=key,
        date=record.text("date"),
        text=record.text("text"),
        address=record.text("address"),
        final_address=record.text("final-address"),
        status=_number(record, "status"),
        type=record.text("type"),
        length=_number(record, "length"),
        body=record.text("body"),
        quotations=record.texts("quotations"),
    )


def _number(record: Record, name: str) -> int:
    value = record.values.get(name, 0)
    assert isinstance(value, int), name
    return value


def _is_of(address: str, source: Source) -> bool:
    return canonical(address) in map(canonical, addresses(source))


def _lines(receipt: Receipt) -> Iterator[str]:
    yield f"{receipt.source}:\n"
    for key in KEYS[:-1]:
        value = getattr(receipt, key.name.replace("-", "_"))
        if value:
            yield f"  {key.name}: {_scalar(str(value))}\n"
    if receipt.quotations:
        yield "  quotations:\n"
        yield from (f"    - {digest}\n" for digest in receipt.quotations)


def _scalar(value: str) -> str:
    """The value as YAML, in quotation marks where it might be read as anything else."""
    return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
