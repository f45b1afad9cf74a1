"""Straight quotation marks in, the typographic marks of the page's language out.

A mark is judged by the characters beside it and by the quotations that are open there:

    "  closes what is open, else opens; stays straight after a digit (6")
    '  the same, but between letters, before 's or a decade, or after a word
       with nothing open it is an apostrophe (don't, '90s, students' work)

So the author's choice stands: `"` gets the outer marks of the language, `'` the inner ones.
A quotation that never closes keeps its opening mark, which is right for one that goes on in the
next paragraph. Every mark is judged once, left to right, and nothing is taken back: the time is
linear. markdown-it's own rule looks back, and 224 kB of `"a' ` keeps it busy for half a minute.

Not known here: that `"He is 6'2" tall"` has no quotation mark in its middle, nor that `" "`
between spaces is meant to quote; the latter stays straight.
"""

from __future__ import annotations

import re
import string
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from footnoted.syntax.mark_roles import Kind, Role, kind_of, role_of
from footnoted.syntax.quotation_marks import QuotationMarks, marks_of

# What a mark sees of some tokens: white space, something like a word, or nothing.
_SEEN = {"softbreak": " ", "hardbreak": " ", "image": "x"} | dict.fromkeys(
    ("em_open", "em_close", "strong_open", "strong_close", "footnote_ref"), ""
)
# What a mark is to the next one of the same run; a straight one is overlooked.
_SEEN_AS: dict[Role, Kind] = {"open": "opener", "close": "closer", "apostrophe": "letter"}

_RUN = re.compile('""*')  # written so, its first sign is found many times sooner
# A single mark between two of these is an apostrophe, whatever is around the word; a double one
# before it opens after a blank, and after it, or after such a point, closes what is open.
_PLAIN_LETTERS = frozenset(string.ascii_letters)
_PLAIN_ENDS = _PLAIN_LETTERS | frozenset(".,!?")

_ENDS = re.compile(r"[.,;:!?](?:\s|\Z)")  # a point that ends something, unlike the one in "...and"


def smart_quotes(state: StateCore) -> None:
    """The text of every inline token, and of image descriptions in it, has typographic marks.

    A core rule, to stand between "inline" and "text_join", while an escaped `\\"` and `&quot;` are
    still tokens of their own: they stay as written, as do code, HTML and bare addresses. The
    language is `state.env["language"]`, English when absent. Link titles are not touched.
    """
    language = state.env.get("language", "en")
    for token in state.tokens:
        if token.children and ('"' in token.content or "'" in token.content):
            _educate_tokens(token.children, language)


def educate(text: str, language: str) -> str:
    """`text` has the typographic marks of `language`, a BCP 47 tag; of English when unknown.

    Only marks change, and French guillemets gain U+202F inside, unless a space stands there.

    >>> educate('''"Don't," she said.''', "de-AT")
    '„Don’t,“ she said.'
    """
    if '"' not in text and "'" not in text:
        return text
    return _with_marks(text, _changes(text, language))


def educate_parts(parts: Sequence[str], language: str) -> list[str]:
    """The parts of a text, with the marks that it has as a whole."""
    text = "".join(parts)
    changes = _changes(text, language)
    educated = _with_marks(text, changes)
    ends = list(accumulate(map(len, parts), initial=0))
    if len(educated) > len(text):  # some marks bring a space
        offsets = [offset for offset, _ in changes]
        grown = list(accumulate([len(mark) - 1 for _, mark in changes], initial=0))
        ends = [end + grown[bisect_left(offsets, end)] for end in ends]
    return [educated[start:end] for start, end in pairwise(ends)]


def _educate_tokens(tokens: Sequence[Token], language: str) -> None:
    pieces = _pieces(tokens)
    educated = educate_parts(pieces, language)
    for token, piece, words in zip(tokens, pieces, educated, strict=True):
        if token.type == "text" and piece == token.content:  # not so for an address
            token.content = words
    for token in [token for token in tokens if token.children]:
        _educate_tokens(token.children or (), language)


def _pieces(tokens: Sequence[Token]) -> list[str]:
    """For each token, what a mark beside it sees; straight marks only where they may change."""
    pieces = []
    address = False
    for token in tokens:
        kind = token.type
        if kind == "text":
            pieces.append(token.content if not address else "x" if token.content else "")
            continue
        if kind in ("link_open", "link_close"):
            address = kind == "link_open" and token.info == "auto"
        pieces.append(_SEEN[kind] if kind in _SEEN else _seen(token))
    return pieces


def _seen(token: Token) -> str:
    """What a mark sees of an escaped character, of HTML, of code, and of what has no text."""
    if token.type == "text_special":
        return _RUN.sub("″", token.content.replace("'", '"'))
    if token.type == "html_inline":
        return " " if token.content.lower().startswith("<br") else ""
    return "x" if token.content else ""  # marks see through emphasis and references to notes


def _changes(text: str, language: str) -> list[tuple[int, str]]:
    """What takes the place of which straight marks of `text`: offset and mark, in order.

    Of more than eight open quotations the outermost is forgotten, which bounds the time.
    """
    marks = marks_of(language)
    quotations: deque[str] = deque(maxlen=8)
    changes = []
    for run in _RUN.finditer(text.replace("'", '"')):
        start, end = run.span()
        left, right = text[start - 1 : start], text[end : end + 1]
        signs = text[start:end]
        if left in _PLAIN_LETTERS and right in _PLAIN_LETTERS and signs == "'":
            changes.append((start, "’"))
            continue
        if signs == '"' and left in ("", " ") and right in _PLAIN_LETTERS:
            changes.append((start, marks.opening))
            quotations.append(signs)
            continue
        if signs == '"' and left in _PLAIN_ENDS and quotations and quotations[-1] == signs:
            changes.append((start, marks.closing))
            quotations.pop()
            continue
        before, after = kind_of(left), kind_of(right)
        if after == "point" and _ENDS.match(text, end):
            after = "closer"
        for offset in range(start, end):
            role = role_of(text, offset, before, after, quotations)
            _follow(quotations, text[offset], role)
            if role != "straight":
                before = _SEEN_AS[role]
                changes.append((offset, _mark(text, offset, role, marks)))
    return changes


def _mark(text: str, offset: int, role: Role, marks: QuotationMarks) -> str:
    """What the straight mark at `offset` becomes, if it is to be none; spaces are not doubled."""
    double = text[offset] == '"'
    if role == "open":
        mark = marks.opening if double else marks.inner_opening
        return mark[0] if text[offset + 1 : offset + 2].isspace() else mark
    before = text[offset - 1 : offset]
    if role == "close":
        mark = marks.closing if double else marks.inner_closing
        return mark[-1] if before.isspace() else mark
    hebrew = "א" <= before <= "ת"
    return ("״" if double else "׳") if hebrew else "’"


def _with_marks(text: str, changes: Iterable[tuple[int, str]]) -> str:
    """The text whose marks change so."""
    parts: list[str] = []
    at = 0
    for offset, mark in changes:
        parts += (text[at:offset], mark)
        at = offset + 1
    return "".join((*parts, text[at:]))


def _follow(quotations: deque[str], mark: str, role: Role) -> None:
    """`quotations` holds the marks of the quotations open after `mark`, the innermost last."""
    if role == "open":
        quotations.append(mark)
    elif role == "close" and mark in quotations:
        while quotations.pop() != mark:
            pass
