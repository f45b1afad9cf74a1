"""Reads a page in a process of its own, so that a hostile one harms nothing else.

Parsers of HTML and PDF are programs in C, which a page can keep busy for hours, fill with memory
or crash. Here it costs that page, and a tenth of a second for each honest one.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from footnoted.keeping.pdf_text import NotReadableError

SECONDS = 60.0
_ROOT = Path(__file__).resolve().parent.parent.parent


def read_apart(body: bytes, content_type: str, seconds: float = SECONDS) -> str:
    """The readable text of a page. Raises NotReadableError, with a reason for its author."""
    line = " ".join(content_type.split()).encode("ascii", "replace")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "footnoted.keeping.readable"],
            input=line + b"\n" + body,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NotReadableError(f"it cannot be read within {seconds:g} seconds") from error
    if done.returncode or not done.stdout:
        raise NotReadableError("it cannot be read: it is damaged, or unfolds to more than fits")
    text = done.stdout[1:].decode()
    if done.stdout.startswith(b"-"):
        raise NotReadableError(text)
    return text
