"""What a build refuses to replace or to write, and that nothing is touched then."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from footnoted import write as module
from footnoted.model import Output
from footnoted.ours import MARKER, NotASiteError
from footnoted.write import recover, write
from test_write import files, holds, site


@pytest.mark.parametrize("found", ["page.html", ".footnoted/x", ".footnoted"])
def test_a_folder_without_our_marker_is_refused_and_untouched(tmp_path: Path, found: str) -> None:
    (tmp_path / "site" / found).parent.mkdir(parents=True)
    (tmp_path / "site" / found).write_text("mine")

    with pytest.raises(NotASiteError, match="site` was not made by Footnoted: choose another"):
        write(site("new"), tmp_path / "site")

    assert {f"site/{found}": b"mine"} == files(tmp_path)
    assert ["site"] == os.listdir(tmp_path)


@pytest.mark.parametrize("marker", [b"", MARKER.content[:9], MARKER.content[:-1] + b"\r\n"])
def test_a_marker_cut_short_or_with_another_line_end_is_ours(tmp_path: Path, marker: bytes) -> None:
    write(site("old"), tmp_path / "site")
    (tmp_path / "site" / MARKER.path).write_bytes(marker)

    write(site("new"), tmp_path / "site")

    assert holds(tmp_path / "site", "new")


@pytest.mark.parametrize("kind", ["new", "old"])
def test_someones_folder_beside_the_site_is_refused_and_untouched(
    tmp_path: Path, kind: str
) -> None:
    (tmp_path / f".site.{kind}").mkdir()
    (tmp_path / f".site.{kind}" / "x").write_text("mine")

    with pytest.raises(NotASiteError, match=f"site.{kind}"):
        write(site("new"), tmp_path / "site")

    assert {f".site.{kind}/x": b"mine"} == files(tmp_path)


def test_what_someone_puts_into_the_folder_during_a_build_is_untouched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_and_disturb(folder: Path, *complete: Any) -> dict[str, str]:
        (tmp_path / "site/x").write_text("mine")
        return fill(folder, *complete)

    fill = module.fill
    monkeypatch.setattr(module, "fill", fill_and_disturb)
    (tmp_path / "site").mkdir()

    with pytest.raises(NotASiteError, match="site` was not made"):
        write(site("new"), tmp_path / "site")

    assert {"x": b"mine"} == files(tmp_path / "site")


def test_a_lock_file_that_is_not_ours_is_kept(tmp_path: Path) -> None:
    (tmp_path / ".site.lock").write_text("mine")
    (tmp_path / ".other.lock").symlink_to("nowhere")

    write(site("new"), tmp_path / "site")
    with pytest.raises(OSError, match="symbolic links"):
        write(site("new"), tmp_path / "other")

    assert "mine" == (tmp_path / ".site.lock").read_text()
    assert {"site", ".site.lock", ".other.lock"} == set(os.listdir(tmp_path))


def test_a_file_or_a_link_to_one_or_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "loop").symlink_to("loop")

    for name in ("file", "link", "loop"):
        with pytest.raises(NotASiteError):
            write(site("new"), tmp_path / name)

    assert "mine" == (tmp_path / "file").read_text()
    assert {"file", "link", "loop"} == set(os.listdir(tmp_path))


@pytest.mark.parametrize("name", ["/", ".", "..", "../..", "../../far", "../../link"])
def test_root_current_folder_and_home_are_refused_even_if_marked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for folder in ("top/here", "far/home"):
        (tmp_path / folder).mkdir(parents=True)
    for folder in (".", "top", "top/here", "far", "far/home"):
        (tmp_path / folder / MARKER.path).write_bytes(MARKER.content)
    (tmp_path / "link").symlink_to("far/home")
    monkeypatch.chdir(tmp_path / "top/here")
    monkeypatch.setenv("HOME", str(tmp_path / "link"))
    before = files(tmp_path)

    with pytest.raises(NotASiteError, match="more than a site"):
        write([], Path(name))
    with pytest.raises(NotASiteError, match="more than a site"):
        recover(Path(name))

    assert before == files(tmp_path)


STRAY = ["", "/x", "x/", "a//b", ".", "./x", "..", "a/../b", "a\\b", "a\0", "c:x", "c:/x", "\ud800"]
CLASHES = [
    ["x", "x"],
    ["a/x.html", "A/X.html"],
    ["é", "e\u0301"],
    ["straße", "STRASSE"],
    ["a", "a/b"],
    ["A/b/c", "a/B"],
    [".footnoted"],
    [".Footnoted/x"],
]


@pytest.mark.parametrize("paths", [*([path] for path in STRAY), *CLASHES], ids=ascii)
def test_a_bad_path_is_our_bug_and_nothing_is_written(tmp_path: Path, paths: list[str]) -> None:
    with pytest.raises(ValueError):
        write([Output("good", b""), *(Output(path, b"") for path in paths)], tmp_path / "site")

    assert [] == os.listdir(tmp_path)
