"""Text fragments: the address of a page and a quotation -> the address of the very passage.

    url#:~:text=QUOTATION        url#:~:text=START,END

The grammar is that of "URL Fragment Text Directives", https://wicg.github.io/scroll-to-text-fragment/:
every character of a term that is not a letter or digit may be percent-encoded, and `-` `,` `&`
must be. A term is found only if it begins and ends where words do, and only within one block;
the two terms of a range may stand in different blocks. A browser that does not find the passage
opens the page at its top, so a link is never worse for having a fragment.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from urllib.parse import quote, urlsplit

from footnoted.patterns import pattern

# These scripts have no spaces, so where words end is a guess: only the ends of clauses are sure.
_UNSPACED_LETTERS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
# A quotation is broken by what its author left out or put in: `[…]`, `...`, `[sic]`.
_BREAK = pattern(r"\[[^\[\]]*\]|\(?(?:…|\.\s?\.\s?\.)\)?")
# Brackets that touch a word have changed it: `[T]he`, `law[s]`. Those of marks have not: `met[,]`.
_BRACKETS = r"\[(?:[^\[\]]*[^\W_][^\[\]]*)?\]"
_INSERTED = pattern(_BRACKETS)
_CHANGED = pattern(
    r"{part}+{brackets}{part}*|{brackets}{part}+".format(
        part=rf"[^\s\[\]{_UNSPACED_LETTERS}]", brackets=_BRACKETS
    )
)
_FEWEST = 2  # words beside a changed one, below which they could be anywhere
# Marks at the edges of a term are left off: they are the first to differ from page to page.
_EDGES = " \t\r\n\"'`“”„‟‘’‚‛«»‹›「」『』《》〈〉.,;:!?·،؛؟۔。、，．；：！？-‐‑‒–—―"
_LETTER = pattern(r"[^\W_]")
_UNSPACED = pattern(f"[{_UNSPACED_LETTERS}]")
_FAR = pattern("[^\0-\u052f\u2010-\u203a]")  # from Latin, Greek, Cyrillic and their marks
_CLAUSE = pattern("(?<=[。、，．；：！？」』》…])")
_LONGEST = 10  # pieces, above which the ends of a quotation are enough
_ENOUGH = 5  # pieces, of words; a clause counts as much as it has words, at two letters each
_PLAIN = re.compile(r"[A-Za-z0-9_.~ -]*")
_PLAIN_ADDRESS = re.compile(r"https?://([a-z0-9.-]+)(/[A-Za-z0-9/._~-]*)?")
# What these names end in is not shown as HTML, or has no text.
_NOT_HTML = pattern(
    r"\.(?:pdf|epub|docx?|odt|rtf|xlsx?|ods|csv|tsv|pptx?|odp|json|xml|zip|gz|7z|txt"
    r"|jpe?g|png|gif|webp|svg|tiff?|mp[34]|m4[av]|ogg|wav|webm|mov|avi)",
    re.IGNORECASE,
)


def passage(address: str, quotation: str) -> str:
    """The address of `quotation` on the page at `address`; empty if no such link can be made.

    It can be made for pages on the web that are HTML as far as their address tells. DOIs lead
    to a publisher's choice of pages, and an address that ends in `#/place` is one to a script.

    >>> passage("https://example.org/a", "a cease-fire, not peace")
    'https://example.org/a#:~:text=a%20cease%2Dfire%2C%20not%20peace'
    >>> passage("https://example.org/a#b", "“Talks […] went on.”")
    'https://example.org/a#b:~:text=Talks,went%20on'
    >>> passage("https://example.org/a.pdf", "Talks went on")
    ''
    """
    page, _, place = address.partition("#")
    if place.startswith(("/", "!")) or ":~:" in place or not _is_html(page):
        return ""
    terms = text_directive(quotation)
    return f"{page}#{place}:~:text={terms}" if terms else ""


def text_directive(quotation: str) -> str:
    """The terms that find a quotation, percent-encoded: all of it, or `start,end`.

    >>> text_directive("‘찬성한다’(90.7%)는 의견은")
    '%EC%B0%AC%EC%84%B1%ED%95%9C%EB%8B%A4%E2%80%99%2890.7%25%29%EB%8A%94%20%EC%9D%98%EA%B2%AC%EC%9D%80'
    """
    terms = _terms_of_words(quotation) if _has_words_only(quotation) else _terms(quotation)
    return ",".join(_encoded(term) for term in terms if term)


def _has_words_only(quotation: str) -> bool:
    """True if nothing is left out or put in, and spaces stand between words: as in most."""
    is_whole = "[" not in quotation and "…" not in quotation and quotation.count(".") < 3
    return is_whole and (quotation.isascii() or not _FAR.search(quotation))


def _terms_of_words(quotation: str) -> Iterable[str]:
    """What `_terms` finds in a quotation that has words only, in less time."""
    text = _trimmed(quotation)
    words = text.split(" ")
    if len(words) <= _LONGEST:
        return (text,)
    return _trimmed(" ".join(words[:_ENOUGH])), _trimmed(" ".join(words[-_ENOUGH:]))


def _terms(quotation: str) -> Iterable[str]:
    """The terms as they stand on the page; an empty one says nothing."""
    spans = _spans(quotation)
    if not spans:
        return ()
    first, last = _pieces(spans[0]), _pieces(spans[-1])
    if len(spans) == 1:
        start, end = _ends(first)
    else:
        start, end = first[: _enough(first)], last[-_enough(last[::-1]) :]
    return (_trimmed("".join(pieces)) for pieces in (start, end) if pieces)


def _is_html(address: str) -> bool:
    if plain := _PLAIN_ADDRESS.fullmatch(address):
        host, ends = plain[1], [plain[2] or ""]
    else:
        try:
            parts = urlsplit(address)
        except ValueError:
            return False
        if parts.scheme not in ("http", "https"):
            return False
        host, ends = parts.hostname or "", [parts.path, parts.query]
    if f".{host}".endswith(".doi.org"):
        return False
    # also `?file=report.pdf`, and the address that ends an address of an archive
    return not any(_NOT_HTML.fullmatch(end[end.rfind(".") :]) for end in ends)


def _spans(quotation: str) -> list[str]:
    """What stands on the page as it is quoted, between the breaks.

    >>> _spans("[T]he law[s] of war […] apply")
    ['of war']
    """
    text, changed = _CHANGED.subn("[…]", quotation) if "[" in quotation else (quotation, 0)
    spans = [span for part in _BREAK.split(text) if (span := _trimmed(part))]
    if not changed:
        return spans
    return [span for span in spans if _weight(_pieces(span)) >= _FEWEST]


def _trimmed(text: str) -> str:
    """The text without marks at its edges, its white space single spaces, composed."""
    words = " ".join(unicodedata.normalize("NFC", text).split()).strip(_EDGES)
    return words if _LETTER.search(words) else ""


def _pieces(span: str) -> list[str]:
    """The parts of a span at whose edges words surely end: words, or clauses."""
    if _FAR.search(span) and _UNSPACED.search(span):  # it is quick to see that most have none
        return [piece for piece in _CLAUSE.split(span) if piece]
    return [f"{word} " for word in span.split(" ")]


def _ends(pieces: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """The first and the last pieces of a long span; all and none of a short one."""
    start, end = _enough(pieces), len(pieces) - _enough(pieces[::-1])
    if _weight(pieces) <= _LONGEST or start >= end:
        return pieces, ()
    return pieces[:start], pieces[end:]


def _enough(pieces: Sequence[str]) -> int:
    """How many of the first pieces are enough to tell a passage from others."""
    if _are_words(pieces):
        return min(_ENOUGH, len(pieces))
    weight = count = 0
    for piece in pieces:
        if weight >= _ENOUGH:
            break
        weight += len(piece) // 2
        count += 1
    return count


def _weight(pieces: Sequence[str]) -> int:
    """The length in words; where there are no spaces, two letters count as one."""
    return len(pieces) if _are_words(pieces) else sum(len(piece) // 2 for piece in pieces)


def _are_words(pieces: Sequence[str]) -> bool:
    """True if the pieces are words, and not clauses: all of a span are the same."""
    return pieces[0].endswith(" ")


def _encoded(term: str) -> str:
    if _PLAIN.fullmatch(term):  # as most are: said without asking about each letter
        return term.replace(" ", "%20").replace("-", "%2D")
    return quote(term, safe="").replace("-", "%2D")
