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
import json
import mimetypes
import signal
import socket
import sys
import webbrowser
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler
from watchfiles import DefaultFilter, awatch
from watchfiles._rust_notify import WatchfilesRustInternalError

from footnoted import copies, unchanged
from footnoted.diagnostics import render as render_finding
from footnoted.options import Options
from footnoted.preview import Preview, is_style_only

HOST = "127.0.0.1"
_PORTS_TRIED = 20
_LOOK_AGAIN_MS = 1000  # how soon a folder that was put back is noticed
_CLOCK_NS = 20_000_000  # files get the time of the last tick of the system's clock
_BURST_MS, _STEP_MS = 50, 5  # a burst of saves is one change; the first is not kept waiting

# Kept copies come with their receipt, which is watched: of the two, one change is enough.
_WATCHED = DefaultFilter(ignore_dirs=(*DefaultFilter.ignore_dirs, copies.FOLDER))


def serve(options: Options, port: int, *, open_browser: bool) -> None:
    """The preview is up until Ctrl-C. Raises OSError if no port from `port` on is free."""
    for ending in (signal.SIGINT, signal.SIGTERM):  # heard even where a shell had them ignored
        signal.signal(ending, signal.default_int_handler)
    try:
        asyncio.run(_serve(options, port, open_browser=open_browser))
    except KeyboardInterrupt:
        print("\nThe preview has ended.")


async def _serve(options: Options, port: int, *, open_browser: bool) -> None:
    preview = Preview(options)
    preview.rebuild()
    gc.freeze()  # the site that is there will mostly stay: no need to look through it again
    sockets, port = _bind(port)
    server = HTTPServer(application(preview, port))
    server.add_sockets(sockets)
    address = f"http://{HOST}:{port}{preview.base}"
    _print_state(preview)
    print(f"Preview: {address}  (Ctrl-C ends it)", flush=True)
    if open_browser:
        webbrowser.open(address)
    try:
        await _watch(preview)
    finally:
        server.stop()
        await server.close_all_connections()


def application(preview: Preview, port: int) -> Application:
    """The web application for `preview` on `port`."""
    shared = {"preview": preview, "port": port}
    return Application(
        [
            (r"/livereload\.js", Script, shared),
            (r"/(\d+)/livereload", Reloader, shared),
            (r"/(.*)", Pages, shared),
        ]
    )


class Guarded(RequestHandler):
    """Answers only to requests for this very server, so that no other site can read along."""

    def initialize(self, preview: Preview, port: int) -> None:
        """Tornado's constructor."""
        self.preview = preview
        self.port = port
        names = (HOST, "localhost", "[::1]")
        self.hosts = {f"{name}:{port}" for name in names} | (set(names) if port == 80 else set())

    def prepare(self) -> None:
        """Refuses another Host: a name that was pointed here is not ours (DNS rebinding)."""
        if self.request.host not in self.hosts:
            raise HTTPError(403)

    def set_default_headers(self) -> None:
        """Nothing is kept by the browser, nothing guessed."""
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")

    def _log(self) -> None:
        """Requests are no news."""

    def log_exception(self, *args: object) -> None:
        """A refused request is no news."""


class Script(Guarded, LiveReloadJSHandler):  # type: ignore[misc]
    """The client of livereload."""


class Pages(Guarded):
    """The files of the site under its base path."""

    def get(self, path: str) -> None:
        """The file at `path`; `/` leads to the base."""
        base = self.preview.base
        if base != "/" and path in ("", base.strip("/")):
            self.redirect(base)
            return
        if "\0" in path or not f"/{path}".startswith(base):
            raise HTTPError(404)
        name = f"/{path}".removeprefix(base)
        status, content, generation = self.preview.content(name)
        kind = mimetypes.guess_type(name)[0]
        is_html = b"<!doctype html" in content[:40].lower()
        self.set_status(status)
        text = ("text/html" if is_html else kind) or "application/octet-stream"
        charset = "; charset=utf-8" if text.startswith("text/") else ""
        self.set_header("Content-Type", text + charset)
        self.finish(self._with_script(content, generation) if is_html else content)

    def _with_script(self, content: bytes, generation: int) -> bytes:
        """The page with livereload's client, which will connect as state `generation`.

        The client's socket is always at `/livereload`, behind a port that it does not look at
        closely: so the generation goes there.
        """
        script = f'<script src="/livereload.js?port={self.port}/{generation}" defer></script>'
        at = content.lower().find(b"</head>")
        return content[:at] + script.encode() + content[at:] if at >= 0 else content


class Reloader(Guarded, LiveReloadHandler):  # type: ignore[misc]
    """The socket of one open page, which shows the state `generation` of the site."""

    open_pages: ClassVar[set[Reloader]] = set()

    def check_origin(self, origin: str) -> bool:
        """Only our own pages may listen."""
        return urlsplit(origin).netloc in self.hosts and self.request.host in self.hosts

    def open(self, generation: str) -> None:
        """The page says which state it shows by the address it connects to."""
        self.generation = int(generation)

    def on_message(self, message: str) -> None:
        """The handshake is livereload's; a page that missed a change reloads after it."""
        command = json.loads(message).get("command")
        if command != "info":
            super().on_message(message)
            return
        self.open_pages.add(self)
        if self.generation != self.preview.state.generation:
            self.reload("*")

    def on_close(self) -> None:
        """A closed page is forgotten."""
        self.open_pages.discard(self)

    def reload(self, path: str) -> None:
        """The page loads anew; only its style sheet, if `path` is one."""
        message = {"command": "reload", "path": path, "liveCSS": True, "liveImg": False}
        self.send_message(message)


def broadcast(path: str) -> None:
    """All open pages reload."""
    for page in tuple(Reloader.open_pages):
        page.reload(path)


async def _watch(preview: Preview) -> None:
    """Rebuilds and reloads after every change of what is watched."""
    while True:
        try:
            await _watch_folders(preview, preview.folders())
        except* WatchfilesRustInternalError:  # a name that is not UTF-8: it is reported
            await _changed(preview, ())


async def _watch_folders(preview: Preview, folders: Mapping[Path, int]) -> None:
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
            await _changed(preview, {path for _, path in changes})
        elif is_first and _is_touched(folders, preview.began_ns):
            await _changed(preview, ())
        is_first = False
        if preview.folders() != folders:  # another theme, or a folder came or went
            await _changed(preview, ())
            return


def _is_touched(folders: Collection[Path], since_ns: int) -> bool:
    """True if a file in one of the folders may have changed since."""
    listing = unchanged.inputs(str(folder) for folder in folders)
    times = (signature.split(" ") for signature in unchanged.signatures(listing).values())
    return any(max(int(ns) for ns in found[:2]) > since_ns - _CLOCK_NS for found in times)


async def _changed(preview: Preview, paths: Collection[str]) -> None:
    before = preview.state.trouble
    gc.disable()  # a look through all that is kept would take longer than the change itself
    await asyncio.to_thread(preview.rebuild, paths)
    style_only = is_style_only(paths) and before is None and preview.state.trouble is None
    broadcast("style.css" if style_only else "*")
    _print_state(preview)
    gc.enable()


def _print_state(preview: Preview) -> None:
    for level, diagnostic in preview.state.findings:
        print(render_finding(diagnostic, level), end="\n\n", file=sys.stderr)
    if preview.state.trouble and not preview.state.findings:
        print(preview.state.trouble.text, file=sys.stderr)
    sys.stderr.flush()


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
