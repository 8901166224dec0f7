"""Dwell: looks by hand, against a recount in plain Python, and what has none."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner
from queries.errors import QuestionError
from queries.question.question import Question
from tests.rows import some_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

START = datetime(2024, 1, 1, 12)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def test_the_last_event_of_a_visit_has_no_dwell(
    visit_log: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = visit_log(
        ("a", at(0), "view", None, "/tea"),
        ("a", at(40), "view", None, "/cup"),
        ("a", at(50), "purchase"),
        ("b", at(0), "view", None, "/tea"),
        ("b", at(100), "view", None, "/tea"),
        mapped=("page",),
    )
    result = answer(log, "dwell")
    assert result.frame.rows() == [("/tea", 2, 2, 70.0, 94.0, 1, 1, 1.0), ("/cup", 1, 1, 10.0, 10.0, 1, 0, 0.0)]
    assert "1 of 4 looks (25%) end their visit: how long they were is not known." in result.notes
    (row,) = answer(log, "dwell", seconds=40).frame.filter(result.frame["place"] == "/tea").to_dicts()
    assert (row["long_visits"], row["without_purchase"]) == (2, 1)


def test_a_look_is_capped_at_half_an_hour(visit_log: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    # A session id holds together what lies hours apart; nobody looks that long.
    log = visit_log(("a", at(0), "view", "s1", "/tea"), ("a", at(7200), "purchase", "s1"))
    assert answer(log, "dwell").frame["median_seconds"].to_list() == [1800]


def test_what_the_data_need_is_said(visit_log: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    rows = [("a", at(0), "view", None, None, "tea"), ("a", at(9), "purchase")]
    assert answer(visit_log(*rows, mapped=("item",)), "dwell").frame["place"].to_list() == ["tea"]
    with pytest.raises(QuestionError, match="do not tell the page or item of events") as caught:
        answer(visit_log(*rows, mapped=()), "dwell")
    assert "page = “COLUMN” or item = “COLUMN”" in caught.value.todo
    with pytest.raises(QuestionError, match="do not tell the page of events"):
        answer(visit_log(*rows, mapped=("item",)), "dwell", by="page")


looks = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(0, 6000), st.sampled_from(["/x", "/y", None])),
    min_size=1,
    max_size=40,
    unique_by=lambda row: row[:2],  # which of two events of one instant came first, no file says
)


@settings(max_examples=10)
@given(rows=looks, seconds=st.sampled_from([None, 60]))
def test_every_look_recounted(
    visit_log: Callable[..., EventLog], rows: list[tuple[str, int, str | None]], seconds: int | None
) -> None:
    every = [*rows, ("z", 0, "/x"), ("z", 60, None)]
    log = visit_log(
        *((who, at(s), "view" if page else "purchase", None, page) for who, s, page in every), mapped=("page",)
    )
    visits: list[list[tuple[str, int, str | None]]] = []
    for _, events in groupby(sorted(every, key=lambda row: row[:2]), key=lambda row: row[0]):
        for place, event in enumerate(events):
            visits.append([event]) if not place or event[1] - visits[-1][-1][1] > 1800 else visits[-1].append(event)
    spent: dict[str, list[tuple[int, bool]]] = {}
    for visit in visits:
        bought = any(page is None for _, _, page in visit)
        for one, following in pairwise(visit):
            if one[2] is not None:
                spent.setdefault(one[2], []).append((following[1] - one[1], bought))
    runner, question = Runner(log), Question.of("dwell", seconds=seconds)
    frame = runner.answer(question).frame
    assert set(frame["place"]) == set(spent)
    for row in some_rows(frame):
        own = spent[row["place"]]
        limit = seconds or float(np.quantile([wait for wait, _ in own], 0.9))
        long = [bought for wait, bought in own if wait >= limit]
        assert (row["visits"], row["long_visits"]) == (len(own), len(long))
        assert row["without_purchase"] == long.count(False)
        assert row["median_seconds"] == pytest.approx(float(np.median([wait for wait, _ in own])))
        people = runner.customers(question, row)
        assert len(people) <= row["without_purchase"]
        assert (len(people) > 0) == (row["without_purchase"] > 0)
