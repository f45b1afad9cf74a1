"""Compiled templates, kept as Python keeps compiled modules: beside the code.

A file that is damaged, or that other code or another version of Jinja wrote, is not used.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import jinja2
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from footnoted.digests import blake2b
from footnoted.replacing import replacing


def compiled(code: bytes) -> BytecodeCache | None:
    """Where templates compiled by `code` are kept; None if Python was told to keep nothing."""
    folder = Path(__file__).parent.parent / "__pycache__" / "templates"
    return None if sys.dont_write_bytecode else _Compiled(folder, code)


class _Compiled(BytecodeCache):
    """One file for each template: a checksum, which covers the code too, and the bytecode."""

    def __init__(self, folder: Path, code: bytes) -> None:
        self._folder = folder
        code += jinja2.__version__.encode()
        self._stamp = blake2b(code, digest_size=16).digest()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The name of the file for a template; that of the template's need not be UTF-8."""
        own = f"{name}|{filename or ''}".encode("utf-8", "surrogatepass")
        return blake2b(own, digest_size=16).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """The bucket is filled, if there is something sound for it."""
        with suppress(OSError):
            content = (self._folder / bucket.key).read_bytes()
            if content[:16] == self._checksum(content[16:]):
                bucket.bytecode_from_string(content[16:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """The bucket is kept, in one step, if something can be written there."""
        content = bucket.bytecode_to_string()
        with suppress(OSError), replacing(self._folder / bucket.key) as file:
            file.write(self._checksum(content) + content)

    def _checksum(self, content: bytes) -> bytes:
        return blake2b(content, digest_size=16, key=self._stamp).digest()
