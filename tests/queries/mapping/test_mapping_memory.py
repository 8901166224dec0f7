"""A mapping that was confirmed once is there again for the same schema, and only for that."""

from __future__ import annotations

import stat
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from queries.errors import MappingError
from queries.mapping.memory import recall, remember, schema_key
from queries.mapping.model import OwnSegment
from queries.meaning.guess import guess
from queries.source import open_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.queries.mapping.conftest import Database

ROWS = ("customer_id,date,amount", "1,2024-01-31,5", "2,2024-02-01,6")
ORDERS = "CREATE TABLE orders AS SELECT 1 AS customer_id, now() AS ordered_at, 5 AS amount"


def test_remembered_for_its_schema(database: Database, tmp_path: Path) -> None:
    source = open_source([database(ORDERS)])
    mapping = guess(source).mapping
    folder = tmp_path / "config" / "mappings"
    assert recall(source, folder) is None
    kept = remember(mapping, source, folder)
    assert recall(source, folder) == mapping
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == [kept.name]


def test_other_columns_are_another_schema(tmp_path: Path) -> None:
    import duckdb

    sources = []
    for name, extra in (("a", ""), ("b", ", 1 AS more"), ("c", ", 'x' AS more")):
        with duckdb.connect(str(tmp_path / f"{name}.duckdb")) as connection:
            connection.execute(ORDERS + extra)
        sources.append(open_source([tmp_path / f"{name}.duckdb"]))
    assert len({schema_key(source) for source in sources}) == 3


def test_next_months_export_just_opens(text_file: Callable[..., Path], tmp_path: Path) -> None:
    folder = tmp_path / "mappings"
    may = open_source([text_file("orders_2024-05.csv", *ROWS)])
    remember(guess(may).mapping, may, folder)
    june = open_source([text_file("orders_2024-06.csv", *ROWS)])
    recalled = recall(june, folder)
    assert recalled is not None
    assert [table.table for table in recalled.events] == [june.tables()[0].name]
    assert june.tables()[0].name != may.tables()[0].name


def test_several_exports_find_their_own_tables(text_file: Callable[..., Path], tmp_path: Path) -> None:
    def open_month(month: str) -> list[Path]:
        names = text_file(f"members{month}.csv", "member_id,city,gender", "1,Bonn,f", "2,Kiel,m")
        return [text_file(f"orders{month}.csv", *ROWS), names]

    may, june = open_source(open_month("05")), open_source(open_month("06"))
    mapping = guess(may).mapping
    remember(mapping, may, tmp_path / "mappings")
    recalled = recall(june, tmp_path / "mappings")
    assert recalled is not None
    assert mapping.customers is not None
    assert recalled.customers is not None
    assert (mapping.customers.table, recalled.customers.table) == ("members05", "members06")
    assert recalled.events[0].table == "orders06"


@pytest.mark.parametrize("damage", [b"", b"\xff\xff", b"events = 5", b'[[events]]\ntable = "gone"\n'])
def test_damaged_memory_is_no_memory(damage: bytes, database: Database, tmp_path: Path) -> None:
    source = open_source([database(ORDERS)])
    kept = remember(guess(source).mapping, source, tmp_path / "mappings")
    kept.write_bytes(damage)
    assert recall(source, tmp_path / "mappings") is None


def test_a_mistake_in_a_kept_rule_is_told_and_nothing_else_is(database: Database, tmp_path: Path) -> None:
    source = open_source([database(ORDERS)])
    own = replace(guess(source).mapping, segments=(OwnSegment("a", "orders = 1"),), plays={"rfm": {"loyal": "x"}})
    kept = remember(own, source, tmp_path)
    assert recall(source, tmp_path) == own
    kept.write_text(kept.read_text("utf-8").replace("orders = 1", "ordres = 1"), "utf-8")
    with pytest.raises(MappingError, match="Did you mean orders") as error:
        recall(source, tmp_path)
    assert str(kept) in error.value.what
    kept.write_text("events = 5", "utf-8")
    assert recall(source, tmp_path) is None
