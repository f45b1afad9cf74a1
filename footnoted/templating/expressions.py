"""Expressions of a template as Python that is quick to run.

- an attribute is asked for with `getattr`, and only where there is none as the library does it
- what is called is called as it is: the library first asks it whether it wants the context
- what is put out is escaped according to its type, without a `Markup` for each piece
- texts are put together as they are, and only if one of them is none as the library does it

All values are worked out once, and in the order of the template.
"""

from __future__ import annotations

from collections.abc import Sequence
from keyword import iskeyword

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, optimizeconst

USED = ("absent", "called", "html", "quick_escape")  # of the runtime


class Expressions(CodeGenerator):
    """Writes the expressions of a template, for an environment without `finalize`."""

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """`x.name`: what has no such attribute is rare, and goes the longer way."""
        value, owner = self.temporary_identifier(), ""
        self.write(f"({value} if ({value} := getattr(")
        if isinstance(node.node, nodes.Name):
            self.write(frame.symbols.ref(node.node.name))  # `missing`, if it is, has none
        else:
            owner = self.temporary_identifier()
            self.write(f"({owner} := ")
            self.visit(node.node, frame)
            self.write(")")
        self.write(f", {node.attr!r}, missing)) is not missing else absent(environment, ")
        if owner:
            self.write(owner)
        else:
            self.visit(node.node, frame)
        self.write(f", {node.attr!r}))")

    @optimizeconst
    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """`x(…)`, with the block of a `call` as one more argument."""
        if node.dyn_args or node.dyn_kwargs or any(iskeyword(pair.key) for pair in node.kwargs):
            self.write("called(")
            self.visit(node.node, frame)
            self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
            self.write(")")
            return
        self.write_called(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def write_called(self, node: nodes.Expr, frame: Frame) -> None:
        """What is called, before its arguments."""
        self.visit(node, frame)

    @optimizeconst
    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        """`a ~ b`: as one f-string, if all parts are texts."""
        if not _is_html(frame) or not _has_texts(node):
            super().visit_Concat(node, frame)
            return
        names = [self.temporary_identifier() for _ in node.nodes]
        self.write(f"({_pattern(node, names)} if ")
        sign = ""
        for part, name in zip(node.nodes, names, strict=True):
            if not isinstance(part, nodes.Const):
                self.write(f"{sign}(type({name} := ")
                self.visit(part, frame)
                self.write(") is str)")
                sign = " & "  # not `and`: all parts have to be there for the other way
        self.write(f" else markup_join(({_listed(node, names)})))")

    def write_output(self, node: nodes.Expr, frame: Frame) -> None:
        """The expression as text: HTML, where the template is one of HTML."""
        if not _is_html(frame):
            finalize = self._make_finalize()
            self._output_child_pre(node, frame, finalize)
            self.visit(node, frame)
            self._output_child_post(node, frame, finalize)
        elif isinstance(node, nodes.CondExpr):
            self._write_choice(node, frame.soft())
        else:
            value, kind = self.temporary_identifier(), self.temporary_identifier()
            self.write(f"(quick_escape({value}) if ({kind} := type({value} := ")
            self.visit(node, frame)
            self.write(f")) is str else {value} if {kind} is Markup else html({value}))")

    def _write_choice(self, node: nodes.CondExpr, frame: Frame) -> None:
        """One of two expressions; without the second, nothing."""
        self.write("(")
        self.write_output(node.expr1, frame)
        self.write(" if ")
        self.visit(node.test, frame)
        self.write(" else ")
        if node.expr2 is None:
            self.write("''")
        else:
            self.write_output(node.expr2, frame)
        self.write(")")

    def pieces(self, node: nodes.Output, frame: Frame) -> list[str | nodes.Expr]:
        """What is put out: the text of what is constant, and expressions."""
        pieces: list[str | nodes.Expr] = []
        for child in node.nodes:
            try:
                text = self._output_child_to_const(child, frame, self._make_finalize())
            except Exception:  # noqa: BLE001 whatever it is, it arises again where the page is made
                pieces.append(child)
                continue
            if pieces and isinstance(pieces[-1], str):
                pieces[-1] += text
            else:
                pieces.append(text)
        return pieces

    def write_pieces(self, pieces: Sequence[str | nodes.Expr], frame: Frame) -> None:
        """A tuple of them, each on a line of its own: an error is to name the template's."""
        self.write("(")
        self.indent()
        for piece in pieces:
            self.write_piece(piece, frame)
            self.write(",")
        self.outdent()
        self.write(")")

    def write_piece(self, piece: str | nodes.Expr, frame: Frame) -> None:
        """One of them, as text."""
        if isinstance(piece, str):
            self.writeline(repr(piece))
        else:
            self.newline(piece)
            self.write_output(piece, frame)


def _is_html(frame: Frame) -> bool:
    """True if it is known now, and not only when a page is made, that texts are escaped."""
    return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile


def _has_texts(node: nodes.Concat) -> bool:
    """True if all that is constant is text, and something is not constant."""
    constant = [part.value for part in node.nodes if isinstance(part, nodes.Const)]
    return len(constant) < len(node.nodes) and all(type(value) is str for value in constant)


def _pattern(node: nodes.Concat, names: list[str]) -> str:
    """An f-string of the parts, by their names."""
    text = "".join(
        part.value.replace("{", "{{").replace("}", "}}")
        if isinstance(part, nodes.Const)
        else f"{{{name}}}"
        for part, name in zip(node.nodes, names, strict=True)
    )
    return f"f{text!r}"


def _listed(node: nodes.Concat, names: list[str]) -> str:
    return "".join(
        f"{part.value!r}, " if isinstance(part, nodes.Const) else f"{name}, "
        for part, name in zip(node.nodes, names, strict=True)
    )
