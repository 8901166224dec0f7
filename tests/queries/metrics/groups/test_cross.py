"""Cross tables: every cell against plain Python, totals, shares and index, and χ² against scipy."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency
from scipy.stats.contingency import association

from queries.answering.pivot import as_shown
from queries.answering.runner import Runner
from queries.data.data import Data
from queries.dimensions import dimension as dimensions
from queries.errors import QuestionError, UsageError
from queries.models.contingency import contingency, residual
from queries.question.periods import Grain
from queries.question.question import Question
from queries.question.scope import Scope
from tests.rows import some_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

FIRST = datetime(2024, 1, 1)
CITIES = [("a", "Rome"), ("b", "Oslo"), ("c", "Rome"), ("d", None), ("e", "Oslo"), ("idle", "Rome")]
CITY = {who: city or "(none)" for who, city in CITIES}
Row = tuple[str, int, str, int | None, str | None]
events = st.lists(
    st.tuples(
        st.sampled_from("abcde"),
        st.integers(0, 24 * 70),
        st.sampled_from(["visit", "purchase", "purchase", "refund"]),
        st.none() | st.integers(1, 9),
        st.sampled_from(["web", "app", None]),
    ),
    min_size=1,
    max_size=40,
)


def at(hour: int) -> datetime:
    return FIRST + timedelta(hours=hour)


def value_of(dimension: str, row: Row) -> Any:
    """The value of a dimension that an event has, in plain Python."""
    who, hour, kind, _, channel = row
    return {
        "city": CITY[who],
        "event": kind,
        "channel": channel or "(none)",
        "activity": "ignore" if kind == "refund" else "active",
        "period": at(hour).date().replace(day=1),
        "weekday": at(hour).isoweekday(),
        "hour": at(hour).hour,
    }[dimension]


def measured(rows: list[Row], people: set[str], measure: str) -> float | None:
    """A measure of some events and the customers they are told of."""
    orders = [row for row in rows if row[2] == "purchase"]
    spent = float(sum(row[3] or 0 for row in orders))
    net = spent - sum(row[3] or 0 for row in rows if row[2] == "refund")
    return {
        "customers": len(people),
        "interactions": len(rows),
        "orders": len(orders),
        "revenue": net,
        "aov": spent / len(orders) if orders else None,
        "per_customer": len(rows) / len(people) if people else None,
        "revenue_per_customer": net / len(people) if people else None,
    }[measure]


@settings(max_examples=13)
@given(
    rows=events,
    names=st.permutations(["city", "event", "channel", "period", "weekday", "hour"]).map(lambda names: names[:2]),
    measure=st.sampled_from(["customers", "interactions", "orders", "revenue", "aov", "per_customer"]),
)
def test_every_cell_and_total_is_as_counted_by_hand(
    log_of: Callable[..., EventLog], rows: list[Row], names: list[str], measure: str
) -> None:
    rows = [("a", 0, "purchase", 3, "web"), ("b", 1, "refund", 1, "app"), *rows]
    log = log_of(*((who, at(hour), *rest) for who, hour, *rest in rows), customers=CITIES)
    result = Runner(log).answer(
        Question.of("cross", Scope(grain=Grain.MONTH), None, None, rows=names[0], columns=names[1], measure=measure)
    )
    kinds = {"orders": ("purchase",), "aov": ("purchase",), "revenue": ("purchase", "refund")}.get(measure)
    own = [row for row in rows if kinds is None or row[2] in kinds]
    cells: dict[Any, list[Row]] = defaultdict(list)
    for row in own:
        cells[value_of(names[0], row), value_of(names[1], row)].append(row)
    frame = result.frame
    lines = [{cell[place] for cell in cells} for place in (0, 1)]
    assert len(frame) == len(lines[0]) * len(lines[1])
    for cell in frame.iter_rows(named=True):
        found = cells.get((cell[names[0]], cell[names[1]]), [])
        people = {event[0] for event in found}
        assert cell["customers"] == len(people)
        assert cell["value"] == pytest.approx(measured(found, people, measure))
    for total in some_rows(result.parts["totals"][1]):
        place = {names[0]: 0, names[1]: 1}.get(total["total"])
        inside = [
            event for pair, some in cells.items() for event in some if place is None or str(pair[place]) == total["of"]
        ]
        people = {event[0] for event in inside}
        assert (total["value"], total["customers"]) == (pytest.approx(measured(inside, people, measure)), len(people))


@settings(max_examples=8)
@given(rows=events, measure=st.sampled_from(["customers", "interactions", "orders"]))
def test_two_dimensions_of_customers_add_up(log_of: Callable[..., EventLog], rows: list[Row], measure: str) -> None:
    rows = [("a", 0, "purchase", 3, "web"), *rows]
    log = log_of(*((who, at(hour), *rest) for who, hour, *rest in rows), customers=CITIES)
    result = Runner(log).answer(Question.of("cross", rows="rfm", columns="city", measure=measure))
    frame, totals = result.frame, result.parts["totals"][1]
    whole = totals["value"][-1]
    assert frame["value"].sum() == whole == {"customers": log.size, "interactions": len(rows)}.get(measure, whole)
    assert frame["total_share"].sum() == pytest.approx(1)
    for name, share in (("rfm", "row_share"), ("city", "column_share")):
        sums = frame.group_by(name).agg(pl.col(share).sum(), pl.col("value").sum()).filter(pl.col("value") > 0)
        assert sums[share].to_list() == pytest.approx([1] * len(sums))
    # The index of the whole is 100: the rows' indexes weighted by the rows.
    rated = frame.drop_nulls("index").with_columns(row=pl.col("value").sum().over("rfm"))
    for (_city,), part in rated.group_by("city"):
        assert (part["index"] * part["row"]).sum() / whole == pytest.approx(100)
    assert frame["expected"].sum() == pytest.approx(whole)


@settings(max_examples=40)
@given(
    st.integers(2, 5).flatmap(
        lambda width: st.lists(st.lists(st.integers(0, 60), min_size=width, max_size=width), min_size=2, max_size=6)
    )
)
def test_chi_squared_and_v_as_scipy_has_them(counts: list[list[int]]) -> None:
    table = [row for row in counts if sum(row)]
    columns = [at for at in range(len(counts[0])) if sum(row[at] for row in table)]
    table = [[row[at] for at in columns] for row in table]
    found = contingency(counts)
    if len(table) < 2 or len(columns) < 2:
        assert found is None
        return
    theirs = chi2_contingency(table, correction=False)
    assert found is not None
    assert [found.chi2, found.p] == pytest.approx([theirs.statistic, theirs.pvalue])
    assert found.df == theirs.dof
    assert found.v == pytest.approx(association(table, method="cramer"))
    assert found.sparse == (theirs.expected_freq < 5).sum()


def test_chi_squared_by_hand(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    # Rome 30 bought and 10 not, Oslo 20 and 40: E = 20, 20, 30, 30; χ² = 5 + 5 + 10/3 + 10/3; V = √(χ² ÷ 100).
    people = [(f"c{n:03}", "Rome" if n < 40 else "Oslo") for n in range(100)]
    buyers = [f"c{n:03}" for n in (*range(30), *range(40, 60))]
    log = log_of(*((who, FIRST) for who in buyers), customers=people)
    result = answer(log, "cross", rows="city", columns="rfm")
    assert result.frame.filter(pl.col("rfm") == "no purchase").select("city", "value", "expected", "index").rows() == [
        ("Oslo", 40, 30.0, pytest.approx(100 * 40 / 30)),
        ("Rome", 10, 20.0, 50.0),
    ]
    figures = {figure.name: (figure.value, figure.n) for figure in result.figures}
    assert figures["Chi-squared"][0] == pytest.approx(10 + 20 / 3)
    assert figures["Chi-squared"][1] == 100
    assert figures["Cramér's V"][0] == pytest.approx((1 / 6) ** 0.5)
    assert (figures["Degrees of freedom"][0], figures["Cells that expect fewer than 5"][0]) == (1, 0)
    assert result.findings[0] == "city and rfm go moderately together (Cramér's V 0.41, p < .001)."
    # Of Rome's 10 without a purchase 20 were expected: too few to be told.
    assert [finding.split(" times")[0] for finding in result.findings[1:]] == [
        "Rome × new customers: 1.50",
        "Oslo × new customers: 0.67",
        "Oslo × no purchase: 1.33",
    ]


def test_cells_that_expect_few_are_told(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("a", FIRST), ("b", FIRST), customers=CITIES)
    result = answer(log, "cross", rows="city", columns="rfm")
    assert any("6 of 6 cells expect fewer than 5 customers" in note for note in result.notes)


@pytest.mark.parametrize(
    ("rows", "columns", "measure"), [("city", "channel", "customers"), ("city", "rfm", "interactions")]
)
def test_chi_squared_needs_independent_counts(
    log_of: Callable[..., EventLog], answer: Callable[..., Result], rows: str, columns: str, measure: str
) -> None:
    log = log_of(*((who, FIRST, "purchase", 1, c) for who in "abc" for c in ("web", "app")), customers=CITIES)
    result = answer(log, "cross", rows=rows, columns=columns, measure=measure)
    assert result.figures == ()
    assert any("No χ² is given" in note for note in result.notes) is (measure == "customers")


@pytest.mark.parametrize(
    ("rows", "columns", "measure"),
    [
        ("rfm", "city", "customers"),
        ("city", "channel", "orders"),
        ("weekday", "hour", "interactions"),
        ("period", "event", "customers"),
        ("activity", "rfm", "revenue"),
    ],
)
def test_a_cell_opens_its_customers(log_of: Callable[..., EventLog], rows: str, columns: str, measure: str) -> None:
    some = [("a", 0, "purchase", 5, "web"), ("a", 30, "purchase", 5, "app"), ("b", 900, "visit", None, None)]
    some += [("c", 40, "refund", 2, "web"), ("d", 1000, "purchase", 1, "web"), ("a", 0, "visit", None, "web")]
    log = log_of(*((who, at(hour), *rest) for who, hour, *rest in some), customers=CITIES)
    runner, question = Runner(log), Question.of("cross", rows=rows, columns=columns, measure=measure)
    frame = runner.answer(question).frame
    assert frame["customers"].sum() > 0
    for row in frame.iter_rows(named=True):
        assert len(runner.customers(question, row)) == row["customers"]


def test_values_stand_in_their_own_order(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    days = [6, 0, 2]  # Sunday, Monday, Wednesday
    log = log_of(*(("a", FIRST + timedelta(days=day), "purchase", 1, "web") for day in days), ("idle", FIRST, "visit"))
    result = answer(log, "cross", Scope(grain=Grain.QUARTER), rows="weekday", columns="rfm")
    assert result.frame["weekday"].unique(maintain_order=True).to_list() == [1, 3, 7]
    columns, _ = as_shown(result)
    assert [column.heading for column in columns] == ["Weekday", "new customers", "no purchase"]
    columns, _ = as_shown(answer(log, "cross", Scope(grain=Grain.QUARTER), rows="event", columns="period"))
    assert [column.heading for column in columns] == ["Event", "2024-Q1"]
    assert result.metric.chart is not None
    assert (result.metric.chart.x, result.metric.chart.within) == ("rfm", ("weekday",))


def test_a_value_that_is_called_like_a_column_leaves_the_table_long(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(("a", FIRST, "purchase", 1, "city"), ("b", FIRST, "purchase", 1, "web"), customers=CITIES)
    columns, frame = as_shown(answer(log, "cross", rows="city", columns="channel"))
    assert "value" in [column.name for column in columns]
    assert len(frame) == 2 * 2


def test_an_attribute_that_is_called_like_a_column(
    table_log: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = table_log(
        "SELECT * FROM (VALUES ('a', DATE '2024-01-01', 'x'), ('b', DATE '2024-01-02', 'y')) AS "
        "t(customer, time, value)",
        entry={"attributes": ("value",)},
    )
    result = answer(log, "cross", rows="value", columns="rfm")
    assert result.frame.columns[:3] == ["value (dimension)", "rfm", "value"]
    assert result.frame["value (dimension)"].unique(maintain_order=True).to_list() == ["x", "y"]


def test_what_is_taken_where_nothing_is_named(
    log_of: Callable[..., EventLog], cdnow_log: EventLog, answer: Callable[..., Result]
) -> None:
    shop = log_of(("a", FIRST, "purchase", 1, "web"), ("b", FIRST, "visit", None, "app"))
    assert answer(shop, "cross").frame.columns[:2] == ["rfm", "channel"]
    assert answer(shop, "cross", columns="rfm").frame.columns[:2] == ["period", "rfm"]
    assert answer(shop, "cross", rows="channel").frame.columns[:2] == ["channel", "period"]
    assert answer(cdnow_log, "cross").frame.columns[:2] == ["rfm", "period"]
    visits = log_of(("a", FIRST, "visit"), ("b", FIRST, "click"))
    assert answer(visits, "cross").frame.columns[:2] == ["engagement", "event"]


def test_cdnow_customers_by_segment_and_quarter(cdnow_log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(cdnow_log, "cross", Scope(grain=Grain.QUARTER), rows="rfm", columns="period", measure="orders")
    totals = result.parts["totals"][1]
    assert totals["value"][-1] == result.frame["value"].sum() == 69_659
    first = totals.filter((pl.col("total") == "period") & (pl.col("of") == "1997-01-01"))
    assert first["value"].item() == 8_928 + 11_272 + 11_598
    sizes = dict(totals.filter(pl.col("total") == "rfm").select("of", "customers").iter_rows())
    assert (sizes["champions"], sizes["hibernating"]) == (4_134, 8_537)


def test_the_scope_is_obeyed(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("a", FIRST, "purchase", 1, "web"), ("a", at(24 * 40), "visit", None, "app"), ("b", at(24 * 41)))
    late = answer(log, "cross", Scope(since=date(2024, 2, 1)), rows="channel", columns="event")
    assert dict(late.frame.filter(pl.col("value") > 0).select("channel", "value").iter_rows()) == {
        "app": 1,
        "(none)": 1,
    }
    early = answer(log, "cross", Scope(as_of=date(2024, 1, 2)), rows="rfm", columns="event")
    assert early.frame.select("rfm", "event", "value").rows() == [("new customers", "purchase", 1)]


def test_nothing_in_the_scope_is_no_row(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("a", FIRST), ("b", at(900), "visit"))
    result = answer(log, "cross", Scope(since=date(2024, 1, 3), events=("purchase",)), rows="event", columns="period")
    assert (len(result.frame), result.figures, result.findings) == (0, (), ())


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"rows": "rfm", "columns": "rfm"}, UsageError, "Choose two different dimensions"),
        ({"rows": "weather"}, UsageError, "no dimension “weather”.*rfm"),
        ({"rows": "channel"}, UsageError, "no dimension “channel”"),
        ({"measure": "revenue"}, QuestionError, "no amounts"),
        ({"measure": "profit"}, UsageError, "profit"),
    ],
)
def test_what_cannot_be_crossed_is_said(
    log_of: Callable[..., EventLog], answer: Callable[..., Result], given: dict[str, Any], error: type, words: str
) -> None:
    log = log_of(("a", FIRST), ("b", FIRST, "visit"))
    with pytest.raises(error, match=words):
        answer(log, "cross", **given)


def test_orders_need_orders(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("a", FIRST, "visit"))
    with pytest.raises(QuestionError, match="no purchase events"):
        answer(log, "cross", measure="aov")
    with pytest.raises(QuestionError, match="no purchase events"):
        answer(log, "cross", rows="rfm")
    assert "rfm" not in dimensions.names(log)


def test_every_dimension_that_is_offered_can_be_crossed(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    rows = [("a", at(0), "purchase", 2, "web"), ("a", at(50), "purchase", 2, "app"), ("b", at(5), "visit", None, None)]
    log = log_of(*rows, customers=CITIES)
    for name in dimensions.names(log):
        made = dimensions.dimension(Data(log, Scope()), name)
        assert made.per_customer is (name not in dimensions.OF_EVENTS)
        other = "event" if name != "event" else "city"
        assert answer(log, "cross", rows=name, columns=other).frame["value"].sum() > 0


def test_a_residual_by_hand() -> None:
    frame = pl.DataFrame({"n": [30, 5], "row": [50, 50], "column": [40, 100], "whole": [100, 100]})
    found = frame.select(residual(pl.col("n"), pl.col("row"), pl.col("column"), pl.col("whole"))).to_series()
    assert found.to_list() == [pytest.approx(10 / (20 * 0.5 * 0.6) ** 0.5), None]
