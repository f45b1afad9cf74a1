"""A text -> the form in which all ways to print the same words are equal.

Folded together are only what printers, editors and programs choose, never what an author says:
composed and decomposed characters; wide and narrow forms, ligatures, forms of Arabic letters;
the shapes of quotation marks, apostrophes, dashes, middle dots and ellipses; white space of any
kind, none beside Chinese and Japanese characters; what cannot be seen. Capitals, digits, decimal
points, signs, superscripts and fractions, `<`, `>` and `=` stay: 10² is not 102, nor −5 a 5.

Two places in a text can be read in two ways, and keep a mark that says so:

    HYPHEN   a hyphen at the end of a line, between letters: `peace-` `ful`, `well-` `known`
    BREAK    the end of a line beside a Korean letter: between two words, or within one

A dash that parts words, `—`, is told from a hyphen, `-`, as far as the text tells them apart; to
compare, both are `-` (see `plain`).
"""

from __future__ import annotations

import re
import unicodedata

from footnoted.patterns import pattern

HYPHEN, BREAK = "\x01", "\x02"

_HANGUL = "\uac00-\ud7a3"
# Chinese characters, kana, bopomofo, and the punctuation that goes with them.
_CJ = (
    "\u3001-\u312f\u31a0-\u31ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff9f"
)
_UNSEEN = dict.fromkeys(
    (
        *(0xAD, 0x34F, 0x61C, 0x640, 0x180E, 0xFEFF, 0x2028, 0x2029),
        *(*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)),
        *(*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)),
    ),
    "",
)
_AS = {
    '"': "“”„‟«»″〝〞〟「」『』﹁﹂﹃﹄״",
    "'": "‘’‚‛‹›′`´ʼʻ׳",
    "-": "‐‑‒–−⁃־",
    "—": "―⸺⸻﹘",
    "·": "ㆍ・‧･⋅",
    "~": "〜∼",
    " ": "\t\u2028\u2029",
}
_FORMS = ("<wide>", "<narrow>", "<initial>", "<medial>", "<final>", "<isolated>", "<vertical>")
_SAFE = ("<compat>", "<font>", "<square>")  # where no digit, space or mark comes of it

_SOFT_END = pattern("\xad[ \t]*\n[ \t]*")
_HYPHEN_END = pattern(r"[-‐¬](?<=[^\W_].)[ \t]*(?:\n\f?|\f)[ \t]*(?=[^\W_])")
_RANGE_END = pattern(r"([-‐–—])(?<=\d.)[ \t]*\n[ \t]*(?=\d)")
_BREAK_END = pattern(rf"\n(?:(?<=[{_HANGUL}]\n)[ \t]*(?=\S)|(?<=\S\n)[ \t]*(?=[{_HANGUL}]))")
_CJ_SPACE = pattern(rf" (?:(?<=[{_CJ}] )(?=[^{_HANGUL}])|(?<=[^{_HANGUL}] )(?=[{_CJ}]))")
_GUILLEMETS = pattern(r"(?<![^\s(\[])« | »(?!\w)")  # as the French set them, with spaces
_ELLIPSIS = pattern(r"…+|\.(?: ?\.){2,}")
_QUOTES = pattern(r"'(?:'|(?<![^\W_]')|(?<=[^\W\d_]')(?![^\W_]))")
_BEFORE_MARK = pattern(r""" (?=[;:!?%‰])(?<=[\w"')\]] )""")  # also French
_DASHES = pattern("-{2,}|—{2,}")
_DASH = pattern(r" (?<=[^\d\s] )[-—] ?(?=[^\d\s])|[-—](?<=[^\d\s].) (?=[^\d\s])")
_EDGE_DASH = pattern(r"^([-—]) (?=[^\d\s])|(?<=[^\d\s]) ([-—])$")


def folded(text: str) -> str:
    """The text in its folded form, with marks where it can be read in two ways."""
    text = _composed(text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.translate(_table(text, controls=True))
    text = _RANGE_END.sub(r"\1", _SOFT_END.sub("", text))
    text = _HYPHEN_END.sub(_end_of_line, text)
    text = " ".join(_BREAK_END.sub(BREAK, text).split())  # split() knows all white space
    text = _GUILLEMETS.sub('"', _CJ_SPACE.sub("", text))
    text = _composed(text.translate(_table(text)))
    text = _QUOTES.sub('"', _ELLIPSIS.sub("...", text))
    text = _DASHES.sub("—", _BEFORE_MARK.sub("", text))
    return _DASH.sub("—", text).strip(" ")


def folded_span(text: str) -> str:
    """A part of a quotation, folded; quotation marks around it do not count."""
    span = _EDGE_DASH.sub(lambda match: match[1] or match[2], folded(text))
    before = ""
    while span != before:
        before, span = span, span.strip(" ").removeprefix('"')
        if span.endswith('"') and not span[-2:-1].isdigit():  # 6" is a length
            span = span[:-1]
    return span


def plain(text: str) -> str:
    """The folded text as it is compared: one kind of dash."""
    return text.replace("—", "-")


def _composed(text: str) -> str:
    """The text in NFC. Long runs of marks are broken up, or ordering them would take for ever.

    So does the Stream-Safe Text Format of Unicode Standard Annex 15.
    """
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text
    marks = "".join(re.escape(c) for c in sorted(set(text)) if unicodedata.combining(c))
    if marks:
        text = re.sub(f"[{marks}]{{30}}", lambda match: match[0] + "\u034f", text)
    return unicodedata.normalize("NFC", text)


def _end_of_line(match: re.Match[str]) -> str:
    """A hyphen at the end of a line may go only between letters: 2018- 2020 is no number."""
    text, before, after = match.string, match.start() - 1, match.end()
    return HYPHEN if text[before].isalpha() and text[after].isalpha() else "-"


def _table(text: str, *, controls: bool = False) -> dict[int, str]:
    """What becomes of the characters of the text that do not stay as they are."""
    if controls:
        seen = (c for c in set(text) if c < " " and c not in "\t\n\f")
        return {ord(c): " " for c in seen}
    found = {ord(c): new for c in set(text) if c > "\x7f" and (new := _form(c)) != c}
    return found | ({0x60: "'"} if "`" in text else {})


def _form(c: str) -> str:
    if c in _PLAIN:
        return _PLAIN[c]
    tag = unicodedata.decomposition(c).partition(" ")[0]
    if tag not in (*_FORMS, *_SAFE) or "\u3130" < c < "\u318f":  # Korean letters stand alone
        return c
    form = unicodedata.normalize("NFKC", c)
    if tag in _SAFE and any(f.isspace() or f.isnumeric() or unicodedata.combining(f) for f in form):
        return c
    return _PLAIN.get(form, form)


_PLAIN = {c: sign for sign, shapes in _AS.items() for c in shapes} | {
    chr(number): text for number, text in _UNSEEN.items()
}
