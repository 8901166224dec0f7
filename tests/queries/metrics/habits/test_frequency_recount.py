"""Frequency by period and by split against the same in plain Python, on random small logs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner
from queries.data.data import Data
from queries.question.periods import Grain
from queries.question.question import Question
from queries.question.scope import Scope
from tests.queries.random_events import DAYS, LOGS, SCOPES, Row, log_with, seen, signed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from queries.eventlog.model import EventLog


@settings(max_examples=10)
@given(given=LOGS, scope=SCOPES, since=DAYS)
def test_frequency_of_every_period(
    log_of: Callable[..., EventLog], given: list[Row], scope: Scope, since: date | None
) -> None:
    log = log_with(log_of, given)
    if since and scope.until and since > scope.until:
        since = None
    data = Data(log, scope.changed(since=since))
    assume(data.since <= min(data.until, log.last_day))
    frame = Runner(log).answer(Question.of("frequency", data.scope)).frame
    events = [row for row in seen(given, scope) if row.time.date() >= data.since]
    periods = data.periods.filter("reported")
    assert frame["period"].to_list() == periods["period"].to_list()
    for row, end, length in zip(frame.iter_rows(named=True), periods["end"], periods["days"], strict=True):
        inside = [event for event in events if row["period"] <= event.time.date() <= end]
        people = {event.customer for event in inside}
        assert (row["interactions"], row["customers"]) == (len(inside), len(people))
        assert row["orders"] == sum(event.event == "purchase" for event in inside)
        assert row["amount"] == sum(signed(event) for event in inside if event.event in ("purchase", "refund"))
        assert row["per_customer"] == (pytest.approx(len(inside) / len(people)) if people else None)
        assert row["per_30_days"] == (pytest.approx(len(inside) / len(people) / length * 30) if people else None)


@settings(max_examples=8)
@given(given=LOGS, split=st.sampled_from(["event", "channel", "activity", "city", "rfm"]))
def test_the_parts_of_a_split_sum_to_the_whole(log_of: Callable[..., EventLog], given: list[Row], split: str) -> None:
    runner = Runner(log_with(log_of, given))
    scope = Scope(grain=Grain.WEEK)
    whole = runner.answer(Question.of("frequency", scope)).frame
    parts = runner.answer(Question.of("frequency", scope, split=split)).frame
    assert not parts.select("period", split).is_duplicated().any()
    assert (parts["interactions"] > 0).all()
    sums = parts.group_by("period").agg(pl.col("interactions", "orders", "amount", "customers").sum())
    both = whole.filter(pl.col("interactions") > 0).join(sums, on="period", how="left", suffix="_sum")
    for name in ("interactions", "orders", "amount"):
        assert both[name].to_list() == both[f"{name}_sum"].to_list(), name
    if split in ("city", "rfm"):
        assert both["customers"].to_list() == both["customers_sum"].to_list()
    people = {
        (row["period"], row[split]): runner.customers(Question.of("frequency", scope, split=split), row)
        for row in parts.iter_rows(named=True)
    }
    assert [len(frame) for frame in people.values()] == parts["customers"].to_list()
