"""The command `keep`: copies and receipts, what builds make of them, and what goes wrong."""

from __future__ import annotations

import datetime
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import build
from faulty_server import FaultyServer, Page, moved, packed, refused
from footnoted.composing import Text, compose
from footnoted.copies import place_of
from footnoted.keeping.command import Choice, Line, NotReadyError, told
from footnoted.keeping.keep import supply
from footnoted.keeping.library import open_library
from footnoted.model import SourceFile
from footnoted.options import Options
from footnoted.pipeline import check
from footnoted.receipts import bytes_digest, read_receipts, text_digest, written
from pdf_files import pdf
from sites import check_files, codes, essay, made, write_files
from test_quote_pages import shown
from test_readable import records

ROOT = Path(__file__).resolve().parent.parent
TODAY = datetime.datetime.now(datetime.UTC).date()
TEXT = "날씨\nIt was so, and not otherwise; 다음 날도 그랬다.\n"
ARTICLE = (
    "<!doctype html><meta charset=utf-8><title>날씨</title>"
    "<p>It was so, and not otherwise; 다음 날도 그랬다.</p>"
)
RECORD = "{key}: {{type: webpage, title: {key}{more}}}\n"
QUOTE = "  - {{source: {key}, relation: supports, quote: '{quote}'}}\n"


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    with FaultyServer() as server:
        yield server


class Site:
    """A content folder whose sources are pages of the server; a quotation from each, or more."""

    def __init__(self, content: Path, server: FaultyServer) -> None:
        self.content, self.server = content, server

    def write(
        self,
        quoted: dict[str, list[str]],
        archived: dict[str, str] | None = None,
        **paths: str,
    ) -> None:
        """The sources by key, with what is quoted from them; `paths` are theirs at the server."""
        sources, cited = "", ""
        for key, quotations in quoted.items():
            path = paths.get(key, f"/{key}")
            more = f", url: '{self.server.address(path, f'{key}.test')}'" if path else ""
            if archived and key in archived:
                more += f", archived: '{self.server.address(archived[key], 'archive.test')}'"
            sources += RECORD.format(key=key, more=more)
            cited += "".join(QUOTE.format(key=key, quote=quote) for quote in quotations)
        page = f"---\ntitle: Is it so?\nkind: fact\nverdict: supported\ncitations:\n{cited}---\n"
        files = {"essays/x.md": essay("[Yes](../evidence/a.md).\n"), "sources.yaml": sources}
        write_files(self.content, files | {"evidence/a.md": page})

    def keep(self, choice: Choice | None = None, today: datetime.date = TODAY) -> list[Line]:
        """What the command says of each source; without its first and last lines."""
        client = self.server.client()
        lines = list(told(open_library(self.content), client, choice or Choice(), today))
        return [line for line in lines if line.text.startswith("[")]

    def receipts(self) -> dict[str, dict[str, object]]:
        """The receipts, read as any program would."""
        text = Text("receipts.yaml", (self.content / "receipts.yaml").read_text("utf-8"))
        return plain(compose(text))

    def copy(self, key: str) -> Path:
        return self.content / f".copies/{key}.txt"


def plain(node: object) -> dict[str, object]:
    """YAML nodes as Python has them."""
    value = node.value
    if isinstance(value, str):
        return value
    if value and not isinstance(value[0], tuple):
        return [plain(item) for item in value]
    return {key.value: plain(child) for key, child in value}


@pytest.fixture
def site(content: Path, server: FaultyServer) -> Site:
    return Site(content, server)


def test_a_page_is_kept_with_all_that_its_receipt_says(site: Site) -> None:
    page = packed(ARTICLE.encode())
    site.server.pages |= {"/a": moved("/b"), "/b": page}
    site.write({"a": ["It was so", "다음 날도 그랬다", "It was not so"]})

    (line,) = site.keep()

    text = "날씨\nIt was so, and not otherwise; 다음 날도 그랬다.\n"
    said = "2 of 3 quotations found in it; a build says what differs"
    assert line.text == f"[1/1] kept: a: {len(text)} letters; {said} [a.test]"
    assert site.copy("a").read_text("utf-8") == TEXT
    assert site.receipts() == {
        "a": {
            "address": site.server.address("/a", "a.test"),
            "final-address": site.server.address("/b", "a.test"),
            "date": TODAY.isoformat(),
            "status": "200",
            "type": "text/html",
            "length": str(len(ARTICLE.encode())),
            "body": bytes_digest(ARTICLE.encode()),
            "text": bytes_digest(TEXT.encode()),
            "quotations": sorted(
                bytes_digest(quote.encode()) for quote in ("It was so", "다음 날도 그랬다")
            ),
        }
    }
    warc = records((site.content / ".copies/a.warc.gz").read_bytes())
    assert warc[1][1].endswith(b"\r\n\r\n" + ARTICLE.encode())
    assert "*" in (site.content / ".copies/.gitignore").read_text().splitlines()


def test_builds_show_the_day_of_the_copy_and_report_what_is_not_there(site: Site) -> None:
    site.server.pages["/a"] = Page(ARTICLE.encode())
    site.write({"a": ["It was so", "It was not so"]})
    site.keep()
    day = f"{TODAY.day} {TODAY:%B %Y}"

    found = check(Options(site.content))

    assert codes(found) == ["quote-not-found evidence/a.md:7:44"]
    assert shown(site.content, "evidence/a.html") == [
        f"Found word for word in the copy of {day}",
        f"Not found in the copy of {day}",
    ]
    assert shown(site.content, "sources/a.html") == shown(site.content, "evidence/a.html")


def test_without_the_copy_what_was_found_is_found_and_an_edit_is_unchecked(site: Site) -> None:
    """Also in Korean, where an edit may be a single letter."""
    site.server.pages["/a"] = Page(ARTICLE.encode())
    site.write({"a": ["It was so", "다음 날도 그랬다", "Not there"]})
    site.keep()
    for file in (site.content / ".copies").iterdir():
        file.unlink()

    def verdicts(quotations: list[str]) -> list[str]:
        site.write({"a": quotations})
        corpus = check(Options(site.content)).corpus
        return [item.check for item in corpus.evidence[0].linked.citations]

    assert verdicts(["It was so", "다음 날도 그랬다", "Not there"]) == [
        "found",
        "found",
        "unchecked",
    ]
    assert verdicts(["It was so,", "다음 날도 그랬니"]) == ["unchecked", "unchecked"]


def test_what_has_a_copy_is_not_fetched_again_unless_asked_for(site: Site) -> None:
    site.server.pages |= {path: Page(ARTICLE.encode()) for path in ("/a", "/b")}
    site.write({"a": [], "b": []})
    later = TODAY + datetime.timedelta(days=31)

    def fetched(choice: Choice, today: datetime.date = TODAY) -> list[str]:
        before = len(site.server.paths)
        site.keep(choice, today)
        return sorted(site.server.paths[before:])

    assert fetched(Choice()) == ["/a", "/b"]
    assert fetched(Choice()) == []
    assert fetched(Choice(all=True)) == ["/a", "/b"]
    assert fetched(Choice(sources=("b", "b"))) == ["/b"]
    assert fetched(Choice(older_than=30)) == []
    assert fetched(Choice(older_than=30), later) == ["/a", "/b"]
    site.copy("a").write_text("Something else\n")
    assert fetched(Choice()) == ["/a"]


def test_one_that_fails_spoils_nothing_and_says_why(site: Site) -> None:
    faults = ("forbidden", "drips", "resets", "bomb", "loop", "busy-long", "broken", "short")
    site.server.pages["/good"] = Page(ARTICLE.encode())
    site.server.pages["/empty"] = Page(b"<div id=app></div>")
    site.server.pages["/robots.txt"] = Page(b"User-agent: *\nDisallow: /closed")
    site.write({name: [] for name in (*faults, "good", "empty", "closed")})

    lines = site.keep()

    kept = {line.text.split(": ")[1]: line.text for line in lines if not line.is_trouble}
    failed = {line.text.split(": ")[1]: line.text for line in lines if line.is_trouble}
    assert list(kept) == ["good"]
    assert failed.keys() == {*faults, "empty", "closed"}
    assert "(status 403) [forbidden.test]" in failed["forbidden"]
    assert "until its scripts run" in failed["empty"]
    assert "robots.txt" in failed["closed"]
    assert list(site.receipts()) == ["good"]


def test_what_is_gone_is_kept_from_its_archived_copy(site: Site) -> None:
    site.server.pages["/old"] = Page(ARTICLE.encode())
    site.write({"gone": ["It was so"], "lost": []}, {"gone": "/old", "lost": "/nowhere"})

    lines = {line.text.split(": ")[1]: line for line in site.keep()}

    assert "1 of 1 quotations found in it [archive.test]" in lines["gone"].text
    assert "(status 410) [gone.test]" not in lines["gone"].text
    assert "[lost.test]; the redirects go in a circle [archive.test]" in lines["lost"].text
    assert site.receipts()["gone"]["address"] == site.server.address("/old", "archive.test")


def test_where_no_host_is_found_the_author_learns_how_to_hand_a_file_over(site: Site) -> None:
    site.write({"unknown": ["It was so"]})

    *_, last = told(open_library(site.content), site.server.client(), Choice(), TODAY)

    assert last.is_trouble
    assert last.text.startswith("No host could be found: save the page")
    assert f"build.py keep --content {site.content} --from FILE KEY" in last.text


def test_a_copy_stays_when_the_page_no_longer_says_what_is_quoted(site: Site) -> None:
    """The old copy is the proof of what the page said. A page that says more replaces it."""
    other = Page(ARTICLE.replace("so", "thus").encode())
    site.server.pages["/a"] = [Page(ARTICLE.encode()), other]
    site.write({"a": ["It was so"]})
    site.keep()
    before = site.receipts()

    (line,) = site.keep(Choice(all=True))

    assert line.is_trouble
    assert "lacks a quotation that stands in the copy of" in line.text
    assert site.receipts() == before
    assert "It was so" in site.copy("a").read_text("utf-8")
    site.write({"a": ["It was thus"]})
    assert not site.keep(Choice(all=True))[0].is_trouble


def test_stopping_loses_nothing_and_the_next_command_goes_on(site: Site) -> None:
    site.server.pages |= {f"/{key}": Page(ARTICLE.encode()) for key in "abc"}
    site.write({key: ["It was so"] for key in "abc"})

    lines = told(open_library(site.content), site.server.client(), Choice(), TODAY)
    first = next(line.text for line in lines if line.text.startswith("["))
    lines.close()

    (kept,) = site.receipts()
    assert kept in first
    assert {line.text.split(": ")[1] for line in site.keep()} == {*"abc"} - {kept}
    assert sorted(site.receipts()) == [*"abc"]


def test_two_commands_at_once_lose_no_receipt(site: Site, tmp_path: Path) -> None:
    """A file is handed over while another command still fetches."""
    site.server.pages |= {"/a": Page(ARTICLE.encode()), "/b": Page(ARTICLE.encode())}
    site.write({"a": ["It was so"], "b": [], "c": ["It was so"]}, c="")
    (tmp_path / "c.txt").write_text("It was so.")

    lines = told(open_library(site.content), site.server.client(), Choice(), TODAY)
    assert next(line for line in lines if line.text.startswith("[1/2] kept"))
    supply(open_library(site.content), "c", tmp_path / "c.txt")
    assert not [line for line in lines if line.is_trouble]

    assert list(site.receipts()) == ["a", "b", "c"]


def test_receipts_that_cannot_be_read_any_more_are_left_as_they_are(site: Site) -> None:
    site.server.pages["/a"] = Page(ARTICLE.encode())
    site.write({"a": []})
    lines = told(open_library(site.content), site.server.client(), Choice(), TODAY)
    next(lines)
    write_files(site.content, {"receipts.yaml": "<<<<<<< a conflict"})

    with pytest.raises(NotReadyError, match=r"receipts\.yaml:1:1"):
        list(lines)

    assert (site.content / "receipts.yaml").read_text() == "<<<<<<< a conflict"


def test_quotations_are_compared_again_without_anything_to_fetch(site: Site) -> None:
    site.server.pages["/a"] = Page(ARTICLE.encode())
    site.write({"a": ["It was so"]})
    site.keep()
    asked = len(site.server.seen)
    site.write({"a": ["It was so", "and not otherwise"]})

    assert site.keep() == []

    assert len(site.receipts()["a"]["quotations"]) == 2
    assert len(site.server.seen) == asked


def test_a_text_of_the_authors_own_has_a_receipt_too(content: Path) -> None:
    """So readers see the day on which it was compared, until the file changes."""
    cited = QUOTE.format(key="a", quote="It was so")
    page = f"---\ntitle: Is it so?\nkind: fact\nverdict: opinion\ncitations:\n{cited}---\n"
    write_files(
        content,
        {
            "essays/x.md": essay("[Yes](../evidence/a.md).\n"),
            "evidence/a.md": page,
            "sources.yaml": RECORD.format(key="a", more=", path: files/a.txt"),
            "files/a.txt": "It was so.\r\n",
        },
    )

    assert build.main(["keep", "--content", str(content), "--source", "a", "--quiet"]) == 0

    (receipt,) = read_receipts(file_of(content)).receipts
    assert receipt.text == text_digest("It was so.\n")
    assert receipt.quotations == (bytes_digest(b"It was so"),)
    day = f"{TODAY.day} {TODAY:%B %Y}"
    assert shown(content, "evidence/a.html") == [f"Found word for word in the copy of {day}"]
    (content / "files/a.txt").write_text("It was so, once.")
    assert shown(content, "evidence/a.html") == ["Found word for word in the copy of this source"]


def file_of(content: Path) -> SourceFile:
    return SourceFile("receipts.yaml", (content / "receipts.yaml").read_text("utf-8"))


@pytest.mark.parametrize(
    "name, body",
    [
        ("saved.html", ARTICLE.encode()),
        ("saved.htm", ARTICLE.partition("<title>")[2].encode("cp949")),
        ("saved.pdf", pdf(["It was so, and not", "otherwise."])),
        ("saved", b"It was so, and not otherwise.\n"),
    ],
)
def test_what_an_author_saved_becomes_a_copy(site: Site, name: str, body: bytes) -> None:
    site.write({"a": ["It was so, and not otherwise"]})
    file = site.content.parent / name
    file.write_bytes(body)

    outcome = supply(open_library(site.content), "a", file)

    assert outcome.is_kept
    assert "1 of 1 quotations found in it" in outcome.detail
    receipt = site.receipts()["a"]
    assert receipt["body"] == bytes_digest(body)
    assert not receipt.keys() & {"address", "final-address", "status"}
    assert codes(check(Options(site.content))) == []
    assert site.keep(Choice(all=True)) == [], "what was saved by hand could not be fetched"


def test_a_file_that_has_no_text_is_not_kept(site: Site) -> None:
    site.write({"a": []})
    file = site.content.parent / "scan.pdf"
    file.write_bytes(pdf([]))

    assert "a picture of its pages" in supply(open_library(site.content), "a", file).detail
    assert not (site.content / "receipts.yaml").exists()


@pytest.mark.parametrize(
    "words, message",
    [
        (["--source", "bar"], "no source has the key `bar`; did you mean `bare`?"),
        (["--source", "bare"], "has no address; save the page, and hand it over"),
        (["--from", "x.pdf", "own"], "`own` needs no other copy"),
        (["--from", "x.pdf", "b"], "no source has the key `b`"),
        (["--from", "no-such-file", "a"], "there is no file `no-such-file` to keep"),
    ],
)
def test_what_cannot_be_asked_for_is_said(
    content: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    more = {"a": ", url: 'https://a.test/'", "bare": "", "own": ", path: files/own.txt"}
    records = "".join(RECORD.format(key=key, more=value) for key, value in more.items())
    write_files(content, {"essays/x.md": essay("X"), "sources.yaml": records})

    assert build.main(["keep", "--content", str(content), *words]) == 2
    assert message in capsys.readouterr().err
    assert not (content / ".copies").exists()


@pytest.mark.parametrize(
    "receipts, message",
    [
        ("a:\n  date: 2026-13-01\n", "receipts.yaml:2:9: `2026-13-01` is not a date"),
        ("a: [", "receipts.yaml:1:"),
        (b"\xff", "receipts.yaml:1:1: byte 1"),
    ],
)
def test_receipts_that_cannot_be_read_are_left_as_they_are(
    content: Path, receipts: str | bytes, message: str
) -> None:
    write_files(content, {"essays/x.md": essay("X"), "receipts.yaml": receipts})

    with pytest.raises(NotReadyError) as error:
        open_library(content)

    assert str(error.value).startswith(message)


DIGEST = f"sha256-{'0' * 64}"
SOUND = f"  date: 2026-11-22\n  text: {DIGEST}\n"


@pytest.mark.parametrize(
    "receipt, code",
    [
        (f"a:\n{SOUND}", []),
        (f"b:\n{SOUND}", ["stale-receipt receipts.yaml:1:1"]),
        (f"a:\n{SOUND}  address: https://other.test/\n", ["stale-receipt receipts.yaml:1:1"]),
        (f"a:\n{SOUND}  address: http://www.a.test#x\n", []),
        (f"a:\n{SOUND}  adress: https://a.test/\n", ["unknown-key receipts.yaml:4:3"]),
        (f"a:\n  date: soon\n  text: {DIGEST}\n", ["bad-value receipts.yaml:2:9"]),
        (f"a:\n  text: {DIGEST}\n", ["missing-key receipts.yaml:2:3"]),
        ("a:\n  date: 2026-11-22\n  text: sha256-1\n", ["bad-value receipts.yaml:3:9"]),
        (f"a:\n{SOUND}  length: many\n", ["bad-value receipts.yaml:4:11"]),
        (f"a:\n{SOUND}  quotations: [x]\n", ["bad-value receipts.yaml:4:16"]),
        (f"a:\n{SOUND}  quotations: {DIGEST}\n", ["bad-value receipts.yaml:4:15"]),
        (f"a:\n{SOUND}a:\n{SOUND}", ["duplicate-key receipts.yaml:4:1"]),
        ("a: x\n", ["bad-value receipts.yaml:1:4"]),
    ],
)
def test_faulty_receipts_are_reported(content: Path, receipt: str, code: list[str]) -> None:
    files = {
        "essays/x.md": essay("[A](https://a.test/)."),
        "sources.yaml": RECORD.format(key="a", more=", url: 'https://a.test/'"),
        "receipts.yaml": receipt,
    }

    assert codes(check_files(content, files)) == code


def test_receipts_are_written_as_they_are_read(content: Path) -> None:
    text = (
        f"a:\n  address: https://a.test/b?c=d&e=%20#f\n{SOUND}  type: text/html\n  length: 12\n"
        f'b:\n  address: "https://a.test/:"\n{SOUND}'
        f"날씨:\n{SOUND}  quotations:\n    - {DIGEST}\n"
    )
    once = read_receipts(SourceFile("receipts.yaml", text))
    again = read_receipts(SourceFile("receipts.yaml", written(reversed(once.receipts))))

    assert once.diagnostics == again.diagnostics == ()
    assert again.receipts == once.receipts


def test_copies_are_not_published_and_not_read_through_links(site: Site) -> None:
    site.server.pages["/a"] = Page(ARTICLE.encode())
    site.write({"a": ["It was so"]})
    write_files(site.content, {"essays/y.md": essay("[C](../.copies/a.txt).")})
    site.keep()
    text = site.copy("a").read_text("utf-8")

    checked = check(Options(site.content))
    paths = [file.path for file in made(checked, site.content)]

    assert "broken-link essays/y.md:5:5" in codes(checked)
    assert "essays/x.html" in paths
    assert [path for path in paths if "copies" in path or path.endswith((".txt", ".gz"))] == []
    elsewhere = site.content.parent / "a.txt"
    elsewhere.write_text(text.replace("so", "otherwise"), "utf-8")
    site.copy("a").unlink()
    site.copy("a").symlink_to(elsewhere)
    assert "changed-copy" not in " ".join(codes(check(Options(site.content))))


def test_nothing_is_written_through_a_link(site: Site) -> None:
    elsewhere = site.content.parent / "elsewhere"
    elsewhere.mkdir()
    (site.content / ".copies").symlink_to(elsewhere)
    site.server.pages["/a"] = Page(ARTICLE.encode())
    site.write({"a": []})

    with pytest.raises(PermissionError, match="is a link"):
        site.keep()

    assert list(elsewhere.iterdir()) == []


def test_every_key_is_a_name_for_a_file() -> None:
    keys = ("a", "con", "CON.1", "com1", "날씨", "a" * 300, "a" * 299 + "b", "nul")
    names = [place_of(key) for key in keys]

    assert len({name.casefold() for name in names}) == len(keys)
    assert all(len(name.encode()) < 200 for name in names)
    stems = {name.removeprefix(".copies/").partition(".")[0].casefold() for name in names}
    assert not stems & {"con", "com1", "nul"}


def test_the_command_never_asks_this_machine(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever the content says. Each source says why, and the exit code that one failed."""
    site.write({"a": []})
    address = f"http://127.0.0.1:{site.server.port}/a"
    sources = RECORD.format(key="a", more=f", url: '{address}'")
    write_files(site.content, {"sources.yaml": sources})

    assert build.main(["keep", "--content", str(site.content)]) == 1

    assert "[1/1] not kept: a: `127.0.0.1` is not on the open web" in capsys.readouterr().err
    assert site.server.seen == []


def test_offline_the_command_says_so(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sources = RECORD.format(key="a", more=", url: 'https://no-such-host.invalid/'")
    write_files(content, {"essays/x.md": essay("X"), "sources.yaml": sources})

    assert build.main(["keep", "--content", str(content)]) == 1
    assert "is this machine online?" in capsys.readouterr().err
    assert not (content / "receipts.yaml").exists()


def test_a_build_with_receipts_imports_nothing_that_fetches(site: Site) -> None:
    site.server.pages["/a"] = Page(ARTICLE.encode())
    site.write({"a": ["It was so"]})
    site.keep()
    code = (
        "import sys, build; code = build.main(sys.argv[1:]); "
        "sys.exit(code or ' '.join({'urllib3', 'selectolax', 'warcio', 'pypdfium2', 'protego'}"
        " & sys.modules.keys()) or None)"
    )
    command = [sys.executable, "-c", code, "check", "--content", str(site.content)]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


def test_a_page_that_is_refused_once_is_kept_later(site: Site) -> None:
    site.server.pages["/a"] = [refused("403 Forbidden"), Page(ARTICLE.encode())]
    site.write({"a": []})

    assert [line.is_trouble for line in (*site.keep(), *site.keep())] == [True, False]
