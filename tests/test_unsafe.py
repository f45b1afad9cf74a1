"""Whatever an author's file holds: no crash, no script in a page, no address that runs code.

The texts are made of pieces that mean something to the parser, which gets deeper than chance
alone. What a page may contain is read by an HTML parser, as a browser would.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from footnoted.charting import with_tables
from footnoted.diagnostics import UNSEEN, render
from footnoted.emit import plan
from footnoted.link import link
from footnoted.model import Config, Image, SourceFile
from footnoted.pages import Page, Renderer
from footnoted.parse import parse_essay, parse_evidence
from footnoted.sizes import with_sizes
from footnoted.sources import read_sources
from footnoted.theme import load_theme
from sites import essay

steady = settings(max_examples=150, derandomize=True, suppress_health_check=list(HealthCheck))

THEME = load_theme()


def as_read(text: str) -> str:
    """The text without what `read` refuses, which keeps such a file from being parsed at all."""
    return UNSEEN.sub("", text.encode("utf-8", "ignore").decode()).replace("\r", "\n")


WORDS = st.sampled_from(
    (
        *("[", "]", "(", ")", "![", "](", "](#)", "](../evidence/e.md)", "](x.md#", "[^", "]: "),
        *("[^a]", "\n\n[^a]: ", "^[", "<", ">", "</", "/>", "<!--", "-->", "<![CDATA[", "<?", "&"),
        *("<script>", "</script>", "<img src=x onerror=alert(1)>", "<svg/onload=x>", "<a href="),
        *("javascript:", "JaVaScript:", "data:text/html,", "vbscript:", "//evil.example", "view-"),
        *("https://example.org/", "http://[", "mailto:", "file:///", "&#106;", "&colon;", "&Tab;"),
        *("&quot;", "&#x202E;", "&#0;", "%0A", "%00", "%22", "../", "..\\", "\\", "\\\\", "#", "?"),
        *('"', "'", '" onclick="x', "' onfocus='x", "`", "```", "~~~", "~~", "*", "**", "_", "__"),
        *("\n", "\n\n", "  \n", "\t", " ", "    ", "- ", "1. ", "> ", "> [!NOTE]\n", "# ", "---"),
        *("===\n", "| a |\n|---|\n| ", "|", ":", "한국", "。", "“", "”", "é", "e\u0301", "\u00a0"),
        *("\u200b", "\u2028", "\ufeff", "\x0b", "\x0c", "\x85", "😀", "\ud83d", "a", "b. C", "1"),
    )
)
# Chance alone rarely makes a whole link, note or heading.
SCHEMES = st.sampled_from(
    (
        *("javascript:", "JAVASCRIPT:", "java&#115;cript:", "&#106;avascript:", "java&Tab;script:"),
        *("javascript&colon;", "&#1;javascript:", "\u200bjavascript:", "data:text/html,", "//"),
        *(
            "vbscript:",
            "view-source:",
            "blob:",
            "file:///",
            "/\\",
            "\\\\",
            "https:",
            "http:/",
            "%6A",
        ),
        *(
            "https://",
            "https://a/",
            "mailto:",
            "../evidence/e.md",
            "x.md",
            "#",
            "../../",
            "",
            "../",
        ),
    )
)
FORMS = st.sampled_from(
    (
        *("[a]({})", "[a](<{}>)", "![a]({})", "<{}>", "[a]\n\n[a]: {}\n\n", "[a]({} 'b')"),
        *("[^n]\n\n[^n]: [a]({})\n\n", "[![a]({})](#)", "| [a]({}) |\n|---|\n", "# [a]({})\n"),
        *("[^a] [^a]\n\n[^a]: b\n\n", "## Same\n\n", "> [!NOTE]\n> same\n\n", "[same](#)"),
    )
)
LINKS = st.builds(
    lambda form, scheme, rest: form.replace("{}", scheme + rest),
    FORMS,
    SCHEMES,
    st.one_of(st.just("alert(1)"), st.text(max_size=4)),
)
MARKDOWN = st.lists(st.one_of(LINKS, LINKS, WORDS, st.text(max_size=6)), max_size=25)
MARKDOWN = MARKDOWN.map("".join).map(as_read)
YAML_WORDS = st.sampled_from(
    (
        *("title: ", "date: ", "2026-11-22", "language: ", "tags: ", "draft: ", "author: ", "a: "),
        *("citations:", "\n  - source: ", "relation: ", "quote: ", "bears_on:", "based-on: ", "e"),
        *("kind: ", "fact", "verdict: ", "mixed", "summary: ", "updated: ", "url: ", "type: "),
        *("\n", "\n  ", "\n    ", "- ", "? ", ": ", "|\n", ">\n", "{", "}", "[", "]", ",", "#"),
        *('"', "'", "&a ", "*a", "<<: ", "!!python/object:os.system ", "!!binary ", "!", "%", "@"),
        *("---\n", "...\n", "\t", "~", "null", "yes", "010", "12:30", ".inf", "2026-13-40", "-"),
        *("\\u202E", "\\", "한국", "\u2028", "\ufeff", "\x85", "😀", "<script>", "javascript:x"),
        *("https://example.org/", "https://[", "https://a:b/", "ko", "supports", "true", " "),
    )
)
YAML = st.lists(st.one_of(YAML_WORDS, st.text(max_size=4)), max_size=30).map("".join).map(as_read)
TEXT = st.text(max_size=60).map(as_read)
KEY = st.sampled_from(["title", "summary", "author", "tags", "based-on"])
SAFE = re.compile(r"(https?|mailto):|[^:]*(?:[/?#].*)?\Z", re.IGNORECASE | re.DOTALL)


class PageReader(HTMLParser):
    """What of a page a browser would run or follow."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.addresses: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("srcdoc", "formaction", "action", "ping"):
                self.handlers.append(name)
            elif name in ("href", "src", "srcset", "cite", "data", "poster"):
                self.addresses.append(value or "")
            elif name == "id":
                self.ids.append(value or "")


def read_page(html: str) -> PageReader:
    """The page, read."""
    reader = PageReader()
    reader.feed(html)
    reader.close()
    return reader


def pages_of(
    markdown: str, evidence: str = "", sources: str = "", front_matter: str = ""
) -> list[str]:
    """All pages of a site of these texts; all findings are rendered too."""
    config = Config(severities={})
    text = f"---\n{front_matter}\n---\n{markdown}" if front_matter else essay(markdown)
    first = parse_essay(SourceFile("essays/x.md", text), config)
    second = parse_evidence(SourceFile("evidence/e.md", evidence), config)
    read = read_sources(SourceFile("sources.yaml", sources))
    corpus, more = link(config, [first.page], [second.page], read, ["data/a.png"])
    corpus, broken = with_sizes(corpus, {"data/a.png": Image(fault="is empty")})
    corpus = with_tables(corpus, {})
    found = (*first.diagnostics, *second.diagnostics, *read.diagnostics, *more, *broken)
    for diagnostic in found:
        assert diagnostic.span.line >= 1
        assert diagnostic.span.column >= 1
        assert not UNSEEN.search(render(diagnostic, "error"))
    pages = [page for page in plan(corpus, THEME) if isinstance(page, Page)]
    renderer = Renderer(config, THEME)
    return [renderer.render(page).content.decode() for page in pages]


def assert_harmless(page: str) -> None:
    """The page has only what the templates bring, and links with a safe scheme or none."""
    reader = read_page(page)
    head = page.partition("<title>")[0] + page.partition("</title>")[2].partition("</head>")[0]
    own = {"script": head.count('.js"'), "iframe": 0, "svg": 0, "object": 0, "style": 0}
    assert {tag: reader.tags.count(tag) for tag in own} == own
    assert reader.handlers == []
    assert [a for a in reader.addresses if not SAFE.match(a) or a.startswith("//")] == []
    assert sorted(set(reader.ids)) == sorted(reader.ids)


@steady
@given(MARKDOWN)
def test_no_markdown_is_harmful(markdown: str) -> None:
    """In an essay, and in an evidence page, where links mean something else."""
    evidence = f"---\ntitle: T\nkind: fact\nverdict: mixed\n---\n{markdown}"

    for page in pages_of(markdown, evidence):
        assert_harmless(page)


@steady
@given(YAML)
def test_no_front_matter_is_harmful(yaml: str) -> None:
    """As the front matter of an essay and of an evidence page, and as the sources."""
    for page in pages_of("Text.", f"---\n{yaml}\n---\n", yaml, f"{yaml}\n"):
        assert_harmless(page)


@steady
@given(
    st.text(max_size=60).map(as_read),
    st.sampled_from(["title", "summary", "author", "tags", "based-on"]),
)
def test_no_value_is_harmful(value: str, key: str) -> None:
    """A text in single quotation marks reaches the check whatever it is."""
    quoted = "'" + value.replace("'", "''") + "'"
    other = "" if key == "title" else "title: T\n"

    for page in pages_of("Text.", front_matter=f"{other}date: 2026-11-22\n{key}: {quoted}"):
        assert_harmless(page)


@steady
@given(MARKDOWN, st.sampled_from(["en", "ko", "fr", "he"]))
def test_the_text_of_a_page_is_never_lost(markdown: str, language: str) -> None:
    """A word among whatever markup stands on the page, or there is a finding, or it was hidden."""
    config = Config(severities={}, language=language)
    parsed = parse_essay(SourceFile("essays/x.md", essay(f"{markdown}\n\nZebra.")), config)

    text = "".join(p.decode() for p in _pieces(parsed.page.prose) if isinstance(p, bytes))
    assert "Zebra" in text or parsed.diagnostics or _hides(markdown)


def test_the_reader_of_pages_sees_what_is_harmful() -> None:
    """A test of the tests: what they look for is found."""
    page = '<a href="x" onclick="y"><SCRIPT>z</SCRIPT><img src=javascript:x id=a>'

    reader = read_page(page)

    assert reader.tags == ["a", "script", "img"]
    assert reader.handlers == ["onclick"]
    assert [a for a in reader.addresses if not SAFE.match(a)] == ["javascript:x"]


def _pieces(prose: object) -> list[object]:
    from footnoted.model import Prose

    assert isinstance(prose, Prose)
    return [*prose.body, *(piece for note in prose.notes for piece in note.body)]


def _hides(markdown: str) -> bool:
    """Comments, unclosed code, definitions and images may take a word in."""
    return any(mark in markdown for mark in ("<!--", "```", "~~~", "]: ", "[!NOTE]"))
