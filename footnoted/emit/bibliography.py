"""The sources as data: `sources.json` for CSL processors, `sources.bib` for LaTeX.

One record for each source, by their keys: so two versions can be compared, and a new source
changes no other line. They are made when they are written, since they grow with the site.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import msgspec

from footnoted.model import Corpus, Deferred, Output, Source
from footnoted.strings import Strings
from footnoted.theme import Theme

JSON, BIBTEX = "sources.json", "sources.bib"
_ENCODE = msgspec.json.Encoder().encode
Listed = tuple[list[Source], Strings]


def emit(corpus: Corpus, theme: Theme) -> Iterator[Deferred]:
    """`sources.json` and `sources.bib`, if there is a source."""
    if not corpus.sources:
        return
    sources = sorted((page.source for page in corpus.sources), key=lambda source: source.key)
    listed = sources, theme.strings(corpus.config.language)
    yield Deferred(JSON, _json, listed)
    yield Deferred(BIBTEX, _bibtex, listed)


def _json(listed: Listed, afresh: bool) -> Output:
    from footnoted.csl import record

    sources, words = listed
    file = BytesIO()  # its pieces and the whole are never there at once
    sign = b"[\n"
    for source in sources:
        file.write(sign + _ENCODE(record(source, _note(source, words))))
        sign = b",\n"
    file.write(b"\n]\n")
    return Output(JSON, file.getvalue())


def _bibtex(listed: Listed, afresh: bool) -> Output:
    from footnoted.bibtex import entry

    sources, words = listed
    file = BytesIO()
    sign = ""
    for source in sources:
        copy = f"{words('source.field.archived')}: {source.archived}" if source.archived else ""
        file.write(f"{sign}{entry(source, _note(source, words), copy)}".encode())
        sign = "\n"
    return Output(BIBTEX, file.getvalue())


def _note(source: Source, words: Strings) -> str:
    """What readers should know: that the work no longer stands and why; what its record adds."""
    if not source.status:
        return source.note
    told = f"status.{source.status}"
    why = source.status_note or words(f"{told}.meaning")
    return f"{words(f'{told}.label')}. {why} {source.note}".rstrip()
