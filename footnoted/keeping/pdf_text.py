"""PDF -> its text, page after page.

Which letters a PDF shows, and in which order, is guesswork that PDFium has done for every reader
of Chrome. A hyphen at the end of a line stays one, since only who reads a quotation can say
whether it belongs to the word.
"""

from __future__ import annotations

import pypdfium2

_HYPHEN = "\ufffe"  # how PDFium shows a hyphen at the end of a line, together with that end


class NotReadableError(Exception):
    """The file has no text that can be read; says why, in words for its author."""


def pdf_text(body: bytes, limit: int) -> str:
    """The text of a PDF, with a form feed between pages; at most `limit` letters and a page.

    Raises NotReadableError.
    """
    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", 0) == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise NotReadableError("it is locked with a password") from error
        raise NotReadableError("it is damaged") from error
    pages: list[str] = []
    size = 0
    for page in document:
        text = page.get_textpage().get_text_range()
        pages.append(text.replace("\r\n", "\n").replace(_HYPHEN, "-\n"))
        size += len(text)
        if size > limit:
            break
    return "\f".join(pages)
