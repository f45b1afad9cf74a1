"""Records by key in a file: what is there is as it was written, or it is not there."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from footnoted.table import DIGEST_BYTES, Table, write

RECORDS = {bytes([n]) * DIGEST_BYTES: bytes([n]) * n * 7 for n in range(9)}


def read(path: Path) -> dict[bytes, bytes | None]:
    with closing(Table(path)) as table:
        return {key: table.record(key) for key in RECORDS}


def test_records_come_back(tmp_path: Path) -> None:
    write(tmp_path / "a", RECORDS.items())

    assert RECORDS == read(tmp_path / "a")


def test_a_key_that_is_not_there_has_no_record(tmp_path: Path) -> None:
    write(tmp_path / "a", RECORDS.items())

    with closing(Table(tmp_path / "a")) as table:
        assert table.record(b"x" * DIGEST_BYTES) is None
    assert {None} == set(read(tmp_path / "b").values())


def test_a_damaged_record_is_not_there_and_no_other_is_taken_for_it(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write(path, RECORDS.items())
    content = path.read_bytes()

    for at in range(len(content)):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        assert all(found in (None, RECORDS[key]) for key, found in read(path).items()), at
        path.write_bytes(content[:at])
        assert all(found in (None, RECORDS[key]) for key, found in read(path).items()), at


def test_whoever_has_a_table_open_goes_on_reading_it(tmp_path: Path) -> None:
    write(tmp_path / "a", RECORDS.items())
    with closing(Table(tmp_path / "a")) as table:
        write(tmp_path / "a", [])

        assert RECORDS == {key: table.record(key) for key in RECORDS}
    assert {None} == set(read(tmp_path / "a").values())
