"""The linked site and sources.yaml -> every address on the web, once, with all its places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from footnoted.composing import Text, compose_entries, entries
from footnoted.diagnostics import Span
from footnoted.link_faults import plain
from footnoted.model import Corpus, Essay, Evidence, EvidencePage, Source, SourceFile
from footnoted.rot.values import Address

_KEYS = ("url", "archived", "doi")


def gather(corpus: Corpus, sources: SourceFile | None) -> tuple[Address, ...]:
    """The addresses of sources first, in the order of their file; then those of texts."""
    places: defaultdict[str, list[Span]] = defaultdict(list)
    for address, span in (*_of_sources(corpus, sources), *_of_texts(corpus)):
        places[plain(address)].append(span)
    by_address = _by_address(corpus)
    quotations = _quotations(corpus)
    return tuple(
        Address(
            address,
            tuple(spans),
            tuple(quotations.get(address, {}).items()),
            is_source=address in by_address,
            archived=by_address[address].archived if address in by_address else "",
        )
        for address, spans in places.items()
    )


def _of_sources(corpus: Corpus, file: SourceFile | None) -> Iterator[tuple[str, Span]]:
    places = _places(file) if file else {}
    for page in sorted(corpus.sources, key=lambda page: _line(page.source, places)):
        source = page.source
        doi = f"https://doi.org/{source.doi}" if source.doi else ""
        for key, address in zip(_KEYS, (source.url, source.archived, doi), strict=True):
            if address and (source.key, key) in places:
                yield address, places[source.key, key]


def _places(file: SourceFile) -> Mapping[tuple[str, str], Span]:
    """Where sources.yaml has the addresses, by the key of the source and that of the address."""
    text = Text(file.path, file.text)
    found: dict[tuple[str, str], Span] = {}
    for key_node, record in compose_entries(text):
        for name, value in entries(record, text):
            if name.value in _KEYS:
                found[key_node.value, name.value] = text.span(value)
    return found


def _line(source: Source, places: Mapping[tuple[str, str], Span]) -> int:
    return min((places[source.key, k].line for k in _KEYS if (source.key, k) in places), default=0)


def _of_texts(corpus: Corpus) -> Iterator[tuple[str, Span]]:
    essays = sorted((linked.essay for linked in corpus.essays), key=lambda essay: essay.path)
    evidence = sorted((page.evidence for page in corpus.evidence), key=lambda page: page.path)
    texts: tuple[Essay | Evidence, ...] = (*essays, *evidence)
    for text in texts:
        for mention in text.prose.mentions:
            yield mention.address, mention.span


def _by_address(corpus: Corpus) -> Mapping[str, Source]:
    """The sources by their own address; that of a copy has no further copy."""
    sources = (page.source for page in corpus.sources if page.source.own_address)
    return {plain(source.own_address): source for source in sources}


def _quotations(corpus: Corpus) -> Mapping[str, Mapping[str, Span]]:
    """The quotations that were found in the copy of their source, by its address."""
    found: defaultdict[str, dict[str, Span]] = defaultdict(dict)
    for page in corpus.evidence:
        for source, quotation, span in _found_on(page):
            found[plain(source.own_address)].setdefault(quotation, span)
    return found


def _found_on(page: EvidencePage) -> Iterator[tuple[Source, str, Span]]:
    found = {
        (item.source.key, item.citation.quote): item.source
        for item in page.linked.citations
        if item.check == "found"
    }
    for citation in page.evidence.citations:
        if source := found.get((citation.source, citation.quote)):
            yield source, citation.quote, citation.quote_span
