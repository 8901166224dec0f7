"""What an action changed: by hand, against held out and matched customers, and the planted offer of the shop."""

from __future__ import annotations

import os
import random
from collections import Counter
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import polars as pl
import pytest

from queries.customers.figures import per_customer
from queries.errors import QuestionError, UsageError
from queries.metrics.experiments.effect.groups import MATCHED, Whom, groups
from queries.models.bootstrap import Groups, effect_of
from queries.question.question import Question
from queries.question.scope import Scope
from queries.segments.membership import membership
from queries.session import Options, Session
from sample_data import Effects, generate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.answering.result import Result

START = date(2024, 4, 6)
OFFER = {"segment": "sex=female", "start": START, "end": date(2024, 6, 30), "days": "weekends"}


def effects(result: Result) -> dict[str, dict[str, Any]]:
    return {row["comparison"]: row for row in result.parts["effect"][1].iter_rows(named=True)}


def opened(path: Path, folder: Path) -> Session:
    session = Session([path], Options(lists_folder=folder))
    session.look()
    session.load()
    return session


def ask(session: Session, scope: Scope | None = None, **parameters: Any) -> Result:
    return session.runner.answer(Question.of("effect", scope, **parameters))


@pytest.fixture(scope="module", params=[True, False], ids=["with the offer", "without it"])
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """A larger shop, with the offer and without: its file and the true lift."""
    path = tmp_path_factory.mktemp("offer") / "shop.duckdb"
    truth = generate(path, customers=20_000, seed=5, effects=Effects(non_purchase=False, offer=request.param))
    return path, truth.plants.offer_lift


def test_the_offer_at_weekends_is_found_as_planted_or_not_at_all(shop: tuple[Path, float], tmp_path: Path) -> None:
    path, truth = shop
    result = ask(opened(path, tmp_path), **OFFER)
    action, placebo = (effects(result)[name] for name in ("action", "placebo"))
    assert action["lift_low"] <= truth <= action["lift_high"]
    assert placebo["lift_low"] <= 0 <= placebo["lift_high"]
    if truth:
        assert action["lift_low"] > 0
        assert result.findings[0].startswith("sex=female: 33 % more orders at weekends than was to be expected")
    else:
        assert action["lift_low"] <= 0
        assert result.findings[0].startswith("No effect is shown on the orders at weekends of sex=female")


def test_days_of_the_week_without_the_offer_show_none(shop: tuple[Path, float], tmp_path: Path) -> None:
    action = effects(ask(opened(shop[0], tmp_path), **OFFER | {"days": "workdays"}))["action"]
    assert action["lift_low"] <= 0 <= action["lift_high"]


def shop_of(database: Callable[..., Path], rows: list[tuple[str, str, float]], towns: dict[str, str]) -> Path:
    bought = ", ".join(f"('{who}', TIMESTAMP '{day}', {amount})" for who, day, amount in rows)
    known = ", ".join(f"('{who}', '{town}')" for who, town in towns.items())
    return database(
        f"CREATE TABLE orders AS FROM (VALUES {bought}) t(customer_id, ordered_at, amount)",
        f"CREATE TABLE customers AS FROM (VALUES {known}) t(customer_id, city)",
    )


@pytest.fixture
def towns(database: Callable[..., Path], tmp_path: Path) -> Session:
    """60 of Rome, 80 of Oslo: all buy once in each stretch of ten days, 30 of Rome and 20 of Oslo once more in May."""
    where = {f"r{n}": "Rome" for n in range(60)} | {f"o{n}": "Oslo" for n in range(80)}
    rows = [(who, f"2024-04-{day:02}", 10.0) for who in where for day in (12, 25)]
    rows += [(who, "2024-05-03", 10.0) for who in where]
    rows += [(f"r{n}", "2024-05-04", 20.0) for n in range(30)] + [(f"o{n}", "2024-05-04", 20.0) for n in range(20)]
    rows += [("late", "2024-05-05", 10.0), ("o0", "2024-03-01", 1.0), ("o0", "2024-06-30", 1.0)]
    return opened(shop_of(database, rows, where | {"late": "Rome"}), tmp_path / "lists")


def test_the_lift_by_hand(towns: Session) -> None:
    """Rome grew from 60 to 90 orders, Oslo from 80 to 100: 90 ÷ 60 ÷ (100 ÷ 80) is a fifth more, 15 orders."""
    result = ask(towns, segment="city=Rome", start=date(2024, 5, 1), end=date(2024, 5, 10), history=1)
    assert result.frame.select("group", "customers", "change").rows() == [
        ("city=Rome", 60, pytest.approx(0.5)),  # not the one who came later
        ("everyone else", 80, pytest.approx(0.25)),
    ]
    assert result.frame["after"].to_list() == [pytest.approx(90 / 60 / 10 * 30), pytest.approx(100 / 80 / 10 * 30)]
    action, placebo = (effects(result)[name] for name in ("action", "placebo"))
    assert (action["actual"], action["expected"], action["extra"]) == (90, 75, 15)
    assert action["lift"] == pytest.approx(0.2)
    assert (placebo["lift"], placebo["lift_low"], placebo["lift_high"]) == (0, 0, 0)
    assert any(
        note.startswith("Compared with everyone else: what changed in 10 days from 2024-05-01") for note in result.notes
    )


def test_the_time_before_is_four_times_as_long(towns: Session) -> None:
    """In the 40 days before everybody bought twice: the same lift, from rates of 120 and 160 orders in 40 days."""
    result = ask(towns, segment="city=Rome", start=date(2024, 5, 1), end=date(2024, 5, 10))
    assert result.frame["before"].to_list() == [pytest.approx(2 / 40 * 30)] * 2
    assert effects(result)["action"]["lift"] == pytest.approx(0.2)
    assert any("against 40 days from 2024-03-22 on" in note for note in result.notes)


def test_a_longer_time_before_makes_the_interval_narrower(shop: tuple[Path, float], tmp_path: Path) -> None:
    session = opened(shop[0], tmp_path)
    widths = [
        action["lift_high"] - action["lift_low"]
        for history in (1, 4)
        for action in [effects(ask(session, **OFFER, history=history))["action"]]
    ]
    assert widths[1] < 0.9 * widths[0]


def test_revenue_is_counted_in_money(towns: Session) -> None:
    result = ask(towns, segment="city=Rome", start=date(2024, 5, 1), end=date(2024, 5, 10), of="revenue", history=1)
    action = effects(result)["action"]
    assert (action["actual"], action["expected"]) == (1200, pytest.approx(600 * 1200 / 800))
    assert action["unit"] == "money"


def test_customers_behind_a_group(towns: Session) -> None:
    question = Question.of("effect", segment="city=Rome", start=date(2024, 5, 1), end=date(2024, 5, 10))
    row = towns.runner.answer(question).frame.row(0, named=True)
    assert set(towns.runner.customers(question, row)["id"]) == {f"r{n}" for n in range(60)}


def test_small_groups_are_not_compared(towns: Session) -> None:
    where = Scope(as_of=date(2024, 5, 11))
    people = towns.runner.log.customers.filter(pl.col("id").is_in([f"r{n}" for n in range(12)])).collect()["customer"]
    towns.freeze("few", people)
    result = ask(towns, where, list="few", start=date(2024, 5, 1))
    assert result.parts["effect"][1].is_empty()
    assert "few is too small to be compared: 12 customers of the 50 that a comparison needs." in result.notes


def froze_on(session: Session, name: str, day: date, codes: pl.Series, hold_out: float) -> None:
    """Freeze a list as if it had been that day."""
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()
    session.freeze(name, codes, hold_out=hold_out)
    for saved in session.frozen():
        os.utime(saved.path, (moment, moment))
    session.load()


@pytest.fixture
def campaign(database: Callable[..., Path], tmp_path: Path) -> tuple[Session, set[str]]:
    """400 on a list, a quarter held out; from the day on, those written to buy twice as often. And who was held out."""
    where = {f"c{n:03}": "Rome" for n in range(400)} | {f"x{n}": "Oslo" for n in range(100)}
    first = [(who, f"2024-0{1 + place % 3}-10", 10.25 + place % 7) for place, who in enumerate(where)]
    path = shop_of(database, [*first, ("x0", "2024-06-30", 1.0)], where)
    session = opened(path, tmp_path / "lists")
    listed = session.runner.log.customers.filter(pl.col("id").str.starts_with("c")).collect()["customer"]
    froze_on(session, "letter", date(2024, 4, 1), listed, 0.25)
    held = set(next(saved for saved in session.frozen() if saved.name == "letter held out").ids())
    rows = ", ".join(
        f"('{who}', TIMESTAMP '2024-05-0{1 + turn}', 10.0)"
        for place, who in enumerate(sorted(where)) if who.startswith("c")
        for turn in range((1 if who in held else 2) * (place % 2))
    )  # fmt: skip
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"INSERT INTO orders VALUES {rows}")
    again = opened(path, tmp_path / "lists")
    return again, held


def test_the_treated_are_compared_with_those_held_out(campaign: tuple[Session, set[str]]) -> None:
    session, held = campaign
    result = ask(session)
    assert len(held) == 100
    assert result.frame.select("group", "customers").rows() == [("letter", 300), ("held out", 100)]
    treated = sum(2 for n in range(400) if n % 2 and f"c{n:03}" not in held)
    others = sum(1 for n in range(400) if n % 2 and f"c{n:03}" in held)
    action = effects(result)["action"]
    assert action["actual"] == treated
    assert action["expected"] == pytest.approx(others / 100 * 300)
    assert action["lift_low"] < 1 < action["lift_high"]
    assert action["lift_low"] > 0
    assert result.findings[0].endswith(f"in all instead of {action['expected']:,.0f}.")
    as_test = session.runner.answer(Question.of("experiment", arms="letter"))
    assert as_test.frame["arm"].to_list() == ["letter held out", "letter"]


def test_without_a_hold_out_customers_like_them_are_compared(campaign: tuple[Session, set[str]]) -> None:
    """Recency in quarters: a treated one of a kind that nobody else is of is left out, weights make up the others."""
    session, _ = campaign
    result = ask(session, against="matched", start=date(2024, 4, 1))
    treated, compared = result.frame["customers"].to_list()
    assert treated == compared
    assert any("customers of the same stage, quarter of value and quarter of recency" in note for note in result.notes)


def test_weights_make_up_the_kinds_of_the_treated(campaign: tuple[Session, set[str]]) -> None:
    """In plain Python: of each kind, stage and quarters at the start, the others weigh as much as there are treated."""
    session, _ = campaign
    start = date(2024, 4, 1)
    data = session.runner.data(Scope())
    found = groups(data, Whom("letter", "", MATCHED), start).collect()
    then = session.runner.data(Scope(as_of=start))
    figures = per_customer(then, "revenue", "days_since_last").collect()
    stages = membership(then, "lifecycle").collect()["segment"].cast(pl.String)
    on_list = {entry.name: set(entry.customers) for entry in session.runner.log.lists}["letter"]
    cuts = [[np.quantile(figures[name].drop_nulls(), q) for q in (0.25, 0.5, 0.75)] for name in figures.columns[1:]]
    kinds = {
        code: (stage, *(sum(value > cut for cut in of) for value, of in zip(values, cuts, strict=True)))
        for (code, *values), stage in zip(figures.iter_rows(), stages, strict=True)
    }
    treated = Counter(kind for code, kind in kinds.items() if code in on_list)
    others = Counter(kind for code, kind in kinds.items() if code not in on_list)
    expected = {
        code: (code in on_list, 1.0 if code in on_list else treated[kind] / others[kind])
        for code, kind in kinds.items() if treated[kind] and others[kind]
    }  # fmt: skip
    assert {code: (flag, weight) for code, flag, weight in found.iter_rows()} == expected
    assert len(set(kinds.values())) > 2


def test_what_is_missing_is_told(towns: Session, campaign: tuple[Session, set[str]]) -> None:
    with pytest.raises(QuestionError, match="An effect needs to know whom something was done to"):
        ask(towns)
    with pytest.raises(QuestionError, match="It is not known when something was done to city=Rome"):
        ask(towns, segment="city=Rome")
    with pytest.raises(
        QuestionError, match="The action began on 2025-05-01, and these data know the time from 2024-03-01"
    ):
        ask(towns, segment="city=Rome", start=date(2025, 5, 1))
    with pytest.raises(UsageError, match="There is no list of customers called “nobody”"):
        ask(towns, list="nobody")
    with pytest.raises(QuestionError, match="Nobody is held out of a segment"):
        ask(towns, segment="city=Rome", start=START, against="held_out")
    with pytest.raises(UsageError, match="attribute has no segment “Paris”"):
        ask(towns, segment="city=Paris", start=START)
    assert "There is no placebo" in " ".join(ask(towns, segment="city=Rome", start=date(2024, 4, 13)).notes)


def test_the_interval_agrees_with_drawing_customers_one_by_one() -> None:
    """Plain Python: customers drawn with replacement, the ratio of ratios of their sums."""
    rng = np.random.default_rng(1)
    groups = [np.column_stack([rng.poisson(2, n), rng.poisson(2.4, n)]).astype(float) for n in (150, 200)]
    found = effect_of(Groups(*groups), seed=3)
    assert found is not None
    chance, lifts = random.Random(5), []
    for _ in range(2_000):
        sums = []
        for group in groups:
            rows = [group[chance.randrange(len(group))] for _ in range(len(group))]
            sums.append([sum(row[0] for row in rows), sum(row[1] for row in rows)])
        lifts.append(sums[0][1] / sums[0][0] / (sums[1][1] / sums[1][0]) - 1)
    low, high = np.quantile(lifts, [0.025, 0.975])
    assert (found.lift.low, found.lift.high) == (pytest.approx(low, abs=0.03), pytest.approx(high, abs=0.03))
    assert found.lift.value == pytest.approx(
        groups[0][:, 1].sum() / groups[0][:, 0].sum() / (groups[1][:, 1].sum() / groups[1][:, 0].sum()) - 1
    )


def test_what_the_time_before_explains_is_taken_away_where_chance_parted_the_groups() -> None:
    """In plain numpy: the mean of the held out, and what the treated did more before, by the slope within groups."""
    rng = np.random.default_rng(2)
    likings = [rng.gamma(2.0, 1.0, n) for n in (400, 300)]
    before, after = ([rng.poisson(liking * 5).astype(float) for liking in likings] for _ in range(2))
    rows = [np.column_stack([np.ones(len(a)), a, b]) for a, b in zip(after, before, strict=True)]
    less, plain = effect_of(Groups(*rows), seed=3), effect_of(Groups(*(part[:, :2] for part in rows)), seed=3)
    assert less is not None
    assert plain is not None
    apart = [np.concatenate([one - one.mean() for one in both]) for both in (before, after)]
    expected = after[1].mean() + apart[0] @ apart[1] / (apart[0] @ apart[0]) * (before[0].mean() - before[1].mean())
    assert less.expected == pytest.approx(400 * expected)
    assert plain.expected == pytest.approx(400 * after[1].mean())
    assert less.lift.high - less.lift.low < 0.7 * (plain.lift.high - plain.lift.low)


def test_nothing_to_hold_against_is_no_effect() -> None:
    nobody = np.zeros((3, 2))
    some = np.ones((3, 2))
    assert effect_of(Groups(some, nobody), 1) is None
    assert effect_of(Groups(nobody, some), 1) is None
