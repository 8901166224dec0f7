"""Where one customer stands: the same as everyone's tables say of them, now and at past dates."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from queries import catalogue
from queries.customers.one import the_customer
from queries.errors import UsageError
from queries.question.question import Question
from queries.question.scope import Channel, Scope
from queries.segments.membership import membership
from queries.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.answering.result import Result
    from queries.answering.runner import Runner
    from queries.eventlog.model import EventLog
    from sample_data import Truth


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    """A shop with enough who buy again for a model."""
    from sample_data import generate

    path = tmp_path_factory.mktemp("standing") / "shop.duckdb"
    return path, generate(path, customers=1200, seed=5)


@pytest.fixture(scope="module")
def runner(shop: tuple[Path, Truth]) -> Runner:
    session = Session([shop[0]])
    session.look()
    return session.load()


def standing(runner: Runner, id_: str, scope: Scope | None = None, **more: Any) -> Result:
    return runner.answer(Question.of("customer_standing", scope, id=id_, **more))


def part(result: Result, name: str) -> dict[str, Any]:
    return result.parts[name][1].row(0, named=True)


@pytest.mark.parametrize("id_", ["C000001", "C000008", "C000017", "C000400"])
def test_segments_are_those_of_everyones_tables(runner: Runner, id_: str) -> None:
    data = runner.data(Scope())
    code = the_customer(data, id_).only
    rows = {row["segmentation"]: row for row in standing(runner, id_).frame.iter_rows(named=True)}
    ids = {entry.title: entry.id for entry in catalogue.segmentations()}
    assert {"RFM", "Lifecycle", "Engagement"} <= set(rows) <= set(ids)
    for title, row in rows.items():
        members = membership(data, ids[title]).select("customer", pl.col("segment").cast(pl.String)).collect()
        assert members.filter(pl.col("customer") == code)["segment"].item() == row["segment"]
        assert members.filter(pl.col("segment") == row["segment"]).height == row["customers"]
        assert row["share"] == pytest.approx(row["customers"] / len(members))


def test_what_is_expected_is_what_clv_says(runner: Runner) -> None:
    everyone = {row["id"]: row for row in runner.answer(Question.of("clv")).frame.iter_rows(named=True)}
    assert len(everyone) > 300
    for id_ in list(everyone)[::150]:
        value = part(standing(runner, id_), "value")
        for name in ("p_alive", "expected_purchases", "expected_value", "clv"):
            assert value[name] == pytest.approx(everyone[id_][name]), (id_, name)
        assert "P(alive)" in value["reason"]
        assert "(MBG/NBD)" in value["reason"]


def test_the_rank_counts_who_brought_as_much_or_more(runner: Runner) -> None:
    people = runner.answer(Question.of("customers")).frame.filter(pl.col("orders") > 0)
    for place in (0, 10, 500):
        row = people.row(place, named=True)
        rank = part(standing(runner, row["id"]), "rank")
        assert rank["rank"] == people.filter(pl.col("revenue") > row["revenue"]).height + 1
        assert rank["buyers"] == len(people)
        assert rank["revenue"] == row["revenue"]


def test_past_stages_and_segments_are_those_of_the_date(runner: Runner) -> None:
    id_ = runner.answer(Question.of("customers")).frame["id"][3]
    result = standing(runner, id_)
    limits = {f.name: f.value for f in runner.answer(Question.of("lifecycle")).figures}
    days = {"silent": int(limits["Silent after"]), "churned": int(limits["Churned after"])}
    history = result.parts["history"][1]
    assert history["quarter_end"].to_list()[-1] == date(2024, 12, 31)
    assert len(history) == 7  # the first quarter has too little behind it
    for row in history.iter_rows(named=True):
        at = row["quarter_end"] + timedelta(days=1)
        for metric, name, set_ in (("rfm", "segment", {}), ("lifecycle", "stage", days)):
            members = membership(runner.data(Scope(as_of=at)), metric, **set_).join(
                runner.log.customers.select("customer", "id"), on="customer"
            )
            then = members.filter(pl.col("id") == id_).select(pl.col("segment").cast(pl.String)).collect()
            assert row[name] == (then.item() if len(then) else None), (at, metric)
    stages = result.parts["stages"][1]
    assert len(stages) == 24
    by_month = dict(stages.rows())
    assert all(by_month[row["quarter_end"]] == row["stage"] for row in history.iter_rows(named=True))


def test_before_a_customer_is_known_there_is_no_stage(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    rows: list[tuple[Any, ...]] = [
        (f"c{i}", datetime(2023, 1, 1) + timedelta(days=20 * i), "purchase", 1) for i in range(9)
    ]
    rows += [("ann", datetime(2023, 5, 10), "visit"), ("ann", datetime(2023, 7, 10), "purchase", 5)]
    rows += [("ann", datetime(2023, 7, 20), "purchase", 5), ("end", datetime(2023, 9, 30), "purchase", 5)]
    result = answer(log_of(*rows), "customer_standing", id="ann")
    stages = dict(result.parts["stages"][1].rows())
    assert [stages[date(2023, month, day)] for month, day in ((4, 30), (5, 31), (6, 30))] == [
        None,
        "prospect",
        "prospect",
    ]
    assert stages[date(2023, 7, 31)] == "churned"  # the one gap of all is 10 days, silence is 11
    history = result.parts["history"][1].rows()
    assert history == [(date(2023, 6, 30), "no purchase", "prospect"), (date(2023, 9, 30), history[1][1], "churned")]


def test_everyone_is_everyone_also_in_the_scope_of_a_segment(runner: Runner) -> None:
    from queries.question.scope import Segment

    row = runner.answer(Question.of("customers", Scope(segment=Segment("rfm", "loyal")))).frame.row(0, named=True)
    inside = standing(runner, row["id"], Scope(segment=Segment("rfm", "loyal")))
    assert inside.frame.equals(standing(runner, row["id"]).frame)
    assert part(inside, "rank") == part(standing(runner, row["id"]), "rank")


def test_models_are_fitted_only_when_asked_for(runner: Runner) -> None:
    value = part(standing(runner, "C000001", Channel("web"), worth="no"), "value")
    assert [value[name] for name in ("p_alive", "expected_purchases", "clv")] == [None] * 3
    assert "P(alive)" not in value["reason"]


def test_a_refused_model_says_why(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("ann", datetime(2024, 1, 1), "purchase", 5), ("bob", datetime(2024, 1, 5), "purchase", 7))
    result = answer(log, "customer_standing", id="ann")
    assert part(result, "value")["reason"] == (
        "Bought on one day, 5 days ago. No model is fitted: 0 customers bought on a second day; a model needs 100."
    )
    assert part(result, "rank") == {"revenue": 5.0, "rank": 2, "buyers": 2, "top_share": 1.0}
    assert "Number 2 of 2 buyers by revenue." in result.findings


def test_who_has_not_bought_has_segments_and_nothing_to_expect(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(("ann", datetime(2024, 1, 1), "purchase", 5), ("bob", datetime(2024, 1, 5), "visit"))
    result = answer(log, "customer_standing", id="bob")
    told = dict(result.frame.select("segmentation", "segment").rows())
    assert (told["RFM"], told["Lifecycle"]) == ("no purchase", "prospect")
    assert part(result, "value")["reason"] == "Has not bought yet: there is nothing to forecast from."
    assert result.parts["rank"][1].is_empty()


def test_data_without_purchases_or_amounts_are_answered(
    table_log: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    visits = table_log("SELECT 'a' AS customer, DATE '2024-01-31' AS time", mapping={"roles": {}})
    result = answer(visits, "customer_standing", id="a")
    assert result.frame["segmentation"].to_list() == ["Engagement"]
    assert set(result.parts) == {"rank", "value"}
    amountless = table_log("SELECT 'a' AS customer, DATE '2024-01-31' AS time")
    assert answer(amountless, "customer_standing", id="a").parts["rank"][1].is_empty()


def test_the_play_of_the_mapping_is_suggested(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("bob", datetime(2024, 1, 5), "visit"), ("ann", datetime(2024, 1, 1), "purchase", 5))
    told = answer(log, "customer_standing", id="bob")
    assert "To do (RFM: no purchase): Give them a reason for a first order." in told.findings
    own = log_of(
        ("bob", datetime(2024, 1, 5), "visit"),
        ("ann", datetime(2024, 1, 1), "purchase", 5),
        plays={"rfm": {"No purchase": "Say hello."}},
    )
    assert "To do (RFM: no purchase): Say hello." in answer(own, "customer_standing", id="bob").findings


def test_without_an_id_or_with_a_wrong_one_it_is_refused(runner: Runner) -> None:
    with pytest.raises(UsageError, match="Which customer"):
        runner.answer(Question.of("customer_standing"))
    with pytest.raises(UsageError, match="no customer “C9”"):
        standing(runner, "C9")


def test_what_is_most_likely_bought_next_is_told_with_its_reason(
    sales_log: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    others = [
        sale
        for n in range(12)
        for sale in (
            (f"c{n}", "2024-01-01", f"a{n}", "pot"),
            (f"c{n}", "2024-01-09", f"b{n}", "tea" if n < 11 else "cup"),
            (f"d{n}", "2024-01-01", f"x{n}", "jug"),
            (f"d{n}", "2024-01-09", f"y{n}", "mat"),
        )
    ]
    log = sales_log(*others, ("ann", "2024-02-01", "1", "jug"), ("ann", "2024-03-01", "2", "pot"))
    result = answer(log, "customer_standing", id="ann", worth="no")
    # Of twelve who bought a pot and came again eleven bought tea; Ann's own day is the 25th later day.
    assert result.parts["next"][1].rows() == [("tea", "pot", pytest.approx(11 / 12), pytest.approx(11 / 25), 11, 12)]
    reason = "Most likely next: tea (91.7 % of those who first bought pot, 11 of 12; any order 44.0 %)."
    assert reason in result.findings
    # Nobody came again after tea: nothing is known of what would be next.
    assert answer(log, "customer_standing", id="c0", worth="no").parts["next"][1].is_empty()
