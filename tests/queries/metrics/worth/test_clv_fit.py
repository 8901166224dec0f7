"""Whether the model of lifetime value fits: published figures, expected against actual, the truth of a shop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from queries.answering.runner import Runner
from queries.cancel import Token
from queries.errors import CancelledError
from queries.eventlog.build import build
from queries.meaning.guess import guess
from queries.question.question import Question
from queries.source import open_source
from sample_data import generate
from sample_data.effects import Effects

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog


HELD = {"model": "bg", "holdout": 273}


def figures(result: Result) -> dict[str, Any]:
    return {figure.name: figure.value for figure in result.figures}


def test_the_published_fit_of_the_sample(sample_log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(sample_log, "clv_fit", **HELD)
    value = dict(result.frame.select("parameter", "value").iter_rows())
    assert [value[name] for name in ("r", "alpha", "a", "b")] == pytest.approx(
        [0.24259, 4.41360, 0.79292, 2.42591], rel=1e-3
    )
    assert [round(value[name], 2) for name in ("p", "q", "gamma")] == [6.25, 3.74, 15.44]
    said = figures(result)
    assert said["Log-likelihood, BG/NBD"] == pytest.approx(-9582.429, abs=0.01)
    assert said["Log-likelihood, Gamma-Gamma (density of the mean amount)"] == pytest.approx(-4055.92, abs=0.01)
    assert (said["Converged"], said["Purchases that came"]) == ("yes", 1882)
    assert said["Correlation of frequency and amount"] == pytest.approx(0.11, abs=0.005)


def test_actual_and_expected_by_repeats(sample_log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(sample_log, "clv_fit", **HELD)
    fit = result.parts["fit"][1]
    assert fit["repeats"].to_list() == ["0", "1", "2", "3", "4", "5", "6", "7+"]
    assert fit["actual"].sum() == 2357
    assert fit["actual"][0] == 1411
    published = [1407.68, 460.32, 192.46, 101.16, 59.85, 38.12, 25.55, 71.85]
    assert fit["expected"].to_list() == pytest.approx(published, abs=0.01)
    holdout = result.parts["holdout"][1]
    assert holdout["actual"].sum() == 1882
    assert holdout["customers"].to_list() == fit["actual"].to_list()
    # The model is not told of the hold-out, and is off by less than a fifth.
    assert holdout["expected"].sum() == pytest.approx(1882, rel=0.2)


def test_a_fit_can_be_stopped(sample_log: EventLog) -> None:
    token = Token()
    token.cancel()
    with pytest.raises(CancelledError):
        Runner(sample_log).answer(Question.of("clv_fit"), token)


def test_the_process_the_shop_was_drawn_from_is_found(tmp_path: Path, answer: Callable[..., Result]) -> None:
    truth = generate(tmp_path / "shop.duckdb", customers=2500, seed=11, effects=Effects.none())
    source = open_source([tmp_path / "shop.duckdb"])
    log = build(source, guess(source).mapping)
    frame = answer(log, "clv_fit", model="pareto", holdout=0).frame
    found = {row["parameter"]: (row["value"], row["se"]) for row in frame.iter_rows(named=True)}
    wanted = {name: getattr(truth.purchases, name) for name in ("r", "alpha", "s", "beta")}
    wanted |= {name: getattr(truth.spend, name) for name in ("p", "q", "gamma")}
    for name, value in wanted.items():
        assert abs(found[name][0] - value) < 3 * found[name][1], name
    holdout = answer(log, "clv_fit").parts["holdout"][1]
    assert holdout["expected"].sum() == pytest.approx(holdout["actual"].sum(), rel=0.1)
