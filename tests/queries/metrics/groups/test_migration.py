"""Migration: flows add up to the segments of both dates, whoever is in the scope, however the date is found."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner
from queries.catalogue import forgotten_after
from queries.data.data import Data
from queries.errors import QuestionError, UsageError
from queries.question.question import Question
from queries.question.scope import Condition, Scope, Segment
from queries.segments.declaring import segmentation
from queries.segments.membership import choose, membership
from tests.rows import some_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

FIRST = datetime(2024, 1, 1)
CITIES = [(who, "Rome" if who in "abc" else "Oslo") for who in "abcdefgh"]
events = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 200), st.sampled_from(["purchase", "purchase", "visit"])),
    min_size=1,
    max_size=40,
)


def day(number: int) -> datetime:
    return FIRST + timedelta(days=number)


def segments(data: Data, by: str) -> dict[int, str]:
    return dict(membership(data, by).select("customer", pl.col("segment").cast(pl.String)).collect().iter_rows())


@settings(max_examples=10)
@given(
    rows=events,
    by=st.sampled_from(["rfm", "engagement"]),
    back=st.integers(1, 150),
    scope=st.sampled_from(
        [Scope(), Scope(where=(Condition("city", "=", "Rome"),)), Scope(segment=Segment("engagement", "none"))]
    ),
)
def test_rows_add_up_to_the_sizes_then_and_columns_to_those_now(
    log_of: Callable[..., EventLog], rows: list[tuple[str, int, str]], by: str, back: int, scope: Scope
) -> None:
    log = log_of(("a", day(0)), *((who, day(n), kind) for who, n, kind in rows), ("h", day(200)), customers=CITIES)
    before = log.as_of - timedelta(days=back)
    now = segments(Data(log, scope, choose=choose), by)
    then = segments(Data(log, Scope(as_of=before)), by)
    expected: dict[tuple[str, str], int] = {}
    for customer, segment in now.items():
        pair = then.get(customer, "not known yet"), segment
        expected[pair] = expected.get(pair, 0) + 1
    result = Runner(log).answer(Question.of("migration", scope, by=by, before=before))
    found = {(row["from"], row["to"]): row["customers"] for row in result.frame.iter_rows(named=True)}
    assert {pair: number for pair, number in found.items() if number} == expected
    for row in some_rows(result.frame):
        assert row["from_size"] == sum(number for pair, number in expected.items() if pair[0] == row["from"])
        assert row["share"] == pytest.approx(row["customers"] / row["from_size"])
    for row in some_rows(result.parts["sizes"][1]):
        assert row["before"] == row["stayed"] + row["left"]
        assert row["now"] == row["stayed"] + row["came"] + row["first_known"]
        assert row["now"] == sum(segment == row["segment"] for segment in now.values())
        assert row["net"] == row["came"] - row["left"]


def test_cdnow_over_a_year(cdnow_log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(cdnow_log, "migration", by="rfm")
    sizes = dict(result.parts["sizes"][1].select("segment", "now").iter_rows())
    published = {"champions": 4_134, "loyal": 3_246, "potential loyalists": 2_431, "hibernating": 8_537}
    assert published.items() <= sizes.items()
    then = answer(cdnow_log, "rfm", Scope(as_of=date(1997, 7, 1))).frame.filter(pl.col("customers") > 0)
    assert dict(result.frame.select("from", "from_size").unique().iter_rows()) == dict(
        then.select("segment", "customers").iter_rows()
    )
    figures = {figure.name: (figure.value, figure.n) for figure in result.figures}
    stayed = result.frame.filter(pl.col("from") == pl.col("to"))["customers"].sum()
    assert figures == {
        "Stayed where they were": (pytest.approx(stayed / 23_570), 23_570),
        "Not known yet": (0, None),
    }
    assert result.findings[0].startswith("From “promising” to “about to sleep”: 2,277 customers, 75 % of the 3,049")
    assert any("1997-07-01 (a year before)" in note for note in result.notes)


def test_by_hand(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    # Then a had bought and b only visited; now b has bought and c is there for the first time.
    log = log_of(("a", day(0)), ("b", day(5), "visit"), ("b", day(40)), ("c", day(41), "visit"))
    result = answer(log, "migration", by="rfm", before=day(10).date())
    # One buyer alone is in every first bin: 1 + no cut below, recency reversed: the best recency, the least frequency.
    assert result.frame.filter(pl.col("customers") > 0).rows() == [
        ("new customers", 1, "hibernating", 1, 1.0),
        ("no purchase", 1, "new customers", 1, 1.0),
        ("not known yet", 1, "no purchase", 1, 1.0),
    ]
    assert len(result.frame) == 3 * 3
    assert result.frame["from"].unique(maintain_order=True).to_list()[-2:] == ["no purchase", "not known yet"]
    assert (result.figures[0].value, result.figures[1].value) == (0.0, 1)


@pytest.mark.parametrize(
    ("days", "back", "words"),
    [(800, date(2025, 3, 11), "a year"), (200, date(2024, 4, 19), "a quarter"), (70, date(2024, 2, 11), "a month")],
)
def test_how_far_is_looked_back(
    log_of: Callable[..., EventLog], answer: Callable[..., Result], days: int, back: date, words: str
) -> None:
    log = log_of(("a", day(0)), ("b", day(days - 1)))
    note = answer(log, "migration", by="rfm").notes[0]
    assert f"RFM at {back} ({words} before) and at {log.as_of}" in note


def test_too_little_history_is_said(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("a", day(0)), ("b", day(20)))
    with pytest.raises(QuestionError, match=r"too short to look back a month.*before=2024-01-02"):
        answer(log, "migration")
    assert answer(log, "migration", by="rfm", before=date(2024, 1, 2)).frame["customers"].sum() == 2


@pytest.mark.parametrize("before", [date(2024, 1, 1), date(2024, 1, 22), date(2030, 1, 1)])
def test_a_date_outside_the_data_is_refused(
    log_of: Callable[..., EventLog], answer: Callable[..., Result], before: date
) -> None:
    log = log_of(("a", day(0)), ("b", day(20)))
    with pytest.raises(UsageError, match=f"Nothing can have moved from {before}"):
        answer(log, "migration", by="rfm", before=before)


def test_without_purchases_it_is_about_engagement(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(("a", day(0), "visit"), ("a", day(90), "visit"), ("b", day(1), "visit"))
    result = answer(log, "migration")
    assert result.frame.filter(pl.col("customers") > 0).select("from", "to").rows() == [
        ("none", "top"),
        ("none", "none"),
    ]


def test_a_row_opens_who_moved(log_of: Callable[..., EventLog]) -> None:
    log = log_of(("a", day(0)), ("b", day(5), "visit"), ("b", day(40)), ("c", day(41), "visit"), ("d", day(1)))
    runner, question = Runner(log), Question.of("migration", by="rfm", before=day(10).date())
    for row in some_rows(runner.answer(question).frame):
        assert len(runner.customers(question, row)) == row["customers"]


def test_segments_the_data_decide_keep_their_place(log_of: Callable[..., EventLog]) -> None:
    def weeks(data: Data) -> pl.LazyFrame:
        """The week of the last event, latest first."""
        last = data.events.group_by("customer").agg(week=pl.col("day").max() // 7).sort("customer")
        return last.select(
            "customer", segment=pl.format("week {}", "week"), place=(99 - pl.col("week")).cast(pl.UInt32)
        )

    log = log_of(("a", day(0)), ("b", day(20)), ("c", day(70)), ("a", day(90)))
    with forgotten_after():
        segmentation(id="weeks", title="Weeks", question="?", formula="", source="", needs=())(weeks)
        frame = Runner(log).answer(Question.of("migration", by="weeks", before=day(40).date())).frame
    assert frame["from"].unique(maintain_order=True).to_list() == ["week 2", "week 0", "not known yet"]
    assert frame["to"].unique(maintain_order=True).to_list() == ["week 12", "week 10", "week 2"]
