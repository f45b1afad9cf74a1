"""The last published `claims.json`, from the file that `--published` names.

It comes from the web: a file that is too large, of another form or of a newer version is a
finding, and nothing of it counts.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from footnoted.diagnostics import Diagnostic, Span
from footnoted.record import VERSION, Record

LIMIT_BYTES = 200_000_000  # ten times that of a thousand essays


class _Version(Struct, frozen=True):
    version: int


def read_published(path: Path) -> tuple[Record | None, tuple[Diagnostic, ...]]:
    """What was published, or None and what is wrong with the file.

    Raises OSError if it cannot be read at all.
    """
    if not path.is_file():
        raise FileNotFoundError(f"there is no file `{path}`")
    if path.stat().st_size > LIMIT_BYTES:
        return None, (_faulty(path, f"it has more than {LIMIT_BYTES:,} bytes"),)
    import msgspec  # what takes long to import waits until it is needed

    content = path.read_bytes()
    try:
        version = msgspec.json.decode(content, type=_Version).version
        if version != VERSION:
            return None, (_faulty(path, _other(version)),)
        return msgspec.json.decode(content, type=Record), ()
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        return None, (_faulty(path, str(error)),)


def place(path: Path) -> Span:
    """The published file as the place of a finding."""
    return Span(path.name, 1, 1, 1, "")


def _other(version: int) -> str:
    if version > VERSION:
        return f"it is of version {version}, and this Footnoted knows {VERSION}: use a newer one"
    return f"there is no version {version}"


def _faulty(path: Path, why: str) -> Diagnostic:
    message = f"the published claims cannot be compared: {why}"
    hint = "see that the file is the `claims.json` of the published site"
    return Diagnostic("published-claims", message, place(path), hint=hint)
