"""Ctrl-C and SIGTERM: what was begun is undone, and the process ends there and then.

The exception that Python raises instead comes up at any place: in a callback, where it is told of
and dropped, in a `finally`, half of which is not done then, or within a library that was not made
for it. So nothing is raised. Whoever begins what may not be left behind says here how it is
undone, which is what happens at the usual end, too.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import TypeVar

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_BY_SIGNAL = 128  # an exit code is this and the signal, as shells have it
Begun = TypeVar("Begun")


class _Stopping:
    """What is to be undone, and whether a signal has to wait; there is one for the process."""

    def __init__(self) -> None:
        self.begun: list[Callable[[], object]] = []
        self.holds = 0
        self.came: int | None = None  # the signal that waits
        self.process = 0
        self.words = ""


_stopping = _Stopping()


def heed(words: str) -> None:
    """Both signals end this process, with the words, also where a shell had them ignored.

    The exit code is 130 or 143. A process forked from this one ends at once and undoes nothing.
    """
    _stopping.process, _stopping.words = os.getpid(), words
    for number in _SIGNALS:
        signal.signal(number, _stop)


def ignore() -> None:
    """It is too late to stop: what was heeded is ignored from now on."""
    for number in _SIGNALS:
        if signal.getsignal(number) is _stop:
            signal.signal(number, signal.SIG_IGN)


@contextmanager
def undone(begin: Callable[[], Begun], undo: Callable[[Begun], object]) -> Iterator[Begun]:
    """What `begin()` returns, and in the end it is undone; a signal finds both whole or not begun.

    `undo` may come upon anything half done in between.
    """
    with _held():
        begun = begin()
        undoing = partial(undo, begun)
        _stopping.begun.append(undoing)
    try:
        yield begun
    finally:
        with _held():
            _stopping.begun.remove(undoing)
            undoing()


def end(child: int) -> None:
    """The process `child`, forked from this one, is gone, whatever it was at."""
    with suppress(ProcessLookupError, ChildProcessError):  # where ends of children are ignored
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


@contextmanager
def _held() -> Iterator[None]:
    """A signal waits for the end of this."""
    _stopping.holds += 1
    try:
        yield
    finally:
        _stopping.holds -= 1
        if _stopping.came and not _stopping.holds:
            signal.raise_signal(_stopping.came)


def _stop(number: int, frame: object) -> None:
    if os.getpid() != _stopping.process:
        os._exit(_BY_SIGNAL + number)
    if _stopping.holds:
        _stopping.came = number
        return
    ignore()
    try:
        while _stopping.begun:
            with suppress(OSError):
                _stopping.begun.pop()()
        os.write(2, f"\n{_stopping.words}\n".encode())  # whatever else was writing there
    finally:
        os._exit(_BY_SIGNAL + number)
