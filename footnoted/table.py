"""Records by key, in one file: read one at a time, so that they are never in memory all at once.

    file   = record* index end
    index  = (key digest offset length)*    16, 16, 8 and 4 bytes; of each record
    end    = digest size                    of the index: 16 and 8 bytes

A record that is damaged is not there, and if the index is, none is. The file is replaced as a
whole; who has it open goes on reading the old one.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import FileIO
from pathlib import Path

from footnoted.digests import blake2b
from footnoted.replacing import replacing

DIGEST_BYTES = 16
_ENTRY_BYTES = 2 * DIGEST_BYTES + 8 + 4
_END_BYTES = DIGEST_BYTES + 8


class Table:
    """The records of the file at `path`; none, if there is none that is sound."""

    def __init__(self, path: Path) -> None:
        self._entries: dict[bytes, bytes] = {}
        self._file: FileIO | None = None
        try:
            self._file = FileIO(str(path))
            self._entries = _entries(self._file)
        except OSError:
            pass

    def record(self, key: bytes) -> bytes | None:
        """The record, or None if there is none of that key, or none that is sound."""
        entry = self._entries.get(key)
        if entry is None or self._file is None:
            return None
        digest, offset, length = entry[:-12], entry[-12:-4], entry[-4:]
        try:
            self._file.seek(int.from_bytes(offset))
            record = self._file.read(int.from_bytes(length))
        except OSError:
            return None
        return record if digest_of(record) == digest else None

    def close(self) -> None:
        """Nothing can be read any more."""
        self._entries = {}
        if self._file:
            self._file.close()


def write(path: Path, records: Iterable[tuple[bytes, bytes]]) -> None:
    """The file at `path` has the records, each with its key of `DIGEST_BYTES`, in one step."""
    offset, index = 0, []
    with replacing(path) as file:
        for key, record in records:
            file.write(record)
            index.append(key + digest_of(record) + offset.to_bytes(8) + len(record).to_bytes(4))
            offset += len(record)
        listed = b"".join(index)
        file.write(listed + digest_of(listed) + len(listed).to_bytes(8))


def digest_of(record: bytes) -> bytes:
    """What tells one record from another."""
    return blake2b(record, digest_size=DIGEST_BYTES).digest()


def _entries(file: FileIO) -> dict[bytes, bytes]:
    """Each key with the rest of its entry."""
    end = file.seek(0, 2)
    if end < _END_BYTES:
        return {}
    file.seek(end - _END_BYTES)
    closing = file.read(_END_BYTES)
    digest, size = closing[:DIGEST_BYTES], int.from_bytes(closing[DIGEST_BYTES:])
    if size > end - _END_BYTES or size % _ENTRY_BYTES:
        return {}
    file.seek(end - _END_BYTES - size)
    listed = file.read(size)
    if digest_of(listed) != digest:
        return {}
    entries = (listed[at : at + _ENTRY_BYTES] for at in range(0, size, _ENTRY_BYTES))
    return {entry[:DIGEST_BYTES]: entry[DIGEST_BYTES:] for entry in entries}
