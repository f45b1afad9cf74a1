"""Words that are put in place while you write: the page is as if it had been loaded anew.

A real preview and a real browser; the essay is the one with every construct.
"""

from __future__ import annotations

import re
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from image_files import png
from previewed import Preview, open_connected, request
from sites import write_files

GOLDEN = Path(__file__).resolve().parent / "sites/golden/content"
NAME, PAGE = "essays/everything.md", "essays/everything.html"
# What a script has put there and taken back is as if it had not been there; the preview's own
# scripts have a number that rises with every save.
AS_HTML = r"""() => {
    const copy = document.documentElement.cloneNode(true);
    for (const script of copy.querySelectorAll("[src^='/livereload']")) script.remove();
    return copy.outerHTML.replace(/ (class|style)=""/g, "");
}"""
WIDTHS = (390, 1440)


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    shutil.copytree(GOLDEN, tmp_path / "content")
    running = Preview(tmp_path, site=(GOLDEN / "site.yaml").read_text("utf-8"))
    yield running
    running.end(signal.SIGKILL)


@pytest.fixture
def text() -> str:
    return (GOLDEN / NAME).read_text("utf-8")


def generation(preview: Preview) -> int:
    """The number of the state that the preview shows."""
    _, body = request(preview, f"{preview.base}{PAGE}")
    found = re.search(r"livereload\.js\?port=\d+/(\d+)", body)
    assert found
    return int(found[1])


def save(preview: Preview, text: str, name: str = NAME) -> None:
    """Save a text, and wait until the preview has seen it."""
    put(preview, {name: text})


def put(preview: Preview, files: dict[str, str | bytes]) -> None:
    """The same for any files."""
    before = generation(preview)
    write_files(preview.content, files)
    give_up = time.monotonic() + 30
    while generation(preview) == before:
        assert time.monotonic() < give_up
        time.sleep(0.02)


def opened(
    browser: Browser, preview: Preview, width: int = 1440, query: str = "", page: str = PAGE
) -> Page:
    """The page, connected to the preview; `window.mark` is there until it is loaded anew."""
    tab = browser.new_context(viewport={"width": width, "height": 800}).new_page()
    open_connected(tab, f"{preview.url}{page}{query}")
    ask(tab, "window.mark = true")
    return tab


def another(browser: Browser, preview: Preview, width: int = 1440, page: str = PAGE) -> Page:
    """The same where nobody tells it of changes: it shows them when it is loaded."""
    tab = browser.new_context(viewport={"width": width, "height": 800}).new_page()
    tab.route(re.compile(r"/livereload\.js"), lambda route: route.abort())
    tab.goto(f"{preview.url}{page}")
    return tab


def ask(page: Page, script: str) -> Any:
    """What the script says; asked again if the page was just being loaded anew."""
    give_up = time.monotonic() + 30
    while True:
        try:
            return page.evaluate(script)
        except Error as error:
            if "context was destroyed" not in error.message or time.monotonic() > give_up:
                raise


def is_same_page(page: Page) -> bool:
    """True if it was not loaded anew."""
    return bool(ask(page, "window.mark === true"))


def differs(live: Page, fresh: Page) -> str:
    """Where the page is unlike one that is loaded now, once it has had time; empty if nowhere."""
    give_up = time.monotonic() + 30
    while True:
        fresh.reload()
        new, old = fresh.evaluate(AS_HTML), ask(live, AS_HTML)
        if new == old:
            return ""
        if time.monotonic() > give_up:
            at = next(i for i, (a, b) in enumerate(zip(new, old, strict=False)) if a != b)
            return f"loaded: {new[at - 80 : at + 160]}\nput in place: {old[at - 80 : at + 160]}"
        time.sleep(0.05)


def edited(browser: Browser, preview: Preview, text: str, old: str, new: str) -> Page:
    """A page whose text was changed in the meantime: it is like one that is loaded now."""
    live, fresh = opened(browser, preview), another(browser, preview)
    assert old in text

    save(preview, text.replace(old, new))

    assert not differs(live, fresh)
    return live


WORD = re.compile(r"(?<= )[a-z]{4,}(?=[ ,.])")
PARAGRAPHS = ("New words.", "*New* **words** with [a link](https://example.org/new).", "- a\n- b")


def _replaced(text: str, chance: Random, make: Callable[[str], str]) -> str:
    words = list(WORD.finditer(text, text.index("\n---\n", 4)))
    word = chance.choice(words)
    return text[: word.start()] + make(word[0]) + text[word.end() :]


def _block_less(text: str, chance: Random) -> str:
    blocks = text.split("\n\n")
    del blocks[chance.randrange(2, len(blocks))]
    return "\n\n".join(blocks)


def _block_more(text: str, chance: Random) -> str:
    blocks = text.split("\n\n")
    blocks.insert(chance.randrange(2, len(blocks)), chance.choice(PARAGRAPHS))
    return "\n\n".join(blocks)


EDITS: tuple[Callable[[str, Random], str], ...] = (
    lambda text, chance: _replaced(text, chance, lambda _: f"changed{chance.randrange(100)}"),
    lambda text, chance: _replaced(text, chance, lambda word: f"{word} and some more words"),
    lambda text, chance: _replaced(text, chance, lambda word: f"*{word}*"),
    lambda text, chance: _replaced(text, chance, lambda word: f"[{word}](https://example.org)"),
    lambda text, chance: _replaced(text, chance, lambda word: f"[{word}](../evidence/figure.md)"),
    lambda text, chance: _replaced(text, chance, lambda word: f"{word}[^report]"),
    lambda text, chance: _replaced(text, chance, lambda _: ""),
    lambda text, chance: text.replace("Every construct", f"Construct {chance.randrange(100)}"),
    lambda text, chance: text.replace("### Lists", f"### Lists {chance.randrange(100)}"),
    _block_less,
    _block_more,
)


@pytest.mark.parametrize("width", WIDTHS)
def test_after_any_edits_it_is_as_if_loaded_anew(
    browser: Browser, preview: Preview, text: str, width: int
) -> None:
    """Also after edits with errors, which are mended by the next one, and several at once."""
    chance = Random(width)
    live, fresh = opened(browser, preview, width), another(browser, preview, width)
    kept = 0
    for _ in range(15):
        edited = text
        for edit in chance.choices(EDITS, k=chance.choice((1, 1, 1, 2))):
            edited = edit(edited, chance)
        ask(live, "window.mark = true")
        save(preview, edited)

        assert not differs(live, fresh), edited
        kept += is_same_page(live)
        text = edited if chance.random() < 0.8 and "<pre>" not in ask(live, AS_HTML) else text
    assert kept >= 3  # else nothing was put in place that could have gone wrong


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("that nothing changed", "that nothing at all was changed"),
        ("nine in ten were", "nine of ten were"),  # words of a claim, which its card has too
        ("with a list", "with a *longer* list"),  # words of a sidenote
        ("and **strong** words", "and plain words"),  # and of a margin note
        ("page 12", "page 13"),  # and of a source note
        ("## A heading with", "A paragraph more.\n\n- and\n- a list\n\n## A heading with"),
        ("An image ![inline](../images/map.png) in a line.\n", "A line.\n"),
        ('```python\nprint("<&>")\n```\n\n', ""),
        ("| a    | **b**  | 1     |", "| a    | **b**  | 1     |\n| c    | d  | 2     |"),
    ],
)
def test_words_are_put_in_place(
    browser: Browser, preview: Preview, text: str, old: str, new: str
) -> None:
    assert is_same_page(edited(browser, preview, text, old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Every construct", "title: All constructs"),  # in the citations that a script made
        ("nothing changed.", "nothing changed[^web]."),  # scripts know the notes
        ("bet](#)", "bet](../evidence/figure.md)"),  # and the claims
        ("a safe bet", "hardly a safe bet"),  # which are called after their words
        ("## A heading with", "## Some heading with"),  # and links that lead here
    ],
)
def test_what_scripts_know_is_loaded_anew(
    browser: Browser, preview: Preview, text: str, old: str, new: str
) -> None:
    assert not is_same_page(edited(browser, preview, text, old, new))


def test_what_is_open_stays_open(browser: Browser, preview: Preview, text: str) -> None:
    page = opened(browser, preview, 390)
    page.locator(".ref.side a").first.click()
    note = page.locator(".note.side.open")
    expect(note).to_be_visible()

    save(preview, text.replace("of *several* paragraphs", "of many *more* paragraphs"))

    expect(note).to_contain_text("of many more paragraphs")
    expect(note).to_be_visible()
    assert is_same_page(page)


def test_lit_claims_stay_lit(browser: Browser, preview: Preview, text: str) -> None:
    """They are lit before the page is complete."""
    page = opened(browser, preview, query="?show=all")
    lit = page.locator("a.claim.lit").count()

    save(preview, text.replace("nine in ten were", "nine of ten were"))

    expect(page.locator(".text")).to_contain_text("nine of ten were")
    assert 0 < lit == page.locator("a.claim.lit").count()
    assert is_same_page(page)


def test_the_strip_follows_the_words(browser: Browser, preview: Preview, text: str) -> None:
    """Where its marks stand depends on how much text there is before them."""
    page = opened(browser, preview)
    places = "() => [...document.querySelectorAll('.strip li')].map((mark) => mark.style.cssText)"
    before = page.evaluate(places)

    save(preview, text.replace("that nothing changed.", "that nothing changed. " + "More. " * 60))

    expect(page.locator(".text")).to_contain_text("More. More.")
    assert before != page.evaluate(places)
    assert is_same_page(page)


def test_errors_elsewhere_are_laid_over_the_page_and_taken_away(
    browser: Browser, preview: Preview
) -> None:
    page, name = opened(browser, preview), "evidence/opinion.md"
    sound = (GOLDEN / name).read_text("utf-8")

    save(preview, "no front matter", name)
    expect(page.locator("#page-findings")).to_contain_text("error[front-matter]")
    save(preview, sound, name)

    expect(page.locator("#page-findings")).to_have_count(0)
    assert is_same_page(page)


def test_notes_follow_their_lines(browser: Browser, preview: Preview, text: str) -> None:
    """Also where a line moves and nothing is taller than before."""
    name, before, after = "essays/notes.md", "words " * 10, "words " * 50
    page = "essays/notes.html"
    essay = "---\ntitle: Notes\ndate: 2026-11-22\n---\n\nText.\n\n{}[^s] {}\n\n[^s]: A sidenote.\n"
    save(preview, essay.format(before, after), name)
    live, fresh = opened(browser, preview, page=page), another(browser, preview, page=page)

    save(preview, essay.format(after, before), name)

    assert not differs(live, fresh)
    assert is_same_page(live)


def test_an_open_preview_never_has_old_words(browser: Browser, preview: Preview, text: str) -> None:
    """It is a copy of a card; other words are put in place under it."""
    page = opened(browser, preview)
    page.locator(".text a.claim").first.hover()
    shown = page.locator("dialog.preview")
    expect(shown).to_contain_text("Were nine in ten for it?")

    text = text.replace("that nothing changed", "that nothing at all changed")
    save(preview, text)
    expect(page.locator(".text")).to_contain_text("nothing at all changed")
    assert is_same_page(page)
    expect(shown).to_be_visible()
    save(preview, text.replace("nine in ten were", "nine of ten were"))

    expect(page.locator(".text")).to_contain_text("nine of ten were")
    expect(page.locator("dialog.preview", has_text="Supported")).to_have_count(0)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<template>old</template>", "<template>new</template>"),
        ('<video><source src="a.mp4"></video>', '<video><source src="b.mp4"></video>'),
        (
            '<script src="../files/notes.js"></script>old',
            '<script src="../files/notes.js"></script>new',
        ),
    ],
)
def test_html_that_does_more_than_words_is_loaded_anew(
    browser: Browser, tmp_path: Path, old: str, new: str
) -> None:
    text = "---\ntitle: HTML\ndate: 2026-11-22\n---\n\n<div>{}</div>\n"
    preview = Preview(tmp_path, site="title: Site\nhtml: true\n")
    try:
        save(preview, text.format(old), "essays/html.md")
        page = opened(browser, preview, page="essays/html.html")

        save(preview, text.format(new), "essays/html.md")

        page.wait_for_function("() => window.mark === undefined")
    finally:
        preview.end(signal.SIGKILL)


def test_pages_that_a_save_does_not_change_stay_as_they_are(
    browser: Browser, preview: Preview, text: str
) -> None:
    """Also where a reader's extension, or a hand in the inspector, has changed them."""
    page = opened(browser, preview)
    page.goto(f"{preview.url}sources.html")
    page.evaluate("window.mark = true; document.querySelector('h1').append('!')")

    save(preview, text.replace("a safe bet", "hardly a safe bet"))
    time.sleep(0.5)

    assert is_same_page(page)
    expect(page.locator("h1")).to_contain_text("!")


def test_another_picture_is_put_in_place_with_its_size(
    browser: Browser, preview: Preview, text: str
) -> None:
    """One that comes anew too, wherever it may wait until the reader is near."""
    put(preview, {"images/other.png": png(90, 50)})
    inline = "![inline](../images/map.png)"

    for new in ("![inline](../images/other.png)", f"{inline} ![a](../images/other.png)"):
        page = edited(browser, preview, text, inline, new)

        assert is_same_page(page)
        other = page.locator("img[src$='other.png']")
        other.scroll_into_view_if_needed()
        expect(other).to_have_js_property("naturalWidth", 90)
        assert {"width": 90, "height": 50} == other.evaluate(
            "(i) => ({ width: i.width, height: i.height })"
        )


def test_a_picture_that_is_replaced_has_its_new_size(browser: Browser, preview: Preview) -> None:
    page = opened(browser, preview)

    put(preview, {"images/map.png": png(90, 50)})

    expect(page.locator("figure img")).to_have_attribute("width", "90")
    expect(page.locator("figure img")).to_have_js_property("naturalWidth", 90)


def test_a_changed_picture_is_loaded(browser: Browser, preview: Preview) -> None:
    """The page says the same, and shows something else."""
    page = opened(browser, preview)
    loads = "() => window.mark === undefined"

    shutil.copy(GOLDEN / "images/map.png", preview.content / "images/map.png")

    page.wait_for_function(loads)


def test_a_page_with_a_script_of_another_theme_is_loaded_anew(
    browser: Browser, tmp_path: Path, text: str
) -> None:
    """Nobody knows what it has made of the words."""
    shutil.copytree(GOLDEN, tmp_path / "content")
    own = tmp_path / "own/script"
    own.mkdir(parents=True)
    (own / "share.js").write_text("document.body.append(document.querySelector('.text').innerText)")
    preview = Preview(tmp_path, "--theme", "own", site=(GOLDEN / "site.yaml").read_text("utf-8"))
    try:
        live, fresh = opened(browser, preview), another(browser, preview)

        save(preview, text.replace("a safe bet", "hardly a safe bet"))

        assert not differs(live, fresh)
        assert not is_same_page(live)
    finally:
        preview.end(signal.SIGKILL)
