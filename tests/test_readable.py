"""The readable text of pages, PDFs and files, and the WARC files they are kept in."""

from __future__ import annotations

import base64
import datetime
import gzip
import hashlib
import io
import re
from email.parser import BytesParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footnoted.keeping.apart import read_apart
from footnoted.keeping.html_text import html_text
from footnoted.keeping.pdf_text import NotReadableError
from footnoted.keeping.readable import readable
from footnoted.keeping.warc import file_warc, page_warc
from footnoted.quotes import Copy, stands_in
from footnoted.web import Fetched
from pdf_files import pdf

PAGE = """<!doctype html><html><head><title>A poll</title><style>p { color: red }</style></head>
<body><nav><a href="/">Home</a><a href="/polls">Polls</a></nav>
<main><h1>Nine in ten <br>for peace</h1>
<p>Most people   want
a <em>peace</em> tr<wbr>ea<b>ty</b>.<sup class="r"><a href="#n1">[1]</a></sup> It is
said.<sup><a href="https://x.test/#fn2">2</a></sup></p>
<figure><img alt="A picture"><figcaption>A crowd in Seoul</figcaption></figure>
<table><tr><th>Year<th>Share<tr><td>2017<td>10<sup>3</sup></table>
<aside>A note aside<ul><li>One<li>Two</ul></aside>
<details><summary>More</summary>Hidden at first</details>
<pre>a
  b</pre><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字</ruby>
<script>var no = "<p>script</p>"</script><template><p>template</p></template>
<noscript>noscript</noscript><svg><title>Drawn</title><text>Label</text></svg>
</main><!-- comment --></body></html>"""


def test_all_of_a_page_is_read_and_its_blocks_are_parted() -> None:
    assert html_text(PAGE).split("\n") == [
        *("A poll", "HomePolls", "Nine in ten", "for peace"),
        "Most people want a peace treaty. It is said.",
        *("A crowd in Seoul", "Year", "Share", "2017", "10³"),
        *("A note aside", "One", "Two", "More", "Hidden at first"),
        *("a", "b", "漢字", "Drawn", "Label"),
    ]


@pytest.mark.parametrize(
    "markup, text",
    [
        ("<p>한국의<br>날씨</p><p>맑음</p>", "한국의\n날씨\n맑음"),
        ("<p>今天的\n天气</p>", "今天的 天气"),
        ("<div dir=rtl>الطقس <span>اليوم</span></div>", "الطقس اليوم"),
        ("a &amp; b &lt;c&gt; &nbsp;d", "a & b <c> \xa0d"),
        ("<p>one<p>two<div>three</div>four", "one\ntwo\nthree\nfour"),
        ("<b><p>wrong</b> nesting</p>", "wrong nesting"),
        ("<x-part>one</x-part><x-part>two</x-part>", "one\ntwo"),
        ("x<sup>2</sup> and<sup><a href='/page'>see</a></sup>", "x² andsee"),
        ("10<sup>−<b>12</b></sup> m, the 5<sup>th</sup>, 1<sup>2)</sup>", "10⁻¹² m, the 5th, 12)"),
        ("<sup>1</sup>/<sub>2</sub>, H<sub>2</sub>O<p><sup>3</sup>", "1/2, H2O\n3"),
        ("word<a role='doc-noteref' href='#n'>3</a>.", "word."),
        ("<select><option>One<option>Two</select>", "One\nTwo"),
        ("", ""),
    ],
)
def test_what_becomes_of_markup(markup: str, text: str) -> None:
    assert html_text(markup) == text


def test_xhtml_closes_what_html_leaves_open() -> None:
    page = '<html xmlns="http://www.w3.org/1999/xhtml"><head><script src="x"/><title/></head>'
    body = (
        f"{page}<body><p>Most people in this country want a peace treaty.<br/>So.</p></body></html>"
    )

    assert readable(body.encode(), "application/xhtml+xml").startswith("Most people")


@given(st.text(alphabet="<>/abp ='\"!-&;\n\0", max_size=60))
@settings(max_examples=200)
def test_no_markup_breaks_the_reader(markup: str) -> None:
    assert "\0" not in html_text(markup)


def test_a_quotation_stands_in_what_was_read() -> None:
    """Across a line's end, around emphasis, past the number of a note."""
    copy = Copy(html_text(PAGE))

    assert stands_in("Most people want a peace treaty. It is said.", copy)
    assert not stands_in("Most people want a peace treaty. It is not said.", copy)


def test_a_pdf_is_read_page_after_page() -> None:
    lines = (["It was an exam-", "ple of a well-", "known kind."], ["The second page."])

    text = readable(pdf(*lines), "application/octet-stream")

    assert text == "It was an exam-\nple of a well-\nknown kind.\fThe second page.\n"
    assert stands_in("an example of a well-known kind", Copy(text))


@pytest.mark.parametrize(
    "body, kind, words",
    [
        (pdf([]), "application/pdf", "a picture of its pages"),
        (b"%PDF-1.7 junk", "application/pdf", "damaged"),
        (b"<html><div id=app></div><script>1</script>", "text/html", "until its scripts run"),
        (b"PK\3\4\0\0", "", "`application/octet-stream`, which cannot be read"),
        (b"PK", "application/msword", "`application/msword`, which cannot be read"),
        (b"<rss/>", "application/rss+xml", "`application/rss+xml`, which cannot be read"),
        (b"<x/>", "text/xml", "`text/xml`, which cannot be read"),
        (b"MIME-Version: 1.0\n\n<html>", "", "a web archive"),
        (b" \n", "text/plain", "empty"),
        (b"a" * 10_000_001, "text/plain", "more than 10,000,000 letters"),
    ],
)
def test_what_cannot_be_read_says_why(body: bytes, kind: str, words: str) -> None:
    with pytest.raises(NotReadableError, match=re.escape(words)):
        readable(body, kind)


def test_plain_text_has_its_encoding_and_no_controls() -> None:
    assert (
        readable("날씨\r\n\0맑음".encode("cp949"), "text/plain; charset=euc-kr") == "날씨\n 맑음\n"
    )
    assert readable("날씨".encode("utf-16"), "") == "날씨\n"


@pytest.mark.parametrize("page", ["\ufeff\ufeff{}", "\ufeff<html>\ufeff <p>{}", "<html>&#xFEFF;{}"])
def test_no_text_begins_with_a_byte_order_mark(page: str) -> None:
    """Who reads the copy takes it off; then the copy would not be the one of its receipt."""
    words = "These are the words of a page."

    assert f"{words}\n" == readable(page.format(words).encode(), "")


def test_a_page_that_keeps_its_reader_busy_costs_only_itself() -> None:
    """A hundred thousand boxes in one another take the parser seconds, and more take it hours."""
    assert read_apart(PAGE.encode(), "text/html").startswith("A poll\n")
    with pytest.raises(NotReadableError, match="picture"):
        read_apart(pdf([]), "application/pdf\r\nX: y")
    with pytest.raises(NotReadableError, match=r"within 0\.3 seconds"):
        read_apart(b"<html>" + b"<div>" * 150_000, "text/html", seconds=0.3)


MOMENT = datetime.datetime(2026, 11, 24, 1, 2, 3, tzinfo=datetime.UTC)


def records(warc: bytes) -> list[tuple[dict[str, str], bytes]]:
    """The records of a WARC file, by the letter of its standard; sizes and digests are right."""
    stream, found = io.BytesIO(gzip.decompress(warc)), []
    while line := stream.readline():
        assert line == b"WARC/1.1\r\n"
        lines = iter(stream.readline, b"\r\n")
        headers = dict(BytesParser().parsebytes(b"".join(lines)).items())
        block = stream.read(int(headers["Content-Length"]))
        assert stream.read(4) == b"\r\n\r\n"
        if headers["WARC-Type"] != "warcinfo":
            digest = base64.b32encode(hashlib.sha1(block).digest()).decode()
            assert headers["WARC-Block-Digest"] == f"sha1:{digest}"
        found.append((headers, block))
    return found


def test_a_page_is_kept_as_it_was_answered_and_asked_for() -> None:
    headers = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Content-Length", "9"))
    address = "https://site.test/a?b=c"
    page = Fetched(
        "", address, 200, "OK", headers, b"<p>A", (), (("Host", "site.test"),), "1.1.1.1"
    )

    information, answer, request = records(page_warc(page, MOMENT))

    assert [r[0]["WARC-Type"] for r in (information, answer, request)] == [
        *("warcinfo", "response", "request")
    ]
    assert {answer[0]["WARC-Target-URI"], request[0]["WARC-Target-URI"]} == {address}
    assert answer[0]["WARC-Date"] == "2026-11-24T01:02:03Z"
    assert answer[0]["WARC-IP-Address"] == "1.1.1.1"
    assert request[0]["WARC-Concurrent-To"] == answer[0]["WARC-Record-ID"]
    assert answer[1] == (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Archive-Orig-Content-Encoding: gzip\r\n"
        b"X-Archive-Orig-Content-Length: 9\r\nContent-Length: 4\r\n\r\n<p>A"
    )
    assert request[1] == b"GET /a?b=c HTTP/1.1\r\nHost: site.test\r\n\r\n"


def test_a_file_is_kept_as_it_is() -> None:
    _, (headers, block) = records(file_warc("urn:x", "application/pdf", b"%PDF-1.4", MOMENT))

    assert (headers["WARC-Type"], headers["Content-Type"]) == ("resource", "application/pdf")
    assert block == b"%PDF-1.4"


def test_archives_own_tool_finds_nothing_wrong(tmp_path: Path) -> None:
    from warcio.archiveiterator import ArchiveIterator

    page = Fetched("", "http://a.test/", 200, "", (("X", "caf\xe9"),), "날".encode(), (), (), "::1")
    path = tmp_path / "a.warc.gz"
    path.write_bytes(page_warc(page, MOMENT))

    with path.open("rb") as file:
        checked = [
            (record.rec_type, record.content_stream().read(), record.digest_checker.passed)
            for record in ArchiveIterator(file, check_digests=True)
        ]

    assert ("response", "날".encode(), True) in checked
    assert all(passed is not False for *_, passed in checked)
