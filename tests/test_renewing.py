"""An edit that no other page sees renews one page: links nothing, and leaves the very same site.

The faces of texts decide which edits these are; the last tests are of them.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

import build
from footnoted import renewing, unchanged
from footnoted.faces import face
from footnoted.model import Config, Essay, Evidence, SourceFile
from footnoted.parse import parse_essay, parse_evidence
from image_files import png
from sites import write_files
from test_write import in_children

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))
import corpus  # noqa: E402 no package: commands

SECRET = "words that are not of this site"
# What its own page alone shows: see `faces`. Places are in no page.
OWN = {
    *("Essay.prose", "Essay.span", "Evidence.prose", "Evidence.span", "Evidence.verdict_span"),
    *("Evidence.recheck_span", "Prose.body", "Prose.headings", "Claim.span", "MoreEvidence.span"),
    *("Note.id", "Note.mark", "Note.body", "Note.references", "Note.span", "Link.span"),
    *("Mention.span", "Citation.span", "Citation.quote_span", "Bearing.span"),
}
WHOLE = """---
title: T
date: 2026-01-02
updated: 2026-01-03
author: A
summary: S
tags: [t]
based-on: a
---
# Head

It is [so](../evidence/a.md#x)[^e] by [a report](https://a.example.org/1).[^s][^n] See [b](b.md#y)
and ![i](../images/i.png).

[^e]: [More](../evidence/b.md), as well.
[^s]: [Source](https://a.example.org/1), page 1.
[^n]: Aside.
"""
OTHERS: dict[type, Callable[[Any], object]] = {
    bool: lambda value: not value,
    int: lambda value: value + 1,
    str: lambda value: f"{value} other",
    frozenset: lambda value: value | {"other"},
}
QUESTION = """---
title: Q
kind: fact
verdict: supported
checked: 2026-01-01
recheck: 2027-01-01
figures: F
citations:
  - source: a
    relation: supports
    quote: q
    locator: l
    translation: t
    says: s
bears_on:
  b: supports
---
Words.
"""


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of two essays that was built, with a cache that knows all of it."""
    monkeypatch.chdir(tmp_path)
    corpus.write(2, tmp_path / "content")
    for file in (tmp_path / "content").rglob("*"):
        os.utime(file, (1, 1))
    for _ in range(2):  # the first of these learns which folders are read
        assert 0 == build.main(["--timings"])
    return tmp_path / "content"


def put_image(content: Path, width: int, height: int) -> None:
    """The image is there, and was long ago."""
    write_files(content, {"images/a.png": png(width, height)})
    os.utime(content / "images/a.png", (width, height))


def is_renewed(capsys: pytest.CaptureFixture[str]) -> bool:
    """Build; True if nothing was linked. The site is that of a build without cache."""
    capsys.readouterr()
    assert 0 == build.main(["--timings"])
    stages = capsys.readouterr().err
    assert 0 == build.main(["--quiet", "--no-cache", "--output", "cold"])
    assert files(Path("cold")) == files(Path("_site"))
    return "render" in stages and "link" not in stages


def place_of_finding(capsys: pytest.CaptureFixture[str]) -> int:
    """The line of the only finding that a build tells of."""
    capsys.readouterr()
    build.main(["--timings"])
    (line,) = re.findall(r"--> essays/essay-0\.md:(\d+):", capsys.readouterr().err)
    return int(line)


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def edit(file: Path, change: Callable[[str], str]) -> None:
    file.write_text(change(file.read_text("utf-8")), "utf-8")


def own_words(text: str, random: Random) -> str:
    """The text with some of its own words changed, which no other page shows."""
    lines = text.split("\n")
    at = random.choice([i for i, line in enumerate(lines) if line.startswith("[^n")] or [-1])
    change = random.randrange(4)
    if change == 0 and at >= 0:  # what a sidenote says
        lines[at] += f" {random.random()}"
    elif change == 1:
        lines.append(f'\n{random.random()} "more" *words*.\n')
    elif change == 2:  # a paragraph above all that follows, so that places move
        start = lines.index("---", 1) + 1
        lines[start:start] = [f"It's {random.random()}.", ""]
    else:
        lines.append("\n| a | b |\n|---|---|\n| `1` | 2 |\n\n> A quotation.\n")
    return "\n".join(lines)


@pytest.mark.parametrize("seed", range(6))
def test_own_words_are_renewed_and_nothing_is_linked(
    seed: int, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Again and again, in one essay or another or on a question's page."""
    random = Random(seed)
    texts = sorted(content.rglob("*.md"))
    for _ in range(5):
        edit(random.choice(texts), lambda text: own_words(text, random))

        assert is_renewed(capsys)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("title: ", "title: Other ", 1),
        lambda text: text.replace("\n## ", "\n## Other ", 1),  # others may link to it
        lambda text: text.replace("(../evidence/e0-1.md)", "(../evidence/e1-1.md)"),
        lambda text: text.replace("As ", "As well, as ", 30),  # the sentences around claims
        lambda text: f"{text}\nSee [so](https://archive.example.org/1/1).\n",
        lambda text: f"{text}\nIt is [bare](#).\n",
    ],
)
def test_what_other_pages_see_is_linked_again(
    change: Callable[[str], str], content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(content / "essays/essay-0.md", change)

    assert not is_renewed(capsys)


def test_words_with_a_finding_are_not_renewed_until_it_is_gone(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A finding has a place in the file, which any edit may move."""
    essay = content / "essays/essay-0.md"
    text = essay.read_text("utf-8")
    edit(essay, lambda text: f"{text}\n[^nowhere]: A note that nobody refers to.\n")
    places = [place_of_finding(capsys)]
    edit(essay, lambda text: text.replace("---\n", "---\n\n\n", 2))
    assert not is_renewed(capsys)
    places.append(place_of_finding(capsys))
    assert places[0] + 4 == places[1]
    essay.write_text(text, "utf-8")
    assert not is_renewed(capsys)
    edit(essay, lambda text: f"{text}\nMore.\n")
    assert is_renewed(capsys)


def test_an_edit_that_was_taken_back_is_a_renewal_that_writes_nothing(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    essay = content / "essays/essay-0.md"
    page = Path("_site/essays/essay-0.html")
    was = page.stat().st_ino
    edit(essay, lambda text: text)

    assert is_renewed(capsys)
    assert was == page.stat().st_ino


@pytest.mark.parametrize("count", [2, 5, renewing._MANY])
def test_several_texts_are_renewed_at_once(
    count: int, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Twice the same ones: of files as young as these, none is trusted to be as it was."""
    random = Random(count)
    texts = random.sample(sorted(content.rglob("*.md")), count)
    for _ in range(2):
        for file in texts:
            edit(file, lambda text: own_words(text, random))

        assert is_renewed(capsys)


def test_images_keep_their_size_while_words_change(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is among the ties of the page: no image is read. A new one is more than new words."""
    essay, page = content / "essays/essay-0.md", Path("_site/essays/essay-0.html")
    put_image(content, 60, 40)
    shown = "![a](../images/a.png)[^a]\n\n[^a]: See [it](../images/a.png)."
    edit(essay, lambda text: f"{text}\n{shown}\n")
    assert not is_renewed(capsys)
    for _ in range(2):
        edit(essay, lambda text: f"{text}\nMore.\n")
        assert is_renewed(capsys)
        assert 'width="60" height="40"' in page.read_text("utf-8")
    put_image(content, 50, 30)
    assert not is_renewed(capsys)
    assert 'width="50" height="30"' in page.read_text("utf-8")
    edit(essay, lambda text: text.replace("See [it]", "See ![it]"))
    assert not is_renewed(capsys)
    assert 2 == page.read_text("utf-8").count('width="50" height="30"')


def test_many_texts_are_a_whole_build(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for file in sorted(content.rglob("*.md"))[: renewing._MANY + 1]:
        edit(file, lambda text: f"{text}\nMore.\n")

    assert not is_renewed(capsys)


def test_one_text_that_others_see_more_of_is_a_whole_build_of_all(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(content / "essays/essay-0.md", lambda text: f"{text}\nMore.\n")
    edit(content / "essays/essay-1.md", lambda text: text.replace("title: ", "title: Other ", 1))

    assert not is_renewed(capsys)


def test_the_whole_build_that_is_needed_then_looks_at_the_folders_no_second_time(
    content: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(content / "essays/essay-1.md", lambda text: text.replace("title: ", "title: Other ", 1))
    inputs, listed = unchanged.inputs, []

    def look(folders: Iterable[str]) -> bytes:
        listed.extend(folders := [*folders])
        return inputs(folders)

    monkeypatch.setattr(unchanged, "inputs", look)

    assert 0 == build.main(["--timings"])
    assert "link" in capsys.readouterr().err
    assert 1 == listed.count(str(content.absolute()))


@pytest.mark.parametrize("is_taken_back", [False, True])
@pytest.mark.parametrize("last", ["essay-0.html", "essay-1.html", f"{unchanged.FILE}."])
def test_a_renewal_that_is_killed_is_made_good_by_the_next_build(
    last: str, is_taken_back: bool, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Just before a page is replaced, or before the record is: what is there is not trusted."""
    essays = [content / f"essays/essay-{n}.md" for n in (0, 1)]
    texts = [essay.read_text("utf-8") for essay in essays]
    for essay in essays:
        edit(essay, lambda text: f"{text}\nMore.\n")

    def kill(name: str, arguments: tuple[object, ...]) -> None:
        if name == "os.rename" and last in str(arguments[0]):
            os.kill(os.getpid(), signal.SIGKILL)

    def build_and_be_killed() -> None:
        sys.addaudithook(kill)
        build.main(["--timings"])

    assert [-signal.SIGKILL] == in_children(build_and_be_killed)
    if is_taken_back:
        for essay, text in zip(essays, texts, strict=True):
            essay.write_text(text, "utf-8")
            os.utime(essay, (1, 1))

    is_renewed(capsys)  # or is not, where a page was replaced: it is right
    assert {"_site", "cold", "content", ".cache"} == set(os.listdir())


def test_a_draft_is_renewed_without_a_page(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    essay = content / "essays/essay-1.md"
    edit(essay, lambda text: text.replace("---\n", "---\ndraft: true\n", 1))
    assert not is_renewed(capsys)
    edit(essay, lambda text: f"{text}\nMore.\n")

    assert is_renewed(capsys)
    assert not Path("_site/essays/essay-1.html").exists()


def test_a_text_that_became_a_link_out_of_the_folder_is_not_read(content: Path) -> None:
    outside = content.parent / "outside.md"
    essay = content / "essays/essay-0.md"
    outside.write_text(f"{essay.read_text('utf-8')}\n{SECRET}\n", "utf-8")
    essay.unlink()
    essay.symlink_to(outside)

    assert 1 == build.main(["--timings"])
    assert SECRET.encode() not in Path("_site/essays/essay-0.html").read_bytes()


def test_a_folder_that_became_a_link_out_of_the_content_is_not_read(content: Path) -> None:
    """Its files are the very same, so of them none has changed."""
    outside = content.parent / "outside"
    (content / "essays").rename(outside)
    (content / "essays").symlink_to(outside)

    assert 1 == build.main(["--timings"])
    edit(content / "evidence/e0-1.md", lambda text: f"{text}\nMore.\n")
    assert 1 == build.main(["--timings"])


def test_a_folder_of_the_site_that_became_a_link_is_made_anew(content: Path) -> None:
    """What it leads to is not the site's, and no page is replaced there."""
    outside = content.parent / "outside"
    Path("_site/essays").rename(outside)
    Path("_site/essays").symlink_to(outside)
    edit(content / "essays/essay-0.md", lambda text: f"{text}\n{SECRET}\n")

    assert 0 == build.main(["--timings"])
    assert not Path("_site/essays").is_symlink()
    assert SECRET.encode() not in (outside / "essay-0.html").read_bytes()


@pytest.mark.parametrize("damage", [lambda b: b[:-9], lambda b: b"\0" * len(b), lambda b: b""])
def test_ties_that_are_damaged_are_not_used(
    damage: Callable[[bytes], bytes], content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = Path(".cache", renewing.FILE)
    file.write_bytes(damage(file.read_bytes()))
    for name in ("essays/essay-0", "evidence/e1-9"):
        edit(content / f"{name}.md", lambda text: f"{text}\nMore.\n")
        is_renewed(capsys)


def test_ties_of_another_build_are_not_used(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two builds wrote at once: one's record stayed, and the other's ties."""
    record = Path(".cache/site.bin").read_bytes()
    edit(content / "sources.yaml", lambda text: text.replace("title: ", "title: Other ", 1))
    build.main(["--timings"])
    ties = Path(".cache", renewing.FILE).read_bytes()
    edit(content / "sources.yaml", lambda text: text.replace("title: Other ", "title: ", 1))
    build.main(["--timings"])
    Path(".cache/site.bin").write_bytes(record)
    Path(".cache", renewing.FILE).write_bytes(ties)
    edit(content / "essays/essay-0.md", lambda text: f"{text}\nMore.\n")

    assert not is_renewed(capsys)


def test_a_site_that_was_edited_by_hand_is_made_whole(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("_site/claims.html").write_text("spoilt")
    edit(content / "essays/essay-0.md", lambda text: f"{text}\nMore.\n")

    assert not is_renewed(capsys)


def test_a_renewal_that_cannot_be_remembered_is_one_all_the_same(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a whole build is, whose site is as good without a cache."""
    Path(".cache", f"{unchanged.FILE}.{os.getpid()}").mkdir()  # where the record is written first
    edit(content / "essays/essay-0.md", lambda text: f"{text}\nMore.\n")
    capsys.readouterr()

    assert 0 == build.main(["--timings"])
    told = capsys.readouterr().err
    assert told.startswith("warning: nothing can be kept for the next build: ")
    assert "link" not in told
    assert b"More." in Path("_site/essays/essay-0.html").read_bytes()


def test_the_next_build_after_a_renewal_has_nothing_to_do(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    essay = content / "essays/essay-0.md"
    edit(essay, lambda text: f"{text}\nMore.\n")
    os.utime(essay, (2, 2))
    assert is_renewed(capsys)
    shutil.rmtree("cold")

    build.main(["--timings"])

    assert "nothing has changed" in capsys.readouterr().out


# ---- faces ----------------------------------------------------------------------------


def parsed() -> Iterator[Essay | Evidence]:
    yield parse_essay(SourceFile("essays/x.md", WHOLE), Config()).page
    yield parse_evidence(SourceFile("evidence/q.md", QUESTION), Config()).page


def variants(value: object, name: str) -> Iterator[tuple[str, object]]:
    """The value with one field changed, somewhere in it, and the name of that field."""
    if isinstance(value, msgspec.Struct):
        for field in msgspec.structs.fields(value):
            place = f"{type(value).__name__}.{field.name}"
            for found, other in variants(getattr(value, field.name), place):
                yield found, replace(value, **{field.name: other})
    elif isinstance(value, tuple) and value:
        if name != "Essay.based_on":  # a pair
            yield name, value[:-1]
        for found, other in variants(value[0], name):
            yield found, (other, *value[1:])
    elif type(value) in OTHERS:
        yield name, OTHERS[type(value)](value)


def test_every_field_is_in_the_face_or_of_its_own_page_alone() -> None:
    """A field that comes later must be given its place."""
    seen = set()
    for page in parsed():
        for name, other in variants(page, ""):
            assert isinstance(other, Essay | Evidence)
            own = name in OWN or name.startswith(("Span.", "Heading.", "Hole."))
            if own:
                seen.add(name.partition(".")[0])
            assert (face(other) == face(page)) == own, name
    assert {"Span", "Heading", "Note", "Prose"} <= seen
