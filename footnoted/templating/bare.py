"""Folders of templates -> pages and macros made of them, without Jinja.

Importing the library takes longer than making a hundred pages. So what it compiles is kept, and
run by what `instead` has in its place.
"""

from __future__ import annotations

import functools
import marshal
import operator
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from msgspec import Struct

from footnoted.prepared import prepared
from footnoted.templating.instead import FILTERS, Context, Hidden, Texts, undefined


class Bare:
    """The templates of a theme, each from the first of the `folders` that has it.

    What they make is right; what they raise may not be: see `quick`. To their code, this is the
    library's environment.
    """

    given: Mapping[str, object] = {}  # what Jinja gives to every template, of which none is here
    concat, getitem = "".join, operator.getitem
    filters, undefined = FILTERS, staticmethod(undefined)

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = [folder / "templates" for folder in folders]
        self._loaded: dict[str, _Template] = {}

    def render(self, name: str, values: dict[str, object]) -> str:
        """The page that the template makes of the values."""
        template = self.get_template(name)
        context = Context(values, template.blocks)
        page = "".join(template.root_render_func(context))
        context.vars.clear()  # macros know it: what knows itself is only gone when it is looked for
        return page

    def macros(self, name: str, values: Mapping[str, object]) -> object:
        """The macros of the template, as attributes that can be called."""
        template = self.get_template(name)
        context = Context(values, template.blocks)
        template.root_render_func(context)
        return _Macros(**{name: context.vars[name] for name in context.exported_vars})

    def get_template(self, name: str, parent: str = "") -> _Template:
        """The template; which one names it, its `parent`, makes no difference."""
        if name not in self._loaded:
            self._loaded[name] = self._template(name)
        return self._loaded[name]

    def _template(self, name: str) -> _Template:
        if "/" in name:  # what leads where is the library's to say
            raise LookupError(name)
        path = next(path for folder in self._folders if (path := folder / name).is_file())
        code = prepared(f"template {path}", path.read_bytes(), functools.partial(_compiled, path))
        names: dict[str, Any] = {"environment": self}
        exec(marshal.loads(code), names)  # noqa: S102, S302 what `_compiled` made
        return _Template(names["root"], names["blocks"])


class _Template(Struct, frozen=True):
    """The functions of a template, by the names that code calls them: the whole, and its blocks."""

    root_render_func: Texts
    blocks: Mapping[str, Texts]


class _Macros(Hidden, SimpleNamespace):
    """The macros of a template."""


def _compiled(path: Path, text: bytes) -> bytes:
    """The code of the template. Raises whatever the library raises."""
    from footnoted.templating.templates import quick_code

    return marshal.dumps(quick_code(path, text.decode()))
