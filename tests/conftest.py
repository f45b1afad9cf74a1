"""What all tests share: `pytest --accept` writes the output of every case into its file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser, expect

import case_files
import states

# As on a machine that nobody set up: Python keeps what it compiled, and so do templates.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Whether a test passes says nothing of how busy the machine is.
expect.set_options(timeout=30_000)
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept",
        action="store_true",
        help="write what the cases give now into tests/cases/, to be read as a diff",
    )


@pytest.fixture(scope="session")
def accepted(request: pytest.FixtureRequest) -> Iterator[dict[case_files.Case, str] | None]:
    """Where to put new outputs; None unless `--accept`. The files are written at the end."""
    if not request.config.getoption("--accept"):
        yield None
        return
    outputs: dict[case_files.Case, str] = {}
    yield outputs
    case_files.accept(outputs)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """An empty content folder."""
    folder = tmp_path / "content"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sites of `states.SITES`."""
    folder = tmp_path_factory.mktemp("built")
    states.build_sites(folder)
    return folder


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    """Where the same folder is served; it ends with a slash."""
    with states.served(built) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with states.launched() as browser:
        yield browser
