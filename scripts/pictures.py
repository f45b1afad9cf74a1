"""_pictures/index.html: every kind of page in every state, by Chromium, to be looked at.

`make pictures` calls it. Each picture is what a reader sees: two windows high, but for what has
been opened, which is shown in its window. Beside the printed page lies its PDF.
"""

from __future__ import annotations

import argparse
import html
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, product
from pathlib import Path

from playwright.sync_api import Browser, Page

import states

FOLDER = states.ROOT / "_pictures"
PAPER = states.Look(794)  # A4, 96 pixels an inch
WINDOWS = 2.2  # how much of a page is shown
STYLE = """
body { margin: 2rem; font: 15px/1.5 system-ui, sans-serif; background: #8b8f98; color: #000 }
h2 { margin: 3rem 0 1rem }
section { display: flex; gap: 1rem; overflow-x: auto; align-items: start }
figure { margin: 0; flex: none } figcaption { padding: .25rem 0 } a { color: inherit }
img { display: block; height: 34rem; width: auto; border-radius: 4px }
"""


@dataclass(frozen=True)
class Picture:
    """A state of a page; `deed` is a name in `states.DEEDS`, or `print`."""

    kind: str
    deed: str
    look: states.Look
    scripts: bool

    @property
    def name(self) -> str:
        """The name of its file."""
        scripts = "" if self.scripts else "-no-scripts"
        deed = self.deed.replace(" ", "-")
        return f"{self.kind}-{deed}-{self.look.width}-{self.look.scheme}{scripts}.jpg"

    @property
    def caption(self) -> str:
        """What is seen, in words."""
        scripts = "" if self.scripts else ", no scripts"
        return f"{self.deed}, {self.look.width}, {self.look.scheme}{scripts}"


def plan() -> Iterator[Picture]:
    """All pictures, by page; some cannot be taken, since the page has nothing to open."""
    for kind in states.PAGES:
        for deed, scripts, look in product(states.DEEDS, (True, False), states.LOOKS):
            yield Picture(kind, deed, look, scripts)
        yield Picture(kind, "print", PAPER, scripts=True)


def take(browser: Browser, address: str, folder: Path, wanted: list[Picture]) -> list[Picture]:
    """The pictures that could be taken are in the folder."""
    taken = []
    by_load = groupby(wanted, key=lambda picture: replace(picture, look=PAPER))
    for load, pictures in by_load:
        with states.tab(browser, scripts=load.scripts) as page:
            states.visit(page, address + states.PAGES[load.kind])
            for picture in pictures:
                states.set_look(page, picture.look)
                if _shoot(page, picture, folder):
                    taken.append(picture)
    return taken


def _shoot(page: Page, picture: Picture, folder: Path) -> bool:
    path = folder / picture.name
    if picture.deed == "print":
        page.pdf(path=path.with_suffix(".pdf"), format="A4", tagged=True)
        page.emulate_media(media="print")
    elif not states.DEEDS[picture.deed](page):
        return False
    if picture.deed in states.IN_WINDOW:
        page.screenshot(path=path, quality=70, animations="disabled")
        return True
    height = min(page.evaluate("document.documentElement.scrollHeight"), WINDOWS * states.HEIGHT_PX)
    clip = {"x": 0, "y": 0, "width": picture.look.width, "height": height}
    page.screenshot(path=path, quality=70, full_page=True, clip=clip)  # type: ignore[arg-type]
    return True


INDEX = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>States</title><style>{style}</style></head>
<body>{rows}</body></html>
"""
ROW = "<h2>{title}</h2>\n<section>\n{figures}</section>\n"
FIGURE = """<figure><a href="{name}"><img loading="lazy" src="{name}" alt="{caption}"></a>
<figcaption>{caption}{more}</figcaption></figure>
"""


def write_index(folder: Path, taken: list[Picture]) -> None:
    """index.html shows the pictures, those of a page in one row for each deed."""
    rows = [
        ROW.format(title=html.escape(f"{kind}: {deed}"), figures="".join(map(_figure, pictures)))
        for (kind, deed), pictures in groupby(taken, key=lambda p: (p.kind, p.deed))
    ]
    (folder / "index.html").write_text(INDEX.format(style=STYLE, rows="".join(rows)), "utf-8")


def _figure(picture: Picture) -> str:
    pdf = f' (<a href="{picture.name[:-3]}pdf">PDF</a>)' if picture.deed == "print" else ""
    return FIGURE.format(name=picture.name, caption=html.escape(picture.caption), more=pdf)


def main(arguments: list[str] | None = None) -> int:
    """The pictures are made; returns the exit code."""
    parser = argparse.ArgumentParser(description="Pictures of every kind of page in every state.")
    parser.add_argument("--output", type=Path, default=FOLDER)
    parser.add_argument("--only", choices=states.PAGES, action="append", help="this kind of page")
    options = parser.parse_args(arguments)
    wanted = [picture for picture in plan() if picture.kind in (options.only or states.PAGES)]
    options.output.mkdir(exist_ok=True)
    for old in options.output.iterdir():
        old.unlink()
    with tempfile.TemporaryDirectory() as name, states.launched() as browser:
        states.build_sites(Path(name))
        with states.served(Path(name)) as address:
            taken = take(browser, address, options.output, wanted)
    write_index(options.output, taken)
    print(f"{options.output / 'index.html'}: {len(taken)} pictures")
    return 0


if __name__ == "__main__":
    sys.exit(main())
