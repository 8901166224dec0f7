"""The sample shop from its file to answers, against its truth and plain SQL."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from queries.mapping.model import Activity, CustomerTable, EventTable, Field, Mapping, Meaning
from queries.question.question import Question
from queries.question.scope import Channel, Event, Scope
from queries.segments.membership import membership
from queries.session import Options, Session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from queries.answering.runner import Runner
    from sample_data import Truth

GOOD = """SELECT * REPLACE (lower(trim(channel)) AS channel) FROM orders
    WHERE customer_id IS NOT NULL AND ordered_at < DATE '2025-01-01'"""


def table(name: str, time: str, event: Field, **fields: str) -> EventTable:
    known = {"customer": Field("customer_id"), "time": Field(time), "event": event}
    known |= {key: Field(column) for key, column in fields.items()}
    return EventTable(name, {Meaning(key): field for key, field in known.items()})


MAPPING = Mapping(
    events=(
        table("orders", "ordered_at", Field(value="purchase"), channel="channel", amount="amount", currency="currency"),
        table("refunds", "refunded_at", Field(value="refund"), amount="amount"),
        table("page_views", "viewed_at", Field(value="visit"), channel="channel"),
        table("emails", "event_at", Field("event")),
    ),
    customers=CustomerTable("customers", "customer_id", ("city", "country", "birthday", "newsletter")),
    roles={"purchase": ("purchase",), "refund": ("refund",), "visit": ("visit",)},
    activity={"sent": Activity("ignore"), "opened": Activity("passive"), "clicked": Activity("passive")},
)


@pytest.fixture(scope="module")
def runner(shop: tuple[Path, Truth], tmp_path_factory: pytest.TempPathFactory) -> Runner:
    session = Session([shop[0]], Options(cache_folder=tmp_path_factory.mktemp("cache")))
    session.look()
    session.settle(MAPPING, remember=False)
    session.load()
    return session.load()  # the second time from the cache


@pytest.fixture(scope="module")
def sql(shop: tuple[Path, Truth]) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(shop[0]), read_only=True) as connection:
        yield connection


def values(runner: Runner, scope: Scope = Scope()) -> dict[str, Any]:  # noqa: B008 (frozen)
    return dict(runner.answer(Question.of("overview", scope)).frame.select("measure", "value").iter_rows())


def test_faults_are_counted_as_they_were_planted(runner: Runner, shop: tuple[Path, Truth]) -> None:
    faults = shop[1].faults
    found = {(entry.table, entry.reason): entry.rows for entry in runner.log.set_aside}
    assert found[("orders", "no customer")] == faults.order_missing_ids
    assert found[("orders", "time in the future")] == faults.order_future_dates
    assert found[("orders", "channel names differing in case or blanks")] == faults.order_mixed_case_channels
    assert found[("page_views", "no customer")] == faults.page_view_missing_ids


def test_the_log_holds_every_row_that_is_not_set_aside(runner: Runner, shop: tuple[Path, Truth]) -> None:
    counts = shop[1].counts
    rows = sum(counts[name] for name in ("orders", "refunds", "page_views", "emails"))
    assert runner.log.rows + runner.log.rows_set_aside == rows
    assert runner.log.size == shop[1].customers
    assert runner.log.first_day >= shop[1].first_day
    assert runner.log.as_of == shop[1].as_of


def test_headline_figures(runner: Runner, shop: tuple[Path, Truth], sql: duckdb.DuckDBPyConnection) -> None:
    truth, value = shop[1], values(runner)
    orders = truth.counts["orders"] - truth.faults.order_missing_ids - truth.faults.order_future_dates
    assert value["orders"] == orders
    assert (value["customers"], value["buyers"]) == (truth.customers, truth.drawn.buyers)
    spent, refunded = sql.execute(f"SELECT sum(amount), (SELECT sum(amount) FROM refunds) FROM ({GOOD})").fetchall()[0]
    assert value["revenue"] == pytest.approx(float(spent - refunded), abs=1e-6)
    assert value["aov"] == pytest.approx(float(spent) / orders, abs=1e-4)
    days = f"SELECT count(DISTINCT ordered_at::DATE) AS days FROM ({GOOD}) GROUP BY customer_id"
    repeaters = sql.execute(f"SELECT count(*) FROM ({days}) WHERE days > 1").fetchall()[0][0]
    assert value["repeat_rate"] == pytest.approx(repeaters / truth.drawn.buyers)


def test_orders_of_weekends(runner: Runner, sql: duckdb.DuckDBPyConnection) -> None:
    by_day = runner.answer(
        Question.of("frequency", Scope(since=date(2023, 1, 2), grain=None) & Event("purchase"))
    ).frame
    assert by_day["orders"].sum() == values(runner)["orders"]
    weekday = runner.log.events.filter(runner.data(Scope()).is_purchase).collect()["time"].dt.weekday()
    expected = sql.execute(f"SELECT count(*) FROM ({GOOD}) WHERE isodow(ordered_at) > 5").fetchall()[0][0]
    assert (weekday > 5).sum() == expected


def test_orders_by_month_and_channel(runner: Runner, sql: duckdb.DuckDBPyConnection) -> None:
    question = Question.of("frequency", Event("purchase"), split="channel")
    frame = runner.answer(question).frame.select("period", "channel", "interactions", "customers", "amount")
    expected = sql.execute(
        "SELECT date_trunc('month', ordered_at)::DATE, channel, count(*), count(DISTINCT customer_id), "
        f"sum(amount)::DOUBLE FROM ({GOOD}) GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    assert [row[:4] for row in frame.rows()] == [row[:4] for row in expected]
    assert frame["amount"].to_list() == pytest.approx([row[4] for row in expected], abs=1e-6)


def test_channels_as_scope(runner: Runner, sql: duckdb.DuckDBPyConnection) -> None:
    assert len(runner.log.channels) > 2
    for channel in runner.log.channels:
        expected = sql.execute(f"SELECT count(*) FROM ({GOOD}) WHERE channel = ?", [channel]).fetchall()[0][0]
        assert values(runner, Channel(channel))["orders"] == expected


def test_recency_frequency_and_monetary(runner: Runner, sql: duckdb.DuckDBPyConnection) -> None:
    members = membership(runner.data(Scope()), "rfm").collect().join(runner.log.customers.collect(), on="customer")
    found = {row["id"]: (row["recency"], row["frequency"], row["monetary"]) for row in members.iter_rows(named=True)}
    expected = sql.execute(
        "SELECT customer_id, DATE '2025-01-01' - max(ordered_at)::DATE, count(DISTINCT ordered_at::DATE), (sum(amount) "
        "- coalesce((SELECT sum(amount) FROM refunds r WHERE r.customer_id = o.customer_id), 0))::DOUBLE "
        f"FROM ({GOOD}) o GROUP BY customer_id"
    ).fetchall()
    assert {row[0]: row[1:] for row in expected} == {id_: figures for id_, figures in found.items() if figures[1]}
    assert sum(figures[1] is None for figures in found.values()) == len(found) - len(expected)


def test_the_customers_of_a_row_carry_what_the_file_says(runner: Runner, sql: duckdb.DuckDBPyConnection) -> None:
    question = Question.of("rfm")
    row = next(row for row in runner.answer(question).frame.iter_rows(named=True) if row["segment"] == "champions")
    people = runner.customers(question, row)
    assert len(people) == row["customers"] > 0
    assert people["revenue"].to_list() == sorted(people["revenue"], reverse=True)
    assert people["revenue"].sum() == pytest.approx(row["revenue"], abs=1e-6)
    stated = dict(sql.execute("SELECT customer_id, city FROM customers").fetchall())
    assert people["city"].to_list() == [stated[id_] for id_ in people["id"]]
