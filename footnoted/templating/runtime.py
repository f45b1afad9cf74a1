"""What the Python made of templates calls, besides Jinja's own runtime, or `instead`."""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import FunctionType
from typing import TYPE_CHECKING, cast

import markupsafe
from markupsafe import escape

if TYPE_CHECKING:
    from jinja2 import Environment


def _escaped(text: str) -> str:
    return str(escape(text))


# In C, and without a Markup around each piece; not a public name, so it may not be there.
quick_escape: Callable[[str], str] = getattr(markupsafe, "_escape_inner", _escaped)
_KEPT = 256  # words that a macro shows, of which there are few
new = str.__new__  # `new(Markup, text)` is `Markup(text)`, without a call of Python


def html(value: object) -> str:
    """The value as HTML, escaped unless it is HTML already."""
    return str(value) if type(value) is int else escape(value)


def called(function: Callable[..., object], *args: object, **kwargs: object) -> object:
    """What the function answers: for calls whose arguments are known only when they are made."""
    return function(*args, **kwargs)


def absent(environment: Environment, owner: object, name: str) -> object:
    """What stands for an attribute that `owner` has not: its item of that name, or Undefined."""
    try:
        return owner[name]  # type: ignore[index]
    except (TypeError, LookupError, AttributeError):
        return environment.undefined(obj=owner, name=name)


def kept(function: FunctionType) -> FunctionType:
    """The function, worked out once for the same words; HTML and text are not the same."""
    return cast(FunctionType, functools.lru_cache(_KEPT, typed=True)(function))


def macro_of(function: FunctionType, name: str, arguments: tuple[str, ...]) -> FunctionType:
    """The function, with what Jinja says that a template can ask of a macro."""
    function.__qualname__ = name  # in messages, where arguments are wrong
    function.__dict__ = {
        "name": name,
        "arguments": arguments,
        "catch_kwargs": False,
        "catch_varargs": False,
        "caller": False,
    }
    return function
