"""Results of pure functions, kept from one build to the next within a process."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

Result = TypeVar("Result")


class Memo:
    """Calls functions with hashable arguments, each only once as long as it is asked for."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], object] = {}
        self._asked: dict[tuple[object, ...], object] = {}

    def __call__(self, function: Callable[..., Result], *arguments: object) -> Result:
        """The result of `function(*arguments)`, which must depend on nothing else."""
        key = (function, *arguments)
        result = self._asked.get(key) or self._kept.get(key) or function(*arguments)
        self._asked[key] = result
        return cast(Result, result)

    def forget(self) -> None:
        """All that was not asked for since the last time is gone."""
        self._kept, self._asked = self._asked, {}
