"""Lists of customers from any file: encodings, separators, headings, ids as other tools write them."""

from __future__ import annotations

import gzip
from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pytest

from queries.errors import MappingError, SourceError, UsageError
from queries.lists.gathering import lists_of, stem_of
from queries.lists.matching import columns_of, listed
from queries.lists.reading import read_ids
from queries.mapping.model import CustomerTable, OwnSegment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.eventlog.model import EventLog


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"ann\nbob\n", ["ann", "bob"]),
        (b"ann", ["ann"]),
        (b"\xef\xbb\xbfann\r\nbob\r\n\r\n", ["ann", "bob"]),
        (b"ann\rbob\r", ["ann", "bob"]),
        (b"  ann  \n bob \n", ["ann", "bob"]),
        (b"customer_id\nann\nbob\n", ["ann", "bob"]),
        (b"ID\n007\n008\n", ["007", "008"]),
        (b'"customer_id"\n"ann"\n"b""b"\n', ["ann", 'b"b']),
        (b"Ann Smith\nBob van Dyk\n", ["Ann Smith", "Bob van Dyk"]),
        ("王小明\n李雷\n韩梅梅\n".encode("gb18030"), ["王小明", "李雷", "韩梅梅"]),
        ("Zoë\nAnn\n".encode("utf-16"), ["Zoë", "Ann"]),
        ("Zoë\nRené\n".encode("cp1252"), ["Zoë", "René"]),
        (b"note;Customer_ID\nx;ann\ny;bob\n", ["ann", "bob"]),
        (b"note\tid\nx\tann\ny\tbob\n", ["ann", "bob"]),
        (b'note,customer_id\n"a,b",ann\nc,"bo,b"\n', ["ann", "bo,b"]),
        (b"number,name\n17,ann\n18,bob\n", ["17", "18"]),
        (b"17,1.5\n18,2.5\n", ["17", "18"]),
        (b"id,amount\nann,5\n,6\n  ,7\n", ["ann"]),
    ],
)
def test_text_of_any_make(tmp_path: Path, content: bytes, expected: list[str]) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    assert read_ids(path, ["customer_id"])[0].to_list() == expected
    packed = tmp_path / "list.csv.gz"
    packed.write_bytes(gzip.compress(content))
    assert read_ids(packed, ["customer_id"])[0].to_list() == expected


def test_tables_of_other_forms(tmp_path: Path) -> None:
    frame = pl.DataFrame({"note": ["x", "y"], "Customer_Id": [17850, 17851]})
    frame.write_parquet(tmp_path / "a.parquet")
    frame.write_ndjson(tmp_path / "a.json")
    with duckdb.connect(str(tmp_path / "a.duckdb")) as connection:
        connection.execute("CREATE TABLE vip AS SELECT * FROM (VALUES ('x', 17850), ('y', 17851)) v(note, customer_id)")
    for name in ("a.parquet", "a.json", "a.duckdb"):
        assert sorted(read_ids(tmp_path / name, ["customer_id"])[0]) == ["17850", "17851"]


@pytest.mark.parametrize("content", [b"", b"\n \n", b"PK\x03\x04"])
def test_what_is_no_list_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"list\.csv"):
        read_ids(path)


def test_files_that_are_not_there_or_too_many(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"vip\.csv is not in"):
        read_ids(tmp_path / "vip.csv")
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("ann\n")
    with pytest.raises(SourceError, match="2 files"):
        read_ids(tmp_path / "*.csv")


@pytest.fixture(scope="module")
def log(log_of: Callable[..., EventLog]) -> EventLog:
    return log_of(*((name, "2024-01-01", "purchase", 5) for name in ("17850", "007", "ann", "customers", "Ann", "7.5")))


def names(log: EventLog, codes: pl.Series) -> list[str]:
    return log.customers.filter(pl.col("customer").is_in(codes.implode())).collect()["id"].to_list()


def test_ids_are_found_letter_by_letter(log: EventLog) -> None:
    ids = pl.Series(["ann", "17850.0", "7", "7.50", "7.5", "ann", "nobody", "nobody"])
    found = listed(log, "vip", ids)
    assert names(log, found.customers) == ["17850", "7.5", "ann"]
    assert found.unknown == 3
    assert found.customers.is_sorted()
    assert found.customers.dtype == pl.UInt32


def test_numbers_and_text_are_the_same_ids(table_log: Callable[..., EventLog]) -> None:
    log = table_log("SELECT i AS customer, TIMESTAMP '2024-01-01' AS time FROM range(5) r(i)")
    found = listed(log, "x", pl.Series(["1", "3.00", "03", "9"]))
    assert (names(log, found.customers), found.unknown) == ([1, 3], 2)


def test_a_heading_may_be_an_id(log: EventLog, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    for first, known, unknown in (("customers", ["ann", "customers"], 0), ("members", ["ann"], 0)):
        path.write_text(f"{first}\nann\n")
        ids, heading = read_ids(path)
        found = listed(log, "x", ids, heading=heading)
        assert (names(log, found.customers), found.unknown) == (known, unknown)


def test_the_column_is_called_as_in_the_data(log: EventLog) -> None:
    mapping = log.mapping
    assert columns_of(mapping) == ("customer",)
    assert columns_of(replace(mapping, customers=CustomerTable("people", "Kundennr"))) == ("Kundennr", "customer")


def test_lists_of_the_command_line_come_before_those_of_the_mapping(log: EventLog, tmp_path: Path) -> None:
    for name, ids in (("VIP.csv", "ann"), ("vip.txt", "007"), ("other.list.txt", "Ann")):
        (tmp_path / name).write_text(f"{ids}\n")
    segments = (OwnSegment("vip", customers=str(tmp_path / "vip.txt")), OwnSegment("a", "orders = 1"))
    own = replace(log, mapping=replace(log.mapping, segments=segments))
    found = lists_of(own, (tmp_path / "other.list.txt", tmp_path / "VIP.csv"), None)
    assert [(one.name, names(log, one.customers)) for one in found] == [("other.list", ["Ann"]), ("VIP", ["ann"])]
    assert [(one.name, one.origin) for one in lists_of(own, (), None)] == [("vip", "vip.txt")]
    assert stem_of(tmp_path / "vip.csv.gz") == "vip"


def test_lists_that_cannot_be_used_are_told(log: EventLog, tmp_path: Path) -> None:
    for name in ("VIP.csv", "vip.txt", "everyone else.csv"):
        (tmp_path / name).write_text("ann\n")
    with pytest.raises(UsageError, match="Two lists are called"):
        lists_of(log, (tmp_path / "VIP.csv", tmp_path / "vip.txt"), None)
    with pytest.raises(UsageError, match="cannot be called"):
        lists_of(log, (tmp_path / "everyone else.csv",), None)
    (tmp_path / "strangers.csv").write_text("x\ny\nz\n")
    with pytest.raises(UsageError, match="none of its 3 ids is known"):
        lists_of(log, (tmp_path / "strangers.csv",), None)
    gone = [OwnSegment(name, customers=str(tmp_path / f"{name}.csv")) for name in ("a", "b")]
    own = replace(log, mapping=replace(log.mapping, segments=tuple(gone)))
    with pytest.raises(MappingError) as error:
        lists_of(own, (), None)
    assert len(error.value.mistakes) == 2
    assert "“b”: b.csv is not in" in error.value.mistakes[1]
