"""An address -> Fetched or Failed, politely.

Each step of a redirect is asked for anew: may robots, is its host on the open web, has it had its
rest. One request at a time goes to a host. What a busy host says of when to come back is kept to,
within the limits; beyond them, the page failed this time.

`resolve` and `trust` are for tests, which have servers of their own. Nothing that a site says
reaches them.
"""

from __future__ import annotations

import datetime
import email.utils
import random
import ssl
import threading
import time
from urllib.parse import urljoin

from msgspec import Struct, field
from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from footnoted.web.exchange import Answer, exchange, trusted
from footnoted.web.guard import Resolve, public_addresses
from footnoted.web.results import (
    BUSY,
    PASSING,
    Failed,
    Fetched,
    FetchError,
    Hop,
    Limits,
    header,
)
from footnoted.web.robots import Rules, everything, robots_address, rules_of

_REDIRECTS = (301, 302, 303, 307, 308)


class _Host(Struct):
    """What is known of a host. Whoever asks it for something holds its `lock`."""

    pause_s: float
    next_s: float = 0.0  # on the monotonic clock
    lock: threading.Lock = field(default_factory=threading.Lock)


class _Robots(Struct):
    """The rules of an origin; they are asked for once."""

    rules: Rules | FetchError | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


def user_agent(site: str) -> str:
    """The name that hosts are told, with the address of the site that cites them."""
    return f"Footnoted (+{site})" if site else "Footnoted"


class Client:
    """Fetches pages; may be shared by threads."""

    def __init__(
        self,
        agent: str,
        limits: Limits | None = None,
        *,
        resolve: Resolve = public_addresses,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._agent = agent
        self._limits = limits or Limits()
        self._resolve = resolve
        self._trust = trust or trusted()
        self._hosts: dict[str, _Host] = {}
        self._robots: dict[str, _Robots] = {}

    def fetch(self, address: str, *, wants_body: bool = True) -> Fetched | Failed:
        """The page at the web address, or why there is none.

        Without `wants_body`, the connection ends when it is known that there is a page.
        """
        hops: list[Hop] = []
        try:
            url, answer = self._followed(_parsed(address), hops, wants_body=wants_body)
        except FetchError as error:
            return Failed(address, error.reason, error.detail, error.status, tuple(hops))
        return Fetched(
            address,
            str(url),
            answer.status,
            answer.phrase,
            answer.headers,
            answer.body,
            tuple(hops),
            answer.request,
            answer.ip,
        )

    def _followed(
        self, url: Url, hops: list[Hop], *, wants_body: bool, asks_robots: bool = True
    ) -> tuple[Url, Answer]:
        """Where the redirects end, and what was answered there: a page."""
        seen = {str(url)}
        while True:
            if asks_robots:
                self._ask_robots(url)
            answer = self._patiently(url, wants_body)
            if answer.status not in _REDIRECTS:
                break
            hops.append(Hop(str(url), answer.status))
            url = _parsed(urljoin(str(url), header(answer.headers, "location")))
            if str(url) in seen:
                raise FetchError("redirects", "the redirects go in a circle")
            if len(hops) > self._limits.redirects:
                message = f"there are more than {self._limits.redirects} redirects"
                raise FetchError("redirects", message)
            seen.add(str(url))
        if not 200 <= answer.status < 300:
            raise FetchError("status", _refusal(answer), answer.status)
        return url, answer

    def _ask_robots(self, url: Url) -> None:
        """Raises FetchError if the site does not want programs to read the address."""
        origin = self._robots.setdefault(robots_address(url), _Robots())
        with origin.lock:
            if origin.rules is None:
                try:
                    origin.rules = self._rules(url)
                except FetchError as error:
                    origin.rules = error
            rules = origin.rules
        if isinstance(rules, FetchError):
            raise FetchError(rules.reason, rules.detail, rules.status)
        if not rules.allow(str(url)):
            raise FetchError("robots", "the site's robots.txt asks programs not to read this page")
        host = self._host(url)
        asked = min(rules.pause_s, self._limits.longest_pause_s)
        host.pause_s = max(host.pause_s, asked)

    def _rules(self, url: Url) -> Rules:
        """The rules of the site, by RFC 9309: none if there is no file, all closed if it is ill."""
        try:
            robots = _parsed(robots_address(url))
            _, answer = self._followed(robots, [], wants_body=True, asks_robots=False)
        except FetchError as error:
            if error.reason == "redirects" or (error.status and error.status not in BUSY):
                return everything()
            if error.reason != "status":
                raise
            message = f"the site's robots.txt cannot be read (status {error.status})"
            raise FetchError("robots", message, error.status) from error
        return rules_of(answer.body)

    def _patiently(self, url: Url, wants_body: bool) -> Answer:
        """The answer, after as many attempts as it takes and the limits allow."""
        for attempt in range(1, self._limits.attempts + 1):
            is_last = attempt == self._limits.attempts
            # Not all come back at the same moment.
            pause = self._limits.backoff_s * 2 ** (attempt - 1) * random.uniform(0.5, 1)  # noqa: S311
            try:
                answer = self._once(url, wants_body)
            except FetchError as error:
                if is_last or error.reason not in PASSING:
                    raise
            else:
                pause = max(pause, retry_after(answer, time.time()))
                if is_last or answer.status not in BUSY or pause > self._limits.longest_pause_s:
                    return answer
            time.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def _once(self, url: Url, wants_body: bool) -> Answer:
        host = self._host(url)
        with host.lock:
            time.sleep(max(0.0, host.next_s - time.monotonic()))
            name = str(url.host).strip("[]")
            port = url.port or (443 if url.scheme == "https" else 80)
            try:
                addresses = self._resolve(name, port, self._limits.connect_s)
                return exchange(
                    url, addresses, self._agent, self._limits, self._trust, wants_body=wants_body
                )
            finally:
                host.next_s = time.monotonic() + host.pause_s

    def _host(self, url: Url) -> _Host:
        return self._hosts.setdefault(str(url.host), _Host(self._limits.pause_s))


def retry_after(answer: Answer, now: float) -> float:
    """How many seconds the host asks to be left alone; 0 if it does not say. RFC 9110, 10.2.3."""
    value = header(answer.headers, "retry-after").strip()
    if value.isdecimal():
        return float(value)
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    return max(0.0, moment.timestamp() - now)


def _refusal(answer: Answer) -> str:
    said = {
        401: "the page is only for those who sign in",
        402: "the page is only for those who pay",
        403: "the host does not let programs read the page",
        404: "there is no page at this address",
        410: "the page is gone for good",
        429: "the host is asked too often, and wants to be left alone for now",
        451: "the page may not be shown, for legal reasons",
    }
    default = "the host has a fault" if answer.status >= 500 else "the host does not give the page"
    return f"{said.get(answer.status, default)} (status {answer.status})"


def _parsed(address: str) -> Url:
    """The address in its plainest form, without its fragment. Raises FetchError."""
    try:
        url = parse_url(address)
    except LocationParseError as error:
        raise FetchError("address", f"`{address}` is not a web address") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchError("address", f"`{address}` is not a web address")
    if url.auth:
        raise FetchError("address", "the address has a name or password in it")
    return Url(url.scheme, None, url.host, url.port, url.path or "/", url.query)
