"""`sources.json` and `sources.bib`: the sources of a site, for reference managers and LaTeX.

What can be read is said by readers that know nothing of Footnoted: Citation.js, which has the table
of CSL's variables and hands records to citeproc-js, as Zotero does; and bibtexparser.
"""

from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors
from bibtexparser.middlewares.middleware import BlockMiddleware
from bibtexparser.model import Entry
from hypothesis import given, settings
from hypothesis import strategies as st

import build
from footnoted import bibtex, csl
from footnoted.model import STATUSES, Source
from footnoted.source_records import KEYS, TYPES
from html_pages import read_page
from previewed import Preview
from sites import check_files, codes, essay, made, write_files

ROOT = Path(__file__).resolve().parent.parent
READER = ROOT / "tests/read_sources.mjs"
FULL = """\
full:
  type: {type}
  title: "100% of R&D: a $5 {{question}}_"
  author: [Korea & Society, 김철수, Sons and Daughters]
  container-title: The Journal
  publisher: The Institute
  publisher-place: Seoul
  issued: {issued}
  url: https://example.org/a_b?c=%20d&e=~f#g
  archived: https://web.archive.org/web/20180430/https://example.org/a_b
  accessed: 2026-11-20
  language: ko
  genre: poll
  volume: 12
  issue: 3
  page: 4-9
  edition: 2
  doi: 10.1000/x_y
  isbn: 978-1-2345-6789-7
  note: A remark.
"""
SOURCES = "{key}:\n  type: report\n  title: {title}\n"
ANY = st.text(st.characters(codec="utf-8"), max_size=30)
SIGNS = st.text(alphabet="ab\\{}&%$#_~^@\",= '-\n\x00é한", max_size=12)
# What TeX makes another sign of is left to it.
LIGATURES = re.compile(r"-(?=-)|`(?=`)|'(?=')|[?!](?=`)|<(?=<)|>(?=>)|,(?=,)")


def files_of(folder: Path, files: dict[str, str | bytes]) -> dict[str, bytes]:
    return {file.path: file.content for file in made(check_files(folder, files), folder)}


def listed(folder: Path, sources: str, **files: str) -> tuple[list[dict[str, Any]], list[Entry]]:
    """The records and the entries of a site with these sources."""
    outputs = files_of(folder, {"sources.yaml": sources, **files})
    return json.loads(outputs["sources.json"]), parsed(outputs["sources.bib"].decode())


def parsed(text: str) -> list[Entry]:
    """The entries, all of them sound, and nothing else."""
    library = bibtexparser.parse_string(text)
    assert library.blocks == library.entries
    return library.entries


def read(text: str, middleware: BlockMiddleware) -> dict[str, Any]:
    """The fields of the one entry. The reader has another circumflex, which stands over letters."""
    (entry,) = bibtexparser.parse_string(text, append_middleware=[middleware]).entries
    fields = {name: field.value for name, field in entry.fields_dict.items()}
    return {name: v.replace("ˆ", "^") if isinstance(v, str) else v for name, v in fields.items()}


# ---- what real readers make of it -------------------------------------------------------


@pytest.fixture(scope="module")
def flagship(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that comes with Footnoted."""
    site = tmp_path_factory.mktemp("flagship") / "site"
    assert 0 == build.main(["--content", f"{ROOT}/content", "--output", str(site)])
    return site


def read_by_others(site: Path) -> dict[str, Any]:
    command = ["node", str(READER), str(ROOT / ".tools"), str(site)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    read = json.loads(run.stdout)
    assert isinstance(read, dict)
    return read


def test_others_read_all_sources_of_the_site(flagship: Path) -> None:
    records = json.loads((flagship / "sources.json").read_bytes())

    read = read_by_others(flagship)

    assert read["unsound"] == []
    assert len(records) > 100
    assert {record["id"] for record in records} == set(read["references"])
    assert [(r["id"], r["title"]) for r in records] == [
        (entry["id"], entry["title"]) for entry in read["entries"]
    ]
    for record in records:
        assert letters(record["title"]) in letters(read["references"][record["id"]])


def letters(text: str) -> str:
    """Styles choose quotation marks and capitals."""
    return "".join(filter(str.isalnum, text.casefold()))


def test_others_read_every_type_with_every_variable(content: Path) -> None:
    dates = ("2018", "2018-04", "2018-04-27", "2018~", "2018?", "2018-04/2018-06~", "2018/2019-02")
    sources = "".join(
        FULL.format(type=kind, issued=dates[n % len(dates)]).replace("full:", f"a-{kind}:")
        for n, kind in enumerate(TYPES)
    )
    files = files_of(content, {"sources.yaml": sources})
    write_files(content.parent / "site", {p: files[p] for p in ("sources.json", "sources.bib")})

    read = read_by_others(content.parent / "site")

    assert read["unsound"] == []
    assert len(TYPES) == len(read["references"]) == len(read["entries"])


# ---- CSL-JSON -------------------------------------------------------------------------


def test_a_record_has_all_that_is_known(content: Path) -> None:
    (record,), _ = listed(content, FULL.format(type="article-journal", issued="2018-04-27"))

    assert record == {
        "id": "full",
        "type": "article-journal",
        "title": "100% of R&D: a $5 {question}_",
        "author": [
            {"literal": "Korea & Society"},
            {"literal": "김철수"},
            {"literal": "Sons and Daughters"},
        ],
        "container-title": "The Journal",
        "publisher": "The Institute",
        "publisher-place": "Seoul",
        "issued": {"date-parts": [[2018, 4, 27]]},
        "accessed": {"date-parts": [[2026, 11, 20]]},
        "URL": "https://example.org/a_b?c=%20d&e=~f#g",
        "archive": "web.archive.org",
        "archive_location": "https://web.archive.org/web/20180430/https://example.org/a_b",
        "language": "ko",
        "genre": "poll",
        "volume": "12",
        "issue": "3",
        "page": "4-9",
        "edition": "2",
        "DOI": "10.1000/x_y",
        "ISBN": "978-1-2345-6789-7",
        "note": "A remark.",
    }


def test_every_key_of_a_source_is_told_or_is_of_the_site_alone() -> None:
    own = {"primary", "copy", "derived-from", "path", "status-note"}
    dates = {"issued": "2018", "accessed": "2019-01-02", "archived": "https://a.example.org/"}
    texts = {key.name: f"the-{key.name}" for key in KEYS if key.name not in own} | dates
    values: dict[str, Any] = {name.replace("-", "_"): text for name, text in texts.items()}
    source = Source("k", authors=(values.pop("author"),), **values)

    record = json.dumps(csl.record(source, source.note))
    entry = bibtex.entry(source, source.note, source.archived)

    assert [] == [name for name, text in texts.items() if text not in record and name not in dates]
    assert ["type", "language"] == [n for n, text in texts.items() if text not in entry]


@pytest.mark.parametrize(
    ("issued", "date"),
    [
        ("2018", {"date-parts": [[2018]]}),
        ("2018-04", {"date-parts": [[2018, 4]]}),
        ("0044-03-15", {"date-parts": [[44, 3, 15]]}),
        ("2018~", {"date-parts": [[2018]], "circa": True}),
        ("2018-04?", {"date-parts": [[2018, 4]], "circa": True}),
        ("2018/2019-02", {"date-parts": [[2018], [2019]]}),
        ("2018~/2019", {"date-parts": [[2018], [2019]], "circa": True}),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(issued: str, date: dict[str, object]) -> None:
    assert date == csl.record(Source("k", issued=issued), "")["issued"]


def test_what_is_not_known_is_not_there() -> None:
    assert csl.record(Source("k"), "") == {"id": "k", "type": "document"}
    assert bibtex.entry(Source("k"), "", "") == "@misc{k,\n}\n"


@given(ANY, ANY, ANY)
def test_any_text_is_the_same_in_json(title: str, name: str, note: str) -> None:
    source = Source("k", title=title, authors=(name,))

    record = json.loads(json.dumps(csl.record(source, note)))

    assert record.get("title", "") == title
    assert record["author"] == [{"literal": name}]
    assert record.get("note", "") == note


# ---- BibTeX ---------------------------------------------------------------------------


def test_an_entry_has_all_that_is_known(content: Path) -> None:
    sources = FULL.format(type="article-newspaper", issued="2018-04/2018-06~")

    text = files_of(content, {"sources.yaml": sources})["sources.bib"].decode()

    assert text == (
        "@article{full,\n"
        "  author = {{Korea \\& Society} and {김철수} and {Sons and Daughters}},\n"
        "  title = {{100\\% of R\\&D: a \\$5 "
        "{\\{\\vphantom{\\}}}question{\\vphantom{\\{}\\}}\\_}},\n"
        "  journaltitle = {{The Journal}},\n"
        "  publisher = {{The Institute}},\n"
        "  location = {{Seoul}},\n"
        "  entrysubtype = {newspaper},\n"
        "  type = {poll},\n"
        "  edition = {2},\n"
        "  volume = {12},\n"
        "  number = {3},\n"
        "  pages = {4-9},\n"
        "  isbn = {978-1-2345-6789-7},\n"
        "  note = {A remark.},\n"
        "  addendum = {Archived copy: https://web.archive.org/web/20180430/"
        "https://example.org/a\\_b},\n"
        "  date = {2018-04/2018-06~},\n"
        "  url = {https://example.org/a_b?c=%20d&e=~f#g},\n"
        "  urldate = {2026-11-20},\n"
        "  doi = {10.1000/x_y},\n"
        "  langid = {korean},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("kind", "entry", "fields"),
    [
        ("report", "report", {"journaltitle", "institution"}),
        ("webpage", "online", {"journaltitle", "organization"}),
        ("chapter", "incollection", {"booktitle", "publisher"}),
        ("treaty", "legal", {"journaltitle", "organization"}),
        ("hearing", "misc", {"journaltitle", "organization"}),
        ("article-magazine", "article", {"entrysubtype", "journaltitle", "publisher"}),
    ],
)
def test_type_and_fields_are_those_of_biblatex(kind: str, entry: str, fields: set[str]) -> None:
    source = Source("k", type=kind, container_title="C", publisher="P")

    (found,) = parsed(bibtex.entry(source, "", ""))

    assert (entry, fields) == (found.entry_type, set(found.fields_dict))


def test_every_type_has_an_entry() -> None:
    for kind in TYPES:
        (entry,) = parsed(bibtex.entry(Source("k", type=kind, title="T"), "", ""))
        assert entry.fields_dict["title"].value == "{T}"


def test_an_and_in_the_name_of_a_publisher_makes_no_second_one() -> None:
    source = Source("k", type="book", publisher="Trade and Industry", publisher_place="A and B")

    (entry,) = parsed(bibtex.entry(source, "", ""))

    assert "{Trade and Industry}" == entry.fields_dict["publisher"].value
    assert "{A and B}" == entry.fields_dict["location"].value


@pytest.mark.parametrize(
    ("tag", "name"),
    [("en", "english"), ("en-GB", "british"), ("de-AT", "ngerman"), ("zh-Hant", "chinese")],
)
def test_a_language_has_the_name_that_latex_knows(tag: str, name: str) -> None:
    (entry,) = parsed(bibtex.entry(Source("k", language=tag), "", ""))

    assert name == entry.fields_dict["langid"].value


def test_the_number_of_a_journal_gives_way_to_that_of_the_work() -> None:
    both = Source("k", type="article-journal", number="e7", issue="3")

    (entry,) = parsed(bibtex.entry(both, "", ""))

    assert ("e7", "3") == (entry.fields_dict["number"].value, entry.fields_dict["issue"].value)


def test_capitals_are_kept_even_after_a_command() -> None:
    """Braces that begin with a command do not keep them: BibTeX takes it for an accent."""
    (entry,) = parsed(bibtex.entry(Source("k", title="$100 Bill"), "", ""))

    assert entry.fields_dict["title"].value == "{{}\\$100 Bill}"


@settings(max_examples=300)
@given(st.one_of(ANY, SIGNS), st.one_of(ANY, SIGNS), st.one_of(ANY, SIGNS))
def test_any_text_is_the_same_for_a_reader_of_bibtex(title: str, name: str, note: str) -> None:
    """But for white space, and what TeX makes of two signs."""
    title, name, note = (LIGATURES.sub("", text) for text in (f"a {title}", f"b{name}", note))
    source = Source("k", title=title, authors=(name, "and", name), publisher=note)

    text = bibtex.entry(source, note, "")

    fields = read(text, LatexDecodingMiddleware())
    escaped = bibtex.escaped(name)
    assert one_line(title) == one_line(fields["title"])
    assert one_line(note) == one_line(fields.get("note", ""))
    assert one_line(note) == one_line(fields.get("organization", ""))
    assert [f"{{{escaped}}}", "{and}", f"{{{escaped}}}"] == read(text, SeparateCoAuthors())[
        "author"
    ]


@settings(max_examples=300)
@given(st.one_of(ANY, SIGNS), st.one_of(ANY, SIGNS), SIGNS)
def test_no_text_gets_out_of_its_braces(title: str, address: str, rest: str) -> None:
    source = Source("k", title=title, url=address, doi=rest, genre=rest, note=rest)
    text = bibtex.entry(source, rest, rest)

    (entry, other) = parsed(f"{text}{bibtex.entry(Source('other', title='T'), '', '')}")

    assert ("k", "other") == (entry.key, other.key)
    assert text.count("{") == text.count("}")
    names = {"title": title, "url": address, "doi": rest, "type": rest, "note": rest}
    names["addendum"] = rest
    assert {name for name, value in names.items() if value} == set(entry.fields_dict)


def test_an_address_stays_as_it_is_but_for_what_bibtex_counts() -> None:
    source = Source("k", url="https://a.example.org/%7Bx}_{y}\\~^#&")

    (entry,) = parsed(bibtex.entry(source, "", ""))

    assert entry.fields_dict["url"].value == "https://a.example.org/%7Bx%7D_%7By%7D%5C~^#&"


def one_line(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())


# ---- on the site ----------------------------------------------------------------------


@pytest.mark.parametrize("status", STATUSES)
def test_a_work_that_no_longer_stands_says_so_and_why(content: Path, status: str) -> None:
    (why, plain), (noted, _) = listed(
        content,
        f"a:\n  type: report\n  title: A\n  status: {status}\n"
        "  status-note: It was wrong.\n  note: A remark.\n"
        f"b:\n  type: report\n  title: B\n  status: {status}\n",
    )

    label = status.capitalize()
    assert (status, f"{label}. It was wrong. A remark.") == (why["status"], why["note"])
    assert plain["note"].startswith(f"{label}. ")
    assert plain["note"].endswith(".")
    told = {name: noted.fields_dict[name].value for name in ("pubstate", "note")}
    assert told == {"pubstate": status, "note": why["note"]}


def test_the_words_are_those_of_the_language_of_the_site(content: Path) -> None:
    (record,), _ = listed(
        content,
        "a: {type: report, title: A, status: retracted}\n",
        **{"site.yaml": "language: de\n"},
    )

    assert not record["note"].startswith("Retracted")


def test_records_stand_by_their_keys_and_a_new_one_changes_no_other(content: Path) -> None:
    first = "".join(SOURCES.format(key=key, title=key.upper()) for key in ("c", "a"))
    second = first + SOURCES.format(key="b", title="B")

    before = files_of(content, {"sources.yaml": first})
    after = files_of(content, {"sources.yaml": second})

    assert ["a", "b", "c"] == [record["id"] for record in json.loads(after["sources.json"])]
    assert ["a", "b", "c"] == [entry.key for entry in parsed(after["sources.bib"].decode())]
    for path in ("sources.json", "sources.bib"):
        lines, more = (site[path].decode().splitlines() for site in (before, after))
        assert {line.rstrip(",") for line in lines} <= {line.rstrip(",") for line in more}


def test_a_site_without_sources_has_neither_file_nor_links(content: Path) -> None:
    outputs = files_of(content, {"essays/x.md": essay("Text.")})

    assert not {"sources.json", "sources.bib"} & outputs.keys()
    assert b"sources.bib" not in outputs["sources.html"]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "For reference managers:"), ("de", "Literaturverwaltungen"), ("ko", "문헌 관리")],
)
def test_the_page_of_sources_leads_to_both(content: Path, language: str, words: str) -> None:
    files = {
        "sources.yaml": SOURCES.format(key="a", title="A"),
        "site.yaml": f"language: {language}",
    }
    outputs = files_of(content, files)

    page = read_page("sources.html", outputs["sources.html"].decode())

    (shown,) = page.root.all("span", cls="files")
    links = [(a.text, a.get("href")) for a in shown.all("a")]
    assert words in shown.text
    assert [("BibTeX", "sources.bib"), ("CSL-JSON", "sources.json")] == links
    alternates = [(e.get("type"), e.get("href")) for e in page.root.all("link", rel="alternate")]
    assert alternates == [
        ("application/x-bibtex", "sources.bib"),
        ("application/vnd.citationstyles.csl+json", "sources.json"),
    ]


@pytest.mark.parametrize("name", ["sources.json", "Sources.bib"])
def test_a_file_of_the_content_cannot_take_their_place(content: Path, name: str) -> None:
    files: dict[str, str | bytes] = {"essays/x.md": essay(f"[A](../{name})."), name: b"x"}

    assert ["duplicate-slug essays/x.md:5:5"] == codes(check_files(content, files))


def test_a_warm_build_lists_what_a_cold_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    record = SOURCES.format(key="a", title="A")
    texts = (
        record,
        record.replace("title: A", "title: Another"),
        f"{record}  status: retracted\n",
        record + SOURCES.format(key="b", title="B"),
        SOURCES.format(key="b", title="B"),
        "",
        record,
    )
    seen = []
    for text in texts:
        write_files(tmp_path / "content", {"essays/x.md": essay("Text."), "sources.yaml": text})

        assert 0 == build.main(["--output", "warm"])
        assert 0 == build.main(["--output", "cold", "--no-cache"])

        warm, cold = (tree(tmp_path / name) for name in ("warm", "cold"))
        assert warm == cold
        seen.append(warm.get("sources.bib"))
    assert seen[-2] is None
    assert len(set(seen)) == len(texts) - 1


def tree(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_preview_says_what_they_are_and_shows_what_was_saved(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    write_files(tmp_path / "content", {"sources.yaml": SOURCES.format(key="a", title="김")})
    running = Preview(tmp_path, site="url: https://me.example.org/repo\n")
    kinds = {"sources.json": "application/json", "sources.bib": "application/x-bibtex"}

    for path, kind in kinds.items():
        connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=10)
        connection.request("GET", f"{running.base}{path}")
        response = connection.getresponse()

        assert (200, kind) == (response.status, response.headers["Content-Type"])
        assert "김" in response.read().decode()
        connection.close()
    running.end(signal.SIGKILL)
