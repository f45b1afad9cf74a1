"""`check --links` against a server with every fault: what is said of a link, and what is kept."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import build
from faulty_server import FaultyServer, Page, moved, refused
from footnoted.checking import Report, check_only
from footnoted.link_faults import written
from footnoted.model import LinkFault
from footnoted.options import Options
from footnoted.progress import Progress
from footnoted.rot.judging import STRIKE_DAYS, judge
from footnoted.rot.links import Inquiry
from footnoted.rot.values import Seen
from sites import essay, write_files

DAY_S = 86_400.0
MOMENT_S = 1_795_348_800.0  # noon of 2026-11-22
DAY = "2026-11-22"
LONG = b"<p>A page with fewer letters has its text elsewhere, so it is not read."
EVIDENCE = """---
title: Is it so?
kind: fact
verdict: supported
citations:
  - {source: poll, relation: supports, quote: nine in ten agreed}
---
"""


@dataclass
class Site:
    """A content folder whose links all lead to one server, by whatever name."""

    content: Path
    server: FaultyServer

    def link(self, path: str, host: str = "site.test") -> str:
        return self.server.address(path, host)

    def write(self, *paths: str, known: tuple[LinkFault, ...] = ()) -> None:
        """An essay that links to these paths, and links.yaml."""
        text = "\n".join(f"See [x]({self.link(path)}).\n" for path in paths)
        write_files(self.content, {"essays/x.md": essay(text), "links.yaml": written(known)})

    def fault(self, path: str, state: str, since: str = "2026-11-15") -> LinkFault:
        return LinkFault(self.link(path), state, since, 2 if state == "dead" else 1, since)

    def check(self, *, updates: bool = False, days: float = 0, form: str = "json") -> Report:
        inquiry = Inquiry(
            self.server.client(attempts=1),
            self.content.parent / "cache",
            updates,
            now_s=MOMENT_S + days * DAY_S,
        )
        options, progress = Options(self.content), Progress(None)
        assert form in ("json", "text", "sarif")
        return check_only(options, form, 0, progress, lambda url: inquiry)  # type: ignore[arg-type]

    @property
    def baseline(self) -> str:
        path = self.content / "links.yaml"
        return path.read_text("utf-8") if path.exists() else ""


@pytest.fixture
def site(content: Path) -> Iterator[Site]:
    with FaultyServer() as server:
        server.pages["/"] = Page(b"<p>Here")
        yield Site(content, server)


def states(report: Report) -> dict[str, str]:
    """State by path of all links that are not well."""
    found = json.loads(report.shown)["links"]["addresses"]
    return {item["address"].rpartition("/")[2]: item["state"] for item in found}


def places(report: Report) -> list[str]:
    found = json.loads(report.shown)["findings"]
    return [f"{f['code']} {f['file']}:{f['line']}:{f['column']}" for f in found]


@pytest.mark.parametrize(
    "path, state",
    [
        *(("gone", "failing"), ("nothing", "failing"), ("silent", "failing")),
        *(("babbles", "failing"), ("forbidden", "blocked"), ("busy-long", "blocked")),
        *(("broken", "blocked"), ("loop", "blocked"), ("to-private", "blocked")),
    ],
)
def test_a_fault_is_a_strike_only_if_the_page_is_not_there(
    site: Site, path: str, state: str
) -> None:
    """A program that is kept away does not know what a reader would find."""
    site.write("/", f"/{path}")

    assert {path: state} == states(site.check())


def test_two_strikes_days_apart_make_a_dead_link(site: Site) -> None:
    site.write("/", "/gone", "/gone#part")

    first, too_soon = site.check(), site.check(days=STRIKE_DAYS - 1)
    last = site.check(days=STRIKE_DAYS)

    assert [False, False, True] == [report.has_errors for report in (first, too_soon, last)]
    assert ["link-failing essays/x.md:7:9"] == places(first) == places(too_soon)
    assert ["link-dead essays/x.md:7:9"] == places(last)
    assert 3 == site.server.paths.count("/gone")
    assert "leads nowhere since 2026-11-22" in last.told


def test_a_page_that_came_back_begins_anew(site: Site) -> None:
    site.server.pages["/a"] = [refused("404 Not Found"), Page(b"<p>A"), refused("404 Not Found")]
    site.write("/", "/a")

    found = [states(site.check(days=days)) for days in (0, 4, 8)]

    assert [{"a": "failing"}, {}, {"a": "failing"}] == found


def test_what_is_listed_is_known_and_does_not_fail(site: Site) -> None:
    site.server.pages["/back"] = Page(b"<p>Back")
    known = (site.fault("/gone", "dead"), site.fault("/back", "dead"), site.fault("/not", "dead"))
    site.write("/", "/gone", "/back", known=known)

    report = site.check(form="text")

    assert not report.has_errors
    assert "" == report.told
    assert f"{site.link('/gone')}: dead since 2026-11-15" in report.shown
    assert f"{site.link('/back')}: works again" in report.shown
    assert f"{site.link('/not')}: is linked no more" in report.shown


def test_an_update_lists_what_there_is_and_nothing_else(site: Site) -> None:
    known = (site.fault("/", "dead"), site.fault("/gone", "failing"), site.fault("/not", "dead"))
    site.write("/", "/gone", "/none", known=known)

    report = site.check(updates=True)

    assert ["link-dead essays/x.md:7:9", "link-failing essays/x.md:9:9"] == places(report)
    assert not report.has_errors
    dead = LinkFault(site.link("/gone"), "dead", "2026-11-15", 2, DAY)
    failing = LinkFault(site.link("/none"), "failing", DAY, 1, DAY)
    assert written((dead, failing)) == site.baseline
    assert [] == places(site.check())
    site.write("/")
    site.check(updates=True)
    assert "" == site.baseline


def test_a_file_with_mistakes_is_not_written_over(site: Site) -> None:
    site.write("/", "/gone")
    (site.content / "links.yaml").write_text("https://a.test/: {state: deaf}\n", "utf-8")

    report = site.check(updates=True)

    assert report.has_errors
    assert "https://a.test/: {state: deaf}\n" == site.baseline


def test_sources_are_checked_with_copies_and_dois_at_their_places(site: Site) -> None:
    link = site.link
    write_files(
        site.content,
        {
            "essays/x.md": essay(f"[A](#).[^n]\n\n[^n]: [x]({link('/gone')}#p)."),
            "sources.yaml": f"a:\n  type: report\n  title: A\n  url: {link('/gone')}\n"
            f'  archived: "{link("/none")}"\nb:\n  type: report\n  title: B\n  url: {link("/")}\n',
        },
    )

    report = site.check()

    found = [place for place in places(report) if place.startswith("link-")]
    assert ["link-failing sources.yaml:4:8", "link-failing sources.yaml:5:13"] == found
    (failing,) = (
        finding
        for finding in json.loads(report.shown)["findings"]
        if finding["line"] == 4 and finding["file"] == "sources.yaml"
    )
    assert ("essays/x.md", 7) == (failing["also"]["file"], failing["also"]["line"])


@pytest.mark.parametrize(
    "page, state",
    [
        (Page(b"<p>In spring, nine in <b>ten</b>\nagreed.</p>" + LONG), "ok"),
        (Page(b"<p>Eight in ten.</p>" + LONG + b"<script>nine in ten agreed"), "drifted"),
        (Page(b"<p>nine in ten<p>agreed" + LONG), "ok"),  # as quotations are compared
        (Page(b"%PDF-1.7", type="application/pdf"), "ok"),
        (Page(b""), "ok"),
        (Page(bytes(100_001)), "ok"),  # too large to be read
    ],
)
def test_a_quotation_that_is_gone_from_its_page_is_drift(
    site: Site, page: Page, state: str
) -> None:
    site.server.pages["/poll"] = page
    write_files(
        site.content,
        {
            "essays/x.md": essay("[It is](../evidence/a.md)."),
            "evidence/a.md": EVIDENCE,
            "sources.yaml": "poll: {type: report, title: P, path: files/p.txt, "
            f"url: '{site.link('/poll')}'}}\n",
            "files/p.txt": "nine in ten agreed",
        },
    )

    report = site.check()

    assert ({"poll": state} if state != "ok" else {}) == states(report)
    drifted = ["link-drifted evidence/a.md:6:47"] if state == "drifted" else []
    assert drifted == places(report)
    assert report.has_errors == (state == "drifted")


def test_what_moved_for_good_and_what_is_closed_can_be_findings(site: Site) -> None:
    site.server.pages |= {
        "/old": moved("/", "301 Moved Permanently"),
        "/for-now": moved("/"),
        "/slash": moved("/slash/", "308 Permanent Redirect"),
        "/slash/": Page(b"<p>Slash"),
    }
    site.write("/old", "/for-now", "/slash", "/forbidden")
    quiet = site.check()
    (site.content / "site.yaml").write_text(
        "diagnostics: {link-moved: warning, link-blocked: warning}\n", "utf-8"
    )

    assert {"old": "moved", "forbidden": "blocked"} == states(quiet)
    assert [] == places(quiet)
    assert ["link-moved essays/x.md:5:9", "link-blocked essays/x.md:11:9"] == places(site.check())


def test_nobody_is_asked_twice_on_one_day(site: Site) -> None:
    site.write("/", "/forbidden", "/gone")
    site.check()

    site.check(days=0.9)
    cached = list(site.server.paths)
    (site.content.parent / "cache/links.json").write_bytes(b'{"version": 1, "seen": 7}')
    site.check(days=0.9)

    assert ["/", "/forbidden", "/gone", "/gone"] == sorted(cached)
    assert 3 == len(site.server.paths) - len(cached)


def test_without_a_network_nothing_is_counted(site: Site) -> None:
    dead = site.link("/a", "unknown.test")
    write_files(site.content, {"essays/x.md": essay(f"[x]({dead}) [y](http://private.test/)")})

    with pytest.raises(ConnectionError, match="is this machine online"):
        site.check(updates=True)

    assert "" == site.baseline
    assert not (site.content.parent / "cache").exists()


def test_one_name_that_is_gone_is_no_lost_network(site: Site) -> None:
    """Even if all others were seen today, and need not be asked."""
    site.write("/")
    site.check()
    dead = site.link("/a", "unknown.test")
    write_files(site.content, {"essays/x.md": essay(f"[x]({dead}) [y]({site.link('/')})")})

    assert ["link-failing essays/x.md:5:5"] == places(site.check())


def test_what_was_seen_before_it_was_broken_off_is_kept(site: Site) -> None:
    site.write("/", "/gone", "/none")
    inquiry = Inquiry(site.server.client(), site.content.parent / "cache", True, now_s=MOMENT_S)

    class Impatient(Progress):
        def stage(self, name: str):  # type: ignore[no-untyped-def]
            def tick(done: int, total: int) -> None:
                if name == "Asking" and done == 2:
                    raise KeyboardInterrupt

            return tick

    before = site.baseline
    report = check_only(Options(site.content), "json", 0, Impatient(None), lambda url: inquiry)

    assert not report.is_whole
    assert {"gone": "failing", "none": "not asked"} == states(report)
    assert before == site.baseline
    cache = json.loads((site.content.parent / "cache/links.json").read_text("utf-8"))
    assert [site.link("/")] == list(cache["seen"])
    assert [site.link("/gone")] == list(cache["faults"])


def test_findings_are_in_sarif_too(site: Site) -> None:
    site.write("/", "/gone")

    (run,) = json.loads(site.check(form="sarif").shown)["runs"]

    results = [result for result in run["results"] if result["ruleId"] == "link-failing"]
    (location,) = (result["locations"][0]["physicalLocation"] for result in results)
    assert {"startLine": 7, "startColumn": 9} == {
        key: location["region"][key] for key in ("startLine", "startColumn")
    }


def test_the_command_never_asks_what_is_not_on_the_open_web(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_files(site.content, {"essays/x.md": essay(f"[x](http://127.0.0.1:{site.server.port}/)")})
    command = ["check", "--links", "--content", str(site.content), "--cache", str(tmp_path / "c")]

    assert 0 == build.main(command)
    assert "1 blocked" in capsys.readouterr().out
    assert [] == site.server.seen


def test_to_update_links_is_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        build.main(["check", "--update"])

    assert "--update goes with --links" in capsys.readouterr().err


@pytest.mark.parametrize("outcome", ["ok", "moved", "blocked"])
def test_what_answers_never_gets_a_strike(outcome: str) -> None:
    fault = LinkFault("https://a.test/", "failing", "2026-11-01", 1, "2026-11-01")
    seen = Seen("https://a.test/", outcome)  # type: ignore[arg-type]

    judged = judge(seen, fault, datetime.date(2026, 11, 22))

    assert (fault if outcome == "blocked" else None) == judged
