"""Every segmentation parts the customers: each in exactly one segment, in any scope; new ones are tried, too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries import catalogue
from queries.answering.runner import Runner
from queries.eventlog.details.model import TABLES, Details
from queries.eventlog.model import CustomerList
from queries.mapping.model import OwnSegment, SurveyQuestion
from queries.question.question import Question
from queries.question.scope import Condition, Scope, Segment
from queries.segments.membership import membership
from tests.queries.order_lines import lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

FIRST = date(2024, 1, 1)
PEOPLE = [(f"p{n}", ("Rome", "Oslo", None)[n % 3]) for n in range(9)]
OWN = (OwnSegment("often", rule="orders >= 2"), OwnSegment("of Rome", rule="city = 'Rome'"))

events = st.lists(
    st.tuples(
        st.integers(0, 8),
        st.integers(0, 70),
        st.sampled_from(["purchase", "purchase", "purchase", "refund", "visit", "click"]),
        st.none() | st.decimals(-50, 50, places=2) | st.integers(0, 3),
        st.sampled_from(["web", "store", None]),
    ),
    max_size=30,
)


@pytest.fixture(scope="module")
def made(log_of: Callable[..., EventLog]) -> Callable[[list[tuple[Any, ...]]], EventLog]:
    """Builds a log of random events in which every segmentation has what it needs."""

    def make(rows: list[tuple[Any, ...]]) -> EventLog:
        start = datetime(2024, 1, 1)
        told = [
            (f"p{who}", start + timedelta(days=day), kind, amount, channel) for who, day, kind, amount, channel in rows
        ]
        bought = ("p0", start + timedelta(days=35), "purchase", 5, "web")
        roles = {kind: (kind,) for kind in ("purchase", "refund", "visit", "click")}
        log = log_of(bought, *told, customers=PEOPLE, roles=roles, segments=OWN)
        said = {name: pl.LazyFrame(schema=TABLES[name]) for name in ("feedback", "texts")}
        asked = tuple(replace(entry, questions=(SurveyQuestion("nps", "nps"),)) for entry in log.mapping.events)
        log = replace(log, mapping=replace(log.mapping, events=asked))
        log = replace(log, details=Details({"items": lines_of(log), **said}))
        return replace(log, lists=(CustomerList("listed", pl.Series([0, 2], dtype=pl.UInt32)),))

    return make


def scopes(day: int) -> Iterator[Scope]:
    yield Scope()
    yield Scope(as_of=FIRST + timedelta(days=day))
    yield Scope(where=(Condition("orders", ">", "1"),))
    yield Scope(where=(Condition("city", "=", "Rome"),), as_of=FIRST + timedelta(days=day))


@settings(max_examples=6)
@given(rows=events, day=st.integers(36, 60))
def test_every_customer_is_in_exactly_one_segment(
    made: Callable[..., EventLog], rows: list[tuple[Any, ...]], day: int
) -> None:
    log = made(rows)
    runner = Runner(log)
    for scope in scopes(day):
        data = runner.data(scope)
        known = data.customers.select("customer").collect().to_series().to_list()
        for entry in catalogue.segmentations():
            assert all(map(log.has, entry.needs)), f"{entry.id} is not tried"
            members = membership(data, entry.id).collect()
            assert members["customer"].to_list() == known, f"{entry.id} in {scope.describe()}"
            assert members["segment"].null_count() == 0, entry.id
            frame = runner.answer(Question.of(entry.id, scope, worth="no")).frame
            sizes = dict(members["segment"].cast(pl.String).value_counts().iter_rows())
            assert frame["segment"].is_unique().all(), entry.id
            assert dict(frame.filter(pl.col("customers") > 0).select("segment", "customers").iter_rows()) == sizes
            assert frame["customers"].sum() == len(known)
            if known:
                assert frame["share"].sum() == pytest.approx(1)


@settings(max_examples=4)
@given(rows=events, day=st.integers(36, 60))
def test_the_scope_of_a_segment_holds_its_customers_and_no_others(
    made: Callable[..., EventLog], rows: list[tuple[Any, ...]], day: int
) -> None:
    runner, scope = Runner(made(rows)), Scope(as_of=FIRST + timedelta(days=day))
    for entry in catalogue.segmentations():
        whole = membership(runner.data(scope), entry.id).select("customer", pl.col("segment").cast(pl.String)).collect()
        for segment in whole["segment"].unique():
            inside = membership(runner.data(scope.changed(segment=Segment(entry.id, segment))), entry.id).collect()
            assert inside["segment"].cast(pl.String).unique().to_list() == [segment], entry.id
            assert inside["customer"].to_list() == whole.filter(pl.col("segment") == segment)["customer"].to_list()


@pytest.mark.parametrize("id_", [entry.id for entry in catalogue.segmentations()])
def test_segments_and_shared_parameters_are_declared(id_: str) -> None:
    entry = catalogue.metric(id_)
    assert entry.segmentation is not None
    worth = entry.parameter("worth")
    assert worth is not None
    assert worth.choices == ("auto", "yes", "no")
    assert set(entry.segmentation.meanings) <= set(entry.segmentation.names)


@pytest.mark.parametrize("id_", ["rfm", "rfm8", "value_tier", "abc", "decile"])
def test_segments_by_purchases_hold_every_buyer_and_all_revenue(
    cdnow_log: EventLog, answer: Callable[..., Result], id_: str
) -> None:
    frame = answer(cdnow_log, id_, worth="no").frame
    assert frame.filter(pl.col("segment") != "no purchase")["customers"].sum() == 23_570
    assert frame["revenue"].sum() == pytest.approx(2_500_315.63)
