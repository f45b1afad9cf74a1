"""The bytes of a page or file -> its readable text, by what it is.

What it is, its first bytes say better than its type does: many a PDF is called a stream of
octets. As a program, `python -m footnoted.keeping.readable` reads the type (a line) and the bytes,
and writes `+` and the text, or `-` and why there is none: see `apart`.
"""

from __future__ import annotations

import contextlib
import re

from footnoted.keeping.html_text import html_text
from footnoted.keeping.pdf_text import NotReadableError, pdf_text
from footnoted.web.charset import decoded

LIMIT = 10_000_000  # letters: as much as the text of a source may have
_FEWEST = 20  # letters and digits of a web page; one with fewer has its text elsewhere
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_ENDS = "\n\f \ufeff"  # a byte order mark would be taken off when the copy is read
_UNKNOWN = ("", "application/octet-stream", "binary/octet-stream", "application/download")
_PAGES = ("text/html", "application/xhtml+xml")
_PLAIN = ("text/", "application/json", "application/x-ndjson")
_ADVICE = "save its text, and hand it over with `keep --from FILE KEY`"


def readable(body: bytes, content_type: str) -> str:
    """The text of a page. Raises NotReadableError, with a reason for its author."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind in _UNKNOWN or b"%PDF-" in body[:1024]:
        kind = kind_of(body)
    text = _CONTROLS.sub(" ", _text(body, kind, content_type)).strip(_ENDS)
    if len(text) > LIMIT:
        raise NotReadableError(f"it has more than {LIMIT:,} letters")
    if sum(map(str.isalnum, text)) < (_FEWEST if kind in _PAGES else 1):
        raise NotReadableError(_EMPTY.get(kind, "it is empty"))
    return f"{text}\n"


def kind_of(body: bytes, name: str = "") -> str:
    """What the bytes are; `name` is that of their file.

    >>> kind_of(b"%PDF-1.7"), kind_of(b"<!doctype html>"), kind_of(b"<p>", "x.htm"), kind_of(b"")
    ('application/pdf', 'text/html', 'text/html', 'text/plain')
    """
    start = body[:4096]
    if b"%PDF-" in start[:1024]:
        return "application/pdf"
    if start.startswith((b"MIME-Version:", b"From: <Saved by")):
        return "multipart/related"
    if _MARKUP.search(start) or name.lower().endswith((".html", ".htm", ".xhtml")):
        return "text/html"
    is_wide = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    return "text/plain" if is_wide or b"\0" not in start else "application/octet-stream"


def _text(body: bytes, kind: str, content_type: str) -> str:
    if kind == "application/pdf":
        return pdf_text(body, LIMIT)
    if kind == "multipart/related":
        raise NotReadableError("it is a web archive; save the page as `HTML only` instead")
    if (kind.endswith("xml") and kind not in _PAGES) or not kind.startswith((*_PAGES, *_PLAIN)):
        raise NotReadableError(f"it is of the type `{kind}`, which cannot be read; {_ADVICE}")
    text = decoded(body, content_type)[0]
    if kind in _PAGES:
        return html_text(text, is_xml=kind != "text/html")
    return text.replace("\r\n", "\n").replace("\r", "\n")


_EMPTY = {
    "application/pdf": f"it is a picture of its pages, without text; {_ADVICE}",
    **dict.fromkeys(_PAGES, f"it has no text until its scripts run; {_ADVICE}"),
}


def main() -> None:
    """Read one page from the standard input, write its text to the standard output."""
    _limit_memory()
    with open(0, "rb", closefd=False) as asked, open(1, "wb", closefd=False) as answer:
        content_type = asked.readline().decode().strip()
        try:
            answer.write(b"+" + readable(asked.read(), content_type).encode())
        except NotReadableError as error:
            answer.write(b"-" + str(error).encode())


def _limit_memory() -> None:
    """A page that unfolds to more memory than any honest one needs ends this process only."""
    with contextlib.suppress(ImportError, OSError, ValueError):  # Windows, and some Macs
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))


_MEMORY_BYTES = 4 << 30

if __name__ == "__main__":
    main()
