"""Words of a command that are read without the library mean what they mean to it."""

from __future__ import annotations

import random

import pytest

from footnoted.arguments import make_parser, read_arguments
from footnoted.plain_words import plain_arguments

OPTIONS = [option for action in make_parser()._actions for option in action.option_strings]
VALUES = ("folder", "a/b", "", "-", "--", "-x", "build", "check", "2026-11-22", "--quiet", "ü", "7")


def test_what_is_plain_is_read_as_the_library_reads_it(capsys: pytest.CaptureFixture[str]) -> None:
    chance, plain = random.Random(7), 0
    for _ in range(3000):
        words = [] if chance.random() < 0.3 else ["build"]
        for _ in range(chance.randrange(4)):
            option = chance.choice(OPTIONS)
            option = option[: chance.randrange(3, 20)] if chance.random() < 0.1 else option
            value = chance.choice(VALUES)
            words += chance.choice(([option], [option, value], [f"{option}={value}"], [value]))

        if (asked := plain_arguments(words)) is not None:
            plain += 1
            library = vars(read_arguments(words))
            assert vars(asked) == {name: library[name] for name in vars(asked)}, words

    assert plain > 300
    assert "usage" not in capsys.readouterr().err


def test_what_a_build_is_mostly_asked_for_is_plain() -> None:
    assert plain_arguments([])
    assert plain_arguments(["build"])
    assert plain_arguments(["--content", "a", "--output", "b", "--theme", "c", "--strict"])
