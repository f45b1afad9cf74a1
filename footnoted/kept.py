"""Results of parsing kept between builds, by a key of all that they depend on.

The key covers the text, the settings that parsing looks at, Footnoted's own code and the
versions of its libraries; so a kept result is right or is not found. What is damaged or cut short
is not used. A record holds no code, only values as MessagePack, which are checked against their
types when they are read. The file is bounded by the content: what a build did not ask for is not
kept.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar, cast

import msgspec
from msgspec import Struct

from footnoted import unchanged
from footnoted.digests import blake2b
from footnoted.model import Config, SourceFile
from footnoted.progress import Tick, silent
from footnoted.table import DIGEST_BYTES, Table, digest_of, write
from footnoted.workers import WORTH_IT, in_two

FILE = "parsed.bin"
_LIBRARIES = {"jinja2", "markdown_it_py", "mdit_py_plugins", "msgspec", "pillow", "pyyaml"}
_ENCODE = msgspec.msgpack.Encoder().encode
Result = TypeVar("Result")


class Task(Struct, Generic[Result], frozen=True):
    """`function(file, config)` of each file, which must depend on nothing else; its type.

    `weight` says how long a character takes, beside those of other tasks.
    """

    function: Callable[[SourceFile, Config], Result]
    kind: type[Result]
    files: Sequence[SourceFile]
    weight: int = 1


class Kept:
    """Results by key: as values while the process lives, as records from one build to the next.

    With the `records` of earlier builds, records will be wanted at the end.
    """

    def __init__(self, records: Table | None = None) -> None:
        self._records = records
        self._keys: dict[str, tuple[SourceFile, bytes, bytes]] = {}  # file, settings, key
        self._values: dict[bytes, object] = {}
        self._asked: dict[bytes, object] = {}

    def prepare(self, config: Config, *tasks: Task[Any], tick: Tick = silent) -> None:
        """The results of all tasks are there; what was not kept is done now, all in one go."""
        missing: list[_Item] = []
        for task in tasks:
            decode = msgspec.msgpack.Decoder(task.kind).decode
            for file, key in zip(task.files, self._keys_of(config, task), strict=True):
                if key in self._values:
                    continue
                record = self._records.record(key) if self._records else None
                if record is not None:
                    self._values[key] = decode(record)
                else:
                    weight = task.weight * len(file.text)
                    missing.append(_Item(key, task.function, decode, file, weight))
        if self._records or len(missing) >= WORTH_IT:
            self._work_in_two(missing, config, tick)
        else:
            for item in missing:
                self._values[item.key] = item.function(item.file, config)

    def results(self, config: Config, task: Task[Result]) -> list[Result]:
        """The results of a task that was prepared, in the order of its files."""
        keys = self._keys_of(config, task)
        self._asked |= {key: self._values[key] for key in keys}
        return [cast(Result, self._values[key]) for key in keys]

    def _keys_of(self, config: Config, task: Task[Any]) -> list[bytes]:
        settings = _settings(task.function.__name__, config)
        found: list[bytes] = []
        for file in task.files:
            known = self._keys.get(file.path)
            if known is None or known[0] is not file or known[1] != settings:
                known = self._keys[file.path] = (file, settings, _key(settings, file))
            found.append(known[2])
        return found

    def forget(self) -> None:
        """All that was not asked for since the last time is gone."""
        self._values, self._asked = self._asked, {}

    def take_records(self) -> Iterator[tuple[bytes, bytes]]:
        """Key and record of all that was asked for, and nothing else, by key; then all is gone.

        So a build that goes on for a while has its memory for other things.
        """
        values, self._values, self._keys = self._values, {}, {}
        try:
            for key in sorted(values):
                record = self._records.record(key) if self._records else None
                yield key, record or _ENCODE(values[key])
        finally:
            if self._records:
                self._records.close()

    def _work_in_two(self, missing: Sequence[_Item], config: Config, tick: Tick) -> None:
        def here(item: _Item) -> object:
            return item.function(item.file, config)

        results = in_two(
            lambda item: _ENCODE(here(item)),
            missing,
            here=here,
            there=lambda item, sent: item.decode(sent),
            weight=lambda item: item.weight,
            tick=tick,
        )
        self._values |= zip((item.key for item in missing), results, strict=True)


class _Item(NamedTuple):
    """A result that is not there yet."""

    key: bytes
    function: Callable[[SourceFile, Config], object]
    decode: Callable[[bytes], object]
    file: SourceFile
    weight: int


def load(folder: Path) -> Kept:
    """What earlier builds kept in `folder`; nothing if there is nothing sound."""
    return Kept(Table(folder / FILE))


def save(kept: Kept, folder: Path) -> None:
    """`folder` has the records of this build, in one step; `kept` has none any more."""
    write(folder / FILE, kept.take_records())


@functools.cache
def code_stamp() -> bytes:
    """A digest of Footnoted's own code, its libraries' versions and Python's."""
    digest = blake2b(digest_size=DIGEST_BYTES)
    own = unchanged.signatures(unchanged.inputs([str(Path(__file__).parent)]))
    for path in sorted(path for path in own if path.endswith(".py")):
        with open(path, "rb") as file:
            digest.update(file.read())
    digest.update(unchanged.joined([sys.version, *_versions()]))
    return digest.digest()


def _versions() -> list[str]:
    """What tells one version of a library from another, the same on every machine.

    That is what their folders of metadata are called, `NAME-VERSION.dist-info`, see PEP 427: to
    import a library for its version takes long. Where one has none, its place and time must do.
    """
    names = {name.lower() for folder in sys.path for name in _names(folder)}
    found = {name for name in names if name.endswith("-info") and name.split("-")[0] in _LIBRARIES}
    has_all = {name.split("-")[0] for name in found} == _LIBRARIES
    return sorted(found) if has_all else unchanged.split(unchanged.libraries())


def _names(folder: str) -> list[str]:
    return os.listdir(folder) if os.path.isdir(folder) else []


def _settings(name: str, config: Config) -> bytes:
    """What parsing depends on besides the file: see `parse` for what it reads of the settings."""
    settings = (name, config.language, config.author, str(config.html))
    return digest_of(code_stamp() + "\0".join(settings).encode())


def _key(settings: bytes, file: SourceFile) -> bytes:
    return digest_of(settings + f"{file.path}\0{file.text}".encode("utf-8", "replace"))
