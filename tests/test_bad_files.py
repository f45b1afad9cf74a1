"""Content folders that are odd, hostile or huge: a finding, never a crash, never a hang.

Bad texts are in `cases/findings-*.txt`; here is what a case file cannot hold.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from footnoted.options import Options
from footnoted.pipeline import check
from footnoted.preview import Preview
from image_files import png
from sites import check_files, codes, essay, evidence, made, rendered, write_files

ROOT = Path(__file__).parent.parent
NUMBERS = range(2_000)
HUGE = {
    "straight marks": "\"a' " * 40_000,
    "single marks": "'" * 150_000,
    "emphasis": "*a **b " * 20_000,
    "emphasis beside Korean": "**x*한" * 20_000,
    "underscores": "_a" * 60_000,
    "strikethrough": "~~a ~~~~" * 10_000,
    "code that does not end": "".join("`" * (n % 300 + 1) + " " for n in range(1_000)),
    "long fences of code": "`" * 75_000 + "a" + "`" * 75_000,
    "backslashes": "\\" * 100_000,
    "entities": "&#x" * 50_000,
    "open brackets": "[a" * 20_000,
    "ends of link words": "](" * 50_000,
    "empty images": "![[]()" * 2_500,
    "claims in a line": "[a](#) b. " * 4_000,
    "claims in lines": "[a](#)\n" * 2_000,
    "link definitions": "".join(f"[{n}]: {n}\n" for n in NUMBERS) + "[1] " * 2_000,
    "open notes": "[^a" * 10_000,
    "references to a note": "[^a]" * 10_000 + "\n\n[^a]: b",
    "notes": "".join(f"[^{n}]" for n in NUMBERS) + "".join(f"\n\n[^{n}]: x" for n in NUMBERS),
    "notes that are not defined": "".join(f"[^{n}]" for n in NUMBERS),
    "notes that are not used": "\n".join(f"[^{n}]: x" for n in NUMBERS),
    "margin notes": "> [!NOTE]\n> x\n\n" * 2_500,
    "labels with spaces": "[^a b]" * 4_000,
    "comments": "<!--x-->" * 15_000,
    "comments that do not end": "<!-- " * 30_000,
    "tags that do not end": "<a " * 50_000,
    "an autolink that does not end": "x <" + "a" * 100_000 + ":",
    "the same heading": "# x\n\n" * 10_000,
    "quotations": "> " * 50_000,
    "lists": "- " * 50_000,
    "sentences": "a. " * 50_000 + "[b](#)",
    "a long sentence in Korean": "한국" * 30_000 + "[a](#)" + "." * 30_000,
    "columns": "| [a](#) " * 2_000 + "|\n" + "|---" * 2_000 + "|\n",
    "lines": "a\n" * 40_000,
    "notes that are not defined, in a line": "[^a]" * 25_000,
    "references in a line": "[^a]" * 25_000 + "\n\n[^a]: b",
    "tags": "<b>" * 33_000,
    "claims in a long line": "[a](#) " * 14_000,
    "very many notes": "".join(f"x[^{n}]\n" for n in range(16_000))
    + "".join(f"\n[^{n}]: x" for n in range(16_000)),
}


def test_a_symbolic_link_out_of_the_folder_is_refused(content: Path, tmp_path: Path) -> None:
    """Whatever it leads to: a file, a folder, a device, a page."""
    (tmp_path / "secret.md").write_text(essay("secret"))
    (tmp_path / "folder").mkdir()
    write_files(content, {"essays/x.md": essay("![a](passwd.png)")})
    (content / "essays/y.md").symlink_to(tmp_path / "secret.md")
    (content / "essays/passwd.png").symlink_to("/etc/passwd")
    (content / "folder").symlink_to(tmp_path / "folder")
    (content / "null.png").symlink_to("/dev/null")

    checked = check(Options(content))

    assert codes(checked) == [
        "outside-content essays/passwd.png:1:1",
        "missing-image essays/x.md:5:1",
        "outside-content essays/y.md:1:1",
        "outside-content folder:1:1",
        "outside-content null.png:1:1",
    ]


def test_a_symbolic_link_to_a_file_of_the_folder_is_that_file(content: Path) -> None:
    write_files(content, {"essays/x.md": essay("![a](b.png)"), "data/a.png": png(1, 1)})
    (content / "essays/b.png").symlink_to("../data/a.png")

    checked = check(Options(content))

    assert codes(checked) == []
    assert checked.corpus.media == ("essays/b.png",)


@pytest.mark.parametrize("target", [".", "..", "loop", "../content", "nowhere"])
def test_a_symbolic_link_that_loops_or_leads_nowhere_ends(content: Path, target: str) -> None:
    write_files(content, {"essays/x.md": essay("Text.")})
    (content / "loop").symlink_to(target)

    assert codes(check(Options(content))) == ["outside-content loop:1:1"]


def test_a_symbolic_link_to_a_folder_of_the_folder_is_not_followed(content: Path) -> None:
    """Else a page would be there twice, or without end."""
    write_files(content, {"essays/x.md": essay("Text.")})
    (content / "essays/again").symlink_to(".")

    assert codes(check(Options(content))) == ["outside-content essays/again:1:1"]


def test_a_symbolic_link_to_a_hidden_file_is_refused(content: Path) -> None:
    """Hidden files are passed over, also under another name."""
    write_files(content, {"essays/x.md": essay("[a](a.txt)"), ".env": "secret"})
    (content / "essays/a.txt").symlink_to("../.env")

    found = codes(check(Options(content)))

    assert found == ["outside-content essays/a.txt:1:1", "broken-link essays/x.md:5:5"]


def test_a_file_that_has_become_a_link_out_of_the_folder_is_not_published(content: Path) -> None:
    """It may be swapped between the check and the reading."""
    checked = check_files(content, {"essays/x.md": essay("![a](a.png)"), "essays/a.png": "image"})
    (content / "essays/a.png").unlink()
    (content / "essays/a.png").symlink_to("/etc/passwd")

    with pytest.raises(PermissionError, match=r"a\.png"):
        made(checked, content)


def test_the_preview_does_not_show_a_file_that_has_become_a_link(content: Path) -> None:
    """The last good site stays up while the content has an error, but not with that file."""
    write_files(content, {"essays/x.md": essay("![a](a.png)"), "essays/a.png": "image"})
    preview = Preview(Options(content))
    preview.rebuild()
    (content / "essays/a.png").unlink()
    (content / "essays/a.png").symlink_to("/etc/passwd")
    preview.rebuild()

    status, shown, _ = preview.content("essays/a.png")

    assert status == 404
    assert b"root:" not in shown
    assert preview.content("essays/x.html")[0] == 200


def test_two_files_that_letter_case_tells_apart_are_not_both_published(content: Path) -> None:
    """On some computers they are one file."""
    files = {f"images/{name}.png": png(1, 1) for name in "AabB"}
    text = "![a](../images/A.png) ![b](../images/a.png) ![c](../images/b.png)"

    checked = check_files(content, {"essays/x.md": essay(text), **files})

    assert [(d.code, d.message) for _, d in checked.findings] == [
        ("duplicate-slug", "`images/A.png` would take the place of `images/a.png`"),
        ("duplicate-slug", "`images/a.png` would take the place of `images/A.png`"),
    ]


@pytest.mark.parametrize(
    "path",
    ["index.html", "Style.css", "essays/x.html", "CNAME", "essays.html/a.png", "sources/k.html"],
)
def test_a_file_cannot_take_the_place_of_a_page(content: Path, path: str) -> None:
    files = {"essays/x.md": essay(f"[a](../{path})"), path: "mine"}

    assert codes(check_files(content, files)) == ["duplicate-slug essays/x.md:5:5"]


@pytest.mark.parametrize(("name", "address"), [("a\\b.png", "a%5Cb.png"), ("c:x.png", "c%3Ax.png")])
def test_a_file_whose_name_leads_elsewhere_on_windows_is_refused(
    content: Path, name: str, address: str
) -> None:
    files = {"essays/x.md": essay(f"![a](../images/{address})"), f"images/{name}": png(1, 1)}

    assert codes(check_files(content, files)) == ["bad-name essays/x.md:5:1"]


def test_a_name_that_is_not_text_is_reported(content: Path) -> None:
    """Linux takes any bytes for a name."""
    write_files(content, {"essays/x.md": essay("Text.")})
    (content / os.fsdecode(b"essays/\xff.md")).write_text("text")

    assert codes(check(Options(content))) == ["bad-name essays/\ufffd.md:1:1"]


def test_a_huge_file_is_refused_before_it_is_read(content: Path) -> None:
    """A file with a hole of six gigabytes takes no room on the disk, but all of the memory."""
    write_files(content, {"essays/x.md": essay("Text."), "essays/y.md": ""})
    os.truncate(content / "essays/y.md", 6_000_000_000)

    assert codes(check(Options(content))) == ["too-large essays/y.md:1:1"]


def test_a_page_may_be_named_in_any_script(content: Path) -> None:
    """Words of many scripts have combining marks, which are no letters to Unicode."""
    names = ("हिन्दी", "தமிழ்", "ภาษาไทย", "שָׁלוֹם")
    links = " ".join(f"[{name}](../evidence/{name}.md)" for name in names)
    pages: dict[str, str | bytes] = {f"evidence/{name}.md": evidence() for name in names}

    checked = check_files(content, {"essays/x.md": essay(links), **pages})

    assert codes(checked) == []
    paths = {output.path for output in made(checked, content)}
    assert {f"evidence/{name}.html" for name in names} <= paths


def test_a_heading_in_any_script_has_the_anchor_that_github_gives_it(content: Path) -> None:
    text = "## हिन्दी भाषा\n\n[a](#हिन्दी-भाषा) [b](#é)\n\n## E\u0301\n"

    assert codes(check_files(content, {"essays/x.md": essay(text)})) == []


def test_comments_are_left_out_where_html_is_let_through(content: Path) -> None:
    text = "a <!-- secret --> b\n\n<!-- secret\ntoo -->\n\n<p><!-- secret -->c</p>\n"

    checked = check_files(content, {"essays/x.md": essay(text), "site.yaml": "html: true\n"})

    pages = {output.path: output.content for output in made(checked, content)}
    assert not [path for path, page in pages.items() if b"secret" in page]
    assert b"<p>c</p>" in pages["essays/x.html"]


def test_a_note_adds_its_evidence_to_the_claim_that_the_reader_sees_before_it(
    content: Path,
) -> None:
    """Not to one in a note in between; and once, however often it is referred to."""
    text = (
        "[One](../evidence/a.md).[^side]\n\nAnd more.[^s] And again.[^s]\n\n"
        "[^side]: A [claim](../evidence/c.md).\n[^s]: [More](../evidence/b.md)\n"
    )
    pages: dict[str, str | bytes] = {f"evidence/{name}.md": evidence() for name in "abc"}

    checked = check_files(content, {"essays/x.md": essay(text), **pages})

    (linked,) = checked.corpus.essays
    assert [[page.evidence.slug for page, _ in claim.more] for claim in linked.claims] == [
        ["b"],
        [],
    ]
    shown = {page.evidence.slug: len(page.appearances) for page in checked.corpus.evidence}
    assert shown == {"a": 1, "b": 1, "c": 1}


@pytest.mark.parametrize(
    ("cited", "cautions"), [("aa", ("single-source",)), ("ac", ("shared-origin",)), ("ad", ())]
)
def test_sources_that_go_back_to_one_are_one(
    content: Path, cited: str, cautions: tuple[str, ...]
) -> None:
    """Through any number of others: a from b, b from c."""
    book = "type: book, title: T"
    files: dict[str, str | bytes] = {
        "sources.yaml": f"a: {{{book}, derived-from: b}}\nb: {{{book}, derived-from: c}}\n"
        f"c: {{{book}}}\nd: {{{book}}}\n",
        "evidence/e.md": "---\ntitle: T\nkind: fact\nverdict: supported\ncitations:\n"
        + "".join(f"  - {{source: {key}, relation: supports}}\n" for key in cited)
        + "---\n",
    }

    checked = check_files(content, files)

    assert [page.linked.cautions for page in checked.corpus.evidence] == [cautions]


def test_addresses_are_not_taken_for_each_other(content: Path) -> None:
    """What is made of two names has a sign between them that no name has."""
    text = (
        "> [!NOTE]\n> text\n\n[bbb](../evidence/ev.md) [bbb](../evidence/ev.md) "
        "[c](../evidence/ev-bbb.md) [here](#) [here](#)\n\n"
        "A[^text] b[^x] c[^x] d[^x-1]\n\n[^text]: a\n[^x]: b\n[^x-1]: c\n"
    )
    pages: dict[str, str | bytes] = {"evidence/ev.md": evidence(), "evidence/ev-bbb.md": evidence()}

    checked = check_files(content, {"essays/x.md": essay(text), **pages})

    (linked,) = checked.corpus.essays
    assert [claim.claim.id for claim in linked.claims] == [
        *("claim-ev", "claim-ev--bbb", "claim-ev-bbb", "claim-here", "claim-here--1"),
    ]
    assert {(note.note.id, note.note.references) for note in linked.notes} == {
        ("margin-text", ()),
        ("note-text", ("ref-text",)),
        ("note-x", ("ref-x", "ref-x--1")),
        ("note-x-1", ("ref-x-1",)),
    }


def test_very_many_misspelt_sources_are_reported_in_time(content: Path) -> None:
    """A prefix renamed in sources.yaml: the hint of each citation compares it with every key."""
    sources = "".join(f"source-number-{n}-2018: {{type: book, title: T}}\n" for n in range(2_000))
    cited = "".join(
        f"  - {{source: sourc-number-{n}-2018, relation: supports}}\n" for n in range(400)
    )
    page = f"---\ntitle: T\nkind: fact\nverdict: supported\ncitations:\n{cited}---\n"
    files: dict[str, str | bytes] = {"sources.yaml": sources, "evidence/e.md": page}

    found = check_files(content, files).findings

    hints = [d.hint for _, d in found if d.code == "unknown-source"]
    assert len(hints) == 400
    assert "did you mean `source-number-0-2018`?" in hints


def test_what_is_no_file_is_not_read(content: Path) -> None:
    """A pipe would block the build for ever; a folder may have the name of a page."""
    write_files(content, {"essays/x.md": essay("![a](pipe.png)"), "essays/y.md/z.png": "an image"})
    os.mkfifo(content / "essays/pipe.png")
    os.mkfifo(content / "essays/pipe.md")

    assert codes(check(Options(content))) == ["missing-image essays/x.md:5:1"]


def test_a_file_of_three_megabytes_is_not_read(content: Path) -> None:
    """But for the sources, of which a publication may have tens of thousands."""
    files = {f"{name}.yaml": "#" * 3_000_000 for name in ("site", "sources")}

    checked = check_files(content, {**files, "essays/x.md": essay("x" * 3_000_000)})

    assert codes(checked) == [
        "too-large essays/x.md:1:1",
        "too-large site.yaml:1:1",
    ]


def test_an_image_is_published_as_it_is(content: Path) -> None:
    """Whatever is in it: what no browser shows is told, and goes with the page."""
    image = bytes(range(256))

    checked = check_files(content, {"essays/x.md": essay("![a](a.png)"), "essays/a.png": image})

    assert codes(checked) == ["broken-image essays/x.md:5:1"]
    written = {output.path: output.content for output in made(checked, content)}
    assert written["essays/a.png"] == image


def test_only_files_that_pages_use_are_published(content: Path) -> None:
    files = {"essays/x.md": essay("[a](../data/a.pdf)"), "data/a.pdf": "a", "data/b.pdf": "b"}

    assert check_files(content, files).corpus.media == ("data/a.pdf",)


def test_hidden_files_are_not_seen(content: Path) -> None:
    files = {
        "essays/x.md": essay("[a](../.git/config) [b](.env)"),
        "essays/.env": "secret",
        ".git/config": "secret",
        ".obsidian/x.md": "text",
    }

    assert codes(check_files(content, files)) == [
        "broken-link essays/x.md:5:5",
        "broken-link essays/x.md:5:25",
    ]


def test_a_name_in_nfd_is_the_page_that_links_in_nfc_lead_to(content: Path) -> None:
    """macOS has stored names both ways; what an author types is NFC."""
    decomposed = "e\u0301te\u0301"
    files = {
        "essays/x.md": essay("[a](../evidence/été.md) [b](b-été.md)"),
        f"evidence/{decomposed}.md": evidence(),
        f"essays/b-{decomposed}.md": essay("[a](x.md)"),
    }

    checked = check_files(content, files)

    assert codes(checked) == []
    paths = {output.path for output in made(checked, content)}
    assert {"evidence/été.html", "essays/b-été.html"} <= paths


def test_names_are_compared_as_the_author_wrote_them_in_links(content: Path) -> None:
    """A preview on macOS opens `A.md` for `a.md`; the published site would not."""
    files = {"essays/x.md": essay("[a](Y.md) [b](../evidence/Z.md)"), "essays/y.md": essay("")}

    checked = check_files(content, {**files, "evidence/z.md": evidence("[a](z.md)")})

    assert [d.hint for _, d in checked.findings if "unused" not in d.code] == [
        "did you mean `y.md`?",
        "did you mean `z`?",
    ]


def test_an_empty_folder_is_a_site_without_essays(content: Path) -> None:
    checked = check(Options(content))

    assert checked.findings == ()
    assert "index.html" in {output.path for output in made(checked, content)}


def test_html_in_titles_and_other_fields_is_text(content: Path) -> None:
    """Every text of an author that a page shows, from every file."""
    hostile = "<script>alert(1)</script>\\\"'>"
    files = {
        "site.yaml": f'title: "{hostile}"\nauthor: "{hostile}"\ndescription: "{hostile}"\n'
        f'license: "{hostile}"\nnavigation: {{"{hostile}": "https://a.example/"}}\n',
        "sources.yaml": f'a: {{type: book, title: "{hostile}", author: "{hostile}",'
        f' genre: "{hostile}", publisher: "{hostile}", note: "{hostile}", status: withdrawn,'
        f' status-note: "{hostile}", doi: "{hostile}", page: "{hostile}",'
        f' container-title: "{hostile}"}}\n',
        "essays/x.md": f'---\ntitle: "{hostile}"\ndate: 2026-11-22\nauthor: "{hostile}"\n'
        f'summary: "{hostile}"\ntags: ["{hostile}"]\nbased-on: a\n---\n'
        f"[c{hostile}](../evidence/e.md)[^n]\n\n## {hostile}\n\n[^n]: {hostile}\n",
        "evidence/e.md": f'---\ntitle: "{hostile}"\nkind: fact\nverdict: mixed\ncitations:\n'
        f'  - {{source: a, relation: supports, quote: "{hostile}", says: "{hostile}",'
        f' locator: "{hostile}", translation: "{hostile}"}}\n---\n{hostile}\n',
    }

    checked = check_files(content, files)

    assert not checked.has_errors, rendered(checked)
    for output in made(checked, content):
        if output.path.endswith(".html"):
            assert b"<script>alert" not in output.content, output.path
            assert b"alert(1)" not in output.content or b"&lt;script" in output.content


@pytest.mark.parametrize(
    "text",
    ["title: " + "[" * 300_000, "title: " + "{a: " * 200_000, "- " * 500_000, "? " * 500_000],
    ids=["brackets", "braces", "dashes", "question marks"],
)
def test_yaml_that_is_nested_without_end_is_refused(content: Path, text: str) -> None:
    """libyaml overflows its stack on 100 kB of this, so the test runs in a process of its own."""
    write_files(content, {"essays/x.md": f"---\n{text}\n---\n", "site.yaml": text})

    result = _run_check(content)

    assert result.returncode == 1, result.stderr[-1000:]
    assert "error[yaml-syntax]: this YAML is nested too deeply" in result.stderr


@pytest.mark.parametrize("name", HUGE)
def test_much_of_anything_is_read(content: Path, name: str) -> None:
    """Nothing takes quadratic time; what does would take minutes here."""
    checked = check_files(content, {"essays/x.md": essay(HUGE[name])})

    assert all(output.path for output in made(checked, content))


def _run_check(content: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "build.py", "check", "--content", str(content)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
