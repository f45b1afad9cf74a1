"""`sitemap.xml`: the address of every page, for search engines (https://www.sitemaps.org).

A day of change stands only where the content names one: an essay's and an evidence page's. How
often a page changes and how much it matters is left out, since nobody knows that. The files are
made when they are written, since they grow with the site.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from markupsafe import escape

from footnoted.model import Corpus, Deferred, Output
from footnoted.pages import absolute
from footnoted.theme import Theme

FILE = "sitemap.xml"
MOST = 50_000  # addresses in one file, by the protocol
_BYTES = 50 * 1024 * 1024  # of one file, by the protocol
_ROW_BYTES, _LETTER_BYTES = 100, 12  # of a row without its address; `%F0%9F%93%9D`
_LISTS = ("", "essays.html", "claims.html", "sources.html", "method.html")
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_Part = tuple[Corpus, str, int, int]


def emit(corpus: Corpus, theme: Theme, most: int = MOST) -> Iterator[Output | Deferred]:
    """`sitemap.xml`, if the site has an address.

    Where it would have more than `most` addresses or too many bytes, it leads to `sitemap-1.xml`
    and so on, which have them.
    """
    url = corpus.config.url
    if not url:
        return
    lengths = [len(path) for path, _ in _pages(corpus)]
    most = min(most, _BYTES // (_ROW_BYTES + len(escape(url)) + _LETTER_BYTES * max(lengths)))
    if len(lengths) <= most:
        yield Deferred(FILE, _made, (corpus, FILE, 0, most))
        return
    starts = range(0, len(lengths), most)
    parts = [(f"sitemap-{number}.xml", start) for number, start in enumerate(starts, 1)]
    yield Output(FILE, _index(url, [path for path, _ in parts]))
    for path, start in parts:
        yield Deferred(path, _made, (corpus, path, start, start + most))


def _pages(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Path of every page but that for missing addresses; the day of its change, if one is known."""
    for path in _LISTS:
        yield path, ""
    if corpus.corrections:
        yield "corrections.html", ""
    for linked in corpus.essays:
        yield f"essays/{linked.essay.slug}.html", linked.changed
    for page in corpus.evidence:
        yield f"evidence/{page.evidence.slug}.html", page.changed
    for work in corpus.sources:
        yield f"sources/{work.source.key}.html", ""


def _made(part: _Part, afresh: bool) -> Output:
    """A file of addresses, as it is of these very values: no earlier build is looked at."""
    corpus, path, start, end = part
    url = corpus.config.url
    rows = [_row(absolute(url, page), day) for page, day in islice(_pages(corpus), start, end)]
    return Output(path, _whole("urlset", rows))


def _row(address: str, day: str) -> str:
    changed = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<url><loc>{escape(address)}</loc>{changed}</url>\n"


def _index(url: str, paths: Iterable[str]) -> bytes:
    rows = [f"<sitemap><loc>{escape(absolute(url, path))}</loc></sitemap>\n" for path in paths]
    return _whole("sitemapindex", rows)


def _whole(name: str, rows: Iterable[str]) -> bytes:
    return f'{_HEAD}<{name} xmlns="{_NAMESPACE}">\n{"".join(rows)}</{name}>\n'.encode()
