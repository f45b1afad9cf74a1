"""How evidence stands: what a source that falls takes along, what is better, what is due."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
import yaml

import build
from footnoted.model import LinkedEvidence
from footnoted.options import Options
from footnoted.pipeline import Checked, check
from footnoted.preview import Preview
from html_pages import read_page
from sites import check_files, codes, essay, made

ROOT = Path(__file__).resolve().parent.parent
FLAGSHIP = ROOT / "content"
LISTS = {"sources.html", "sources.json", "sources.bib", "claims.html", "claims.json"}
# The yearly report of 2024 on the end of the military accord: what changes when it is retracted.
REPORT = "kbs-cma-2024"
LEANING = [
    "claims.html",
    "claims.json",
    "essays/korean-peace-deal.html",
    "evidence/lasting-peace-doubtful.html",  # cites it, and provocations-continue bears on it
    "evidence/no-drawdown.html",  # a note in its text links to it
    "evidence/peace-must-outlast-governments.html",
    "evidence/provocations-continue.html",
    "sources.bib",
    "sources.html",
    "sources.json",
    "sources/kbs-cma-2024.html",
]
# The inquiry into the Cheonan, which another source passes on: all that supports a verdict falls.
INQUIRY = "ncnk-jig-2010"
RESTING = [
    "claims.html",
    "claims.json",
    "essays.html",  # the claim is counted as `source withdrawn` now
    "essays/korean-peace-deal.html",
    "evidence/cheonan-torpedo.html",
    "evidence/lasting-peace-doubtful.html",  # the page on the Cheonan bears on it
    "index.html",
    "sources.bib",
    "sources.html",
    "sources.json",
    "sources/cfr-jig-2010.html",  # passes the inquiry on
    "sources/chosun-russia-2010.html",  # both list the page on the Cheonan and how it stands
    "sources/ncnk-jig-2010.html",
    "sources/unsc-cheonan-2010.html",
]


# ---- the flagship, one source retracted ------------------------------------------------


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(FLAGSHIP, tmp_path_factory.mktemp("copy") / "content"))


@pytest.fixture(scope="module")
def before(copy: Path) -> dict[str, bytes]:
    return built(copy)


@pytest.mark.parametrize(("key", "pages"), [(REPORT, LEANING), (INQUIRY, RESTING)])
def test_retracting_a_source_changes_just_the_pages_that_lean_on_it(
    copy: Path, before: Mapping[str, bytes], key: str, pages: list[str]
) -> None:
    listed = (FLAGSHIP / "sources.yaml").read_text("utf-8")
    retracted = listed.replace(f"\n{key}:\n", f"\n{key}:\n  status: retracted\n")
    assert retracted != listed
    (copy / "sources.yaml").write_text(retracted, "utf-8")

    after = built(copy)

    assert before.keys() == after.keys()
    assert pages == sorted(path for path in after if after[path] != before[path])
    assert leaning(key) <= set(pages)
    assert set(pages) <= leaning(key) | LISTS | showing_standings(leaning(key))


def built(content: Path) -> dict[str, bytes]:
    return {output.path: output.content for output in made(check(Options(content)), content)}


def leaning(key: str) -> set[str]:
    """By PyYAML and regular expressions alone: all pages that cite the source, link to it, or
    are borne on by such a page; the source itself, and what passes it on."""
    sources = yaml.safe_load((FLAGSHIP / "sources.yaml").read_text("utf-8"))
    keys = {key} | {k for k, source in sources.items() if source.get("derived-from") == key}
    texts = {path.stem: path.read_text("utf-8") for path in (FLAGSHIP / "evidence").glob("*.md")}
    heads = {name: yaml.safe_load(text.split("---\n")[1]) for name, text in texts.items()}
    cited = {
        name
        for name, head in heads.items()
        if keys & {citation["source"] for citation in head.get("citations", ())}
    }
    linked = {name for name, text in texts.items() if any(sources[k]["url"] in text for k in keys)}
    found = {*cited}
    while more := {t for name in found for t in heads[name].get("bears_on", ())} - found:
        found |= more
    pages = {f"evidence/{name}.html" for name in found | linked}
    return pages | {f"sources/{k}.html" for k in keys} | {"essays/korean-peace-deal.html"}


def showing_standings(pages: Iterable[str]) -> set[str]:
    """Other pages on which the standing of one of the evidence pages is shown or counted."""
    evidence = {path.removesuffix(".html") for path in pages if path.startswith("evidence/")}
    heads = [
        yaml.safe_load((FLAGSHIP / f"{path}.md").read_text("utf-8").split("---\n")[1])
        for path in evidence
    ]
    cited = {c["source"] for head in heads for c in head.get("citations", ())}
    return {f"sources/{key}.html" for key in cited} | {"index.html", "essays.html"}


# ---- what falls ------------------------------------------------------------------------

BOOK = "type: book, title: T"


def page(
    *cited: tuple[str, str], verdict: str = "supported", more: str = "", quote: str = ""
) -> str:
    quoted = f", quote: {quote}" if quote else ""
    citations = "".join(f"  - {{source: {k}, relation: {r}{quoted}}}\n" for k, r in cited)
    cites = f"citations:\n{citations}" if cited else ""
    return f"---\ntitle: Is it so?\nkind: fact\nverdict: {verdict}\n{cites}{more}---\n"


def evidence_of(checked: Checked) -> dict[str, LinkedEvidence]:
    return {p.evidence.slug: p.linked for p in checked.corpus.evidence}


def fallen(checked: Checked) -> dict[str, list[tuple[str, str]]]:
    """By page: the fallen sources that it leans on, and through which page."""
    return {
        slug: [(source.key, through) for source, through in linked.fallen]
        for slug, linked in evidence_of(checked).items()
        if linked.fallen
    }


def test_a_fall_goes_along_all_that_bears_but_what_is_context(content: Path) -> None:
    checked = check_files(
        content,
        {
            "sources.yaml": f"s: {{{BOOK}, status: withdrawn}}\nt: {{{BOOK}, derived-from: s}}\n",
            "evidence/a.md": page(("t", "qualifies"), more="bears_on: {b: contradicts}\n"),
            "evidence/b.md": page(verdict="opinion", more="bears_on: {c: qualifies, d: context}\n"),
            "evidence/c.md": page(verdict="opinion"),
            "evidence/d.md": page(verdict="opinion"),
            "evidence/e.md": page(("s", "context"), more="bears_on: {f: supports}\n"),
            "evidence/f.md": page(verdict="opinion"),
        },
    )

    assert {"a": [("s", "")], "b": [("s", "a")], "c": [("s", "b")]} == fallen(checked)
    cautions = {slug: linked.cautions for slug, linked in evidence_of(checked).items()}
    assert ("source-withdrawn",) == cautions["a"] == cautions["e"]
    assert ("evidence-shaken",) == cautions["b"] == cautions["c"]
    assert () == cautions["d"] == cautions["f"]


def test_a_fall_in_a_circle_ends(content: Path) -> None:
    checked = check_files(
        content,
        {
            "sources.yaml": f"s: {{{BOOK}, status: retracted}}\n",
            "evidence/a.md": page(("s", "supports"), more="bears_on: {a: supports, b: supports}\n"),
            "evidence/b.md": page(verdict="mixed", more="bears_on: {c: supports}\n"),
            "evidence/c.md": page(verdict="mixed", more="bears_on: {a: supports, b: supports}\n"),
        },
    )

    assert {"a": [("s", "")], "b": [("s", "a")], "c": [("s", "b")]} == fallen(checked)


def test_what_rests_on_nothing_but_fallen_evidence_stands_as_withdrawn(content: Path) -> None:
    """Two pages that only hold each other up were never held up by the source."""
    checked = check_files(
        content,
        {
            "sources.yaml": f"s: {{{BOOK}, status: retracted}}\nt: {{{BOOK}}}\n",
            "evidence/a.md": page(("s", "supports"), more="bears_on: {b: supports, c: supports}\n"),
            "evidence/b.md": page(verdict="mixed", more="bears_on: {d: supports}\n"),
            "evidence/c.md": page(("t", "supports")),
            "evidence/d.md": page(verdict="mixed"),
            "evidence/e.md": page(verdict="mixed", more="bears_on: {f: supports}\n"),
            "evidence/f.md": page(verdict="mixed", more="bears_on: {e: supports}\n"),
        },
    )

    standings = {slug: linked.evidence.standing for slug, linked in evidence_of(checked).items()}
    assert {"a", "b", "d"} == {s for s, stands in standings.items() if stands == "source-withdrawn"}


@pytest.mark.parametrize(
    ("verdict", "relation", "standing"),
    [
        ("supported", "supports", "source-withdrawn"),
        ("contradicted", "contradicts", "source-withdrawn"),
        ("contradicted", "supports", "contradicted"),
        ("prediction-failed", "contradicts", "source-withdrawn"),
        ("unsupported", "contradicts", "unsupported"),
        ("opinion", "qualifies", "opinion"),
    ],
)
def test_a_verdict_falls_with_what_it_rests_on(
    content: Path, verdict: str, relation: str, standing: str
) -> None:
    files: dict[str, str | bytes] = {
        "sources.yaml": f"s: {{{BOOK}, status: retracted}}\n",
        "evidence/a.md": page(("s", relation), verdict=verdict),
    }

    assert standing == evidence_of(check_files(content, files))["a"].evidence.standing


NOTICED: dict[str, str | bytes] = {
    "sources.yaml": f"s: {{{BOOK}, status: retracted, status-note: 'It was <b>wrong</b>.', "
    f'url: "https://example.org/s"}}\nt: {{{BOOK}, status: withdrawn}}\n',
    "evidence/a.md": page(("s", "supports"), ("s", "context")),
    "evidence/b.md": page(("s", "context"), verdict="opinion"),
    "essays/x.md": "---\ntitle: X\ndate: 2026-01-01\nbased-on: t\n---\n"
    "[One](../evidence/a.md), [two](../evidence/b.md)[^m] and [three](../evidence/b.md).[^n]\n\n"
    '[^m]: [More](../evidence/a.md "qualifies").\n[^n]: [A & B](http://example.org/s/).\n',
    "essays/y.md": essay("[Two](../evidence/b.md)."),
}


def notice(content: Path, checked: Checked, path: str) -> tuple[str, list[str]]:
    """The words of the notice on a page, and where its links lead; nothing, if there is none."""
    (output,) = (file for file in made(checked, content) if file.path == path)
    found = read_page(path, output.content.decode()).root.all("aside", role="note")
    if not found:
        return "", []
    links = [str(link.get("href")) for link in found[0].all("a")]
    return " ".join(found[0].text.split()), links


def test_an_essay_says_what_it_leans_on(content: Path) -> None:
    checked = check_files(content, NOTICED)

    words, links = notice(content, checked, "essays/x.html")

    assert words == (
        "2 sources that this essay leans on no longer stand. "
        "T: Retracted. It was <b>wrong</b>. "
        "What leans on it: claim 1, claim 2, A & B. "
        "T: Withdrawn. Its publisher took it back. What leans on it: the whole essay."
    )
    assert links == [
        "../sources/s.html",
        *("#claim-a", "#claim-b", "#note-n"),
        "../sources/t.html",
    ]
    assert ("", []) == notice(content, checked, "essays/y.html")


def test_a_claim_leans_on_its_further_evidence(content: Path) -> None:
    (x, _) = sorted(check_files(content, NOTICED).corpus.essays, key=lambda e: e.essay.slug)

    cautions = [claim.cautions for claim in x.claims]

    assert cautions == [
        ("single-source", "source-withdrawn"),
        ("source-withdrawn", "evidence-shaken"),
        ("source-withdrawn",),
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", "Eine Quelle, auf die sich dieser Text stützt"), ("ko", "이 글이 기대는 출처")],
)
def test_the_notice_is_in_the_language_of_the_essay(
    content: Path, language: str, words: str
) -> None:
    text = f"---\ntitle: X\ndate: 2026-01-01\nlanguage: {language}\n---\n[x](../evidence/a.md)\n"

    checked = check_files(content, {**NOTICED, "essays/x.md": text})

    assert notice(content, checked, "essays/x.html")[0].startswith(words)


def test_an_evidence_page_names_what_fell_and_the_way_it_came(content: Path) -> None:
    files = {**NOTICED, "evidence/a.md": page(("s", "supports"), more="bears_on: {b: supports}\n")}
    checked = check_files(content, files)

    (output,) = (f for f in made(checked, content) if f.path == "evidence/b.html")
    (named,) = read_page(output.path, output.content.decode()).root.all("ul", cls="fallen")

    assert ["../sources/s.html", "a.html"] == [link.get("href") for link in named.all("a")]
    assert "By way of" in named.text


# ---- what is better, what is due -------------------------------------------------------


@pytest.mark.parametrize(
    ("cited", "is_outweighed"),
    [
        ([("doc", "contradicts"), ("news", "supports")], True),
        ([("copy", "contradicts"), ("news", "supports")], True),  # it passes the document on
        ([("doc", "contradicts"), ("copy", "supports")], False),
        ([("doc", "contradicts"), ("gone", "supports")], True),
        ([("gone", "contradicts"), ("news", "supports")], False),
        ([("news", "contradicts"), ("paper", "supports")], False),
        ([("doc", "qualifies"), ("news", "supports")], False),
    ],
)
def test_a_source_at_first_hand_is_better_than_none(
    content: Path, cited: list[tuple[str, str]], is_outweighed: bool
) -> None:
    records = {
        "doc": "primary: true",
        "copy": "derived-from: doc",
        "news": "genre: news",
        "paper": "genre: paper",
        "gone": "primary: true, status: retracted",
    }
    listed = "".join(f"{key}: {{{BOOK}, {more}}}\n" for key, more in records.items())

    checked = check_files(content, {"sources.yaml": listed, "evidence/a.md": page(*cited)})

    assert is_outweighed == ("contradicted-by-better" in evidence_of(checked)["a"].cautions)


@pytest.mark.parametrize(
    ("verdict", "relation", "own", "is_outweighed"),
    [
        ("supported", "contradicts", "supported", True),
        ("mixed", "contradicts", "supported", False),
        ("supported", "qualifies", "supported", False),
        ("supported", "contradicts", "mixed", False),
    ],
)
def test_evidence_that_says_yes_is_better(
    content: Path, verdict: str, relation: str, own: str, is_outweighed: bool
) -> None:
    files: dict[str, str | bytes] = {
        "sources.yaml": f"s: {{{BOOK}}}\n",
        "evidence/a.md": page(("s", "supports"), verdict=own),
        "evidence/b.md": page(
            ("s", "supports"), verdict=verdict, more=f"bears_on: {{a: {relation}}}\n"
        ),
    }

    cautions = evidence_of(check_files(content, files))["a"].cautions

    assert is_outweighed == ("contradicted-by-better" in cautions)


def test_a_quotation_that_was_not_found_is_a_caution(content: Path) -> None:
    files: dict[str, str | bytes] = {
        "site.yaml": "diagnostics: {quote-not-found: warning}\n",
        "sources.yaml": f"s: {{{BOOK}, path: files/s.txt}}\n",
        "files/s.txt": "It was so.\n",
        "evidence/a.md": page(("s", "supports"), quote="It was otherwise"),
    }

    checked = check_files(content, files)

    assert ("single-source", "quotation-not-found") == evidence_of(checked)["a"].cautions


DUE: dict[str, str | bytes] = {
    "evidence/a.md": page(verdict="opinion", more="checked: 2026-01-01\nrecheck: 2026-05-01\n"),
    "essays/x.md": "---\ntitle: X\ndate: 2026-05-01\n---\n[a](../evidence/a.md)\n",
    "sources.yaml": f"s: {{{BOOK}, accessed: 2026-04-30}}\n",
    "site.yaml": "diagnostics: {unused-source: off}\n",
}
IS_DUE = ["recheck-due evidence/a.md:6:10"]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("essays/x.md", "2026-05-01", "2026-05-02"),
        ("essays/x.md", "---\n[", "updated: 2026-05-02\n---\n["),
        ("evidence/a.md", "2026-01-01", "2026-05-02"),
        ("sources.yaml", "2026-04-30", "2026-05-02"),
    ],
)
def test_the_newest_day_of_the_content_is_the_day(
    content: Path, path: str, old: str, new: str
) -> None:
    assert [] == codes(check_files(content, DUE))

    checked = check_files(content, {path: str(DUE[path]).replace(old, new)})

    assert IS_DUE == codes(checked)
    assert ("due-for-recheck",) == evidence_of(checked)["a"].cautions


def test_a_draft_names_no_day(content: Path) -> None:
    draft = "---\ntitle: D\ndate: 2026-12-01\ndraft: true\n---\n"

    assert [] == codes(check_files(content, {**DUE, "essays/draft.md": draft}))


def test_the_day_can_be_given(content: Path) -> None:
    check_files(content, DUE)

    assert [] == codes(check(Options(content, today="2026-05-01")))
    assert IS_DUE == codes(check(Options(content, today="2026-05-02")))


def test_only_a_check_asks_the_clock(
    content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long_ago = {p: str(t).replace("2026-0", "1999-0") for p, t in DUE.items()}
    check_files(content, {**long_ago})
    folders = ("--content", str(content), "--output", str(tmp_path / "site"), "--no-cache")

    told = []
    for words in (("build",), ("check",), ("check", "--today", "1999-05-01")):
        assert 0 == build.main([*words, *folders])
        told.append(re.findall(r"\[([\w-]+)\]", capsys.readouterr().err))

    assert [[], ["recheck-due"], []] == told


def test_a_day_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        build.main(["check", "--today", "20260501"])

    assert "`20260501` is not a day like 2026-11-22" in capsys.readouterr().err


# ---- the preview -----------------------------------------------------------------------


def test_the_preview_feels_a_fall_at_once(content: Path) -> None:
    """The page that leans on it through another was not touched, nor was its essay."""
    files: dict[str, str | bytes] = {
        "sources.yaml": f"s: {{{BOOK}}}\n",
        "evidence/a.md": page(("s", "supports"), more="bears_on: {b: supports}\n"),
        "evidence/b.md": page(verdict="opinion"),
        "essays/x.md": essay("[b](../evidence/b.md), [a](../evidence/a.md)"),
    }
    check_files(content, files)
    preview = Preview(Options(content))
    preview.rebuild()
    steps = [f"s: {{{BOOK}, status: retracted}}\n", f"s: {{{BOOK}}}\n"]

    for text in steps:
        (content / "sources.yaml").write_text(text)
        preview.rebuild([str(content)])
        site = {path: preview.content(path)[1] for path in ("essays/x.html", "evidence/b.html")}
        whole = built(content)
        assert site == {path: whole[path] for path in site}
