#!/usr/bin/env python3
"""Where the time of a cold build goes: `python benchmarks/parts.py [N]`, as a table.

The parts of a build of the corpus of N essays, each done by itself in one process, in
milliseconds of the processor: the least of several times. What a build does around them
(starting, sending results from one process to the other, writing files) is not among them.
"""

from __future__ import annotations

import argparse
import gc
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import corpus

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from footnoted.config import read_config
from footnoted.link import link
from footnoted.making import Maker, maker_of
from footnoted.model import Deferred, Poster
from footnoted.options import Options
from footnoted.pages import Item, Page
from footnoted.parse import parse_essay, parse_evidence
from footnoted.pipeline import planned
from footnoted.read import read
from footnoted.sources import read_sources

Result = TypeVar("Result")
KINDS = {"essay.html": "essays", "evidence.html": "evidence pages", "source.html": "source pages"}


def least(act: Callable[[], Result], times: int = 5) -> tuple[float, Result]:
    """The least milliseconds of the processor that something takes, and what comes of it."""
    best, result = float("inf"), act()
    for _ in range(times):
        began = time.process_time()
        result = act()
        best = min(best, time.process_time() - began)
    return best * 1000, result


def parts(options: Options) -> Iterator[tuple[str, float]]:
    """Each part with its time."""
    ms, content = least(lambda: read(options.content))
    yield "reading files", ms
    config, _ = read_config(content.config)
    assert content.sources
    file = content.sources
    ms, bibliography = least(lambda: read_sources(file))
    yield "parsing sources.yaml", ms
    ms, essays = least(lambda: [parse_essay(file, config).page for file in content.essays])
    yield "parsing essays", ms
    ms, evidence = least(lambda: [parse_evidence(file, config).page for file in content.evidence])
    yield "parsing evidence", ms
    ms, (site, _) = least(lambda: link(config, essays, evidence, bibliography, content.media))
    yield "linking", ms
    ms, (items, theme) = least(lambda: planned(site, options))
    yield "planning pages", ms
    yield from _making(items, maker_of(site, theme))


def _making(items: list[Item], maker: Maker) -> Iterator[tuple[str, float]]:
    pages = [item for item in items if isinstance(item, Page)]
    for template, name in KINDS.items():
        some = [page for page in pages if page.template == template]
        yield f"making {name}", least(lambda some=some: [maker.make(page) for page in some])[0]  # type: ignore[misc]
    others = [page for page in pages if page.template not in KINDS]
    yield "making lists and the rest", least(lambda: [maker.make(page) for page in others])[0]
    for file in items:
        if isinstance(file, Deferred):
            yield f"making {file.path}", least(lambda file=file: file.make(True))[0]  # type: ignore[misc]
    posters = [item for item in items if isinstance(item, Poster)]
    yield "drawing posters", least(lambda: [maker.make(poster) for poster in posters], 2)[0]
    yield "keys of pages", least(lambda: [maker.key(page, b"") for page in pages])[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=100)
    count = parser.parse_args().count
    print(f"Python {platform.python_version()}, N={count}\n\n| part | ms |\n|---|--:|")
    gc.disable()  # as a build does
    with tempfile.TemporaryDirectory() as folder:
        corpus.write(count, Path(folder) / "content")
        found = list(parts(Options(Path(folder) / "content")))
    for name, ms in found:
        print(f"| {name} | {ms:.0f} |")
    print(f"| all | {sum(ms for _, ms in found):.0f} |")


if __name__ == "__main__":
    main()
