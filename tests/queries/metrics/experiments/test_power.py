"""The size of a test, from the base rate and traffic of a small log, by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from queries.errors import UsageError
from queries.models.power import detectable, per_arm
from queries.question.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result

VISITS = [(f"c{number}", f"2024-01-{1 + number // 10:02}", "visit") for number in range(200)]
"""Ten new customers a day for twenty days."""
BOUGHT = [(f"c{number}", f"2024-01-{1 + number // 10:02} 12:00") for number in range(0, 200, 5)]
"""Every fifth buys on the day."""
LATER = [("c0", "2024-03-01"), ("z", "2024-03-02", "visit")]


def test_sizes_come_from_the_rate_and_days_from_the_traffic(
    log_of: Callable[..., Any], answer: Callable[..., Result]
) -> None:
    log = log_of(*VISITS, *BOUGHT, *LATER)
    result = answer(log, "power", lifts=(100.0, 200.0))
    assert result.frame.rows() == [
        (1.0, 0.4, per_arm(0.2, 1.0), 2 * (per_arm(0.2, 1.0) or 0), 17 + 14),  # 164 customers come in 17 days
        (2.0, pytest.approx(0.6), per_arm(0.2, 2.0), 2 * (per_arm(0.2, 2.0) or 0), 5 + 14),
    ]
    assert (per_arm(0.2, 1.0), per_arm(0.2, 2.0)) == (82, 23)
    base, smallest = result.figures
    assert (base.value, base.n) == (0.2, 200)
    assert smallest.value == pytest.approx(detectable(0.2, 100))
    assert result.findings == (
        "To see 100 % more than the 20.0 % who have a purchase within 14 days, 2 arms need 82 customers each, 164 "
        "together: that takes 31 days.",
    )


def test_what_nobody_reaches_has_no_days(log_of: Callable[..., Any], answer: Callable[..., Result]) -> None:
    result = answer(log_of(*VISITS, *BOUGHT, *LATER), "power", lifts=(5.0, 500.0))
    assert result.frame["days"].to_list() == [None, None]
    assert result.frame["per_arm"].to_list() == [per_arm(0.2, 0.05), None], "a rate above 1 cannot be"
    assert result.findings[0].endswith("201 came in the range, which is too few.")


def test_only_windows_that_are_over_tell_the_rate(log_of: Callable[..., Any], answer: Callable[..., Result]) -> None:
    """As of the 20th of January only those of the first six days are known, whom all count as traffic."""
    result = answer(log_of(*VISITS, *BOUGHT, *LATER), "power", Scope(as_of=date(2024, 1, 20)))
    assert (result.figures[0].value, result.figures[0].n) == (0.2, 60)
    traffic = result.parts["traffic"][1]
    assert traffic["customers"].sum() == 190
    assert traffic["known"].sum() == 60


def test_the_event_a_customer_enters_by_is_not_the_goal(
    log_of: Callable[..., Any], answer: Callable[..., Result]
) -> None:
    log = log_of(("ann", "2024-01-01"), ("bob", "2024-01-01"), ("bob", "2024-01-03"), ("z", "2024-03-01", "visit"))
    base = answer(log, "power", entry="purchase").figures[0]
    assert (base.value, base.n) == (0.5, 2)
    assert (
        "The base rate stands on 1 customer of 2 who reached the goal: it is hardly known."
        in answer(log, "power", entry="purchase").notes
    )


def test_other_power_and_more_arms_need_more(log_of: Callable[..., Any], answer: Callable[..., Result]) -> None:
    log = log_of(*VISITS, *BOUGHT, *LATER)
    usual, strict = (
        answer(log, "power", lifts=(100.0,), power=power, arms=arms).frame for power, arms in ((0.8, 2), (0.9, 3))
    )
    assert strict["per_arm"][0] > usual["per_arm"][0]
    assert strict["customers"][0] == 3 * strict["per_arm"][0]


def test_an_event_that_is_not_there_is_refused(log_of: Callable[..., Any], answer: Callable[..., Result]) -> None:
    with pytest.raises(UsageError, match="There is no event “joining”"):
        answer(log_of(*BOUGHT), "power", goal="joining")
