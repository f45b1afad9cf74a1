#!/usr/bin/env python3
"""From save to screen: `python benchmarks/preview.py [N] [--saves 40] [--hugo PATH]`.

The preview serves a corpus of N essays. An essay is saved at random intervals of 0.05 to 4
seconds; the times are from the save to the reload message on a socket, and to the frame of
Chromium's that shows the new words. A save whose words are not on the page within four seconds
counts as lost. With Hugo given, its server shows the same text with plain links and gets the same
saves, in the same minutes: both in turn.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import shutil
import socket as socket_module
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import corpus
from measure import write_hugo
from playwright.async_api import Page, async_playwright
from playwright.async_api import TimeoutError as PlaywrightTimeout
from tornado.websocket import WebSocketClientConnection, websocket_connect

BUILD = Path(__file__).resolve().parent.parent / "build.py"
PATIENCE_S = 4
NOTE = "[^new{0}]\n\n[^new{0}]: A note."
PAINTED = "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]


@dataclass
class Preview:
    """A preview that runs: its address, that of its socket, and the essay that is saved."""

    name: str
    process: subprocess.Popen[str]
    address: str
    socket: str
    page: str
    file: Path
    messages: asyncio.Queue[float] = field(default_factory=asyncio.Queue)
    told: list[float] = field(default_factory=list)
    seen: list[float | None] = field(default_factory=list)

    def report(self) -> str:
        """A row of the table."""
        seen = [ms for ms in self.seen if ms is not None]
        told = f"{statistics.median(self.told):.0f} ms | {max(self.told):.0f} ms"
        page = f"{statistics.median(seen):.0f} ms | {max(seen):.0f} ms" if seen else "– | –"
        return (
            f"| {self.name} | {told} | {page} | {len(self.seen) - len(seen)} of {len(self.seen)} |"
        )


def ours(folder: Path, count: int) -> Preview:
    """Our preview of a corpus."""
    corpus.write(count, folder / "content")
    command = [sys.executable, str(BUILD), "serve", "--port", "0"]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    match = re.search(r"http://\S+", process.stdout.readline())
    assert match
    address = match[0].replace("127.0.0.1", "localhost")
    socket = f"{match[0].replace('http', 'ws', 1)}0/livereload"
    file = folder / "content/essays/essay-0.md"
    return Preview("serve", process, address, socket, f"{address}essays/essay-0.html", file)


def hugo(program: str, folder: Path, count: int) -> Preview:
    """Hugo's server for the same text."""
    write_hugo(folder, count)
    port = free_port()
    process = subprocess.Popen(
        [program, "server", "--port", str(port), "--bind", "127.0.0.1"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    while "Press Ctrl+C" not in (line := process.stdout.readline()):
        assert line, "hugo server did not start"
    address = f"http://localhost:{port}/"
    socket = f"ws://localhost:{port}/livereload"
    file = folder / "content/essays/essay-0.md"
    return Preview("hugo server", process, address, socket, f"{address}essays/essay-0/", file)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket_module.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def listen(preview: Preview) -> WebSocketClientConnection:
    """A socket that hears of every change, and puts the time of each message in a queue."""

    def heard(message: str | bytes | None) -> None:
        preview.messages.put_nowait(time.perf_counter())

    socket = await websocket_connect(preview.socket, on_message_callback=heard)
    await socket.write_message(json.dumps({"command": "hello", "protocols": []}))
    await socket.write_message(json.dumps({"command": "info", "url": preview.address}))
    await asyncio.sleep(0.3)  # what it answers is no news of a change
    return socket


async def one_save(preview: Preview, text: str, mark: str, page: Page) -> None:
    """A save, and the milliseconds to the message and to the page; None if it was lost."""
    while not preview.messages.empty():
        preview.messages.get_nowait()
    begun = time.perf_counter()
    preview.file.write_text(f"{text}\n\n{mark}\n", "utf-8")
    words = mark.partition("[")[0]
    shown = f"document.body && document.body.textContent.includes('{words}')"
    seen: float | None = None
    try:
        await page.wait_for_function(shown, polling="raf", timeout=PATIENCE_S * 1000)
        await page.evaluate(PAINTED)
        seen = (time.perf_counter() - begun) * 1000
    except PlaywrightTimeout:
        pass
    preview.seen.append(seen)
    if not preview.messages.empty():
        preview.told.append((preview.messages.get_nowait() - begun) * 1000)


async def measure(previews: list[Preview], saves: int, note: str) -> None:
    chance = random.Random(1)
    texts = [preview.file.read_text("utf-8") for preview in previews]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        pages = [await browser.new_page() for _ in previews]
        for page, preview in zip(pages, previews, strict=True):
            await page.goto(preview.page)
        sockets = [await listen(preview) for preview in previews]
        for number in range(saves):
            for preview, text, page in zip(previews, texts, pages, strict=True):
                await page.bring_to_front()
                await one_save(preview, text, f"Mark{number}mark" + note.format(number), page)
            await asyncio.sleep(chance.uniform(0.05, 4))
        for socket in sockets:
            socket.close()
        await browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=100)
    parser.add_argument("--saves", type=int, default=40)
    parser.add_argument("--hugo", default=shutil.which("hugo"), help="the program to compare with")
    parser.add_argument("--notes", action="store_true", help="each save brings a new note")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        previews = [ours(Path(name) / "ours", options.count)]
        if options.hugo:
            previews.append(hugo(options.hugo, Path(name) / "hugo", options.count))
        try:
            asyncio.run(measure(previews, options.saves, NOTE if options.notes else ""))
        finally:
            for preview in previews:
                preview.process.kill()
                preview.process.wait()
    print(
        "| | to the message | at most | to the page | at most | lost |\n|---|--:|--:|--:|--:|--:|"
    )
    for preview in previews:
        print(preview.report())


if __name__ == "__main__":
    main()
