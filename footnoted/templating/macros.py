"""Macros of a template as functions of Python, where they take only what they name.

Others are made by the library: those that use `caller`, `varargs` or `kwargs`, and those with an
argument whose name the code around needs. All other names that a template chooses are `l_1_name`
in the code.
"""

from __future__ import annotations

import re
from keyword import iskeyword

from jinja2 import nodes
from jinja2.compiler import Frame, find_undeclared
from jinja2.runtime import exported

from footnoted.templating import expressions
from footnoted.templating.expressions import Expressions

USED = (*expressions.USED, "kept", "macro_of", "new")  # of the runtime
_SPECIAL = ("caller", "kwargs", "varargs")
# Names in the code of a macro that are not the template's: no argument can be called so.
TAKEN = frozenset(
    (
        *USED,
        *_SPECIAL,
        *exported,
        *("blocks", "concat", "cond_expr_undefined", "context", "environment", "given", "loop"),
        *("macro", "own", "resolve", "undefined", "getattr", "isinstance", "len", "str", "type"),
        *("event", "gen", "included_template", "parent_template", "reciter", "template"),
        *("depth", "fiter", "loop_render_func", "_block_vars", "_loop_vars"),
    )
)
_MADE = re.compile(r"[lt]_\d")


class Macros(Expressions):
    """Writes the macros of a template."""

    def visit_Macro(self, node: nodes.Macro, frame: Frame) -> None:
        """`{% macro %}`: a function, if it takes only what it names."""
        if not _is_plain(node, frame):
            super().visit_Macro(node, frame)
            return
        self._write_function(node, frame)
        if frame.toplevel and not node.name.startswith("_"):
            self.writeline(f"context.exported_vars.add({node.name!r})")
        self.newline()
        if frame.toplevel:
            self.write(f"context.vars[{node.name!r}] = ")
        names = tuple(argument.name for argument in node.args)
        function = self.function_of(node)
        made = f"macro_of({function}, {node.name!r}, {names!r})"
        self.write(f"{frame.symbols.ref(node.name)} = {made}")

    def function_of(self, node: nodes.Macro) -> str:
        """What is called for the macro, as Python; `macro` is its function."""
        return "macro"

    def _write_function(self, node: nodes.Macro, frame: Frame) -> None:
        frame = frame.inner()
        frame.symbols.analyze_node(node)
        frame.require_output_check = False
        arguments = ", ".join(f"{argument.name}=missing" for argument in node.args)
        self.writeline(f"def macro({arguments}):", node)
        self.indent()
        for argument in node.args:
            self.writeline(f"{frame.symbols.ref(argument.name)} = {argument.name}")
        self.enter_frame(frame)
        self._write_defaults(node, frame)
        if len(node.body) == 1 and isinstance(node.body[0], nodes.Output):
            self.writeline("return new(Markup, concat(", node.body[0])
            self.write_pieces(self.pieces(node.body[0], frame), frame)
            self.write("))")
        else:
            self.buffer(frame)
            self.blockvisit(node.body, frame)
            self.writeline(f"return new(Markup, concat({frame.buffer}))")
        self.leave_frame(frame, with_python_scope=True)
        self.outdent()

    def _write_defaults(self, node: nodes.Macro, frame: Frame) -> None:
        self.push_parameter_definitions(frame)
        absent = len(node.args) - len(node.defaults)
        for index, argument in enumerate(node.args):
            ref, name = frame.symbols.ref(argument.name), argument.name
            self.writeline(f"if {ref} is missing:")
            self.indent()
            self.writeline(f"{ref} = ")
            if index < absent:
                message = f"parameter {name!r} was not provided"
                self.write(f"undefined({message!r}, name={name!r})")
            else:
                self.visit(node.defaults[index - absent], frame)
            self.mark_parameter_stored(ref)
            self.outdent()
        self.pop_parameter_definitions()


def _is_plain(node: nodes.Macro, frame: Frame) -> bool:
    """True if the macro takes only what it names, by names that can be a function's."""
    names = [argument.name for argument in node.args]
    if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
        return False
    if any(name in TAKEN or iskeyword(name) or _MADE.match(name) for name in names):
        return False
    return not find_undeclared(node.body, _SPECIAL)
