"""`build.py serve` as a process of its own, on a small site in a folder of its own."""

from __future__ import annotations

import http.client
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Page, WebSocket

ROOT = Path(__file__).resolve().parent.parent
ESSAY = """---
title: {title}
date: 2026-11-22
---
It is [a claim](../evidence/poll.md) and more.

{text}
"""
EVIDENCE = """---
title: Is it so?
kind: fact
verdict: opinion
---
{text}
"""


class Preview:
    """`build.py serve` on a folder of its own."""

    def __init__(self, folder: Path, *options: str, site: str = "title: Site\n") -> None:
        self.content = folder / "content"
        self.write("site.yaml", site)
        self.essay("The first text.")
        self.write("evidence/poll.md", EVIDENCE.format(text="Because."))
        command = [sys.executable, str(ROOT / "build.py"), "serve", "--port", "0", *options]
        self._said = folder / "said.txt"
        with self._said.open("wb") as said:
            self.process = subprocess.Popen(
                command, cwd=folder, stdout=subprocess.PIPE, stderr=said, text=True
            )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        match = re.search(r"http://127\.0\.0\.1:(\d+)(/\S*)", line)
        assert match, line
        self.port, self.base = int(match[1]), match[2]
        self.url = match[0]

    def write(self, path: str, text: str) -> None:
        target = self.content / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")

    def essay(self, text: str, *, title: str = "An essay") -> None:
        self.write("essays/essay.md", ESSAY.format(title=title, text=text))

    def put(self, text: str) -> None:
        """The essay has the text, in one step: there is no moment in which it is empty."""
        new = self.content.with_name("new.md")
        new.write_text(ESSAY.format(title="An essay", text=text), "utf-8")
        new.replace(self.content / "essays/essay.md")

    def said(self, end: str = "") -> str:
        """What it has told the author so far, as soon as that ends with `end`."""
        give_up = time.monotonic() + 30
        while not (said := self._said.read_text("utf-8")).endswith(end):
            assert time.monotonic() < give_up, said
            time.sleep(0.02)
        return said

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(how)
        self.process.communicate(timeout=30)
        return self.process.returncode


def open_connected(page: Page, url: str) -> None:
    """Open a page, and wait until the preview has answered it: what is saved next is told to it.

    The answer may come at any time after the socket is made, also while the page still loads, so
    it is listened for from the beginning.
    """
    answers: list[str | bytes] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda answer: answers.append(answer))

    page.on("websocket", listen)
    page.goto(url)
    give_up = time.monotonic() + 30
    while not answers:
        assert time.monotonic() < give_up, "the preview does not answer"
        page.wait_for_timeout(10)


def request(preview: Preview, path: str, **headers: str) -> tuple[int, str]:
    """Status and body of what the server sends for `path`, taken letter for letter."""
    connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=30)
    connection.putrequest("GET", path, skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    response = connection.getresponse()
    status, body = response.status, response.read().decode()
    connection.close()
    return status, body
