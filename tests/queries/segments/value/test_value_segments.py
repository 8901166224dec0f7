"""RFM in eight classes, value tiers, ABC classes and deciles: by hand, against plain Python, and at the edges."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from statistics import mean, median
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.customers.ranking import decile, ranked, starts_below, value_decile
from queries.data.data import Data
from queries.errors import QuestionError, UsageError
from queries.question.scope import Scope
from queries.segments.membership import membership
from queries.segments.purchases.rfm8 import CLASSES

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

FIRST = date(2024, 1, 1)
ROLES = {kind: (kind,) for kind in ("purchase", "refund", "visit", "click")}
PEOPLE = [(f"p{n}", None) for n in range(8)]

events = st.lists(
    st.tuples(
        st.integers(0, 7),
        st.integers(0, 60),
        st.sampled_from(["purchase", "purchase", "purchase", "refund", "click"]),
        st.none() | st.integers(0, 6),
    ),
    max_size=35,
)


def at(day: int) -> datetime:
    return datetime.combine(FIRST + timedelta(days=day), datetime.min.time())


def segments(log: EventLog, id: str, **parameters: Any) -> dict[str, str]:  # noqa: A002
    """Id → segment."""
    members = membership(Data(log, Scope()), id, **parameters).join(log.customers, on="customer")
    return dict(members.select("id", pl.col("segment").cast(pl.String)).collect().iter_rows())


def quantile(values: list[float], share: float) -> float:
    """Interpolated linearly, as the catalogue says."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def figures(rows: list[tuple[int, int, str, int | None]], end: int, first: int = 0) -> dict[str, tuple[int, int, int]]:
    """Id → recency, frequency, monetary of everyone who bought from a day on."""
    inside = [row for row in rows if row[1] >= first]
    found = {}
    for who in {row[0] for row in inside if row[2] == "purchase"}:
        days = {row[1] for row in inside if row[0] == who and row[2] == "purchase"}
        money = {"purchase": 1, "refund": -1, "click": 0}
        spent = sum(money[row[2]] * (row[3] or 0) for row in inside if row[0] == who)
        found[f"p{who}"] = (end - max(days), len(days), spent)
    return found


@settings(max_examples=12)
@given(rows=events, window=st.none() | st.integers(1, 70))
def test_the_classes_tiers_and_ranks_of_everyone(
    log_of: Callable[..., EventLog], rows: list[tuple[int, int, str, int | None]], window: int | None
) -> None:
    rows = [(0, 30, "purchase", 3), *rows]
    log = log_of(*((f"p{who}", at(day), *rest) for who, day, *rest in rows), customers=PEOPLE, roles=ROLES)
    end = max(row[1] for row in rows) + 1
    known = figures(rows, end, end - window if window else 0)
    for name, of in {"mean": mean, "median": median}.items():
        assert segments(log, "rfm8", center=name, window=window) == eight_classes(known, of)
    order = sorted(known, key=lambda who: (-known[who][2], who))
    place = {who: str(10 * rank // len(order) + 1) for rank, who in enumerate(order)}
    assert segments(log, "decile", window=window) == everyone(place)
    total = sum(known[who][2] for who in order)
    before = {who: sum(known[better][2] for better in order[:rank]) for rank, who in enumerate(order)}
    tenth = {who: str(min(9, max(0, 10 * before[who] // total)) + 1) if total > 0 else "10" for who in order}
    assert segments(log, "decile", of="revenue", window=window) == everyone(tenth)
    classes = {
        who: "C"
        if known[who][2] <= 0
        else "A"
        if 10 * before[who] < 7 * total
        else "B"
        if 10 * before[who] < 9 * total
        else "C"
        for who in order
    }
    assert segments(log, "abc", window=window) == everyone(classes)
    assert segments(log, "value_tier") == tiers(rows, figures(rows, end), end, 0.75, 0.25)
    assert segments(log, "value_tier", hi=0.6, lo=0.5) == tiers(rows, figures(rows, end), end, 0.6, 0.5)


def everyone(known: dict[str, str]) -> dict[str, str]:
    return {who: known.get(who, "no purchase") for who, _ in PEOPLE}


def eight_classes(known: dict[str, tuple[int, int, int]], of: Callable[[list[int]], float]) -> dict[str, str]:
    centers = [of(list(column)) for column in zip(*known.values(), strict=True)] if known else []
    names = {sides: name for name, (sides, _) in CLASSES.items()}
    found = {}
    for who, (recency, frequency, monetary) in known.items():
        sides = (recency <= centers[0], frequency > centers[1], monetary > centers[2])
        found[who] = names[(int(sides[0]), int(sides[1]), int(sides[2]))]
    return everyone(found)


def tiers(
    rows: list[tuple[int, int, str, int | None]],
    known: dict[str, tuple[int, int, int]],
    end: int,
    hi: float,
    lo: float,
) -> dict[str, str]:
    seen: dict[str, int] = {}
    clicks: dict[str, int] = {}
    for who, day, kind, _ in rows:
        seen[f"p{who}"] = min(day, seen.get(f"p{who}", day))
        clicks[f"p{who}"] = clicks.get(f"p{who}", 0) + (kind == "click")
    rates = {who: clicks[who] * 30 / max(end - seen[who], 30) for who in seen}
    often, much = ([float(row[n]) for row in known.values()] for n in (1, 2))
    ever = [rate for rate in rates.values() if rate > 0]
    found = {}
    for who in seen:
        _, frequency, monetary = known.get(who, (0, 0, 0))
        if who in known and frequency >= quantile(often, hi) and monetary >= quantile(much, hi):
            found[who] = "high"
        elif rates[who] > 0 and rates[who] >= quantile(ever, hi) and frequency < quantile(often, 0.5):
            found[who] = "potential"
        elif who in known and frequency <= quantile(often, lo) and monetary <= quantile(much, lo):
            found[who] = "low"
        elif who in known:
            found[who] = "middle"
    return everyone(found)


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
    assert result.findings == ("2 buyers (33.3 %) are class A: they bring 84 % of the revenue.",)
    table = result.parts["thresholds"][1]
    assert table["customers"].to_list() == [2, 1, 3]
    assert table["least"].to_list() == [20, 15, -5]
    assert table["revenue_share"].sum() == pytest.approx(1)


def test_ties_go_by_id(log_of: Callable[..., EventLog]) -> None:
    log = log_of(*((who, at(0), "purchase", 1) for who in "hgfedcba"), roles=ROLES)
    assert segments(log, "abc") == dict(zip("abcdefgh", "AAAAAABB", strict=True))
    assert segments(log, "decile") == dict(zip("abcdefgh", "12346789", strict=True))


def test_a_limit_lies_exactly_where_it_says(log_of: Callable[..., EventLog]) -> None:
    log = log_of(("a", at(0), "purchase", "0.7"), ("b", at(0), "purchase", "0.2"), ("c", at(0), "purchase", "0.1"))
    assert segments(log, "abc") == {"a": "A", "b": "B", "c": "C"}


@given(
    st.lists(st.integers(-(10**9), 10**14), min_size=1, max_size=30),
    st.integers(0, 1000).map(lambda thousandths: thousandths / 1000),
)
def test_ranks_compare_whole_numbers_however_large(values: list[int], share: float) -> None:
    ordered = sorted(values, reverse=True)
    frame = ranked(pl.LazyFrame({"value": ordered}, schema={"value": pl.Int64}))
    told = frame.select("before", below=starts_below(share), tenth=decile(), value_tenth=value_decile()).collect()
    total = sum(ordered)
    for rank, row in enumerate(told.iter_rows(named=True)):
        assert row["before"] == sum(ordered[:rank])
        assert row["below"] == (1000 * row["before"] < round(share * 1000) * total)
        assert row["tenth"] == 10 * rank // len(ordered) + 1
        assert row["value_tenth"] == (min(9, max(0, 10 * row["before"] // total)) + 1 if total > 0 else None)


def test_without_positive_revenue_everyone_is_in_the_last_class(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(("a", at(0), "purchase", 0), ("b", at(0), "purchase", 3), ("b", at(1), "refund", 5), roles=ROLES)
    assert segments(log, "abc") == {"a": "C", "b": "C"}
    result = answer(log, "abc")
    assert "There is no revenue above 0 to divide: every buyer is in class C." in result.notes
    assert result.findings == ()
    assert set(segments(log, "decile", of="revenue").values()) == {"10"}


@pytest.mark.parametrize("id_", ["abc", "decile"])
def test_revenue_classes_need_amounts(log_of: Callable[..., EventLog], answer: Callable[..., Result], id_: str) -> None:
    with pytest.raises(QuestionError, match="hold no amounts"):
        answer(log_of(("a", at(0))), id_)


@pytest.mark.parametrize(
    ("id_", "given", "said"),
    [
        ("abc", {"a": 0.9, "b": 0.7}, "Class A cannot end at 0.9 when B ends at 0.7"),
        ("abc", {"a": 1.5}, "a cannot be 1.5"),
        ("value_tier", {"hi": 0.2}, r"What is low up to 0\.25 cannot be high from 0\.2 on"),
        ("value_tier", {"lo": -1}, "lo cannot be -1"),
        ("rfm8", {"center": "mode"}, "center cannot be “mode”. It takes mean, median"),
        ("rfm8", {"window": 0}, "window cannot be 0"),
        ("decile", {"of": "profit"}, "of cannot be “profit”"),
    ],
)
def test_what_makes_no_sense_is_refused(
    log_of: Callable[..., EventLog], answer: Callable[..., Result], id_: str, given: dict[str, Any], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        answer(log_of(("a", at(0), "purchase", 1)), id_, **given)


def test_eight_classes_by_hand(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    # Days since the last order 10, 1, 10, 1; days with an order 1, 3, 1, 1; money 100, 3, 1, 50.
    rows = [("a", at(0), "purchase", 100), *(("b", at(day), "purchase", 1) for day in (7, 8, 9))]
    log = log_of(*rows, ("c", at(0), "purchase", 1), ("d", at(9), "purchase", 50), ("e", at(9), "visit"))
    assert segments(log, "rfm8") == {
        "a": "important win-back",
        "b": "general value",
        "c": "general win-back",
        "d": "important development",
        "e": "no purchase",
    }
    # The medians are 5.5 days, 1 day and 26.50: the same sides here; of the last three days only b and d bought.
    assert segments(log, "rfm8", center="median")["d"] == "important development"
    assert segments(log, "rfm8", window=3) | {"a": "", "c": ""} == {
        "a": "",
        "b": "general value",
        "c": "",
        "d": "important development",
        "e": "no purchase",
    }
    table = answer(log, "rfm8", worth="no").parts["thresholds"][1]
    assert table.rows() == [("mean", 5.5, 1.5, 38.5)]


def test_classes_add_up_to_all_buyers(cdnow_log: EventLog, answer: Callable[..., Result]) -> None:
    for id_ in ("rfm8", "value_tier", "abc", "decile"):
        frame = answer(cdnow_log, id_, worth="no").frame
        assert frame.filter(pl.col("segment") != "no purchase")["customers"].sum() == 23_570
        assert frame["revenue"].sum() == pytest.approx(2_500_315.63)
    assert answer(cdnow_log, "decile", worth="no").frame["customers"].to_list()[:10] == [2357] * 10


def test_classes_are_those_of_concentration(cdnow_log: EventLog, answer: Callable[..., Result]) -> None:
    concentration = answer(cdnow_log, "concentration")
    for id_, table in (("abc", concentration.parts["abc"][1]), ("decile", concentration.frame)):
        frame = answer(cdnow_log, id_, worth="no").frame.filter(pl.col("customers") > 0)
        assert frame["customers"].to_list() == table["customers"].to_list()
        assert frame["revenue"].to_list() == pytest.approx(table["revenue"].to_list())


def test_nobody_is_potential_without_clicks_and_visits(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    rows = [("a", at(0), "purchase", 9), ("a", at(1), "purchase", 9), ("b", at(1), "look"), ("c", at(1), "purchase", 1)]
    result = answer(log_of(*rows), "value_tier", worth="no")
    assert result.frame.filter(pl.col("segment") == "potential")["customers"].item() == 0
    assert any("nobody is potential" in note for note in result.notes)
    visits = answer(log_of(*rows, roles={"purchase": ("purchase",), "visit": ("look",)}), "value_tier", worth="no")
    assert visits.frame.filter(pl.col("segment") == "potential")["customers"].item() == 1
    assert any("look" in note and "Visits stand in" in note for note in visits.notes)


@pytest.mark.parametrize(("id_", "told"), [("rfm8", "nobody is in an important class"), ("value_tier", "counts as 0")])
def test_missing_amounts_are_told(
    log_of: Callable[..., EventLog], answer: Callable[..., Result], id_: str, told: str
) -> None:
    result = answer(log_of(("a", at(0)), ("b", at(1)), ("b", at(2))), id_)
    assert any(told in note for note in result.notes)
    assert result.frame["customers"].sum() == 2
    assert result.frame["revenue"].null_count() == len(result.frame)
