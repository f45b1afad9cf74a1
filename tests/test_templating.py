"""Templates run as Jinja's own compiler has them run: the same pages, the same errors.

Each case is rendered twice, with the code of `templating` and with that of the library, which is
the measure of what a site owner's template may hold.
"""

from __future__ import annotations

import dis
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateError
from markupsafe import Markup
from msgspec import Struct

from footnoted.model import Config
from footnoted.options import Options
from footnoted.pages import Page, Renderer
from footnoted.pipeline import check, planned
from footnoted.templating.bare import Bare
from footnoted.templating.generator import Generator
from footnoted.templating.macros import TAKEN
from footnoted.theme import ThemeError, load_theme, template_faults

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "sites" / "golden" / "content"
TEMPLATES = ROOT / "theme" / "templates"


class Thing(Struct, frozen=True):
    """What a template is given: a value with attributes."""

    title: str
    parts: tuple[str, ...] = ()
    count: int = 0
    inner: object = None


class Outcome(NamedTuple):
    """A page; or an error, with the line it arose in."""

    page: str = ""
    error: str = ""
    line: int = 0


Quick = Callable[..., Outcome]
OTHERS = {
    "frame.html": "<{% block head %}h{% endblock %}|{% block main %}m{{ x }}{% endblock %}>"
    "{% block last scoped %}{{ self.head() }}{% endblock %}",
    "middle.html": '{% extends "frame.html" %}{% block main %}({{ super() }}){% endblock %}',
    "part.html": "[{{ x }}{{ local is defined and local }}]",
    "macros.html": "{% macro bold(a, b='<') %}<b>{{ a }}{{ b }}{{ x is defined }}</b>{% endmacro %}"
    "{% set word = 'w' %}{% macro _own() %}{% endmacro %}",
    "bare.html": "<{% block head %}h{{ x }}{% endblock %}|{% block main %}m{% endblock %}>",
    "plain.html": "{{ x is defined }}<",
    "broken.html": "{{ x.no.such }}",
}
VALUES: dict[str, object] = {
    "x": "<&>\"'",
    "safe": Markup("<i>"),
    "thing": Thing("a < b", ("p", "<q>", "r"), 3, Thing("inner")),
    "mapping": {"title": "<t>", "items": "not the method", "n": {"m": 1}},
    "tree": [{"name": "1", "under": [{"name": "<2>", "under": []}]}, {"name": "3", "under": []}],
    "numbers": [3, 1, 2],
    "pairs": (("a", 1), ("b", 2)),
    "nothing": None,
    "say": lambda *args, **kwargs: f"{args}{sorted(kwargs.items())}<",
    "truth": True,
}
CASES = (
    # texts, values and how they are escaped
    "a{{ x }}{{ safe }}{{ 3 }}{{ thing.count }}{{ 1.5 }}{{ nothing }}{{ numbers }}",
    "{{ x ~ safe }}{{ x ~ 'é{}' ~ thing.title }}{{ 1 ~ x }}{{ x ~ 1 ~ thing.count }}",
    "{{ 'a{b}' ~ x }}{{ x ~ '\\'\\n' }}{{ safe ~ x ~ safe }}",
    "{{ x if truth }}{{ x if not truth }}{{ safe if truth else x }}{{ x if nothing else safe }}",
    "{{ ('<' if truth else '>') ~ x }}{{ '<' if truth }}{{ x or safe }}{{ nothing or x }}",
    "{{ x | safe }}{{ x | e }}{{ x | upper }}{{ thing.parts | join('<') }}{{ numbers | sum }}",
    "{{ thing.parts | join }}{{ thing.parts | join(safe) }}{{ (x, safe, 1) | join('<') }}"
    "{{ [thing] | join(d='<', attribute='title') }}{% autoescape false %}"
    "{{ thing.parts | join(x) }}{% endautoescape %}",
    "{{ x | length }}{{ numbers | sort | map('string') | join }}{{ x | replace('<', safe) }}",
    "{% filter upper %}a{{ x }}{% endfilter %}{% autoescape false %}{{ x }}{{ x ~ safe }}"
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(x) }}{% endautoescape %}{{ x }}",
    "{% autoescape truth %}{{ x }}{{ x ~ 'a' }}{% macro m(a) %}{{ a }}{% endmacro %}{{ m(x) }}"
    "{% endautoescape %}",
    # attributes, items and calls
    "{{ thing.title }}{{ thing.inner.title }}{{ thing['title'] }}{{ thing.parts[1] }}",
    "{{ mapping.title }}{{ mapping['title'] }}{{ mapping.n.m }}{{ mapping.items is callable }}",
    "{{ thing.nope is defined }}{{ mapping.nope is defined }}{{ nope is defined }}"
    "{{ thing.nope | default('<d>') }}{{ nope | default(x) }}",
    "{{ x.upper() }}{{ x.replace('<', '1') }}{{ thing.parts[1:] }}{{ numbers[::-1] }}",
    "{{ say(1, x, a=2) }}{{ say(*numbers) }}{{ say(**{'b': 1}) }}{{ say(1, *numbers, a=2) }}"
    "{{ say(class=1) }}{{ say() }}",
    "{{ range(3) | list }}{{ dict(a=1) }}{{ cycler('a', 'b').next() }}{{ joiner(',')() }}",
    "{{ 1 + 2 * 3 ** 2 - 4 / 2 // 1 % 3 }}{{ not truth }}{{ 1 < 2 <= 2 != 3 }}{{ 1 in numbers }}",
    "{{ {'a': x}['a'] }}{{ (x, 1) }}{{ [x] }}{{ -numbers[0] }}{{ x is string }}{{ 3 is odd }}",
    # statements
    "{% if x == 1 %}a{% elif truth %}b{{ x }}{% else %}c{% endif %}{% if nothing %}{% endif %}",
    "{% for n in numbers %}{{ n }}{{ loop.index }}{{ loop.last }}{{ loop.first }}{{ loop.length }}"
    "{{ loop.previtem | default('-') }}{{ loop.cycle('a', 'b') }}{{ loop.changed(n) }}{% endfor %}",
    "{% for n in numbers if n > 1 %}{{ loop.index0 }}{{ n }}{% else %}none{% endfor %}"
    "{% for n in [] %}{% else %}none{{ x }}{% endfor %}"
    "{% for a, b in [(1, x)] %}{{ b }}{% endfor %}",
    "{% for t in tree recursive %}<{{ t.name }}{{ loop.depth }}{{ loop(t.under) }}>{% endfor %}",
    "{% for n in numbers %}{% for m in numbers %}{{ loop.index }}{% endfor %}{{ loop.index }}"
    "{% set n = 7 %}{{ n }}{% endfor %}",
    "{% set a = x %}{{ a }}{% set b, c = 1, '<' %}{{ c }}{% set d %}<{{ x }}>{% endset %}{{ d }}"
    "{% set e | upper %}q{{ x }}{% endset %}{{ e }}{% set ns = namespace(n=0) %}"
    "{% for n in numbers %}{% set ns.n = ns.n + n %}{% endfor %}{{ ns.n }}",
    "{% with a = x, b = 2 %}{{ a }}{{ b }}{% endwith %}{{ a is defined }}",
    "{% raw %}{{ x }}{% endraw %}{# {{ x }} #}{{ 'a' ~ 'b' }}{{ truth }}",
    # macros
    "{% macro m(a, b=2, c=a) %}{{ a }}{{ b }}{{ c }}{% endmacro %}{{ m(1) }}{{ m(x, c=3) }}"
    "{{ m(b=1, a=x) }}{{ m(*numbers) }}{{ m(**{'a': 1}) }}",
    "{% macro m(a) %}{{ varargs }}{{ kwargs }}{{ a }}{% endmacro %}{{ m(1, 2, 3, z=x) }}",
    "{% macro m(a) %}<{{ caller(a) }}>{% endmacro %}{% call(y) m(x) %}{{ y }}{{ x }}{% endcall %}",
    "{% macro m(a, caller=none) %}{{ a }}{{ caller() if caller }}{% endmacro %}{{ m(1) }}"
    "{% call m(2) %}c{{ x }}{% endcall %}",
    "{% macro m(name, context, t_1, own, type, missing, html) %}{{ name }}{{ context }}{{ t_1 }}"
    "{{ own }}{{ type }}{{ missing }}{{ html }}{% endmacro %}{{ m(1, 2, 3, 4, 5, 6, 7) }}",
    "{% macro m(class, for) %}{{ class }}{{ for }}{% endmacro %}{{ m(1, x) }}",
    "{% macro m(a) %}{% endmacro %}{{ m.name }}{{ m.arguments }}{{ m.catch_kwargs }}{{ m.caller }}"
    "{{ m.catch_varargs }}",
    "{% macro out(n) %}{{ n }}{% if n %}{{ out(n - 1) }}{% endif %}{% endmacro %}{{ out(3) }}"
    "{% for n in numbers %}{% macro m() %}{{ n }}{{ x }}{% endmacro %}{{ m() }}{% endfor %}",
    "{% set late %}{% endset %}{% macro m() %}{{ late }}{{ later is defined }}{% endmacro %}"
    "{{ m() }}{% set later = 1 %}{{ m() }}",
    # what is seldom shown
    "{% for n in numbers %}{{ loop }}{% endfor %}",
    "{% for n in numbers %}{{ 'a' ~ loop }}{% endfor %}",
    "{% set a = x if nothing %}{{ a }}",
    "{% set a = x if nothing %}{{ a ~ x }}{{ a | length }}",
    "{% set a = x if nothing %}{{ a == x }}{{ a in numbers }}{{ a is defined }}",
    "{% set a = x if nothing %}{% for n in a %}{% else %}none{% endfor %}{{ say(a) }}",
    "{{ (x if nothing) == (safe if nothing) }}",
    "{{ numbers | sum(start=1) }}",
    "{{ tree | sum(attribute='name') }}",
    "{{ pairs | sum(attribute=1, start=2) }}",
    "{{ x | trim('<') }}{{ safe | urlencode }}{{ {'a': x} | urlencode }}{{ 3 | urlencode }}",
    "{{ numbers | join(', ') }}{{ [x] | join }}{{ 'abc' | join('-') }}",
    # other templates
    '{% extends "frame.html" %}{% block main %}{{ super() }}{{ x }}{% endblock %}not shown{{ x }}',
    '{% extends "middle.html" %}{% macro m(a) %}{{ a }}{% endmacro %}{% set y = x %}'
    "{% block head %}{{ m(x) }}{{ y }}{{ super() }}{% endblock %}",
    '{% if truth %}{% extends "frame.html" %}{% endif %}a{% block main %}b{{ x }}{% endblock %}',
    '{% if nothing %}{% extends "frame.html" %}{% endif %}a{{ x }}{% block main %}b{% endblock %}',
    "{% block a %}{{ x }}{% endblock %}{{ self.a() }}{% for n in numbers %}"
    "{% block b scoped %}{{ n }}{% endblock %}{% endfor %}",
    '{% include "part.html" %}{% include "plain.html" without context %}'
    '{% include "nope.html" ignore missing %}{% include ["nope.html", "part.html"] %}'
    '{% for local in numbers %}{% include "part.html" %}{% endfor %}',
    '{% import "macros.html" as m %}{{ m.bold(x) }}{{ m.word }}{% from "macros.html" import bold'
    ' as b with context %}{{ b(1, b=x) }}{% from "macros.html" import word %}{{ word }}',
    '{% macro m() %}{% include "part.html" %}{% endmacro %}{{ m() }}{% set frame = "frame.html" %}'
    "{% include frame %}",
    # errors
    "\n{{ nope }}",
    "\n\n{{ thing.nope }}",
    "\n{{ thing.nope.more }}",
    "{% for n in numbers %}\n{{ nope.a }}\n{% endfor %}",
    "{{ x }}\n{{ x }}\n{{ 1 / 0 }}\n{{ x }}",
    "{% macro m(a) %}\n\n{{ a }}{% endmacro %}\n{{ m() }}",
    "{% macro m(a) %}{% if a %}\n{{ a.nope }}{% endif %}{% endmacro %}\n{{ m(1) }}",
    "{% block a %}\n{{ nope() }}{% endblock %}",
    '\n{% include "nope.html" %}',
    '\n\n{% include "broken.html" %}',
    "{{ x | nope }}",
    "{% if nothing %}{{ x | nope }}{% endif %}{% if truth %}\n{{ x | nope }}{% endif %}",
    "{{ x is nope }}",
    "{% block a required %}{% endblock %}",
    "{% block a %}{% endblock %}{% block a %}{% endblock %}",
    '{% from "macros.html" import nope %}\n{{ nope() }}',
    "\n{{ nothing() }}",
    "\n{% for n in 3 %}{% endfor %}",
    "{% set x.a = 1 %}",
    "\n{{ super() }}",
)


# What quick code does, and does not leave to the library.
PLAIN = (
    "a{{ x }}{{ safe }}{{ 3 }}{{ thing.count }}{{ 1.5 }}{{ nothing }}{{ numbers }}",
    "{{ x ~ safe }}{{ x ~ 'é{}' ~ thing.title }}{{ 1 ~ x }}{{ x ~ 1 ~ thing.count }}",
    "{{ x ~ 1 ~ safe ~ x }}{{ 1 ~ 2 ~ thing.count }}",
    "{% for n in numbers %}{{ loop.index }}{{ loop.index0 }}{{ loop.first }}{{ loop.last }}"
    "{{ loop.length }}{{ n }}{% else %}{{ x }}{% endfor %}{% for n in [] %}{% else %}n{% endfor %}",
    "{{ thing.parts[1] }}{{ mapping['title'] }}{{ mapping['n'].get('m') }}{{ x.upper() }}",
    "{% for n in numbers if n > 1 %}{{ loop.index }}{{ n }}{% endfor %}{{ numbers[1:] }}",
    "{% set a = x if nothing %}{% if a %}a{% elif not a %}b{% endif %}{{ a or x }}{{ x if a }}",
    "{% set a %}<{{ x }}>{% endset %}{{ a }}{{ a ~ x }}",
    "{{ thing.parts | join(', ') }}{{ numbers | length }}{{ pairs | sum(attribute=1) }}"
    "{{ x | trim }}{{ safe | trim }}{{ x | urlencode }}{{ x | html }}{{ nothing | trim }}",
    "{% macro m(a, b=x) %}{{ a }}{{ b }}{% endmacro %}{{ m(1) }}{{ m(x, 2) }}{{ m(b=safe, a=1) }}",
    '{% extends "bare.html" %}{% set y = 1 %}{% block main %}{{ x }}{{ y }}{% endblock %}',
)


@pytest.mark.parametrize("template", CASES)
def test_a_template_makes_the_page_that_it_makes_with_the_library(template: str) -> None:
    assert outcome(template, ours=False) == outcome(template, ours=True)


@pytest.mark.parametrize("template", (*CASES, *PLAIN))
def test_quick_code_makes_the_same_page_or_gives_up(template: str, quick: Quick) -> None:
    made = quick(template)

    assert made.error or made == outcome(template, ours=False)


@pytest.mark.parametrize("template", PLAIN)
def test_quick_code_does_for_what_is_plain(template: str, quick: Quick) -> None:
    assert quick(template) == outcome(template, ours=False)


def test_quick_code_gives_up_where_templates_lie_elsewhere(tmp_path: Path, quick: Quick) -> None:
    """The library says what a name with folders means."""
    quick("")
    (tmp_path / "templates" / "folder").mkdir()
    (tmp_path / "templates" / "folder" / "a.html").touch()

    for name in (
        "folder/a.html",
        "../templates/plain.html",
        str(tmp_path / "templates/plain.html"),
    ):
        assert quick(f"{{% extends {name!r} %}}").error


def test_quick_code_is_what_makes_the_pages_of_the_theme() -> None:
    checked = check(Options(GOLDEN, url="https://x.example.org"))
    items, theme = planned(checked.corpus, Options(GOLDEN))
    renderer = Renderer(checked.corpus.config, theme, has_corrections=True)

    for page in items:
        if isinstance(page, Page):
            renderer.render(page)

    assert set() == renderer._careful


def test_a_template_may_ask_a_mapping_for_a_name(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "404.html").write_text("{{ {'a': path}.a }}", "utf-8")
    renderer = Renderer(Config(), load_theme(tmp_path))

    assert b"404.html" == renderer.render(Page("404.html", "404.html", "en", "")).content


def test_a_macro_shows_equal_words_as_what_they_are(quick: Quick) -> None:
    """What it made of a text is not what it makes of HTML that reads the same."""
    macros = "{% macro m(a) %}[{{ a }}{{ a ~ '<' }}]{% endmacro %}"
    page = "{{ m(x) }}{{ m(x | safe) }}{{ m(1) }}{{ m(true) }}{{ m(1.0) }}{{ m(x) }}"

    made = quick(macros + page.replace(" | safe", " | html"))

    assert made == outcome(macros + page, ours=False)
    assert "&lt;" in made.page


@pytest.mark.parametrize("line", ["{% set c = cycler('a', 'b') %}", "{% set c = joiner('a') %}"])
def test_macros_that_could_change_are_called_each_time(line: str, quick: Quick) -> None:
    given: Any = Environment().globals  # as if nothing else made quick code give up
    asked = "c.next()" if "cycler" in line else "c()"
    case = (
        f"{line}{{% macro m(a) %}}{{{{ a }}}}{{{{ {asked} }}}}{{% endmacro %}}{{{{ m(1) ~ m(1) }}}}"
    )

    assert outcome(case, ours=False) == quick(case, **given)


@pytest.mark.parametrize(
    "call",
    ["m(1, 2)", "m(b=1)", "m(1, a=1)", "m(caller=1)"],
    ids=["many", "other", "twice", "call"],
)
def test_a_macro_with_wrong_arguments_is_an_error_where_it_is_called(call: str) -> None:
    """The words are Python's and not the library's; both have the macro's name."""
    made = outcome(f"{{% macro m(a) %}}{{{{ a }}}}{{% endmacro %}}\n\n{{{{ {call} }}}}", ours=True)

    assert made.error.startswith("TypeError: m() ")
    assert made.line == 3


@pytest.mark.parametrize(
    "place",
    [
        *("{{ x }}", "{{ thing.title }}", "{{ x ~ '' }}", "{{ 'a' ~ x ~ safe }}", "{{ x if x }}"),
        *("{{ x if not x else x }}", "{{ nothing or x }}", "{{ say(x) }}", "{{ [x] }}"),
        "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(x) }}",
        "{% macro m(a) %}{% if a %}{{ a }}{% endif %}{% endmacro %}{{ m(x) }}",
        "{% macro m() %}{{ caller(x) }}{% endmacro %}{% call(a) m() %}{{ a }}{% endcall %}",
        "{% macro m() %}{{ varargs[0] }}{% endmacro %}{{ m(x) }}",
        "{% set a %}{{ x }}{% endset %}{{ a }}",
        "{% for a in [x] %}{{ a }}{% endfor %}",
        "{% block a %}{{ x }}{% endblock %}",
        '{% extends "frame.html" %}{% block main %}{{ x }}{% endblock %}',
        '{% include "part.html" %}',
        '{% import "macros.html" as m %}{{ m.bold(x) }}',
        "{% filter trim %}{{ x }}{% endfilter %}",
        "{% with a = x %}{{ a }}{% endwith %}",
    ],
)
def test_untrusted_text_is_escaped_wherever_it_stands(place: str) -> None:
    page = outcome(place, ours=True, x="<script>", thing=Thing("<script>")).page

    assert "&lt;script&gt;" in page
    assert "<script>" not in page


def test_no_name_in_the_code_of_a_macro_can_be_taken_by_an_argument() -> None:
    """An argument is a name in that code: where it is one that the code needs, Jinja's way is."""
    sources = [*CASES, *OTHERS.values(), *(path.read_text("utf-8") for path in _templates())]

    needed = {name for source in sources for name in _free_names(source)}

    assert {"Markup", "new", "concat", "missing"} <= needed
    assert needed <= TAKEN


@pytest.mark.parametrize(
    ("macro", "line"),
    [("\n\n{{ nope }}", 4), ("\n{% if linked %}\n\n{{ linked.nope }}{% endif %}", 5)],
)
def test_an_error_in_a_macro_called_by_the_code_names_the_line_of_the_template(
    tmp_path: Path, macro: str, line: int
) -> None:
    """Such as those that fill the holes of a text, which no template calls."""
    (tmp_path / "templates").mkdir()
    path = tmp_path / "templates" / "parts.html"
    path.write_text(f"\n{{% macro claim_start(linked) %}}{macro}{{% endmacro %}}", "utf-8")
    theme = load_theme(tmp_path)
    macros = theme.macros("parts.html", theme.shown("en", careful=True), careful=True)

    with pytest.raises(ThemeError, match=rf"parts\.html:{line}: "), template_faults("essay.html"):
        macros.claim_start(Thing("a"))  # type: ignore[attr-defined]


@pytest.fixture
def quick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Quick:
    """What comes of a template that quick code makes a page of, if it does."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def outcome(template: str, **values: object) -> Outcome:
        folder = tmp_path / "templates"
        folder.mkdir(exist_ok=True)
        for name, text in {**OTHERS, "case.html": template}.items():
            (folder / name).write_text(text, "utf-8")
        try:
            return Outcome(Bare((tmp_path,)).render("case.html", VALUES | values))
        except Exception as error:  # noqa: BLE001 whatever it is, it gives up
            return Outcome(error=repr(error))

    return outcome


def outcome(template: str, *, ours: bool, **values: object) -> Outcome:
    """What comes of the template, compiled by our code or by the library's."""
    environment = _environment(ours, template)
    try:
        return Outcome(environment.get_template("case.html").render(VALUES | values))
    except (TemplateError, ArithmeticError, TypeError, AttributeError) as error:
        return Outcome(error=f"{type(error).__name__}: {error}", line=_line(error))


def _environment(ours: bool, template: str) -> Environment:
    environment = Environment(
        loader=DictLoader({**OTHERS, "case.html": template}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["html"] = Markup
    if ours:
        environment.code_generator_class = Generator
    return environment


def _line(error: Exception) -> int:
    """The line of the innermost template in the traceback."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _templates() -> list[Path]:
    return sorted(TEMPLATES.glob("*.html"))


def _free_names(source: str) -> Iterator[str]:
    """The names that the macros of a template have from outside, but for those of the template."""
    environment = _environment(True, source)
    try:
        code = compile(environment.compile(source, "case.html", raw=True), "case", "exec")
    except TemplateError:
        return
    waiting = [code]
    while waiting:
        code = waiting.pop()
        waiting += [each for each in code.co_consts if isinstance(each, CodeType)]
        if code.co_name == "macro":
            found = {i.argval for i in dis.get_instructions(code) if i.opname == "LOAD_GLOBAL"}
            names = found | set(code.co_freevars)
            yield from (name for name in names if not name.startswith(("l_", "t_")))
