"""One customer: timeline, figures, weeks and hours; ids that do not exist."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from queries.errors import UsageError
from queries.question.scope import Channel, Condition, Scope, Segment

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog


@pytest.fixture(scope="module")
def log(log_of: Callable[..., EventLog]) -> EventLog:
    rows: list[tuple[Any, ...]] = [
        ("ann", datetime(2023, 1, 1, 9), "purchase", 10, "web"),
        ("ann", datetime(2024, 1, 1, 9), "purchase", 30, "web"),
        ("ann", datetime(2024, 1, 1, 9), "visit", None, "store"),
        ("ann", datetime(2024, 1, 8, 14), "refund", 5, "store"),
        ("ann", datetime(2024, 1, 8, 15), "visit", None, None),
        ("bob", datetime(2024, 1, 9, 9), "visit", None, "web"),
    ]
    return log_of(*rows, customers=[("ann", "Rome"), ("zoe", None)])


def part(result: Result, name: str) -> pl.DataFrame:
    return result.parts[name][1]


def test_the_timeline_is_newest_first(log: EventLog, answer: Callable[..., Result]) -> None:
    frame = answer(log, "customer", id="ann").frame
    assert frame.select("time", "event", "channel", "amount").rows() == [
        (datetime(2024, 1, 8, 15), "visit", None, None),
        (datetime(2024, 1, 8, 14), "refund", "store", -5.0),
        (datetime(2024, 1, 1, 9), "visit", "store", None),
        (datetime(2024, 1, 1, 9), "purchase", "web", 30.0),
        (datetime(2023, 1, 1, 9), "purchase", "web", 10.0),
    ]


def test_figures_are_the_shared_ones(log: EventLog, answer: Callable[..., Result]) -> None:
    figures = part(answer(log, "customer", id="ann"), "figures")
    values = {row["measure"]: row["date"] or row["value"] for row in figures.iter_rows(named=True)}
    assert values == {
        "interactions": 5,
        "active_interactions": 4,
        "first_seen": date(2023, 1, 1),
        "last_seen": date(2024, 1, 8),
        "days_since_seen": 2,
        "orders": 2,
        "occasions": 2,
        "revenue": 35,
        "aov": 20,
        "first_purchase": date(2023, 1, 1),
        "last_purchase": date(2024, 1, 1),
        "days_since_last": 9,
        "usual_gap": 365,
    }


def test_52_weeks_end_with_the_analysis_date(log: EventLog, answer: Callable[..., Result]) -> None:
    weeks = part(answer(log, "customer", id="ann"), "weeks")
    starts = weeks["week"].to_list()
    assert len(weeks) == 52
    assert starts[-1] + timedelta(days=7) == log.as_of
    assert {after - before for before, after in pairwise(starts)} == {timedelta(days=7)}
    assert weeks["interactions"].to_list()[-2:] == [2, 2]
    assert weeks["orders"].to_list()[-2:] == [1, 0]
    assert weeks["interactions"].sum() == 4


def test_the_weeks_by_kind_of_event(log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(log, "customer", id="ann")
    history, weeks = part(result, "history"), part(result, "weeks")
    assert history["event"].unique(maintain_order=True).to_list() == ["visit", "purchase", "refund"]
    for kind, counts in (("visit", [1, 1]), ("purchase", [1, 0]), ("refund", [0, 1])):
        own = history.filter(history["event"] == kind)
        assert own["week"].to_list() == weeks["week"].to_list()
        assert own["interactions"].to_list()[-2:] == counts
        assert own["interactions"].sum() == sum(counts)
    assert part(answer(log, "customer", id="zoe"), "history").is_empty()


def test_mix_and_hours(log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(log, "customer", id="ann")
    mix = part(result, "mix")
    assert mix.select("event", "channel", "interactions").row(0) == ("purchase", "web", 2)
    assert mix["interactions"].sum() == 5
    assert mix["amount"].sum() == 35
    assert part(result, "hours").rows() == [(1, 9, 2), (1, 14, 1), (1, 15, 1), (7, 9, 1)]


def test_attributes_as_text(log: EventLog, answer: Callable[..., Result]) -> None:
    attributes = part(answer(log, "customer", id="ann"), "attributes")
    assert attributes.rows() == [("id", "ann"), ("city", "Rome")]


def test_a_customer_without_events_has_a_portrait(log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(log, "customer", id="zoe")
    assert result.frame.is_empty()
    assert part(result, "weeks")["interactions"].sum() == 0
    values = dict(part(result, "figures").select("measure", "value").iter_rows())
    assert (values["interactions"], values["orders"], values["revenue"], values["aov"]) == (0, 0, 0, None)


def test_the_scope_cuts_the_portrait(log: EventLog, answer: Callable[..., Result]) -> None:
    assert len(answer(log, "customer", Scope(as_of=date(2024, 1, 8)), id="ann").frame) == 3
    assert len(answer(log, "customer", Channel("store"), id="ann").frame) == 2
    inside = Scope(where=(Condition.parse("city=rome"),))
    assert len(answer(log, "customer", inside, id="ann").frame) == 5


@pytest.mark.parametrize("id_", ["nobody", "Ann", " ann", "an"])
def test_an_unknown_id_is_refused(log: EventLog, answer: Callable[..., Result], id_: str) -> None:
    with pytest.raises(UsageError, match=f"no customer “{id_}” in this scope"):
        answer(log, "customer", id=id_)


def test_without_an_id_it_asks_for_one(log: EventLog, answer: Callable[..., Result]) -> None:
    with pytest.raises(UsageError, match="Which customer"):
        answer(log, "customer")


def test_a_customer_outside_the_scope_is_refused(log: EventLog, answer: Callable[..., Result]) -> None:
    with pytest.raises(UsageError, match="no customer “bob” in this scope"):
        answer(log, "customer", Scope(where=(Condition.parse("orders>0"),)), id="bob")


def test_ids_that_are_numbers_are_found_by_their_text(
    table_log: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = table_log("SELECT unnest([10, 9]) AS customer, DATE '2024-01-31' AS time")
    assert len(answer(log, "customer", id="10").frame) == 1


def test_silence_is_measured_by_the_customers_own_gaps(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    days = [1, 11, 11, 31, 41]  # gaps of 10, 20 and 10 days
    rows = [("ann", datetime(2024, 1, 1) + timedelta(days=day), "purchase", 1) for day in days]
    log = log_of(*rows, ("bob", datetime(2024, 2, 25), "purchase", 1), ("cid", datetime(2024, 2, 25), "visit"))
    silence = {id_: part(answer(log, "customer", id=id_), "silence").row(0) for id_ in ("ann", "bob", "cid")}
    assert silence["ann"] == (15, 10.0, 1.5, 3, 1, pytest.approx(1 / 3))
    assert silence["bob"] == (1, None, None, 0, 0, None)
    assert silence["cid"] == (None, None, None, 0, 0, None)


def test_the_timeline_of_one_kind_of_event(log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(log, "customer", id="ann", event="Visit")
    assert result.frame["event"].to_list() == ["visit", "visit"]
    assert part(result, "mix")["interactions"].sum() == 5
    with pytest.raises(UsageError, match="no event “vsit”"):
        answer(log, "customer", id="ann", event="vsit")


def test_a_customer_with_very_many_events(table_log: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = table_log(
        "SELECT CASE WHEN i % 50 = 0 THEN 'few' ELSE 'many' END AS customer,"
        " TIMESTAMP '2020-01-01' + i * INTERVAL 20 MINUTE AS time, 1 AS amount FROM range(100000) r(i)",
        amount="amount",
    )
    result = answer(log, "customer", id="many")
    assert len(result.frame) == 98_000
    assert result.frame["time"].is_sorted(descending=True)
    assert part(result, "silence")["usual_gap"].item() == 1


@pytest.mark.parametrize("id_", ["007", "7", "1e3", "[/red]", "\x1b[2J", "' OR 1=1 --", "日本", " x", ""])
def test_ids_are_text_to_the_letter(
    table_log: Callable[..., EventLog], answer: Callable[..., Result], id_: str
) -> None:
    ids = ["007", "7", "1e3", "[/red]", "\x1b[2J", "'' OR 1=1 --", "日本", "x"]
    listed = ", ".join(f"'{one}'" for one in ids)
    log = table_log(f"SELECT unnest([{listed}]) AS customer, DATE '2024-01-31' AS time")
    if id_ in (" x", ""):
        with pytest.raises(UsageError):
            answer(log, "customer", id=id_)
        return
    assert len(answer(log, "customer", id=id_).frame) == 1


def test_a_scope_of_a_segment_or_an_earlier_date_shows_the_same_customer(
    log: EventLog, answer: Callable[..., Result]
) -> None:
    early = Scope(as_of=date(2024, 1, 9))
    assert len(answer(log, "customer", early, id="ann").frame) == 5
    with pytest.raises(UsageError, match="no customer “bob”"):
        answer(log, "customer", early, id="bob")
    segment = Scope(segment=Segment.parse("rfm=no purchase"))
    assert len(answer(log, "customer", segment, id="bob").frame) == 1
    with pytest.raises(UsageError, match="no customer “ann”"):
        answer(log, "customer", segment, id="ann")
