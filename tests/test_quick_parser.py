"""The parser of the dialect makes the tokens that its rules make where the library runs them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from footnoted.diagnostics import Diagnostic
from footnoted.model import Prose
from footnoted.prose.blocks import write_blocks
from footnoted.prose.notes import define_notes, report_unused
from footnoted.prose.state import State
from footnoted.syntax.definitions import split_definitions
from footnoted.syntax.dialect import make_parser, plain_parser
from footnoted.syntax.positions import Lines

# What means something to a rule, or nearly does, and what may stand beside it.
WORDS = 'a|b c|7|it\'s|"so"|한국|“x”|é| |  |.|!|—|/|(|)'.split("|")
MARKS = "* ** *** _ __ ~ ~~ ` `` \\ & &amp; &quot; < >".split()
LINKS = "[|]|](|](a)|](b 't')|](c \"t\")|](<d e>)|][r]|![|[^n]|[^n](|[]".split("|")
ROUNDS = "**a**|*a b*|_a_|[a](b)|[**a** b](c)|![a](b)|<https://a.b/c d>|<i>|`a`".split("|")
HTML = "<!--|-->|<a b='c'>|<https://a.b>|<x@y.z>|<div>|</div>".split("|")
LINES = ["\n", "\n\n", "  \n", "\\\n", "\n    ", "\n\t", "\n  ", "\r\n", "\0"]
BLOCKS = "> |> [!NOTE]|- |* |+ |1. |2) |# |## |---|===|***|```|~~~".split("|")
ROWS = ["|", "| a | b |", "|---|--:|", "\n|a|b|\n|-|-|\n", "[^n]: ", "[r]: /x 't'", "[^a b]: /y"]
PIECES = [*WORDS, *MARKS, *LINKS, *ROUNDS, *HTML, *LINES, *BLOCKS, *ROWS]
TEXT = st.lists(st.sampled_from(PIECES)).map("".join)
INLINE = st.lists(st.sampled_from([*WORDS, *MARKS, *LINKS, *ROUNDS, *LINES[:3]])).map("".join)
# What is plain alone, and mostly so together.
STRESSED = "*a b*|**a.**|_a_|__a's__|*a\nb!*".split("|")
LINKED = '[a](b)|[c *d*](e "t")|[**f:**](https://a.b/c?d=e&f)|["g"](../evidence/h.md)|[^n]'.split(
    "|"
)
SIGNS = "\" ' . , : ! ? > & - — ( ) 7 שלום 한국 \u202e *".split(" ")
NEARLY_PLAIN = st.lists(
    st.sampled_from([*STRESSED, *LINKED, *SIGNS, "a", "it's", " ", " ", "\n"])
).map("".join)
UNITS = [
    "[a](b 'c",
    '[a](b "c',
    "[a](b   ",
    "[a *b* ",
    "**a b",
    "*a*b",
    "[^a",
    "[^a]",
    "a  \n",
    "[]: ",
]


@pytest.mark.parametrize("html", [False, True])
@given(TEXT | INLINE)
@example("**a**\n**b** \nc  \n*d*")
@example("[a *b](c) d*")
@example("[&amp;](a)b&amp;")
@example("[" * 120 + "[a](b)" + "](c)" * 120)
@example("> " * 120 + "a")
@example("[r]: /x 't'\n\n[^r] [^n][r] [r](a) [*r*]")
@example("a[^n][^m][^n]\n\n[^n]: [b](c) *d* \n[^m]:   e\n\n\n[^l]: f\n    g\n[^k]: h\n\n    i\n")
@example(
    "[^a]: b\n\n  c\n[^d]: e\n[^f] g\n\n[^h]: i\n[^j]:\n[^k]: [l]: m\n[^n]: 1. o\n[^p]: q\n---"
)
def test_quick_rules_make_the_same_tokens(html: bool, text: str) -> None:
    plain = plain_parser(html).parse(text, {"language": "en"})
    quick = make_parser(html).parse(text, {"language": "en"})

    assert plain == quick


@pytest.mark.parametrize("language", ["en", "fr", "ko"])
@given(NEARLY_PLAIN | INLINE)
@example("[r]: /x\n\n[^n] [a](r)\n\n[^n]: *[b](c)*")
@example('a\n*b c\nd* e\n[*f*\n**g.** h](i\n"t").')
@example('> [!NOTE]\n> a *b* [c](d)\n\n- [e](f)\n- g[^n]\n\n[^n]: "*[h](i)*')
@example('| a *b* | [c](d) |\n|---|---|\n| it\'s | "e" [^n] |\n\n[^n]: f\n')
def test_plain_text_is_written_from_its_parts_as_from_tokens(language: str, text: str) -> None:
    text = f"{text}\n\n[^n]: a {text}\n"

    by_parts = written(make_parser(html=False, in_parts=True), text, language)

    assert by_parts == written(plain_parser(html=False), text, language)


def written(parser: MarkdownIt, text: str, language: str) -> tuple[Prose, list[Diagnostic]]:
    """What `parse_prose` makes of an essay, with that parser."""
    env: dict[str, object] = {"language": language}
    body, definitions = split_definitions(parser.parse(text, env))
    lines = Lines("essays/x.md", text)
    state = State(path=lines.path, language=language, html=False, lines=lines)
    define_notes(state, definitions, env)
    write_blocks(state, body)
    report_unused(state)
    return state.prose(), state.found


@pytest.mark.parametrize("unit", UNITS)
def test_a_long_paragraph_takes_linear_time(unit: str) -> None:
    """Quadratic time would not finish."""
    text = unit * (50_000 // len(unit))

    assert make_parser(html=False).parse(text, {"language": "en"})
    assert make_parser(html=False, in_parts=True).parse(text, {"language": "en"})
