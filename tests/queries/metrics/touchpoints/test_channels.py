"""Channels by hand and by plain Python: who uses them, alone and together, and what they bring."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner
from queries.catalogue import metric
from queries.data.needs import missing
from queries.errors import QuestionError
from queries.question.question import Question
from queries.question.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

ROWS = (
    ("ann", "2024-01-01", "visit", None, "web"),
    ("ann", "2024-01-02", "purchase", 30, "web"),
    ("ann", "2024-01-03", "support", None, "phone"),
    ("ann", "2024-01-04", "refund", 10, "web"),
    ("bob", "2024-01-01", "visit", None, "web"),
    ("bob", "2024-01-05", "visit", None, None),
    ("eve", "2024-01-06", "visit", None, None),
)
visits = st.lists(
    st.tuples(st.sampled_from("abcdefg"), st.integers(1, 28), st.sampled_from(["web", "app", "shop", None])),
    min_size=1,
    max_size=40,
)


def test_what_a_channel_brings(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(*ROWS)
    result = answer(log, "channels")
    assert result.frame.rows(named=True) == [
        {
            "channel": "web", "customers": 2, "share": 2 / 3, "interactions": 4, "per_customer": 2.0, "new": 2,
            "orders": 1, "buyers": 1, "conversion": 0.5, "revenue": 20.0, "aov": 30.0, "enquiries": 0, "only_here": 1,
        },
        {
            "channel": "phone", "customers": 1, "share": 1 / 3, "interactions": 1, "per_customer": 1.0, "new": 0,
            "orders": 0, "buyers": 0, "conversion": 0.0, "revenue": 0.0, "aov": None, "enquiries": 1, "only_here": 0,
        },
        {
            "channel": "(none)", "customers": 2, "share": 2 / 3, "interactions": 2, "per_customer": 1.0, "new": 1,
            "orders": 0, "buyers": 0, "conversion": 0.0, "revenue": 0.0, "aov": None, "enquiries": 0, "only_here": 1,
        },
    ]  # fmt: skip
    assert result.parts["pairs"][1].rows() == [("phone", "web", 1, 1, 2, 150.0)]
    assert "“support”" in result.notes[0]
    behind = Runner(log).customers(Question.of("channels"), {"channel": "(none)"})
    assert sorted(behind["id"]) == ["bob", "eve"]


@settings(max_examples=13)
@given(rows=visits)
def test_customers_and_pairs_are_those_of_a_recount(
    log_of: Callable[..., EventLog], rows: list[tuple[str, int, str | None]]
) -> None:
    log = log_of(
        ("z", "2024-01-01", "visit", None, "web"), *((w, f"2024-01-{d:02}", "visit", None, c) for w, d, c in rows)
    )
    used: dict[str, set[str]] = {"z": {"web"}}
    for who, _, channel in rows:
        used.setdefault(who, set()).update([channel] if channel else [])
    result = Runner(log).answer(Question.of("channels"))
    told = {row["channel"]: row for row in result.frame.rows(named=True)}
    counts = Counter(channel for channels in used.values() for channel in channels)
    assert {name: row["customers"] for name, row in told.items() if name != "(none)"} == counts
    alone = Counter(next(iter(channels), "(none)") for channels in used.values() if len(channels) <= 1)
    assert {name: row["only_here"] for name, row in told.items() if row["only_here"]} == alone
    assert sum(row["interactions"] for row in told.values()) == len(rows) + 1
    assert sum(row["new"] for row in told.values()) == len(used)
    both = Counter(pair for channels in used.values() for pair in combinations(sorted(channels), 2))
    pairs = {tuple(sorted(row[:2])): row for row in result.parts["pairs"][1].rows()}
    assert {pair: row[2] for pair, row in pairs.items()} == both
    for (one, other), row in pairs.items():
        assert row[5] == pytest.approx(100 * both[one, other] * len(used) / (counts[one] * counts[other]))


def test_who_came_first_in_the_range_is_new(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(*ROWS)
    result = answer(log, "channels", Scope(since=date(2024, 1, 3)))
    assert dict(result.frame.select("channel", "new").iter_rows()) == {"web": 0, "phone": 0, "(none)": 1}


def test_pairs_of_more_channels_than_fit_are_those_of_the_first(log_of: Callable[..., EventLog]) -> None:
    rows = [("ann", "2024-01-01", "visit", None, f"c{place:02}") for place in range(70)]
    result = Runner(log_of(*rows)).answer(Question.of("channels"))
    assert len(result.frame) == 70
    assert len(result.parts["pairs"][1]) == 62 * 61 // 2
    assert any("62" in note for note in result.notes)


def test_without_channels_it_says_which_column_would_help(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(("ann", "2024-01-01"))
    assert missing(log, metric("channels").needs) == ("channel",)
    with pytest.raises(QuestionError, match="do not tell the channel of events") as error:
        answer(log, "channels")
    assert "channel = “COLUMN”" in str(error.value)
