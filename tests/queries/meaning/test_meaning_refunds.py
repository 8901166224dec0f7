"""Refunds that say when they were: subtracted at that time, whether a column or a table tells them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest

from queries.session import Session

if TYPE_CHECKING:
    from pathlib import Path

ORDERS = [
    (f"o{n}", f"k{n % 40}", date(2023, 1, 1) + timedelta(days=n), 10.25 + n % 50, date(2023, 2, 20) + timedelta(days=n))
    for n in range(300)
]
"""Orders: id, customer, day, total, and the day on which something was given back of every eighth."""


def part_of(place: int, total: float) -> float:
    """What was given back: a part of the order, or all of it."""
    return 0.0 if place % 8 else round(total if place % 16 else total / 2, 2)


def one_table(folder: Path) -> list[Path]:
    rows = [
        f"{order},{who},{day},{total:.2f},{part_of(n, total)},{later if part_of(n, total) else ''}"
        for n, (order, who, day, total, later) in enumerate(ORDERS)
    ]
    head = "order_id,customer_id,created_at,total,refunded_amount,refunded_at"
    (folder / "orders.csv").write_text("\n".join([head, *rows]))
    return [folder / "orders.csv"]


def two_tables(folder: Path) -> list[Path]:
    rows = [f"{order},{who},{day},{total:.2f}" for order, who, day, total, _ in ORDERS]
    back = [
        f"r{n},{order},{later},{part_of(n, total)}"
        for n, (order, _, _, total, later) in enumerate(ORDERS)
        if part_of(n, total)
    ]
    (folder / "orders.csv").write_text("\n".join(["order_id,customer_id,created_at,total", *rows]))
    (folder / "refunds.csv").write_text("\n".join(["refund_id,order_id,refunded_at,amount", *back]))
    return [folder / "orders.csv", folder / "refunds.csv"]


@pytest.mark.parametrize("written", [one_table, two_tables])
def test_refunds_count_when_they_were(written: object, tmp_path: Path) -> None:
    assert callable(written)
    session = Session(written(tmp_path))
    session.look()
    assert session.certain
    session.load()
    events = session.runner.log.events.with_columns(pl.col("event").cast(pl.String))
    refunds = (
        events.filter(event="refund").select(pl.col("time").dt.date(), (pl.col("amount") / 10_000).round(2)).collect()
    )
    told = [(later, -part_of(n, total)) for n, (_, _, _, total, later) in enumerate(ORDERS) if part_of(n, total)]
    assert sorted(refunds.rows()) == sorted(told)
    assert events.filter(event="purchase").collect().height == len(ORDERS)
