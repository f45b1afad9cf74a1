"""Posters: what other sites show beside a link to an essay, and the words that make them do so."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops

import build
from footnoted.canvas import Canvas, contrast, pack
from footnoted.emit.posters import COLORS
from footnoted.fonts import fonts_of
from footnoted.lettering import Face, can_shape, chosen
from footnoted.marks import MARKS, mark
from footnoted.model import STANDINGS, Poster
from footnoted.options import Options
from footnoted.posters import BAR_LEAST, MARGIN, draw, shares
from footnoted.preview import Preview
from footnoted.sfnt import read_metrics
from footnoted.theme import load_theme
from footnoted.tokens import properties
from footnoted.wrapping import clean, fitted
from html_pages import Page, read_page
from image_files import png
from sites import check_files, codes, essay, write_files

ROOT = Path(__file__).resolve().parent.parent
FONTS = fonts_of(())
SITE = "title: The Desk\nauthor: A. Writer\ndiagnostics: {needs-evidence: off}\n"
URL = "url: https://me.example.org/desk\n"
CLAIMS = "[One claim](#). [Another claim](#)."
EMPTY = b"\0\0\xff\xff"  # a block without anything, which ends at a whole byte
KOREAN = "한반도 평화협정은 가능한가"
THEME = properties(load_theme().files["style.css"].decode())


def text_of(title: str, body: str = CLAIMS, more: str = "") -> str:
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    return f'---\ntitle: "{quoted}"\ndate: 2026-11-22\n{more}---\n{body}\n'


def poster(title: str, **values: object) -> Poster:
    """A poster with the colours of the theme, of a site and two kinds of claims."""
    shown: dict[str, object] = {
        "author": "A. Writer",
        "site": "The Desk",
        "heading": "4 claims",
        "tally": (("supported", 3, "supported"), ("mixed", 1, "mixed")),
        "direction": "ltr",
    }
    colors = tuple((name, THEME[name]) for name in COLORS)
    return Poster(path="posters/x.png", title=title, colors=colors, **{**shown, **values})  # type: ignore[arg-type]


def picture(drawn: bytes) -> Image.Image:
    return Image.open(io.BytesIO(drawn)).convert("RGB")


def inked(image: Image.Image, box: tuple[int, int, int, int] | None = None) -> tuple[int, ...]:
    """The box around all that is not paper; empty if there is nothing else."""
    part = image.crop(box) if box else image
    paper = Image.new("RGB", part.size, image.getpixel((0, 0)))
    return ImageChops.difference(part, paper).getbbox() or ()


def site_of(folder: Path, files: dict[str, str | bytes], *more: str) -> Path:
    write_files(folder / "content", files)
    arguments = ["--content", f"{folder}/content", "--output", f"{folder}/site", "--no-cache"]
    assert 0 == build.main([*arguments, *more])
    return folder / "site"


def essay_page(site: Path, name: str = "x") -> Page:
    path = f"essays/{name}.html"
    return read_page(path, (site / path).read_text("utf-8"))


def metas(page: Page) -> dict[str, str]:
    found = page.root.all("meta")
    return {meta.get("property") or meta.get("name"): meta.get("content") for meta in found}


# ---- what a page says of it -----------------------------------------------------------


def test_a_page_says_what_a_link_to_it_should_look_like(tmp_path: Path) -> None:
    more = "summary: What polls say.\n"
    site = site_of(
        tmp_path, {"site.yaml": SITE + URL, "essays/x.md": text_of("War & Peace", more=more)}
    )

    said = metas(essay_page(site))

    with Image.open(site / "posters/x.png") as image:
        assert (image.format, image.size) == ("PNG", (1200, 630))
        size = [str(side) for side in image.size]
    assert {
        "og:type": "article",
        "og:title": "War & Peace",
        "og:description": "What polls say.",
        "og:url": "https://me.example.org/desk/essays/x.html",
        "og:image": "https://me.example.org/desk/posters/x.png",
        "og:image:width": size[0],
        "og:image:height": size[1],
        "og:image:alt": "2 claims: 2 without evidence",
        "twitter:card": "summary_large_image",
    } == {name: value for name, value in said.items() if name.startswith(("og:", "twitter:"))}


@pytest.mark.parametrize("settings", [SITE, SITE + URL + "posters: false\n"])
def test_without_an_address_or_a_wish_there_is_neither_poster_nor_word_of_one(
    tmp_path: Path, settings: str
) -> None:
    site = site_of(tmp_path, {"site.yaml": settings, "essays/x.md": text_of("Peace")})

    said = metas(essay_page(site))

    assert not (site / "posters").exists()
    assert not [name for name in said if name.startswith("og:image")]
    assert "twitter:card" not in said
    assert ("og:title" in said) == ("og:url" in said) == (URL in settings)
    assert "og:description" not in said, "there is no summary"


def test_a_description_is_that_of_links_too(tmp_path: Path) -> None:
    """One element says both, on every page that has one."""
    files: dict[str, str | bytes] = {
        "site.yaml": SITE + "description: About it.\n",
        "essays/x.md": text_of("Peace", more="summary: What polls say.\n"),
    }
    site = site_of(tmp_path, files)

    for path, text in (("essays/x.html", "What polls say."), ("index.html", "About it.")):
        page = read_page(path, (site / path).read_text("utf-8"))
        (described,) = page.root.all("meta", name="description")
        assert ("og:description", text) == (described.get("property"), described.get("content"))


def test_an_essay_without_claims_has_a_poster(tmp_path: Path) -> None:
    site = site_of(
        tmp_path, {"site.yaml": SITE + URL, "essays/x.md": text_of("Peace", "No claim.")}
    )

    assert "Peace" == metas(essay_page(site))["og:image:alt"]
    assert inked(picture((site / "posters/x.png").read_bytes()))


def test_a_file_cannot_take_the_place_of_a_poster(content: Path) -> None:
    files: dict[str, str | bytes] = {
        "essays/x.md": essay("![a](../posters/X.png) ![b](../posters/y.png)"),
        "posters/X.png": png(1, 1),
        "posters/y.png": png(1, 1),  # of no essay
    }

    assert codes(check_files(content, files)) == ["duplicate-slug essays/x.md:5:1"]


# ---- what is on it --------------------------------------------------------------------

HOSTILE = {
    "short": "Peace",
    "long": "On the long and winding history of every attempt to end a war " * 9,
    "unbroken": "Donaudampfschifffahrtsgesellschaftskapitän" * 8,
    "markup": "<script>alert(1)</script> {{ 7 * 7 }} &amp; \"quoted\" 'title' %s %n \\u0000",
    "emoji": "Peace 🕊️ at last 👩‍👩‍👧 now 1️⃣?",
    "only emoji": "🕊️🕊️",
    "marks": "a" + "\u0301" * 300,
    "bidi": "abc \u202e def \u2066 ghi",
    "control": "a\x07b\x1b[31m\x00c\nd",
    "wide": "W" * 5000,
    "chinese": "朝鲜半岛的和平协定究竟有没有可能实现" * 9,
    "nothing": "",
    "space": "   ",
    "overhanging": "ŴÅǺfjjf ƒf" * 20,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_nothing_leaves_the_poster(name: str, direction: str) -> None:
    """Nor comes near its edge, where some sites cut; and the title stays above the count."""
    values = {"author": HOSTILE[name], "site": HOSTILE[name], "direction": direction}
    for tally in ((), tuple((standing, 11, f"of {standing}") for standing in STANDINGS)):
        image = picture(draw(poster(HOSTILE[name], tally=tally, **values), FONTS))

        assert image.size == (1200, 630)
        left, top, right, bottom = inked(image)
        assert left >= MARGIN - 20  # letters may reach a little out of their place
        assert right <= 1200 - MARGIN + 20
        assert top >= 50
        assert bottom <= 630 - 45


def test_the_title_stays_above_what_stands_below_it() -> None:
    """Between its last line and the number of claims there is paper."""
    for words in range(1, 60):
        title = " ".join(["Ångström", "jogging", "Qy"][n % 3] for n in range(words))
        with_title = picture(draw(poster(title), FONTS))

        *_, heading_top = inked(with_title, (0, 120, 1200, 418))  # the title, and no more

        assert heading_top < 418 - 120, f"{words} words"


def test_a_long_title_is_smaller_and_has_four_lines_at_most() -> None:
    face = Face(FONTS.title[0])
    sizes, room = (92, 70, 50), (1040, 270)

    shown = {
        words: fitted(clean("several " * words), face.width, sizes, room, 1.16, 4)
        for words in (1, 10, 100)
    }

    assert [92, 70, 50] == [size for size, _ in shown.values()]
    assert [1, 3, 4] == [len(lines) for _, lines in shown.values()]
    for size, lines in shown.values():
        assert all(face.width(line) * size <= room[0] for line in lines)
    assert shown[100][1][-1].endswith("…")
    assert not shown[10][1][-1].endswith("…")


def test_a_title_whose_letters_no_font_has_is_left_out() -> None:
    """Two such titles look alike; there are no boxes in place of their letters."""
    one, other = (draw(poster(title), FONTS) for title in (KOREAN, "平和は可能か"))

    assert one == other
    assert one != draw(poster("Peace"), FONTS)
    assert inked(picture(one), (0, 130, 1200, 400)), "the number of claims stands there"


def test_a_poster_without_any_letters_shows_the_numbers() -> None:
    """As with a site in Korean that has no font of its own."""
    tally = (("supported", 3, "뒷받침됨"), ("mixed", 1, "엇갈림"))
    values = {"author": KOREAN, "site": KOREAN, "heading": "주장 4개", "tally": tally}

    image = picture(draw(poster(KOREAN, **values), FONTS))

    assert inked(image, (0, 130, 1200, 400)), "the number, large"
    assert inked(image, (0, 530, 1200, 630)), "shapes and counts"


def test_emoji_are_left_out_and_the_rest_is_not() -> None:
    assert draw(poster("Peace 🕊️ now"), FONTS) == draw(poster("Peace now"), FONTS)


def test_each_standing_has_the_colour_and_the_shape_of_the_theme() -> None:
    tokens = (ROOT / "theme/style/20-tokens.css").read_text("utf-8")
    rules = re.findall(
        r"^  \.([\w-]+) { --c: var\(--([\w-]+)\); --shape: var\(--(\w+)\)", tokens, re.MULTILINE
    )
    styled = {name: (color, shape) for name, color, shape in rules}

    assert list(STANDINGS) == list(MARKS)
    assert {name: styled[name] for name in STANDINGS} == MARKS
    assert {color for color, _ in MARKS.values()} <= set(COLORS)
    drawn = {shape: mark(shape, 22).greys for _, shape in MARKS.values()}
    assert len(drawn) == len(set(drawn.values())) == len(MARKS)


def test_the_bar_shows_every_standing_and_fills_its_place() -> None:
    widths = shares([1, 9999, 1], 1040)

    assert sum(widths) == 1040 - 2 * 4
    assert min(widths) >= BAR_LEAST


# ---- colours --------------------------------------------------------------------------


def test_all_colours_of_the_theme_are_found_and_stand_out() -> None:
    rgb = {name: tuple(bytes.fromhex(THEME[name][0].removeprefix("#"))) for name in COLORS}

    ratios = {name: contrast(rgb[name], rgb["paper"]) for name in COLORS}

    assert min(ratios["ink"], ratios["soft"]) >= 7
    others = {name for name in COLORS if name not in ("paper", "rule")}
    assert [] == [name for name in others if ratios[name] < 3]


def test_a_colour_of_the_sites_own_is_used_unless_letters_could_not_be_read() -> None:
    colors = {"paper": ("navy",), "ink": ("oklch(1 0 0)", "#111"), "soft": ("white",)}
    dark = Canvas((60, 60), colors, mirrored=False)
    for place, name in enumerate(("ink", "soft")):
        dark.rectangle(20 * place, 0, (20, 20), name)

    image = picture(dark.png())

    found = [image.getpixel(place) for place in ((0, 0), (20, 0), (59, 59))]
    assert [(255, 255, 255), (255, 255, 255), (0, 0, 128)] == found


def test_only_what_holds_for_every_reader_is_taken_from_the_styles() -> None:
    css = (
        '@layer tokens{:root{--ink:light-dark(rgb(1, 2, 3), #fff);--x:url("a;{b}")}p{--ink:red}}'
        "@media print{:root{--ink:red}}:root,html{--ink:navy}@layer late{:root{--ink:green}}"
    )

    assert {"ink": ("navy", "green", "rgb(1, 2, 3)"), "x": ('url("a;{b}")',)} == properties(css)


# ---- letters --------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*FONTS.title, *FONTS.text], ids=lambda path: path.stem)
def test_letters_are_found_as_a_library_finds_them(path: Path) -> None:
    metrics, font = read_metrics(path.read_bytes()), TTFont(path)

    names = font.getGlyphOrder()

    assert font.getBestCmap() == {code: names[glyph] for code, glyph in metrics.glyphs.items()}
    assert [font["hmtx"][name][0] for name in names] == [
        metrics.advance(glyph) for glyph in range(len(names))
    ]


# What HarfBuzz 14.5 makes of them in the semibold, ligatures off, in thousandths of an em.
LENGTHS = {
    "AVATAR": 3573,
    "“T": 1070,
    "Is a Korean peace deal possible?": 14478,
    "Über Ärger: “Today” — WAVE, Ty. P.A.": 16906,
    "Łódź fjord": 4667,
}


@pytest.mark.parametrize("text", LENGTHS)
def test_pairs_stand_as_close_as_harfbuzz_puts_them(text: str) -> None:
    assert LENGTHS[text] == pytest.approx(Face(FONTS.title[0]).width(text) * 1000)


def test_a_line_is_as_long_as_its_letters() -> None:
    face = Face(FONTS.title[0])

    mask, left, _ = face.line("AVATAR: “To”", 100)
    inside = Image.frombytes("L", (mask.width, mask.height), mask.greys).getbbox()

    assert inside is not None
    assert face.width("AVATAR: “To”") * 100 == pytest.approx(left + inside[2], abs=6)


def make_font(path: Path, letters: str) -> None:
    """A font of boxes, and so with no licence."""
    names = {letter: f"u{ord(letter):05X}" for letter in letters}
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for point in ((100, 700), (900, 700), (900, 0)):
        pen.lineTo(point)
    pen.closePath()
    glyphs = [".notdef", *names.values()]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap({ord(letter): name for letter, name in names.items()})
    builder.setupGlyf(dict.fromkeys(glyphs, pen.glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (1000, 100)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    path.parent.mkdir(parents=True, exist_ok=True)
    builder.save(path)


@pytest.fixture
def boxes(tmp_path: Path) -> Path:
    make_font(tmp_path / "font/boxes.ttf", "평화는가능한 …שלוםא𠀋")
    return tmp_path / "font/boxes.ttf"


def test_a_font_of_the_sites_own_is_asked_first(boxes: Path) -> None:
    fonts = fonts_of(load_theme(boxes.parent.parent).fonts)

    one, other = (draw(poster(title), fonts) for title in ("평화", "평화는 가능한가"))

    assert one != other
    assert draw(poster("Peace"), fonts) == draw(poster("Peace"), FONTS)
    assert Face(boxes).covers("𠀋"), "beyond the first 65,536 letters"
    assert not Face(boxes).covers("평양")


def test_text_from_right_to_left_is_set_where_it_can_be_and_else_left_out(boxes: Path) -> None:
    hebrew = chosen("שלום", [Face(boxes)])

    assert (hebrew is not None) == can_shape()


def test_a_broken_font_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(
        tmp_path,
        {
            "content/site.yaml": SITE + URL,
            "content/essays/x.md": text_of("Peace"),
            "theme/font/mine.ttf": b"no font at all",
        },
    )
    arguments = ["--content", f"{tmp_path}/content", "--output", f"{tmp_path}/site", "--no-cache"]

    code = build.main([*arguments, "--theme", f"{tmp_path}/theme"])

    assert code == 2
    assert "mine.ttf: this is no TrueType or OpenType font" in capsys.readouterr().err


# ---- how it is made -------------------------------------------------------------------

BUILD = (
    "import sys, build; code = build.main(sys.argv[1:]);"
    "print('drawn' if 'PIL.Image' in sys.modules else 'not drawn'); sys.exit(code)"
)


def test_a_poster_is_drawn_again_only_if_it_shows_something_else(tmp_path: Path) -> None:
    """Else the library that draws is not even loaded."""

    def built(files: dict[str, str | bytes]) -> tuple[str, dict[str, tuple[bytes, int]]]:
        write_files(tmp_path, files)
        options = ["--content", "content", "--output", "site", "--cache", "cache", "--quiet"]
        command = [sys.executable, "-c", BUILD, *options, "--theme", "theme"]
        environment = {"PYTHONPATH": str(ROOT)}
        run = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        )
        found = sorted((tmp_path / "site/posters").glob("*.png"))
        return run.stdout.strip(), {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in found}

    essays: dict[str, str | bytes] = {f"content/essays/{n}.md": text_of(f"Peace {n}") for n in "ab"}
    start: dict[str, str | bytes] = {"content/site.yaml": SITE + URL, "theme/style/a.css": ""}
    said, first = built({**start, **essays})
    assert ("drawn", ["a.png", "b.png"]) == (said, list(first))

    assert ("not drawn", first) == built({}), "nothing changed"
    text = text_of("Peace a", f"A longer text. {CLAIMS}")
    assert ("not drawn", first) == built({"content/essays/a.md": text}), "no poster shows that"

    said, third = built({"content/essays/a.md": text_of("War")})
    assert ("drawn", first["b.png"]) == (said, third["b.png"])
    assert first["a.png"][0] != third["a.png"][0]

    said, fourth = built({"theme/style/a.css": ":root { --supported: teal; --paper: white }"})
    assert said == "drawn"
    assert all(third[name][0] != fourth[name][0] for name in third)


def test_the_preview_draws_a_poster_when_asked(content: Path) -> None:
    write_files(content, {"site.yaml": SITE + URL, "essays/x.md": text_of("Peace")})
    preview = Preview(Options(content))
    preview.rebuild()

    status, drawn, _ = preview.content("posters/x.png")

    assert (200, (1200, 630)) == (status, picture(drawn).size)
    assert preview.content("posters/y.png")[0] == 404
    write_files(content, {"essays/y.md": text_of("War", "[A](../evidence/none.md)")})
    preview.rebuild()
    assert preview.state.trouble
    assert drawn == preview.content("posters/x.png")[1], "no findings in a picture"


def test_another_library_packs_a_poster_into_the_same_bytes() -> None:
    """Python's own differs from system to system: only runs are packed, which leaves no choice."""
    drawn = Image.open(io.BytesIO(draw(poster("Is a peace deal possible?"), FONTS)))
    for top, bottom in ((0, 60), (140, 250), (480, 630)):
        part = drawn.crop((0, top, drawn.width, bottom))
        rows = b"".join(
            b"\0" + part.crop((0, y, *part.size)).tobytes()[: part.width]
            for y in range(bottom - top)
        )
        again = io.BytesIO()
        part.save(again, "PNG", compress_level=9, compress_type=3)
        # Without what says that more or nothing follows: a bit, an empty block, and the sum.
        theirs = _packed(again.getvalue())[2:-4]
        theirs = bytes((theirs[0] & ~1, *theirs[1:]))

        assert pack(rows) in (theirs + EMPTY, theirs + b"\0" + EMPTY)


def _packed(png: bytes) -> bytes:
    found, at = b"", 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            found += png[at + 8 : at + 8 + length]
        at += length + 12
    return found


def test_a_poster_takes_little_time_and_room() -> None:
    """Some 2 ms and 20 kB each where this was written; the limit allows for slower machines."""
    titles = [f"The long history of attempt {n} to end a war" for n in range(30)]
    draw(poster(titles[0]), FONTS)

    start = time.process_time()
    sizes = [len(draw(poster(title), FONTS)) for title in titles]
    seconds = (time.process_time() - start) / len(titles)

    assert seconds < 0.02
    assert max(sizes) < 60_000
