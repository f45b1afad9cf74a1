"""The texts of works in the content folder, which quotations are compared with.

What a copy is, is for its record in sources.yaml to say; so a copy that cannot be read is
reported there. A copy may hold characters that a page may not: nothing of it reaches a page.

Copies that the command `keep` made lie in a hidden folder, `.copies/KEY.txt`, which is neither
published nor committed. Nothing is read there through a link.
"""

from __future__ import annotations

import os
import stat
import time
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from footnoted.addresses import is_device
from footnoted.diagnostics import Diagnostic, Span, did_you_mean
from footnoted.patterns import pattern
from footnoted.read import Reader
from footnoted.warm import TICK_NS

FOLDER = ".copies"
LIMIT_BYTES = 10_000_000  # three times as long as War and Peace
# A text has none of the C0 controls but these: tab, ends of lines and pages, escape.
_BINARY = pattern(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]|\A%PDF-")
_LONGEST_NAME = 100  # characters; a system may take 255 bytes
_HINT = "save the text of the work as plain text in UTF-8, and name that file"


def read_copies(
    folder: Path,
    wanted: Sequence[tuple[str, Span]],
    files: Collection[str],
    reader: Reader | None = None,
) -> tuple[Mapping[str, str], tuple[Diagnostic, ...]]:
    """The texts of the `wanted` files by path, and what is wrong with the rest, where it is named.

    Only what is among the `files` of the content folder is read; with the `reader` of an earlier
    call, only what changed since.
    """
    reader = reader or Reader()
    texts: dict[str, str] = {}
    found: list[Diagnostic] = []
    for path, span in wanted:
        if path not in files:
            message = f"there is no file `{path}` in the content folder"
            hint = did_you_mean(path, files) or "save the text of the work there"
            found.append(Diagnostic("missing-copy", message, span, hint=hint))
            continue
        try:
            texts[path] = _text(reader, _location(folder, path), path)
        except OSError as error:
            message = f"`{path}` cannot be read: {error.strerror}"
            found.append(Diagnostic("missing-copy", message, span))
        except ValueError as error:  # UnicodeDecodeError is one
            found.append(_fault(path, span, error))
    return texts, tuple(found)


def place_of(key: str) -> str:
    """Where in the content folder the kept text of a source lies, whatever its key.

    >>> place_of("ksoi-2018"), place_of("con") == ".copies/con.txt"
    ('.copies/ksoi-2018.txt', False)
    """
    name = unicodedata.normalize("NFC", key)
    if is_device(name) or len(name) > _LONGEST_NAME:
        # No key has two signs in a row, so this is the name of no other.
        import hashlib  # for few names

        name = f"{name[:20].replace('.', '_')}__{hashlib.sha256(name.encode()).hexdigest()[:20]}"
    return f"{FOLDER}/{name}.txt"


def read_kept(folder: Path, keys: Iterable[str], reader: Reader | None = None) -> dict[str, str]:
    """The kept texts of the sources with these keys, by key; of those that there are.

    What is no text, or leads elsewhere, is as if it were not there: the receipt tells.
    """
    if not has_kept(folder):
        return {}
    reader = reader or Reader()
    texts: dict[str, str] = {}
    for key in keys:
        path = place_of(key)
        try:
            if stat.S_ISREG(os.lstat(folder / path).st_mode):
                texts[key] = _text(reader, folder / path, path)
        except (OSError, ValueError):
            continue
    return texts


def has_kept(folder: Path) -> bool:
    """True if there is a folder of kept copies in the content folder, and no link in its place."""
    try:
        return stat.S_ISDIR(os.lstat(folder / FOLDER).st_mode)
    except OSError:
        return False


def _text(reader: Reader, location: Path, path: str) -> str:
    """The text of the copy. Raises OSError and, with what is wrong, ValueError."""
    status = os.stat(location)
    signature = (status.st_mtime_ns, status.st_size, status.st_ino)
    known = reader.copies.get(path)
    if known is not None and known[0] == signature:
        return known[1]
    if status.st_size > LIMIT_BYTES:
        raise ValueError(f"has {status.st_size:,} bytes; it may have {LIMIT_BYTES:,}")
    text = _decoded(location.read_bytes())
    if time.time_ns() - status.st_mtime_ns > TICK_NS:  # else it may change again unseen
        reader.copies[path] = (signature, text)
    return text


def _location(folder: Path, path: str) -> Path:
    location = folder / path
    if not location.exists():  # named in decomposed characters, as old Macs do
        location = folder / unicodedata.normalize("NFD", path)
    return location


def _decoded(content: bytes) -> str:
    """The text of the bytes. Raises ValueError if they are none."""
    if match := _BINARY.search(content):
        raise ValueError("is a PDF file" if match[0] == b"%PDF-" else "is not a text")
    return content.decode("utf-8-sig")


def _fault(path: str, span: Span, error: ValueError) -> Diagnostic:
    if isinstance(error, UnicodeDecodeError):
        message = f"byte {error.start + 1} of `{path}` is not UTF-8"
        return Diagnostic("not-utf8", message, span, hint="save the file as UTF-8")
    code = "too-large" if "bytes" in str(error) else "not-text"
    hint = "keep the part that is quoted" if code == "too-large" else _HINT
    return Diagnostic(code, f"`{path}` {error}", span, hint=hint)
