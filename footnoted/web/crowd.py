"""Many addresses -> their results, as they come. A host that is slow keeps only its own waiting."""

from __future__ import annotations

import queue
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

from footnoted.web.client import Client
from footnoted.web.results import Failed, Fetched

WORKERS = 8
Result = Fetched | Failed
Want = Callable[[str], bool]


def _always(address: str) -> bool:
    return True


def fetch_all(
    client: Client, addresses: Iterable[str], *, wants_body: Want = _always, workers: int = WORKERS
) -> Iterator[Result]:
    """The result of each address, once, in no certain order; one request at a time to a host.

    `wants_body` says of which pages more than their being there is wanted.
    Whoever stops listening stops the fetching. The workers end with the program, at the latest.
    """
    groups = _by_host(addresses)
    waiting: queue.SimpleQueue[list[str]] = queue.SimpleQueue()
    for group in groups:
        waiting.put(group)
    # So few results wait to be looked at that their bodies fit into memory.
    results: queue.Queue[Result | None] = queue.Queue(maxsize=workers)
    stop = threading.Event()

    def work() -> None:
        for address in _taken(waiting):
            if stop.is_set():
                return
            result: Result | None = None
            try:
                result = client.fetch(address, wants_body=wants_body(address))
            finally:  # a bug of ours must not leave the listener waiting for ever
                results.put(result)

    for _ in range(min(workers, len(groups))):
        threading.Thread(target=work, daemon=True).start()
    try:
        for _ in range(sum(map(len, groups))):
            result = results.get()
            if result is None:
                raise RuntimeError("a worker ended before its work did")
            yield result
    finally:
        stop.set()
        while not results.empty():  # so that whoever waits to put one can go
            results.get_nowait()


def _by_host(addresses: Iterable[str]) -> list[list[str]]:
    """The addresses of each host, the longest list first."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for address in dict.fromkeys(addresses):
        groups[_host(address)].append(address)
    return sorted(groups.values(), key=len, reverse=True)


def _taken(waiting: queue.SimpleQueue[list[str]]) -> Iterator[str]:
    """The addresses of one list after another, until none is left."""
    while True:
        try:
            group = waiting.get_nowait()
        except queue.Empty:
            return
        yield from group


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
