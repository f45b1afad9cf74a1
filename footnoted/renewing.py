"""A build after edits that no other page sees: only the pages of the edited texts are made anew.

The last build left a record of what it read and wrote (see `warm`), with the face of each text, and
the ties of each page. If nothing has changed since but texts whose faces are the same, all else
would come out as it stands: this is what a build that links everything would write, without
linking anything. Whenever that is not certain, there is no such build, and a whole one does it.

If it is killed while it replaces pages, or before it has said so in the record, the site is not
the one of the record any more, and the next build is a whole one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from footnoted import unchanged, warm
from footnoted.atom import ESSAYS
from footnoted.config import read_config
from footnoted.diagnostics import Diagnostic
from footnoted.emit.corrections import PAGE as CORRECTIONS
from footnoted.grading import graded
from footnoted.making import Maker
from footnoted.model import Config, Essay, Evidence, Output
from footnoted.options import Options
from footnoted.outcome import Built, Stages
from footnoted.pages import Page
from footnoted.parse import parse_essay, parse_evidence
from footnoted.read import Reader
from footnoted.table import Table, digest_of, write
from footnoted.theme_folder import load
from footnoted.ties import path_of, tied, ties
from footnoted.unchanged import Record
from footnoted.write import replace_pages

FILE = "ties.bin"
# The record of the last build; the listing of what it read, as it is now, and since when it is.
Seen = tuple[Record, bytes, int]
_MANY = 16  # edited texts; with more, a build that looks at all of them is as quick


class _Known(Struct, frozen=True):
    """What is known of a text: its face, and the key of its ties, if it has a page."""

    face: str
    ties: str = ""


class _Renewed(Struct, frozen=True):
    """A text that was edited, and its ties; none if it has no page."""

    text: Essay | Evidence
    ties: bytes


def remember(pages: Iterable[Page], faces: Mapping[str, bytes], folder: Path) -> dict[str, str]:
    """`folder` has the ties of the pages; what a record is to know of each text of `faces`.

    A text that has no page, as a draft has none, has no ties.
    """
    known = {path: face.hex() for path, face in faces.items()}

    def records() -> Iterator[tuple[bytes, bytes]]:
        for page in pages:
            if (path := path_of(page)) in faces:
                record = ties(page)
                key = digest_of(record)
                known[path] = f"{faces[path].hex()} {key.hex()}"
                yield key, record

    write(folder / FILE, records())
    return known


def renew(seen: Seen, options: Options, site: Path, cache: Path, stages: Stages) -> Built | None:
    """The site as a whole build would write it, or None if only that can tell.

    Raises as `write` does, and ThemeError.
    """
    record, listing, began_ns = seen
    edited = _edited(record, listing, options)
    stages.end("load")
    config = None if edited is None else _config(options)
    renewed = _renewed(edited, config, options, cache) if edited is not None and config else None
    if config is None or renewed is None:
        return None
    pages = _pages(renewed, record, config, options)
    stages.end("read, parse and render")
    outputs = replace_pages(pages, site, record["outputs"])
    if not outputs:
        return None
    stages.end("write")
    inputs = warm.settled(listing, began_ns)
    made = [page.path for page in pages]
    trouble = warm.tried(lambda: warm.save_again(record, inputs, outputs, made, cache))
    stages.end("remember")
    told, summary = unchanged.split(record["said"])
    return Built(trouble + told, summary, is_written=True)


def _edited(record: Record, listing: bytes, options: Options) -> dict[str, _Known] | None:
    """What is known of the texts that differ, by path; None if anything else does."""
    before, now = unchanged.signatures(record["inputs"]), unchanged.signatures(listing)
    changed = [path for path, signature in now.items() if before.get(path) != signature]
    if options.published or len(changed) > _MANY or before.keys() != now.keys():
        return None
    texts = unchanged.signatures(record["texts"])
    prefix = f"{options.content.absolute()}/"
    paths = [path.removeprefix(prefix) for path in changed]
    return {path: _known(texts[path]) for path in paths} if texts.keys() >= {*paths} else None


def _known(text: str) -> _Known:
    face, _, key = text.partition(" ")
    return _Known(face, key)


def _config(options: Options) -> Config | None:
    found: list[Diagnostic] = []
    is_there = (options.content / "site.yaml").is_file()
    file = Reader().read(str(options.content), "site.yaml", found) if is_there else None
    config, _ = read_config(file, options.url)
    return None if found else config


def _renewed(
    edited: Mapping[str, _Known], config: Config, options: Options, cache: Path
) -> list[_Renewed] | None:
    """The edited texts that have pages; None if one looks other from outside, or has a finding."""
    renewed = []
    with closing(Table(cache / FILE)) as kept:
        for path, known in edited.items():
            text = _text(path, known, config, options)
            record = kept.record(bytes.fromhex(known.ties)) if known.ties else b""
            if text is None or record is None:
                return None
            if record:
                renewed.append(_Renewed(text, record))
    return renewed


def _text(path: str, known: _Known, config: Config, options: Options) -> Essay | Evidence | None:
    found: list[Diagnostic] = []
    if (options.content / path).resolve() != options.content.resolve() / path:  # a link
        return None
    file = Reader().read(str(options.content), path, found)
    if file is None or found:
        return None
    parse = parse_essay if path.startswith("essays/") else parse_evidence
    parsed = parse(file, config)
    texts = {file.path: file.text}
    has_findings = bool(known.ties) and bool(graded(parsed.diagnostics, texts, config, options))
    return None if has_findings or parsed.face.hex() != known.face else parsed.page


def _pages(
    renewed: Sequence[_Renewed], record: Record, config: Config, options: Options
) -> list[Output]:
    if not renewed:
        return []
    theme = load(config, options)
    outputs = unchanged.signatures(record["outputs"])
    maker = Maker(config, theme, has_corrections=CORRECTIONS in outputs, has_feed=ESSAYS in outputs)
    return [maker.make(tied(r.text, r.ties, config, theme)) for r in renewed]
