"""What is read quickly is read as the library reads it: same values, same places, same findings."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footnoted import composing, plain_yaml
from footnoted.composing import Text, compose, compose_entries
from footnoted.full_yaml import read_full
from footnoted.model import SourceFile
from footnoted.nodes import Items, Node, Pairs, Scalar, UnsoundError
from footnoted.parse import EVIDENCE_KEYS, _split
from footnoted.plain_yaml import cut, is_simple, read_plain
from footnoted.source_records import _plain_record, read_record, record_of
from footnoted.sources import read_sources

ROOT = Path(__file__).parent.parent
RECORDS = (ROOT / "content/sources.yaml").read_text("utf-8")
PAGES = [path.read_text("utf-8") for path in sorted((ROOT / "content/evidence").glob("*.md"))]
# What YAML can be made of, so that chance finds what nobody would write on purpose.
BITS = (
    *("a", "b", "key", "\n", "\n", "\n", " ", "  ", "    ", ": ", ":", "- ", "-", '"', "'", "#"),
    *(" # ", "[", "]", "[a, b]", "{", "}", ",", "|", ">", "&a", "*a", "!", "!!str ", "%", "@", "`"),
    *(
        "\\",
        "\t",
        "---",
        "--- ",
        "...",
        "? ",
        "<<",
        "~",
        "null",
        "\xa0",
        "\x85",
        "\u2028",
        "é",
        "1",
        "''",
        '\\"',
    ),
    *(
        "\r",
        "a: 1",
        "a: b\n",
        "  - x: y\n",
        "b:\n",
        "- c\n",
        '"d"',
        "'e'",
        "\u3000",
        "\u202e",
        "=",
        ".",
    ),
)
yamls = st.lists(st.sampled_from(BITS), max_size=24).map("".join)


def shape(node: Node, text: Text) -> object:
    """All of a node that anything is made of."""
    if isinstance(node, Scalar):
        return node.value, text.span(node), node.end_line, node.end_column, node.is_merge
    if isinstance(node, Items):
        return text.span(node), [shape(item, text) for item in node.value]
    return text.span(node), [(shape(k, text), shape(v, text)) for k, v in node.value]


def is_read_alike(code: str) -> bool:
    """True if it was plain; what is read then has to be what the library finds."""
    node = read_plain(code) if is_simple(code) else None
    if node is None:
        return False
    text = Text("x.yaml", code)
    full = read_full(code)
    assert full is not None
    assert shape(full, text) == shape(node, text)
    return True


def mutated(chance: random.Random) -> str:
    starts = [line for line, _ in cut(RECORDS)]
    first = chance.choice(starts[:-5])
    code = "\n".join(RECORDS.split("\n")[first : first + chance.randrange(8, 40)])
    for _ in range(chance.randrange(4)):
        at = chance.randrange(len(code) + 1)
        code = code[:at] + chance.choice(BITS) + code[at + chance.randrange(2) :]
    return code


@given(yamls)
@settings(max_examples=500)
def test_any_text_that_is_plain_is_read_as_the_library_reads_it(code: str) -> None:
    is_read_alike(code)


def test_texts_with_slips_are_read_alike() -> None:
    """Pieces of real files with a bit put in, taken out or put in another's place."""
    chance = random.Random(1)
    alike = sum(is_read_alike(mutated(chance)) for _ in range(500))

    assert alike > 100, "this compares nothing"


def test_what_is_in_this_repository_is_plain() -> None:
    """So that a build of it need not import the library for its texts."""
    fronts = [page.partition("\n")[2].partition("\n---\n")[0] for page in PAGES]

    assert all(is_read_alike(front) for front in fronts)
    assert all(is_read_alike(part) for _, part in cut(RECORDS))


@pytest.mark.parametrize(
    "code",
    [
        *(
            "",
            "\n",
            "# a",
            "a:",
            "a",
            "- ",
            "a: b # c",
            "a: b: c",
            "a: b:",
            "a: |\n  b",
            "a: >\n  b",
        ),
        *('a: "b', 'a: "b\\n"', "a: 'b' c", "a: [b", "a: [b, [c]]", "a: {b: c}", "a: &b c"),
        *(
            "a: *b",
            "a: !!str b",
            "? a\n: b",
            "<<: a",
            "a b: c",
            "a:\tb",
            "\ta: b",
            "a: b\n c",
            "a: b\n  c: d",
        ),
        *(
            "a: b\n- c",
            "- a\nb: c",
            "---\na: b",
            "a: b\n...",
            "%YAML 1.2\n---\na: b",
            "a:\nb: c",
            "- - a",
        ),
        *(
            "a:\n  b: c\n d: e",
            "a: @b",
            "a: `b",
            "a: -",
            "a: - b",
            "a: %b",
            "a: ~\u2028",
            "a: \xa0\x85",
            "- a: b\n c: d",
        ),
    ],
)
def test_what_is_more_than_plain_is_left_to_the_library(code: str) -> None:
    assert not is_simple(code) or read_plain(code) is None


@pytest.mark.parametrize("code", ["{}: b", "{}:\n  a: b", "a:\n  - {}: b"])
def test_a_key_that_is_too_long_for_yaml_is_left_to_the_library(code: str) -> None:
    assert is_read_alike(code.format("k" * 1024))
    assert read_plain(code.format("k" * 1025)) is None


def without_shortcuts(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (composing, plain_yaml):
        monkeypatch.setattr(module, "is_simple", lambda _: False)
    monkeypatch.setattr("footnoted.sources.is_simple", lambda _: False)


def findings(code: str) -> object:
    """Whatever is made of the text as each kind of file that there is."""
    text, whole = Text("x.yaml", code), Text("x.yaml", code)
    pairs = [(key.value, shape(value, text)) for key, value in compose_entries(text)]
    root = compose(whole)
    page = SourceFile("x.md", f"---\n{code}\n---\n")
    record, front, *rest = _split(page, EVIDENCE_KEYS)
    return (
        (pairs if text.is_sound else None, text.found[-1:] if not text.is_sound else text.found),
        (root and shape(root, whole), whole.found),
        (record.values.keys(), record.span(), front.found, rest),
        read_sources(SourceFile("sources.yaml", code)),
    )


CODES = [
    "a: 1\nb: [\nc: 2\n",
    "a:\n  type: x\n",
    "a: 'b\nc: d'\ne: f\n",
    "a: b\nhello\n",
    "a: &x b\nc: *x\n",
]


def test_findings_are_the_same_without_the_short_way(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(2)
    codes = [*CODES, *(mutated(chance) for _ in range(150))]
    quick = [findings(code) for code in codes]

    without_shortcuts(monkeypatch)

    assert [findings(code) for code in codes] == quick


def test_a_record_that_is_read_without_places_is_the_same_with_them() -> None:
    chance = random.Random(3)
    texts = [Text("sources.yaml", part, 7) for _ in range(400) for _, part in cut(mutated(chance))]
    flat = [(record, text.text) for text in texts if (record := _plain_record(text))]

    assert len(flat) > 200, "this compares nothing"
    for record, part in flat:
        ((key, node),) = compose_entries(text := Text("sources.yaml", part, 7))
        assert record_of(key, node, text) == record
        assert not text.found


def test_records_read_one_by_one_are_those_of_the_whole_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    again = RECORDS + RECORDS[RECORDS.index("aca-2002") :][:900].rpartition("\n")[0] + "\n"
    short = read_sources(SourceFile("sources.yaml", again))

    without_shortcuts(monkeypatch)

    assert read_sources(SourceFile("sources.yaml", again)) == short
    assert {"duplicate-key"} <= {found.code for found in short.diagnostics}


def test_a_part_that_needs_the_next_one_is_no_record() -> None:
    assert read_record("sources.yaml", "a: 'b\n", 0) is None
    with pytest.raises(UnsoundError):
        read_full("a: 'b\n")


def test_the_parts_of_a_text_are_all_of_it() -> None:
    assert RECORDS.endswith("".join(part for _, part in cut(RECORDS)))
    assert [(1, "a: 1\n # c\n"), (3, "b: 2\n")] == cut("# x\na: 1\n # c\nb: 2\n")
    assert [] == cut("a: 1\n---\nb: 2\n") == cut("  a: 1\nb: 2\n")
    assert isinstance(read_plain("a: 1"), Pairs)
