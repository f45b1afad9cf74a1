"""The shape of the code: imports go one way, the edges do the work of edges, files stay small.

`LAYERS` is the order, lowest first; a module imports only from layers below its own. What is in
one layer is independent of the rest of it. A new module must be given its place here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CACHE = {
    *("templating.bare", "templating.compiled", "templating.templates", "kept", "prepared", "warm"),
    *("building", "renewing", "workers", "replacing", "table", "unchanged"),
}
DRAWING = {"posters", "canvas", "lettering", "marks", "images.raster"}
OUTWARD = {"web.client", "web.crowd", "web.exchange", "web.guard"}
KEEPING = {
    "keeping.apart",
    "keeping.readable",
    "keeping.library",
    "keeping.keep",
    "keeping.command",
}  # speak to other machines
NEW = {"new.command", "new.pages", "new.records", "new.site", "new.starters"}
EDGES = {
    "read",
    "images.reading",
    "charts.reading",
    "copies",
    "published",
    "theme",
    "files",
    "write",
    "ours",
    "preview",
    "handlers",
    "serve",
    "build",
    "progress",
    "stopping",
    "outcome",
    "fonts",
    "lettering",
    "checking",
    "rot.links",
    "rot.memory",
    *CACHE,
    *OUTWARD,
    *KEEPING,
    *NEW,
    "folders",
}  # may touch the disk, or the network
VOICES = {"arguments", "serve", "stopping", "build"}  # may print or exit
FOREIGN = {
    "theme",
    "pages",
    "templating.expressions",
    "preview",
    "serve",
}  # may catch anything: templates and bugs must be shown
# These know the tokens of the Markdown parser.
PARSING = ("syntax", "prose", "coverage.reading", "coverage.placing")

# These know `pathlib` as a type.
TYPED = {"theme_folder", "changes", "model.files", "pipeline", "quotations", "arguments", "options"}
TYPED |= {"plain_words", "charting"}

LAYERS = (
    {"columns", "digests", "patterns", "stopping", "unchanged", "value"},
    {"replacing"},
    {"table"},
    {
        "",
        "archives",
        "diagnostics",
        "nodes",
        "compact",
        "options",
        "outcome",
        "plain_words",
        "dates",
        "decimals",
        "moves",
        "progress",
        "fonts",
        "fragments",
        "prepared",
        "sentences",
        "sfnt",
        "strings",
        "record",
        "templating",
        "templating.compiled",
        "templating.instead",
        "templating.runtime",
        "tokens",
        "trouble_page",
        "vocabulary",
        "wrapping",
        "warm",
        "web.charset",
        "web.results",
        "new",
        "keeping",
        "keeping.html_text",
        "keeping.pdf_text",
        "syntax",
        "syntax.mark_roles",
        "syntax.quotation_marks",
    },
    {"templating.expressions"},
    {"templating.macros"},
    {"templating.generator"},
    {"templating.quick"},
    {"templating.templates"},
    {"templating.bare"},
    {"amounts", "numerals", "web.exchange", "web.guard", "web.robots"},
    {"web.client"},
    {"web.crowd"},
    {"web"},
    {"keeping.readable", "keeping.apart", "keeping.warc"},
    {"model.words", "model.content", "model.prose", "model.files"},
    {"model.texts"},
    {"model.linked"},
    {"addresses", "figures", "folding", "full_yaml", "model", "plain_yaml", "workers"},
    {"slip_rules"},
    {"slip_lines"},
    {"slips"},
    {"bibtex", "composing", "csl", "faces", "grading", "ours"},
    {"body_text", "fields", "passages", "canvas", "retelling"},
    {"checks", "files", "quotes", "lettering", "marks"},
    {"source_records", "new.names", "new.starters"},
    {"read", "theme", "write", "config", "sources", "corrections", "quote_checks"},
    {"images", "images.raster", "images.svg"},
    {"images.look"},
    {"charts", "charts.cells", "charts.sheet", "charts.words"},
    {"charts.scales", "charts.svg", "charts.table"},
    {"charts.bars", "charts.lines"},
    {"charts.drawing"},
    {
        "copies",
        "folders",
        "charts.reading",
        "images.reading",
        "link_faults",
        "published",
        "receipts",
        "theme_folder",
    },
    {
        "syntax.comments",
        "syntax.definitions",
        "syntax.direction",
        "syntax.emphasis",
        "syntax.positions",
        "syntax.quick_core",
        "syntax.tokens",
    },
    {"syntax.quick_notes"},
    {"syntax.smart_quotes", "syntax.quick_blocks", "syntax.quick_rules"},
    {"syntax.quick_inline", "syntax.quick_texts"},
    {"syntax.dialect"},
    {"prose.state"},
    {"prose.links", "prose.notes"},
    {"prose.words"},
    {"prose.inline"},
    {"prose.headings"},
    {"prose.blocks"},
    {"prose"},
    {"new.pages"},
    {"parse", "index"},
    {"new.claims", "new.records", "new.site"},
    {"new.command"},
    {"standings"},
    {"backlinks", "cross_checks", "figure_checks", "standing_checks"},
    {"coverage", "coverage.placing"},
    {"coverage.finding", "coverage.reading"},
    {"coverage.quotations"},
    {"coverage.values"},
    {"coverage.measuring"},
    {"extending"},
    {"link", "amend", "changes", "charting", "sizes"},
    {"filling"},
    {"pages"},
    {"atom"},
    {"news"},
    {"posters"},
    {"making", "plans"},
    {"emit.*"},
    {"emit"},
    {"ties"},
    {"renewing"},
    {"kept"},
    {"quotations", "keeping.library"},
    {"keeping.keep"},
    {"keeping.command"},
    {"pipeline"},
    {"building", "preview"},
    {"reports", "reports.as_text", "reports.as_json"},
    {"reports.as_sarif"},
    {"rot", "rot.values"},
    {"rot.gathering", "rot.judging", "rot.memory", "rot.reading"},
    {"rot.asking"},
    {"rot.links"},
    {"rot.findings", "rot.telling"},
    {"checking"},
    {"handlers", "arguments"},
    {"serve"},
    {"build"},
)

FILES = sorted([*(ROOT / "footnoted").rglob("*.py"), ROOT / "build.py"])
_DISK_CALLS = re.compile(
    r"(read|write)_(text|bytes)|open|unlink|rename|mkdir|rmdir|touch|iterdir|r?glob"
    r"|l?stat|exists|is_(file|dir|symlink)|resolve|symlink_to"
)


def name_of(path: Path) -> str:
    """`prose.inline` for footnoted/prose/inline.py, `prose` for its package."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts[parts[0] == "footnoted" :] if part != "__init__")


MODULES = {name_of(path): ast.parse(path.read_text("utf-8")) for path in FILES}
every_module = pytest.mark.parametrize("name", MODULES)


def layer_of(name: str) -> int:
    """The number of the layer that has the module."""
    place = "emit.*" if name.startswith("emit.") else name
    found = [number for number, layer in enumerate(LAYERS) if place in layer]
    assert len(found) == 1, f"`{name}` has no place in LAYERS, or more than one"
    return found[0]


def imports_of(name: str) -> set[str]:
    """The modules of Footnoted that a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(MODULES[name]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "relative imports hide what is imported"
            submodules = {f"{node.module}.{alias.name}" for alias in node.names}
            known = {module for module in submodules if module[10:] in MODULES}
            found |= known or {str(node.module)}
    return {module[10:] for module in found if f"{module}.".startswith("footnoted.")}


def libraries_of(name: str) -> set[str]:
    """The top names of all that a module imports."""
    nodes = ast.walk(MODULES[name])
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(str(node.module).partition(".")[0])
    return found


def functions_of(name: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions and methods of a module."""
    for node in ast.walk(MODULES[name]):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def calls_of(name: str) -> Iterator[str]:
    """The last name of whatever a module calls: `now` for `datetime.date.now()`."""
    for node in ast.walk(MODULES[name]):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func).rpartition(".")[2]


@every_module
def test_imports_go_down(name: str) -> None:
    """One way: whoever reads a module needs to know only those below it."""
    for imported in imports_of(name):
        assert layer_of(imported) < layer_of(name), f"{name} imports {imported}"


def test_every_place_is_taken() -> None:
    """A module that is gone must go from LAYERS too."""
    places = {"emit.*" if name.startswith("emit.") else name for name in MODULES}

    assert set().union(*LAYERS) == places


def test_emitters_are_all_in_the_tuple_and_know_nothing_of_each_other() -> None:
    emitters = {name for name in MODULES if name.startswith("emit.")}

    assert imports_of("emit") >= emitters
    assert all(not imports_of(name) & {*emitters, "emit"} for name in emitters)


@every_module
def test_only_edges_touch_the_disk(name: str) -> None:
    """The pipeline hands folders on, no more."""
    if name in EDGES:
        return

    libraries = libraries_of(name)
    assert not libraries & {"os", "shutil", "tempfile", "glob", "subprocess", "socket"}
    assert "pathlib" not in libraries or name in TYPED
    assert [call for call in calls_of(name) if _DISK_CALLS.fullmatch(call)] == []


@every_module
def test_only_the_command_line_prints_and_exits(name: str) -> None:
    if name in VOICES:
        return

    assert not libraries_of(name) & {"argparse", "signal"}
    assert not re.search(r"\bsys\.(std|argv)", ast.unparse(MODULES[name]))
    assert [call for call in calls_of(name) if call in ("print", "exit", "input")] == []


@every_module
def test_one_module_knows_each_library(name: str) -> None:
    """Jinja is the theme's, YAML the fields', the parser the syntax's and the prose's."""
    libraries = libraries_of(name)

    assert "jinja2" not in libraries or name.startswith(("theme", "templating"))
    assert "yaml" not in libraries or name in ("full_yaml", "theme")
    assert "mdit_py_plugins" not in libraries or name.startswith("syntax")
    assert "markdown_it" not in libraries or name.startswith(PARSING)
    assert "PIL" not in libraries or name in DRAWING
    assert not libraries & {"urllib3", "protego", "certifi"} or name.startswith("web.")
    assert not libraries & {"socket", "ssl"} or name in {*OUTWARD, "serve"}
    assert not libraries & {"selectolax", "pypdfium2", "warcio"} or name.startswith("keeping.")
    silent = {"warnings"} if name == "images.raster" else set()  # it mutes Pillow's
    assert not libraries & {"logging", "warnings"} - silent, "findings are values, not log lines"


def test_a_build_never_goes_out() -> None:
    """Only what a command imports when it needs it may speak to other machines."""
    for name in ("building", "preview", "serve", "warm", "arguments"):
        reached, waiting = set[str](), {name}
        while waiting:
            reached |= waiting
            waiting = {each for module in waiting for each in imports_of(module)} - reached
        assert not [each for each in reached if each.startswith(("web", "keeping"))], name


@every_module
def test_nothing_depends_on_the_clock_or_on_chance(name: str) -> None:
    """Two builds of the same content are the same, whenever and wherever they run."""
    if name in EDGES:  # they may wait, and measure time
        return

    assert not libraries_of(name) & {"time", "random", "uuid", "locale", "secrets"}
    assert not [call for call in calls_of(name) if call in ("now", "today", "utcnow", "hash")]


@every_module
def test_files_and_functions_are_small(name: str) -> None:
    path = next(path for path in FILES if name_of(path) == name)

    assert len(path.read_text("utf-8").splitlines()) <= 260
    for function in functions_of(name):
        assert function.end_lineno is not None
        assert function.end_lineno - function.lineno < 40, function.name


@every_module
def test_all_that_is_public_says_what_it_is(name: str) -> None:
    """Modules, and public classes and functions; methods of private classes are private."""
    assert ast.get_docstring(MODULES[name]), "the module"
    for node in MODULES[name].body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            for method in node.body:
                is_stub = isinstance(method, ast.FunctionDef) and _is_stub(method)
                if isinstance(method, ast.FunctionDef) and not method.name.startswith("__"):
                    private = method.name.startswith("_")
                    assert private or is_stub or ast.get_docstring(method), method.name


@every_module
def test_no_exception_is_swallowed(name: str) -> None:
    """An author's mistake is a Diagnostic; our own bugs must be seen."""
    for node in ast.walk(MODULES[name]):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, "bare except"
            caught = ast.unparse(node.type)
            assert not re.search(r"\bBaseException\b", caught)
            assert not re.search(r"\bException\b", caught) or name in FOREIGN


@pytest.mark.parametrize("name", [n for n in MODULES if n.startswith(("diagnostics", "model"))])
def test_values_are_frozen(name: str) -> None:
    """What crosses a stage is never completed later."""
    for node in MODULES[name].body:
        if isinstance(node, ast.ClassDef):
            settings = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
            bases = [ast.unparse(base) for base in node.bases]
            assert settings.get("frozen") == "True" or bases[0] == "NamedTuple", node.name


def test_ids_in_templates_cannot_be_taken_by_headings() -> None:
    """Each literal id of a page with an author's headings begins with a reserved prefix."""
    reserved = _constant("prose.state", "_RESERVED")
    for name in ("base", "essay", "evidence", "parts"):
        text = (ROOT / "theme" / "templates" / f"{name}.html").read_text("utf-8")
        ids = re.findall(r'\sid="([a-z][^"{]*)', text)
        assert [anchor for anchor in ids if not anchor.startswith(reserved)] == [], name


def _constant(module: str, name: str) -> tuple[str, ...]:
    for node in MODULES[module].body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            value = ast.literal_eval(node.value)
            assert isinstance(value, tuple)
            return value
    raise AssertionError(f"{module} has no {name}")


def _is_stub(function: ast.FunctionDef) -> bool:
    return len(function.body) == 1 and ast.unparse(function.body[0]) == "..."
