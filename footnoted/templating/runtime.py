"""What the Python made of templates calls, besides what Jinja's own runtime has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, cast

import markupsafe
from markupsafe import Markup, escape


def _escaped(text: str) -> str:
    return str(escape(text))


# In C, and without a Markup around each piece; not a public name, so it may not be there.
quick_escape: Callable[[str], str] = getattr(markupsafe, "_escape_inner", _escaped)
new = str.__new__  # `new(Markup, text)` is `Markup(text)` for a text, without a call of Python


def html(value: object) -> str:
    """The value as HTML, escaped unless it is HTML already."""
    return str(value) if type(value) is int else escape(value)


def called(function: Callable[..., object], *args: object, **kwargs: object) -> object:
    """What the function answers: for calls whose arguments are known only when they are made."""
    return function(*args, **kwargs)


class Named(Protocol):
    """What Jinja says that a template can ask of a macro."""

    name: str
    arguments: tuple[str, ...]
    catch_kwargs: bool
    catch_varargs: bool
    caller: bool


def macro_of(function: Callable[..., Markup], name: str, arguments: Sequence[str]) -> object:
    """The function, with the name of the macro and with what a template can ask of one."""
    function.__name__ = function.__qualname__ = name
    macro = cast(Named, function)
    macro.name, macro.arguments = name, tuple(arguments)
    macro.catch_kwargs = macro.catch_varargs = macro.caller = False
    return function
