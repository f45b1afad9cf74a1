"""A page as it was answered -> a WARC file, ISO 28500: what archives and their tools read.

The body is kept unpacked. As is the custom, headers that told how it was packed for the way keep
their values under another name, so that who replays the file does not unpack it again.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from footnoted.web import Fetched
from footnoted.web.results import Headers

_OF_THE_WAY = ("content-encoding", "transfer-encoding", "content-length")
_SOFTWARE = {"software": "Footnoted", "format": "WARC File Format 1.1"}


def page_warc(page: Fetched, moment: datetime.datetime) -> bytes:
    """The request and the answer, which came at the `moment`."""
    writer, stream = _writer(moment)
    target = page.final_address
    common = {"WARC-Date": _stamp(moment), "WARC-IP-Address": page.ip}
    answer = writer.create_warc_record(
        target,
        "response",
        payload=io.BytesIO(page.body),
        length=len(page.body),
        http_headers=StatusAndHeaders(
            f"{page.status} {page.phrase}".strip(),
            [*_unpacked(page.headers), ("Content-Length", str(len(page.body)))],
            protocol="HTTP/1.1",
        ),
        warc_headers_dict=common,
    )
    path = "/" + target.partition("://")[2].partition("/")[2]
    request = writer.create_warc_record(
        target,
        "request",
        http_headers=StatusAndHeaders(
            f"GET {path} HTTP/1.1", list(page.request), is_http_request=True
        ),
        warc_headers_dict=common,
    )
    writer.write_request_response_pair(request, answer)
    return stream.getvalue()


def file_warc(address: str, kind: str, body: bytes, moment: datetime.datetime) -> bytes:
    """A file that its author got in another way, as the page at the `address`."""
    writer, stream = _writer(moment)
    record = writer.create_warc_record(
        address,
        "resource",
        payload=io.BytesIO(body),
        length=len(body),
        warc_content_type=kind,
        warc_headers_dict={"WARC-Date": _stamp(moment)},
    )
    writer.write_record(record)
    return stream.getvalue()


def _writer(moment: datetime.datetime) -> tuple[WARCWriter, io.BytesIO]:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=True, warc_version="1.1")
    information = writer.create_warcinfo_record("", _SOFTWARE)
    information.rec_headers.replace_header("WARC-Date", _stamp(moment))
    writer.write_record(information)
    return writer, stream


def _unpacked(headers: Headers) -> Iterable[tuple[str, str]]:
    for name, value in headers:
        is_changed = name.lower() in _OF_THE_WAY
        yield (f"X-Archive-Orig-{name}" if is_changed else name), value


def _stamp(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
