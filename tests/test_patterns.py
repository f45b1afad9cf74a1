"""A pattern is compiled when something is looked for with it, and is right whenever that is."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import footnoted
from footnoted.patterns import _Later, pattern


def test_a_pattern_is_used_as_a_compiled_one() -> None:
    word, digit = pattern(r"(?P<first>[a-z])[a-z]*", re.IGNORECASE), pattern(rb"\d")

    found = word.search("1 One")

    assert found
    assert ("One", "O") == (found[0], found["first"])
    assert [b"1", b"2"] == digit.findall(b"1 and 2")
    assert {"first": 1} == dict(word.groupindex)


def test_what_is_wrong_with_a_pattern_is_raised_when_it_is_used() -> None:
    wrong = pattern("(")

    with pytest.raises(re.error):
        wrong.search("")


def test_every_pattern_of_footnoted_can_be_compiled() -> None:
    """None waits for a reader's text to show that it is wrong."""
    names = [m.name for m in pkgutil.walk_packages(footnoted.__path__, "footnoted.")]
    modules = [importlib.import_module(name) for name in names]
    later = [each for m in modules for each in vars(m).values() if isinstance(each, _Later)]

    assert later
    assert all(getattr(each, "pattern", "") for each in later)
