"""The states in which the pages are looked at, and how to get a page into each of them.

`pictures.py` takes a picture of each state; `tests/test_audit*.py` run checkers in them. A state
is a page, a width, light or dark, with scripts or without, and what the reader has done.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")
WIDTHS = (390, 820, 1440)
PHONE_BELOW = 600
HEIGHT_PX = 900
SCHEMES = ("light", "dark")

ESSAY = "essays/korean-peace-deal.html"
EVIDENCE = "evidence/poll-91-peace.html"
SITES = {
    "flagship": ROOT / "content",
    "golden": ROOT / "tests/sites/golden/content",  # every construct
    "scripts": ROOT / "tests/sites/scripts/content",  # writing systems
}
# The kinds of page, by an example of each, and pages that are harder than those.
KINDS = {
    "home": "flagship/index.html",
    "essays": "flagship/essays.html",
    "essay": f"flagship/{ESSAY}",
    "evidence": f"flagship/{EVIDENCE}",
    "ledger": "flagship/claims.html",
    "sources": "flagship/sources.html",
    "source": "flagship/sources/panmunjom-en.html",
    "method": "flagship/method.html",
    "404": "flagship/404.html",
}
DENSE = {
    "dense-essay": "golden/essays/everything.html",
    "dense-evidence": "golden/evidence/figure.html",
    "corrections": "golden/corrections.html",
    "fallen-evidence": "golden/evidence/withdrawn.html",
    "korean": "scripts/essays/korean.html",
    "arabic": "scripts/essays/arabic.html",
    "arabic-evidence": "scripts/evidence/arabic.html",
}
PAGES = {**KINDS, **DENSE}


def as_it_is(page: Page) -> bool:
    """Nothing has been done."""
    return True


def evidence_shown(page: Page) -> bool:
    """All claims are lit by their standing."""
    box = page.locator(".show input")
    if not box.count():
        return False
    box.check()
    return True


def folds_opened(page: Page) -> bool:
    """Whatever can be unfolded is."""
    return bool(
        page.evaluate("""() => {
        const folds = [...document.querySelectorAll("main details")];
        for (const fold of folds) fold.open = true;
        folds[0]?.scrollIntoView({ block: "center" });
        return folds.length;
    }""")
    )


def notes_opened(page: Page) -> bool:
    """All sidenotes are open in the text; False where they stand in the margin, or always open."""
    return bool(
        page.evaluate("""() => {
        const closed = [...document.querySelectorAll('.ref.side a[aria-expanded="false"]')];
        for (const link of closed) link.click();
        closed[0]?.scrollIntoView({ block: "center" });
        return closed.length;
    }""")
    )


def claim_previewed(page: Page) -> bool:
    """The card of a claim is open beside it, or on a phone as a sheet."""
    return _previewed(page, ".text a.claim")


def source_previewed(page: Page) -> bool:
    """A source note is open beside its reference, or on a phone as a sheet."""
    return _previewed(page, ".text .ref.source a")


def _previewed(page: Page, links: str) -> bool:
    link = page.locator(links).first
    if not page.locator("#page-preview").count() or not link.count() or not _runs_scripts(page):
        return False
    page.keyboard.press("Escape")  # closes one that is open
    page.mouse.move(0, 0)
    if _width(page) < PHONE_BELOW:
        link.tap()
    else:
        link.hover()
    page.locator("dialog.preview").wait_for()
    still(page)
    return True


def still(page: Page) -> None:
    """Whatever fades in or slides on the page has arrived; what waits for scripts still waits."""
    page.evaluate("""() => {
        for (const moving of document.getAnimations()) {
            if (!moving.animationName?.startsWith("await-")) moving.finish();
        }
    }""")


def _runs_scripts(page: Page) -> bool:
    return bool(page.evaluate("matchMedia('(scripting: enabled)').matches"))


def _width(page: Page) -> int:
    return int(page.evaluate("innerWidth"))


# What a reader may have done; each is False where the page has nothing to do it with.
DEEDS: dict[str, Callable[[Page], bool]] = {
    "as it is": as_it_is,
    "evidence shown": evidence_shown,
    "folds opened": folds_opened,
    "notes opened": notes_opened,
    "claim previewed": claim_previewed,
    "source previewed": source_previewed,
}
# What these open is in the window, wherever on the page that is.
IN_WINDOW = ("folds opened", "notes opened", "claim previewed", "source previewed")


@dataclass(frozen=True)
class Look:
    """How wide the window is, and which colours the reader prefers."""

    width: int
    scheme: str = "light"


LOOKS = tuple(Look(width, scheme) for width in WIDTHS for scheme in SCHEMES)


def build_sites(folder: Path) -> None:
    """Each of `SITES` stands in the folder of its name. Raises if one cannot be built."""
    for name, content in SITES.items():
        command = [sys.executable, str(ROOT / "build.py"), "--content", str(content)]
        command += ["--output", str(folder / name), "--url", f"https://example.org/{name}/"]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files, and says nothing of it."""

    protocol_version = "HTTP/1.1"  # one connection for all, as real servers have it

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def served(folder: Path, handler: type[QuietHandler] = QuietHandler) -> Iterator[str]:
    """The address under which the folder can be opened; it ends with a slash."""
    in_folder = partial(handler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), in_folder) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{http.server_port}/"
        finally:
            http.shutdown()
            thread.join()


def chromium() -> str:
    """The path of Chromium. Raises if there is none."""
    found = subprocess.run(
        [ROOT / "scripts/find-chromium"], capture_output=True, text=True, check=False
    )
    if found.returncode:
        raise FileNotFoundError("there is no Chromium: run scripts/setup-tests")
    return found.stdout.strip()


@contextmanager
def launched(*flags: str) -> Iterator[Browser]:
    """A Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, *flags])
        yield browser
        browser.close()


@contextmanager
def tab(browser: Browser, *, scripts: bool = True) -> Iterator[Page]:
    """An empty tab; it is closed in the end."""
    context = browser.new_context(java_script_enabled=scripts, has_touch=True)
    yield context.new_page()
    context.close()


def set_look(page: Page, look: Look) -> None:
    """The page has this width and these colours."""
    page.set_viewport_size({"width": look.width, "height": HEIGHT_PX})
    page.emulate_media(color_scheme="dark" if look.scheme == "dark" else "light")


def visit(page: Page, address: str) -> None:
    """The page is loaded. Raises if it is not there."""
    response = page.goto(address)
    if response is None or not response.ok:
        raise FileNotFoundError(address)
