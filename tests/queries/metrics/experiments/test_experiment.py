"""A test's arms compared: by hand, on the planted test, and what stops the reading."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from queries.errors import QuestionError, UsageError
from queries.models.proportions import lift_of_shares, two_shares, wilson
from queries.question.question import Question
from queries.question.scope import Scope
from queries.session import Options, Session
from sample_data import Effects, Truth, generate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from queries.answering.result import Result
    from queries.answering.runner import Runner

Shown = tuple[str, str, str]
"""Who saw what when."""


@pytest.fixture
def tested(database: Callable[..., Path]) -> Callable[..., Runner]:
    """A runner over rows of a test (customer, variant, day) and of orders (customer, day, amount)."""

    def make(shown: Sequence[Shown], orders: Sequence[tuple[str, str, float]] = (("x", "2024-06-30", 1.0),)) -> Runner:
        values = ", ".join(f"('{who}', TIMESTAMP '{day}', '{arm}')" for who, arm, day in shown)
        bought = ", ".join(f"('{who}', TIMESTAMP '{day}', {amount})" for who, day, amount in orders)
        everyone = ", ".join(f"('{who}', 'Rome')" for who in sorted({row[0] for row in (*shown, *orders)}))
        path = database(
            f"CREATE TABLE experiment AS FROM (VALUES {values}) t(customer_id, assigned_at, variant)",
            f"CREATE TABLE orders AS FROM (VALUES {bought}) t(customer_id, ordered_at, amount)",
            f"CREATE TABLE customers AS FROM (VALUES {everyone}) t(customer_id, city)",
        )
        session = Session([path], Options())
        session.look()
        return session.load()

    return make


def many(arm: str, size: int, day: str = "2024-03-01") -> list[Shown]:
    return [(f"{arm}{number}", arm, day) for number in range(size)]


def ask(runner: Runner, scope: Scope | None = None, **parameters: Any) -> Result:
    return runner.answer(Question.of("experiment", scope, **parameters))


def rows(result: Result) -> dict[str, dict[str, Any]]:
    return {row["arm"]: row for row in result.frame.iter_rows(named=True)}


def test_arms_by_hand(tested: Callable[..., Runner]) -> None:
    """Of 100 in a 20 bought within 14 days, of 80 in b 24: the statistics are those of these counts."""
    orders = [(f"a{number}", "2024-03-05", 10.0) for number in range(20)]
    orders += [(f"b{number}", "2024-03-14", 10.0) for number in range(24)]
    orders += [("a50", "2024-03-15", 1.0), ("b50", "2024-02-29", 1.0)]  # a day too late, a day too early
    runner = tested([*many("a", 100), *many("b", 80)], [*orders, ("x", "2024-06-30", 1.0)])
    result = ask(runner, planned=(100.0, 80.0))
    a, b = rows(result)["a"], rows(result)["b"]
    assert (a["customers"], a["converted"], b["customers"], b["converted"]) == (100, 20, 80, 24)
    assert [b[name] for name in ("rate", "low", "high")] == pytest.approx(list(wilson(24, 80) or ()))
    assert [b[name] for name in ("lift", "lift_low", "lift_high")] == pytest.approx(
        list(lift_of_shares(20, 100, 24, 80) or ())
    )
    compared = two_shares(20, 100, 24, 80)
    assert compared is not None
    assert b["p"] == pytest.approx(compared.p)
    assert (a["lift"], a["p"]) == (None, None)
    assert a["chance_best"] + b["chance_best"] == pytest.approx(1, abs=1e-5)
    assert result.findings == (
        "Of b, 30 % bought within 14 days, of a 20 %: no difference is shown; the truth may be anything between −10 % "
        "and +151 %.",
    )


def test_exposed_customers_are_the_denominator_and_the_first_exposure_counts(tested: Callable[..., Runner]) -> None:
    """Who saw the same arm again counts from the first time on; an order before it is none of the test."""
    shown = [*many("a", 60), *many("b", 60), ("a0", "a", "2024-04-20"), ("b0", "b", "2024-04-20")]
    runner = tested(shown, [("a0", "2024-04-21", 5.0), ("b1", "2024-03-02", 5.0), ("x", "2024-06-30", 1.0)])
    result = ask(runner)
    assert {arm: (row["customers"], row["converted"]) for arm, row in rows(result).items()} == {
        "a": (60, 0),
        "b": (60, 1),
    }
    assert {arm: row["converted"] for arm, row in rows(ask(runner, window=0)).items()} == {"a": 1, "b": 1}


def test_a_later_start_does_not_count_those_who_come_back(tested: Callable[..., Runner]) -> None:
    shown = [
        *many("a", 60),
        *many("b", 60),
        ("a0", "a", "2024-04-20"),
        ("a99", "a", "2024-04-20"),
        ("b99", "b", "2024-04-20"),
    ]
    result = ask(tested(shown), Scope(since=date(2024, 4, 1)))
    assert {arm: row["customers"] for arm, row in rows(result).items()} == {"a": 1, "b": 1}


def test_customers_in_two_arms_and_open_windows_are_set_aside_and_counted(tested: Callable[..., Runner]) -> None:
    shown = [
        *many("a", 60),
        *many("b", 60),
        ("a0", "b", "2024-03-02"),
        ("a1", "b", "2024-03-02"),
        ("b70", "b", "2024-06-20"),
    ]
    result = ask(tested(shown))
    assert {arm: row["customers"] for arm, row in rows(result).items()} == {"a": 58, "b": 60}
    assert "2 customers saw more than one arm and are left out." in result.notes
    assert any(note.startswith("1 customer was exposed less than 14 days before the end") for note in result.notes)
    sizes = result.parts["srm"][1]
    assert sizes["customers"].to_list() == [58, 61], "sizes are those of everybody exposed to one arm"


def test_other_sizes_than_planned_stop_the_reading(tested: Callable[..., Runner]) -> None:
    orders = [(f"{arm}{number}", "2024-03-02", 5.0) for arm in "ab" for number in range(20)]
    runner = tested([*many("a", 200), *many("b", 100)], [*orders, ("x", "2024-06-30", 1.0)])
    stopped = ask(runner)
    assert [row["p"] for row in rows(stopped).values()] == [None, None]
    assert stopped.findings[0].startswith(
        "Do not read this test: its arms have other sizes than planned (a 200 instead"
    )
    assert stopped.parts["metrics"][1].is_empty()
    read = ask(runner, planned=(2.0, 1.0))
    assert rows(read)["b"]["p"] is not None
    assert not read.findings[0].startswith("Do not read")


def test_an_allocation_that_changed_stops_the_reading(tested: Callable[..., Runner]) -> None:
    """The whole is half and half, and no week is."""
    shown = [(f"a{number}", "a", f"2024-03-0{1 if number < 150 else 5}") for number in range(200)]
    shown += [(f"b{number}", "b", f"2024-03-0{1 if number < 50 else 5}") for number in range(200)]
    result = ask(tested(shown))
    assert result.findings[0].startswith("Do not read this test: the shares of its arms changed on the way")
    days = result.parts["allocation"][1]
    assert days.rows() == [
        (date(2024, 3, 1), "a", 150), (date(2024, 3, 1), "b", 50),
        (date(2024, 3, 5), "a", 50), (date(2024, 3, 5), "b", 150),
    ]  # fmt: skip


def test_arms_below_the_gate_are_not_compared_and_told_what_is_missing(tested: Callable[..., Runner]) -> None:
    orders = [("a0", "2024-03-02", 5.0), ("b0", "2024-03-02", 5.0), ("x", "2024-06-30", 1.0)]
    result = ask(tested([*many("a", 60), *many("b", 45)], orders))
    assert rows(result)["b"]["p"] is None
    assert rows(result)["b"]["rate"] == pytest.approx(1 / 45)
    assert (
        "b is too small to be compared: 5 customers and 4 who reached the goal are missing of the 50 and 5 that a "
        "comparison needs." in result.notes
    )


def test_means_by_hand(tested: Callable[..., Runner]) -> None:
    """Revenue within the window, and with what was spent in the two weeks before taken away."""
    import numpy as np

    rng = np.random.default_rng(5)
    before = {f"{arm}{number}": float(rng.integers(0, 50)) for arm in "ab" for number in range(60)}
    after = {who: was + float(rng.integers(0, 9)) + 3 * (who[0] == "b") for who, was in before.items()}
    orders = [(who, "2024-02-20", was) for who, was in before.items()]
    orders += [(who, "2024-03-03", now) for who, now in after.items()]
    result = ask(tested([*many("a", 60), *many("b", 60)], [*orders, ("x", "2024-06-30", 1.0)]))
    means = {(row["measure"], row["arm"], row["method"]): row for row in result.parts["means"][1].iter_rows(named=True)}
    y, x = (np.array([values[f"{arm}{n}"] for arm in "ab" for n in range(60)]) for values in (after, before))
    within = np.repeat([0, 1], 60)
    centred = [values - np.array([values[within == group].mean() for group in within]) for values in (y, x)]
    theta = (centred[0] @ centred[1]) / (centred[1] @ centred[1])
    adjusted = y - theta * (x - x.mean())
    for method, values in (("plain", y), ("less the time before", adjusted)):
        row = means["revenue per customer", "b", method]
        a, b = values[within == 0], values[within == 1]
        error = (b.var(ddof=1) / 60 / a.mean() ** 2 + b.mean() ** 2 * a.var(ddof=1) / 60 / a.mean() ** 4) ** 0.5
        assert row["mean"] == pytest.approx(b.mean())
        assert row["lift"] == pytest.approx(b.mean() / a.mean() - 1)
        assert row["lift_high"] - row["lift_low"] == pytest.approx(2 * 1.959964 * error, rel=1e-6)
    assert means["revenue per order", "b", "plain"]["mean"] == pytest.approx(y[within == 1].mean())
    narrow, wide = (means["revenue per customer", "b", m] for m in ("less the time before", "plain"))
    assert narrow["lift_high"] - narrow["lift_low"] < 0.5 * (wide["lift_high"] - wide["lift_low"])


def test_all_comparisons_have_a_q_beside_their_p(tested: Callable[..., Runner]) -> None:
    orders = [(f"{arm}{number}", "2024-03-02", 5.0) for arm in "abc" for number in range(20)]
    shown = [*many("a", 60), *many("b", 60), *many("c", 60)]
    result = ask(tested(shown, [*orders, ("x", "2024-06-30", 1.0)]), goal="purchase")
    metrics = result.parts["metrics"][1]
    assert metrics["arm"].unique().sort().to_list() == ["b", "c"]
    assert metrics["metric"].unique(maintain_order=True).to_list()[0] == "bought"
    assert (metrics["q"] >= metrics["p"] - 1e-12).all()


def test_arms_from_an_attribute_kinds_of_event_and_a_list(
    log_of: Callable[..., Any], answer: Callable[..., Result]
) -> None:
    events = [(f"c{number}", f"2024-01-0{1 + number % 2}", ("red", "blue")[number % 2]) for number in range(120)]
    events += [(f"c{number}", "2024-01-04", "purchase") for number in range(30)]
    events += [("c0", "2024-06-01", "purchase")]
    log = log_of(*events, customers=[(f"c{number}", ("Oslo", "Rome")[number % 3 > 0]) for number in range(120)])
    by_event = answer(log, "experiment", arms="red,blue").frame
    assert by_event.select("arm", "customers", "converted").rows() == [("blue", 60, 15), ("red", 60, 15)]
    by_city = answer(log, "experiment", arms="CITY", planned=(1.0, 2.0)).frame
    assert by_city.select("arm", "customers", "converted").rows() == [("Oslo", 40, 10), ("Rome", 80, 20)]


def test_what_is_not_there_is_told_in_a_sentence(log_of: Callable[..., Any], answer: Callable[..., Result]) -> None:
    log = log_of(("ann", "2024-01-01"), ("bob", "2024-01-02"), customers=[("ann", "Rome"), ("bob", "Rome")])
    with pytest.raises(QuestionError, match=r"do not tell the variant of events.*--set arms=NAME"):
        answer(log, "experiment")
    with pytest.raises(QuestionError, match="A test needs two arms, and only “Rome” was exposed"):
        answer(log, "experiment", arms="city")
    with pytest.raises(UsageError, match="“purchase” is one kind of event"):
        answer(log, "experiment", arms="purchase")
    with pytest.raises(UsageError, match="There is no event “nothing”"):
        answer(log, "experiment", arms="nothing,more")


def test_wrong_parameters_are_told(tested: Callable[..., Runner]) -> None:
    runner = tested([*many("a", 60), *many("b", 60)])
    with pytest.raises(UsageError, match=r"There is no arm “z”. There are a, b."):
        ask(runner, control="z")
    with pytest.raises(UsageError, match=r"planned needs a share above 0 for each of the 2 arms. They are a, b."):
        ask(runner, planned=(1.0,))
    assert ask(runner, control="B").frame["arm"].to_list() == ["b", "a"]


def test_the_customers_of_an_arm_are_those_counted(tested: Callable[..., Runner]) -> None:
    runner = tested([*many("a", 60), *many("b", 60), ("a0", "b", "2024-03-02")])
    question = Question.of("experiment")
    row = runner.answer(question).frame.row(0, named=True)
    assert set(runner.customers(question, row)["id"]) == {f"a{number}" for number in range(1, 60)}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    path = tmp_path_factory.mktemp("planted") / "shop.duckdb"
    return path, generate(path, customers=5_000, seed=3, effects=Effects(non_purchase=False))


def of_shop(path: Path, **parameters: Any) -> Result:
    session = Session([path], Options())
    session.look()
    return session.load().answer(Question.of("experiment", **parameters))


def test_the_test_of_the_sample_shop_is_found_as_planted(planted: tuple[Path, Truth]) -> None:
    path, truth = planted
    result = of_shop(path)
    control, treatment = (rows(result)[name] for name in ("control", "treatment"))
    assert control["low"] <= truth.experiment.control <= control["high"]
    assert treatment["low"] <= truth.experiment.treatment <= treatment["high"]
    lift = truth.experiment.treatment / truth.experiment.control - 1
    assert treatment["lift_low"] <= lift <= treatment["lift_high"]
    assert treatment["p"] < 0.001
    assert treatment["chance_best"] > 0.99
    with duckdb.connect(str(path), read_only=True) as connection:
        counted = connection.sql(
            "SELECT variant, count(*), count(*) FILTER (converted) FROM experiment GROUP BY 1 ORDER BY 1"
        )
        assert [(row["arm"], row["customers"], row["converted"]) for row in (control, treatment)] == counted.fetchall()


def test_without_the_effect_none_is_found(tmp_path: Path) -> None:
    path = tmp_path / "shop.duckdb"
    generate(path, customers=5_000, seed=3, effects=Effects(non_purchase=False, experiment=False))
    result = of_shop(path)
    assert rows(result)["treatment"]["p"] > 0.05
    assert "no difference is shown" in result.findings[0]


def test_the_analysis_date_ends_what_is_known(planted: tuple[Path, Truth]) -> None:
    """Halfway through the test only those count whose two weeks are over."""
    session = Session([planted[0]], Options())
    session.look()
    result = session.load().answer(Question.of("experiment", Scope(as_of=date(2024, 10, 20))))
    sql = "SELECT count(*) FROM experiment WHERE assigned_at::DATE + 14 <= DATE '2024-10-20'"
    with duckdb.connect(str(planted[0]), read_only=True) as connection:
        assert result.frame["customers"].sum() == connection.sql(sql).fetchall()[0][0]
