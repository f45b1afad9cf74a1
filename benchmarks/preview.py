#!/usr/bin/env python3
"""From save to screen: `python benchmarks/preview.py [N] [--saves 40]`.

The preview serves a corpus of N essays. An essay is saved at random intervals; the times are from
the save to the reload message on a socket, and to the new words in Chromium. A save whose words
are not on the page within four seconds counts as lost.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import corpus
from playwright.async_api import Page, async_playwright
from playwright.async_api import TimeoutError as PlaywrightTimeout
from tornado.websocket import WebSocketClientConnection, websocket_connect

BUILD = Path(__file__).resolve().parent.parent / "build.py"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]


def started(folder: Path, count: int) -> tuple[subprocess.Popen[str], str]:
    """The preview of a corpus, and its address."""
    corpus.write(count, folder / "content")
    command = [sys.executable, str(BUILD), "serve", "--port", "0"]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    match = re.search(r"http://\S+", process.stdout.readline())
    assert match
    return process, match[0]


async def listening(address: str) -> WebSocketClientConnection:
    """A socket that hears of every change."""
    url = f"{address.replace('http', 'ws', 1)}0/livereload"
    socket = await websocket_connect(url)
    await socket.write_message(json.dumps({"command": "hello", "protocols": []}))
    await socket.read_message()
    await socket.write_message(json.dumps({"command": "info", "url": address}))
    await socket.read_message()  # it shows an old state, so it is told at once
    return socket


async def one_save(
    file: Path, text: str, number: int, socket: WebSocketClientConnection, page: Page
) -> tuple[float, float | None]:
    """Milliseconds to the message, and to the page; None if it was lost."""
    mark = f"Mark{number}mark"
    begun = time.perf_counter()
    file.write_text(f"{text}\n\n{mark}\n", "utf-8")
    await socket.read_message()
    told = (time.perf_counter() - begun) * 1000
    shown = f"document.body && document.body.textContent.includes('{mark}')"
    try:
        await page.wait_for_function(shown, polling="raf", timeout=4000)
    except PlaywrightTimeout:
        return told, None
    return told, (time.perf_counter() - begun) * 1000


async def measure(folder: Path, address: str, saves: int) -> None:
    file = folder / "content/essays/essay-0.md"
    text = file.read_text("utf-8")
    chance = random.Random(1)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = await browser.new_page()
        await page.goto(f"{address}essays/essay-0.html")
        socket = await listening(address)
        results = []
        for number in range(saves):
            results.append(await one_save(file, text, number, socket, page))
            await asyncio.sleep(chance.uniform(0.05, 1))
        await browser.close()
    told = [r[0] for r in results]
    seen = [r[1] for r in results if r[1] is not None]
    print(f"to the message: median {statistics.median(told):.0f} ms, most {max(told):.0f} ms")
    print(f"to the page:    median {statistics.median(seen):.0f} ms, most {max(seen):.0f} ms")
    print(f"lost: {len(told) - len(seen)} of {len(told)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=100)
    parser.add_argument("--saves", type=int, default=40)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        process, address = started(folder, options.count)
        try:
            asyncio.run(measure(folder, address.replace("127.0.0.1", "localhost"), options.saves))
        finally:
            process.kill()
            process.wait()


if __name__ == "__main__":
    main()
