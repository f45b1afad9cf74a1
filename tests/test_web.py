"""The polite client against a server with every fault, and the guard against all addresses."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from faulty_server import FaultyServer, Page, certificate, drips, moved, packed, refused, resets
from footnoted.web import Client, Failed, Fetched, decoded, fetch_all
from footnoted.web.client import retry_after
from footnoted.web.exchange import Answer
from footnoted.web.guard import is_public, look_up, public_addresses
from footnoted.web.results import FetchError


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    with FaultyServer() as server:
        yield server


def fetched(result: Fetched | Failed) -> Fetched:
    assert isinstance(result, Fetched), result
    return result


def failed(result: Fetched | Failed) -> Failed:
    assert isinstance(result, Failed), result
    return result


def test_a_page_comes_as_it_is(server: FaultyServer) -> None:
    server.pages["/a?b=%EB%82%A0"] = Page("<p>날씨".encode(), headers=("X-A: b",))

    result = fetched(server.client().fetch(server.address("/a?b=날#c")))

    assert result.body.decode() == "<p>날씨"
    assert (result.status, result.phrase, result.header("x-a")) == (200, "OK", "b")
    assert result.final_address == server.address("/a?b=%EB%82%A0")
    assert result.ip == "127.0.0.1"
    assert server.seen[-1].host == "site.test"
    assert server.seen[-1].headers["user-agent"] == "Footnoted (+https://essays.test)"
    assert dict(result.request)["User-Agent"] == server.seen[-1].headers["user-agent"]


@pytest.mark.parametrize(
    "path, reason, words",
    [
        ("/drips", "slow", "longer than 0.5 seconds"),
        ("/drips-headers", "slow", "longer than 0.5 seconds"),
        ("/silent", "slow", "longer than 0.25 seconds"),
        ("/resets", "connection", "broke"),
        ("/babbles", "connection", "does not answer as a web server does"),
        ("/short", "truncated", "ended before its end"),
        ("/chunk-cut", "truncated", "ended before its end"),
        ("/packed-cut", "truncated", "ended before its end"),
        ("/loop", "redirects", "in a circle"),
        ("/ring-1", "redirects", "in a circle"),
        ("/far-0", "redirects", "more than 4 redirects"),
        ("/nowhere", "redirects", "in a circle"),
        ("/to-file", "address", "`file:///etc/passwd` is not a web address"),
        ("/to-private", "private", "`private.test` is not on the open web"),
        ("/forbidden", "status", "does not let programs read the page (status 403)"),
        ("/gone", "status", "gone for good (status 410)"),
        ("/broken", "status", "has a fault (status 503)"),
        ("/busy-long", "status", "asked too often"),
        ("/huge", "large", "more than 100,000 bytes"),
        ("/huge-said", "large", "more than 100,000 bytes"),
        ("/huge-unsaid", "large", "more than 100,000 bytes"),
        ("/bomb", "large", "more than 100,000 bytes"),
        ("/packed-not", "packed", "damaged"),
        ("/packed-oddly", "packed", "`snappy`"),
    ],
)
def test_a_fault_is_a_value_that_says_why(
    server: FaultyServer, path: str, reason: str, words: str
) -> None:
    attempts = 1 if reason == "slow" else 2

    result = failed(server.client(attempts=attempts).fetch(server.address(path)))

    assert result.reason == reason
    assert words in result.detail


@pytest.mark.parametrize(
    "address, reason",
    [
        ("ftp://site.test/", "address"),
        ("file:///etc/passwd", "address"),
        ("//site.test/", "address"),
        ("http://", "address"),
        ("http://[::1/", "address"),
        ("http://me:secret@site.test/", "address"),
        ("http://private.test/", "private"),
        ("http://unknown.test/", "unknown-host"),
    ],
)
def test_no_request_is_made_for_an_address_that_must_not_be_asked(
    server: FaultyServer, address: str, reason: str
) -> None:
    assert failed(server.client().fetch(address)).reason == reason
    assert server.seen == []


def test_what_cannot_change_is_asked_once_and_what_may_pass_again(server: FaultyServer) -> None:
    server.pages["/thrice"] = [resets, refused("503 Busy"), Page(b"<p>At last")]
    client = server.client(attempts=3)

    client.fetch(server.address("/forbidden"))
    result = fetched(client.fetch(server.address("/thrice")))

    assert result.body == b"<p>At last"
    assert server.paths == ["/forbidden", "/thrice", "/thrice", "/thrice"]


def test_a_busy_host_is_left_alone_as_long_as_it_asks(server: FaultyServer) -> None:
    busy = refused("429 Too Many Requests", "Retry-After: 1")
    server.pages["/"] = [busy, Page(b"<p>Now")]

    fetched(server.client(longest_pause_s=2).fetch(server.address("/")))

    first, second = (asked.at for asked in server.seen if asked.path == "/")
    assert second - first >= 1


def test_a_host_that_asks_for_an_hour_is_not_asked_again(server: FaultyServer) -> None:
    result = failed(server.client().fetch(server.address("/busy-long")))

    assert (result.status, result.may_pass) == (429, True)
    assert server.paths == ["/busy-long"]


@pytest.mark.parametrize(
    "value, seconds",
    [("120", 120), ("Tue, 24 Nov 2026 00:01:00 GMT", 60), ("soon", 0), ("-5", 0), ("", 0)],
)
def test_retry_after_is_seconds_or_a_date(value: str, seconds: float) -> None:
    answer = Answer(429, "", (("Retry-After", value),), b"", (), "")

    assert retry_after(answer, now=1795478400.0) == seconds


def test_a_host_has_its_rest_between_requests(server: FaultyServer) -> None:
    server.pages["/robots.txt"] = Page(b"User-agent: *\nCrawl-delay: 0.15")
    server.pages["/a"] = Page(b"<p>A")
    client = server.client(pause_s=0.05)

    for host in ("one.test", "one.test", "two.test"):
        fetched(client.fetch(server.address("/a", host)))

    robots, first, second, other, _ = (asked.at for asked in server.seen)
    assert first - robots >= 0.05
    assert second - first >= 0.15
    assert other - second < 0.15


def test_redirects_are_followed_and_told(server: FaultyServer) -> None:
    server.pages |= {"/old": moved(f"//new.test:{server.port}/a"), "/a": Page(b"<p>A")}

    result = fetched(server.client().fetch(server.address("/old")))

    assert result.final_address == server.address("/a", "new.test")
    assert [(hop.address, hop.status) for hop in result.hops] == [(server.address("/old"), 302)]


def test_robots_are_asked_once_and_at_every_host_on_the_way(server: FaultyServer) -> None:
    server.pages |= {
        "site.test/robots.txt": Page(b"User-agent: Footnoted\nDisallow: /no"),
        "closed.test/robots.txt": Page(b"User-agent: *\nDisallow: /"),
        "/way": moved(f"http://closed.test:{server.port}/a"),
        "/a": Page(b"<p>A"),
    }
    client = server.client()

    refusals = [failed(client.fetch(server.address(path))) for path in ("/no/a", "/way")]
    fetched(client.fetch(server.address("/a")))

    assert [refusal.reason for refusal in refusals] == ["robots", "robots"]
    assert server.paths == ["/way", "/a"]
    assert [asked.path for asked in server.seen].count("/robots.txt") == 2


@pytest.mark.parametrize(
    "robots, is_open",
    [
        (refused("404 Not Found"), True),
        (refused("403 Forbidden"), True),
        (moved("/robots.txt"), True),
        (refused("503 Service Unavailable"), False),
        (Page(b"\xef\xbb\xbfUser-agent: Other\nDisallow: /"), True),
        (Page("User-agent: *\nDisallow: /날".encode()), True),
    ],
)
def test_what_robots_say_by_not_being_there(
    server: FaultyServer, robots: Page, is_open: bool
) -> None:
    """RFC 9309, 2.3.1: a missing file allows everything, a broken one nothing."""
    server.pages |= {"/robots.txt": robots, "/a": Page(b"<p>A")}

    result = server.client().fetch(server.address("/a"))

    assert isinstance(result, Fetched) == is_open
    assert is_open or failed(result).reason == "robots"


def test_a_dead_host_is_found_dead_once() -> None:
    with FaultyServer() as server:
        client, address = server.client(attempts=1), server.address("/a")

    results = [failed(client.fetch(address)) for _ in range(2)]

    assert [result.reason for result in results] == ["connection", "connection"]


def test_the_body_can_be_done_without(server: FaultyServer) -> None:
    result = fetched(server.client().fetch(server.address("/huge"), wants_body=False))

    assert (result.status, result.body) == (200, b"")


@pytest.mark.parametrize("parts", [1, 3])
def test_packed_pages_are_unpacked_all_parts_of_them(server: FaultyServer, parts: int) -> None:
    page = packed(b"<p>Packed" * 5000)
    server.pages["/packed"] = Page(page.body * parts + bytes(8), headers=page.headers)

    result = fetched(server.client(body_bytes=10**6).fetch(server.address("/packed")))

    assert result.body == b"<p>Packed" * 5000 * parts


def test_a_certificate_must_be_that_of_the_host(tmp_path: Path) -> None:
    """The connection goes to an address; what is asked for, and checked, is the host."""
    ours, trust = certificate(tmp_path, "site.test")
    with FaultyServer(ours) as server:
        server.pages["/a"] = Page(b"<p>Secret")
        client = server.client(trust)

        known = client.fetch(server.address("/a", scheme="https"))
        other = client.fetch(server.address("/a", "other.test", "https"))
        stranger = server.client().fetch(server.address("/a", scheme="https"))

    assert fetched(known).body == b"<p>Secret"
    assert {failed(other).reason, failed(stranger).reason} == {"certificate"}


def test_tls_cannot_outstay_the_limit(tmp_path: Path) -> None:
    ours, trust = certificate(tmp_path, "site.test")
    with FaultyServer(ours) as server:
        began = time.monotonic()
        client = server.client(trust, attempts=1)
        result = failed(client.fetch(server.address("/drips", scheme="https")))

    assert result.reason == "slow"
    assert time.monotonic() - began < 1.5


def test_many_are_fetched_at_once_but_one_at_a_time_from_a_host(server: FaultyServer) -> None:
    server.pages["/a"] = Page(b"<p>A")
    slow = [server.address(f"/drips?{number}", "slow.test") for number in range(2)]
    server.pages |= {f"/drips?{number}": drips for number in range(2)}
    quick = [server.address("/a", f"host-{number}.test") for number in range(5)]

    results = list(fetch_all(server.client(attempts=1), [*slow, *quick, *quick]))

    assert {result.address for result in results[:5]} == set(quick)
    assert [result.address for result in results[5:]] == slow
    assert {failed(result).reason for result in results[5:]} == {"slow"}


def test_whoever_stops_listening_stops_the_fetching(server: FaultyServer) -> None:
    server.pages |= {f"/{number}": Page(b"<p>A") for number in range(50)}
    addresses = [server.address(f"/{number}") for number in range(50)]

    results = fetch_all(server.client(pause_s=0.02), addresses)
    next(results)
    results.close()
    time.sleep(0.1)

    assert len(server.paths) < 10


PRIVATE = """
127.0.0.1 127.8.8.8 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 192.0.0.1
192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
:: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::127.0.0.1
64:ff9b::10.0.0.1 64:ff9b:1::1 2002:7f00:1:: 2002:0a00:0001::1 2001:0:7f00:1::1 2001:db8::1
fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 100::1 localhost nonsense
""".split()
OPEN = """
93.184.215.14 1.1.1.1 8.8.8.8 2606:4700:4700::1111 2a00:1450::1 ::ffff:8.8.8.8 64:ff9b::808:808
""".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_no_private_address_is_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", OPEN)
def test_open_addresses_are_public(address: str) -> None:
    assert is_public(address)


def test_one_private_answer_among_public_ones_closes_a_host() -> None:
    with pytest.raises(FetchError) as error:
        public_addresses("two.test", 80, 1, lambda host, port: ["1.1.1.1", "10.0.0.1"])

    assert error.value.reason == "private"


def test_the_address_that_was_judged_is_the_one_that_is_asked(server: FaultyServer) -> None:
    """A name that leads elsewhere the second time it is looked up is looked up once a request."""
    answers = iter([["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"]])
    client = server.client()
    client._resolve = lambda host, port, seconds: next(answers)
    server.pages["/a"] = Page(b"<p>A")

    assert fetched(client.fetch(server.address("/a", "rebinding.test"))).ip == "127.0.0.1"
    assert next(answers) == ["10.0.0.1"]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "[::1]"])
def test_the_client_that_authors_use_never_asks_this_machine(host: str) -> None:
    """However the number is written. Nothing that a site says can change that."""
    with FaultyServer() as server:
        result = failed(Client("Footnoted").fetch(server.address("/a", host)))

        assert result.reason in ("private", "address", "unknown-host")
        assert server.seen == []


def test_names_that_cannot_be_looked_up_are_unknown() -> None:
    for host in ("no-such-host.invalid", "a" * 64 + ".test", "\udc80"):
        with pytest.raises(FetchError) as error:
            public_addresses(host, 80, 5)
        assert error.value.reason == "unknown-host"


def test_a_look_up_that_hangs_ends_in_time() -> None:
    def hangs(host: str, port: int) -> list[str]:
        time.sleep(1)
        return ["1.1.1.1"]

    with pytest.raises(FetchError, match="cannot be found"):
        public_addresses("slow.test", 80, 0.05, hangs)


def test_numbers_are_looked_up_as_they_are() -> None:
    assert {ipaddress.ip_address(found) for found in look_up("127.0.0.1", 80)} == {
        ipaddress.ip_address("127.0.0.1")
    }


META = '<html><head><meta charset="%s"></head><body>'


@pytest.mark.parametrize(
    "text, body, header",
    [
        ("날씨 café", "날씨 café".encode(), ""),
        ("날씨", "날씨".encode(), "text/html; charset=iso-8859-1"),
        ("날씨", b"\xef\xbb\xbf" + "날씨".encode(), "text/html; charset=euc-kr"),
        ("날씨", b"\xff\xfe" + "날씨".encode("utf-16-le"), ""),
        ("펲시", "펲시".encode("cp949"), "text/html; charset=euc-kr"),
        ("天气預報", "天气預報".encode("gb18030"), "text/html; charset=GB2312"),
        ("天氣", "天氣".encode("big5"), "text/html; charset='Big5'"),
        ("天気", "天気".encode("iso-2022-jp"), "text/html; charset=iso-2022-jp"),
        ("الطقس", "الطقس".encode("cp1256"), "text/html;charset=windows-1256"),
        ("“café”", "“café”".encode("cp1252"), "text/html; charset=iso-8859-1"),
    ],
)
def test_the_encoding_is_found(text: str, body: bytes, header: str) -> None:
    assert decoded(body, header)[0] == text


def test_the_encoding_is_found_in_the_page_and_a_wrong_one_overruled() -> None:
    page = META % "euc-kr" + "오늘의 날씨"

    assert decoded(page.encode("cp949"))[0] == page
    assert decoded(page.encode())[0] == page


def test_the_encoding_is_guessed_when_nothing_says_it_or_all_lie() -> None:
    text = "오늘은 전국이 대체로 맑겠습니다. 낮 기온은 어제보다 조금 높겠습니다.\n" * 20

    assert decoded(text.encode("cp949"), "text/html; charset=utf-8")[0] == text
    assert decoded(text.encode("cp949"))[0] == text


@pytest.mark.parametrize("name", ["utf-8", "rot13", "undefined", "idna", "utf-7", "none", "\xff"])
def test_a_declaration_that_makes_no_sense_is_none(name: str) -> None:
    text = "Où est passé l’été ? Les élèves étaient déjà là, à côté de la forêt.\n" * 5

    assert decoded(text.encode("cp1252"), f"text/html; charset={name}")[0] == text


def test_a_few_bad_bytes_do_not_change_the_encoding() -> None:
    text = "오늘은 전국이 대체로 맑겠습니다. " * 30
    body = text.encode("cp949") + b"\xff"

    assert decoded(body, "text/html; charset=euc-kr") == (text + "�", "cp949")
