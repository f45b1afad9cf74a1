"""What the last build read and wrote, so that the next one does only what is new.

A snapshot lists every input by place, time and size, and every file of the site by place, time,
size and the key of the page it shows. If nothing differs, `unchanged` says so, and nothing heavy
is imported. If something differs, pages whose key is the same are taken over from the old site;
the key covers all that the page shows, the theme, the settings and the code, so nothing stale is.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from footnoted import unchanged
from footnoted.replacing import replacing

# The coarsest clock of a file system, FAT's, ticks every two seconds: a file that changed so
# shortly before it was read may have changed again without a trace.
TICK_NS = 2_500_000_000


class Command(Struct, frozen=True):
    """What a build was asked for: its words (see `unchanged.asked`), and the place of the site."""

    asked: bytes
    is_quiet: bool
    site: Path


class Before(Struct, frozen=True):
    """What the last build read and wrote, as far as the next one asks: see `Snapshot`.

    `now` lists what is there now of what it read, if somebody has looked.
    """

    folders: tuple[str, ...] = ()
    outputs: bytes = b""
    keys: bytes = b""
    now: bytes = b""


class Snapshot(Struct, frozen=True):
    """A build: what it read, what it wrote, and what it told the author.

    `inputs` lists all files below `folders`, those that may have changed unseen without signature.
    `outputs` lists all files of the site, `keys` has the key of each page. `texts` says what is
    known of each text: see `renewing`.
    """

    libraries: bytes
    folders: tuple[str, ...]
    inputs: bytes
    outputs: bytes
    keys: Mapping[str, str]
    texts: Mapping[str, str]
    said: tuple[str, ...]  # the findings, the summary


def load(folder: Path) -> Before:
    """What the last build left in `folder`; nothing if there is nothing, or nothing sound."""
    record = unchanged.load(str(folder))
    return before(record) if record else Before()


def before(record: unchanged.Record, now: bytes = b"") -> Before:
    """What the last build left, by its record."""
    folders = tuple(unchanged.split(record["folders"]))
    return Before(folders, record["outputs"], record["keys"], now)


def save(snapshot: Snapshot, command: Command, folder: Path) -> None:
    """The next build finds the snapshot in `folder`."""
    record = {
        "version": unchanged.VERSION,
        "libraries": snapshot.libraries,
        "asked": command.asked,
        "quiet": b"yes" if command.is_quiet else b"",
        "site": unchanged.joined([os.path.abspath(command.site)]),
        "folders": unchanged.joined(snapshot.folders),
        "inputs": snapshot.inputs,
        "outputs": snapshot.outputs,
        "keys": unchanged.listing_of(snapshot.keys),
        "texts": unchanged.listing_of(snapshot.texts),
        "said": unchanged.joined(snapshot.said),
    }
    _save(record, folder)


def save_again(
    record: unchanged.Record, inputs: bytes, outputs: bytes, made: Sequence[str], folder: Path
) -> None:
    """The next build finds in `folder` the record of a build that found the `inputs`.

    Of the files of the site, now as `outputs` lists them, it made those at the paths `made`.
    """
    keys = unchanged.signatures(record["keys"])
    for path in made:  # whole builds know a page by its key: this one they make anew
        keys.pop(path, None)
    new = {"inputs": inputs, "outputs": outputs, "keys": unchanged.listing_of(keys)}
    _save(record | new, folder)


def _save(record: unchanged.Record, folder: Path) -> None:
    with replacing(folder / unchanged.FILE) as file:
        unchanged.save(record, file)


def tried(keep: Callable[[], object]) -> str:
    """What to tell the author if nothing can be kept: the next build is slow, this one is whole."""
    try:
        keep()
    except OSError as error:
        return f"warning: nothing can be kept for the next build: {error}\n\n"
    return ""


def inputs(folders: Sequence[str]) -> bytes:
    """The listing of every file below the folders, as far as it can be trusted: see `settled`.

    Call it before anything is read: then what changes while the build runs is seen by the next.
    """
    began_ns = time.time_ns()
    return settled(unchanged.inputs(folders), began_ns)


def settled(listing: bytes, began_ns: int) -> bytes:
    """The listing, made after `began_ns`, of which no file may have changed again unseen.

    The signature of one that may is empty, as none is: so it always counts as changed.
    """
    signatures = unchanged.signatures(listing)
    young = [p for p, s in signatures.items() if int(s.partition(" ")[0]) > began_ns - TICK_NS]
    return unchanged.listing_of(signatures | dict.fromkeys(young, "")) if young else listing


def pages(before: Before) -> dict[str, tuple[str, str]]:
    """Signature and key of each page, as the last build wrote it."""
    outputs, keys = unchanged.signatures(before.outputs), unchanged.signatures(before.keys)
    return {path: (outputs[path], key) for path, key in keys.items() if path in outputs}
