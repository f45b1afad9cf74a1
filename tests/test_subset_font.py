"""scripts/subset-font.py: a font cut down to the letters of a site, and what it refuses.

The font is made here, each letter a box: no font file belongs to the project.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser

import build

ROOT = Path(__file__).resolve().parent.parent
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ .,éßж平"


def make_font(path: Path, permissions: int = 0) -> None:
    """A font of boxes twice as wide as high, called "Reserved Sans"."""
    names = {letter: f"u{ord(letter):04X}" for letter in LETTERS}
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for point in ((100, 700), (1900, 700), (1900, 0)):
        pen.lineTo(point)
    pen.closePath()
    box = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap({ord(letter): name for letter, name in names.items()})
    builder.setupGlyf(dict.fromkeys([".notdef", *names.values()], box))
    builder.setupHorizontalMetrics(dict.fromkeys([".notdef", *names.values()], (2000, 100)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    licence = {"copyright": "(c) Somebody", "licenseDescription": "An open licence."}
    builder.setupNameTable({"familyName": "Reserved Sans", "styleName": "Regular", **licence})
    builder.setupOS2(sTypoAscender=800, fsType=permissions, usWeightClass=400)
    builder.setupPost()
    builder.save(path)


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts/subset-font.py"), "font.ttf", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A font, and a site of one page beside it."""
    make_font(tmp_path / "font.ttf")
    site = tmp_path / "_site"
    site.mkdir()
    page = "<h1 data-title='é'>Cab</h1><p>平和</p><script>ж</script>"
    (site / "x.html").write_text(page, "utf-8")
    return tmp_path


def test_the_subset_has_the_letters_of_the_site_and_ascii(folder: Path) -> None:
    """Not those of scripts; what the font lacks is counted, and left to other typefaces."""
    done = run(folder, "--name", "Our Serif")

    assert 0 == done.returncode, done.stderr
    font = TTFont(folder / "mytheme/static/our-serif.woff2")
    letters = {chr(number) for number in font.getBestCmap()}
    assert set("Cab.é平") <= letters
    assert not set("жß和") & letters
    assert "An open licence." in done.stderr
    assert "U+E9" in done.stdout
    assert "U+5E73" in done.stdout
    assert "U+548C" not in done.stdout


def test_the_subset_does_not_bear_the_reserved_name_but_its_licence(folder: Path) -> None:
    run(folder, "--name", "Our Serif")

    names = TTFont(folder / "mytheme/static/our-serif.woff2")["name"]
    assert not [str(record) for record in names.names if "Reserved" in str(record)]
    assert "Our Serif" == names.getDebugName(1)
    assert "An open licence." == names.getDebugName(13)
    assert "(c) Somebody" == names.getDebugName(0)


@pytest.mark.parametrize(
    ("permissions", "words"), [(0x0002, "may not be embedded"), (0x0100, "may not be cut down")]
)
def test_a_font_that_forbids_it_is_refused(folder: Path, permissions: int, words: str) -> None:
    make_font(folder / "font.ttf", permissions)

    done = run(folder, "--name", "Our Serif")

    assert 1 == done.returncode
    assert words in done.stderr
    assert not (folder / "mytheme").exists()


def test_a_site_that_is_not_built_is_said_to_be_missing(folder: Path) -> None:
    done = run(folder, "--name", "Our Serif", "--site", "nowhere")

    assert 2 == done.returncode
    assert "build the site first" in done.stderr


def test_chromium_sets_the_site_in_it_and_asks_nobody_else(browser: Browser, folder: Path) -> None:
    """The rule as printed, in a theme as documented; also opened from the disk."""
    content = ROOT / "tests/sites/golden/content"
    done = run(folder, "--name", "Our Serif")
    style = folder / "mytheme/style/99-own.css"
    style.parent.mkdir()
    style.write_text(done.stdout, "utf-8")
    arguments = ["--content", str(content), "--theme", str(folder / "mytheme")]
    assert 0 == build.main([*arguments, "--output", str(folder / "out"), "--no-cache"])
    requested: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: requested.append(request.url))
    page.goto((folder / "out/essays/everything.html").as_uri())
    page.evaluate("document.fonts.ready.then(() => true)")
    page.reload()  # `optional`: from now on it is at hand
    faces = page.evaluate("[...document.fonts].map((f) => [f.family, f.status])")
    page.close()

    assert ["Our Serif", "loaded"] in [[re.sub('"', "", family), s] for family, s in faces]
    assert all(url.startswith("file://") for url in requested)
    assert [url for url in requested if url.endswith("/our-serif.woff2")]
