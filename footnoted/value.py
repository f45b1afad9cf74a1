"""What all values that cross a stage have in common: see the package `model`."""

from __future__ import annotations

from msgspec import Struct


class Value(Struct, frozen=True, array_like=True, gc=False):
    """A frozen value. It holds values, texts, numbers and tuples of them, and never itself.

    So there is nothing for the garbage collector to look for in it. In a record it is the list
    of its fields, without their names: records are read by the very code that wrote them.
    """
