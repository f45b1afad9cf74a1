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

import functools
import re
import string
import unicodedata
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Literal

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from footnoted.syntax.quotation_marks import QuotationMarks, marks_of

Role = Literal["open", "close", "apostrophe", "straight"]
Kind = Literal["space", "opener", "closer", "dash", "point", "digit", "joined", "letter"]

_KINDS: dict[str, Kind] = {
    "Ps": "opener",
    "Pi": "opener",
    "Pe": "closer",
    "Pf": "closer",
    "Pd": "dash",
    "Nd": "digit",
}
# What a mark sees of some tokens: white space, something like a word, or nothing.
_SEEN = {"softbreak": " ", "hardbreak": " ", "image": "x"} | dict.fromkeys(
    ("em_open", "em_close", "strong_open", "strong_close", "footnote_ref"), ""
)
# What a mark is to the next one of the same run; a straight one is overlooked.
_SEEN_AS: dict[Role, Kind] = {"open": "opener", "close": "closer", "apostrophe": "letter"}

_RUN = re.compile(r"""["']+""")
# A single mark between two of these is an apostrophe, whatever is around the word.
_PLAIN_LETTERS = frozenset(string.ascii_letters)

_ENDS = re.compile(r"[.,;:!?](?:\s|\Z)")  # a point that ends something, unlike the one in "...and"

# What is cut off at the front of a word, and decades. A word in quotation marks is not meant.
# English, Dutch ('s avonds, 't Hooft) and German ('ne) do not clash, so one list serves all.
_ELISION = re.compile(
    r"""' (?: (?:tis|twas|twere|twill|twould|til|em|cuz|neath|tween|gainst|twixt
                |s|t|k|m|ne|nen|nem)(?![\w'])
            | n(?:'(?=\s\w) | (?![\w']))              # rock 'n' roll, 'n Auto
            | (?:tis|twas|twere|twould)n't
            | \d\d(?:s(?!\w) | (?![\w'])) )           # the '90s, the class of '68
    """,
    re.IGNORECASE | re.VERBOSE,
)

# Hebrew abbreviations have the mark before their last letter (ארה"ב, and with an ending דו"חות);
# a quotation opens inside a word only after a one-letter prefix (ב"הארץ").
_GERSHAYIM = re.compile(r"""(?<=[א-ת])"(?=[א-ת](?![א-ת]))|(?<=[א-ת]{2})"(?=[א-ת])""")

# Scripts without apostrophes whose words adjoin quotations: no spaces between words (Han, kana,
# Thai, Lao, Myanmar, Khmer) or particles right after the closing mark (Hangul).
_JOINED = (
    *((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1100, 0x11FF), (0x1780, 0x17FF), (0x3005, 0x3007)),
    *((0x3031, 0x318F), (0x31A0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA960, 0xA97F)),
    *((0xAC00, 0xD7FF), (0xF900, 0xFAFF), (0xFF66, 0xFFDC), (0x20000, 0x3FFFF)),
)  # not an expression, which would take longer to compile than most sites to need it


def smart_quotes(state: StateCore) -> None:
    """The text of every inline token, and of image descriptions in it, has typographic marks.

    A core rule, to stand between "inline" and "text_join", while an escaped `\\"` and `&quot;` are
    still tokens of their own: they stay as written, as do code, HTML and bare addresses. The
    language is `state.env["language"]`, English when absent. Link titles are not touched.
    """
    language = state.env.get("language", "en")
    for token in state.tokens:
        if token.type == "inline" and ('"' in token.content or "'" in token.content):
            _educate_tokens(token.children or [], language)


def educate(text: str, language: str) -> str:
    """`text` has the typographic marks of `language`, a BCP 47 tag; of English when unknown.

    Only marks change, and French guillemets gain U+202F inside, unless a space stands there.

    >>> educate('''"Don't," she said.''', "de-AT")
    '„Don’t,“ she said.'
    """
    if '"' not in text and "'" not in text:
        return text
    return _with_marks(text, 0, _changes(text, language))


def _educate_tokens(tokens: Sequence[Token], language: str) -> None:
    pieces = _pieces(tokens)
    changes = _changes("".join(pieces), language)
    ends = list(accumulate(map(len, pieces)))
    first = 0
    while first < len(changes):
        at = bisect_right(ends, changes[first][0])
        last = bisect_left(changes, (ends[at],), first)
        token, piece = tokens[at], pieces[at]
        if token.type == "text" and piece == token.content:  # not so for an address
            token.content = _with_marks(piece, ends[at] - len(piece), changes[first:last])
        first = last
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
        return _RUN.sub("″", token.content)
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
    for run in _RUN.finditer(text):
        start, end = run.span()
        left, right = text[start - 1 : start], text[end : end + 1]
        if left in _PLAIN_LETTERS and right in _PLAIN_LETTERS and run[0] == "'":
            changes.append((start, "’"))
            continue
        before, after = _kind(left), _kind(right)
        if after == "point" and _ENDS.match(text, end):
            after = "closer"
        for offset in range(start, end):
            role = _role(text, offset, before, after, quotations)
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


def _with_marks(piece: str, start: int, changes: Iterable[tuple[int, str]]) -> str:
    """The piece that begins at `start` of the text whose marks change so."""
    parts: list[str] = []
    at = 0
    for offset, mark in changes:
        parts += (piece[at : offset - start], mark)
        at = offset - start + 1
    return "".join((*parts, piece[at:])) if parts else piece


def _follow(quotations: deque[str], mark: str, role: Role) -> None:
    """`quotations` holds the marks of the quotations open after `mark`, the innermost last."""
    if role == "open":
        quotations.append(mark)
    elif role == "close" and mark in quotations:
        while quotations.pop() != mark:
            pass


def _role(text: str, offset: int, before: Kind, after: Kind, quotations: deque[str]) -> Role:
    """What the mark at `offset` is; `before` and `after` lie outside the run of marks it is in."""
    if text[offset] == '"':
        if _GERSHAYIM.match(text, offset):
            return "apostrophe"
        return _paired(before, after, '"' in quotations)
    inside = bool(quotations) and quotations[-1] == "'"
    if "joined" in (before, after):
        return _paired(before, after, inside)
    if before in ("letter", "digit"):
        return _after_word(before, after, inside)
    if (before == "closer" and after == "letter") or _ELISION.match(text, offset):
        return "apostrophe"
    return _paired(before, after, inside)


def _after_word(before: Kind, after: Kind, inside: bool) -> Role:
    """What a single mark right after a letter or digit is."""
    if after not in ("letter", "digit") and inside:
        return "close"
    feet = before == "digit" and after != "letter"
    return "straight" if feet else "apostrophe"


def _paired(before: Kind, after: Kind, inside: bool) -> Role:
    """What a mark is that is no apostrophe; `inside`, whether its kind of quotation is open."""
    if inside:
        return "open" if _begins_another(before, after) else "close"
    if before == "digit":
        return "straight"
    if before in ("space", "opener"):
        return "straight" if after in ("space", "closer") else "open"
    return "close" if after in ("space", "closer", "point", "dash") else "open"


def _begins_another(before: Kind, after: Kind) -> bool:
    """Whether a mark opens although one is open: a nested quotation, or the first never closed."""
    if before == "dash":  # no "joined": in Chinese a closing mark may stand between dash and word
        return after in ("letter", "digit", "opener")
    return before in ("space", "opener") and after in ("letter", "digit", "opener", "joined")


@functools.lru_cache(maxsize=512)
def _kind(character: str) -> Kind:
    """What a character is to the mark beside it; the ends of the text are spaces."""
    if not character or character.isspace():
        return "space"
    if any(low <= ord(character) <= high for low, high in _JOINED):
        return "joined"
    category = unicodedata.category(character)
    return _KINDS.get(category) or ("point" if category[0] == "P" else "letter")
