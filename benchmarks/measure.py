#!/usr/bin/env python3
"""How long builds take, as a table: `python benchmarks/measure.py [--hugo PATH] [N …]`.

For each N a corpus is made (see corpus.py), and the build is measured in turn with Hugo's on the
same text with plain links, where Hugo is given: each run as a whole process, by the wall clock;
the medians of both, and the median of the ratios pair by pair. Memory is the largest resident set
of a single process. Files get old times first, so that a build may trust them.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import corpus

BUILD = Path(__file__).resolve().parent.parent / "build.py"
SINGLE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<link rel="stylesheet" href="/style.css"></head><body><main><h1>{{ .Title }}</h1>{{ .Content }}
</main></body></html>"""
LIST = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title>
</head><body><ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}
</ul></body></html>"""


@dataclass(frozen=True)
class Run:
    """One run of a command: wall-clock seconds, and the largest resident set in MiB."""

    seconds: float
    mebibytes: float


def write_hugo(folder: Path, count: int) -> None:
    """The corpus of N essays as a project of Hugo's."""
    corpus.write(count, folder / "content", plain=True)
    layouts = folder / "layouts/_default"
    layouts.mkdir(parents=True)
    (layouts / "single.html").write_text(SINGLE)
    (layouts / "list.html").write_text(LIST)
    settings = 'baseURL = "https://x.example.org/"\ndisableKinds = ["taxonomy", "term"]\n'
    settings += "buildFuture = true\n"  # ours publishes what has the date of tomorrow
    (folder / "hugo.toml").write_text(settings)


# As on a machine that nobody set up: Python keeps what it compiled, as it does by default.
ENVIRONMENT = {name: v for name, v in os.environ.items() if not name.startswith("PYTHON")}


def run(command: Sequence[str], folder: Path) -> Run:
    """The command has run once, and well."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} in {folder} ended with {process.returncode}")
    return Run(seconds, usage.ru_maxrss / 1024)


class Site:
    """A corpus of N essays, ours and Hugo's."""

    def __init__(self, folder: Path, count: int, hugo: str | None) -> None:
        self.ours, self.theirs = folder / f"ours-{count}", folder / f"hugo-{count}"
        corpus.write(count, self.ours / "content")
        self.command = [sys.executable, str(BUILD)]
        self.hugo = [hugo, "--quiet", "--noBuildLock"] if hugo else None
        if hugo:
            write_hugo(self.theirs, count)
        self.age()

    def age(self) -> None:
        """All files were last changed a minute ago."""
        then = time.time() - 60
        for path in (self.ours / "content").rglob("*.*"):
            if path.stat().st_mtime > then:
                os.utime(path, (then, then))

    def clean(self) -> None:
        for name in ("_site", ".cache"):
            shutil.rmtree(self.ours / name, ignore_errors=True)

    def clean_hugo(self) -> None:
        for name in ("public", "resources"):
            shutil.rmtree(self.theirs / name, ignore_errors=True)

    def change(self, path: str) -> None:
        """One file of ours has one word more."""
        file = self.ours / "content" / path
        file.write_text(file.read_text("utf-8") + ("\nMore." if path.endswith(".md") else "\n"))

    def change_source(self) -> None:
        file = self.ours / "content/sources.yaml"
        file.write_text(file.read_text("utf-8").replace("title: ", "title: x", 1))


def measure(site: Site, times: int, prepare: Callable[[], None]) -> tuple[list[Run], list[Run]]:
    """Our runs and Hugo's, in turn; `prepare` comes before each of ours."""
    ours, theirs = [], []
    for _ in range(times):
        prepare()
        ours.append(run(site.command, site.ours))
        if site.hugo:
            site.clean_hugo()
            theirs.append(run(site.hugo, site.theirs))
    return ours, theirs


def row(name: str, ours: list[Run], theirs: list[Run]) -> str:
    """A row of the table."""
    seconds = statistics.median(r.seconds for r in ours)
    memory = max(r.mebibytes for r in ours)
    if not theirs:
        return f"| {name} | {seconds:.3f} | – | – | {memory:.0f} |"
    hugo = statistics.median(r.seconds for r in theirs)
    ratio = statistics.median(a.seconds / b.seconds for a, b in zip(ours, theirs, strict=True))
    return f"| {name} | {seconds:.3f} | {hugo:.3f} | {ratio:.2f} | {memory:.0f} |"


def rows(site: Site, count: int, times: int) -> list[str]:
    """All measurements of one size."""
    cold = measure(site, times, site.clean)
    for _ in range(2):  # the first of these learns which folders are read
        run(site.command, site.ours)
    nothing = measure(site, times, lambda: None)
    essay = measure(site, times, lambda: site.change("essays/essay-0.md"))
    source = measure(site, times, site.change_source)
    return [
        row(f"N={count}, cold", *cold),
        row(f"N={count}, nothing changed", *nothing),
        row(f"N={count}, one essay changed", *essay),
        row(f"N={count}, one source changed", *source),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", type=int, nargs="*", default=[1, 10, 100])
    parser.add_argument("--hugo", default=shutil.which("hugo"), help="the program to compare with")
    parser.add_argument("--times", type=int, default=5, help="runs of each kind")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors\n")
    print("| | seconds | Hugo, cold | ratio | MiB |\n|---|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        for count in options.counts:
            site = Site(Path(folder), count, options.hugo)
            for line in rows(site, count, options.times):
                print(line, flush=True)


if __name__ == "__main__":
    main()
