"""RFM by cut points of one's own and by rank: hand-computed scores, what is refused, what is said."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from queries.answering.runner import Runner
from queries.data.data import Data
from queries.errors import UsageError
from queries.question.question import Question
from queries.question.scope import Scope, Segment
from queries.segments.membership import membership

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

DAYS = {"a": (1,), "b": (1, 2), "c": (1, 2, 30), "d": (1, 2, 3, 60), "e": (50, 51, 52, 53, 90), "f": (80, 95)}
"""Days with an order, of 1.50 each; the analysis date is day 100."""


@pytest.fixture(scope="module")
def log(log_of: Callable[..., EventLog]) -> EventLog:
    rows = [(who, date(2024, 1, 1) + timedelta(days=day), "purchase", 1.5) for who in DAYS for day in DAYS[who]]
    return log_of(*rows, ("z", date(2024, 1, 1) + timedelta(days=99), "visit"))


def scores(log: EventLog, figure: str, **parameters: Any) -> dict[str, Any]:
    """Id → a score, or another column."""
    members = membership(Data(log, Scope()), "rfm", **parameters).join(log.customers, on="customer")
    return dict(members.select("id", figure).collect().iter_rows())


def test_own_cut_points_replace_the_quantiles_of_their_figure_alone(log: EventLog) -> None:
    whole = {name: scores(log, name) for name in "rfm"}
    assert scores(log, "f", f=(1, 2, 3, 4)) == {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 2, "z": None}
    assert scores(log, "r", f=(1, 2, 3, 4)) == whole["r"]
    assert scores(log, "m", f=(1, 2, 3, 4)) == whole["m"]
    # 99, 98, 70, 40, 10 and 5 days: a value at a cut point scores as those below it, the fewest days most.
    assert scores(log, "r", r=(5, 10, 70, 98)) == {"a": 1, "b": 2, "c": 3, "d": 3, "e": 4, "f": 5, "z": None}
    assert scores(log, "m", m=(1.49, 1.5, 4.5, 6.0001)) == {"a": 2, "b": 3, "c": 3, "d": 4, "e": 5, "f": 3, "z": None}


def test_other_bins_take_other_numbers_of_cut_points(log: EventLog) -> None:
    assert scores(log, "f", bins=2, f=(2.5,)) == {"a": 1, "b": 1, "c": 2, "d": 2, "e": 2, "f": 1, "z": None}
    assert scores(log, "segment", bins=2, f=(2.5,), r=(50,))["c"] == "1-2"


def test_ranks_make_bins_of_equal_size_and_part_ties_by_id(log: EventLog) -> None:
    # ntile(3) over (order by frequency, id): a b f c d e; recency backwards: a b c d e f.
    assert scores(log, "f", bins=3, rule="rank") == {"a": 1, "b": 1, "f": 2, "c": 2, "d": 3, "e": 3, "z": None}
    assert scores(log, "r", bins=3, rule="rank") == {"a": 1, "b": 1, "c": 2, "d": 2, "e": 3, "f": 3, "z": None}
    # Six customers in four bins: the first two hold one more, as ntile does.
    assert scores(log, "m", bins=4, rule="rank") == {"a": 1, "b": 1, "f": 2, "c": 2, "d": 3, "e": 4, "z": None}
    assert sorted(filter(None, scores(log, "f", bins=10, rule="rank").values())) == [1, 2, 3, 4, 5, 6]


def test_thresholds_tell_what_is_at_or_below(log: EventLog, answer: Callable[..., Result]) -> None:
    table = answer(log, "rfm", worth="no", bins=3, r=(10, 70), m=(1.5, 3)).parts["thresholds"][1]
    assert table["cut"].to_list() == pytest.approx([1 / 3, 2 / 3])
    assert table["recency"].to_list() == [10, 70]
    assert table["recency_share"].to_list() == pytest.approx([2 / 6, 4 / 6])
    assert table["monetary"].to_list() == [1.5, 3]
    assert table["monetary_share"].to_list() == pytest.approx([1 / 6, 3 / 6])
    # Frequencies 1, 2, 2, 3, 4, 5: thirds of the way lie at 2 + 2/3 × 0 and 3 + 1/3.
    assert table["frequency"].to_list() == pytest.approx([2, 3 + 1 / 3])
    ranked = answer(log, "rfm", worth="no", bins=3, rule="rank").parts["thresholds"][1]
    assert ranked["frequency"].to_list() == [2, 3]
    assert ranked["recency"].to_list() == [10, 70]
    assert ranked["frequency_share"].to_list() == pytest.approx([1 / 3, 2 / 3])


def test_an_empty_score_is_told(log: EventLog, answer: Callable[..., Result]) -> None:
    def about(figure: str, **parameters: Any) -> list[str]:
        return [note for note in answer(log, "rfm", worth="no", **parameters).notes if f"{figure} score" in note]

    assert about("frequency", f=(1, 1, 3, 4)) == ["Nobody has frequency score 2: nobody lies between those cut points."]
    assert about("recency", r=(1, 2, 70, 98)) == [
        "Nobody has recency score 4 or 5: nobody lies between those cut points."
    ]
    assert about("frequency", f=(1, 2, 3, 4)) == []
    assert about("frequency", bins=10) == [
        "Nobody has frequency score 3, 4, 5, 7 or 9: equal values stay together, and none is between."
    ]
    assert about("frequency", bins=10, rule="rank") == []


def test_ranks_say_that_they_part_equal_values(log: EventLog, answer: Callable[..., Result]) -> None:
    said = " ".join(answer(log, "rfm", worth="no", rule="rank").notes)
    assert "Bins of equal size" in said
    cuts: dict[str, Any] = {"r": (1, 2, 3, 4), "f": (1, 2, 3, 4), "m": (1, 2, 3, 4)}
    assert "Bins of equal size" not in " ".join(answer(log, "rfm", worth="no", rule="rank", **cuts).notes)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"f": "1,2,3"}, "f has 3 cut points, but 5 scores are parted by 4"),
        ({"f": "1"}, "f has 1 cut point, but 5 scores"),
        ({"m": "1,2,3,4,5"}, "m has 5 cut points"),
        ({"r": "9,2,3,4"}, "r cannot be 9,2,3,4: cut points ascend"),
        ({"bins": 3, "r": "2.5,1"}, r"r cannot be 2\.5,1: cut points ascend"),
        ({"m": "1,2,three,4"}, "m cannot be “1,2,three,4”. It takes numbers with commas between"),
        ({"m": "1,2,nan,4"}, "m cannot be “1,2,nan,4”"),
        ({"m": "1,2,inf,4"}, "m cannot be “1,2,inf,4”"),
        ({"m": "1,2,,4"}, "m cannot be “1,2,,4”"),
        ({"rule": "ntile"}, "rule cannot be “ntile”. It takes quantile, rank"),
    ],
)
def test_wrong_cut_points_are_refused_in_a_sentence(
    log: EventLog, answer: Callable[..., Result], given: dict[str, Any], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        answer(log, "rfm", **given)


def test_the_scope_of_a_segment_with_own_cut_points(log: EventLog, answer: Callable[..., Result]) -> None:
    segment = Segment("rfm", "at risk", (("f", (1, 2, 3, 8)), ("r", (5, 10, 70, 98))))
    assert Scope(segment=segment).setting_words() == ["rfm.f=1,2,3,8", "rfm.r=5,10,70,98"]
    assert segment.describe() == "rfm=at risk (f 1,2,3,8, r 5,10,70,98)"
    # c and d: 70 and 40 days are r 3, b's 98 days r 2 with f 2.
    sleepy = Segment("rfm", "About to sleep", (("f", (2, 3, 4, 8)), ("r", (5, 10, 70, 98))))
    runner = Runner(log)
    found = runner.data(Scope(segment=sleepy)).customers.select("id").collect().to_series().to_list()
    assert found == ["c"]
    result = runner.answer(Question.of("frequency", Scope(segment=sleepy)))
    assert result.frame["interactions"].sum() == len(DAYS["c"])
    with pytest.raises(UsageError, match="f has 2 cut points"):
        answer(log, "frequency", Scope(segment=Segment("rfm", "loyal", (("f", (1, 2)),))))


def test_published_sizes_change_with_the_rule(cdnow_log: EventLog, answer: Callable[..., Result]) -> None:
    def sizes(**parameters: Any) -> dict[str, int]:
        frame = answer(cdnow_log, "rfm", worth="no", **parameters).frame
        return dict(frame.select("segment", "customers").iter_rows())

    assert sizes()["about to sleep"] == 3517
    assert sizes(rule="rank")["about to sleep"] != 3517
    assert sizes(r="142,433,486,513", f="1,1,2,4") == sizes()
    ranked = membership(Data(cdnow_log, Scope()), "rfm", rule="rank").collect()
    for score in "rfm":
        counts = ranked[score].value_counts()["count"]
        assert counts.max() - counts.min() <= 1  # type: ignore[operator]


def test_customers_without_an_order_have_no_score(log: EventLog) -> None:
    members = membership(Data(log, Scope()), "rfm", rule="rank").collect()
    assert members.filter(pl.col("r").is_null())["segment"].to_list() == ["no purchase"]
