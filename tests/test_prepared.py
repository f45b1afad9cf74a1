"""What is made of a theme's files is kept beside the code, and used only if it is right."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from footnoted import prepared as module
from footnoted.prepared import prepared
from footnoted.theme import ThemeError, load_theme


class Maker:
    """Makes capitals, and counts how often."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, text: bytes) -> bytes:
        self.count += 1
        return text.upper()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(module, "_FOLDER", tmp_path / "kept")
    return tmp_path / "kept"


def test_what_was_made_is_not_made_again(place: Path) -> None:
    make = Maker()

    assert [b"ONE", b"ONE"] == [prepared("a", b"one", make) for _ in range(2)]
    assert 1 == make.count


def test_another_text_or_another_way_is_made_anew(place: Path) -> None:
    prepared("a", b"one", Maker())

    assert b"TWO" == prepared("a", b"two", Maker())
    assert b"eno" == prepared("b", b"one", lambda text: text[::-1])


def test_what_other_code_or_another_library_made_is_made_anew(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared("a", b"one", Maker())
    monkeypatch.setattr(module, "_stamp", lambda: b"other code")

    assert b"eno" == prepared("a", b"one", lambda text: text[::-1])


def test_what_is_damaged_is_made_anew(place: Path) -> None:
    prepared("a", b"one", Maker())
    (file,) = place.iterdir()
    content = file.read_bytes()

    for at in range(len(content)):
        file.write_bytes(content[:at] + bytes([content[at] ^ 255]) + content[at + 1 :])
        assert b"ONE" == prepared("a", b"one", Maker())
    file.write_bytes(b"")
    assert b"ONE" == prepared("a", b"one", Maker())


def test_nothing_is_kept_if_python_was_told_so(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    assert b"ONE" == prepared("a", b"one", Maker())
    assert not place.exists()


def test_what_cannot_be_kept_is_made(place: Path) -> None:
    place.write_text("no folder")

    assert [b"ONE", b"ONE"] == [prepared("a", b"one", Maker()) for _ in range(2)]


def test_a_theme_may_lie_in_a_folder_whose_name_is_not_utf_8(place: Path, tmp_path: Path) -> None:
    """What is kept of its files has a name that is made of theirs."""
    own = tmp_path / os.fsdecode(b"th\xff")
    (own / "templates").mkdir(parents=True)
    (own / "templates/x.html").write_text("{{ t('essays.title') }}")

    themes = [load_theme(own) for _ in range(2)]
    pages = {
        theme.render("x.html", theme.shown("en", careful=True), careful=True) for theme in themes
    }

    assert {"Essays"} == pages
    assert any(place.iterdir())


def test_a_theme_is_the_same_when_it_is_loaded_again(place: Path) -> None:
    first, again = load_theme(), load_theme()

    assert any(place.iterdir())
    assert first.files == again.files
    assert first.strings("de").words == again.strings("de").words


def test_words_that_cannot_be_read_are_a_fault_each_time(place: Path, tmp_path: Path) -> None:
    (tmp_path / "own/strings").mkdir(parents=True)
    (tmp_path / "own/strings/en.yaml").write_text("x: [")

    for _ in range(2):
        with pytest.raises(ThemeError, match=r"en\.yaml"):
            load_theme(tmp_path / "own").strings("en")
