"""Folders of templates -> pages and macros made of them.

Jinja is imported with this module, and this module where `bare` has to have a template compiled, or
gives one up.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import CodeType

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.runtime import new_context
from markupsafe import Markup

from footnoted.templating.compiled import compiled
from footnoted.templating.generator import Generator
from footnoted.templating.quick import QuickGenerator


class Templates:
    """The templates of a theme, each from the first of the `folders` that has it."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._environment = _environment(folders)
        self.given = dict(self._environment.globals)  # what Jinja gives to every template

    def render(self, name: str, values: dict[str, object]) -> str:
        """The page that the template makes of the values, which include what is `given`."""
        template = self._environment.get_template(name)
        context = new_context(self._environment, name, template.blocks, values, shared=True)
        return "".join(template.root_render_func(context))

    def macros(self, name: str, values: Mapping[str, object]) -> object:
        """The macros of the template, as attributes that can be called."""
        return self._environment.get_template(name).make_module(dict(values))


def quick_code(path: Path, text: str) -> CodeType:
    """The template at `path` compiled for `bare`: what it makes is right, see `quick`."""
    environment = _environment(())
    environment.code_generator_class = QuickGenerator
    return environment.compile(text, path.name, str(path))


def _environment(folders: Iterable[Path]) -> Environment:
    environment = Environment(
        auto_reload=False,  # a changed theme is loaded anew
        bytecode_cache=compiled(_code()),
        loader=FileSystemLoader([str(folder / "templates") for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.code_generator_class = Generator
    environment.filters["html"] = Markup
    # A page asks for two; the library looks each up anew, with all that could have changed.
    get = functools.cache(environment.get_template)
    environment.get_template = get  # type: ignore[method-assign]
    return environment


def _code() -> bytes:
    """All code of ours that shapes what templates are compiled to."""
    return b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
