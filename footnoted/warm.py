"""What the last build read and wrote, so that the next one does only what is new.

A snapshot lists every input by place, time and size, and every file of the site by place, time,
size and the key of the page it shows. If nothing differs, there is nothing to do, and nothing
heavy is imported to find that out. If something differs, pages whose key is the same are taken
over from the old site; the key covers all that the page shows, the theme, the settings and the
code, so nothing stale is.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

FILE = "site.json"
VERSION = 1
# The coarsest clock of a file system, FAT's, ticks every two seconds: a file that changed so
# shortly before it was read may have changed again without a trace.
TICK_NS = 2_500_000_000
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
Signature = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A build: its arguments, what it read, what it wrote, and what it told the author.

    `inputs` are all files below `folders`; none, if one of them may have changed unseen.
    `outputs` has size, time and key (empty for what is not a page) of each file of the site.
    """

    arguments: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    inputs: Mapping[str, Signature] = field(default_factory=dict)
    outputs: Mapping[str, tuple[int, int, str]] = field(default_factory=dict)
    told: str = ""
    summary: str = ""


def load(folder: Path) -> Snapshot:
    """The snapshot in `folder`; an empty one if there is none, or none that is sound."""
    try:
        stored = json.loads((folder / FILE).read_bytes())
        if stored["version"] != VERSION:
            return Snapshot()
        return Snapshot(
            tuple(stored["arguments"]),
            tuple(stored["folders"]),
            {path: tuple(signature) for path, signature in stored["inputs"].items()},
            {path: (e[0], e[1], e[2]) for path, e in stored["outputs"].items()},
            stored["told"],
            stored["summary"],
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return Snapshot()


def encoded(snapshot: Snapshot) -> bytes:
    """The snapshot as the bytes of its file."""
    content = {
        "version": VERSION,
        "arguments": snapshot.arguments,
        "folders": snapshot.folders,
        "inputs": snapshot.inputs,
        "outputs": snapshot.outputs,
        "told": snapshot.told,
        "summary": snapshot.summary,
    }
    return json.dumps(content, separators=(",", ":")).encode()


def inputs(folders: Sequence[str], started_ns: int) -> dict[str, Signature]:
    """Every file below the folders, with its signature; nothing if one may yet have changed.

    Call it before anything is read: then what changes while the build runs is seen by the next.
    """
    found: dict[str, Signature] = {}
    for folder in folders:
        for path, stat in _walk(folder):
            found[path] = (stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino)
            if stat.st_mtime_ns > started_ns - TICK_NS:
                return {}
    return found


def is_current(snapshot: Snapshot, arguments: tuple[str, ...], site: Path) -> bool:
    """True if a build with `arguments` would read and write just what the snapshot's did."""
    if not snapshot.inputs or snapshot.arguments != arguments:
        return False
    read = inputs(snapshot.folders, time.time_ns())
    return read == snapshot.inputs and written(snapshot, site) == snapshot.outputs.keys()


def written(snapshot: Snapshot, site: Path) -> set[str]:
    """The files of the site that still are as the snapshot's build wrote them, and all others."""
    now = signatures(site)
    changed = {
        path
        for path, (size, mtime, _) in snapshot.outputs.items()
        if path in now and now[path] != (size, mtime)
    }
    return now.keys() - changed


def of_site(
    site: Path, paths: Iterable[str], keys: Mapping[str, str]
) -> dict[str, tuple[int, int, str]]:
    """Size, time and key of the files of the site at `paths`."""
    stats = ((path, os.stat(site / path)) for path in paths)
    return {path: (s.st_size, s.st_mtime_ns, keys.get(path, "")) for path, s in stats}


def signatures(site: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every file of the site."""
    start = len(str(site)) + 1
    return {path[start:]: (s.st_size, s.st_mtime_ns) for path, s in _walk(str(site), hidden=True)}


def libraries() -> tuple[str, ...]:
    """What tells one version of Python and the libraries from another, without importing them."""
    found = [sys.version]
    for name in _LIBRARIES:
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.origin:
            stat = os.stat(spec.origin)
            found.append(f"{spec.origin} {stat.st_mtime_ns} {stat.st_size}")
    return tuple(found)


def _walk(
    folder: str, *, hidden: bool = False, links: int = 4
) -> Iterator[tuple[str, os.stat_result]]:
    """Every file below the folder with its status; of links to folders, so many in a row."""
    try:
        with os.scandir(folder) as entries:
            listed = list(entries)
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in listed:
        if entry.name == "__pycache__" or (entry.name.startswith(".") and not hidden):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, hidden=hidden, links=links)
        elif entry.is_dir() and links:  # a theme may share its templates with another
            yield from _walk(entry.path, hidden=hidden, links=links - 1)
        elif entry.is_file():
            yield entry.path, entry.stat()
