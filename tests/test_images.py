"""What images say of their size is what browsers find; and what no browser shows is told.

Chromium is asked about every file of `image_files`.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

import image_files
import states
from chromium import opened
from footnoted.images.look import look
from footnoted.images.reading import read_images
from footnoted.model import Image
from footnoted.read import Reader
from sites import essay, write_files

SEEN, UNSEEN = dict(image_files.seen()), dict(image_files.unseen())
# A size that is left out costs readers a jump of the text, no more.
NOT_CERTAIN = {
    *("turn6.png", "turn6.webp"),  # which browsers turn, and which not, changes
    *("dense1.jpg", "dense6.jpg", "dense1.png", "dense6.png"),  # shown at half their size
    "stale.jpg",  # its Exif is that of a larger one
    *("moving.avif", "bmp.gif", "screen-small.gif", "screen-none.gif"),
    *(f"unit-{unit}.svg" for unit in ("em", "rem", "ex", "vw", "%", "X")),
    *(f"{name}.svg" for name in ("none", "comma", "apart", "sum", "auto", "width", "garbage")),
    *(f"box{name}.svg" for name in ("", "-percent", "-free", "-none", "-odd")),
    *("box-meet.svg", "box-nan.svg", "styled.svg"),
    *("unicode.svg", "EUC-KR.svg", "x-sjis.svg", "windows-874.svg"),  # the XML library knows none
}
LOADED = """(address) => new Promise((done) => {
    const image = new Image();
    image.onload = () => done([image.naturalWidth, image.naturalHeight]);
    image.onerror = () => done(null);
    image.src = address;
})"""


def seen_as(content: bytes, name: str) -> Image:
    return look(io.BytesIO(content), name)


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page beside all the files."""
    folder = tmp_path_factory.mktemp("images")
    (folder / "index.html").write_text("<!doctype html><title>Images</title>", "utf-8")
    for name, content in (SEEN | UNSEEN).items():
        (folder / name).write_bytes(content)
    with states.served(folder) as address:
        yield from opened(browser, f"{address}index.html")


@pytest.mark.parametrize("name", SEEN)
def test_a_size_is_the_one_that_browsers_find(page: Page, name: str) -> None:
    found = seen_as(SEEN[name], name)

    assert not found.fault
    natural = page.evaluate(LOADED, name)
    assert natural, "not shown"
    assert natural == [found.width, found.height] or (name in NOT_CERTAIN and not found.width)


@pytest.mark.parametrize("name", UNSEEN)
def test_what_no_browser_shows_is_told(page: Page, name: str) -> None:
    found = seen_as(UNSEEN[name], name)

    assert found.fault
    assert found.hint
    assert (0, 0) == (found.width, found.height)
    assert page.evaluate(LOADED, name) is None


def test_the_hint_says_how_to_name_a_file_that_has_the_wrong_name() -> None:
    """An SVG is one by its name; all others browsers know by their first bytes."""
    assert "end its name with `.svg`" == seen_as(image_files.SVG, "a.png").hint
    assert "end its name with `.png`" == seen_as(image_files.png(1, 1), "a.svg").hint
    assert "xmlns" in seen_as(b'<svg width="1" height="1"/>', "a.svg").hint


@pytest.mark.parametrize("name", ["a.jpg", "a.tiff", "a.HEIC", "a.svg", "a", "a.bin"])
def test_what_most_browsers_do_not_show_is_told_whatever_it_is_called(name: str) -> None:
    """Cameras call an HEIC `.jpg`."""
    for kind, content in image_files.UNSHOWN:
        found = seen_as(content, name)

        assert f"is {kind}, which most browsers do not show" == found.fault
        assert "save it as JPEG or PNG" == found.hint


def test_a_file_may_name_another_kind_before_avif() -> None:
    avif = SEEN["plain.avif"]
    assert b"ftypavif" == avif[4:12]

    for brand in (b"mif1", b"heic"):
        assert Image(60, 40) == seen_as(avif[:8] + brand + avif[12:], "a.avif")


@pytest.mark.parametrize("ending", ["tif", "heif", "psd", "eps", "ai", "raw", "CR2", "xcf"])
def test_a_file_that_is_named_like_what_most_browsers_do_not_show_is_told(ending: str) -> None:
    found = seen_as(b"any bytes", f"a.{ending}")

    assert f"is called `.{ending.lower()}`, a kind that most browsers do not show" == found.fault
    assert "is empty" == seen_as(b"", f"a.{ending}").fault
    assert Image(60, 40) == seen_as(image_files.png(60, 40), f"a.{ending}")


@pytest.mark.parametrize("name", ["a.mp4", "a", "a.bin"])
def test_nothing_is_said_of_a_file_that_is_not_named_like_an_image(name: str) -> None:
    for content in (b"", b"any bytes", b"GIF8"):
        assert Image() == seen_as(content, name)
    assert Image(60, 40) == seen_as(image_files.png(60, 40), name)


def test_only_the_beginning_of_a_file_is_read() -> None:
    for name, most in (("plain.png", 1), ("plain.gif", 1), ("profile.jpg", 20), ("plain.svg", 1)):
        file = io.BytesIO(SEEN[name] + bytes(3_000_000))

        assert look(file, name).width
        assert file.tell() <= most * 100_000


@pytest.mark.parametrize("many", [b"\xff", image_files.chunk(b"tEXt")])
def test_of_a_huge_file_only_a_part_is_looked_at(many: bytes) -> None:
    """Thirty megabytes of nothing would take Pillow as many seconds."""
    name = "plain.jpg" if many == b"\xff" else "plain.png"
    at = 2 if many == b"\xff" else 33
    file = io.BytesIO(SEEN[name][:at] + many * (30_000_000 // len(many)) + SEEN[name][at:])

    assert Image() == look(file, name)
    assert file.tell() <= 3_000_000


def test_a_file_is_read_again_only_if_it_changed(content: Path) -> None:
    """And once, however many pages show it: what is known goes by the path."""
    paths = ["images/a.png", "images/gone.png"]
    image, reader = content / paths[0], Reader()
    write_files(content, {paths[0]: image_files.png(60, 40)})
    os.utime(image, (1, 1))
    first = read_images(content, paths, reader)
    assert {paths[0]: Image(60, 40), paths[1]: Image()} == first
    assert first[paths[0]] is read_images(content, paths, reader)[paths[0]]

    write_files(content, {paths[0]: image_files.png(40, 60)})

    assert Image(40, 60) == read_images(content, paths, reader)[paths[0]]


def test_nothing_is_read_through_a_link_out_of_the_folder(content: Path, tmp_path: Path) -> None:
    write_files(tmp_path, {"secret.png": image_files.png(60, 40)})
    (content / "a.png").symlink_to(tmp_path / "secret.png")

    assert {"a.png": Image()} == read_images(content, ["a.png"])


def test_a_site_without_images_imports_nothing_that_reads_them(content: Path) -> None:
    """Start-up counts. An image that is only linked to is not looked at."""
    files = {"essays/a.md": essay("See [it](../images/a.svg)."), "images/a.svg": image_files.SVG}
    write_files(content, files)
    words = ["--content", str(content), "--output", str(content.parent / "site"), "--no-cache"]
    script = f"""if True:
        import sys
        import build
        assert 0 == build.main({words})
        wanted = ("footnoted.images", "pyexpat", "PIL")
        print([name for name in sys.modules if name.startswith(wanted)])
    """
    command = [sys.executable, "-c", script]

    ran = subprocess.run(command, cwd=states.ROOT, capture_output=True, text=True, check=True)

    assert "[]" == ran.stdout.splitlines()[-1]


WHOLE = [content for name, content in SEEN.items() if name not in ("profile.jpg", "drawn.svg")]


@given(st.data())
def test_no_bytes_whatever_are_too_much(data: st.DataObject) -> None:
    """Whatever is changed in a file, it has a size, or a fault, or neither."""
    content = bytearray(data.draw(st.sampled_from(WHOLE)))
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    name = data.draw(st.sampled_from(("a.png", "a.svg")))

    found = seen_as(bytes(content), name)

    assert bool(found.width) == bool(found.height)
    assert not (found.width and found.fault)


@given(st.binary(max_size=200))
@example(b"\xff\xd8\xff\xe1\0\0")
@example(b"\0\0\0\0ftyp")
def test_nor_are_others(content: bytes) -> None:
    for head in (b"", b"\xff\xd8\xff", b"GIF89a", b"\0\0\0\x10ftypavif\0\0\0\0", b"<svg "):
        for name in ("a.png", "a.svg"):
            seen_as(head + content, name)
