"""`--published`: what differs from the published `claims.json` wants a correction."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

import build
from footnoted import published, record
from footnoted.options import Options
from footnoted.pipeline import check
from sites import check_files, codes, essay, evidence, made, write_files

WORDS = "They say that [{words}](../evidence/poll.md)."
LONG_AGO_NS = 10**18


def files(words: str) -> dict[str, str | bytes]:
    return {"essays/x.md": essay(WORDS.format(words=words)), "evidence/poll.md": evidence("So.")}


def claims_of(folder: Path, content: dict[str, str | bytes]) -> bytes:
    outputs = {file.path: file.content for file in made(check_files(folder, content), folder)}
    return outputs["claims.json"]


@pytest.fixture
def before(tmp_path: Path) -> bytes:
    """The `claims.json` of the site with other words."""
    return claims_of(tmp_path / "before", files("eight in ten"))


def test_a_site_does_not_differ_from_what_it_published_itself(tmp_path: Path) -> None:
    golden = Path(__file__).parent / "sites/golden/content"
    checked = check(Options(golden))
    outputs = {file.path: file.content for file in made(checked, golden)}
    write_files(tmp_path, {"published.json": outputs["claims.json"]})

    again = check(Options(golden, published=tmp_path / "published.json"))

    assert again.findings == checked.findings


def test_the_record_of_the_hint_is_what_was_missing(content: Path, before: bytes) -> None:
    """Pasted as it is, with day and reason."""
    site = {**files("nine in ten"), "claims.json": before}
    ((_, finding),) = check_files(content, site).findings
    pasted = finding.hint.split("`")[1].replace("YYYY-MM-DD", "2026-11-30")

    reasoned = pasted.replace('why: ""', "why: A slip.") + "\n"

    assert codes(check_files(content, {"corrections.yaml": reasoned})) == []
    assert "empty-value corrections.yaml:1:" in " ".join(
        codes(check_files(content, {"corrections.yaml": f"{pasted}\n"}))
    )


def test_a_correction_counts_once(content: Path, before: bytes) -> None:
    """As soon as it is published, it speaks of no later change."""
    line = "- {date: 2026-11-30, essay: x, claim: claim-poll, was: eight in ten, why: A slip.}\n"
    site = {**files("nine in ten"), "corrections.yaml": line}
    assert codes(check_files(content, {**site, "claims.json": before})) == []
    (content / "claims.json").unlink()
    after = claims_of(content, site)

    found = codes(check_files(content, {**files("ten in ten"), "claims.json": after}))

    assert [code.partition(" ")[0] for code in found] == ["uncorrected-change"]


def test_a_file_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path, {"published.json": b" " * 101})
    monkeypatch.setattr(published, "LIMIT_BYTES", 100)

    found, diagnostics = published.read_published(tmp_path / "published.json")

    assert found is None
    assert ["published-claims"] == [diagnostic.code for diagnostic in diagnostics]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b'"\\ud800"',
        b'{"version": 1' + b"}" * 9,
        b'{"version": 1, "more": ' + b"[" * 100_000,
        b'{"version": 1e999}',
        b'{"version": true}',
        b'{"version": 1, "name": "\xff"}',
    ],
)
def test_no_file_is_more_than_a_finding(tmp_path: Path, content: bytes) -> None:
    write_files(tmp_path, {"published.json": content})

    found, diagnostics = published.read_published(tmp_path / "published.json")

    assert found is None
    assert ["published-claims"] == [diagnostic.code for diagnostic in diagnostics]


def test_fields_of_a_later_footnoted_are_passed_over(tmp_path: Path, before: bytes) -> None:
    more = before.replace(b'{"version":1,', b'{"version":1,"later":[{}],')
    write_files(tmp_path, {"published.json": more})

    found, diagnostics = published.read_published(tmp_path / "published.json")

    assert diagnostics == ()
    assert found == msgspec.json.decode(before, type=record.Record)


def test_many_claims_alike_are_compared_in_no_time(content: Path, before: bytes) -> None:
    old = msgspec.json.decode(before, type=record.Record)
    (one,) = old.essays[0].claims
    many = tuple(replace(one, id=f"claim-{number}") for number in range(20_000))
    large = replace(old, essays=(replace(old.essays[0], claims=many),))

    found = check_files(content, {**files("x"), "claims.json": msgspec.json.encode(large)}).findings

    assert len(found) == len(many)


# ---- the command ------------------------------------------------------------------------


def arguments(folder: Path, *more: str) -> list[str]:
    places = {name: f"{folder}/{name}" for name in ("content", "output", "cache")}
    return [word for name, place in places.items() for word in (f"--{name}", place)] + [*more]


def test_a_build_with_nothing_to_do_sees_another_published_file(
    tmp_path: Path, before: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    write_files(tmp_path / "content", files("nine in ten"))
    same = claims_of(tmp_path / "same", files("nine in ten"))
    file = tmp_path / "published.json"
    said = []
    for content in (same, same, before, before):
        if not file.exists() or file.read_bytes() != content:
            write_files(tmp_path, {"published.json": content})
            now = LONG_AGO_NS + len(said) * 10**9
            os.utime(file, ns=(now, now))
            for path in (tmp_path / "content").rglob("*"):
                os.utime(path, ns=(LONG_AGO_NS, LONG_AGO_NS))
        assert 0 == build.main(arguments(tmp_path, "--published", str(file)))
        out, err = capfd.readouterr()
        said.append(("nothing has changed" in out, "uncorrected-change" in err))

    assert said == [(False, False), (True, False), (False, True), (True, True)]


def test_a_file_that_is_not_there_ends_the_command(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write_files(tmp_path / "content", files("nine in ten"))

    code = build.main(["check", *arguments(tmp_path, "--published", "nowhere.json")])

    assert code == 2
    assert "error: there is no file `nowhere.json`" in capfd.readouterr().err


def test_the_preview_compares_with_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        build.main(["serve", "--published", "x.json"])

    assert "--published goes with build, check" in capfd.readouterr().err
