"""What the preview answers over HTTP: pages with a client in them, and the socket of each page.

The client is livereload's. A plug-in of ours puts changed words in place, see `in_place.js`; and
where an error took the place of a page, `come_back.js` leads back to where the reader was.
"""

from __future__ import annotations

import json
import mimetypes
from pathlib import Path, PurePosixPath
from typing import ClassVar
from urllib.parse import urlsplit

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from markupsafe import escape
from tornado.web import Application, HTTPError, RequestHandler

from footnoted.preview import Preview

HOST = "127.0.0.1"
# As on Pages, whatever this system knows of such files.
_KINDS = {".xml": "application/xml", ".bib": "application/x-bibtex"}
SCRIPTS = {
    name: Path(__file__).with_name(f"{name.replace('-', '_')}.js")
    for name in ("in-place", "come-back")
}


def application(preview: Preview, port: int) -> Application:
    """The web application for `preview` on `port`."""
    shared = {"preview": preview, "port": port}
    return Application(
        [
            (r"/livereload\.js", Client, shared),
            (rf"/livereload-({'|'.join(SCRIPTS)})\.js", Script, shared),
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


class Client(Guarded, LiveReloadJSHandler):  # type: ignore[misc]
    """The client of livereload."""


class Script(Guarded):
    """The scripts that are ours."""

    def get(self, name: str) -> None:
        """The script of that name."""
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.finish(SCRIPTS[name].read_bytes())


class Pages(Guarded):
    """The files of the site under its base path."""

    def get(self, path: str) -> None:
        """The file at `path`, or the way to where the site has it."""
        if "\0" in path:
            raise HTTPError(404)
        status, content, generation = self.preview.answer(f"/{path}")
        if status == 302:
            query = f"?{self.request.query}" if self.request.query else ""
            self.redirect(content.decode() + query)
            return
        name = PurePosixPath(path)
        kind = _KINDS.get(name.suffix) or mimetypes.guess_type(name.name)[0]
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
        base = escape(self.preview.base)
        known = " ".join(f"{base}{name}" for name in self.preview.known_scripts)
        scripts = (
            '<script src="/livereload-come-back.js"></script>'
            f'<script src="/livereload-in-place.js" data-scripts="{known}"></script>'
            f'<script src="/livereload.js?port={self.port}/{generation}" defer></script>'
        )
        at = content.lower().find(b"</head>")
        return content[:at] + scripts.encode() + content[at:] if at >= 0 else content


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
        """The page shows what is there now; it is told what changed, as `Preview.rebuild` says."""
        message = {"command": "reload", "path": path, "liveCSS": True, "liveImg": False}
        self.send_message(message)


def broadcast(path: str) -> None:
    """All open pages show what is there now; `path` says what changed."""
    for page in tuple(Reloader.open_pages):
        page.reload(path)
