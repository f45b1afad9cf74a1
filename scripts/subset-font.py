"""A font of the owner's, cut down to the letters of the built site, for a theme of its own.

    pip install fonttools brotli
    python build.py
    python scripts/subset-font.py FONT --name "Our Serif" --theme mytheme

In: a font file whose licence lets you publish it. Out: `mytheme/static/our-serif.woff2`, and on
the terminal the rule for a style sheet. Run it again when the site has new letters: what the
font lacks is shown in the reader's own typeface, letter by letter.

The subset gets the name you give it. Open licences ask for that where they reserve a font's
name, since a subset is a changed version; copyright and licence stay written in the file.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from textwrap import shorten

try:
    from fontTools import subset
    from fontTools.ttLib import TTFont
except ImportError:
    sys.exit("error: this needs two more packages: pip install fonttools brotli")

ALWAYS = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("–—‘’“”…·×°§¶†‡€£«»¡¿\u00a0")
RESTRICTED = 0x0002  # of fsType: may not be embedded without leave
NO_SUBSET = 0x0100
FAMILY_NAMES, LICENCE_NAMES = (1, 3, 4, 6, 16, 18, 21), (13, 14)


class Letters(HTMLParser):
    """All characters that a page shows, or that a reader is told."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent = tag in ("script", "style")
        self.found.update(*(value or "" for name, value in attrs if name.startswith("data-")))

    def handle_endtag(self, tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.update(data)


def letters_of(site: Path) -> set[str]:
    """The characters of all pages of a built site, without control characters."""
    letters = Letters()
    for page in sorted(site.rglob("*.html")):
        letters.feed(page.read_text("utf-8"))
    return {letter for letter in letters.found if letter.isprintable()}


def refusal(font: TTFont) -> str:
    """Why the font says it may not be published so, or nothing."""
    permissions = font["OS/2"].fsType
    if permissions & RESTRICTED:
        return "the font says that it may not be embedded"
    if permissions & NO_SUBSET:
        return "the font says that it may not be cut down"
    return ""


def licence_of(font: TTFont) -> str:
    """What the font says of its licence."""
    texts = (font["name"].getDebugName(number) for number in LICENCE_NAMES)
    return " ".join(filter(None, texts)) or "not stated in the font: look for it yourself"


def cut(font: TTFont, letters: Iterable[str], name: str) -> None:
    """The font has only these letters, with all they need to be set well, and the name."""
    options = subset.Options()
    options.layout_features = ["*"]
    options.name_IDs = ["*"]
    options.flavor = "woff2"
    options.drop_tables += ["FFTM"]  # when the font was made: no subset of it can be
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=map(ord, letters))
    subsetter.subset(font)
    font.flavor = "woff2"
    for record in font["name"].names:
        if record.nameID in FAMILY_NAMES:
            record.string = name.replace(" ", "") if record.nameID == 6 else name


def ranges(letters: Iterable[str]) -> Iterator[str]:
    """The letters as a `unicode-range`: neighbours in one piece.

    >>> list(ranges("abcxé"))
    ['U+61-63', 'U+78', 'U+E9']
    """
    numbers = sorted(map(ord, letters))
    start = None
    for number, following in zip(numbers, [*numbers[1:], None], strict=True):
        start = number if start is None else start
        if following != number + 1:
            yield f"U+{start:X}" if start == number else f"U+{start:X}-{number:X}"
            start = None


def rule(font: TTFont, name: str, file: str, letters: Iterable[str], *, italic: bool) -> str:
    """What to put into a style sheet of the theme."""
    weight = f"{font['OS/2'].usWeightClass}"
    if "fvar" in font:
        spans = (axis for axis in font["fvar"].axes if axis.axisTag == "wght")
        weight = next((f"{axis.minValue:g} {axis.maxValue:g}" for axis in spans), weight)
    return f"""@font-face {{
  font-family: "{name}";
  src: url("{file}") format("woff2");
  font-weight: {weight};
  font-style: {"italic" if italic else "normal"};
  font-display: optional; /* never a jump: if it comes too late, it is there on the next page */
  unicode-range: {", ".join(ranges(letters))};
}}
:root {{ --latin-serif: "{name}", Georgia; }}"""


def main() -> int:
    """The subset is written and its rule printed; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("font", type=Path, help="a .ttf, .otf or .woff2 file")
    parser.add_argument("--name", required=True, help="what the subset is called")
    parser.add_argument("--site", type=Path, default=Path("_site"), help="the built site")
    parser.add_argument("--theme", type=Path, default=Path("mytheme"), help="your theme folder")
    options = parser.parse_args()
    if not re.fullmatch(r"[\w -]+", options.name):
        parser.error("a name has letters, digits, blanks and hyphens")
    wanted = letters_of(options.site) | ALWAYS
    if wanted == ALWAYS:
        parser.error(f"there are no pages in `{options.site}`: build the site first")
    font = TTFont(options.font)
    if reason := refusal(font):
        sys.exit(f"error: {reason}")
    known = set(map(chr, font.getBestCmap()))
    letters = wanted & known
    italic = bool(font["OS/2"].fsSelection & 1)
    licence = licence_of(font)
    cut(font, letters, options.name)
    file = re.sub(r"[ _]+", "-", options.name.lower()) + ("-italic" if italic else "") + ".woff2"
    path = options.theme / "static" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    font.save(path)
    print(rule(font, options.name, file, letters, italic=italic))
    report = f"{path}: {path.stat().st_size / 1000:.1f} kB, {len(letters)} letters"
    print(f"{report}; {len(wanted - known)} are not in the font", file=sys.stderr)
    print(f"licence: {shorten(licence, 400)}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
