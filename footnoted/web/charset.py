"""The bytes of a page -> its text, however they are encoded.

What declares an encoding is often wrong, and UTF-8 is hardly ever read where it is not meant: so
bytes that are UTF-8 are read as such, whatever the page says. Else, in this order: the mark at
the beginning, the header, the page's own word, and what the bytes look like.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark its mark begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What the web calls by one name and means by another: https://encoding.spec.whatwg.org/#names
_MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
_NO_PAGES = ("idna", "punycode", "unicode-escape", "unicode_escape", "raw-unicode-escape", "utf-7")
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.ASCII | re.IGNORECASE)
_META = re.compile(rb"<meta\s[^>]*?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML = re.compile(rb"\A\s*<\?xml\s[^>]*?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_SEEN_BYTES = 4096  # of a page, in which it must say its encoding; browsers look at 1024
_GUESSED_BYTES = 200_000


def decoded(body: bytes, content_type: str = "") -> tuple[str, str]:
    """The text of the body and the encoding it is read in; characters that have no sense are `�`.

    >>> decoded("날씨".encode("euc-kr"), "text/html; charset=euc-kr")
    ('날씨', 'cp949')
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace"), encoding
    declared = list(_declared(body, content_type))
    for encoding in ("utf-8", *declared):
        if encoding == "utf-8" and (b"\x1b" in body or b"\0" in body) and declared:
            continue  # ISO-2022-JP and UTF-16 can look like UTF-8
        try:
            return body.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return _guessed(body, declared)


def _declared(body: bytes, content_type: str) -> Iterator[str]:
    """The encodings that the header and the page name, as Python calls them."""
    start = body[:_SEEN_BYTES]
    matches = (_XML.search(start), _META.search(start))
    names = [match[1].decode("ascii") for match in matches if match]
    if match := _HEADER.search(content_type):
        names.insert(0, match[1])
    for name in names:
        try:
            bytes(4).decode(name)  # Python also knows `rot13` and `undefined`
        except (LookupError, UnicodeError):
            continue
        known = codecs.lookup(name).name
        if known not in _NO_PAGES:
            yield _MEANT.get(known, known)


def _guessed(body: bytes, declared: list[str]) -> tuple[str, str]:
    """What the bytes look like. A few bad ones leave an encoding that was declared the best."""
    for encoding in declared:
        text = body.decode(encoding, "replace")
        if text.count("\ufffd") * 200 < len(text):
            return text, encoding
    start = body[:_GUESSED_BYTES]
    best = from_bytes(start.rpartition(b"\n")[0] or start).best()  # no letter is cut in two
    # Latin alphabets can hardly be told apart; browsers take them for the western one.
    is_other = best and any(c.isalpha() and c > "\u024f" for c in str(best))
    encoding = best.encoding if best and is_other else "cp1252"
    return body.decode(encoding, "replace"), encoding
