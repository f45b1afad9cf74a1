"""`python build.py serve`: the preview over HTTP, reloaded by every save.

Built on livereload: its protocol, its client script and its WebSocket handler. Its own server
and watcher are not used, because they drop a reload that comes within three seconds of another,
poll, answer any Host, and know no base path. Changes come from the file system's own events;
each page says which state of the site it shows, so a browser that was busy reloading when the
next save came is told to reload again as soon as it is back.
"""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
import sys
import webbrowser
from collections.abc import Collection, Mapping
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from watchfiles import DefaultFilter, awatch
from watchfiles._rust_notify import WatchfilesRustInternalError

from footnoted import copies, unchanged
from footnoted.handlers import HOST, application, broadcast
from footnoted.options import Options
from footnoted.preview import Preview
from footnoted.retelling import Teller

_PORTS_TRIED = 20
_LOOK_AGAIN_MS = 1000  # how soon a folder that was put back is noticed
_CLOCK_NS = 20_000_000  # files get the time of the last tick of the system's clock
_BURST_MS, _STEP_MS = 50, 5  # a burst of saves is one change; the first is not kept waiting

# Kept copies come with their receipt, which is watched: of the two, one change is enough.
_WATCHED = DefaultFilter(ignore_dirs=(*DefaultFilter.ignore_dirs, copies.FOLDER))


def serve(options: Options, port: int, *, open_browser: bool) -> None:
    """The preview is up until Ctrl-C. Raises OSError if no port from `port` on is free.

    Until the site is there for the first time, signals are left to whoever heeds them.
    """
    preview, teller = Preview(options), Teller()
    preview.rebuild()
    gc.freeze()  # the site that is there will mostly stay: no need to look through it again
    sockets, port = _bind(port)
    _tell(preview, teller)
    for ending in (signal.SIGINT, signal.SIGTERM):  # heard even where a shell had them ignored
        signal.signal(ending, signal.default_int_handler)
    try:
        asyncio.run(_serve(preview, teller, sockets, port, open_browser=open_browser))
    except KeyboardInterrupt:
        print("\nThe preview has ended.")


async def _serve(
    preview: Preview,
    teller: Teller,
    sockets: list[socket.socket],
    port: int,
    *,
    open_browser: bool,
) -> None:
    server = HTTPServer(application(preview, port))
    server.add_sockets(sockets)
    address = _tell_where(preview, port)
    if open_browser:
        webbrowser.open(address)
    try:
        await _watch(preview, teller, port)
    finally:
        server.stop()
        await server.close_all_connections()


def _tell_where(preview: Preview, port: int) -> str:
    address = f"http://{HOST}:{port}{preview.base}"
    print(f"Preview: {address}  (Ctrl-C ends it)", flush=True)
    return address


async def _watch(preview: Preview, teller: Teller, port: int) -> None:
    """Rebuilds and reloads after every change of what is watched."""
    while True:
        try:
            await _watch_folders(preview, preview.folders(), teller, port)
        except* WatchfilesRustInternalError:  # a name that is not UTF-8: it is reported
            await _changed(preview, (), teller, port)


async def _watch_folders(
    preview: Preview, folders: Mapping[Path, int], teller: Teller, port: int
) -> None:
    """The same as long as the folders stay the same.

    What was saved after the last look at them and before they were watched is seen with the first
    change, or when there is none for a while.
    """
    is_first = True
    async for changes in awatch(
        *folders,
        watch_filter=_WATCHED,
        debounce=_BURST_MS,
        step=_STEP_MS,
        rust_timeout=_LOOK_AGAIN_MS,
        yield_on_timeout=True,
    ):
        if changes:
            await _changed(preview, {path for _, path in changes}, teller, port)
        elif is_first and _is_touched(folders, preview.began_ns):
            await _changed(preview, (), teller, port)
        is_first = False
        if preview.folders() != folders:  # another theme, or a folder came or went
            await _changed(preview, (), teller, port)
            return


def _is_touched(folders: Collection[Path], since_ns: int) -> bool:
    """True if a file in one of the folders may have changed since."""
    listing = unchanged.inputs(str(folder) for folder in folders)
    times = (signature.split(" ") for signature in unchanged.signatures(listing).values())
    return any(max(int(ns) for ns in found[:2]) > since_ns - _CLOCK_NS for found in times)


async def _changed(preview: Preview, paths: Collection[str], teller: Teller, port: int) -> None:
    base = preview.base
    gc.disable()  # a look through all that is kept would take longer than the change itself
    broadcast(await asyncio.to_thread(preview.rebuild, paths))
    _tell(preview, teller, paths)
    if preview.base != base:
        _tell_where(preview, port)
    gc.enable()


def _tell(preview: Preview, teller: Teller, paths: Collection[str] = ()) -> None:
    """The author is told, with `paths` the files that were saved."""
    folder = preview.options.content.resolve()
    saved = {
        Path(path).relative_to(folder).as_posix()
        for path in paths
        if Path(path).is_relative_to(folder)
    }
    state = preview.state
    trouble = state.trouble.text if state.trouble and not state.findings else ""
    print(teller.told(state.findings, trouble, saved), end="", file=sys.stderr, flush=True)


def _bind(port: int) -> tuple[list[socket.socket], int]:
    """Sockets on `port`, or on the next one that is free; 0 is any that is free."""
    for candidate in range(port, port + _PORTS_TRIED):
        try:
            sockets = bind_sockets(candidate, HOST)
        except OSError:
            if candidate == port + _PORTS_TRIED - 1:
                raise
        else:
            return sockets, sockets[0].getsockname()[1]
    raise AssertionError
