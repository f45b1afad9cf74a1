"""Quotations and the copies they are from: what is found, what is not, and how long it takes."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from footnoted.folding import folded
from footnoted.model import QUOTE_CHECKS
from footnoted.quotes import Copy, check

FILE = Path(__file__).parent / "redteam/quotations.yaml"


class Pair(NamedTuple):
    """A quotation, the copy that it is said to be from, and the right answer."""

    about: str
    copy: str
    quotation: str
    answer: str

    def __str__(self) -> str:
        return f"{self.about}: {self.answer}: {self.quotation}"


PAIRS = [
    Pair(group["about"], group["copy"], quotation, answer)
    for group in yaml.safe_load(FILE.read_text("utf-8"))
    for answer in ("found", "cut", "not-found")
    for quotation in group.get(answer, ())
]


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_the_verdict_is_right(pair: Pair) -> None:
    result = check(pair.quotation, Copy(pair.copy))

    answer = "cut" if result.problem == "cut" else result.verdict
    assert pair.answer == answer, result
    assert result.verdict in QUOTE_CHECKS


def test_there_are_enough_pairs_of_each_answer() -> None:
    assert len(PAIRS) == len({(pair.copy, pair.quotation) for pair in PAIRS}) >= 120
    for answer, fewest in (("found", 60), ("not-found", 60), ("cut", 15)):
        assert sum(pair.answer == answer for pair in PAIRS) >= fewest, answer


@pytest.mark.parametrize("pair", [p for p in PAIRS if p.answer != "cut"], ids=str)
def test_the_verdict_does_not_depend_on_what_stands_around(pair: Pair) -> None:
    around = "Other words, of 1848.\n\n"

    assert pair.answer == check(pair.quotation, Copy(around + pair.copy + "\n\n" + around)).verdict


def test_every_run_of_words_is_found_and_none_with_a_word_changed() -> None:
    """However the lines of the copy break, and with hyphens that they break at."""
    chance = random.Random(1)
    alphabet = "abcdefghij"
    for _ in range(300):
        words = ["".join(chance.choices(alphabet, k=chance.randint(2, 8))) for _ in range(60)]
        text = _printed(words, chance)
        start = chance.randrange(50)
        quoted = words[start : start + chance.randint(2, 10)]
        changed = [*quoted]
        changed[chance.randrange(len(quoted))] = "zz"

        assert "found" == check(" ".join(quoted), Copy(text)).verdict, text
        assert "not-found" == check(" ".join(changed), Copy(text)).verdict, text


def _printed(words: list[str], chance: random.Random) -> str:
    """The words with ends of lines between some, and within some, there with a hyphen."""
    lines = ""
    for word in words:
        cut = chance.randrange(1, len(word))
        lines += f"{word[:cut]}-\n{word[cut:]}" if chance.random() < 0.1 else word
        lines += "\n" if chance.random() < 0.1 else " "
    return lines


@pytest.mark.parametrize(
    ("quotation", "differences"),
    [
        ("the rate rose to 470 in May", (("470", "410"),)),
        ("the rate fell to 410 in June", (("fell", "rose"), ("June", "May"))),
        ("the rate soon rose to 410", (("soon", ""),)),
        ("the ministry said so twice", (("twice", "again"),)),
        ("no word is alike here, pal", ()),
    ],
)
def test_what_differs_is_named(quotation: str, differences: tuple[tuple[str, str], ...]) -> None:
    copy = Copy("In March the rate rose to 410 in May, and the ministry said so again.")

    result = check(quotation, copy)

    assert ("not-found", "words", differences) == (
        result.verdict,
        result.problem,
        result.differences,
    )


@pytest.mark.parametrize(
    ("quotation", "left_out"),
    [
        ("They did sign it", "not"),
        ("They did not sign it in the house", "that day, but weeks later,"),
        ("They did in the house by the lake", "not sign it that day, but weeks later,"),
    ],
)
def test_what_is_left_out_is_named(quotation: str, left_out: str) -> None:
    copy = Copy("They did not sign it that day, but weeks later, in the house by the lake.")

    result = check(quotation, copy)

    assert ("omission", left_out) == (result.problem, result.stands)


@pytest.mark.parametrize(
    ("letters", "whole"),
    [("हिन्द", "हिन्दी"), ("क", "कि"), ("q", "q\u0303"), ("שלו", "שלו\u05b9ם"), ("ก", "กิ")],
)
def test_a_letter_is_cut_from_its_marks(letters: str, whole: str) -> None:
    result = check(f"It was {letters}", Copy(f"It was {whole}, or so."))

    assert ("found", "cut") == (result.verdict, result.problem)
    assert result.said != result.stands
    assert whole.endswith(result.stands)


@pytest.mark.parametrize(
    ("quotation", "said", "whole"),
    [("up to 0.9", "0.9", "0.95"), ("happy few", "happy", "unhappy"), ("they can", "can", "can't")],
)
def test_what_is_cut_is_named(quotation: str, said: str, whole: str) -> None:
    result = check(quotation, Copy("The unhappy few, up to 0.95 percent, say they can't."))

    assert ("found", "cut", said, whole) == (
        result.verdict,
        result.problem,
        result.said,
        result.stands,
    )


def test_folding_twice_is_folding_once() -> None:
    for pair in PAIRS:
        once = folded(pair.quotation)
        assert folded(once) == once


def test_a_book_of_two_megabytes_and_200_quotations_take_less_than_a_second() -> None:
    chance = random.Random(2)
    known = ["".join(chance.choices("abcdefghijklm", k=chance.randint(2, 9))) for _ in range(9000)]
    words = chance.choices(known, k=320_000)
    text = "\n".join(" ".join(words[at : at + 12]) for at in range(0, len(words), 12))
    starts = [chance.randrange(len(words) - 40) for _ in range(200)]
    assert len(text) > 2_000_000

    started = time.process_time()
    copy = Copy(text)
    verdicts = {check(" ".join(words[at : at + 30]), copy).verdict for at in starts}

    assert {"found"} == verdicts
    assert time.process_time() - started < 1.5  # half a second where nothing else runs


@pytest.mark.parametrize(
    "unit",
    [
        *("a", "a ", "\n", "a-\n", " ", ".", "' ", "- ", "— ", "\u0301\u0323", "\u00ad\n", "中 "),
        *("가\n", "« ", " »", "...", "0.", "e\u0301", "[…] ", "-\n", "\x00", "ﬁ", "'a"),
    ],
)
def test_no_text_is_a_trap(unit: str) -> None:
    """A megabyte of anything takes less than a second, and so does looking it through."""
    quotations = (
        "a" * 300 + "b",
        "a a a-a b",
        "a" * 3000,
        "b" + " a" * 2000,
        "가 가가 나",
        unit * 99,
    )
    started = time.process_time()

    copy = Copy(f"e{unit * (1_000_000 // len(unit))}e")
    for quotation in quotations:
        check(quotation, copy)

    assert time.process_time() - started < 4
