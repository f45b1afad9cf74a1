"""The sources of a site, what is quoted from them, and what is kept of them so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from footnoted.config import read_config
from footnoted.copies import FOLDER, has_kept, place_of, read_copies, read_kept
from footnoted.diagnostics import NOWHERE, Diagnostic
from footnoted.model import Receipt, Source, SourceFile
from footnoted.parse import parse_evidence
from footnoted.quote_checks import quoting
from footnoted.quotes import Copy, stands_in
from footnoted.read import Reader, read
from footnoted.receipts import (
    PATH,
    Receipts,
    fitting,
    quotation_digest,
    read_receipts,
    text_digest,
    written,
)
from footnoted.replacing import replacing
from footnoted.sources import Bibliography, read_sources

_IGNORED = "# Copies of other people's works: to be looked up in, not to be passed on.\n*\n"


class NotReadyError(Exception):
    """The content or the command makes no sense as it is; says why, in words for its author."""


class Library(Struct):
    """Sources and their quotations by key. `receipts` are all there are, `fit` those that count,
    `file` is what says so.

    What was kept meanwhile, by this command or another, is in both: the only values here that
    change.
    """

    folder: Path
    site: str
    files: frozenset[str]
    sources: Mapping[str, Source]
    quotations: Mapping[str, tuple[str, ...]]
    receipts: dict[str, Receipt]
    fit: dict[str, Receipt]
    file: SourceFile | None

    def copy_of(self, key: str) -> str | None:
        """The text of the source that lies here: the one its record names, or a kept one."""
        path = self.sources[key].path
        if path:
            return read_copies(self.folder, [(path, NOWHERE)], self.files)[0].get(path)
        text = read_kept(self.folder, [key]).get(key) if key in self.fit else None
        return text if text is not None and text_digest(text) == self.fit[key].text else None

    def standing(self, key: str, text: str) -> tuple[str, ...]:
        """The digests of the quotations from the source that stand in the text."""
        copy = Copy(text)
        quoted = self.quotations.get(key, ())
        return tuple(sorted(quotation_digest(q) for q in quoted if stands_in(q, copy)))

    def put(self, receipt: Receipt, text: str, warc: bytes) -> None:
        """The copy and its receipt are on the disk, or what was there before is."""
        place = self._place(receipt.source)
        with replacing(place.with_suffix(".warc.gz")) as file:
            file.write(warc)
        with replacing(place) as file:
            file.write(text.encode())
        self.note(receipt)

    def note(self, *receipts: Receipt) -> None:
        """The receipts are in receipts.yaml, beside those that another command put there.

        Raises NotReadyError if the file cannot be read any more.
        """
        self._follow()
        for receipt in receipts:
            self.receipts[receipt.source] = self.fit[receipt.source] = receipt
        self.file = SourceFile(PATH, written(self.receipts.values()))
        with replacing(self.folder / PATH) as file:
            file.write(self.file.text.encode())

    def _follow(self) -> None:
        """What stands in receipts.yaml is known, whoever changed it meanwhile."""
        found: list[Diagnostic] = []
        there = (self.folder / PATH).exists()
        file = Reader().read(str(self.folder), PATH, found) if there else None
        if file == self.file and not found:
            return
        read_anew = _receipts(file)
        _check(*found, *read_anew.diagnostics)
        self.receipts = {receipt.source: receipt for receipt in read_anew.receipts}
        self.fit = fitting(read_anew, self.sources)[0]

    def _place(self, key: str) -> Path:
        """Where the text of the source goes: in a folder of ours, which no commit takes up."""
        folder = self.folder / FOLDER
        folder.mkdir(exist_ok=True)
        if not has_kept(self.folder):
            raise PermissionError(f"`{folder}` is a link: copies are kept in the content folder")
        if not (folder / ".gitignore").exists():
            (folder / ".gitignore").write_text(_IGNORED, "utf-8")
        return self.folder / place_of(key)


def open_library(folder: Path) -> Library:
    """The library of a content folder. Raises NotReadyError if a list in it cannot be read."""
    content = read(folder)
    config = read_config(content.config)[0]
    bibliography = read_sources(content.sources) if content.sources else Bibliography((), (), ())
    receipts = _receipts(content.receipts)
    _check(
        *(d for d in content.diagnostics if d.span.path in (PATH, "sources.yaml")),
        *(bibliography.diagnostics if not bibliography.sources else ()),
        *receipts.diagnostics,
    )
    sources = {source.key: source for source in bibliography.sources}
    quotations: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for citation in quoting(parse_evidence(file, config).page for file in content.evidence):
        quotations[citation.source][citation.quote] = None
    return Library(
        folder=folder,
        site=config.url,
        files=content.files,
        sources=sources,
        quotations={key: tuple(quoted) for key, quoted in quotations.items()},
        receipts={receipt.source: receipt for receipt in receipts.receipts},
        fit=fitting(receipts, sources)[0],
        file=content.receipts,
    )


def _receipts(file: SourceFile | None) -> Receipts:
    return read_receipts(file) if file else Receipts((), (), ())


def _check(*faults: Diagnostic) -> None:
    """Raises NotReadyError at what would be lost if the command went on."""
    for fault in faults:
        place = f"{fault.span.path}:{fault.span.line}:{fault.span.column}"
        raise NotReadyError(f"{place}: {fault.message}")


def refreshed(library: Library, day: str) -> Iterator[Receipt]:
    """New receipts of all texts that are here, where others are due: nothing has to be fetched."""
    for key, source in library.sources.items():
        before = library.fit.get(key)
        if not (source.path or before) or not (before or library.quotations.get(key)):
            continue
        text = library.copy_of(key)
        if text is None:
            continue
        digest, found = text_digest(text), library.standing(key, text)
        if before is None or before.text != digest:
            yield Receipt(key, day, digest, quotations=found)
        elif before.quotations != found:
            yield replace(before, quotations=found)
