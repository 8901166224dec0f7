"""Customers one by one: the list to read and export is the list behind a row, and its trends add up."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner, work_out
from queries.catalogue import FIGURES, Unit
from queries.customers.table import customer_columns
from queries.data.data import Data
from queries.errors import QuestionError
from queries.eventlog.model import EventLog
from queries.mapping.model import Mapping
from queries.question.periods import Grain
from queries.question.question import Question
from queries.question.scope import Channel, Condition, Scope, Segment

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result

FIRST = date(2023, 1, 1)


@pytest.fixture(scope="module")
def log(log_of: Callable[..., EventLog]) -> EventLog:
    rows: list[tuple[Any, ...]] = [
        ("ann", datetime(2022, 12, 31, 9), "purchase", 10, "web"),
        ("ann", datetime(2024, 1, 1, 9), "purchase", 30, "web"),
        ("ann", datetime(2024, 1, 31, 9), "visit", None, "store"),
        ("bob", datetime(2024, 1, 9, 9), "visit", None, "web"),
        ("cid", datetime(2023, 12, 9, 9), "purchase", 70, "web"),
        ("cid", datetime(2024, 2, 9, 9), "refund", 20, "web"),
        ("cid", datetime(2024, 3, 31, 9), "visit", None, "web"),
    ]
    return log_of(*rows, customers=[("ann", "Rome"), ("zoe", None)])


def test_the_best_come_first_with_all_that_is_known(log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(log, "customers")
    shown = result.frame.select("id", "revenue", "orders", "interactions", "last_purchase", "city", "customer").rows()
    assert shown == [
        ("cid", 50.0, 1, 3, date(2023, 12, 9), None, 2),
        ("ann", 40.0, 2, 3, date(2024, 1, 1), "Rome", 0),
        ("bob", 0.0, 0, 1, None, None, 1),
        ("zoe", 0.0, 0, 0, None, None, 3),
    ]
    assert [column.name for column in result.columns] == result.frame.columns
    assert result.frame.columns == ["id", *(c.name for c in FIGURES), "trend", "city", "customer"]


def test_the_trend_tells_the_last_twelve_complete_periods(log: EventLog, answer: Callable[..., Result]) -> None:
    trends = dict(answer(log, "customers").frame.select("id", "trend").rows())
    # April 2023 to March 2024: the data end on the last day of March.
    assert trends == {
        "ann": [0] * 9 + [2, 0, 0],
        "bob": [0] * 9 + [1, 0, 0],
        "cid": [0] * 8 + [1, 0, 1, 1],
        "zoe": [0] * 12,
    }
    web = dict(answer(log, "customers", Channel("web")).frame.select("id", "trend").rows())
    assert web["ann"] == [0] * 9 + [1, 0, 0]


def test_the_grain_makes_the_periods_of_the_trend(log: EventLog, answer: Callable[..., Result]) -> None:
    frame = answer(log, "customers", Scope(grain=Grain.YEAR)).frame
    assert dict(frame.select("id", "trend").rows())["ann"] == [1, 0]  # 2022 and 2023 are complete
    frame = answer(log, "customers", Scope(grain=Grain.QUARTER, as_of=date(2024, 1, 10))).frame
    quarters = {"ann": [1, 0, 0, 0, 0], "bob": [0] * 5, "cid": [0, 0, 0, 0, 1], "zoe": [0] * 5}
    assert dict(frame.select("id", "trend").rows()) == quarters


def test_the_list_behind_a_row_is_the_same_list(log: EventLog) -> None:
    runner = Runner(log)
    whole = runner.answer(Question.of("customers", Scope(where=(Condition.parse("orders>0"),)))).frame
    behind = runner.customers(Question.of("overview"), {"measure": "buyers"})
    assert behind.equals(whole)
    assert [column.name for column in customer_columns(runner.data(Scope()))] == behind.columns


def test_members_of_a_segment_are_the_rows_behind_it(shop_log: EventLog) -> None:
    runner = Runner(shop_log)
    for segment in ("at risk", "champions", "no purchase"):
        inside = runner.answer(Question.of("customers", Scope(segment=Segment("rfm", segment)))).frame
        behind = runner.customers(Question.of("rfm"), {"segment": segment})
        assert inside["id"].to_list() == behind["id"].to_list()
        assert inside.drop("trend").equals(behind.drop("trend"))
        assert inside["revenue"].is_sorted(descending=True)


def test_a_row_leads_to_its_own_customer(shop_log: EventLog) -> None:
    runner = Runner(shop_log)
    row = runner.answer(Question.of("customers")).frame.row(17, named=True)
    assert runner.customers(Question.of("customers"), row)["id"].to_list() == [row["id"]]


def test_attributes_have_the_unit_of_their_type(
    table_log: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = table_log(
        "SELECT 'a' AS customer, DATE '2024-01-31' AS time, 34 AS age, true AS vip, DATE '1990-01-01' AS born, "
        "'x' AS trend",
        entry={"attributes": ("age", "vip", "born", "trend")},
    )
    units = {column.name: column.unit for column in answer(log, "customers").columns}
    assert (units["age"], units["vip"], units["born"]) == (Unit.NUMBER, Unit.FLAG, Unit.DATE)
    assert (units["trend"], units["customer trend"]) == (Unit.TREND, Unit.TEXT)


def test_without_amounts_those_who_buy_most_come_first(
    table_log: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = table_log("SELECT unnest(['a', 'b', 'b', 'c', 'c', 'c']) AS customer, DATE '2024-01-31' AS time")
    frame = answer(log, "customers").frame
    assert frame["id"].to_list() == ["c", "b", "a"]
    assert frame["revenue"].null_count() == 3


def test_nobody_is_no_row_and_a_date_before_the_data_is_refused(log: EventLog, answer: Callable[..., Result]) -> None:
    assert answer(log, "customers", Scope(where=(Condition.parse("orders>9"),))).frame.is_empty()
    with pytest.raises(QuestionError):
        answer(log, "customers", Scope(as_of=date(2020, 1, 1)))


def memory_log(events: list[tuple[int, int]], customers: int) -> EventLog:
    """A log of visits `(customer, day)`."""
    schema = {"customer": pl.UInt32, "day": pl.Int32}
    frame = pl.DataFrame(sorted(events), schema=schema, orient="row").with_columns(
        pl.col("customer").set_sorted(),
        time=(pl.lit(FIRST) + pl.duration(days="day")).cast(pl.Datetime("ms")),
        event=pl.lit("visit", pl.Enum(["visit"])),
        channel=pl.lit(None, pl.Enum(["none"])),
        amount=pl.lit(None, pl.Int64),
    )
    last = FIRST + timedelta(days=max(day for _, day in events))
    return EventLog(
        events=frame.select("customer", "time", "day", "event", "channel", "amount").lazy(),
        customers=pl.LazyFrame({"customer": range(customers)}, schema={"customer": pl.UInt32}).with_columns(
            pl.col("customer").set_sorted(), id=pl.col("customer").cast(pl.String)
        ),
        first_day=FIRST,
        last_day=last,
        rows=len(frame),
        size=customers,
        kinds=("visit",),
        channels=(),
        has_money=False,
        attributes=(),
        set_aside=(),
        mapping=Mapping(events=()),
    )


@settings(max_examples=40)
@given(
    events=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 500)), min_size=1, max_size=60),
    grain=st.sampled_from(list(Grain)),
    seen=st.integers(1, 520),
)
def test_trends_are_the_events_counted_one_by_one(events: list[tuple[int, int]], grain: Grain, seen: int) -> None:
    log = memory_log([(0, 0), *events], 5)
    scope = Scope(grain=grain, as_of=FIRST + timedelta(days=seen))
    data = Data(log, scope, keep=work_out)
    told = dict(Runner(log).answer(Question.of("customers", scope)).frame.select("customer", "trend").rows())
    days = [(who, FIRST + timedelta(days=day)) for who, day in [(0, 0), *events] if day < seen]
    for who in told:
        for at, (begin, end) in enumerate(data.trend_periods.select("period", "end").rows()):
            assert told[who][at] == sum(1 for c, day in days if c == who and begin <= day <= end)
