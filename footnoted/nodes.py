"""What YAML is made of, with its places: lines and columns are 0-based.

`end_line` is -1 for what runs on to another line.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Scalar(Struct, gc=False):
    """A single value or key. If `is_clean`, all of it is seen, up to the end of its line.

    `is_plain` tells what stands without quotation marks, `is_merge` the key `<<`.
    """

    value: str
    line: int
    column: int
    end_line: int
    end_column: int
    is_clean: bool = True
    is_plain: bool = False
    is_merge: bool = False


class Items(Struct):
    """A list."""

    value: list[Node]
    line: int
    column: int
    end_line: int = -1
    end_column: int = 0


class Pairs(Struct):
    """A mapping: keys and values in the author's order, a key perhaps more than once.

    If `is_sound`, each key is known to be a text, and there once.
    """

    value: list[tuple[Node, Node]]
    line: int
    column: int
    end_line: int = -1
    end_column: int = 0
    is_sound: bool = False


Node = Scalar | Items | Pairs
Fault = Literal["syntax", "document", "character", "anchor", "depth"]


class UnsoundError(Exception):
    """This is not YAML, or more than is accepted: what is wrong, in which line and column.

    What the library was reading there began on the line `began`, if it knows.
    """

    def __init__(self, fault: Fault, line: int, column: int, began: int | None = None) -> None:
        super().__init__(fault)
        self.fault, self.line, self.column = fault, line, column
        self.began = line if began is None else began
