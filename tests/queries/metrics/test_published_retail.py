"""Online Retail: order lines of half a million rows, with refunds and rows without a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from queries.eventlog.build import build
from queries.mapping.model import Mapping
from queries.source import open_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog
    from queries.mapping.model import EventTable


@pytest.fixture(scope="module")
def log(online_retail: Path, entry_of: Callable[..., EventTable]) -> EventLog:
    source = open_source([online_retail])
    refunds = {"refund": "starts_with(InvoiceNo, 'C')", "attributes": ("Country",)}
    fields = {"customer": "CustomerID", "time": "InvoiceDate", "order": "InvoiceNo"}
    entry = entry_of(
        source.tables()[0].name, entry=refunds, **fields, price="UnitPrice", quantity="Quantity", item="StockCode"
    )
    return build(source, Mapping(events=(entry,), roles={"purchase": ("purchase",)}, currency="GBP"))


def test_every_line_is_an_order_or_counted(log: EventLog) -> None:
    assert [(entry.reason, entry.rows) for entry in log.set_aside] == [("no customer", 135_080)]
    assert log.size == 4_372


def test_headline_figures(log: EventLog, answer: Callable[..., Result]) -> None:
    value = dict(answer(log, "overview").frame.select("measure", "value").iter_rows())
    assert (value["customers"], value["buyers"]) == (4_372, 4_339)
    assert value["revenue"] == pytest.approx(8_300_065.81, abs=0.005)


def test_orders_are_invoices_and_refunds_their_own_kind(log: EventLog, online_retail: Path) -> None:
    lines = pl.read_parquet(online_retail).filter(pl.col("CustomerID").is_not_null())
    invoices = lines["InvoiceNo"].cast(pl.String).unique()
    counted = dict(log.events.group_by("event").len().collect().with_columns(pl.col("event").cast(pl.String)).rows())
    assert counted == {
        "purchase": (~invoices.str.starts_with("C")).sum(),
        "refund": invoices.str.starts_with("C").sum(),
    }


def test_refunds_lower_revenue_in_the_period_of_the_refund(log: EventLog, answer: Callable[..., Result]) -> None:
    frame = answer(log, "frequency").frame
    assert frame["amount"].sum() == pytest.approx(8_300_065.81, abs=0.005)
    assert not frame["complete"][-1]
    assert frame["complete"][:-1].all()


def test_rfm_leaves_out_those_who_only_returned(log: EventLog, answer: Callable[..., Result]) -> None:
    frame = answer(log, "rfm").frame
    assert frame["customers"].sum() == 4_372
    assert frame.filter(pl.col("segment") == "no purchase")["customers"].to_list() == [4_372 - 4_339]
    assert frame["revenue"].sum() == pytest.approx(8_300_065.81, abs=0.005)
