"""Real kills and real rivals: the folder holds the old site or the new one, whole."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from footnoted import write as module
from footnoted.model import Output
from footnoted.ours import MARKER
from footnoted.write import SiteBusyError, recover, write
from test_write import both_steps, choose, files, holds, in_children, site

PAGES = 600  # some tenths of a second
BIG_BUILD = f"""
import sys
from pathlib import Path
from footnoted import write as module
from footnoted.model import Output

_, folder, word, step = sys.argv
if step == "two renames":
    module._exchange = lambda one, other: False
pages = [Output(f"{{n % 40}}/{{n}}.html", word.encode() * 400) for n in range({PAGES})]
print("ready", flush=True)
module.write(pages, Path(folder))
"""


# ---- kills ----------------------------------------------------------------------------


def killed_before(event: int, folder: Path) -> bool:
    """Whether a build of the new site got as far as its `event`th call and was killed there.

    Python audits all calls that change folders: open, mkdir, rename, remove, rmdir.
    """
    left = event

    def count(name: str, arguments: object) -> None:
        nonlocal left
        left -= name == "open" or name.startswith(("os.", "shutil.", "fcntl."))
        if left == -1:  # once: a kill is audited too
            os.kill(os.getpid(), signal.SIGKILL)

    def build() -> None:
        sys.addaudithook(count)
        write(site("new"), folder)

    (status,) = in_children(build)
    assert status in (0, -signal.SIGKILL)
    return status != 0


def prepare(folder: Path, before: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if before == "old":
        write(site("old"), folder)
    if before == "empty":
        folder.mkdir()


@both_steps
@pytest.mark.parametrize("before", ["old", "empty", "nothing"])
def test_a_kill_before_any_call_leaves_the_old_site_or_the_new(
    tmp_path: Path, step: str, before: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the disk lists the marker first, so that it could go first."""
    listdir = os.listdir
    monkeypatch.setattr(os, "listdir", lambda path: sorted(listdir(path)))
    choose(step, monkeypatch)
    folder, beside = tmp_path / "site", tmp_path / ".site.old"
    event, is_killed, seen = 0, True, set()

    while is_killed:
        prepare(folder, before)
        is_killed = killed_before(event, folder)
        assert before != "old" or not beside.exists() or holds(beside, "old"), event
        if step == "two renames":
            recover(folder)
        found = [word for word in ("old", "new") if holds(folder, word)]
        assert found or (before != "old" and not files(folder)), event
        seen.update(found or [before])
        recover(folder)
        assert set(os.listdir(tmp_path)) <= {"site"}, event
        event += 1

    assert {before, "new"} == seen


@both_steps
def test_kills_at_any_time_leave_a_whole_site(tmp_path: Path, step: str) -> None:
    """Twenty kills, later and later; the next build repairs, the last leaves nothing beside."""
    folder = tmp_path / "site"
    build = start(folder, "first", step)
    started = time.monotonic()
    finish(build)
    last_s = (time.monotonic() - started) * 1.3
    kills, before = 0, "first"

    for number in range(20):
        build = start(folder, f"word{number}", step)
        time.sleep(last_s * number / 20)
        build.kill()
        kills += build.wait() == -signal.SIGKILL
        if step == "two renames":
            recover(folder)
        assert whole(folder) in (before, f"word{number}")
        before = whole(folder)
    finish(start(folder, "last", step))

    assert "last" == whole(folder)
    assert ["site"] == os.listdir(tmp_path)
    assert kills >= 5


def start(folder: Path, word: str, step: str) -> subprocess.Popen[bytes]:
    """A real build, just before it writes."""
    build = subprocess.Popen(
        [sys.executable, "-c", BIG_BUILD, str(folder), word, step],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[1],
    )
    assert build.stdout is not None
    with build.stdout as lines:
        assert b"ready\n" == lines.readline()
    return build


def finish(build: subprocess.Popen[bytes]) -> None:
    assert 0 == build.wait()


def whole(folder: Path) -> str:
    """The word that every page of the big site in `folder` repeats."""
    pages = files(folder)
    assert MARKER.content == pages.pop(MARKER.path)
    assert {f"{n % 40}/{n}.html" for n in range(PAGES)} == set(pages)
    (content,) = set(pages.values())
    return content[: len(content) // 400].decode()


# ---- recovery -------------------------------------------------------------------------


def test_the_old_site_is_put_back_after_a_kill_between_two_renames(tmp_path: Path) -> None:
    for name, word in ((".site.old", "old"), (".site.new", "new")):
        write(site(word), tmp_path / name)

    recover(tmp_path / "site")

    assert holds(tmp_path / "site", "old")
    assert ["site"] == os.listdir(tmp_path)


def test_the_old_site_is_put_back_into_an_empty_folder_and_through_a_link(tmp_path: Path) -> None:
    """A script may have made the folder again after the kill."""
    write(site("old"), tmp_path / ".site.old")
    (tmp_path / "site").mkdir()
    (tmp_path / "link").symlink_to("site")

    recover(tmp_path / "link")

    assert holds(tmp_path / "site", "old")
    assert {"link", "site"} == set(os.listdir(tmp_path))


def test_a_failure_of_the_second_rename_puts_the_old_site_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(site("old"), tmp_path / "site")
    monkeypatch.setattr(module, "_exchange", lambda new, folder: shutil.rmtree(new))

    with pytest.raises(FileNotFoundError):
        write(site("new"), tmp_path / "site")

    assert holds(tmp_path / "site", "old")
    assert ["site"] == os.listdir(tmp_path)


# ---- two builds at once ---------------------------------------------------------------


def test_a_build_waits_for_another_and_then_gives_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE_S", 0.2)
    write(site("old"), tmp_path / "site")

    with open(tmp_path / ".site.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(SiteBusyError, match=r"another build is at work on .*site`: wait"):
            write(site("new"), tmp_path / "site")

    assert holds(tmp_path / "site", "old")
    assert {"site", ".site.lock"} == set(os.listdir(tmp_path))


def test_a_lock_on_a_file_that_was_removed_is_none(tmp_path: Path) -> None:
    path = tmp_path / ".site.lock"
    with open(path, "w") as first, open(path) as second:
        assert module._has_locked(first.fileno(), path)
        assert not module._has_locked(second.fileno(), path)
        path.unlink()
        assert not module._has_locked(first.fileno(), path)
        path.touch()
        assert not module._has_locked(first.fileno(), path)


@both_steps
def test_builds_at_once_come_one_after_the_other(tmp_path: Path, step: str) -> None:
    builds = [start(tmp_path / "site", word, step) for word in ("one", "two")]
    for build in builds:
        finish(build)

    assert whole(tmp_path / "site") in ("one", "two")
    assert ["site"] == os.listdir(tmp_path)


def test_builds_without_end_never_meet_and_a_reader_never_misses_a_page(tmp_path: Path) -> None:
    """Each build removes the lock file, and others may just have opened it."""
    folder = tmp_path / "site"
    write([Output("index.html", b"")], folder)
    stop = time.monotonic() + 1.5

    def build_often() -> None:
        while time.monotonic() < stop:
            write([Output("index.html", b"")], folder)

    def read_often() -> None:
        while sys.platform == "linux" and time.monotonic() < stop:
            (folder / "index.html").read_bytes()

    assert [0] * 5 == in_children(*[build_often] * 4, read_often)
    assert ["site"] == os.listdir(tmp_path)
