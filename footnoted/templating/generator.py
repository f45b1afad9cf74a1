"""A template's tree -> the Python that Jinja runs for it, written to run quickly.

What differs from the library's own code, and never in what a page shows:

- root and blocks return a list of texts; the library's yield each through one generator per level
- names are looked up without a call
- macros and expressions are as `macros` and `expressions` write them

Everything else is the library's.
"""

from __future__ import annotations

from collections.abc import Sequence

from jinja2 import nodes
from jinja2.compiler import Frame, find_undeclared
from jinja2.idtracking import VAR_LOAD_ALIAS, VAR_LOAD_RESOLVE, VAR_LOAD_UNDEFINED
from jinja2.nodes import EvalContext
from jinja2.runtime import exported

from footnoted.templating.macros import USED, Macros


class Generator(Macros):
    """Writes the code of one template, for an environment without extensions or `finalize`."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        """The module: imports, the root, the blocks, and which line is whose."""
        for block in node.find_all(nodes.Block):
            if block.name in self.blocks:
                self.fail(f"block {block.name!r} defined twice", block.lineno)
            self.blocks[block.name] = block
        self.write_imports()
        self.writeline(f"name = {self.name!r}")
        self._write_root(node)
        for block in self.blocks.values():
            self._write_block(block)
        blocks = ", ".join(f"{name!r}: block_{name}" for name in self.blocks)
        self.writeline(f"blocks = {{{blocks}}}", extra=1)
        lines = "&".join(f"{line}={own}" for line, own in self.debug_info)
        self.writeline(f"debug_info = {lines!r}")

    def write_imports(self) -> None:
        """What the module begins with."""
        self.writeline(f"from jinja2.runtime import {', '.join(sorted(exported))}")
        self.writeline(f"from footnoted.templating.runtime import {', '.join(USED)}")

    def _write_root(self, node: nodes.Template) -> None:
        frame = self._begin("root", node)
        if "self" in find_undeclared(node.body, ("self",)):
            ref = frame.symbols.declare_parameter("self")
            self.writeline(f"{ref} = TemplateReference(context)")
        frame.symbols.analyze_node(node)
        frame.toplevel = frame.rootlevel = True
        frame.require_output_check = node.find(nodes.Extends) is not None
        if frame.require_output_check:
            self.writeline("parent_template = None")
        self._write_body(node.body, frame)
        if node.find(nodes.Extends) is not None:
            self.writeline("if parent_template is not None:")
            self.indent()
            self.writeline(f"{frame.buffer} += parent_template.root_render_func(context)")
            self.outdent()
        self._end(frame)

    def _write_block(self, block: nodes.Block) -> None:
        name = block.name
        frame = self._begin(f"block_{name}", block)
        frame.block_frame, frame.block = True, name
        undeclared = find_undeclared(block.body, ("self", "super"))
        if "self" in undeclared:
            ref = frame.symbols.declare_parameter("self")
            self.writeline(f"{ref} = TemplateReference(context)")
        if "super" in undeclared:
            ref = frame.symbols.declare_parameter("super")
            self.writeline(f"{ref} = context.super({name!r}, block_{name})")
        frame.symbols.analyze_node(block)
        self.writeline("_block_vars = {}")
        self._write_body(block.body, frame)
        self._end(frame)

    def _begin(self, name: str, node: nodes.Node) -> Frame:
        """A function for the root or a block, and its frame, which is no other's child."""
        head = f"def {name}(context, missing=missing, environment=environment):"
        self.writeline(head, node if isinstance(node, nodes.Block) else None, 1)
        self.indent()
        self.write_lookup()
        self.write_commons()
        frame = Frame(EvalContext(self.environment, self.name))
        self.buffer(frame)
        return frame

    def _write_body(self, body: Sequence[nodes.Node], frame: Frame) -> None:
        self.enter_frame(frame)
        self.pull_dependencies(body)
        self.blockvisit(body, frame)
        self.leave_frame(frame, with_python_scope=True)

    def _end(self, frame: Frame) -> None:
        self.writeline(f"return {frame.buffer}")
        self.outdent()

    def write_lookup(self) -> None:
        """The way to look up a name that has to be called."""
        self.writeline("resolve = context.resolve_or_missing")

    def write_commons(self) -> None:
        """What the root and each block begin with."""
        self.writeline("own = context.vars")
        self.writeline("given = context.parent.get")
        self.writeline("undefined = environment.undefined")
        self.writeline("concat = environment.concat")
        self.writeline("cond_expr_undefined = Undefined")

    def enter_frame(self, frame: Frame) -> None:
        """Names are looked up without a call: a macro does so each time it is called."""
        quick, absent = self.get_resolve_func() == "resolve", []
        for ref, (action, name) in frame.symbols.loads.items():
            if action == VAR_LOAD_RESOLVE and quick:
                found = f"own[{name!r}] if {name!r} in own else given({name!r}, missing)"
                self.writeline(f"{ref} = {found}")
            elif action == VAR_LOAD_RESOLVE:
                self.writeline(f"{ref} = {self.get_resolve_func()}({name!r})")
            elif action == VAR_LOAD_ALIAS:
                self.writeline(f"{ref} = {name}")
            elif action == VAR_LOAD_UNDEFINED:
                absent.append(ref)
        if absent:
            self.writeline(f"{' = '.join(absent)} = missing")

    # -- statements

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:
        """`{% block %}` where it stands: the texts of the block that is in force."""
        level = 0
        if frame.toplevel:
            if self.has_known_extends:
                return
            if self.extends_so_far > 0:
                self.writeline("if parent_template is None:")
                self.indent()
                level = 1
        context = self.derive_context(frame) if node.scoped else self.get_context_ref()
        if node.required:
            self.writeline(f"if len(context.blocks[{node.name!r}]) <= 1:", node)
            self.indent()
            message = f"Required block {node.name!r} not found"
            self.writeline(f"raise TemplateRuntimeError({message!r})", node)
            self.outdent()
        self.writeline(f"{frame.buffer} += context.blocks[{node.name!r}][0]({context})", node)
        self.outdent(level)

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:
        """`{% include %}`: the texts of the other template."""
        if node.ignore_missing:
            self.writeline("try:")
            self.indent()
        self.writeline("template = environment.get_or_select_template(", node)
        self.visit(node.template, frame)
        self.write(f", {self.name!r})")
        if node.ignore_missing:
            self.outdent()
            self.writeline("except TemplateNotFound:")
            self.indent()
            self.writeline("pass")
            self.outdent()
            self.writeline("else:")
            self.indent()
        texts = "template._get_default_module()._body_stream"
        if node.with_context:
            local = self.dump_local_context(frame)
            values = f"template.new_context(context.get_all(), True, {local})"
            texts = f"template.root_render_func({values})"
        self.writeline(f"{frame.buffer} += {texts}")
        if node.ignore_missing:
            self.outdent()

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        """Text and `{{ … }}` up to the next tag; outside of blocks only if none is extended."""
        checked = frame.require_output_check
        if checked and self.has_known_extends:
            return
        if checked:
            self.writeline("if parent_template is None:")
            self.indent()
        pieces = self.pieces(node, frame)
        if len(pieces) == 1:
            self.writeline(f"{frame.buffer}.append(")
            self.write_piece(pieces[0], frame)
            self.write(")")
        else:
            self.writeline(f"{frame.buffer} += ")
            self.write_pieces(pieces, frame)
        if checked:
            self.outdent()
