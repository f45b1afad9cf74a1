"""What the code that `quick` writes has instead of Jinja's runtime, as far as nearly all need it.

What is not here raises where it is asked for, and so does whatever the library would answer with
a value of its own: the page is then made by the library.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Never
from urllib.parse import quote

from markupsafe import Markup, soft_str
from msgspec import Struct

USED = ("LoopContext", "Markup", "Undefined", "identity", "markup_join", "missing")
missing = object()  # stands for a name that is not there
_TEXT = {str}
Texts = Callable[["Context"], list[str]]


class _Settings(Struct, frozen=True):
    """What holds for all of a template."""

    autoescape: bool = True


class Context:
    """The names that a template knows while it makes one page: its own `vars`, and the values."""

    __slots__ = ("blocks", "exported_vars", "parent", "vars")
    eval_ctx = _Settings()

    def __init__(self, values: Mapping[str, object], blocks: Mapping[str, Texts]) -> None:
        self.parent = values
        self.vars: dict[str, object] = {}
        self.exported_vars: set[str] = set()
        self.blocks = {name: [block] for name, block in blocks.items()}


class Hidden:
    """What is never shown as it is."""

    def __str__(self) -> str:
        raise TypeError(type(self))


class Undefined(Hidden):
    """What an `if` without `else` comes to: it may be asked whether it is true, and no more."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, about: str) -> None:
        """Says which `if` it is, as the library would."""

    def __bool__(self) -> bool:
        return False

    def __eq__(self, other: object) -> bool:
        raise TypeError(type(self))


class LoopContext(Hidden):
    """The items of a loop, each with what a template can ask for as `loop`."""

    def __init__(self, items: Iterable[object], undefined: Callable[..., Never]) -> None:
        self._items = tuple(items)
        self.length = len(self._items)

    def __iter__(self) -> Iterator[tuple[object, LoopContext]]:
        for index, item in enumerate(self._items):
            self.index0, self.index = index, index + 1
            self.first, self.last = not index, index + 1 == self.length
            yield item, self


def undefined(*about: str, **of: object) -> Never:
    """A name that is missing."""
    raise LookupError(about, of)


def identity(value: object) -> object:
    """The value."""
    return value


def markup_join(parts: Iterable[object]) -> str:
    """The parts as one text, as HTML if one of them is."""
    texts = [soft_str(part) for part in parts]
    is_html = any(hasattr(text, "__html__") for text in texts)
    return Markup().join(texts) if is_html else "".join(texts)


# ---- filters, as far as they are plain ------------------------------------------------


def _joined(_: object, value: object, d: str = "") -> str:
    if type(value) is tuple and type(d) is str and {*map(type, value)} <= _TEXT:
        return d.join(value)
    raise TypeError(value)


def _sum(_: object, value: Iterable[tuple[int, ...]], *, attribute: int) -> int:
    return sum(map(operator.itemgetter(attribute), value))


def _trimmed(value: object) -> str:
    return soft_str(value).strip()


def _quoted(value: str) -> str:
    if type(value) is not str:
        raise TypeError(value)
    return quote(value)


FILTERS: Mapping[str, Callable[..., object]] = {
    "html": Markup,
    "join": _joined,
    "length": len,
    "sum": _sum,
    "trim": _trimmed,
    "urlencode": _quoted,
}
