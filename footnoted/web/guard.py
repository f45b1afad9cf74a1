"""A host name -> its addresses, if all are on the open web.

A name is looked up once, all answers are judged, and the connection is made to one of them: so
a name server that answers otherwise the next time gains nothing. A name with a single answer
that is not public is refused, since honest ones have none.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from collections.abc import Callable, Iterator, Sequence

from footnoted.web.results import FetchError

Resolve = Callable[[str, int, float], Sequence[str]]  # host, port, seconds
LookUp = Callable[[str, int], Sequence[str]]
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# IPv6 addresses that stand for IPv4 ones behind a gateway: RFC 6052, RFC 8215.
_GATEWAYS = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))


def look_up(host: str, port: int) -> list[str]:
    """All addresses of the host. Raises OSError, and UnicodeError if it cannot be a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


def public_addresses(
    host: str, port: int, seconds: float, look_up: LookUp = look_up
) -> tuple[str, ...]:
    """The addresses of the host, in the order to try. Raises FetchError unless all are public."""
    answers: queue.SimpleQueue[Sequence[str]] = queue.SimpleQueue()

    def ask() -> None:
        found: Sequence[str] = ()
        try:
            found = look_up(host, port)
        except (OSError, UnicodeError):
            pass  # it has none: as for a name that is not known
        finally:
            answers.put(found)

    # The system's look-up knows no limit of time.
    threading.Thread(target=ask, daemon=True).start()
    try:
        addresses = tuple(answers.get(timeout=seconds))
    except queue.Empty:
        addresses = ()
    if not addresses:
        message = f"the host `{host}` cannot be found; is this machine online?"
        raise FetchError("unknown-host", message)
    if not all(is_public(address) for address in addresses):
        raise FetchError("private", f"`{host}` is not on the open web")
    return addresses


def is_public(address: str) -> bool:
    """True for a numeric address that anyone on the open web can reach.

    >>> is_public("93.184.215.14"), is_public("::ffff:127.0.0.1"), is_public("169.254.169.254")
    (True, False, False)
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(_is_open(each) for each in (parsed, *_meant(parsed)))


def _is_open(address: _Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return True  # judged by the address it maps
    closed = (
        address.is_private,
        address.is_loopback,
        address.is_link_local,
        address.is_multicast,
        address.is_unspecified,
        isinstance(address, ipaddress.IPv4Address) and address.is_reserved,
        isinstance(address, ipaddress.IPv6Address) and address.is_site_local,
    )
    return address.is_global and not any(closed)


def _meant(address: _Address) -> Iterator[ipaddress.IPv4Address]:
    """The IPv4 addresses that an IPv6 address stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo
    if any(address in gateway for gateway in _GATEWAYS):
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if int(address) >> 32 == 0:  # ::a.b.c.d, out of use
        yield ipaddress.IPv4Address(int(address))
