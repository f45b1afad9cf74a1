"""Whether a build has nothing to do, found out before anything else is imported.

The last build left a record: the words that it was asked for with, a listing of all that it read
and one of all that it wrote, by place, time and size. If both folders list the same again, byte
for byte, there is nothing to do, and what it told the author still holds. So this module imports
only what Python has loaded anyway; `warm` makes the records.

    file    = checksum record       4 bytes: against accidents, not against people
    record  = section{11}           in the order of SECTIONS
    section = length LF bytes       the length in decimal
    listing = (path NUL signature NUL)*

The section `texts` is a listing of what is known of each text, see `warm`.
"""

from __future__ import annotations

import os
import sys
import zlib
from importlib.machinery import PathFinder

TYPE_CHECKING = False  # that of `typing` takes as long to import as all else here
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import BinaryIO

FILE = "site.bin"
VERSION = b"3"
SECTIONS = (
    *("version", "asked", "quiet", "site", "said"),
    *("libraries", "folders", "inputs", "outputs", "keys", "texts"),
)
Record = dict[str, bytes]
_LIBRARIES = (
    "PIL",
    "font_source_serif_pro",
    "jinja2",
    "markdown_it",
    "markupsafe",
    "mdit_py_plugins",
    "msgspec",
    "rjsmin",
    "yaml",
)


def load(folder: str) -> Record:
    """The record in the cache `folder`; an empty one if there is none, or none that is sound."""
    try:
        with open(os.path.join(folder, FILE), "rb") as file:
            checksum, content = file.read(4), file.read()
        if checksum != _checksum(content):
            return {}
        at, sections = 0, []
        while at < len(content):
            start = content.index(b"\n", at) + 1
            at = start + int(content[at : start - 1])
            sections.append(content[start:at])
        record = dict(zip(SECTIONS, sections, strict=True))
    except (OSError, ValueError):
        return {}
    return record if record["version"] == VERSION else {}


def save(record: Mapping[str, bytes], file: BinaryIO) -> None:
    """The new `file` has the record, which is never there twice: it may be megabytes."""
    checksum = 0
    file.write(bytes(4))
    for name in SECTIONS:
        for part in (b"%d\n" % len(record[name]), record[name]):
            checksum = zlib.crc32(part, checksum)
            file.write(part)
    file.seek(0)
    file.write(checksum.to_bytes(4))


def _checksum(content: bytes) -> bytes:
    return zlib.crc32(content).to_bytes(4)


def named_cache(words: Sequence[str]) -> str:
    """The cache folder that the words of a command name in full, or the one by default.

    Where they name it in another way, the record is of other words, or there is none.
    """
    found = {"--cache": "", "--content": "content"}
    for word, following in zip(words, (*words[1:], ""), strict=False):
        option, _, value = word.partition("=")
        if option in found:
            found[option] = value or following
    return found["--cache"] or default_cache(found["--content"])


def default_cache(content: str | os.PathLike[str]) -> str:
    """The cache folder for that content folder, where none is named.

    Each has its own: the cache remembers one site, and which links failed once.
    """
    place = os.path.abspath(content)
    if place == os.path.abspath("content"):
        return ".cache"
    return os.path.join(".cache", f"{zlib.crc32(os.fsencode(place)):08x}")


def asked(words: Iterable[str]) -> bytes:
    """What tells one command from another: its words, and the folder where it was given."""
    return joined((os.getcwd(), *words))


def seen(record: Record) -> bytes:
    """The listing of what the record's build read, as it is now; nothing if it read otherwise."""
    if not record or not record["inputs"] or record["libraries"] != libraries():
        return b""
    try:
        return inputs(split(record["folders"]))
    except OSError:  # a build says what it is
        return b""


def is_current(record: Record, listing: bytes) -> bool:
    """True if a build that does what the record's did would read and write just the same.

    `listing` is what is `seen` now.
    """
    if not listing or record["inputs"] != listing:
        return False
    (site,) = split(record["site"])
    try:
        return record["outputs"] == outputs(site)
    except OSError:
        return False


def inputs(folders: Iterable[str]) -> bytes:
    """The listing of every file below the folders, hidden ones left out, and of single files.

    Its order is that of the disk: the same as long as nothing comes or goes.
    """
    return joined(
        f"{path}\0{s.st_mtime_ns} {s.st_ctime_ns} {s.st_size} {s.st_ino}"
        for folder in folders
        for path, s in _files(folder)
    )


def outputs(site: str) -> bytes:
    """The listing of every file of the site, their places within it.

    A file that the next site shares with the old one has its time and size, and no other.
    """
    files = _walk(os.path.realpath(site), "", hidden=True)
    return joined(f"{path}\0{signature(s)}" for path, s in files)


def signature(stat: os.stat_result) -> str:
    """What tells one state of a file of the site from another."""
    return f"{stat.st_mtime_ns} {stat.st_size}"


def signatures(listing: bytes) -> dict[str, str]:
    """A listing as a mapping."""
    texts = split(listing)
    return dict(zip(texts[::2], texts[1::2], strict=True))


def are_alike(one: bytes, other: bytes) -> bool:
    """True if two listings differ in their order at most, as those of a copied folder may."""
    return one == other or signatures(one) == signatures(other)


def listing_of(signatures: Mapping[str, str]) -> bytes:
    """A mapping as a listing."""
    return joined([text for pair in signatures.items() for text in pair])


def libraries() -> bytes:
    """What tells one version of Python and the libraries from another, without importing them."""
    found = [sys.version]
    for name in _LIBRARIES:
        spec = PathFinder.find_spec(name)
        if spec is not None and spec.origin:
            stat = os.stat(spec.origin)
            found.append(f"{spec.origin} {stat.st_mtime_ns} {stat.st_size}")
    return joined(found)


def joined(texts: Iterable[str]) -> bytes:
    """The texts, each with a NUL behind it; a file's name need not be UTF-8."""
    return "".join([f"{text}\0" for text in texts]).encode("utf-8", "surrogateescape")


def split(content: bytes) -> list[str]:
    """The texts that were joined."""
    return content.decode("utf-8", "surrogateescape").split("\0")[:-1]


def _files(place: str) -> Iterator[tuple[str, os.stat_result]]:
    """Every file below the folder at `place` with its status; or that file itself."""
    if os.path.isfile(place):
        yield place, os.stat(place)
    else:
        yield from _walk(place, place + os.sep)


def _walk(
    folder: str, prefix: str, *, hidden: bool = False, links: int = 4
) -> Iterator[tuple[str, os.stat_result]]:
    """Every file below the folder with its status; of links to folders, so many in a row.

    Such a link is listed too: a folder that became one has the very same files.
    """
    below: list[tuple[str, int]] = []
    try:  # of an open folder, files are looked up by their names alone
        opened = os.open(folder, os.O_RDONLY) if os.scandir in os.supports_fd else folder
    except (FileNotFoundError, NotADirectoryError):
        return
    try:
        with os.scandir(opened) as entries:
            for entry in entries:
                name = entry.name
                if name == "__pycache__" or (name.startswith(".") and not hidden):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    below.append((name, links))
                elif entry.is_dir() and links:  # a theme may share its templates with another
                    below.append((name, links - 1))
                    yield prefix + name, entry.stat(follow_symlinks=False)
                elif entry.is_file():
                    yield prefix + name, entry.stat()
    finally:
        if isinstance(opened, int):
            os.close(opened)
    for name, left in below:
        inner = f"{name}{os.sep}"
        yield from _walk(os.path.join(folder, name), prefix + inner, hidden=hidden, links=left)
