"""A glance at files tells what is in them without reading them, and refuses what cannot be opened in its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

from queries.cancel import Token
from queries.errors import CancelledError, SourceError
from queries.source import Limits
from queries.source.glance import Glance, glance, size_of
from queries.source.reader import HEAD

if TYPE_CHECKING:
    from pathlib import Path

LINE = "c1,2024-01-02,9.50\n"


def seen(*paths: object) -> Glance:
    return glance([str(path) for path in paths], Limits(), Token())


def tables(told: Glance) -> list[tuple[str, int | None, list[str]]]:
    return [(table.name, table.rows, [column.name for column in table.columns]) for table in told.tables]


def test_a_database_is_told_from_its_catalogue_and_no_view_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "shop.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE orders AS SELECT range AS id, 'x' AS who FROM range(1200)")
        connection.execute("CREATE SCHEMA crm; CREATE TABLE crm.people (name VARCHAR)")
        connection.execute("CREATE VIEW endless AS SELECT count(*) AS n FROM range(1000000000000000)")
    told = seen(path)
    assert (told.kind, told.files, told.size) == ("DuckDB database", 1, path.stat().st_size)
    assert tables(told) == [
        ("endless", None, ["n"]),
        ("orders", 1200, ["id", "who"]),
        ("crm.people", 0, ["name"]),
    ]


def test_rows_of_a_parquet_file_stand_in_its_footer(tmp_path: Path) -> None:
    path = tmp_path / "visits.parquet"
    duckdb.sql("SELECT range AS id FROM range(70000)").write_parquet(str(path))
    assert tables(seen(path)) == [("visits", 70_000, ["id"])]


def test_a_small_text_is_counted_a_large_one_is_not(tmp_path: Path) -> None:
    small, large = tmp_path / "small.csv", tmp_path / "large.csv"
    small.write_text("who,when,paid\n" + LINE * 30)
    large.write_text("who,when,paid\n" + LINE * (HEAD // len(LINE) + 1))
    told = seen(small, large)
    assert told.kind == "CSV"
    assert told.size == small.stat().st_size + large.stat().st_size
    assert tables(told) == [("small", 30, ["who", "when", "paid"]), ("large", None, ["who", "when", "paid"])]


def test_a_large_json_file_is_told_by_its_first_records(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text('{"who": "c1", "paid": 9.5}\n' * (HEAD // 20))
    assert tables(seen(path)) == [("events", None, ["who", "paid"])]


def test_of_a_pattern_one_file_stands_for_all(tmp_path: Path) -> None:
    for day in (1, 2):
        (tmp_path / f"sales_{day}.csv").write_text("who,when,paid\n" + LINE * day)
    (tmp_path / "sales_0.csv").touch()
    told = seen(tmp_path / "sales_*.csv")
    assert told.files == 3
    assert tables(told) == [("sales", None, ["who", "when", "paid"])]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("none.csv", None, "none.csv is not in"),
        ("empty.csv", b"", "empty.csv is empty (0 bytes)."),
        ("cut.parquet", b"PAR1 and no more", "cut.parquet is cut off, or not a Parquet file."),
        ("noise.duckdb", bytes(range(256)) * 20, "noise.duckdb is not a DuckDB database."),
    ],
)
def test_what_cannot_be_opened_is_refused_as_when_it_is_opened(
    tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError) as caught:
        seen(tmp_path / name)
    assert words in caught.value.what


def test_a_database_without_tables_is_refused(tmp_path: Path) -> None:
    duckdb.connect(str(tmp_path / "bare.duckdb")).close()
    with pytest.raises(SourceError, match=r"bare\.duckdb holds no table"):
        seen(tmp_path / "bare.duckdb")


def test_whoever_goes_on_stops_it(tmp_path: Path) -> None:
    path = tmp_path / "small.csv"
    path.write_text("who,when,paid\n" + LINE)
    token = Token()
    token.cancel()
    with pytest.raises(CancelledError):
        glance([path], Limits(), token)


def test_the_size_of_files_and_that_one_is_gone(tmp_path: Path) -> None:
    path, empty = tmp_path / "small.csv", tmp_path / "empty.csv"
    path.write_text(LINE)
    empty.touch()
    assert size_of([path]) == len(LINE)
    assert size_of([tmp_path / "s*.csv"]) == len(LINE)
    assert size_of([empty]) == 0
    assert size_of([path, tmp_path / "none.csv"]) is None
