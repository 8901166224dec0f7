"""Kaplan-Meier and the log-rank test on the leukaemia data of Freireich and others (1963), and by hand."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.models.kaplan_meier import kaplan_meier, median_of
from queries.models.log_rank import log_rank

TREATED = [(6, True)] * 3 + [(t, True) for t in (7, 10, 13, 16, 22, 23)]
TREATED += [(t, False) for t in (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)]
PLACEBO = [(t, True) for t in (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)]
PUBLISHED = {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}


def curve_of(rows: list[tuple[int, bool]]) -> pl.DataFrame:
    return kaplan_meier(pl.LazyFrame(rows, schema={"days": pl.Int32, "happened": pl.Boolean}, orient="row")).collect()


def both() -> pl.DataFrame:
    rows = [("6-MP", *row) for row in TREATED] + [("placebo", *row) for row in PLACEBO]
    frame = pl.LazyFrame(rows, schema={"group": pl.String, "days": pl.Int32, "happened": pl.Boolean}, orient="row")
    return kaplan_meier(frame, "group").collect()


def test_the_published_curve() -> None:
    curve = curve_of(TREATED)
    survival = dict(curve.select("days", "survival").iter_rows())
    assert {day: round(survival[day], 4) for day in PUBLISHED} == PUBLISHED
    assert median_of(curve) == 23
    assert curve.row(0, named=True)["at_risk"] == 21


def test_events_come_before_censorings_of_the_same_day() -> None:
    first = curve_of(TREATED).row(0, named=True)
    assert (first["days"], first["events"], first["censored"]) == (6, 3, 1)
    assert first["survival"] == pytest.approx(18 / 21)


def test_the_interval_is_of_the_log_log_scale() -> None:
    # Of the same data in R: survfit(Surv(t, d) ~ 1, conf.type = "log-log") at 10 and 23 weeks.
    rows = {row["days"]: row for row in curve_of(TREATED).iter_rows(named=True)}
    assert (rows[10]["low"], rows[10]["high"]) == pytest.approx((0.503, 0.889), abs=5e-4)
    assert (rows[23]["low"], rows[23]["high"]) == pytest.approx((0.188, 0.680), abs=1.5e-3)


def test_where_survival_is_certain_there_is_no_interval() -> None:
    curve = curve_of([(1, False), (2, True), (3, True)])
    assert curve["survival"].to_list() == [1, 0.5, 0]
    assert curve["low"].is_null().to_list() == curve["high"].is_null().to_list() == [True, False, True]


def test_a_median_that_is_not_reached() -> None:
    assert median_of(curve_of([(1, True), (5, False), (6, False)])) is None


def test_the_log_rank_test_of_both_groups() -> None:
    test = log_rank(both(), "group")
    assert test is not None
    assert test.chi2 == pytest.approx(16.79, abs=0.01)
    assert test.df == 1
    assert test.p == pytest.approx(4.17e-5, rel=0.01)


def test_one_group_cannot_be_compared() -> None:
    assert log_rank(both().filter(pl.col("group") == "6-MP"), "group") is None


def test_equal_groups_do_not_differ() -> None:
    rows = [(name, *row) for name in "abc" for row in TREATED]
    frame = pl.LazyFrame(rows, schema={"group": pl.String, "days": pl.Int32, "happened": pl.Boolean}, orient="row")
    test = log_rank(kaplan_meier(frame, "group").collect(), "group")
    assert test is not None
    assert (test.df, test.p) == (2, pytest.approx(1))
    assert test.chi2 == pytest.approx(0, abs=1e-9)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=1, max_size=60))
def test_a_curve_falls_and_counts_everybody(rows: list[tuple[int, bool]]) -> None:
    curve = curve_of(rows)
    assert curve["days"].is_sorted()
    assert curve["survival"].is_sorted(descending=True)
    assert curve["events"].sum() + curve["censored"].sum() == len(rows)
    expected = 1.0
    for row in curve.iter_rows(named=True):
        alive = sum(days >= row["days"] for days, _ in rows)
        died = sum(days == row["days"] and happened for days, happened in rows)
        expected *= 1 - died / alive
        assert (row["at_risk"], row["events"]) == (alive, died)
        assert row["survival"] == pytest.approx(expected)
        if row["low"] is not None:
            assert 0 <= row["low"] <= row["survival"] <= row["high"] <= 1
