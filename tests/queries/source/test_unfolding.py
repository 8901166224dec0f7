"""Structs, and the lists of keys and values of Google Analytics, as columns like any other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import duckdb

from queries.source import Column, open_source
from queries.source.key_lists import MOST_KEYS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.source import Source

PARAMS = (
    "[{'key': 'ga_session_id', 'value': {'string_value': NULL, 'int_value': 7 + i, 'double_value': NULL::DOUBLE}},"
    " {'key': 'page', 'value': {'string_value': '/p' || i, 'int_value': NULL, 'double_value': NULL}},"
    " {'key': 'engaged', 'value': {'string_value': if(i = 1, 'yes', NULL),"
    " 'int_value': if(i = 1, NULL, 1), 'double_value': NULL}},"
    " {'key': 'value', 'value': {'string_value': NULL, 'int_value': if(i = 1, 5, NULL),"
    " 'double_value': if(i = 1, NULL, 2.5)}},"
    " {'key': 'nothing', 'value': {'string_value': NULL, 'int_value': NULL, 'double_value': NULL}}]"
)


def write(path: Path, *statements: str) -> Path:
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)
    return path


def columns(source: Source, table: str) -> dict[str, str]:
    return {column.name: column.type for column in source.table(table).columns}


def rows(source: Source, table: str) -> list[tuple[object, ...]]:
    chosen = ", ".join(f'"{column.name}"' for column in source.table(table).columns)
    return source.query(f"SELECT {chosen} FROM {source.table(table).sql}").rows()


def test_structs_become_columns_with_dotted_names(tmp_path: Path) -> None:
    path = write(
        tmp_path / "x.duckdb",
        "CREATE SCHEMA web",
        "CREATE TABLE web.orders AS SELECT 1 AS id, {'id': 'c1', 'at': {'city': 'Bonn', 'geo': {'lat': 1.5::DOUBLE}}}"
        " AS customer, 2 AS amount UNION ALL SELECT 2, NULL, 3 ORDER BY id",
        "CREATE VIEW late AS SELECT id, customer FROM web.orders",
    )
    source = open_source([path])
    assert columns(source, "web.orders") == {
        "id": "INTEGER",
        "customer.id": "VARCHAR",
        "customer.at.city": "VARCHAR",
        "customer.at.geo.lat": "DOUBLE",
        "amount": "INTEGER",
    }
    assert rows(source, "web.orders") == [(1, "c1", "Bonn", 1.5, 2), (2, None, None, None, 3)]
    assert rows(source, "late") == [(1, "c1", "Bonn", 1.5), (2, None, None, None)]
    assert (source.table("web.orders").rows, source.sample("web.orders").shape) == (2, (2, 5))
    assert source.table("web.orders").unfolded


def test_a_key_of_a_list_becomes_a_column_of_its_own_type(tmp_path: Path) -> None:
    path = write(tmp_path / "x.duckdb", f"CREATE TABLE events AS SELECT i, {PARAMS} AS p FROM range(2) r(i)")
    source = open_source([path])
    assert columns(source, "events") == {
        "i": "BIGINT",
        "p.engaged": "VARCHAR",
        "p.ga_session_id": "BIGINT",
        "p.page": "VARCHAR",
        "p.value": "DOUBLE",
    }
    assert rows(source, "events") == [(0, "1", 7, "/p0", 2.5), (1, "yes", 8, "/p1", 5.0)]


def test_the_commonest_keys_are_taken_and_rows_stay_different(tmp_path: Path) -> None:
    pair = "{'key': 'k' || k, 'value': {'string_value': 'v' || i, 'int_value': NULL::BIGINT}}"
    keys = f"list_transform(range(i + 1), lambda k: {pair})"
    path = write(tmp_path / "x.duckdb", f"CREATE TABLE events AS SELECT {keys} AS p FROM range(80) r(i)")
    source = open_source([path])
    assert list(columns(source, "events")) == [f"p.k{k}" for k in range(MOST_KEYS)]
    sql = source.table("events").sql
    assert source.query(f"SELECT count(*) FROM (SELECT DISTINCT * FROM {sql})").item() == 80
    assert source.query(f'SELECT count("p.k0") AS first, count("p.k59") AS last FROM {sql}').row(0) == (80, 21)


def test_keys_of_late_rows_are_found_in_a_large_table(tmp_path: Path) -> None:
    key = "if(i < 700000, 'early', 'late')"
    pair = f"[{{'key': {key}, 'value': {{'string_value': NULL::VARCHAR, 'int_value': i}}}}]"
    path = write(tmp_path / "x.duckdb", f"CREATE TABLE events AS SELECT {pair} AS p FROM range(800000) r(i)")
    source = open_source([path])
    assert columns(source, "events") == {"p.early": "BIGINT", "p.late": "BIGINT"}
    found = source.query(f'SELECT count("p.early") AS a, max("p.late") AS b FROM {source.table("events").sql}')
    assert found.row(0) == (700_000, 799_999)


def test_lists_and_elements_may_be_wrapped_as_exports_of_a_warehouse_are(tmp_path: Path) -> None:
    pair = "{'key': 'a', 'value': {'string_value': NULL::VARCHAR, 'int_value': '12'}}"
    path = tmp_path / "events.parquet"
    duckdb.sql(f"SELECT {{'list': [{{'element': {pair}}}]}} AS p").write_parquet(str(path))
    source = open_source([path])
    assert columns(source, "events") == {"p.a": "BIGINT"}
    assert rows(source, "events") == [(12,)]


def test_other_lists_and_structs_without_names_stay(tmp_path: Path) -> None:
    path = write(
        tmp_path / "x.duckdb",
        "CREATE TABLE t AS SELECT [{'sku': 'a', 'price': 1}] AS items, ['x', 'y'] AS tags, row(1, 2) AS pair,"
        " MAP {'a': 1} AS m",
    )
    source = open_source([path])
    assert list(columns(source, "t")) == ["items", "tags", "pair", "m"]
    assert (source.table("t").unfolded, source.table("t").sql) == (False, '"x"."main"."t"')


def test_names_stay_unique_and_odd_ones_do_no_harm(tmp_path: Path) -> None:
    path = write(
        tmp_path / "x.duckdb",
        """CREATE TABLE t AS SELECT {'B': 1, 'it''s "q"': 2, 'key': 3} AS a, 4 AS "a.b", {'t': 5} AS t""",
    )
    source = open_source([path])
    assert list(columns(source, "t")) == ["a.B_2", 'a.it\'s "q"', "a.key", "a.b", "t.t"]
    found = source.query(f"FROM {source.table('t').sql}")
    assert found.rows() == [(1, 2, 3, 4, 5)]


def test_structs_of_json(tmp_path: Path) -> None:
    params = [{"key": "page", "value": {"string_value": "/", "int_value": None}}]
    lines = [{"id": 1, "customer": {"id": "c1", "email": "a@b"}, "p": params}, {"id": 2, "customer": {"id": "c2"}}]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    source = open_source([tmp_path / "a.jsonl"])
    assert list(columns(source, "a")) == ["id", "customer.id", "customer.email", "p.page"]
    assert rows(source, "a") == [(1, "c1", "a@b", "/"), (2, "c2", None, None)]


def test_a_view_that_fails_when_it_is_read_does_not_keep_the_rest_shut(tmp_path: Path) -> None:
    path = write(
        tmp_path / "x.duckdb",
        f"CREATE VIEW bad AS SELECT error('no') AS e, {PARAMS} AS p FROM range(2) r(i) WHERE error('no') IS NULL",
        "CREATE TABLE t AS SELECT 1 AS a",
    )
    source = open_source([path])
    assert list(columns(source, "bad")) == ["e", "p"]
    assert source.sample("t").item() == 1


def test_tables_without_structs_are_as_they_were(tmp_path: Path) -> None:
    source = open_source([write(tmp_path / "x.duckdb", "CREATE TABLE t AS SELECT 1 AS a")])
    assert (source.table("t").sql, source.table("t").columns) == ('"x"."main"."t"', (Column("a", "INTEGER"),))


def test_an_export_of_google_analytics(sample_export: Callable[[str], Path]) -> None:
    source = open_source([sample_export("10_ga4_nested/events_20240101.parquet")])
    (table,) = source.tables()
    found = columns(source, table.name)
    assert found["event_params.ga_session_id"] == "BIGINT"
    assert found["ecommerce.purchase_revenue"] == "DOUBLE"
    assert {"device.category", "traffic_source.source", "traffic_source.medium"} < found.keys()
    assert not any("STRUCT" in type_ for type_ in found.values())
    plain = "SELECT count(*), sum(ecommerce.purchase_revenue), count(event_params[1].value.int_value)"
    asked = 'SELECT count(*), sum("ecommerce.purchase_revenue"), count("event_params.ga_session_id")'
    with source.connect() as connection:
        ours = connection.execute(f"{asked} FROM {table.sql}").fetchall()
        assert ours == connection.execute(f"{plain} FROM {table.name}").fetchall()
        assert ours[0][0] == 698
