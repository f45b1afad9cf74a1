"""A web server on this machine with every fault a page can have: for whatever goes out to read.

    with FaultyServer() as server:
        client = server.client()                  # never leaves this machine; waits for nothing
        server.pages["/a"] = Page(b"<p>A")        # a page; or a list of them, one a request
        client.fetch("http://any.test" + "/a")    # every name of a host leads here

Faults that are not a matter of what a page says are functions that write to the connection, as
`drips` and `resets` are. `server.seen` has what was asked for, in order.
"""

from __future__ import annotations

import gzip
import socket
import socketserver
import ssl
import struct
import subprocess
import threading
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from msgspec.structs import replace

from footnoted.web import Client, Limits
from footnoted.web.guard import public_addresses

QUICK = Limits(
    connect_s=2.0,
    silence_s=0.25,
    total_s=0.5,
    body_bytes=100_000,
    redirects=4,
    attempts=2,
    backoff_s=0.01,
    pause_s=0.0,
    longest_pause_s=0.2,
)

_NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # believes no certificate


@dataclass(frozen=True)
class Page:
    """An answer as it goes over the wire; `length` is what it says of itself, None nothing."""

    body: bytes = b""
    type: str = "text/html; charset=utf-8"
    status: str = "200 OK"
    headers: tuple[str, ...] = ()
    length: int | None = -1  # the truth

    @property
    def wire(self) -> bytes:
        lines = [f"HTTP/1.1 {self.status}", f"Content-Type: {self.type}", *self.headers]
        if self.length is not None:
            lines.append(f"Content-Length: {len(self.body) if self.length < 0 else self.length}")
        return "\r\n".join((*lines, "", "")).encode("latin-1") + self.body


Fault = Callable[[socket.socket], None]
Answer = Page | Fault


@dataclass(frozen=True)
class Asked:
    """What a client sent: the host it meant, the path, all headers, and when."""

    host: str
    path: str
    headers: dict[str, str]
    at: float = field(compare=False)


def moved(to: str, status: str = "302 Found") -> Page:
    return Page(b"", status=status, headers=(f"Location: {to}",))


def refused(status: str, *headers: str) -> Page:
    return Page(b"<p>No.", status=status, headers=headers)


def packed(body: bytes, cut: int = 0) -> Page:
    """A page in gzip, of which the last `cut` bytes are missing, though its length is right."""
    content = gzip.compress(body)
    return Page(content[: len(content) - cut], headers=("Content-Encoding: gzip",))


def bomb() -> Page:
    """A hundred megabytes in a hundred kilobytes."""
    packer = zlib.compressobj(9, wbits=31)
    content = b"".join(packer.compress(bytes(1 << 20)) for _ in range(90)) + packer.flush()
    return Page(content, headers=("Content-Encoding: gzip",))


def drips(connection: socket.socket) -> None:
    """A page that comes letter by letter, for ever; never silent for long."""
    connection.sendall(Page(b"", length=10_000).wire)
    for _ in range(40):
        connection.sendall(b"x")
        time.sleep(0.05)


def drips_headers(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in range(40):
        connection.sendall(f"X-{number}: x\r\n".encode())
        time.sleep(0.05)


def is_silent(connection: socket.socket) -> None:
    connection.settimeout(2)
    connection.recv(1)  # until the client goes


def resets(connection: socket.socket) -> None:
    """The connection ends in the middle of a page, as when a cable is cut."""
    connection.sendall(Page(b"<p>Half", length=10_000).wire)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def babbles(connection: socket.socket) -> None:
    connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")


FAULTS: dict[str, Answer | list[Answer]] = {
    "/drips": drips,
    "/drips-headers": drips_headers,
    "/silent": is_silent,
    "/resets": resets,
    "/babbles": babbles,
    "/short": Page(b"<p>Half a page", length=10_000),
    "/long": Page(b"<p>One page</p> and more that nobody was told of", length=12),
    "/chunk-cut": Page(b"5\r\n<p>On\r\n", headers=("Transfer-Encoding: chunked",), length=None),
    "/loop": moved("/loop"),
    "/ring-1": moved("/ring-2"),
    "/ring-2": moved("/ring-1"),
    "/nowhere": Page(b"", status="302 Found"),
    "/to-file": moved("file:///etc/passwd"),
    "/to-private": moved("http://private.test/secret"),
    **{f"/far-{number}": moved(f"/far-{number + 1}") for number in range(9)},
    "/forbidden": refused("403 Forbidden"),
    "/gone": refused("410 Gone"),
    "/broken": refused("503 Service Unavailable"),
    "/busy-long": refused("429 Too Many Requests", "Retry-After: 3600"),
    "/huge": Page(bytes(100_001)),
    "/huge-said": Page(b"", length=10**12),
    "/huge-unsaid": Page(bytes(100_001), length=None),
    "/bomb": bomb(),
    "/packed": packed(b"<p>Packed"),
    "/packed-cut": packed(b"<p>Packed" * 99, cut=12),
    "/packed-not": Page(b"<p>Plain", headers=("Content-Encoding: gzip",)),
    "/packed-oddly": Page(b"<p>Odd", headers=("Content-Encoding: snappy",)),
}


class FaultyServer:
    """Serves `pages`, then the faults above, at a port of 127.0.0.1."""

    def __init__(self, trust: ssl.SSLContext | None = None) -> None:
        self.pages: dict[str, Answer | list[Answer]] = {}
        self.seen: list[Asked] = []
        self._tls = trust
        server = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                server._answer(self.request)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            block_on_close = False
            request_queue_size = 32

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    def __enter__(self) -> FaultyServer:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def paths(self) -> list[str]:
        """What was asked for, without robots.txt."""
        return [asked.path for asked in self.seen if asked.path != "/robots.txt"]

    def address(self, path: str, host: str = "site.test", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def client(self, trust: ssl.SSLContext | None = None, **changed: float) -> Client:
        """A client for which every host is this server, but `private.test` and `unknown.test`."""
        limits = replace(QUICK, **changed)
        return Client(
            "Footnoted (+https://essays.test)", limits, resolve=_here, trust=trust or _NOBODY
        )

    def _answer(self, connection: socket.socket) -> None:
        try:
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            asked = _asked(connection)
            if asked is None:
                return
            self.seen.append(asked)
            answer = self._page(asked)
            if isinstance(answer, Page):
                connection.sendall(answer.wire)
                connection.shutdown(socket.SHUT_WR)
            else:
                answer(connection)
        except OSError:
            pass  # the client has had enough
        finally:
            connection.close()

    def _page(self, asked: Asked) -> Answer:
        path = asked.path
        found = self.pages.get(f"{asked.host}{path}", self.pages.get(path, FAULTS.get(path)))
        if isinstance(found, list):
            found = found.pop(0) if len(found) > 1 else found[0]
        return refused("404 Not Found") if found is None else found


def _here(host: str, port: int, seconds: float) -> Sequence[str]:
    answers = {"private.test": ["10.0.0.1"], "unknown.test": []}
    if host in answers:
        return public_addresses(host, port, seconds, lambda host, port: answers[host])
    return ["127.0.0.1"]


def _asked(connection: socket.socket) -> Asked | None:
    received = b""
    while b"\r\n\r\n" not in received:
        part = connection.recv(4096)
        if not part:
            return None
        received += part
    first, *lines = received.decode("latin-1").partition("\r\n\r\n")[0].split("\r\n")
    headers = {key.lower(): value for key, _, value in (line.partition(": ") for line in lines)}
    host = headers.get("host", "").rpartition(":")[0]
    return Asked(host, first.split(" ")[1], headers, time.monotonic())


def certificate(folder: Path, host: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server needs to be `host`, and what a client needs to believe it."""
    key, made = folder / f"{host}.key", folder / f"{host}.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    names = ["-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}"]
    files = ["-keyout", str(key), "-out", str(made)]
    subprocess.run([*command.split(), *names, *files], check=True, capture_output=True)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(made, key)
    return server, ssl.create_default_context(cafile=str(made))
