"""The figures that are published for CDNOW, all customers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from queries.question.periods import Grain
from queries.question.scope import Scope, Segment

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

MONTHS = [
    # month, orders, amount, active, new, returning, quick ratio, repeat rate by day, 回购率
    (date(1997, 1, 1), 8928, 299060.17, 7846, 7846, 0, None, 9.60, 14.75),
    (date(1997, 2, 1), 11272, 379590.03, 9633, 8476, 1157, 1.267, 11.02, 17.45),
    (date(1997, 3, 1), 11598, 393155.27, 9524, 7248, 1681, 0.986, 14.38, 18.62),
    (date(1997, 4, 1), 3781, 142824.49, 2822, 0, 1773, 0.135, 21.05, 30.19),
    (date(1997, 5, 1), 2895, 107933.30, 2214, 0, 852, 0.691, 18.65, 33.74),
    (date(1997, 6, 1), 3054, 108395.87, 2339, 0, 747, 1.085, 18.26, 31.89),
]

SEGMENTS = {
    "champions": 4134,
    "loyal": 3246,
    "potential loyalists": 2431,
    "new customers": 0,
    "promising": 0,
    "need attention": 955,
    "about to sleep": 3517,
    "at risk": 744,
    "can't lose": 6,
    "hibernating": 8537,
    "no purchase": 0,
}


@pytest.fixture
def log(cdnow_log: EventLog) -> EventLog:
    return cdnow_log


def figures(result: Result, column: str = "value") -> dict[str, Any]:
    return dict(result.frame.select("measure", column).iter_rows())


def test_the_file_is_read_whole(log: EventLog) -> None:
    assert (log.rows, log.size, log.set_aside) == (69_659, 23_570, ())
    assert (log.first_day, log.as_of) == (date(1997, 1, 1), date(1998, 7, 1))
    assert log.events.collect()["amount"].sum() == 2_500_315_63 * 100


def test_orders_amounts_and_active_customers_by_month(log: EventLog, answer: Callable[..., Result]) -> None:
    frame = answer(log, "frequency", Scope(grain=Grain.MONTH)).frame.head(6)
    assert frame.select("period", "orders", "amount", "customers").rows() == [month[:4] for month in MONTHS]
    assert frame["interactions"].to_list() == frame["orders"].to_list()
    assert frame["complete"].all()


def test_growth_repeats_and_returns_by_month(log: EventLog, answer: Callable[..., Result]) -> None:
    trend = figures(answer(log, "overview", Scope(until=date(1997, 6, 30), grain=Grain.MONTH)), "trend")
    assert trend["new"] == [month[4] for month in MONTHS]
    assert trend["returning"] == [month[5] for month in MONTHS]
    assert trend["quick_ratio"] == [month[6] and pytest.approx(month[6], abs=5e-4) for month in MONTHS]
    assert [round(100 * rate, 2) for rate in trend["repeat_rate"]] == [month[7] for month in MONTHS]
    # 回购率 of a month is the retention of the next: who of January came back in February.
    assert trend["retention"][0] is None
    assert [round(100 * rate, 2) for rate in trend["retention"][1:]] == [month[8] for month in MONTHS[:5]]


def test_the_return_rate_of_the_sixth_month(log: EventLog, answer: Callable[..., Result]) -> None:
    trend = figures(answer(log, "overview", Scope(until=date(1997, 7, 31), grain=Grain.MONTH)), "trend")
    assert round(100 * trend["retention"][-1], 2) == MONTHS[5][8]


def test_headline_figures_over_everything(log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(log, "overview")
    value = figures(result)
    assert value["customers"] == value["buyers"] == value["new"] == 23_570
    assert value["orders"] == 69_659
    assert value["revenue"] == pytest.approx(2_500_315.63, abs=1e-6)
    assert value["aov"] == pytest.approx(2_500_315.63 / 69_659)
    assert value["median_gap"] == 34
    assert value["repeat_rate"] == pytest.approx(1 - 12_054 / 23_570)
    assert result.parts["risk"][1]["days"].to_list() == [200]


def test_sizes_of_the_rfm_segments(log: EventLog, answer: Callable[..., Result]) -> None:
    frame = answer(log, "rfm").frame
    assert dict(frame.select("segment", "customers").iter_rows()) == SEGMENTS
    assert frame["revenue"].sum() == pytest.approx(2_500_315.63, abs=1e-6)


def test_cut_points_of_the_rfm_scores(log: EventLog, answer: Callable[..., Result]) -> None:
    cuts = answer(log, "rfm").parts["thresholds"][1]
    assert cuts["cut"].to_list() == [0.2, 0.4, 0.6, 0.8]
    assert cuts["recency"].to_list() == [142, 433, 486, 513]
    assert cuts["frequency"].to_list() == [1, 1, 2, 4]
    assert [round(cut, 3) for cut in cuts["monetary"]] == [15.36, 31.35, 59.924, 133.95]


def test_a_segment_as_scope_has_its_members_alone(log: EventLog, answer: Callable[..., Result]) -> None:
    scope = Scope(segment=Segment("rfm", "About to sleep"))
    value = figures(answer(log, "overview", scope))
    assert value["customers"] == SEGMENTS["about to sleep"]
    assert value["orders"] == 3560
