"""Results of parsing kept between builds, by a key of all that they depend on.

The key covers the text, the settings that parsing looks at, Footnoted's own code and the
versions of its libraries; so a kept result is right or is not found. The file is one checksum and
one table, replaced as a whole: what is damaged or cut short is not used. It holds no code, only
values, which are checked against their types when they are read. It is bounded by the content:
what a build did not ask for is not kept.
"""

from __future__ import annotations

import functools
import hashlib
import os
import sys
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path
from typing import TypeVar, cast

import msgspec

from footnoted.model import Config, SourceFile
from footnoted.workers import WORTH_IT, in_two

FILE = "parsed.bin"
_DIGEST_BYTES = 16
_LIBRARIES = ("jinja2", "markdown-it-py", "mdit-py-plugins", "msgspec", "pyyaml")
_ENCODE = msgspec.msgpack.Encoder().encode
Result = TypeVar("Result")


class Kept:
    """Results by key: as values while the process lives, as records from one build to the next.

    `stores` says whether records will be wanted at the end.
    """

    def __init__(self, records: dict[bytes, bytes] | None = None, *, stores: bool = False) -> None:
        self._records = records or {}
        self._values: dict[bytes, object] = {}
        self._asked: dict[bytes, object] = {}
        self._stores = stores

    def results(
        self,
        function: Callable[[SourceFile, Config], Result],
        kind: type[Result],
        files: Sequence[SourceFile],
        config: Config,
    ) -> list[Result]:
        """`function(file, config)` of each file, which must depend on nothing else."""
        keys = [_key(function.__name__, file, config) for file in files]
        decode = msgspec.msgpack.Decoder(kind).decode
        for key in keys:
            if key not in self._values and key in self._records:
                self._values[key] = decode(self._records[key])
        missing = [i for i, key in enumerate(keys) if key not in self._values]
        if self._stores or len(missing) >= WORTH_IT:
            self._work_in_two(function, decode, [(keys[i], files[i]) for i in missing], config)
        else:
            for i in missing:
                self._values[keys[i]] = function(files[i], config)
        self._asked |= {key: self._values[key] for key in keys}
        return [cast(Result, self._values[key]) for key in keys]

    def forget(self) -> None:
        """All that was not asked for since the last time is gone."""
        self._values, self._asked = self._asked, {}

    def records(self) -> dict[bytes, bytes]:
        """The records of all that was asked for, and nothing else."""
        return {key: self._records[key] for key in self._values}

    def _work_in_two(
        self,
        function: Callable[[SourceFile, Config], Result],
        decode: Callable[[bytes], Result],
        missing: Sequence[tuple[bytes, SourceFile]],
        config: Config,
    ) -> None:
        def work(items: Sequence[tuple[bytes, SourceFile]]) -> list[bytes]:
            for key, file in items:
                self._values[key] = function(file, config)
            return [_ENCODE(self._values[key]) for key, _ in items]

        for (key, _), record in zip(missing, in_two(work, missing), strict=True):
            if self._stores:
                self._records[key] = record
            if key not in self._values:  # it was done in the other process
                self._values[key] = decode(record)


def load(folder: Path) -> Kept:
    """What earlier builds kept in `folder`; nothing if there is nothing sound."""
    try:
        content = (folder / FILE).read_bytes()
    except OSError:
        return Kept(stores=True)
    digest, table = content[:_DIGEST_BYTES], content[_DIGEST_BYTES:]
    if digest != _digest(table):
        return Kept(stores=True)
    try:
        return Kept(msgspec.msgpack.decode(table, type=dict[bytes, bytes]), stores=True)
    except msgspec.DecodeError:
        return Kept(stores=True)


def save(kept: Kept, folder: Path) -> None:
    """`folder` has the records of this build, in one step."""
    table = msgspec.msgpack.encode(dict(sorted(kept.records().items())))
    content = _digest(table) + table
    path = folder / FILE
    if not path.is_file() or path.stat().st_size != len(content) or path.read_bytes() != content:
        replace_file(path, content)


def replace_file(path: Path, content: bytes) -> None:
    """`path` holds `content`, whatever other builds write at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    other = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        other.write_bytes(content)
        os.replace(other, path)
    finally:
        other.unlink(missing_ok=True)


@functools.cache
def code_stamp() -> bytes:
    """A digest of Footnoted's own code, its libraries' versions and Python's."""
    digest = hashlib.blake2b(digest_size=_DIGEST_BYTES)
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    versions = [f"{name} {metadata.version(name)}" for name in _LIBRARIES]
    digest.update("\0".join([sys.version, *versions]).encode())
    return digest.digest()


def _key(name: str, file: SourceFile, config: Config) -> bytes:
    """All that parsing depends on: see `parse` for what it reads of the settings."""
    settings = (name, file.path, config.language, config.author, str(config.html))
    return _digest(code_stamp() + "\0".join((*settings, file.text)).encode("utf-8", "replace"))


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_DIGEST_BYTES).digest()
