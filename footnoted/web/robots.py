"""The text of a robots.txt -> what it allows. Protego reads it, by RFC 9309."""

from __future__ import annotations

from msgspec import Struct
from protego import Protego
from urllib3.util import Url

NAME = "Footnoted"  # what a robots.txt calls this program
_LIMIT_BYTES = 512_000  # RFC 9309 asks for at least so many; what follows is not read


class Rules(Struct, frozen=True):
    """What a site asks of programs. `pause_s` is how long they are to rest between requests."""

    parsed: Protego
    pause_s: float

    def allow(self, address: str) -> bool:
        """True if a program may read the address."""
        return bool(self.parsed.can_fetch(address, NAME))


def rules_of(body: bytes) -> Rules:
    """The rules of a robots.txt."""
    parsed = Protego.parse(body[:_LIMIT_BYTES].decode("utf-8-sig", "replace"))
    return Rules(parsed, parsed.crawl_delay(NAME) or 0.0)


def everything() -> Rules:
    """The rules of a site that has none."""
    return rules_of(b"")


def robots_address(url: Url) -> str:
    """Where the rules for the address stand."""
    return Url(url.scheme, None, url.host, url.port, "/robots.txt").url
