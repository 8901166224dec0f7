"""ABC classes: by hand, against plain Python, at their limits, and as concentration has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings

from queries.data.data import Data
from queries.errors import QuestionError, UsageError
from queries.question.scope import Scope
from queries.segments.membership import membership
from tests.queries.segments.recount import (
    ROLES,
    ROWS,
    WINDOWS,
    Row,
    at,
    everyone,
    figures,
    log_with,
    money_before,
    segments,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog


def class_of(money: int, before: int, total: int) -> str:
    """A up to seven tenths of all money, B up to nine tenths; who brings none is in C."""
    if money <= 0 or 10 * before >= 9 * total:
        return "C"
    return "A" if 10 * before < 7 * total else "B"


@settings(max_examples=8)
@given(rows=ROWS, window=WINDOWS)
def test_the_class_of_everyone(log_of: Callable[..., EventLog], rows: list[Row], window: int | None) -> None:
    of_buyers = figures(rows, window)
    total = sum(money for _, _, money in of_buyers.values())
    classes = {who: class_of(of_buyers[who][2], before, total) for who, before in money_before(of_buyers).items()}
    assert segments(log_with(log_of, rows), "abc", window=window) == everyone(classes)


def test_classes_by_hand(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    # Revenue 60, 20, 15, 5, 0 and -5, 95 in all: A starts below 66.5, B below 85.5.
    worth = {"a": 60, "b": 20, "c": 15, "d": 5, "e": 0}
    rows = [(who, at(0), "purchase", amount) for who, amount in worth.items()]
    log = log_of(*rows, ("f", at(0), "purchase", 5), ("f", at(1), "refund", 10), ("g", at(1), "refund", 3), roles=ROLES)
    assert segments(log, "abc") == {"a": "A", "b": "A", "c": "B", "d": "C", "e": "C", "f": "C", "g": "no purchase"}
    assert segments(log, "abc", a=0.6, b=0.7)["b"] == "B"
    members = membership(Data(log, Scope()), "abc").collect()
    assert members["rank"].to_list() == [1, 2, 3, 4, 5, 6, None]
    assert members["cumulative"].to_list()[:3] == pytest.approx([60 / 95, 80 / 95, 1])
    result = answer(log, "abc", worth="no")
    assert result.findings == (
        "2 buyers (33.3 %) are class A: they bring 84 % of the revenue.",
        "Biggest segment: C, 3 customers (42.9 %).",
    )
    table = result.parts["thresholds"][1]
    assert table["customers"].to_list() == [2, 1, 3]
    assert table["least"].to_list() == [20, 15, -5]
    assert table["revenue_share"].sum() == pytest.approx(1)


def test_equal_money_is_parted_by_id(log_of: Callable[..., EventLog]) -> None:
    log = log_of(*((who, at(0), "purchase", 1) for who in "hgfedcba"), roles=ROLES)
    assert segments(log, "abc") == dict(zip("abcdefgh", "AAAAAABB", strict=True))


def test_a_limit_lies_exactly_where_it_says(log_of: Callable[..., EventLog]) -> None:
    log = log_of(("a", at(0), "purchase", "0.7"), ("b", at(0), "purchase", "0.2"), ("c", at(0), "purchase", "0.1"))
    assert segments(log, "abc") == {"a": "A", "b": "B", "c": "C"}


def test_without_positive_revenue_everyone_is_in_the_last_class(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(("a", at(0), "purchase", 0), ("b", at(0), "purchase", 3), ("b", at(1), "refund", 5), roles=ROLES)
    assert segments(log, "abc") == {"a": "C", "b": "C"}
    result = answer(log, "abc")
    assert "There is no revenue above 0 to divide: every buyer is in class C." in result.notes
    assert result.findings == ()


def test_amounts_are_needed(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    with pytest.raises(QuestionError, match="hold no amounts"):
        answer(log_of(("a", at(0))), "abc")


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"a": 0.9, "b": 0.7}, r"Class A cannot end at 0\.9 when B ends at 0\.7"),
        ({"a": 1.5}, r"a cannot be 1\.5"),
    ],
)
def test_limits_that_make_no_sense_are_refused(
    log_of: Callable[..., EventLog], answer: Callable[..., Result], parameters: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(UsageError, match=sentence):
        answer(log_of(("a", at(0), "purchase", 1)), "abc", **parameters)


def test_classes_are_those_of_concentration(cdnow_log: EventLog, answer: Callable[..., Result]) -> None:
    table = answer(cdnow_log, "concentration").parts["abc"][1]
    frame = answer(cdnow_log, "abc", worth="no").frame.filter(pl.col("customers") > 0)
    assert frame["customers"].to_list() == table["customers"].to_list()
    assert frame["revenue"].to_list() == pytest.approx(table["revenue"].to_list())
