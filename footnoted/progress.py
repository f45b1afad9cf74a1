"""How far a long build has come: a bar on a terminal, a line now and then anywhere else.

A build that takes no time says nothing. On a terminal, one line is drawn over and over and wiped
at the end, so that what is told afterwards begins on a clean line. In a log, where nothing can be
drawn over, a line is written at most every few seconds.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import TextIO

Tick = Callable[[int, int], None]  # how many are done, of how many

AFTER_S = 0.7  # a shorter wait needs no explanation
_EVERY_S = 0.1  # on a terminal
_LINE_EVERY_S = 5.0  # in a log
_BAR = 24  # characters


def silent(done: int, total: int) -> None:
    """Nobody looks."""


class Progress:
    """The progress of one build on `stream`; None for a stream shows nothing."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self._draws = bool(stream and stream.isatty() and os.environ.get("TERM") != "dumb")
        self._next = time.monotonic() + (AFTER_S if self._draws else max(AFTER_S, _LINE_EVERY_S))
        self._is_drawn = False

    def stage(self, name: str) -> Tick:
        """What is called with how many are done, and of how many, in the stage `name`."""

        def tick(done: int, total: int) -> None:
            now = time.monotonic()
            if self._stream is None or now < self._next:
                return
            self._next = now + (_EVERY_S if self._draws else _LINE_EVERY_S)
            self._show(self._stream, name, done, total)

        return tick

    def end(self) -> None:
        """The bar is gone."""
        if self._stream is not None and self._is_drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._is_drawn = False

    def _show(self, stream: TextIO, name: str, done: int, total: int) -> None:
        text = f"{name} {done:,} of {total:,}"
        if not self._draws:
            stream.write(f"{text}\n")
        else:
            import shutil  # only for a build that takes long

            filled = _BAR * done // max(total, 1)
            line = f"[{'#' * filled}{'.' * (_BAR - filled)}] {text}"
            width = shutil.get_terminal_size().columns - 1  # a full line would wrap
            stream.write(f"\r\x1b[K{line[:width]}")
            self._is_drawn = True
        stream.flush()
