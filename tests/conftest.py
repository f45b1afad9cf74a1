"""What all tests share: `pytest --accept` writes the output of every case into its file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import case_files


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
