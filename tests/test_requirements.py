"""What is installed is what requirements.txt names, and nothing is fetched from odd places."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
FILES = ("requirements.txt", "requirements-dev.txt")
PIN = re.compile(r"([A-Za-z0-9._-]+)==([0-9][0-9a-z.]*) +# [^#]+")


def pins(*files: str) -> dict[str, str]:
    """Version by name, of all packages in the files. Fails on any other kind of line."""
    found = {}
    for file in files:
        for line in (ROOT / file).read_text("utf-8").splitlines():
            if line and not line.startswith("#") and line != "-r requirements.txt":
                match = PIN.fullmatch(line)
                assert match, f"{file}: not `name==version  # why`: {line}"
                found[match[1]] = match[2]
    return found


@pytest.mark.parametrize(("name", "version"), pins(*FILES).items())
def test_the_installed_version_is_the_pinned_one(name: str, version: str) -> None:
    """Another package can silently move markdown-it-py back to a release that loses text."""
    assert metadata.version(name) == version


def test_what_the_runtime_packages_need_is_pinned_too() -> None:
    pinned = {normal(name) for name in pins("requirements.txt")}

    for name in pinned:
        for text in metadata.requires(name) or ():
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                assert normal(requirement.name) in pinned, f"{name} needs {text}"


def test_node_packages_are_pinned() -> None:
    packages = (ROOT / "tests/package.json").read_text("utf-8")

    versions = re.findall(r'"[a-z/@-]+": "(\d[^"]*)"', packages)

    assert versions
    assert all(re.fullmatch(r"\d+\.\d+\.\d+(-[a-z]+\.\d+)?", version) for version in versions)
    assert packages.count('": "') == len(versions) + packages.count('"description": "')


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
