"""`claims.json` has what its schema and its documentation say, and the same bytes every time."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from footnoted import record
from footnoted.model import Output
from html_pages import read_pages
from sites import check_files, essay, evidence, made, write_files

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = ROOT / "docs/claims.schema.json"
DOCS = (ROOT / "docs/claims-json.md").read_text("utf-8")
GOLDEN = ROOT / "tests/sites/golden/content"
TABLES = {
    "The file": record.Record,
    "An essay": record.Essay,
    "A claim": record.Claim,
    "An evidence page": record.Evidence,
    "A citation": record.Citation,
    "A source": record.Source,
    "A correction": record.Correction,
}
SITE = {
    "essays/b.md": essay("They [agreed](../evidence/poll.md) and [won](#)."),
    "essays/a.md": essay("They [agreed](../evidence/poll.md)."),
    "evidence/poll.md": evidence("It says so."),
}


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of the golden site."""
    folder = tmp_path_factory.mktemp("golden")
    paths = [path for path in GOLDEN.rglob("*") if path.is_file()]
    files = {path.relative_to(GOLDEN).as_posix(): path.read_bytes() for path in paths}
    return {f.path: f.content for f in made(check_files(folder, {**files}), folder)}


@pytest.fixture(scope="module")
def read(golden: dict[str, bytes]) -> dict[str, Any]:
    loaded = json.loads(golden["claims.json"])
    assert isinstance(loaded, dict)
    return loaded


def file_of(folder: Path, files: dict[str, str | bytes]) -> Output:
    outputs = {file.path: file for file in made(check_files(folder, files), folder)}
    return outputs["claims.json"]


def test_the_schema_is_that_of_the_types(request: pytest.FixtureRequest) -> None:
    """After a change, `pytest --accept`, and think of the version."""
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "claims.json of Footnoted",
    }
    text = json.dumps(head | msgspec.json.schema(record.Record), indent=2) + "\n"

    if request.config.getoption("--accept"):
        SCHEMA.write_text(text, "utf-8")

    assert SCHEMA.read_text("utf-8") == text


def test_the_file_is_valid_by_its_schema(read: dict[str, Any], content: Path) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)

    jsonschema.validate(read, schema)
    jsonschema.validate(json.loads(file_of(content, {}).content), schema)
    del read["essays"][0]["claims"][0]["claimReviewed"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(read, schema)


@pytest.mark.parametrize("heading", TABLES)
def test_each_field_is_documented(heading: str) -> None:
    section = DOCS.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]

    rows = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)

    assert [field.name for field in msgspec.structs.fields(TABLES[heading])] == rows


def test_every_address_leads_to_a_place_of_the_site(
    golden: dict[str, bytes], read: dict[str, Any], tmp_path: Path
) -> None:
    write_files(tmp_path, {p: b for p, b in golden.items() if p.endswith(".html")})
    pages = read_pages(tmp_path)
    groups = [read[name] for name in ("essays", "evidence", "sources", "corrections")]
    groups += [item["claims"] for item in read["essays"]]

    addresses = [item["url"] for group in groups for item in group]

    assert len(addresses) == len(set(addresses)) == 7 + 2 + 3 + 5 + 6
    for address in addresses:
        path, _, fragment = address.removeprefix(f"{read['url']}/").partition("#")
        assert path in pages, address
        assert not fragment or re.sub("%..", "", fragment) in {
            re.sub(r"[^\x00-\x7f]", "", name) for name in pages[path].ids
        }


def test_a_claim_has_its_words_its_sentence_and_its_evidence(content: Path) -> None:
    loaded = json.loads(file_of(content, SITE).content)

    assert [item["id"] for item in loaded["essays"]] == ["a", "b"]
    assert loaded["essays"][1]["claims"] == [
        {
            "id": "claim-poll",
            "url": "essays/b.html#claim-poll",
            "position": 1,
            "claimReviewed": "agreed",
            "sentence": "They agreed and won.",
            "standing": "opinion",
            "cautions": [],
            "evidence": "poll",
            "more": [],
        },
        {
            "id": "claim-won",
            "url": "essays/b.html#claim-won",
            "position": 2,
            "claimReviewed": "won",
            "sentence": "They agreed and won.",
            "standing": "needs-evidence",
            "cautions": [],
            "evidence": "",
            "more": [],
        },
    ]


def test_there_is_a_line_for_each_page_and_a_new_one_changes_no_other(content: Path) -> None:
    before = file_of(content, SITE).content.decode().splitlines()

    after = file_of(content, {"essays/c.md": SITE["essays/a.md"]}).content.decode().splitlines()

    known = {line.rstrip(",") for line in before}
    added = [line for line in after if line.rstrip(",") not in known]
    assert len(after) == len(before) + 1
    assert [json.loads(line)["id"] for line in added] == ["c"]


def test_the_types_read_what_they_wrote(golden: dict[str, bytes]) -> None:
    loaded = msgspec.json.decode(golden["claims.json"], type=record.Record)

    assert loaded.version == record.VERSION
    assert [len(item.claims) for item in loaded.essays] == [6, 1]
    assert not [item for item in loaded.evidence if not item.name]
