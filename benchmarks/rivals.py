#!/usr/bin/env python3
"""Cold builds beside other generators: `python benchmarks/rivals.py --mkdocs PATH … [N …]`.

Each program gets the same text with plain links and footnotes, and the smallest templates that
show it. They build in turn; the table has the medians, the ratios to ours pair by pair, and the
largest resident set of a single process.
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
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import corpus
from measure import BUILD, Run, run, write_hugo

HEAD = "<!doctype html><html lang=en><head><meta charset=utf-8>"
PAGE = HEAD + "<title>{title}</title></head>{body}"
MKDOCS = """site_name: Corpus
docs_dir: content
use_directory_urls: false
plugins: []
theme: {name: null, custom_dir: theme}
markdown_extensions: [footnotes, tables]
validation: {omitted_files: ignore, not_found: ignore}
"""
PELICAN = """SITENAME = "Corpus"
PATH = "content"
THEME = "theme"
TIMEZONE = "UTC"
DIRECT_TEMPLATES = ["index"]
AUTHOR = "A. Writer"
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
STATIC_PATHS = []
MARKDOWN = {"extension_configs": {f"markdown.extensions.{name}": {}
    for name in ("meta", "footnotes", "tables")}, "output_format": "html5"}
"""


@dataclass(frozen=True)
class Rival:
    """A generator: what writes N essays as its project, how it is called, what it leaves."""

    name: str
    write: Callable[[Path, int], None]
    command: Sequence[str]
    leaves: Sequence[str]


def write_ours(folder: Path, count: int) -> None:
    """The corpus in our own syntax."""
    corpus.write(count, folder / "content")


def write_mkdocs(folder: Path, count: int) -> None:
    """The corpus as a project of MkDocs."""
    corpus.write(count, folder / "content", plain=True)
    body = "<body><h1>{{ page.title }}</h1>{{ page.content }}</body></html>"
    _write(folder / "theme/main.html", PAGE.format(title="{{ page.title }}", body=body))
    _write(folder / "mkdocs.yml", MKDOCS)


def write_pelican(folder: Path, count: int) -> None:
    """The corpus as a project of Pelican's."""
    corpus.write(count, folder / "content", plain=True)
    article = "<body><h1>{{ article.title }}</h1>{{ article.content }}</body></html>"
    row = '<li><a href="{{ a.url }}">{{ a.title }}</a></li>'
    index = "<body><ul>{% for a in articles %}" + row + "{% endfor %}</ul></body></html>"
    title = "{{ article.title }}"
    _write(folder / "theme/templates/article.html", PAGE.format(title=title, body=article))
    _write(folder / "theme/templates/index.html", PAGE.format(title="Corpus", body=index))
    _write(folder / "pelicanconf.py", PELICAN)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def rivals(options: argparse.Namespace) -> list[Rival]:
    """Ours first, then each program that was given."""
    ours = Rival("Footnoted", write_ours, [sys.executable, str(BUILD)], ["_site", ".cache"])
    found = [ours]
    if options.hugo:
        command = [options.hugo, "--quiet", "--noBuildLock"]
        found.append(Rival("Hugo", write_hugo, command, ["public", "resources"]))
    if options.pelican:
        command = [options.pelican, "-q", "-s", "pelicanconf.py"]
        found.append(Rival("Pelican", write_pelican, command, ["output", "cache", "__pycache__"]))
    if options.mkdocs:
        found.append(Rival("MkDocs", write_mkdocs, [options.mkdocs, "build", "-q"], ["site"]))
    return found


def version(rival: Rival) -> str:
    """The name, with the version where the program tells it."""
    if rival.name == "Footnoted":
        return rival.name
    told = subprocess.run(
        [rival.command[0], "version" if rival.name == "Hugo" else "--version"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    number = next(word for word in told.replace(",", " ").split() if word.strip("v")[0].isdigit())
    return f"{rival.name} {number.strip('v').partition('-')[0]}"


def measure(every: Sequence[Rival], folder: Path, count: int, times: int) -> list[list[Run]]:
    """The runs of each, in turn, from a clean start."""
    for rival in every:
        rival.write(folder / rival.name, count)
    runs: list[list[Run]] = [[] for _ in every]
    for _ in range(times):
        for rival, made in zip(every, runs, strict=True):
            place = folder / rival.name
            for left in rival.leaves:
                shutil.rmtree(place / left, ignore_errors=True)
            made.append(run(rival.command, place))
            pages = len(list((place / rival.leaves[0]).rglob("*.html")))
            assert pages >= 11 * count, f"{rival.name} made {pages} pages"
    return runs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", type=int, nargs="*", default=[1, 10, 100])
    for name in ("hugo", "pelican", "mkdocs"):
        parser.add_argument(f"--{name}", default=shutil.which(name), metavar="PATH")
    parser.add_argument("--times", type=int, default=5, help="runs of each")
    options = parser.parse_args()
    every = rivals(options)
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors\n")
    print("| cold build | seconds | ratio to Footnoted | MiB |\n|---|--:|--:|--:|")
    for count in options.counts:
        with tempfile.TemporaryDirectory() as folder:
            runs = measure(every, Path(folder), count, options.times)
        for rival, made in zip(every, runs, strict=True):
            seconds = statistics.median(r.seconds for r in made)
            pairs = zip(made, runs[0], strict=True)
            ratio = statistics.median(theirs.seconds / ours.seconds for theirs, ours in pairs)
            memory = max(r.mebibytes for r in made)
            line = f"| N={count}, {version(rival)} | {seconds:.3f} | {ratio:.2f} | {memory:.0f} |"
            print(line, flush=True)


if __name__ == "__main__":
    main()
