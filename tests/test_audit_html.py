"""What checkers say of the files themselves: HTML and SVG by the Nu checker, CSS by Chromium.

The Nu checker also reads CSS, but an older one: it takes `:lang(ar, he)` for a mistake. A browser
says nothing of what it cannot read and leaves it out, so here it is asked for every piece.
"""

from __future__ import annotations

import json
import posixpath
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import states

VNU = states.ROOT / ".tools/node_modules/vnu-jar/build/dist/vnu.jar"


@pytest.mark.parametrize("site", states.SITES)
def test_the_html_checker_finds_nothing(built: Path, site: str) -> None:
    """Neither errors nor warnings, on any page and in any drawing."""
    assert VNU.is_file(), "the Nu HTML checker is missing: run `make test`, or scripts/setup-tests"

    files = [path for path in (built / site).rglob("*") if path.suffix in (".html", ".svg")]
    command = ["java", "-jar", VNU, "--also-check-svg", "--format", "json", "--stdout"]
    run = subprocess.run([*command, *files], capture_output=True, text=True, check=False)

    found = {
        f"{posixpath.basename(m.get('url', ''))}:{m.get('lastLine')}: {m['message']}"
        for m in json.loads(run.stdout)["messages"]
    }
    assert not found, "\n".join(sorted(found)[:40])


# Of a style sheet: what is skipped, the text of a piece, and what ends it.
CSS = re.compile(
    r"(?P<skipped>/\*.*?\*/|\s+)"
    r"""|(?P<text>(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|url\([^"')]*\)|[^"'/{};\s]|/(?!\*))+)"""
    r"|(?P<sign>[{};])",
    re.DOTALL,
)
AT_RULES = re.compile(r"layer|page|supports|font-face|keyframes|property|(top|bottom)-\w+")
OWN = {"size", "src", "unicode-range"}  # of `@page` and `@font-face`: there, nothing can be asked
ELSEWHERE = {"hanging-punctuation:first allow-end", "text-align:match-parent"}  # others read them
UNREAD = """(pieces) => pieces.filter(([kind, text, value]) => ({
    selector: () => { try { document.querySelector(text); } catch { return true; } },
    media: () => matchMedia(text).media.includes("not all"),
    declaration: () => !text.startsWith("--") && !CSS.supports(text, value),
})[kind]())"""


def test_chromium_can_read_every_piece_of_the_style_sheets(browser: Browser, built: Path) -> None:
    """Each selector, query and declaration: a slip of the pen would be left out without a word."""
    sheets = [path.read_text("utf-8") for path in (built / "flagship").glob("*.css")]
    pieces = [piece for sheet in sheets for piece in pieces_of(sheet)]

    with states.tab(browser) as page:
        unread = page.evaluate(UNREAD, pieces)

    assert {"selector", "media", "declaration"} == {kind for kind, _, _ in pieces}
    assert len(pieces) > 500
    assert not unread


def pieces_of(css: str) -> Iterator[tuple[str, str, str]]:
    """Kind, text and, for declarations, value."""
    text, end = "", 0
    for match in CSS.finditer(css):
        assert match.start() == end, css[end : end + 80]
        end = match.end()
        if match.lastgroup != "sign":
            text += match[0] if match.lastgroup == "text" else " "
        else:
            yield from piece_of(text.strip(), opens=match[0] == "{")
            text = ""
    assert end == len(css)


def piece_of(text: str, *, opens: bool) -> Iterator[tuple[str, str, str]]:
    kind, _, condition = text.removeprefix("@").partition(" ")
    name, _, value = text.partition(":")
    if opens and kind == "media":
        yield "media", condition, ""
    elif text.startswith("@"):
        assert AT_RULES.fullmatch(kind), text
    elif opens:
        yield "selector", text, ""
    elif text and name not in OWN and f"{name}:{value.strip()}" not in ELSEWHERE:
        yield "declaration", name.strip(), value.strip()


RULES = """(css) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);
    return [...sheet.cssRules].map((rule) => rule.cssText); }"""


def test_what_is_left_out_of_a_published_style_sheet_means_nothing(
    browser: Browser, built: Path
) -> None:
    """Chromium reads the same rules in it as in what is in the theme."""
    folder = states.ROOT / "theme/style"
    written = {"style.css": "".join(p.read_text("utf-8") for p in sorted(folder.glob("*.css")))}
    written |= {path.name: path.read_text("utf-8") for path in (folder / "pages").glob("*.css")}

    with states.tab(browser) as page:
        for name, css in written.items():
            published = (built / "flagship" / name).read_text("utf-8")

            assert len(published) < len(css)
            assert rules(page, css) == rules(page, published)


def rules(page: Page, css: str) -> list[str]:
    """As Chromium writes them; custom properties stay as they were written, but for their gaps."""
    return [re.sub(r"\s*([,:;{}])\s*", r"\1", rule) for rule in page.evaluate(RULES, css)]
