"""Order lines put together, and refunds in every form."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl
import pytest

from queries.eventlog.build import build
from queries.mapping.model import Field, Mapping
from queries.source import open_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog
    from queries.mapping.model import EventTable

LINES = """SELECT * FROM (VALUES
    ('ann', 1, TIMESTAMP '2024-01-02 10:05', 10.00, 'web'),
    ('ann', 1, TIMESTAMP '2024-01-02 10:00', 2.50, 'web'),
    ('bob', 1, TIMESTAMP '2024-01-02 10:00', 7.00, 'store'),
    ('ann', 2, TIMESTAMP '2024-01-03 09:00', 4.00, NULL),
    ('ann', 2, TIMESTAMP '2024-01-04 09:00', NULL, 'store'),
    ('ann', 3, TIMESTAMP '2024-01-05 09:00', NULL, 'store'),
    ('ann', NULL, TIMESTAMP '2024-01-06 09:00', 1.00, 'web'),
    ('ann', NULL, TIMESTAMP '2024-01-06 09:00', 1.00, 'web')
) r(customer, invoice, time, amount, channel)"""


def rows_of(log: EventLog) -> list[tuple[object, ...]]:
    joined = log.events.join(log.customers, on="customer", how="left", maintain_order="left")
    return joined.select("id", "time", pl.col("event", "channel").cast(pl.String), "amount").collect().rows()


def test_lines_of_one_order_are_one_purchase(table_log: Callable[..., EventLog]) -> None:
    log = table_log(LINES, order="invoice", amount="amount", channel="channel")
    assert rows_of(log) == [
        ("ann", datetime(2024, 1, 2, 10), "purchase", "web", 125_000),
        ("ann", datetime(2024, 1, 3, 9), "purchase", "store", 40_000),
        ("ann", datetime(2024, 1, 5, 9), "purchase", "store", None),
        ("ann", datetime(2024, 1, 6, 9), "purchase", "web", 10_000),
        ("ann", datetime(2024, 1, 6, 9), "purchase", "web", 10_000),
        ("bob", datetime(2024, 1, 2, 10), "purchase", "store", 70_000),
    ]


def test_without_an_order_column_every_row_is_an_order(table_log: Callable[..., EventLog]) -> None:
    assert table_log(LINES, amount="amount").rows == 8


def test_the_last_day_is_that_of_the_latest_event(table_log: Callable[..., EventLog]) -> None:
    two_days = "SELECT 'ann' AS customer, 1 AS invoice, unnest([DATE '2024-01-02', DATE '2024-01-09']) AS time"
    log = table_log(two_days, order="invoice")
    days = log.events.collect()["day"]
    assert log.rows == 1
    assert (log.first_day - datetime(2024, 1, 2).date()).days == days.min() == 0


def test_refunded_lines_of_an_order_are_a_refund_of_their_own(table_log: Callable[..., EventLog]) -> None:
    select = """SELECT 'ann' AS customer, 'A1' AS invoice, DATE '2024-01-02' AS time, unnest([9.00, 6.00, -4.00, -1.00])
        AS amount"""
    log = table_log(select, order="invoice", amount="amount", entry={"refund": "amount < 0"})
    assert [(row[2], row[4]) for row in rows_of(log)] == [("purchase", 150_000), ("refund", -50_000)]
    assert log.kinds_of("refund") == ("refund",)


@pytest.mark.parametrize("sign", [1, -1])
def test_refund_tables_lower_revenue_whatever_their_sign(
    database: Callable[..., Path], entry_of: Callable[..., EventTable], answer: Callable[..., Result], sign: int
) -> None:
    path = database(
        "CREATE TABLE events AS SELECT 'ann' AS customer, DATE '2024-01-02' AS time, 20.00 AS amount",
        f"CREATE TABLE returns AS SELECT 'ann' AS customer, DATE '2024-02-02' AS time, {5.5 * sign} AS amount",
    )
    entries = (entry_of(amount="amount"), entry_of("returns", amount="amount", event=Field(value="refund")))
    roles = {"purchase": ("purchase",), "refund": ("refund",)}
    for refunds, revenue in (("net", 14.5), ("ignore", 20.0)):
        log = build(open_source([path]), Mapping(events=entries, roles=roles, refunds=refunds))  # type: ignore[arg-type]
        assert [row[4] for row in rows_of(log)] == [200_000, -55_000]
        value = dict(answer(log, "overview").frame.select("measure", "value").iter_rows())
        assert (value["revenue"], value["orders"], value["aov"]) == (revenue, 1, 20)


def test_two_mappings_of_one_table_are_both_read(
    database: Callable[..., Path], entry_of: Callable[..., EventTable]
) -> None:
    path = database("CREATE TABLE events AS SELECT 'ann' AS customer, '2024-01-02' AS ordered, '2024-01-05' AS sent")
    entries = (entry_of(time="ordered"), entry_of(time="sent", event=Field(value="delivery")))
    log = build(open_source([path]), Mapping(events=entries, roles={"purchase": ("purchase",)}))
    assert [(row[1].day, row[2]) for row in rows_of(log)] == [(2, "purchase"), (5, "delivery")]  # type: ignore[attr-defined]
