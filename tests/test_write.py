"""What a build leaves on the disk, and what is left if it fails."""

from __future__ import annotations

import os
import resource
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from footnoted import files as module_files
from footnoted import unchanged
from footnoted import write as module
from footnoted.model import Deferred, Output
from footnoted.ours import MARKER
from footnoted.write import recover, write

both_steps = pytest.mark.parametrize("step", ["exchange", "two renames"])


def site(word: str) -> list[Output]:
    """Some pages; one is there only in the site with the same `word`."""
    names = ["essays/a.html", "essays/b/c.html", "essays/é.html", f"{word}/x.html"]
    names += [f"{letter}.html" for letter in "index"]
    return [Output(name, f"{word} {name}".encode()) for name in names]


def files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def holds(folder: Path, word: str) -> bool:
    return files(folder) == {output.path: output.content for output in (MARKER, *site(word))}


def in_children(*acts: Callable[[], object]) -> list[int]:
    """The exit statuses of forks that run at once: 0, 1 if one raises, -9 if one is killed."""
    children = [_fork(act) for act in acts]
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def _fork(act: Callable[[], object]) -> int:
    if child := os.fork():
        return child
    status = 1
    try:
        act()
        status = 0
    finally:  # a child never goes on with the tests of its parent
        if status:
            traceback.print_exc()
        os._exit(status)


def choose(step: str, patch: pytest.MonkeyPatch) -> None:
    if step == "two renames":
        patch.setattr(module, "_exchange", lambda one, other: False)


# ---- what is in the folder ------------------------------------------------------------


def test_a_new_folder_holds_the_outputs_and_the_marker(tmp_path: Path) -> None:
    write(site("old"), tmp_path / "not/yet/site")

    assert holds(tmp_path / "not/yet/site", "old")
    assert ["site"] == os.listdir(tmp_path / "not/yet")


def inodes(folder: Path) -> dict[str, int]:
    return {path.relative_to(folder).as_posix(): path.stat().st_ino for path in folder.rglob("*")}


def changed(*paths: str) -> list[Output]:
    """The old site with other words at `paths`, which may be new to it."""
    old = {output.path: output for output in site("old")}
    return list((old | {path: Output(path, b"other") for path in paths}).values())


@pytest.mark.parametrize("paths", [(), ("i.html",), ("essays/b/c.html",)])
def test_of_a_known_site_one_file_that_differs_is_all_that_is_replaced(
    paths: tuple[str, ...], tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    first = write(site("old"), folder)
    before, root = inodes(folder), folder.stat().st_ino

    second = write(changed(*paths), folder, before=first.listing)

    now = inodes(folder)
    assert root == folder.stat().st_ino
    assert set(paths) == {path for path in before if before[path] != now[path]}
    assert files(folder) == {o.path: o.content for o in (MARKER, *changed(*paths))}
    assert unchanged.outputs(str(folder)) == second.listing
    assert ["site"] == os.listdir(tmp_path)


@both_steps
@pytest.mark.parametrize("paths", [("i.html", "n.html"), ("new.html",), ("i.html", "new/x.html")])
def test_of_a_known_site_all_but_what_differs_is_shared(
    paths: tuple[str, ...], step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(step, monkeypatch)
    folder = tmp_path / "site"
    first = write(site("old"), folder)
    before, root = inodes(folder), folder.stat().st_ino

    second = write(changed(*paths), folder, before=first.listing)

    now = inodes(folder)
    assert root != folder.stat().st_ino
    shared = {path for path in before if before[path] == now[path]}
    assert shared == {output.path for output in site("old")} - set(paths)
    assert files(folder) == {o.path: o.content for o in (MARKER, *changed(*paths))}
    assert unchanged.outputs(str(folder)) == second.listing


def test_of_a_known_site_a_file_less_is_a_new_folder(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    first = write(site("old"), folder)

    write(site("old")[1:], folder, before=first.listing)

    assert files(folder) == {o.path: o.content for o in (MARKER, *site("old")[1:])}


def test_a_site_that_was_edited_by_hand_is_not_the_known_one(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    first = write(site("old"), folder)
    (folder / "i.html").write_text("by hand")
    (folder / "more.html").write_text("by hand")

    write(changed("n.html"), folder, before=first.listing)

    assert files(folder) == {o.path: o.content for o in (MARKER, *changed("n.html"))}


def test_an_edit_by_hand_while_pages_are_made_is_not_taken_for_ours(tmp_path: Path) -> None:
    """Of the listing nothing is left, so that the next build trusts no file."""
    folder = tmp_path / "site"
    first = write(site("old"), folder)

    def make(of: None, afresh: bool) -> Output:
        (folder / "n.html").write_text("by hand")
        return Output("i.html", b"other")

    old = [output for output in site("old") if output.path != "i.html"]
    second = write([*old, Deferred("i.html", make, None)], folder, before=first.listing)

    assert b"" == second.listing


@both_steps
def test_an_old_site_is_replaced(
    tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of it is left: no stale file, no folder, nothing beside."""
    choose(step, monkeypatch)
    write(site("old"), tmp_path / "site")

    write(site("new"), tmp_path / "site")

    assert holds(tmp_path / "site", "new")
    assert not (tmp_path / "site/old").exists()
    assert ["site"] == os.listdir(tmp_path)


def test_folders_can_be_exchanged_here(tmp_path: Path) -> None:
    """Else the tests of the exchange would test the two renames."""
    if sys.platform != "linux":
        pytest.skip("only Linux has renameat2")
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / "name").write_text(name)

    assert module._exchange(tmp_path / "a", tmp_path / "b")
    assert "b" == (tmp_path / "a/name").read_text()


@both_steps
def test_an_empty_folder_becomes_a_site(
    tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(step, monkeypatch)
    (tmp_path / "site").mkdir()

    write(site("new"), tmp_path / "site")

    assert holds(tmp_path / "site", "new")
    assert ["site"] == os.listdir(tmp_path)


def test_a_link_to_a_site_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("far/site")

    for word in ("old", "new"):
        write(site(word), tmp_path / "link")

    assert "far/site" == os.readlink(tmp_path / "link")
    assert holds(tmp_path / "far/site", "new")
    assert {"far", "link"} == set(os.listdir(tmp_path))


def test_permissions_follow_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write(site("old"), tmp_path / "site")
    finally:
        os.umask(before)

    modes = {path.is_dir(): path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}
    assert {True: 0o750, False: 0o640} == modes


# ---- what fails -----------------------------------------------------------------------


def failing_outputs() -> Iterator[Output]:
    yield from site("new")
    raise RuntimeError("midway")


def test_outputs_that_fail_midway_leave_the_old_site(tmp_path: Path) -> None:
    write(site("old"), tmp_path / "site")

    with pytest.raises(RuntimeError, match="midway"):
        write(failing_outputs(), tmp_path / "site")

    assert holds(tmp_path / "site", "old")
    assert ["site"] == os.listdir(tmp_path)


def test_a_name_too_long_for_the_disk_leaves_the_old_site(tmp_path: Path) -> None:
    write(site("old"), tmp_path / "site")

    with pytest.raises(OSError, match="too long"):
        write([*site("new"), Output("가" * 86, b"")], tmp_path / "site")

    assert holds(tmp_path / "site", "old")
    assert ["site"] == os.listdir(tmp_path)


def test_a_disk_that_takes_no_more_leaves_the_old_site(tmp_path: Path) -> None:
    """A limit on the size of files stops a write midway, as a full disk does."""
    write(site("old"), tmp_path / "site")

    def write_too_much() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
        with pytest.raises(OSError, match="too large"):
            write([*site("new"), Output("big", bytes(100_000))], tmp_path / "site")

    assert [0] == in_children(write_too_much)
    assert holds(tmp_path / "site", "old")
    assert ["site"] == os.listdir(tmp_path)


def test_a_parent_that_is_read_only_is_an_error() -> None:
    """Not in `tmp_path`: root, whom nothing stops, becomes someone who may not look in there."""
    parent = Path(tempfile.mkdtemp())
    write(site("old"), parent / "site")
    parent.chmod(0o555)

    def write_as_no_one() -> None:
        if os.geteuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        recover(parent / "site")
        assert holds(parent / "site", "old")
        with pytest.raises(PermissionError):
            write(site("new"), parent / "site")

    try:
        assert [0] == in_children(write_as_no_one)
        assert holds(parent / "site", "old")
        assert ["site"] == os.listdir(parent)
    finally:
        parent.chmod(0o755)
        shutil.rmtree(parent)


def test_there_is_nothing_to_recover_where_no_build_was_killed(tmp_path: Path) -> None:
    recover(tmp_path / "no/such/site")

    assert [] == os.listdir(tmp_path)


def test_what_a_failed_process_began_is_not_written_into(tmp_path: Path) -> None:
    """It may be a file that the old site shares: pages that show the same are linked."""
    (tmp_path / "old").write_text("old")
    os.link(tmp_path / "old", tmp_path / "new")

    module_files._write(str(tmp_path / "new"), b"new", None)

    assert "old" == (tmp_path / "old").read_text()
    assert "new" == (tmp_path / "new").read_text()
