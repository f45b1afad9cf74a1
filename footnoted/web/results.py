"""What becomes of a fetch: `Fetched` or `Failed`, and the limits it is held to."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Headers = tuple[tuple[str, str], ...]
Reason = Literal[
    "address",  # it cannot be one, or is not http or https
    "private",  # it leads to a machine that is not on the open web
    "unknown-host",  # the name has no address; perhaps this machine is not online
    "robots",  # the site asks programs to stay away
    "connection",  # refused, reset or never answered
    "certificate",  # https, but the host cannot show that it is the one
    "slow",  # it took longer than the limits allow
    "large",  # it has more bytes than the limits allow, packed or unpacked
    "truncated",  # it ended before its end
    "packed",  # it is compressed in a way that cannot be undone
    "redirects",  # they lead nowhere, in a circle, or too far
    "status",  # the host answered, but with no page: 404, 503
]
# A later attempt may end otherwise.
PASSING: frozenset[Reason] = frozenset({"connection", "slow", "truncated"})
BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})


class Limits(Struct, frozen=True):
    """How long and how much. Times are in seconds; `total_s` is for one attempt, all in all."""

    connect_s: float = 10.0
    silence_s: float = 20.0  # between two signs of life
    total_s: float = 90.0
    body_bytes: int = 50_000_000  # as sent, and again when unpacked
    redirects: int = 10
    attempts: int = 3
    backoff_s: float = 1.0  # before the second attempt; doubled for each further one
    pause_s: float = 1.0  # between two requests to one host
    longest_pause_s: float = 60.0  # that a host may ask for


class Hop(Struct, frozen=True):
    """A redirect: where it stood, and its status."""

    address: str
    status: int


class Fetched(Struct, frozen=True):
    """A page as it was answered. `body` is unpacked; `address` is what was asked for.

    `request` is what was sent to `final_address`, at the network address `ip`.
    """

    address: str
    final_address: str
    status: int
    phrase: str
    headers: Headers
    body: bytes
    hops: tuple[Hop, ...] = ()
    request: Headers = ()
    ip: str = ""

    def header(self, name: str) -> str:
        """The first header of this name, in lower case; empty if there is none."""
        return header(self.headers, name)


class Failed(Struct, frozen=True):
    """Why there is no page. `detail` is a sentence for authors, without capital and full stop.

    `status` is 0 if nobody answered; `hops` are the redirects that led to where it failed.
    """

    address: str
    reason: Reason
    detail: str
    status: int = 0
    hops: tuple[Hop, ...] = ()

    @property
    def may_pass(self) -> bool:
        """True if another day may bring another result: the host was busy, or out of reach."""
        return self.reason in PASSING or self.reason == "unknown-host" or self.status in BUSY


class FetchError(Exception):
    """Inside this package only: what becomes a `Failed`."""

    def __init__(self, reason: Reason, detail: str, status: int = 0) -> None:
        super().__init__(detail)
        self.reason, self.detail, self.status = reason, detail, status


def header(headers: Headers, name: str) -> str:
    """The first of the headers with the name, in lower case; empty if there is none."""
    return next((value for key, value in headers if key.lower() == name), "")
