"""The bytes of a page -> its text, to look quotations up in: read as the copies of sources are."""

from __future__ import annotations

from footnoted.keeping.apart import read_apart
from footnoted.keeping.pdf_text import NotReadableError


def page_text(body: bytes, content_type: str) -> str | None:
    """The text of a page of this type; None if nothing can be said of what stands in it."""
    try:
        return read_apart(body, content_type)
    except NotReadableError:
        return None
