"""Ctrl-C and SIGTERM: the old site stands or the new one, and nothing else is left.

The moment is a call of the build's that Python audits, so it is the same on any machine.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from footnoted import workers

ROOT = Path(__file__).resolve().parent.parent
ESSAY = "---\ntitle: {word} {n}\ndate: 2026-11-22\n---\n\n[Words](../evidence/age.md) of {n}.\n"
EVIDENCE = "---\ntitle: Is tea old?\nkind: fact\nverdict: opinion\n---\n\nIt is.\n"
ESSAYS = 2 * workers.WORTH_IT
STOPPED = "\nStopped. The old site stands as it was.\n"
SIGNALLED_BUILD = f"""
import os, runpy, signal, sys
_, event, text, number, to_all, *words = sys.argv
first, waits = os.getpid(), True

def look(name, arguments):
    global waits
    if waits and name == event and text in repr(arguments):
        waits = False
        (os.killpg if to_all else os.kill)(first, int(number))

sys.addaudithook(look)
os.register_at_fork(after_in_parent=lambda: look("forked", ()))
sys.argv = ["build.py", "--quiet", *words]
sys.path[0] = "{ROOT}"
runpy.run_path("{ROOT}/build.py", run_name="__main__")
"""
WHILE_IT_MAY_STOP = {
    "a library is imported": ("import", "markdown_it"),
    "a text is read": ("open", "essays/e7.md"),
    "the second process is there": ("forked", ""),
    "a result is kept": ("open", "parsed.bin."),
    "the lock is there": ("fcntl.flock", ""),
    "the new folder is made": ("os.mkdir", ".site.new"),
    "a page of one process is written": ("open", "essays/e0.html"),
    "a page of the other process is written": ("open", "essays/e1.html"),
    "a file is shared": ("os.link", "style.css"),
}
TOO_LATE = {
    "the folders change places": ("ctypes.dlsym", "renameat2"),
    "the old folder is removed": ("shutil.rmtree", ".site.new"),
    "what was built is kept": ("open", "site.bin."),
}
every_signal = pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
to_one_or_all = pytest.mark.parametrize("to_all", [False, True], ids=["alone", "with its group"])
needs_two = pytest.mark.skipif(not workers._can_fork(), reason="one process does it all here")


@dataclass(frozen=True)
class Project:
    """A folder with a site that was built, of texts that were edited since."""

    folder: Path

    def edit(self, word: str) -> None:
        """All essays have the word in their title, since a while ago."""
        for n in range(ESSAYS):
            path = self.folder / f"content/essays/e{n}.md"
            path.write_text(ESSAY.format(word=word, n=n))
            os.utime(path, (1e9, 1e9))

    def site(self, output: str = "out/site") -> dict[str, bytes]:
        folder = self.folder / output
        found = (path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}

    def build(self, *words: str) -> dict[str, bytes]:
        """The site, built with no cache."""
        command = [sys.executable, str(ROOT / "build.py"), "--quiet", "--no-cache"]
        subprocess.run([*command, "--output", "other", *words], cwd=self.folder, check=True)
        return self.site("other")

    def signalled(
        self, moment: tuple[str, str], number: int, *words: str, to_all: bool = False
    ) -> tuple[int, str]:
        """Exit code and standard error of a build that got the signal at the moment."""
        command = [sys.executable, "-c", SIGNALLED_BUILD, *moment, str(int(number))]
        build = subprocess.Popen(
            [*command, "all" if to_all else "", "--output", "out/site", *words],
            cwd=self.folder,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),  # as a shell's `&`
        )
        told = build.communicate(timeout=60)[1]
        with pytest.raises(ProcessLookupError):  # nobody of its group is left
            os.killpg(build.pid, 0)
        assert {*os.listdir(self.folder / "out")} <= {"site"}
        assert {*os.listdir(self.folder / ".cache")} <= {"parsed.bin", "site.bin", "ties.bin"}
        return build.returncode, told


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with texts, a site and a cache that knows it; for a copy of it, too."""
    project = Project(tmp_path_factory.mktemp("built"))
    for name in ("essays", "evidence"):
        (project.folder / "content" / name).mkdir(parents=True)
    (project.folder / "content/evidence/age.md").write_text(EVIDENCE)
    project.edit("Old")
    command = [sys.executable, str(ROOT / "build.py"), "--quiet", "--output", "out/site"]
    subprocess.run(command, cwd=project.folder, check=True)
    return project.folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Project:
    """A copy, in which every title is another one since the site was built."""
    copied = Project(tmp_path / "copy")
    shutil.copytree(built, copied.folder)  # with the times of the files
    copied.edit("New")
    return copied


# ---- while the old site stands --------------------------------------------------------


@needs_two
@to_one_or_all
@every_signal
@pytest.mark.parametrize("moment", WHILE_IT_MAY_STOP.values(), ids=WHILE_IT_MAY_STOP)
def test_a_signal_leaves_the_old_site_as_it_was(
    project: Project, moment: tuple[str, str], number: signal.Signals, to_all: bool
) -> None:
    """Nothing beside it, no second process, and the next build finds all it needs."""
    before = project.site()

    ended = project.signalled(moment, number, to_all=to_all)

    assert (128 + number, STOPPED) == ended
    assert before == project.site()


def test_the_next_build_is_as_if_none_had_been_stopped(project: Project) -> None:
    for moment in WHILE_IT_MAY_STOP.values():
        project.signalled(moment, signal.SIGINT)

    assert (0, "") == project.signalled(("never", ""), signal.SIGINT)
    assert project.build() == project.site()


def test_a_first_build_that_is_stopped_leaves_no_site(project: Project) -> None:
    shutil.rmtree(project.folder / "out/site")
    moment = WHILE_IT_MAY_STOP["a page of one process is written"]

    assert (130, "\nStopped. Nothing was written.\n") == project.signalled(moment, signal.SIGINT)
    assert [] == os.listdir(project.folder / "out")


def test_a_signal_leaves_the_old_page_where_only_one_is_made_anew(project: Project) -> None:
    project.edit("Old")
    for _ in range(2):  # the first learns which folders are read
        assert (0, "") == project.signalled(("never", ""), signal.SIGINT)
    before = project.site()
    text = project.folder / "content/essays/e7.md"
    text.write_text(text.read_text().replace(" of", " and more of"))

    assert (130, STOPPED) == project.signalled(("open", "essays/e7.html"), signal.SIGINT)
    assert before == project.site()
    assert (0, "") == project.signalled(("os.rename", "essays/e7.html"), signal.SIGINT)
    assert project.build() == project.site()


def test_a_check_ends_in_words(project: Project) -> None:
    ended = project.signalled(WHILE_IT_MAY_STOP["a text is read"], signal.SIGINT, "check")

    assert (130, "\nStopped.\n") == ended


@needs_two
@every_signal
@pytest.mark.parametrize("moment", ["a text is read", "the second process is there"])
def test_a_preview_that_is_ended_before_it_is_there_gives_no_address(
    project: Project, moment: str, number: signal.Signals, capfd: pytest.CaptureFixture[str]
) -> None:
    ended = project.signalled(WHILE_IT_MAY_STOP[moment], number, "serve", "--port", "0")

    assert (128 + number, "\nStopped.\n") == ended
    assert "" == capfd.readouterr().out


def test_a_signal_in_a_callback_is_heard() -> None:
    """An exception would be told of there, and dropped."""
    code = f"""
import os, signal
from footnoted.stopping import heed

class Dropped:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)

heed({STOPPED.strip()!r})
Dropped()
print("goes on")
"""
    command = [sys.executable, "-c", code]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (130, STOPPED, "") == (ended.returncode, ended.stderr, ended.stdout)


# ---- when it is too late --------------------------------------------------------------


@to_one_or_all
@every_signal
@pytest.mark.parametrize("moment", TOO_LATE.values(), ids=TOO_LATE)
def test_a_signal_that_comes_too_late_changes_nothing(
    project: Project, moment: tuple[str, str], number: signal.Signals, to_all: bool
) -> None:
    """The new site is in its place, whole, and the build ends as it would have."""
    ended = project.signalled(moment, number, to_all=to_all)

    assert (0, "") == ended
    assert project.build() == project.site()


# ---- the second process ---------------------------------------------------------------


@needs_two
def test_an_error_does_not_wait_for_the_second_process() -> None:
    def fail(item: int) -> None:
        raise OSError("no space left")

    began = time.monotonic()
    with pytest.raises(OSError, match="no space left"):
        workers.in_two(
            lambda item: time.sleep(60) or b"", range(99), here=fail, there=lambda *_: None
        )

    assert time.monotonic() - began < 30


@needs_two
def test_what_a_second_process_had_not_sent_is_done_by_the_first() -> None:
    first = os.getpid()

    def work(item: int) -> bytes:
        if os.getpid() != first:
            os.kill(os.getpid(), signal.SIGTERM)
        return b""

    found = workers.in_two(work, range(99), here=lambda n: n, there=lambda n, sent: -n)

    assert [*range(99)] == found


@needs_two
def test_it_is_no_matter_who_buries_the_second_process() -> None:
    """The kernel does, at once, if whoever began the build ignores the ends of children."""
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        found = workers.in_two(
            str.encode, [*"ab"] * 99, here=str.encode, there=lambda _, sent: sent
        )
    finally:
        signal.signal(signal.SIGCHLD, before)

    assert [b"a", b"b"] * 99 == found
