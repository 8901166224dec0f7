"""What customers are worth: values of a published sample, what parameters do to them, refusals in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from queries.answering.runner import Runner
from queries.customers.lifetime_value.expected import customer_values
from queries.data.data import Data
from queries.errors import QuestionError
from queries.question.question import Question
from queries.question.scope import Condition, Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog


@pytest.mark.parametrize("model", ["bg", "mbg", "pareto"])
def test_values_as_of_the_end_of_calibration(sample_log: EventLog, answer: Callable[..., Result], model: str) -> None:
    scope = Scope(as_of=date(1997, 10, 1))
    result = answer(sample_log, "clv", scope, model=model, holdout=0)
    frame = result.frame
    assert (len(frame), frame["frequency"].sum()) == (2357, 2457)
    once = frame.filter(pl.col("frequency") == 0)
    assert once["p_alive"].max() == 1 if model == "bg" else once["p_alive"].max() < 1
    assert any("P(alive) of everybody with one is 1" in note for note in result.notes) == (model == "bg")
    assert frame["clv"].is_sorted(descending=True)
    # Discounting makes a year's value less than purchases × value, and not by more than a tenth.
    plain = frame["expected_purchases"] * frame["expected_value"]
    assert (frame["clv"] <= plain).all()
    assert (frame["clv"] >= plain / 1.1 - 1e-9).all()


def test_margin_discount_and_horizon_do_as_they_say(sample_log: EventLog) -> None:
    runner = Runner(sample_log)

    def total(**parameters: Any) -> float:
        return float(runner.answer(Question.of("clv", holdout=0, **parameters)).frame["clv"].sum())

    assert total(margin=0.25) == pytest.approx(total() / 4)
    assert total(discount=0.0) > total() > total(discount=0.5)
    assert total(horizon=24) > total()
    days = runner.answer(Question.of("clv", holdout=0, discount=0.0, unit="day")).frame
    assert days["clv"].sum() == pytest.approx(total(discount=0.0), rel=1e-3)
    assert days["age"].max() == 545


def test_a_scope_of_some_customers_shows_the_same_values(sample_log: EventLog) -> None:
    runner = Runner(sample_log)
    everyone = runner.answer(Question.of("clv", holdout=0)).frame
    some = runner.answer(Question.of("clv", Scope(where=(Condition.parse("orders>=5"),)), holdout=0)).frame
    assert 0 < len(some) < len(everyone)
    both = some.join(everyone, on="id", suffix="_all")
    assert both["clv"].to_numpy() == pytest.approx(both["clv_all"].to_numpy())


def test_values_for_segments_are_those_of_the_table(sample_log: EventLog) -> None:
    runner = Runner(sample_log)
    table = runner.answer(Question.of("clv", holdout=0)).frame
    values = customer_values(runner.data(Scope()))
    assert values is not None
    assert values.collect()["clv"].sum() == pytest.approx(table["clv"].sum())
    assert customer_values(Data(sample_log, Scope())) is None


def test_a_row_leads_on_to_its_customer(sample_log: EventLog) -> None:
    runner, question = Runner(sample_log), Question.of("clv", holdout=0)
    row = runner.answer(question).frame.row(5, named=True)
    assert runner.customers(question, row)["id"].cast(pl.String).to_list() == [str(row["id"])]


def test_too_few_repeaters_leave_the_simple_value_and_a_reason(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(("ann", "2022-01-01", "purchase", 100), ("ann", "2023-12-31", "purchase", 100), ("bob", "2023-12-30"))
    result = answer(log, "clv")
    ann = result.frame.row(0, named=True)
    assert (ann["id"], ann["clv"], ann["p_alive"]) == ("ann", None, None)
    assert ann["simple_clv"] == pytest.approx(200 * 365.25 / 730)
    assert any("1 customers bought on a second day; a model needs 100" in note for note in result.notes)
    fit = answer(log, "clv_fit")
    assert fit.frame.is_empty()
    assert [column.name for column in fit.columns] == ["parameter", "value", "se", "meaning"]
    assert any("No model is fitted" in note for note in fit.notes)


def test_a_history_shorter_than_three_gaps_is_refused(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    pairs = [(f"c{n}", day) for n in range(120) for day in ("2024-01-01", "2024-01-11")]
    result = answer(log_of(*pairs), "clv")
    assert any("shorter than 3 usual gaps" in note for note in result.notes)
    assert result.frame["clv"].null_count() == len(result.frame) == 120


def test_without_amounts_purchases_are_forecast_and_values_are_not(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    result = answer(log_of(*bought_at_random(150, amount=None)), "clv", holdout=0)
    assert result.frame["expected_purchases"].null_count() == 0
    assert result.frame["clv"].null_count() == result.frame["simple_clv"].null_count() == len(result.frame)
    assert any("no amounts" in note for note in result.notes)


@pytest.mark.parametrize("amount", [0, -5, 12])
def test_amounts_all_alike_or_none_above_zero_are_survived(
    log_of: Callable[..., EventLog], answer: Callable[..., Result], amount: int
) -> None:
    result = answer(log_of(*bought_at_random(150, amount=amount)), "clv", holdout=0)
    worth = result.frame["expected_value"]
    assert worth.null_count() == len(worth) if amount <= 0 else worth.to_numpy() == pytest.approx(12, rel=0.02)


def bought_at_random(customers: int, amount: float | None) -> list[tuple[Any, ...]]:
    rng = np.random.default_rng(4)
    start = datetime(2024, 1, 1)
    return [
        (f"c{who}", start + timedelta(days=int(day)), "purchase", amount)
        for who in range(customers)
        for day in [0, *rng.choice(range(1, 300), rng.integers(1, 8), replace=False)]
    ]


def test_profit_is_the_margin_of_the_order_lines(
    sales_log: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    rows = [
        (f"c{n}", f"2024-0{month}-{day:02}", f"o{n}-{month}", "tea", None, 1, 100, 75 if n % 2 else 65)
        for n in range(40)
        for month, day in ((1, 1 + n % 20), (2, 1 + n % 28), (4 if n % 3 else 5, 7))
    ]
    log = sales_log(*rows, costs=True)
    profit, plain, kept = (answer(log, "clv", **given) for given in ({"of": "profit"}, {}, {"margin": 0.3}))
    shown = ["id", "clv", "simple_clv"]
    assert_frame_equal(profit.frame.select(shown), kept.frame.select(shown))
    assert profit.frame["simple_clv"].sum() == pytest.approx(0.3 * plain.frame["simple_clv"].sum())
    assert next(one.value for one in plain.figures if one.name.startswith("Margin of order lines")) == pytest.approx(
        0.3
    )
    with pytest.raises(QuestionError, match="do not tell what goods cost"):
        answer(sales_log(*rows), "clv", of="profit")
