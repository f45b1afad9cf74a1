"""`python build.py new`: what it makes can be built, is what was asked for, and harms nothing."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import build
from footnoted.composing import Text, compose
from footnoted.config import KEYS as SETTINGS
from footnoted.diagnostics import UNSEEN
from footnoted.fields import Key, read_mapping
from footnoted.full_yaml import read_full
from footnoted.model import KINDS, RELATIONS, VERDICTS, Config, SourceFile
from footnoted.new import claims, command, names, records, starters
from footnoted.new.command import Wish
from footnoted.new.names import NotNewError
from footnoted.nodes import Pairs, Scalar
from footnoted.options import Options
from footnoted.parse import ESSAY_KEYS, EVIDENCE_KEYS, parse_essay, parse_evidence
from footnoted.pipeline import Checked, check
from footnoted.read import read
from footnoted.source_records import KEYS as SOURCE_KEYS
from footnoted.source_records import TYPES
from footnoted.sources import read_sources
from footnoted.syntax.smart_quotes import educate
from sites import codes, write_files
from test_stopping import SIGNALLED_BUILD
from test_write import in_children

DAY = "2026-11-22"
ESSAY = "---\ntitle: On tea\ndate: 2026-11-22\n---\n\n[Tea is old](#), and [good](<#>).\n"
SOURCES = "# All of them.\na:\n  type: report\n  title: A\n  url: https://example.org/a/\n"
ADDRESS = "https://example.org/new"
# Titles that YAML would take for something else, or that have no plain name.
TITLES = (
    *("Tea: a history", "#1 in C#", "@home", 'He said "no"', "It's so", "'tis", "- 5 degrees"),
    *("no", "null", "1984", "2026-11-22", "~", "a: b: c", "[a, b]", "{a}", "%", "`code`", "a #b"),
    *(
        "back\\slash",
        "\"'\\",
        "🍵 Tea",
        "한국의 평화",
        "الشاي: تاريخ",
        "ชา",
        "שָׁלוֹם",
        "&a",
        "*a",
        "a:",
    ),
    *("---", "{title} {today}", "|", ">", "? what", "!tag", "Ünïcode", "e\u0301", "<<"),
    *(
        "a\u200bb",
        "\ufeffmark",
        "…",
        "«Tee»",
        "a\u0085b",
        "a\u2028b",
        "a\u00a0b",
        "<!-- a -->",
        "[a](#)",
    ),
)
signs = st.characters(exclude_categories=("Cs",)) | st.sampled_from("\"'\\:#@-[]{}&*!|>%` ,?~…🍵한")
titles = st.text(signs, min_size=1, max_size=30) | st.sampled_from(TITLES)


@pytest.fixture
def tea(content: Path) -> Path:
    """A content folder with one essay and one source."""
    write_files(content, {"essays/tea.md": ESSAY, "sources.yaml": SOURCES})
    return content


def new(folder: Path, *words: str, name: str = "") -> str:
    """What is said when something new is made."""
    return "\n".join(command.make(Wish(words, folder, name, DAY)))


def refused(folder: Path, *words: str, name: str = "") -> str:
    """What is said when it is not made; the folder stays as it is."""
    before = held(folder)
    with pytest.raises(NotNewError) as raised:
        new(folder, *words, name=name)

    assert before == held(folder)
    return str(raised.value)


def held(folder: Path) -> dict[str, bytes]:
    """All files of the folder, and its folders."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in folder.rglob("*")
    }


def checked(folder: Path, *, drafts: bool = False) -> Checked:
    return check(Options(folder, drafts=drafts))


def read_text(file: Path) -> str:
    return file.read_bytes().decode()


def switched_on(text: str) -> str:
    """The text with all that a `#` switches off: the author took the signs away."""
    return re.sub(r"^( *)#(?=[a-z-]+:| +\S+:| +- )", r"\1", text, flags=re.MULTILINE)


# ---- a new site -----------------------------------------------------------------------


def test_a_new_site_can_be_built_at_once(tmp_path: Path) -> None:
    new(tmp_path / "mine", "site")

    words = ["--content", str(tmp_path / "mine"), "--output", str(tmp_path / "mine-site")]
    assert 0 == build.main([*words, "--no-cache"])
    assert (tmp_path / "mine-site/essays/born-equal.html").is_file()
    assert ["needs-evidence essays/born-equal.md:9:58"] == codes(checked(tmp_path / "mine"))


def test_a_new_site_has_a_claim_with_evidence_and_one_without(tmp_path: Path) -> None:
    new(tmp_path / "mine", "site")

    corpus = checked(tmp_path / "mine").corpus
    assert (("supported", 1), ("needs-evidence", 1)) == corpus.tally
    assert [DAY] == [page.essay.date for page in corpus.essays]
    assert [DAY] == [page.evidence.checked for page in corpus.evidence]


@given(titles)
def test_the_title_of_a_new_site_is_that_of_its_settings(title: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        if not (shown := accepted(title)):
            return

        new(Path(folder) / "mine", "site", title)

        assert shown == checked(Path(folder) / "mine").corpus.config.title


def test_all_settings_that_are_switched_off_can_be_switched_on(tmp_path: Path) -> None:
    new(tmp_path / "mine", "site")
    file = tmp_path / "mine/site.yaml"
    file.write_text(switched_on(read_text(file)), "utf-8")

    config = checked(tmp_path / "mine").corpus.config

    assert ["needs-evidence essays/born-equal.md:9:58"] == codes(checked(tmp_path / "mine"))
    assert all((config.title, config.author, config.language, config.description, config.url))
    assert set(keys_in(read_text(file))) <= {key.name for key in SETTINGS}


@pytest.mark.parametrize("name", ["essays", "a.txt", "site.yaml"])
def test_a_folder_that_holds_something_is_no_place_for_a_new_site(content: Path, name: str) -> None:
    (content / name).write_text("")

    said = refused(content, "site")

    assert f"is not empty: `{name}`" in said
    assert "--content" in said


def test_hidden_files_are_no_content(content: Path) -> None:
    (content / ".DS_Store").write_text("")

    new(content, "site")

    assert (content / "site.yaml").is_file()


def test_a_link_to_an_empty_folder_is_a_place_for_a_new_site(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "mine").symlink_to("real")

    new(tmp_path / "mine", "site")

    assert (tmp_path / "real/essays/born-equal.md").is_file()


def test_a_link_that_leads_nowhere_and_a_file_are_not(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("nowhere")
    (tmp_path / "file").write_text("")

    for name in ("link", "file"):
        with pytest.raises(NotNewError):
            new(tmp_path / name, "site")

    assert {"link", "file"} == held(tmp_path).keys()


def test_a_new_site_is_there_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its third file cannot be written."""
    before = held(tmp_path)
    broken = iter(["sources.yaml", "essays/born-equal.md", "no such starter"])
    monkeypatch.setattr("footnoted.new.site.site_files", lambda: broken)

    with pytest.raises(FileNotFoundError):
        new(tmp_path / "deep/mine", "site")

    assert before == held(tmp_path)


# ---- titles and names -----------------------------------------------------------------


def accepted(title: str) -> str:
    """The title as it is read; empty if it has what nobody can see, or nothing else."""
    shown = " ".join(title.split())
    return "" if UNSEEN.search(shown) else shown


def front_matter(text: str) -> str:
    return text.removeprefix("---\n").partition("\n---\n")[0] + "\n"


def title_in(text: str, keys: tuple[Key, ...] = ESSAY_KEYS) -> str:
    """The title that our own parser reads in the front matter, and the library as well."""
    yaml = Text("x.md", front_matter(text), 2)
    record = read_mapping(
        compose(yaml), EVIDENCE_KEYS if keys is EVIDENCE_KEYS else ESSAY_KEYS, yaml
    )
    root = read_full(yaml.text)
    assert isinstance(root, Pairs)
    (value,) = (v for k, v in root.value if isinstance(k, Scalar) and k.value == "title")
    assert [] == yaml.found
    assert isinstance(value, Scalar)
    assert value.value == record.text("title")
    return record.text("title")


@given(titles)
@example("\ufeff")
def test_the_title_that_is_written_is_read_back(title: str) -> None:
    if not (shown := accepted(title)):
        return

    values = {"title": starters.quoted(names.title_of([title])), "today": DAY, "author": ""}
    text = starters.filled("essay.md", values)

    parsed = parse_essay(SourceFile("essays/x.md", text), Config())
    assert shown == title_in(text)
    assert educate(shown, "en") == parsed.page.title
    assert () == parsed.diagnostics


@given(titles)
def test_a_page_is_read_under_the_name_made_of_its_title(title: str) -> None:
    """Or none can be made, which is said."""
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder)
        if not (shown := accepted(title)):
            return
        if not (name := names.name_of(shown)):
            assert "--name" in refused(content, "evidence", title)
            return

        new(content, "evidence", title)

        page = read(content).evidence[0]
        assert f"evidence/{name}.md" == page.path
        assert shown == title_in(page.text, EVIDENCE_KEYS)
        assert {"unused-evidence", "no-citation"} == {d.code for _, d in checked(content).findings}


@pytest.mark.parametrize(
    "title, name",
    [
        ("Is a Korean peace deal possible?", "is-a-korean-peace-deal-possible"),
        ("한국의 평화는 가능한가?", "한국의-평화는-가능한가"),
        ("الشاي: تاريخ", "الشاي-تاريخ"),
        ("Rock & roll", "rock-roll"),
        ("-- a - b --", "a-b"),
        ("snake_case", "snake_case"),
        ("word " * 40, "word-" * 15 + "word"),
        ("x" * 200, "x" * 80),
        ("🍵", ""),
        ("?!", ""),
    ],
)
def test_the_name_of_a_page_is_made_of_its_title(title: str, name: str) -> None:
    assert name == names.name_of(title)


@pytest.mark.parametrize("script", ["x", "한", "𐎠", "é", "ก็"])
def test_no_name_is_too_long_for_a_disk(content: Path, script: str) -> None:
    new(content, "essay", script * 300)

    (name,) = os.listdir(content / "essays")
    assert len(name.encode()) <= 250


@pytest.mark.parametrize("title", ["Con", "aux", "LPT1", "com¹"])
def test_a_name_that_windows_keeps_is_refused(content: Path, title: str) -> None:
    assert "Windows" in refused(content, "essay", title)
    assert "Windows" in refused(content, "essay", "A title", name=title)
    assert "Windows" in refused(content, "source", title, ADDRESS)


@pytest.mark.parametrize("name", ["a b", "../a", "a--b", "/etc/x", "a/b", "é\u0301/", "C:x"])
def test_what_cannot_be_an_address_is_no_name(content: Path, name: str) -> None:
    assert "did you mean `" in refused(content, "essay", "A title", name=name)
    assert "did you mean `" in refused(content, "source", name, ADDRESS)


def test_a_name_may_be_chosen(content: Path) -> None:
    new(content, "essay", "A title", name="mine")
    new(content, "evidence", "Is it so?", name="so.md")

    assert {"essays/mine.md", "evidence/so.md"} <= held(content).keys()


def test_a_name_is_written_as_the_build_reads_it(content: Path) -> None:
    new(content, "essay", "A title", name=unicodedata.normalize("NFD", "é"))

    assert "essays/é.md" in held(content)


@pytest.mark.parametrize("title", ["a\x1b[2Jb", "a\u202eb", "a\udcffb"])
def test_what_nobody_sees_is_no_title(content: Path, title: str) -> None:
    said = refused(content, "essay", title)

    assert "\x1b" not in said
    assert said.isprintable() or "\n" in said


def test_words_without_quotation_marks_are_one_title(content: Path) -> None:
    new(content, "essay", "On", "tea")

    assert "On tea" == title_in(read_text(content / "essays/on-tea.md"))


# ---- essays ---------------------------------------------------------------------------


def test_a_new_essay_is_a_draft_without_a_complaint(tea: Path) -> None:
    said = new(tea, "essay", "On coffee")

    found = codes(checked(tea))
    assert [] == [code for code in found if "coffee" in code]
    assert f"Wrote {tea}/essays/on-coffee.md, a draft." in said
    assert "serve --drafts" in said


def test_a_new_essay_shows_a_claim_a_sidenote_and_a_margin_note(content: Path) -> None:
    new(content, "essay", "On coffee")

    site = checked(content, drafts=True)
    (page,) = site.corpus.essays
    assert [None] == [claim.evidence for claim in page.essay.prose.claims]
    assert {"side", "margin"} == {note.kind for note in page.essay.prose.notes}
    assert ["needs-evidence"] == [d.code for _, d in site.findings]


def test_a_new_essay_has_the_day_and_the_author_of_the_site(content: Path) -> None:
    write_files(content, {"site.yaml": 'author: "A: B"\n'})

    new(content, "essay", "On coffee")

    (page,) = checked(content, drafts=True).corpus.essays
    assert ("A: B",) == page.essay.authors
    assert DAY == page.essay.date
    assert 'author: "A: B"\n' in read_text(content / "essays/on-coffee.md")


def test_what_is_switched_off_in_a_new_essay_can_be_switched_on(content: Path) -> None:
    new(content, "essay", "On coffee")
    file = content / "essays/on-coffee.md"
    file.write_text(switched_on(read_text(file)), "utf-8")

    (page,) = checked(content, drafts=True).corpus.essays

    assert page.essay.summary
    assert ["needs-evidence"] == [d.code for _, d in checked(content, drafts=True).findings]


@pytest.mark.parametrize("title", ["Tea", "TEA!", "ｔｅａ"])
def test_a_title_that_is_taken_changes_nothing(tea: Path, title: str) -> None:
    said = refused(tea, "essay", title)

    assert "essays/tea.md" in said
    assert "--name" in said


def test_a_folder_in_the_way_is_told_of(content: Path) -> None:
    (content / "essays/on-tea.md").mkdir(parents=True)

    assert "that address already" in refused(content, "essay", "On tea")


def test_a_link_in_the_way_is_not_followed(content: Path) -> None:
    (content / "essays").mkdir()
    (content / "essays/on-tea.md").symlink_to("../../elsewhere.md")

    refused(content, "essay", "On tea")

    assert not (content / "../elsewhere.md").exists()


def test_a_folder_that_the_build_does_not_follow_is_told_of(content: Path) -> None:
    (content.parent / "other").mkdir()
    (content / "essays").symlink_to("../other")

    assert "symbolic link" in refused(content, "essay", "On tea")


def test_a_new_page_in_a_folder_that_is_read_only_is_an_error() -> None:
    """Not in `tmp_path`: root, whom nothing stops, becomes someone who may not look in there."""
    folder = Path(tempfile.mkdtemp())
    write_files(folder, {"essays/tea.md": ESSAY, "sources.yaml": SOURCES})
    before = held(folder)
    for path in (folder, folder / "essays"):
        path.chmod(0o555)

    def write_as_no_one() -> None:
        if os.geteuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        for words in (("essay", "A"), ("evidence", "A?"), ("source", "b", ADDRESS)):
            with pytest.raises(PermissionError):
                new(folder, *words)

    try:
        assert [0] == in_children(write_as_no_one)
        assert before == held(folder)
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


# ---- evidence -------------------------------------------------------------------------


def test_new_evidence_says_what_it_lacks(tea: Path) -> None:
    new(tea, "evidence", "Is tea old?")

    found = codes(checked(tea))
    assert ["no-citation", "unused-evidence"] == sorted(
        code.partition(" ")[0] for code in found if "is-tea-old" in code
    )


def test_new_evidence_cites_a_source_when_its_lines_are_switched_on(tea: Path) -> None:
    """What is left to complain of is a verdict that nobody has given yet."""
    new(tea, "evidence", "Is tea old?", name="old")
    file = tea / "evidence/old.md"
    undecided = switched_on(read_text(file))
    for text, found in (
        (undecided, ["unused-evidence", "verdict-relations"]),
        (undecided.replace("verdict: mixed", "verdict: supported"), ["unused-evidence"]),
    ):
        file.write_text(text, "utf-8")

        site = checked(tea)

        (page,) = site.corpus.evidence
        assert ["a"] == [citation.source for citation in page.evidence.citations]
        assert found == [d.code for _, d in site.findings if d.span.path == "evidence/old.md"]


def test_new_evidence_says_how_to_link_to_it_and_what_waits_for_some(tea: Path) -> None:
    said = new(tea, "evidence", "Is tea old?")

    assert "\n  [words](../evidence/is-tea-old.md)\n" in said
    assert f"{tea}/essays/tea.md:6:14  Tea is old\n" in said
    assert f"{tea}/essays/tea.md:6:29  good" in said


def test_the_line_that_it_shows_makes_the_claim_it_is_meant_for(tea: Path) -> None:
    said = new(tea, "evidence", "차는 오래되었는가?")
    (link,) = re.findall(r"\[words\]\((.+)\)", said)
    file = tea / "essays/tea.md"
    file.write_text(read_text(file).replace("(#)", f"({link})"), "utf-8")

    assert (("mixed", 1), ("needs-evidence", 1)) == checked(tea).corpus.tally


def test_the_sources_that_new_evidence_names_are_the_last_ones(content: Path) -> None:
    text = "".join(f"s{n}: {{type: book, title: S{n}}}\n" for n in range(25))
    write_files(content, {"sources.yaml": text})

    new(content, "evidence", "Is it so?", name="so")

    text = read_text(content / "evidence/so.md")
    assert "#  - source: s24\n" in text
    assert "s24, s23, s22, s21, s20, s19, s18, s17, s16, s15 and 15 more." in text


def test_without_sources_new_evidence_says_how_to_make_one(content: Path) -> None:
    said = new(content, "evidence", "Is it so?", name="so")

    assert "new source KEY ADDRESS" in said
    assert "sources.yaml:" not in read_text(content / "evidence/so.md")


def test_a_broken_file_does_not_keep_an_author_from_writing(tea: Path) -> None:
    write_files(tea, {"site.yaml": "a: [", "sources.yaml": "{", "essays/x.md": "---\n\xff"})

    new(tea, "essay", "On coffee")
    said = new(tea, "evidence", "Is tea old?")

    assert "Tea is old" in said


@pytest.mark.parametrize(
    "link", ["[x](#)", "[x]()", "[x](<#>)", "[x](<>)", '[x](# "t")', "[x](  #)", "[x][y]\n\n[y]: #"]
)
def test_each_way_to_write_a_claim_without_evidence_is_found(link: str) -> None:
    file = SourceFile("essays/x.md", f"---\ntitle: X\ndate: {DAY}\n---\n{link}\n")

    found = list(claims.needing([file], Config()))

    page = parse_essay(file, Config()).page
    assert ["x"] == [words for _, words in found]
    assert 1 == len(page.prose.claims)


# ---- sources --------------------------------------------------------------------------


def test_a_new_source_is_put_at_the_end(tea: Path) -> None:
    new(tea, "source", "b", ADDRESS, "The title: of B")

    text = read_text(tea / "sources.yaml")
    found = read_sources(SourceFile("sources.yaml", text))
    (source,) = found.sources[1:]
    assert text.startswith(SOURCES)
    assert () == found.diagnostics
    assert ("b", "webpage", "The title: of B", ADDRESS, DAY) == (
        *(source.key, source.type, source.title, source.url, source.accessed),
    )


def test_the_first_source_makes_the_file(content: Path) -> None:
    new(content, "source", "b", ADDRESS)

    assert ["unused-source sources.yaml:1:1"] == codes(checked(content))


def test_a_source_without_a_title_has_its_address_for_one(content: Path) -> None:
    said = new(content, "source", "b", "https://example.org/a%20b/")

    (source,) = checked(content).corpus.sources
    assert "example.org/a%20b" == source.source.title
    assert "its address for now" in said


def test_a_source_without_an_address_is_a_book(content: Path) -> None:
    new(content, "source", "woolf-1926", "On Being Ill")

    (source,) = checked(content).corpus.sources
    assert ("book", "On Being Ill", "", "") == (
        *(source.source.type, source.source.title, source.source.url, source.source.accessed),
    )


@given(titles)
def test_the_title_of_a_source_is_read_back(title: str) -> None:
    if not (shown := accepted(title)):
        return

    text = starters.filled("source.yaml", records._values("b", ADDRESS, shown, DAY))

    found = read_sources(SourceFile("sources.yaml", text))
    assert [shown] == [source.title for source in found.sources]
    assert () == found.diagnostics


def test_what_is_switched_off_in_a_record_can_be_switched_on(content: Path) -> None:
    new(content, "source", "b", ADDRESS)
    file = content / "sources.yaml"
    file.write_text(switched_on(read_text(file)), "utf-8")

    (page,) = checked(content).corpus.sources

    assert all((page.source.authors, page.source.container_title, page.source.issued))
    assert ["unused-source sources.yaml:1:1"] == codes(checked(content))


@pytest.mark.parametrize(
    "before",
    [
        SOURCES.rstrip("\n"),
        SOURCES.replace("\n", "\r\n"),
        SOURCES.replace("\n", "\r\n").rstrip(),
        "\ufeff" + SOURCES,
        "\ufeff",
        "# Nothing yet.",
        "# Nothing yet.\n\n\n",
        SOURCES + "  note: |\n    one\n\n    two",
        SOURCES + "  note: 'over\n    lines'   # remark\n\n# The end.\n",
        "a: {type: book, title: A}\n",
        "한국-2018:\n  type: book\n  title: 한국\n",
        SOURCES + "c:\n  type: book\n  title: C\n  derived-from: b\n",  # which is made now
        SOURCES + "c:\n  typ: book\n",  # a mistake of its own
    ],
)
def test_all_that_was_there_stays_byte_for_byte(content: Path, before: str) -> None:
    file = content / "sources.yaml"
    file.write_bytes(before.encode())
    others = read_sources(SourceFile("sources.yaml", before.lstrip("\ufeff"))).sources

    new(content, "source", "b", ADDRESS)

    after = file.read_bytes()
    found = read_sources(
        SourceFile("sources.yaml", after.decode("utf-8-sig").replace("\r\n", "\n"))
    )
    assert after.startswith(before.encode())
    assert [*[s.key for s in others], "b"] == [s.key for s in found.sources]
    assert after.count(b"\n") == after.count(b"\r\n") or b"\r" not in after


@pytest.mark.parametrize(
    "before, why",
    [
        ("{a: {type: book, title: A}}\n", "nothing can be put at the end"),
        ("--- \na: {type: book, title: A}\n...\n", "nothing can be put at the end"),
        ("- a\n", "cannot be read at line 1"),
        ("a: [\n", "cannot be read at line"),
        ("a: b\n\tc: d\n", "cannot be read at line"),
        ("a: \udcff\n", "cannot be read at line 1"),
        ("a: \x00\n", "cannot be read at line 1"),
    ],
)
def test_a_file_that_cannot_grow_stays_as_it_is(content: Path, before: str, why: str) -> None:
    write_files(content, {"sources.yaml": before})

    assert why in refused(content, "source", "b", ADDRESS)


@pytest.mark.parametrize("key", ["a", "A", "ａ"])
def test_a_key_that_is_taken_is_refused(tea: Path, key: str) -> None:
    said = refused(tea, "source", key, ADDRESS)

    assert "a source with the key `a`" in said
    assert "cite it as `a`" in said


def test_another_key_is_proposed_that_is_free(tea: Path) -> None:
    new(tea, "source", "a-2", ADDRESS)

    assert "like `a-3`" in refused(tea, "source", "a", "https://example.org/b")


@pytest.mark.parametrize(
    "address", ["https://example.org/a", "http://www.example.org/a/#b", "https://EXAMPLE.org/a"]
)
def test_an_address_on_record_is_told_with_its_key(tea: Path, address: str) -> None:
    assert "the source `a` has that address" in refused(tea, "source", "b", address)


@pytest.mark.parametrize("address", ["htps://example.org", "www.example.org/a", "example.org/a"])
def test_what_is_nearly_an_address_is_no_title(content: Path, address: str) -> None:
    assert "`https://`" in refused(content, "source", "b", address)


def test_key_and_address_in_the_wrong_order_are_told(content: Path) -> None:
    assert "the key first" in refused(content, "source", ADDRESS, "b")


def test_the_file_may_be_read_by_whom_it_was(tea: Path) -> None:
    (tea / "sources.yaml").chmod(0o640)

    new(tea, "source", "b", ADDRESS)

    assert 0o640 == (tea / "sources.yaml").stat().st_mode & 0o777


def test_a_file_that_is_a_link_stays_one(tea: Path) -> None:
    (tea / "sources.yaml").rename(tea.parent / "elsewhere.yaml")
    (tea / "sources.yaml").symlink_to("../elsewhere.yaml")

    assert "symbolic link" in refused(tea, "source", "b", ADDRESS)


def test_what_was_saved_in_the_meantime_stays(tea: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between reading the file and replacing it, the author saved it."""
    other = SOURCES + "c: {type: book, title: C}\n"

    def saved(*arguments: object) -> bool:
        (tea / "sources.yaml").write_text(other)
        return True

    monkeypatch.setattr(records, "_is_sound", saved)
    with pytest.raises(NotNewError, match="changed in the meantime"):
        new(tea, "source", "b", ADDRESS)

    assert other == read_text(tea / "sources.yaml")


# ---- what the starters say ------------------------------------------------------------


def keys_in(text: str) -> list[str]:
    """All keys of the text, be they switched on or off."""
    return re.findall(r"^#?(?: *- | *)#?([a-z_-]+):(?= |$)", text, re.MULTILINE)


STARTERS: Mapping[str, set[str]] = {
    "essay.md": {key.name for key in ESSAY_KEYS},
    "evidence.md": {key.name for key in EVIDENCE_KEYS} | {"source", "relation", "quote", "locator"},
    "source.yaml": {key.name for key in SOURCE_KEYS},
    "site/site.yaml": {key.name for key in SETTINGS},
}


@pytest.mark.parametrize("name", STARTERS)
def test_the_keys_of_a_starter_are_known(name: str) -> None:
    text = (starters.STARTERS / name).read_text("utf-8")
    head = front_matter(text) if name.endswith(".md") else text

    assert set(keys_in(head)) <= STARTERS[name]
    assert keys_in(head)


def test_all_that_a_key_must_have_is_in_its_starter() -> None:
    for name, table in (("essay.md", ESSAY_KEYS), ("evidence.md", EVIDENCE_KEYS)):
        text = (starters.STARTERS / name).read_text("utf-8")

        assert {key.name for key in table if key.required} <= set(keys_in(front_matter(text)))


def test_the_words_that_one_may_choose_from_are_those_of_the_tables(content: Path) -> None:
    new(content, "evidence", "Is it so?", name="so")

    text = read_text(content / "evidence/so.md")
    for table in (KINDS, VERDICTS, RELATIONS):
        assert f": {', '.join(table)}.\n" in text
    parsed = parse_evidence(SourceFile("evidence/so.md", text), Config()).page
    assert parsed.kind in KINDS
    assert parsed.verdict in VERDICTS


def test_the_types_that_a_new_source_may_have_are_known() -> None:
    text = (starters.STARTERS / "source.yaml").read_text("utf-8")
    (named,) = re.findall(r"# Or (.+) …", text)

    assert set(named.split(", ")) <= set(TYPES)
    assert {"webpage", "book"} <= set(TYPES)


def test_every_file_of_a_new_site_has_a_starter() -> None:
    assert {"site.yaml", "sources.yaml", "essays/born-equal.md", "evidence/first-article.md"} == {
        *starters.site_files()
    }


@given(st.dictionaries(st.sampled_from(["title", "today", "author"]), st.text(max_size=9)))
def test_what_is_put_in_is_not_looked_into(values: dict[str, str]) -> None:
    values = {"title": "{today}", "today": DAY, "author": ""} | values

    lines = starters.filled("essay.md", values)

    assert (f"title: {values['title']}\n" in lines) == bool(values["title"])


# ---- the command line -----------------------------------------------------------------


def run(folder: Path, *words: str, encoding: str = "utf-8") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", build.__file__, *words],
        cwd=folder,
        env=os.environ | {"PYTHONIOENCODING": encoding},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_command_says_what_it_made_and_what_comes_next(tmp_path: Path) -> None:
    done = run(tmp_path, "new", "--content", "mine", "site", "--today", DAY)

    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.startswith("Made mine: ")
    (first,) = re.findall(r"^  python build.py (--content .*)$", done.stdout, re.MULTILINE)
    assert 0 == run(tmp_path, *first.split()).returncode
    assert (tmp_path / "mine-site/index.html").is_file()


def test_the_day_is_that_of_the_clock(tmp_path: Path) -> None:
    run(tmp_path, "new", "site")

    text = read_text(tmp_path / "content/essays/born-equal.md")
    assert re.search(r"^date: \d{4}-\d\d-\d\d$", text, re.MULTILINE)


def test_in_the_default_folder_no_command_names_it(tmp_path: Path) -> None:
    run(tmp_path, "new", "site")

    said = run(tmp_path, "new", "essay", "On tea").stdout
    assert "Wrote content/essays/on-tea.md" in said.replace(os.sep, "/")
    assert "--content" not in said


def test_a_folder_with_a_blank_is_named_so_that_a_shell_takes_it(tmp_path: Path) -> None:
    said = run(tmp_path, "new", "site", "--content", "my texts").stdout

    assert "--content 'my texts'" in said or '--content "my texts"' in said


def test_a_site_in_the_current_folder_is_built_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()

    said = run(folder, "new", "site", "--content", ".").stdout

    (words,) = re.findall(r"^  python build.py (--content .*)$", said, re.MULTILINE)
    assert 0 == run(folder, *words.split(), "--no-cache").returncode


@pytest.mark.parametrize(
    "words, said",
    [
        ((), "new essay"),
        (("esay", "A title"), "did you mean `python build.py new essay"),
        (("chapter",), "it makes one of"),
        (("essay",), "needs a title"),
        (("essay", "  "), "needs a title"),
        (("evidence",), "needs a title"),
        (("source",), "needs a key"),
        (("source", "b"), "needs a key, and an address or a title"),
        (("source",), 'what has no address, such as a book: `python build.py new source KEY "ITS'),
        (("source", "b", ADDRESS, "https://example.org/c"), "one address"),
        (("site", "--name", "b"), "--name"),
        (("source", "b", ADDRESS, "--name", "c"), "--name"),
    ],
)
def test_words_that_make_no_sense_get_a_hint(tea: Path, words: tuple[str, ...], said: str) -> None:
    before = held(tea)

    done = run(tea.parent, "new", *words)

    assert (2, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith("error: ")
    assert "\n  = hint: " in done.stderr
    assert said in done.stderr
    assert before == held(tea)


@pytest.mark.parametrize("words", [("build", "essay"), ("check", "A title"), ("--name", "x")])
def test_what_goes_with_new_goes_with_nothing_else(tea: Path, words: tuple[str, ...]) -> None:
    done = run(tea.parent, *words)

    assert (2, "") == (done.returncode, done.stdout)
    assert "error: unrecognized arguments" in done.stderr or "--name goes with new" in done.stderr


@pytest.mark.parametrize("words", [("essay", "A"), ("evidence", "A?"), ("source", "b", ADDRESS)])
def test_without_a_content_folder_there_is_a_hint_at_a_new_site(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    done = run(tmp_path, "new", *words)

    assert 2 == done.returncode
    assert "`python build.py new site --content content` makes one" in done.stderr
    assert {} == held(tmp_path)


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    write_files(tmp_path / "content", {"holiday.jpg": "x"})

    done = run(tmp_path, "new", "essay", "A title")

    assert 2 == done.returncode
    assert "is it the right one?" in done.stderr
    assert {"content", "content/holiday.jpg"} == held(tmp_path).keys()


def test_quiet_says_nothing_but_what_is_wrong(tea: Path) -> None:
    first, again = (run(tea.parent, "new", "essay", "A", "--quiet") for _ in range(2))

    assert (0, "", "") == (first.returncode, first.stdout, first.stderr)
    assert (2, "") == (again.returncode, again.stdout)
    assert "that address already" in again.stderr


def test_a_terminal_need_not_know_the_letters(tea: Path) -> None:
    done = run(tea.parent, "new", "essay", "한국의 평화", encoding="ascii")

    assert 0 == done.returncode
    assert (tea / "essays/한국의-평화.md").is_file()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    "moment, words",
    [
        (("open", "first-article.md"), ("site", "--content", "deep/mine")),
        (("os.rename", "born-equal.md"), ("site", "--content", "deep/mine")),
        (("open", "on-coffee.md"), ("essay", "On coffee")),
        (("os.rename", "on-coffee.md"), ("essay", "On coffee")),
        (("os.rename", "sources.yaml"), ("source", "b", ADDRESS)),
    ],
)
def test_a_signal_leaves_all_as_it_was(
    tea: Path, moment: tuple[str, str], words: tuple[str, ...], number: signal.Signals
) -> None:
    before = held(tea.parent)

    ended = subprocess.run(
        [sys.executable, "-c", SIGNALLED_BUILD, *moment, str(int(number)), "", "new", *words],
        cwd=tea.parent,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (128 + number, "\nStopped.\n") == (ended.returncode, ended.stderr)
    assert before == held(tea.parent)
