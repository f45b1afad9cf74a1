"""One request to one address that was judged, and its answer. Knows nothing of politeness.

urllib3 speaks HTTP and TLS here, at the level of single connections: so a connection can go to
the very address that was judged and still ask for, and check the certificate of, the host.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import zlib
from collections.abc import Iterable, Iterator, Sequence
from http.client import HTTPException, IncompleteRead

import certifi
from msgspec import Struct
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, ProtocolError, SSLError
from urllib3.response import HTTPResponse
from urllib3.util import Url

from footnoted.web.results import FetchError, Headers, Limits

_ACCEPT = "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.5"
_STEP = 1 << 16  # bytes
_MOST_ADDRESSES = 4


class Answer(Struct, frozen=True):
    """What a host answered; `body` is unpacked, and empty unless the status is 2xx."""

    status: int
    phrase: str
    headers: Headers
    body: bytes
    request: Headers
    ip: str


class _Deadline:
    """After so many seconds the connection is cut, however alive the other side pretends to be."""

    def __init__(self, seconds: float, connection: socket.socket) -> None:
        self._connection = connection
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self.has_passed = False

    def __enter__(self) -> _Deadline:
        self._timer.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._timer.cancel()

    def _cut(self) -> None:
        self.has_passed = True
        with contextlib.suppress(OSError):  # it may be closed already
            # Of the plain socket: that of TLS would forget its state while another thread reads.
            socket.socket.shutdown(self._connection, socket.SHUT_RDWR)


def trusted() -> ssl.SSLContext:
    """Certificates of the system and of Mozilla's list: Python on a Mac knows no system's."""
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    return context


def exchange(
    url: Url,
    addresses: Sequence[str],
    agent: str,
    limits: Limits,
    trust: ssl.SSLContext,
    *,
    wants_body: bool = True,
) -> Answer:
    """The answer of the host of `url`, at one of its `addresses`. Raises FetchError."""
    connection = _connected(url, addresses, limits, trust)
    try:
        with _Deadline(limits.total_s, connection.sock) as deadline:
            failure: FetchError | None = None
            try:
                answer = _asked(connection, url, agent, limits, wants_body)
            except (OSError, HTTPError, HTTPException) as error:
                failure = _why(error, limits)
            except FetchError as error:
                failure = error
        if deadline.has_passed:  # what was cut may look whole, or truncated
            raise _too_slow(limits.total_s)
        if failure:
            raise failure
        return answer
    finally:
        connection.close()


def _connected(
    url: Url, addresses: Sequence[str], limits: Limits, trust: ssl.SSLContext
) -> HTTPConnection:
    """A connection to the first address that takes one."""
    failure = FetchError("connection", "the host has no address")
    for address in addresses[:_MOST_ADDRESSES]:
        connection = _connection(url, address, limits, trust)
        try:
            connection.connect()
        except (OSError, HTTPError, HTTPException) as error:
            connection.close()
            failure = _why(error, limits)
        else:
            connection.timeout = limits.silence_s
            return connection
    raise failure


def _connection(url: Url, address: str, limits: Limits, trust: ssl.SSLContext) -> HTTPConnection:
    if url.scheme == "https":
        host = str(url.host).strip("[]")
        return HTTPSConnection(
            address,
            url.port or 443,
            timeout=limits.connect_s,
            server_hostname=host,
            ssl_context=trust,
        )
    return HTTPConnection(address, url.port or 80, timeout=limits.connect_s)


def _asked(
    connection: HTTPConnection, url: Url, agent: str, limits: Limits, wants_body: bool
) -> Answer:
    headers = (
        ("Host", url.netloc or ""),
        ("User-Agent", agent),
        ("Accept", _ACCEPT),
        ("Accept-Encoding", "gzip"),
        ("Connection", "close"),
    )
    connection.request(
        "GET", url.request_uri, headers=dict(headers), preload_content=False, decode_content=False
    )
    response = connection.getresponse()
    try:
        is_page = 200 <= response.status < 300
        body = _body(response, limits) if is_page and wants_body else b""
        found = tuple((str(key), str(value)) for key, value in response.headers.iteritems())
        phrase = response.reason or ""
        return Answer(response.status, phrase, found, body, headers, connection.host)
    finally:
        response.close()


def _body(response: HTTPResponse, limits: Limits) -> bytes:
    said = response.headers.get("content-length", "")
    if said.isdecimal() and int(said) > limits.body_bytes:
        raise _too_large(limits)
    chunks: Iterable[bytes] = response.stream(_STEP, decode_content=False)
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding in ("gzip", "x-gzip", "deflate"):
        chunks = _unpacked(chunks)
    elif encoding not in ("", "identity"):
        message = f"the page is compressed in a way that is not known: `{encoding}`"
        raise FetchError("packed", message)
    parts, size = [], 0
    for chunk in chunks:
        size += len(chunk)
        if size > limits.body_bytes:
            raise _too_large(limits)
        parts.append(chunk)
    return b"".join(parts)


def _unpacked(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """What the chunks hold, in steps: a bomb is noticed before it goes off."""
    unpacker = zlib.decompressobj(wbits=47)  # gzip or zlib, whichever it is
    is_empty = True
    for chunk in chunks:
        is_empty = is_empty and not chunk
        while chunk:
            if unpacker.eof:
                if not chunk.startswith(b"\x1f\x8b"):  # a further part; else padding
                    break
                unpacker = zlib.decompressobj(wbits=47)
            try:
                yield unpacker.decompress(chunk, _STEP)
            except zlib.error as error:
                raise FetchError("packed", "the page is compressed, but damaged") from error
            chunk = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    yield unpacker.flush()
    if not unpacker.eof and not is_empty:
        raise _truncated()


def _why(error: BaseException, limits: Limits) -> FetchError:
    """What an author should know of an error of the network."""
    causes = []
    cause: object = error
    while isinstance(cause, BaseException) and cause not in causes:
        causes.append(cause)
        inner = next((part for part in cause.args if isinstance(part, BaseException)), None)
        cause = inner or cause.__cause__ or cause.__context__
    if any(isinstance(cause, (SSLError, ssl.SSLError)) for cause in causes):
        return FetchError("certificate", "the host cannot show that it is the one it says it is")
    if any(isinstance(cause, IncompleteRead) for cause in causes):
        return _truncated()
    if any(isinstance(cause, TimeoutError) for cause in causes):
        return _too_slow(limits.silence_s)
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return FetchError("connection", "the host refuses the connection")
    if any(isinstance(cause, ConnectionError) for cause in causes):
        return FetchError("connection", "the host broke the connection off")
    if any(isinstance(cause, HTTPException) for cause in causes):
        return FetchError("connection", "the host does not answer as a web server does")
    if any(isinstance(cause, ProtocolError) for cause in causes):
        return _truncated()
    return FetchError("connection", "the host cannot be reached")


def _too_slow(seconds: float) -> FetchError:
    return FetchError("slow", f"the host took longer than {seconds:g} seconds")


def _truncated() -> FetchError:
    return FetchError("truncated", "the page ended before its end")


def _too_large(limits: Limits) -> FetchError:
    return FetchError("large", f"the page has more than {limits.body_bytes:,} bytes")
