"""The pages and files of a site, one after another -> what stands at a path."""

from __future__ import annotations

from collections.abc import Iterator

from footnoted.pages import Item
from footnoted.theme import ThemeError


class Plan:
    """What stands at each path of a site, worked out only as far as somebody asked for it."""

    def __init__(self, items: Iterator[Item]) -> None:
        self._items = items
        self._found: dict[str, Item] = {}
        self._fault: ThemeError | None = None

    def at(self, path: str) -> Item | None:
        """The page or file at `path`. Raises ThemeError if the words of the theme are at fault."""
        try:
            while path not in self._found and (item := next(self._items, None)) is not None:
                self._found[item.path] = item
        except ThemeError as error:  # what comes after it is not known
            self._fault = error
        if path not in self._found and self._fault:
            raise self._fault
        return self._found.get(path)

    def paths(self) -> tuple[str, ...]:
        """Every path of the site but those of its media."""
        self._found |= {item.path: item for item in self._items}
        return tuple(self._found)
