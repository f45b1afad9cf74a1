"""Any YAML text -> nodes that know their place, made of what the library finds in it.

YAML's own guesses are switched off: a scalar is the text that the author typed. Anchors and
aliases are refused: nothing an author needs, and a bomb. So are tags: `!` was meant as text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import yaml

from footnoted.nodes import Fault, Items, Node, Pairs, Scalar, UnsoundError

_DEPTH = 20  # deeper than anybody writes; nodes are made by recursion
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one where there is one


def read_full(text: str, first_line: int = 0) -> Node | None:
    """The root node, of a text whose first line is that line. Raises UnsoundError."""
    found = None
    with _told(text, first_line):
        events = _events(text, first_line)
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                found = _node(event, events, first_line)
    return found


def read_top(
    text: str, first_line: int, other: Callable[[Node], object]
) -> Iterator[tuple[Node, Node]]:
    """Key and value of each entry at the top, one after another; `other` has what is no mapping.

    Raises UnsoundError, perhaps only at the end: what came before does not count then.
    """
    with _told(text, first_line):
        events = _events(text, first_line)
        for event in events:
            if isinstance(event, yaml.MappingStartEvent):
                while not isinstance(key := next(events), yaml.MappingEndEvent):
                    yield _node(key, events, first_line), _node(next(events), events, first_line)
            elif isinstance(event, yaml.NodeEvent):
                other(_node(event, events, first_line))


def fault(lines: Sequence[str], first_line: int = 0) -> UnsoundError | None:
    """What is wrong with these lines of a text; None if nothing is."""
    text = "".join(f"{line}\n" for line in lines)
    try:
        with _told(text, first_line):
            for _ in _events(text, first_line):
                pass
    except UnsoundError as error:
        return error
    return None


@contextmanager
def _told(text: str, first_line: int) -> Iterator[None]:
    """What the library finds wrong inside is raised as an UnsoundError."""
    try:
        yield
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        context = (error.context or "").removeprefix("while ")
        is_short = context.startswith(("scanning", "parsing a flow", "parsing a quoted"))
        began = error.context_mark if is_short else None
        began_line = first_line + began.line if began else None
        raise UnsoundError("syntax", first_line + line, column, began_line) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position)
        raise UnsoundError("character", first_line + line, 0) from error


def _events(text: str, first: int) -> Iterator[Any]:
    """The events of a text that is one document, without anchors, aliases and deep nesting."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=_LOADER):
        mark: Any = event.start_mark
        documents += isinstance(event, yaml.DocumentStartEvent)
        if documents > 1:
            raise UnsoundError("document", first + mark.line, mark.column)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if getattr(event, "tag", None):
            raise UnsoundError("syntax", first + mark.line, mark.column)
        if depth > _DEPTH or getattr(event, "anchor", None) is not None:
            fault: Fault = "depth" if depth > _DEPTH else "anchor"
            raise UnsoundError(fault, first + mark.line, mark.column)
        yield event


def _node(event: Any, events: Iterator[Any], first: int) -> Node:
    """The node that begins with `event`."""
    start: Any = event.start_mark
    line, column = first + start.line, start.column
    if isinstance(event, yaml.ScalarEvent):
        end: Any = event.end_mark
        place = (line, column, first + end.line, end.column)
        return Scalar(event.value, *place, False, not event.style, _is_merge(event))
    children: list[Node] = []
    while not isinstance(child := next(events), yaml.CollectionEndEvent):
        children.append(_node(child, events, first))
    end = child.end_mark
    place = (line, column, first + end.line, end.column)
    if isinstance(event, yaml.SequenceStartEvent):
        return Items(children, *place)
    return Pairs(list(zip(children[::2], children[1::2], strict=True)), *place)


def _is_merge(event: Any) -> bool:
    """True for a plain `<<`."""
    return bool(event.value == "<<" and event.implicit[0])
