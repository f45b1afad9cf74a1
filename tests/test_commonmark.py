"""The 652 examples of the CommonMark specification, through our parser and our prose writer.

Two texts of HTML are equal here if a reader sees the same: what our pages add to plain HTML
(ids, headings that link to themselves, lazy images, tables that scroll) is taken off first.
Where the dialect means to differ, the example is in `DEVIATIONS` with the reason; one that stops
differing must be taken out.
"""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it.token import Token

from footnoted.prose.blocks import write_blocks
from footnoted.prose.notes import define_notes
from footnoted.prose.state import State
from footnoted.syntax.definitions import split_definitions
from footnoted.syntax.dialect import make_parser
from footnoted.syntax.positions import Lines

TOOLS = Path(__file__).parent.parent / ".tools"
PACKAGE = TOOLS / "node_modules" / "commonmark-spec"
VERSION = "0.31.2"
_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.DOTALL | re.MULTILINE)

DEVIATIONS = {
    62: "headings go one level down where a page has one of level 1; its sixth has nowhere to go",
    **dict.fromkeys((177, 179, 183, 308, 309, 625), "comments never reach a page"),
}

# Any address may stand in an example; behind this one the writer lets all of them through.
_HOST = "https://spec.example/"
_HEADING_LINK = re.compile(r'<a class="anchor" href="[^"]*">(.*?)</a>(?=</h\d>)', re.DOTALL)
_HEADING_SIGN = re.compile(r' <a class="anchor" [^>]*>#</a>(?=</h\d>)')
_QUOTATION_MARKS = str.maketrans("“”‘’", "\"\"''")
_OURS = {
    "pre": {"tabindex"},
    "img": {"decoding"},
    "th": {"scope"},
} | {f"h{level}": {"id"} for level in range(1, 7)}


def examples() -> list[tuple[int, str, str]]:
    """Number, Markdown and HTML of each example; empty if the specification is not installed."""
    path = PACKAGE / "spec.txt"
    text = path.read_text("utf-8").replace("→", "\t") if path.is_file() else ""
    return [(n, m[1], m[2]) for n, m in enumerate(_EXAMPLE.finditer(text), 1)]


def test_the_specification_is_installed() -> None:
    """The examples come from npm: they are not ours to keep."""
    install = "mkdir -p .tools && cp tests/package.json .tools/ && npm install --prefix .tools"
    assert PACKAGE.is_dir(), f"the CommonMark examples are missing; run: {install}"

    assert json.loads((PACKAGE / "package.json").read_text())["version"] == VERSION
    assert len(examples()) == 652


@pytest.mark.parametrize(
    "number, markdown, html", [pytest.param(*example, id=str(example[0])) for example in examples()]
)
def test_example(number: int, markdown: str, html: str) -> None:
    """The dialect reads the example as CommonMark does, or as `DEVIATIONS` says."""
    conforms = normalized(written(markdown)) == normalized(html)

    assert conforms or number in DEVIATIONS, f"{normalized(written(markdown))}\n{normalized(html)}"
    assert not conforms or number not in DEVIATIONS, "it conforms now: take it out of DEVIATIONS"


def written(markdown: str) -> str:
    """The Markdown as our pages would have it, but for levels of headings and all addresses."""
    env: dict[str, object] = {"language": "en"}
    body, definitions = split_definitions(make_parser(html=True).parse(markdown, env))
    _hide_addresses(body)
    lines = Lines("evidence/x.md", markdown)
    state = State(path="evidence/x.md", language="en", html=True, lines=lines)
    define_notes(state, definitions, env)
    write_blocks(state, body)
    text = "".join(
        piece.decode() if isinstance(piece, bytes) else str(piece) for piece in state.prose().body
    ).replace(_HOST, "")
    text = _HEADING_LINK.sub(r"\1", _HEADING_SIGN.sub("", text))
    return re.sub(r"(</?h)(\d)", lambda m: f"{m[1]}{int(m[2]) - state.shift}", text)


def _hide_addresses(tokens: list[Token]) -> None:
    for token in tokens:
        for name in ("href", "src"):
            if (address := token.attrGet(name)) is not None:
                token.attrSet(name, f"{_HOST}{address}")
        _hide_addresses(token.children or [])


class _Reader(HTMLParser):
    """HTML in one spelling: attributes in order, white space as a browser shows it."""

    _BLOCKS = frozenset(
        "article aside blockquote dd div dl dt figure h1 h2 h3 h4 h5 h6 header hr iframe li map "
        "object ol p pre progress script section style table tbody td tfoot th thead tr ul".split()
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.keeps_space = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        ours = _OURS.get(tag, set())
        kept = sorted((name, value or "") for name, value in attrs if name not in ours)
        self._block(tag)
        self.out.append(f"<{tag}{''.join(f' {n}={v!r}' for n, v in kept)}>")
        self.keeps_space += tag == "pre"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.keeps_space -= tag == "pre"
        self._block(tag)
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self.keeps_space:
            self.out.append(data)
            return
        text = re.sub(r"\s+", " ", data)
        after_block = bool(self.out) and self._is_block(self.out[-1])
        self.out.append(text.lstrip() if after_block else text)

    def handle_comment(self, data: str) -> None:
        self.out.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.out.append(f"<!{decl}>")

    def unknown_decl(self, data: str) -> None:
        self.out.append(f"<![{data}]>")

    def handle_pi(self, data: str) -> None:
        self.out.append(f"<?{data}>")

    def _block(self, tag: str) -> None:
        if tag in self._BLOCKS and self.out and not self.keeps_space:
            self.out[-1] = self.out[-1].rstrip()

    def _is_block(self, piece: str) -> bool:
        match = re.match(r"</?(\w+)", piece)
        return match is not None and match[1] in self._BLOCKS


def normalized(html: str) -> str:
    """The HTML in one spelling."""
    reader = _Reader()
    reader.feed(_plain_figures(html).translate(_QUOTATION_MARKS))
    reader.close()
    return "".join(reader.out).strip()


def _plain_figures(html: str) -> str:
    """An image alone in its paragraph is a figure, its title the caption: as in plain Markdown."""
    figure = re.compile(r"<figure>(<img [^>]*?)( ?/?>)(?:<figcaption>(.*?)</figcaption>)?</figure>")
    return figure.sub(
        lambda m: f"<p>{m[1]}" + (f' title="{m[3]}"' if m[3] else "") + f"{m[2]}</p>", html
    )
