"""Deciles, the best few, classes and Gini: by hand, recounted in plain Python, refused where they mean nothing."""

from __future__ import annotations

from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner
from queries.errors import QuestionError, UsageError
from queries.question.question import Question
from queries.question.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog


def figures(result: Result) -> dict[str, Any]:
    return {figure.name: figure.value for figure in result.figures}


def bought(*amounts: int) -> list[tuple[str, str, str, int]]:
    """One order each of customers c00, c01 …"""
    return [(f"c{place:02}", "2024-01-01", "purchase", amount) for place, amount in enumerate(amounts)]


def test_deciles_of_cdnow_hold_all_of_it(cdnow_log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(cdnow_log, "concentration")
    assert result.frame["customers"].to_list() == [2357] * 10
    assert result.frame["revenue"].sum() == pytest.approx(2_500_315.63, abs=1e-6)
    assert result.frame["cumulative"][-1] == pytest.approx(1)
    parts = {name: frame for name, (_, frame) in result.parts.items()}
    assert parts["abc"]["customers"].sum() == parts["profit_deciles"]["customers"].sum() == 23_570
    assert parts["profit_deciles"]["share"].to_list() == pytest.approx([0.1] * 10, abs=1e-3)
    assert parts["top"]["share"][2] == result.frame["share"][0]


@settings(max_examples=8)
@given(amounts=st.lists(st.integers(0, 60), min_size=1, max_size=30))
def test_every_table_is_of_the_same_customers(log_of: Callable[..., EventLog], amounts: list[int]) -> None:
    runner = Runner(log_of(*bought(*amounts)))
    question = Question.of("concentration")
    result = runner.answer(question)
    order = sorted(range(len(amounts)), key=lambda place: (-amounts[place], place))
    values, n, total = [amounts[place] for place in order], len(amounts), sum(amounts)
    decile = [10 * rank // n + 1 for rank in range(n)]
    for row in result.frame.iter_rows(named=True):
        members = [rank for rank in range(n) if decile[rank] == row["decile"]]
        assert (row["customers"], row["revenue"]) == (len(members), sum(values[rank] for rank in members))
        assert row["least"] == values[members[-1]]
        assert set(runner.customers(question, row)["id"]) == {f"c{order[rank]:02}" for rank in members}
    assert result.frame["customers"].sum() == n
    before = [0, *accumulate(values)][:-1]
    summary = result.parts["summary"][1].row(0, named=True)
    if not total:
        assert (summary["gini"], summary["for_80"]) == (None, None)
        assert result.frame["share"].null_count() == len(result.frame)
        return
    ascending = sum(place * value for place, value in enumerate(sorted(values), start=1))
    assert summary["gini"] == pytest.approx(2 * ascending / (n * total) - (n + 1) / n)
    assert summary["for_80"] == sum(5 * earlier < 4 * total for earlier in before)
    classes = ["A" if 10 * e < 7 * total else "B" if 10 * e < 9 * total else "C" for e in before]
    told = dict(result.parts["abc"][1].select("class", "customers").iter_rows())
    assert told == {name: classes.count(name) for name in sorted(set(classes))}
    tenths = dict(result.parts["profit_deciles"][1].select("decile", "customers").iter_rows())
    assert tenths == {
        place + 1: count for place in range(10) if (count := sum(min(9, 10 * e // total) == place for e in before))
    }


def test_the_best_few_by_hand(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    result = answer(log_of(*bought(60, 20, 10, 5, 5)), "concentration", cuts=(55, 80))
    assert result.parts["top"][1]["customers"].to_list() == [1, 1, 1, 1, 3]
    assert result.parts["top"][1]["share"].to_list() == pytest.approx([0.6, 0.6, 0.6, 0.6, 0.9])
    assert result.parts["abc"][1].select("class", "customers").rows() == [("A", 1), ("B", 1), ("C", 3)]
    assert figures(result)["Gini"] == pytest.approx(0.5)
    assert result.findings == ("80 % of the revenue comes from 2 customers, 40.0 % of them.",)


def test_all_alike_is_no_concentration(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    assert figures(answer(log_of(*bought(7, 7, 7, 7)), "concentration"))["Gini"] == pytest.approx(0)
    assert figures(answer(log_of(*bought(7)), "concentration"))["Gini"] == pytest.approx(0)


def test_negative_revenue_refuses_a_gini_in_words(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(*bought(100, 40), ("c09", "2024-01-02", "refund", 40))
    result = answer(log, "concentration")
    assert "Gini" not in figures(result)
    assert any(note.startswith("No Gini: 1 customers gave back more") for note in result.notes)
    assert result.frame["revenue"].to_list() == [100, 40, -40]
    assert result.frame["cumulative"].to_list() == pytest.approx([1, 1.4, 1])
    assert result.parts["profit_deciles"][1]["customers"].sum() == 3


def test_only_refunds_have_no_shares(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("ann", "2024-01-02", "refund", 40), ("bob", "2024-02-02", "purchase", 40))
    result = answer(log, "concentration", Scope(until=date(2024, 1, 31)))
    assert result.frame.select("customers", "revenue", "share").rows() == [(1, -40, None)]
    assert len(result.parts["abc"][1]) == 0
    assert (result.findings, result.figures) == ((), ())


def test_the_range_decides_what_counts(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("ann", "2024-01-02", "purchase", 40), ("bob", "2024-02-02", "purchase", None))
    frame = answer(log, "concentration", Scope(since=date(2024, 2, 1))).frame
    assert frame.select("decile", "customers", "revenue").rows() == [(1, 1, 0)]


def test_a_scope_without_orders_is_an_empty_table(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(("ann", "2024-01-02", "visit"), ("bob", "2024-02-02", "purchase", 3))
    result = answer(log, "concentration", Scope(until=date(2024, 1, 31)))
    assert len(result.frame) == len(result.parts["top"][1]) == 0
    assert result.figures == ()


def test_cuts_rise_and_purchases_are_needed(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    for wrong in ((90, 70), (70,), (0, 50), (70, 100)):
        with pytest.raises(UsageError, match="cuts cannot be"):
            answer(log_of(*bought(1)), "concentration", cuts=wrong)
    with pytest.raises(QuestionError, match="no amounts"):
        answer(log_of(("ann", "2024-01-01")), "concentration")
    with pytest.raises(QuestionError, match="purchase"):
        answer(log_of(("ann", "2024-01-01", "visit")), "concentration")
