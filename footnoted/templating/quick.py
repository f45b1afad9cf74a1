"""Templates as Python that is quicker still, and gives up where a template wants more.

It takes for granted what holds for nearly all templates and values, and raises where it does not:

- `x.name` is an attribute, and no item of a mapping
- what is called is there
- what is asked of the library is in `instead`

So whatever it raises is no fault of the template yet: `Generator` writes the code that decides.
Besides, macros that show little else than words are worked out once for the same words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from keyword import iskeyword

from jinja2 import nodes
from jinja2.compiler import Frame, optimizeconst

from footnoted.templating import instead
from footnoted.templating.generator import Generator
from footnoted.templating.macros import USED

# What shows a word, joins it to others or asks only what it is: equal words come out alike.
_SHOWS = (
    *(nodes.Output, nodes.Concat, nodes.Compare, nodes.Operand),
    *(nodes.If, nodes.CondExpr, nodes.And, nodes.Or, nodes.Not),
)


class QuickGenerator(Generator):
    """Writes the code of one template; an error in it says nothing but that it does not do."""

    _keeps = False  # True if macros may be worked out once

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """The module."""
        self._keeps = _has_macros_only(node)
        super().visit_Template(node, frame)

    def write_imports(self) -> None:
        """What the module begins with."""
        self.writeline(f"from footnoted.templating.instead import {', '.join(instead.USED)}")
        self.writeline(f"from footnoted.templating.runtime import {', '.join(USED)}")

    def write_lookup(self) -> None:
        """There is none."""

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """`x.name`: what stands for a name that is missing has no attributes either."""
        if not node.attr.isascii() or iskeyword(node.attr):  # Python would read another name
            super().visit_Getattr(node, frame)
            return
        self._write_owner(node.node, frame)
        self.write(f".{node.attr}")

    def write_called(self, node: nodes.Expr, frame: Frame) -> None:
        """What is called: what stands for a missing name cannot be."""
        if isinstance(node, nodes.Name):
            self.write(frame.symbols.ref(node.name))
        else:
            self.visit(node, frame)

    def _write_owner(self, node: nodes.Expr, frame: Frame) -> None:
        if isinstance(node, nodes.Name):
            self.write(frame.symbols.ref(node.name))
        else:
            self.write("(")
            self.visit(node, frame)
            self.write(")")

    def function_of(self, node: nodes.Macro) -> str:
        """The function of a macro, or what keeps what that made of the same words."""
        return "kept(macro)" if self._keeps and _shows_words(node) else "macro"


def _has_macros_only(template: nodes.Template) -> bool:
    """True if nothing in the template changes from one call of a macro to the next."""
    outside = [node for node in template.body if not isinstance(node, nodes.Macro)]
    if any(not isinstance(node, nodes.Output) for node in outside):
        return False
    by_chance = any(node.name == "random" for node in template.find_all(nodes.Filter))
    return not by_chance and all(n.name != "lipsum" for n in template.find_all(nodes.Name))


def _shows_words(macro: nodes.Macro) -> bool:
    """True if the arguments are only shown, compared or asked for what their methods return."""
    names = {argument.name for argument in macro.args}
    shown = {id(node) for node in _shown(macro.body)}
    used = (name for part in macro.body for name in _all(part) if isinstance(name, nodes.Name))
    return all(id(name) in shown for name in used if name.name in names)


def _shown(body: Sequence[nodes.Node]) -> Iterator[nodes.Node]:
    for node in (node for part in body for node in _all(part)):
        if isinstance(node, _SHOWS):
            yield from node.iter_child_nodes()
        elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr):
            yield node.node.node


def _all(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    yield from node.find_all(nodes.Node)
