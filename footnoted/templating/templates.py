"""Folders of templates -> pages and macros made of them.

Jinja is imported with this module, and this module with the first page that is made: a check, or
a build that makes no page anew, does without.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.runtime import new_context
from markupsafe import Markup

from footnoted.templating.compiled import compiled
from footnoted.templating.generator import Generator
from footnoted.templating.quick import QuickGenerator
from footnoted.templating.runtime import joined


class Templates:
    """The templates of a theme, each from the first of the `folders` that has it.

    What those that are not `careful` make is right; what they raise may not be: see `quick`.
    """

    def __init__(self, folders: Iterable[Path], *, careful: bool) -> None:
        self._environment = _environment(folders, careful=careful)
        self.given = dict(self._environment.globals)  # what Jinja gives to every template

    def render(self, name: str, values: dict[str, object]) -> str:
        """The page that the template makes of the values, which include what is `given`."""
        template = self._environment.get_template(name)
        context = new_context(self._environment, name, template.blocks, values, shared=True)
        return "".join(template.root_render_func(context))

    def macros(self, name: str, values: Mapping[str, object]) -> object:
        """The macros of the template, as attributes that can be called."""
        return self._environment.get_template(name).make_module(dict(values))


def _environment(folders: Iterable[Path], *, careful: bool) -> Environment:
    environment = Environment(
        auto_reload=False,  # a changed theme is loaded anew
        bytecode_cache=compiled(_code(), "templates-careful" if careful else "templates"),
        loader=FileSystemLoader([str(folder / "templates") for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.code_generator_class = Generator if careful else QuickGenerator
    environment.filters |= {"html": Markup, "join": joined}
    # A page asks for two; the library looks each up anew, with all that could have changed.
    get = functools.cache(environment.get_template)
    environment.get_template = get  # type: ignore[method-assign]
    return environment


def _code() -> bytes:
    """All code of ours that shapes what templates are compiled to."""
    return b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
