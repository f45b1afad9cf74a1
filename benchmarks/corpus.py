#!/usr/bin/env python3
"""A seeded corpus of essays to measure with: `python benchmarks/corpus.py N FOLDER`.

N essays of about 1,200 words, each with 15 source notes, 5 sidenotes and 10 claims, and 10
evidence pages per essay with two citations each: 11 N pages, and 20 N sources. The same N and
seed always give the same bytes. `--plain` writes the same text for other generators: plain
links and footnotes, citations as a list, and a page per source left out.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

WORDS = (
    "the of and a to in is that it was for on are as with his they at be this from have or by one "
    "had not but what all were when we there can an your which their said if do will each about "
    "how up out them then she many some so these would other into has more her two like him see "
    "time could no make than first been its who now people my made over did down only way find use "
    "may water long little very after words called just where most know treaty election witness "
    "harbour ministry border archive survey candle winter senate railway letter engine garden"
).split()
# Each verdict with how the two citations bear on it, so that the build has nothing to say.
VERDICTS = {
    "supported": ("supports", "context"),
    "mostly-supported": ("supports", "qualifies"),
    "mixed": ("supports", "contradicts"),
    "unsupported": ("qualifies", "contradicts"),
    "opinion": ("context", "qualifies"),
}
KINDS = ("fact", "figure", "attribution", "interpretation", "prediction")


class Writer:
    """Random prose from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def words(self, count: int) -> str:
        return " ".join(self.random.choices(WORDS, k=count))

    def sentence(self) -> str:
        """About 18 words, now and then with emphasis, code, a quotation or an apostrophe."""
        words = self.random.choices(WORDS, k=self.random.randint(10, 26))
        spot = self.random.randrange(len(words))
        words[spot] = self.random.choice(
            (words[spot], words[spot], f"*{words[spot]}*", f'"{words[spot]}"', "it's", "**so**")
        )
        text = " ".join(words)
        return f"{text[0].upper()}{text[1:]}."

    def paragraph(self, sentences: int) -> list[str]:
        return [self.sentence() for _ in range(sentences)]


def essay(number: int, plain: bool) -> str:
    """One essay: 13 paragraphs in four sections, a table, a quotation and 20 notes."""
    writer = Writer(number * 1009 + 1)
    paragraphs = [writer.paragraph(5) for _ in range(13)]
    places = [(p, s) for p in range(13) for s in range(5)]
    chosen = writer.random.sample(places, 30)
    for claim, (p, s) in enumerate(chosen[:10]):
        words = paragraphs[p][s].rstrip(".")
        target = f"../evidence/e{number}-{claim}.md"
        paragraphs[p][s] = f"As {writer.words(3)}, [{words.lower()}]({target})."
    notes = []
    for note, (p, s) in enumerate(chosen[10:]):
        label = f"s{note}" if note < 15 else f"n{note}"
        paragraphs[p][s] += f"[^{label}]"
        if note < 15:
            address = f"https://archive.example.org/{number}/{note}"
            notes.append(f"[^{label}]: [{writer.words(6)}]({address}), {writer.words(4)}.")
        else:
            notes.append(f"[^{label}]: {' '.join(writer.paragraph(2))}")
    blocks = []
    for index, sentences in enumerate(paragraphs):
        if index % 4 == 0:
            blocks.append(f"## {writer.words(4).capitalize()}")
        blocks.append(" ".join(sentences))
    blocks.insert(
        5,
        "| year | share |\n|---|--:|\n"
        + "\n".join(f"| {y} | {y % 97} |" for y in range(2010, 2016)),
    )
    blocks.insert(9, "> " + writer.sentence())
    date = f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}"
    head = f"---\ntitle: {writer.words(6).capitalize()}\ndate: {date}\n"
    head += "" if plain else f'author: A. Writer\nsummary: "{writer.words(14)}"\n'
    return f"{head}---\n" + "\n\n".join(blocks + notes) + "\n"


def evidence(number: int, claim: int, plain: bool) -> str:
    """One evidence page: two citations and about 180 words of reasoning."""
    writer = Writer(number * 1009 + claim + 2)
    title = f"{writer.words(8).capitalize()}?"
    body = "\n\n".join(" ".join(writer.paragraph(5)) for _ in range(2))
    keys = (number * 20 + claim * 2, number * 20 + claim * 2 + 1)
    quotes = [writer.words(14) for _ in keys]
    if plain:
        cited = "\n".join(
            f'- [{writer.words(5)}](https://archive.example.org/{k // 20}/{k % 20}): "{q}"'
            for k, q in zip(keys, quotes, strict=True)
        )
        return f"---\ntitle: {title}\ndate: 2026-11-22\n---\n{cited}\n\n{body}\n"
    verdict, kind = writer.random.choice([*VERDICTS]), writer.random.choice(KINDS)
    cited = "\n".join(
        f"  - source: s{k}\n    relation: {relation}\n    quote: {q}"
        for k, relation, q in zip(keys, VERDICTS[verdict], quotes, strict=True)
    )
    return (
        f"---\ntitle: {title}\nkind: {kind}\nverdict: {verdict}\nchecked: 2026-11-22\n"
        f"citations:\n{cited}\n---\n{body}\n"
    )


def sources(count: int) -> str:
    """20 sources for each of `count` essays."""
    writer = Writer(7)
    records = [
        f"s{key}:\n  type: article-newspaper\n  genre: news\n"
        f"  title: {writer.words(7).capitalize()}\n"
        f"  author: {writer.words(2).title()}\n  container-title: {writer.words(2).title()}\n"
        f"  issued: 20{key % 20:02}-0{key % 9 + 1}-1{key % 10}\n"
        f"  url: https://archive.example.org/{key // 20}/{key % 20}\n  language: en\n"
        for key in range(count * 20)
    ]
    return "\n".join(records)


def files(count: int, plain: bool) -> Iterator[tuple[str, str]]:
    """Path and text of every file of the corpus."""
    if not plain:
        yield "site.yaml", "title: Corpus\nurl: https://corpus.example.org\n"
        yield "sources.yaml", sources(count)
    for number in range(count):
        yield f"essays/essay-{number}.md", essay(number, plain)
        for claim in range(10):
            yield f"evidence/e{number}-{claim}.md", evidence(number, claim, plain)


def write(count: int, folder: Path, *, plain: bool = False) -> None:
    """The corpus of `count` essays is in `folder`."""
    for path, text in files(count, plain):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--plain", action="store_true")
    options = parser.parse_args()
    write(options.count, options.folder, plain=options.plain)
