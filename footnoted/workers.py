"""Work shared by two processes: same results, same order, in about half the time.

A second process is forked, does half of the items and sends bytes back. Where there is no fork,
or only one processor, or the second process fails for whatever reason, the first does it all,
so that what goes wrong goes wrong here, where it can be reported.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import msgspec

from footnoted.progress import Tick, silent

WORTH_IT = 48  # items; fewer are done before a second process has started
Item = TypeVar("Item")
Bytes = bytes | memoryview


def in_two(
    work: Callable[[Item], bytes],
    items: Sequence[Item],
    *,
    here: Callable[[Item], bytes] | None = None,
    weight: Callable[[Item], int] = lambda _: 1,
    costly: int | None = None,
    tick: Tick = silent,
) -> list[Bytes]:
    """`work(item)` of each item, which depends on nothing else.

    `here` takes its place in this process, where a result need not become bytes. `weight` guesses
    how long an item takes, in any unit; `costly` says how many take long, if not all do. `tick`
    hears how many are done: of the second process it is only known that it is about as fast.
    """
    here = here or work
    if (len(items) if costly is None else costly) < WORTH_IT or not _can_fork():
        return list(_done(here, items, len(items), tick))
    halves = _halves([weight(item) for item in items])
    mine, theirs = ([items[i] for i in half] for half in halves)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _work_and_end(work, theirs, writer)
    os.close(writer)
    try:
        done: list[Bytes] = list(_done(here, mine, len(items), tick))
        with open(reader, "rb", closefd=False) as pipe:
            sent = pipe.read()
    finally:
        os.close(reader)
        _, status = os.waitpid(child, 0)
    # Parts of what was sent, not copies: it may be tens of megabytes.
    done += msgspec.msgpack.decode(sent, type=list[memoryview]) if not status else map(here, theirs)
    by_index = dict(zip((*halves[0], *halves[1]), done, strict=True))
    return [by_index[i] for i in range(len(items))]


def _done(
    work: Callable[[Item], bytes], items: Sequence[Item], total: int, tick: Tick
) -> Iterator[bytes]:
    """The results of the items; `tick` hears of them as their share of the total."""
    for count, item in enumerate(items, 1):
        yield work(item)
        tick(count * total // len(items), total)


def _halves(weights: Sequence[int]) -> tuple[list[int], list[int]]:
    """The indexes of the items, each given to the side that has less to do."""
    halves: tuple[list[int], list[int]] = ([], [])
    balance = 0
    for index, weight in enumerate(weights):
        halves[balance > 0].append(index)
        balance += -weight if balance > 0 else weight
    return halves


def _work_and_end(work: Callable[[Item], bytes], items: Sequence[Item], writer: int) -> None:
    """In the second process: never returns."""
    status = 1
    try:
        with open(writer, "wb") as pipe:
            pipe.write(msgspec.msgpack.encode([work(item) for item in items]))
        status = 0
    finally:  # whatever happens, Ctrl-C too: this process must not go on as if it were the first
        os._exit(status)


def _can_fork() -> bool:
    """Linux only: elsewhere a forked process may not use all that its parent could."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1
