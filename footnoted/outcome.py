"""What a build came to, and how long its stages took."""

from __future__ import annotations

import time
from pathlib import Path

from msgspec import Struct, field


class Built(Struct, frozen=True):
    """What a build came to: the findings as text, the summary, and whether there is a site."""

    told: str
    summary: str
    is_written: bool


class Stages(Struct):
    """How many seconds each stage took, in order."""

    seconds: dict[str, float] = field(default_factory=dict)
    _since: float = field(default_factory=time.perf_counter)

    def end(self, name: str) -> None:
        """The stage `name` ends here, and the next one begins."""
        now = time.perf_counter()
        self.seconds[name] = self.seconds.get(name, 0.0) + now - self._since
        self._since = now


def stopped(command: str, site: Path) -> str:
    """What to say of a command that is stopped before anything took its place."""
    if command != "build":
        return "Stopped."
    if site.exists():
        return "Stopped. The old site stands as it was."
    return "Stopped. Nothing was written."
