"""A long build says how far it is: on a terminal, in a log, or not at all."""

from __future__ import annotations

import io
import os
import pty
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import pytest

import build
from footnoted import progress
from footnoted.progress import Progress

pytestmark = pytest.mark.alone

ESSAY = "---\ntitle: T{n}\ndate: 2026-11-22\n---\nWords.\n"


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is too short to be shown."""
    for name in ("AFTER_S", "_EVERY_S", "_LINE_EVERY_S"):
        monkeypatch.setattr(progress, name, 0)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")


@contextmanager
def terminal() -> Iterator[tuple[TextIO, int]]:
    """A real terminal to write to, and its other end."""
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as stream:
        yield stream, ours
    os.close(ours)


def drawn(stream: TextIO, other_end: int) -> str:
    """All that was drawn on the terminal so far."""
    stream.flush()
    os.write(other_end, b"")  # the line discipline has passed on what was written
    return os.read(other_end, 1 << 20).decode()


def content(folder: Path, count: int) -> None:
    (folder / "content/essays").mkdir(parents=True)
    for n in range(count):
        (folder / f"content/essays/e{n}.md").write_text(ESSAY.format(n=n))


def test_a_terminal_shows_one_line_that_is_wiped_at_the_end() -> None:
    with terminal() as (stream, other_end):
        shown = Progress(stream)
        tick = shown.stage("Writing")
        tick(1, 4)
        tick(4, 4)
        shown.end()
        text = drawn(stream, other_end)

    assert "[######..................] Writing 1 of 4" in text
    assert "[########################] Writing 4 of 4" in text
    assert "\n" not in text
    assert text.endswith("\r\x1b[K")


def test_a_line_never_wraps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    with terminal() as (stream, other_end):
        Progress(stream).stage("Writing")(1_000_000, 2_000_000)
        text = drawn(stream, other_end)

    assert 29 == len(text.removeprefix("\r\x1b[K"))


def test_a_log_gets_whole_lines() -> None:
    log = io.StringIO()
    shown = Progress(log)
    shown.stage("Parsing")(1_000, 11_000)
    shown.end()

    assert "Parsing 1,000 of 11,000\n" == log.getvalue()


def test_a_terminal_that_cannot_draw_gets_lines_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    with terminal() as (stream, other_end):
        Progress(stream).stage("Parsing")(1, 2)
        text = drawn(stream, other_end)

    assert "Parsing 1 of 2\r\n" == text


def test_a_short_build_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "AFTER_S", 60)
    log = io.StringIO()
    Progress(log).stage("Parsing")(1, 2)

    assert "" == log.getvalue()


def test_a_build_shows_both_stages_to_their_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also the share of the second process, which does its own half."""
    content(tmp_path, 60)
    monkeypatch.chdir(tmp_path)
    log = io.StringIO()
    monkeypatch.setattr(sys, "stderr", log)

    assert 0 == build.main([])

    lines = log.getvalue().splitlines()
    written = len([path for path in (tmp_path / "_site").rglob("*") if path.is_file()]) - 1
    assert "Parsing 60 of 60" in lines
    assert f"Writing {written} of {written}" in lines


def test_quiet_says_nothing_but_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    content(tmp_path, 60)
    monkeypatch.chdir(tmp_path)

    for _ in range(3):  # the third has nothing to do
        assert 0 == build.main(["--quiet"])
    assert ("", "") == capsys.readouterr()

    (tmp_path / "content/essays/e0.md").write_text("Words.\n")

    assert 1 == build.main(["--quiet"])
    out, err = capsys.readouterr()
    assert "" == out
    assert err.startswith("error[front-matter]: the page has no front matter\n")
    assert "Parsing" not in err
