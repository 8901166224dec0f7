"""Profiles: counts against plain Python, index and lift of §9, whose profile it is, what identifies nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner
from queries.data.data import Data
from queries.errors import QuestionError, UsageError
from queries.eventlog.details.model import ITEMS, Details
from queries.formats.cells import stands_on_few
from queries.question.question import Question
from queries.question.scope import Condition, Scope, Segment
from queries.segments.membership import membership
from tests.rows import some_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

FIRST = datetime(2024, 1, 1)  # a Monday
CITIES = [("a", "Rome"), ("b", "Oslo"), ("c", "Rome"), ("d", None), ("e", "Oslo"), ("idle", "Rome")]
CITY = {who: city or "(none)" for who, city in CITIES}
BANDS = ("00–06", "06–12", "12–18", "18–24")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NOBODY = Segment("rfm", "no purchase")
Row = tuple[str, int, str, str | None]
events = st.lists(
    st.tuples(
        st.sampled_from("abcde"),
        st.integers(0, 24 * 20),
        st.sampled_from(["visit", "purchase"]),
        st.sampled_from(["web", "app", None]),
    ),
    min_size=1,
    max_size=30,
)


def at(hour: int) -> datetime:
    return FIRST + timedelta(hours=hour)


def log_from(log_of: Callable[..., EventLog], rows: list[Row]) -> EventLog:
    return log_of(*((who, at(hour), kind, None, channel) for who, hour, kind, channel in rows), customers=CITIES)


def having(rows: list[Row], attribute: str, value: str) -> list[str]:
    """Who has a value: a customer once, for weekday and hour once an event."""
    if attribute == "city":
        return [who for who, city in CITY.items() if city == value]
    if attribute == "weekday":
        return [row[0] for row in rows if DAYS[at(row[1]).weekday()] == value]
    if attribute == "hour":
        return [row[0] for row in rows if BANDS[at(row[1]).hour // 6] == value]
    place = {"event": 2, "channel": 3}[attribute]
    return sorted({row[0] for row in rows if (row[place] or "(none)") == value})


@settings(max_examples=13)
@given(rows=events, told=st.sampled_from(["parameter", "scope"]))
def test_every_value_is_counted_as_by_hand(log_of: Callable[..., EventLog], rows: list[Row], told: str) -> None:
    rows = [("a", 0, "purchase", "web"), ("b", 9, "visit", "app"), *rows]
    log = log_from(log_of, rows)
    members = set(CITY) - {who for who, _, kind, _ in rows if kind == "purchase"}
    scope = Scope(segment=NOBODY) if told == "scope" else Scope()
    segment = "rfm=no purchase" if told == "parameter" else None
    frame = Runner(log).answer(Question.of("profile", scope, segment=segment)).frame
    assert set(frame["attribute"]) == {"city", "event", "channel", "weekday", "hour"} - (
        set() if any(at(hour).hour >= 6 for _, hour, _, _ in rows) else {"hour"}
    )
    for row in frame.iter_rows(named=True):
        who = having(rows, row["attribute"], row["value"])
        base = [event[0] for event in rows] if row["attribute"] in ("weekday", "hour") else list(CITY)
        own, size = sum(one in members for one in who), sum(one in members for one in base)
        assert (row["n"], row["members"], row["of_members"]) == (len(who), own, size)
        assert (row["others"], row["of_others"]) == (len(who) - own, len(base) - size)
        if size:
            assert row["in_segment"] == pytest.approx(own / size)
            assert row["index"] == pytest.approx(100 * (own / size) / (len(who) / len(base)))
            assert row["lift"] == pytest.approx((own / len(who)) / (size / len(base)))
        if len(base) > size:
            assert row["elsewhere"] == pytest.approx((len(who) - own) / (len(base) - size))


@settings(max_examples=8)
@given(rows=events)
def test_the_index_of_the_whole_is_100(log_of: Callable[..., EventLog], rows: list[Row]) -> None:
    log = log_from(log_of, [("a", 0, "purchase", "web"), *rows])
    runner, sums = Runner(log), dict[tuple[str, str], float]()
    segments = (
        membership(Data(log, Scope()), "rfm").select(pl.col("segment").cast(pl.String).unique()).collect().to_series()
    )
    for segment in segments:  # one runner: what is shared between questions must not mix segments up
        for row in runner.answer(Question.of("profile", segment=f"rfm={segment}")).frame.iter_rows(named=True):
            share = row["of_members"] / (row["of_members"] + row["of_others"])
            place = row["attribute"], row["value"]
            sums[place] = sums.get(place, 0) + (row["index"] or 0) * share
    assert list(sums.values()) == pytest.approx([100] * len(sums))


def crowd(log_of: Callable[..., EventLog]) -> EventLog:
    """200 customers: 60 of Rome, of whom 50 have bought; of the 140 of Oslo 10 have; who bought came by the app."""
    people = [(f"c{n:03}", "Rome" if n < 60 else "Oslo") for n in range(200)]
    bought = {f"c{n:03}" for n in (*range(50), *range(60, 70))}
    rows = [(who, FIRST, "visit", None, "web") for who, _ in people]
    return log_of(*rows, *((who, at(30), "purchase", 1, "app") for who in sorted(bought)), customers=people)


def test_what_is_most_telling_comes_first_and_is_said(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    result = answer(crowd(log_of), "profile", Scope(segment=NOBODY))
    city = {row["value"]: row for row in result.frame.filter(pl.col("attribute") == "city").iter_rows(named=True)}
    # 10 of 140 without a purchase live in Rome, 50 of the 60 with one, 60 of all 200.
    assert (city["Rome"]["in_segment"], city["Rome"]["elsewhere"]) == (10 / 140, 50 / 60)
    assert (city["Rome"]["index"], city["Rome"]["lift"]) == (pytest.approx(100 / 4.2), pytest.approx(1 / 4.2))
    # Only 60 customers have done these: nobody without a purchase, which is as far as an index can fall.
    assert result.findings == (
        "No purchase: event purchase: 0.0 % of members, 100.0 % elsewhere (index 0, n = 60).",
        "No purchase: channel app: 0.0 % of members, 100.0 % elsewhere (index 0, n = 60).",
        "No purchase: weekday Tue: 0.0 % of their events, 50.0 % elsewhere (index 0, n = 60).",
    )
    away = [abs(row["index"] - 100) for row in result.frame.iter_rows(named=True)]
    assert away[:5] == sorted(away[:5], reverse=True)
    assert "It is the profile of rfm=no purchase as of 2024-01-03, against everyone else of the scope." in result.notes


def test_where_nobody_is_named_every_segment_is_told(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    result = answer(crowd(log_of), "profile")
    assert result.frame.columns[:3] == ["segment", "attribute", "value"]
    assert result.frame["segment"].unique(maintain_order=True).to_list() == ["new customers", "no purchase"]
    assert set(result.frame.group_by("segment").len()["len"]) <= {1, 2, 3, 4, 5}
    one = answer(crowd(log_of), "profile", segment="rfm=no purchase").frame
    shared = result.frame.filter(pl.col("segment") == "no purchase").drop("segment")
    assert shared.rows() == one.head(len(shared)).rows()


def test_without_purchases_the_bands_of_engagement_are_told(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(*((f"c{n}", at(n % 48), "visit") for n in range(40)))
    assert "each segment of engagement" in answer(log, "profile").notes[0]


def test_a_condition_of_the_scope_makes_a_segment(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    rome = Condition("city", "=", "rome")
    result = answer(crowd(log_of), "profile", Scope(where=(rome,)), about="events")
    app = result.frame.row(by_predicate=pl.col("value") == "app", named=True)
    assert (app["members"], app["of_members"], app["others"], app["of_others"]) == (50, 60, 10, 140)
    inside = answer(crowd(log_of), "profile", Scope(where=(rome,)), segment="rfm=no purchase", about="events")
    app = inside.frame.row(by_predicate=pl.col("value") == "app", named=True)
    assert (app["members"], app["of_members"], app["others"], app["of_others"]) == (0, 10, 50, 50)


def test_few_are_marked(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    result = answer(
        log_from(log_of, [("a", 0, "purchase", "web"), ("b", 8, "visit", None)]), "profile", segment="rfm=no purchase"
    )
    marked = {column.name for column in result.columns if stands_on_few(column, result.frame.row(0, named=True))}
    assert {"index", "lift", "in_segment"} <= marked
    assert result.findings == ()


def test_what_hardly_two_share_is_left_out(table_log: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = table_log(
        "SELECT 'c' || i AS customer, TIMESTAMP '2024-01-01 09:00' + INTERVAL 1 HOUR * i AS time, 'mail' || i AS mail, "
        "i % 3 AS shelf, i::DOUBLE / 7 AS size, [i] AS many, i % 2 = 0 AS even FROM range(100) AS t(i)",
        entry={"attributes": ("mail", "shelf", "size", "many", "even")},
    )
    result = answer(log, "profile", segment="rfm=new customers", about="attributes")
    told = dict(result.parts["attributes"][1].select("attribute", "told").iter_rows())
    assert (told["mail"], told["shelf"], told["size"], told["even"]) == (False, True, True, True)
    assert any(note.startswith("Left out, because hardly two customers share a value: mail") for note in result.notes)
    assert "mail" not in set(result.frame["attribute"])


def test_dates_only_say_nothing_about_hours(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("a", FIRST), ("b", at(48), "visit"))
    result = answer(log, "profile", segment="rfm=no purchase")
    assert "hour" not in set(result.frame["attribute"])
    assert any("nothing can be said about hours" in note for note in result.notes)


def test_an_attribute_that_is_called_like_something_else(table_log: Callable[..., EventLog]) -> None:
    log = table_log(
        "SELECT 'c' || i AS customer, DATE '2024-01-01' AS time, CASE i % 2 WHEN 0 THEN 'x' ELSE 'y' END AS weekday "
        "FROM range(10) AS t(i)",
        entry={"attributes": ("weekday",)},
    )
    runner, question = Runner(log), Question.of("profile", segment="rfm=new customers")
    frame = runner.answer(question).frame
    own = frame.filter(pl.col("attribute") == "customer weekday")
    assert sorted(own["value"]) == ["x", "y"]
    assert frame.filter(pl.col("attribute") == "weekday")["value"].to_list() == ["Mon"]
    assert len(runner.customers(question, own.row(0, named=True))) == 5


@pytest.mark.parametrize("segment", [None, "rfm=no purchase"])
def test_a_row_opens_the_members_with_its_value(log_of: Callable[..., EventLog], segment: str | None) -> None:
    runner, question = Runner(crowd(log_of)), Question.of("profile", segment=segment)
    for row in some_rows(runner.answer(question).frame):
        found = runner.customers(question, row)
        of_events = row["attribute"] in ("weekday", "hour")
        assert (len(found) <= row["members"]) if of_events else (len(found) == row["members"])
        assert bool(len(found)) is bool(row["members"])


def with_lines(log: EventLog, lines: Sequence[tuple[int, str, str | None]]) -> EventLog:
    """The log with order lines `(customer code, item, name)` of its first day."""
    items = sorted({item for _, item, _ in lines})
    names = sorted({name for _, _, name in lines if name})
    enums = {"item": pl.Enum(items), "name": pl.Enum(names), "category": pl.Enum(["food"])}
    schema = {name: enums.get(name, dtype) for name, dtype in ITEMS.items()}
    schema |= {"event": pl.Enum(log.kinds), "channel": pl.Enum(log.channels)}
    rows = [
        (who, FIRST, 0, "purchase", None, who, item, name, "food", 1.0, 10_000, None, None)
        for who, item, name in sorted(lines)
    ]
    return replace(log, details=Details({"items": pl.LazyFrame(rows, schema=schema, orient="row")}))


def test_products_are_told_by_their_buyers(log_of: Callable[..., EventLog]) -> None:
    log = log_of(*((f"c{n:02}", FIRST if n < 40 else at(24)) for n in range(80)))
    lines = [(n, "tea" if n < 40 else "cake1" if n < 60 else "cake2", None if n < 40 else "cake") for n in range(80)]
    runner = Runner(with_lines(log, [*lines, (0, "tea", None)]))
    early = Scope(where=(Condition("first_purchase", "=", "2024-01-01"),))
    question = Question.of("profile", early, about="products")
    rows = {row["value"]: row for row in runner.answer(question).frame.iter_rows(named=True)}
    counted = {value: (row["attribute"], row["members"], row["n"]) for value, row in rows.items()}
    assert counted == {
        "tea": ("product", 40, 40),
        "cake (cake1)": ("product", 0, 20),
        "cake (cake2)": ("product", 0, 20),
        "food": ("category", 40, 80),
    }
    assert (rows["tea"]["index"], rows["tea"]["elsewhere"], rows["food"]["index"]) == (200.0, 0.0, 100.0)
    assert len(runner.customers(question, rows["tea"])) == 40
    assert len(runner.customers(question, rows["cake (cake1)"])) == 0


def test_only_the_most_bought_products_are_told(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(*((f"c{n:02}", FIRST) for n in range(50)))
    lines = [(customer, f"s{item}", None) for item in range(45) for customer in range(45 - item)]
    frame = answer(with_lines(log, lines), "profile", segment="rfm=new customers", about="products").frame
    products = frame.filter(pl.col("attribute") == "product")
    assert sorted(products["n"], reverse=True) == list(range(45, 15, -1))


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"segment": "loyal"}, UsageError, "not a segment"),
        ({"segment": "rfm=bronze"}, UsageError, "rfm has no segment “bronze”"),
        ({"segment": "weather=wet"}, UsageError, "no metric called “weather”"),
        ({"about": "products"}, QuestionError, "no order lines"),
        ({"about": "attributes"}, QuestionError, "no customer attributes"),
    ],
)
def test_what_cannot_be_told_is_said(
    log_of: Callable[..., EventLog], answer: Callable[..., Result], given: dict[str, Any], error: type, words: str
) -> None:
    log = log_of(("a", FIRST), ("b", FIRST, "visit"))
    with pytest.raises(error, match=words):
        answer(log, "profile", **given)


def test_a_segment_without_members_says_so(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("a", FIRST), ("b", FIRST, "visit"))
    result = answer(log, "profile", segment="rfm=champions")
    assert (len(result.frame), result.findings) == (0, ())
    assert "Nobody is in champions." in result.notes


def test_everybody_in_the_segment_has_nobody_elsewhere(
    log_of: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    log = log_of(("a", FIRST), ("a", at(30), "visit"), roles={"purchase": ("purchase",)})
    result = answer(log, "profile", segment="rfm=new customers")
    assert result.frame["elsewhere"].null_count() == len(result.frame) > 0
    assert set(result.frame["index"]) == {100.0}
    assert result.findings == ()


def test_nothing_in_the_scope_is_no_row(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    log = log_of(("a", FIRST), ("b", at(900), "visit"))
    late = Scope(since=date(2024, 1, 5), events=("purchase",))
    assert len(answer(log, "profile", late, segment="rfm=new customers").frame) == 0


def test_retail_products_as_counted_in_the_file(online_retail: Path, retail_runner: Runner) -> None:
    result = retail_runner.answer(Question.of("profile", segment="rfm=champions", about="products"))
    bought = pl.read_parquet(online_retail).filter(
        pl.col("CustomerID").is_not_null(), ~pl.col("InvoiceNo").cast(pl.String).str.starts_with("C")
    )
    buyers = bought.group_by("StockCode").agg(n=pl.col("CustomerID").n_unique()).sort("n", descending=True)
    products = result.frame.filter(pl.col("attribute") == "product")
    assert sorted(products["n"], reverse=True) == buyers["n"].head(30).to_list()
    assert "WHITE HANGING HEART T-LIGHT HOLDER" in set(products["value"])
