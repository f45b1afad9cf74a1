"""Work shared by two processes: same results, same order, in about half the time.

A second process is forked, does half of the items and sends bytes back. Where there is no fork,
or only one processor, or the second process fails for whatever reason, the first does it all,
so that what goes wrong goes wrong here, where it can be reported.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO, TypeVar

from footnoted.progress import Tick, silent
from footnoted.stopping import end, undone

WORTH_IT = 48  # items; fewer are done before a second process has started
_LENGTH_BYTES = 4
Item = TypeVar("Item")
Result = TypeVar("Result")


def in_two(
    work: Callable[[Item], bytes],
    items: Sequence[Item],
    *,
    here: Callable[[Item], Result],
    there: Callable[[Item, bytes], Result],
    weight: Callable[[Item], int] = lambda _: 1,
    costly: int | None = None,
    tick: Tick = silent,
) -> list[Result]:
    """The result of each item, which depends on nothing else.

    It is `here(item)`, or of an item that the second process took `there(item, work(item))`: what
    comes from there comes as bytes. `weight` guesses how long an item takes, in any unit; `costly`
    says how many take long, if not all do. `tick` hears how many are done: of the second process
    it is only known that it is about as fast.
    """
    if (len(items) if costly is None else costly) < WORTH_IT or not _can_fork():
        return list(_done(here, items, len(items), tick))
    halves = _halves([weight(item) for item in items])
    mine, theirs = ([items[i] for i in half] for half in halves)
    with _second(lambda writer: _work_and_end(work, theirs, writer)) as pipe:
        done = list(_done(here, mine, len(items), tick))
        done += [there(item, sent) for item, sent in zip(theirs, _sent(pipe), strict=False)]
    done += map(here, theirs[len(done) - len(mine) :])
    by_index = dict(zip((*halves[0], *halves[1]), done, strict=True))
    return [by_index[i] for i in range(len(items))]


def _done(
    work: Callable[[Item], Result], items: Sequence[Item], total: int, tick: Tick
) -> Iterator[Result]:
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


@contextmanager
def _second(work: Callable[[int], object]) -> Iterator[BinaryIO]:
    """What a second process sends, which does `work`, given where to write; then it is gone.

    By then, all that is wanted of it was sent, or nothing is.
    """
    reader, writer = os.pipe()

    def begin() -> int:
        if child := os.fork():
            return child
        os.close(reader)  # else it would wait for itself to listen, if the first has stopped
        work(writer)
        raise AssertionError

    with open(reader, "rb") as pipe, undone(begin, end):
        os.close(writer)
        yield pipe


def _work_and_end(work: Callable[[Item], bytes], items: Sequence[Item], writer: int) -> None:
    """In the second process: never returns."""
    status = 1
    try:
        with open(writer, "wb") as pipe:
            done = [work(item) for item in items]  # all of it: the first listens at the end
            pipe.writelines(len(result).to_bytes(_LENGTH_BYTES) + result for result in done)
        status = 0
    finally:  # whatever happens: this process must not go on as if it were the first
        os._exit(status)


def _sent(pipe: BinaryIO) -> Iterator[bytes]:
    """What the second process sends, one result at a time, up to where it failed if it did."""
    while len(head := pipe.read(_LENGTH_BYTES)) == _LENGTH_BYTES:
        length = int.from_bytes(head)
        if len(result := pipe.read(length)) < length:
            break
        yield result


def _can_fork() -> bool:
    """Linux only: elsewhere a forked process may not use all that its parent could."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1
