"""A database: its tables, its values, and who else may have it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from queries.errors import CancelledError, MappingError, QuestionError, SourceError
from queries.source import Limits, open_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from queries.source import Source

    Interrupting = Callable[[Source], AbstractContextManager[None]]

ODD_VALUES = (
    "INTERVAL 1 DAY",
    "1::HUGEINT",
    "'101'::BIT",
    "MAP {'a': 1}",
    "union_value(a := 1)",
    "'a'::ENUM('a', 'b')",
    "'x'::BLOB",
    "uuid()",
    "[1, 2]",
    "{'a': INTERVAL 1 DAY}",
    "'{}'::JSON",
    "1::BIGNUM",
    "1::VARIANT",
    "NULL",
    "'infinity'::TIMESTAMP",
    "'-infinity'::DATE",
    "'290000-01-01'::TIMESTAMP",
    "'infinity'::TIMESTAMPTZ",
    "TIME '10:00'",
    "1.5::DECIMAL(38, 2)",
)


def write(path: Path, *statements: str) -> Path:
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)
    return path


def test_tables_of_every_schema_and_views_are_shown(shop: Path) -> None:
    write(
        shop,
        "CREATE SCHEMA web",
        "CREATE TABLE web.visits AS SELECT 1 AS a",
        "CREATE VIEW late AS FROM orders",
    )
    source = open_source([shop])
    assert [(table.name, table.kind, table.rows) for table in source.tables()] == [
        ("late", "view", None),
        ("orders", "table", 100),
        ("web.visits", "table", 1),
    ]
    assert (source.kind, source.title, source.encrypted, source.notes) == (
        "database",
        "shop.duckdb",
        False,
        (),
    )
    assert [column.type for column in source.table("orders").columns[:3]] == ["BIGINT", "BIGINT", "TIMESTAMP"]
    assert source.query(f"SELECT a FROM {source.table('web.visits').sql}").item() == 1


def test_an_unknown_table_names_the_nearest(shop: Path) -> None:
    with pytest.raises(MappingError, match=r'no table "order".*nearest is "orders"'):
        open_source([shop]).table("order")


@pytest.mark.parametrize("name", ["main", "temp", "system", "sales", "a b'\"%[1]*", "ü中", "x.y"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    made = write(tmp_path / "made.db", "CREATE SCHEMA sales", "CREATE TABLE sales.t AS SELECT 5 AS a")
    path = made.rename(tmp_path / f"{name}.duckdb")
    assert open_source([path]).sample("sales.t").item() == 5


@pytest.mark.parametrize("value", ODD_VALUES)
def test_values_that_polars_cannot_take_do_no_harm(tmp_path: Path, value: str) -> None:
    source = open_source([write(tmp_path / "x.duckdb", f"CREATE TABLE t AS SELECT {value} AS x, 1 AS y")])
    for frame in (source.sample("t"), source.query("FROM t")):
        assert frame.shape == (1, 2)
        assert frame.rows()[0][1] == 1


def test_a_sample_comes_from_all_over_the_table(tmp_path: Path) -> None:
    source = open_source([write(tmp_path / "x.duckdb", "CREATE TABLE t AS SELECT range AS i FROM range(100000)")])
    sample = source.sample("t", 500)
    assert 450 <= len(sample) <= 500
    assert sample["i"].sort().diff().max() < 1000  # type: ignore[operator]
    assert sample.equals(source.sample("t", 500))


def test_times_with_a_zone_are_in_utc_everywhere(tmp_path: Path) -> None:
    path = write(tmp_path / "x.duckdb", "CREATE TABLE t AS SELECT '2024-01-01 23:30:00-05'::TIMESTAMPTZ AS x")
    assert open_source([path]).query("SELECT x::DATE::VARCHAR AS d FROM t").item() == "2024-01-02"


def test_a_view_that_reads_outside_is_told_and_the_rest_opens(tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("a\n1\n")
    path = write(
        tmp_path / "x.duckdb",
        "CREATE TABLE t AS SELECT 1 AS a",
        f"CREATE VIEW v AS FROM read_csv('{tmp_path}/out.csv')",
        "CREATE TABLE gone AS SELECT 1 AS a",
        "CREATE VIEW w AS FROM gone",
        "DROP TABLE gone",
    )
    source = open_source([path])
    assert "out.csv" in source.table("v").problem
    assert "gone" in source.table("w").problem
    assert source.sample("t").item() == 1
    with pytest.raises(SourceError, match=r"out\.csv"):
        source.sample("v")
    with pytest.raises(QuestionError, match=r"out\.csv"):
        source.query(f"FROM read_csv('{tmp_path}/out.csv')")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE more (a INT)",
        "DELETE FROM orders",
        "COPY orders TO '{}/out.csv'",
        "ATTACH '{}/other.duckdb'",
        "SET memory_limit = '1TB'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
        "FROM read_text('/etc/hostname')",
        "FROM glob('/*')",
    ],
)
def test_nothing_is_written_read_or_loaded_beyond_the_file(shop: Path, statement: str) -> None:
    source = open_source([shop])
    before = {path.name for path in shop.parent.iterdir()}
    with pytest.raises(QuestionError), source.connect() as connection:
        connection.execute(statement.format(shop.parent)).fetchall()
    assert {path.name for path in shop.parent.iterdir()} == before


def test_an_idle_source_lets_a_writer_in(shop: Path, run: Callable[..., Any]) -> None:
    source = open_source([shop])
    source.sample("orders")
    writer = run(
        "import duckdb, sys; duckdb.connect(sys.argv[1]).execute('INSERT INTO orders SELECT * FROM orders')",
        str(shop),
    )
    assert writer.returncode == 0, writer.stderr
    assert source.changed()
    assert source.query("SELECT count(*) FROM orders").item() == 200
    source.reload()
    assert (source.changed(), source.table("orders").rows) == (False, 200)


def test_a_writer_in_another_process_is_named(shop: Path, other: Callable[[str], Any]) -> None:
    source = open_source([shop])
    writer = other(f"import duckdb; c = duckdb.connect({str(shop)!r})")
    with pytest.raises(SourceError, match=rf"being written by \S+ \(pid {writer.process.pid}\)\. Try again"):
        source.query("FROM orders")
    writer.end()
    assert source.query("SELECT count(*) FROM orders").item() == 100


@pytest.mark.parametrize("by_link", [False, True])
def test_rows_that_live_only_in_the_log_are_seen(shop: Path, run: Callable[..., Any], by_link: bool) -> None:
    name = shop
    if by_link:
        name = shop.with_name("link.duckdb")
        name.symlink_to(shop)
    source = open_source([name])
    before = source.identity()
    run(
        "import duckdb, os, sys; c = duckdb.connect(sys.argv[1])\n"
        "c.execute(\"SET checkpoint_threshold = '1GB'\")\n"
        "c.execute('INSERT INTO orders SELECT * FROM orders LIMIT 5'); os._exit(0)",
        str(shop),
    )
    assert shop.with_name("shop.duckdb.wal").stat().st_size > 0
    assert source.identity() != before
    assert source.changed()
    assert source.query("SELECT count(*) FROM orders").item() == 105
    assert source.identity() == source.identity()


def test_a_running_query_is_stopped_from_another_thread(shop: Path, interrupting: Interrupting) -> None:
    source = open_source([shop])
    years = "SELECT count(*) FROM range(100000000) a, range(100000000) b WHERE hash(a.range + b.range) = 1"
    with pytest.raises(CancelledError), interrupting(source):
        source.query(years)
    assert source.query("SELECT 1 AS a").item() == 1


def test_threads_and_sources_share_a_file(shop: Path) -> None:
    sources = [open_source([shop]), open_source([shop])]

    def ask(number: int) -> int:
        with sources[number % 2].connect(), sources[number % 2].connect() as connection:
            return int(connection.sql("SELECT count(*) AS n FROM orders").pl().item())

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(40))) == {100}


def test_little_memory_spills_and_less_is_said_in_words(tmp_path: Path) -> None:
    path = write(
        tmp_path / "big.duckdb",
        "CREATE TABLE t AS SELECT range AS i, md5(range::VARCHAR) AS x FROM range(1000000)",
    )
    source = open_source([path], Limits(memory="60MB", threads=2))
    ordered = "SELECT max(r) FROM (SELECT row_number() OVER (ORDER BY x) AS r, * FROM t)"
    assert source.query(ordered).item() == 1_000_000
    with pytest.raises(SourceError, match="memory DuckDB may use is too small"):
        source.query("SELECT list(x || i) FROM t")


def test_an_error_of_the_asking_code_is_left_alone(shop: Path) -> None:
    with pytest.raises(ValueError, match="mine"), open_source([shop]).connect():
        raise ValueError("mine")
    with pytest.raises(PermissionError), open_source([shop]).connect():
        raise PermissionError("mine")


def test_a_program_ends_silently_and_leaves_nothing(shop: Path, tmp_path: Path, run: Callable[..., Any]) -> None:
    ended = run(
        "import sys, tempfile; tempfile.tempdir = sys.argv[2]\n"
        "from queries.source import open_source\n"
        "source = open_source([sys.argv[1]]); source.sample('orders')\n"
        "with source.connect() as kept: relation = kept.sql('FROM orders')",
        str(shop),
        str(tmp_path),
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert not list(tmp_path.glob("regulars-*"))
