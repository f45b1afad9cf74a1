"""Lighthouse, as on a phone with a slow line: full marks, and at least 98 for performance.

The pages come from a server on this machine, uncompressed, which is slower than any host; nothing
is asked of other hosts. Performance is a measurement, and other work on the machine disturbs it:
it may be measured again, as often as `ATTEMPTS` says, and the best counts.
"""

from __future__ import annotations

import json
import socket
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

import states

pytestmark = pytest.mark.alone

PACKAGES = states.ROOT / ".tools/node_modules"
SCRIPT = states.ROOT / "tests/lighthouse.mjs"
KINDS = ("essay", "evidence", "ledger")
WANTED = {"accessibility": 100, "best-practices": 100, "seo": 100, "performance": 98}
ATTEMPTS = 4


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Of a Chromium that Lighthouse can drive."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    with states.launched(f"--remote-debugging-port={number}"):
        yield number


@pytest.mark.parametrize("kind", KINDS)
def test_lighthouse_gives_full_marks(address: str, port: int, kind: str) -> None:
    best: dict[str, Any] = {}
    for _ in range(ATTEMPTS):
        report = lighthouse(port, address + states.PAGES[kind])
        slower = best and best["performance"]["score"] >= report["performance"]["score"]
        best = {**report, "performance": best["performance"]} if slower else report
        if best["performance"]["score"] >= WANTED["performance"]:
            break

    assert not {name: best[name] for name, least in WANTED.items() if best[name]["score"] < least}


def lighthouse(port: int, url: str) -> dict[str, Any]:
    """Score and what was missed, by category."""
    assert PACKAGES.is_dir(), "Lighthouse is missing: run `make test`, or scripts/setup-tests"
    command = ["node", SCRIPT, PACKAGES, str(port), url]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert run.returncode == 0, run.stderr
    report: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return report
