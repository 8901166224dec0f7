"""Order lines and answers, read on demand: whose they are, what they say, where they are kept, how they stop."""

from __future__ import annotations

import stat
import threading
import time
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest

from queries.answering.runner import work_out
from queries.cancel import Token, reached_by, running
from queries.customers.one import the_customer
from queries.data.data import Data
from queries.errors import CancelledError, QuestionError
from queries.eventlog.build import build
from queries.eventlog.details.model import FEEDBACK, ITEMS
from queries.eventlog.details.reading import DetailsOnDemand
from queries.mapping.model import EventTable, Field, ItemTable, Mapping, Meaning, ProductTable
from queries.meaning.guess import guess
from queries.question.scope import Channel, Event, Scope, Segment
from queries.segments.membership import choose
from queries.session import Options, Session
from queries.source import Limits, open_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sample_data import Truth

ORDERS = (
    "CREATE TABLE orders (who VARCHAR, moment TIMESTAMP, no VARCHAR, place VARCHAR, total DECIMAL(18, 4))",
    "INSERT INTO orders VALUES ('ann', '2024-01-01 10:00', 'o1', 'web', 30),"
    " ('ann', '2024-01-01 10:00', 'o1', 'web', 30), ('bob', '2024-01-05 09:00', 'o2', 'store', 5),"
    " ('ann', '2024-02-01 08:00', 'o3', 'store', 7),"
    " (NULL, '2024-02-02', 'o4', 'web', 1), ('bob', '2999-01-01', 'o5', 'web', 1)",
)
LINES = (
    "CREATE TABLE lines (no VARCHAR, what VARCHAR, many INTEGER, price DECIMAL(18, 4))",
    "INSERT INTO lines VALUES ('o1', 'tea', 2, 10), ('o1', 'mug', 1, 9.5), ('o2', 'tea', NULL, 5), ('o3', 'tea', 1, 7),"
    " ('o3', NULL, 1, 1), ('o4', 'mug', 1, 1), ('o5', 'mug', 1, 1), ('lost', 'mug', 1, 1), ('r1', 'mug', 1, 1)",
)
GOODS = (
    "CREATE TABLE goods (id VARCHAR, called VARCHAR, sort VARCHAR)",
    "INSERT INTO goods VALUES ('tea', 'Green tea', 'Drinks'), ('tea', 'Green tea', NULL), ('tea', 'GREEN', 'Drinks'),"
    " ('never', 'Never sold', 'Other')",
)
REFUNDS = ("CREATE TABLE refunds AS SELECT 'ann' AS who, TIMESTAMP '2024-03-01' AS moment, 'r1' AS no, 4.0 AS total",)


def bought(name: str = "orders", kind: str = "purchase") -> EventTable:
    fields = {
        Meaning.CUSTOMER: Field("who"),
        Meaning.TIME: Field("moment"),
        Meaning.EVENT: Field(value=kind),
        Meaning.ORDER: Field("no"),
        Meaning.AMOUNT: Field("total"),
    }
    return EventTable(name, fields | ({Meaning.CHANNEL: Field("place")} if kind == "purchase" else {}))


HANGING = Mapping(
    events=(bought(), bought("refunds", "refund")),
    items=ItemTable("lines", "no", "what", quantity=Field("many"), price=Field("price")),
    products=ProductTable("goods", "id", "called", "sort"),
    roles={"purchase": ("purchase",), "refund": ("refund",)},
)


def opened(path: Path, mapping: Mapping, scope: Scope | None = None, kept: Path | None = None) -> Data:
    """The data of a file with its details, ready to be read."""
    source = open_source([path])
    log = build(source, mapping)
    object.__setattr__(log, "details", DetailsOnDemand(source, log, kept))
    return Data(log, scope or Scope(), keep=work_out, choose=choose)


@pytest.fixture(scope="module")
def hanging(database: Callable[..., Path]) -> Path:
    return database(*ORDERS, *LINES, *GOODS, *REFUNDS)


def rows(frame: pl.LazyFrame, data: Data, *names: str) -> list[tuple[Any, ...]]:
    named = frame.join(data.log.customers, on="customer", maintain_order="left")
    return named.with_columns(pl.col(pl.Enum).cast(pl.String)).select(names).collect().rows()


def test_lines_have_the_customer_and_the_time_of_their_order(hanging: Path) -> None:
    data = opened(hanging, HANGING)
    assert data.log.has("items")
    assert rows(data.items, data, "id", "time", "day", "event", "channel", "item", "quantity", "amount") == [
        ("ann", datetime(2024, 1, 1, 10), 0, "purchase", "web", "mug", 1.0, 95_000),
        ("ann", datetime(2024, 1, 1, 10), 0, "purchase", "web", "tea", 2.0, 200_000),
        ("ann", datetime(2024, 2, 1, 8), 31, "purchase", "store", "tea", 1.0, 70_000),
        ("bob", datetime(2024, 1, 5, 9), 4, "purchase", "store", "tea", None, None),
    ]
    assert data.returned_items.collect().is_empty()


def test_lines_of_one_order_share_its_number(hanging: Path) -> None:
    frame = opened(hanging, HANGING).items.collect()
    assert frame["order"].to_list() == [0, 0, 1, 2]
    assert {name: type(dtype) for name, dtype in frame.schema.items()} == {n: type(d) for n, d in ITEMS.items()}
    assert frame["customer"].flags["SORTED_ASC"]


def test_an_item_is_called_what_it_is_called_most_often(hanging: Path) -> None:
    data = opened(hanging, HANGING)
    told = data.items.select("item", "name", "category").unique().sort("item").collect()
    assert told.cast(pl.String).rows() == [("mug", None, None), ("tea", "Green tea", "Drinks")]


def test_without_amounts_and_quantities_each_line_is_one_of_it(database: Callable[..., Path]) -> None:
    path = database(*ORDERS, *LINES)
    mapping = Mapping((bought(),), items=ItemTable("lines", "no", "what"), roles={"purchase": ("purchase",)})
    frame = opened(path, mapping).items.collect()
    assert frame["quantity"].to_list() == [1.0] * 4
    assert frame["amount"].null_count() == 4
    assert frame["name"].null_count() == 4


def test_events_that_name_an_item_are_lines_refunds_negative_visits_none(database: Callable[..., Path]) -> None:
    path = database(
        "CREATE TABLE log (who VARCHAR, moment VARCHAR, kind VARCHAR, what VARCHAR, many VARCHAR, price VARCHAR)",
        "INSERT INTO log VALUES ('a', '01.02.2024', 'Buy', '7.0', '1,5', '2,00'),"
        " ('a', '02.02.2024', 'buy ', '7', '1', '2,00'), ('a', '03.02.2024', 'return', '7', '1', '2,00'),"
        " ('a', '01.02.2024', 'look', '8', '1', '1'),"
        " ('b', '01.02.2024', 'buy', '', '1', '1'), ('b', '02.02.2024', 'buy', '8', 'many', '3,00')",
    )
    fields = {
        Meaning.CUSTOMER: Field("who"),
        Meaning.TIME: Field("moment", format="dmy"),
        Meaning.EVENT: Field("kind"),
        Meaning.ITEM: Field("what"),
        Meaning.QUANTITY: Field("many", format="comma"),
        Meaning.PRICE: Field("price", format="comma"),
    }
    data = opened(path, Mapping((EventTable("log", fields),), roles={"purchase": ("buy",), "refund": ("return",)}))
    assert rows(data.items, data, "id", "day", "event", "item", "quantity", "amount") == [
        ("a", 0, "buy", "7", 1.5, 30_000),
        ("a", 1, "buy", "7", 1.0, 20_000),
        ("b", 1, "buy", "8", None, None),
    ]
    assert rows(data.returned_items, data, "id", "day", "event", "item", "quantity", "amount") == [
        ("a", 2, "return", "7", -1.0, -20_000)
    ]


def test_the_scope_cuts_lines_as_it_cuts_events(hanging: Path) -> None:
    def items(scope: Scope) -> list[str]:
        data = opened(hanging, HANGING, scope)
        return [id_ for (id_,) in rows(data.items, data, "id")]

    assert items(Scope(as_of=date(2024, 1, 5))) == ["ann", "ann"]
    assert items(Channel("store")) == ["ann", "bob"]
    assert items(Event("refund")) == []
    assert items(Scope(segment=Segment.parse("rfm=no purchase"))) == []
    later = opened(hanging, HANGING, Scope(since=date(2024, 1, 3)))
    assert len(later.items.collect()) == 4
    assert len(later.within(later.items).collect()) == 2
    assert the_customer(opened(hanging, HANGING), "bob").items.collect()["item"].to_list() == ["tea"]


def test_hostile_items_and_words_stay_what_they_are(database: Callable[..., Path]) -> None:
    words = ["[/red]", "\x1b[2J", "日本\u202e", "'; DROP TABLE log; --", "a\nb", '"', "{}"]
    path = database(
        "CREATE TABLE log (who VARCHAR, moment TIMESTAMP, no VARCHAR, total DOUBLE, what VARCHAR, mark DOUBLE, "
        "said VARCHAR)",
        *[("INSERT INTO log VALUES (?, '2024-01-01', ?, 1, ?, ?, ?)", [w, w, w, float("nan"), w]) for w in words],
        "INSERT INTO log VALUES ('x', '2024-01-01', 'x', 1, NULL, 'infinity', '  ')",
    )
    more = {Meaning.ITEM: Field("what"), Meaning.SCORE: Field("mark"), Meaning.TEXT: Field("said")}
    entry = EventTable("log", {k: v for k, v in bought().fields.items() if k is not Meaning.CHANNEL} | more)
    data = opened(path, Mapping((entry,), roles={"purchase": ("purchase",)}))
    assert sorted(data.items.collect()["item"].cast(pl.String)) == sorted(words)
    said = data.feedback.collect()
    assert sorted(said["text"]) == sorted(words)
    assert said["score"].null_count() == len(words)


def test_answers_have_a_score_or_words(shop: tuple[Path, Truth], tmp_path: Path) -> None:
    session = Session([shop[0]], Options(cache_folder=tmp_path))
    session.look()
    data = Data(session.load().log, Scope())
    said = data.feedback.collect()
    with duckdb.connect(str(shop[0]), read_only=True) as connection:
        count = (
            "SELECT (SELECT count(*) FROM survey), (SELECT sum(nps) FROM survey), "
            "(SELECT count(*) FROM social_mentions), (SELECT count(csat) FROM survey), (SELECT sum(csat) FROM survey)"
        )
        answers, total, mentions, *rated = connection.execute(count).fetchall()[0]
    assert {name: type(dtype) for name, dtype in said.schema.items()} == {n: type(d) for n, d in FEEDBACK.items()}
    recommend = said.filter(pl.col("question").cast(pl.String) == "nps")
    assert recommend.select(pl.len(), pl.col("score").sum()).row(0) == (answers, total)
    content = said.filter(pl.col("question").cast(pl.String) == "csat")
    assert content.select(pl.len(), pl.col("score").sum(), pl.col("text").count()).row(0) == (*rated, 0)
    assert len(said.filter(pl.col("event") == "social_mention")) == mentions
    assert said["customer"].is_sorted()


def test_the_lines_of_the_shop_are_those_of_its_tables(shop: tuple[Path, Truth], tmp_path: Path) -> None:
    session = Session([shop[0]], Options(cache_folder=tmp_path))
    session.look()
    lines = Data(session.load().log, Scope()).items.collect()
    with duckdb.connect(str(shop[0]), read_only=True) as connection:
        expected = connection.execute(
            "SELECT count(*), sum(quantity), sum(price * quantity)::DOUBLE, count(DISTINCT o.order_id) "
            "FROM order_lines l JOIN (SELECT DISTINCT customer_id, order_id FROM orders WHERE customer_id IS NOT NULL "
            "AND ordered_at < '2025-01-01') o USING (order_id)"
        ).fetchall()[0]
    total = pl.col("amount").sum() / 10_000
    found = lines.select(pl.len(), pl.col("quantity").sum(), total, pl.col("order").n_unique()).row(0)
    assert found == pytest.approx(expected)
    assert lines["name"].null_count() == 0
    assert lines["category"].n_unique() == 8


def test_online_retail_against_sql_on_the_file(online_retail: Path) -> None:
    source = open_source([online_retail])
    found = guess(source).mapping
    assert found.products == ProductTable("online_retail", "StockCode", "Description")
    data = opened(online_retail, found)
    sums = [pl.len(), pl.col("quantity").sum(), pl.col("amount").sum() / 10_000, pl.col("item").n_unique()]
    kept = "FROM online_retail WHERE CustomerID IS NOT NULL AND Quantity"
    sql = "SELECT count(*), sum(Quantity)::DOUBLE, sum(round(Quantity * UnitPrice, 4)), count(DISTINCT StockCode)"
    for frame, which in ((data.items, "> 0"), (data.returned_items, "< 0")):
        expected = source.query(f"{sql} {kept} {which}").row(0)
        assert frame.select(sums).collect().row(0) == pytest.approx(expected)
    assert len(data.items.collect()) == 397_924


# -- kept, changed, stopped ---------------------------------------------------------------------------------------


def session_of(path: Path, folder: Path, mapping: Mapping = HANGING) -> Session:
    session = Session([path], Options(cache_folder=folder))
    session.look()
    session.settle(mapping, remember=False)
    session.load()
    return session


def files(folder: Path) -> dict[str, Path]:
    return {file.name.split("-")[0]: file for file in folder.rglob("*-*.arrow")}


def test_what_was_read_is_kept_beside_the_log_for_the_user_alone(hanging: Path, tmp_path: Path) -> None:
    first = Data(session_of(hanging, tmp_path).runner.log, Scope()).items.collect()
    file = files(tmp_path)["items"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (file.parent / "events.arrow").exists()
    written = file.stat().st_mtime_ns
    again = Data(session_of(hanging, tmp_path).runner.log, Scope()).items.collect()
    assert again.equals(first)
    assert again.schema == first.schema
    assert file.stat().st_mtime_ns == written
    assert not list(tmp_path.rglob(".new-*"))


@pytest.mark.parametrize("damage", [b"", b"\xff" * 5000])
def test_a_damaged_file_is_read_again(hanging: Path, tmp_path: Path, damage: bytes) -> None:
    first = Data(session_of(hanging, tmp_path).runner.log, Scope()).items.collect()
    file = files(tmp_path)["items"]
    file.write_bytes(damage)
    assert Data(session_of(hanging, tmp_path).runner.log, Scope()).items.collect().equals(first)
    assert file.stat().st_size > 5000


def test_without_a_cache_nothing_is_written(hanging: Path, tmp_path: Path) -> None:
    session = Session([hanging], Options())
    session.look()
    session.settle(HANGING, remember=False)
    assert len(Data(session.load().log, Scope()).items.collect()) == 4
    assert not list(tmp_path.rglob("*"))


def test_a_file_that_changed_since_is_not_mixed_with_the_log(database: Callable[..., Path], tmp_path: Path) -> None:
    path = database(*ORDERS, *LINES, *GOODS, *REFUNDS)
    session = session_of(path, tmp_path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("INSERT INTO lines SELECT 'o1', 'new', 1, 1 FROM range(5000)")
    with pytest.raises(QuestionError, match="has changed since it was read"):
        _ = Data(session.runner.log, Scope()).items
    session.reload()
    assert len(Data(session.runner.log, Scope()).items.collect()) == 5004


def test_nothing_mapped_is_nothing_read(cdnow_small: Data) -> None:
    assert not cdnow_small.log.has("items")
    assert not cdnow_small.log.has("feedback")
    assert cdnow_small.items.collect().schema == ITEMS
    assert cdnow_small.feedback.collect().schema == FEEDBACK


@pytest.fixture
def cdnow_small(database: Callable[..., Path]) -> Data:
    path = database(
        "CREATE TABLE orders AS SELECT 'a' AS who, DATE '2024-01-01' AS moment, 'o' AS no, 'w' AS place, 1 AS total"
    )
    return opened(path, Mapping((bought(),), roles={"purchase": ("purchase",)}))


def test_a_long_reading_stops_when_the_question_is_stopped(database: Callable[..., Path]) -> None:
    endless = "CREATE VIEW lines AS SELECT 'o' || (i % 3 + 1) AS no, 'p' || i AS what FROM range(2000000000) r(i)"
    mapping = Mapping((bought(),), items=ItemTable("lines", "no", "what"), roles={"purchase": ("purchase",)})
    source = open_source([database(*ORDERS, endless)], Limits(memory="200MB"))
    log = build(source, mapping)
    details, token = DetailsOnDemand(source, log), Token()
    threading.Timer(0.3, token.cancel).start()
    before = running.set(token)
    started = time.perf_counter()
    try:
        with pytest.raises(CancelledError):
            details.table("items")
    finally:
        running.reset(before)
    assert time.perf_counter() - started < 10
    assert source.query("SELECT count(*) AS n FROM orders")["n"].item() == 6


def test_who_is_told_of_a_stop_is_told_only_inside_the_block() -> None:
    token, told = Token(), []
    before = running.set(token)
    try:
        with reached_by(lambda: told.append("inside")):
            token.cancel()
        with pytest.raises(CancelledError), reached_by(lambda: told.append("too late")):
            raise AssertionError
        token.cancel()
    finally:
        running.reset(before)
    with reached_by(lambda: told.append("nobody can stop")):
        pass
    assert told == ["inside"]


def test_threads_that_ask_together_read_once(hanging: Path, tmp_path: Path) -> None:
    log, found = session_of(hanging, tmp_path).runner.log, []
    threads = [threading.Thread(target=lambda: found.append(log.details.table("items"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(found) == 4
    assert all(frame is found[0] for frame in found)
