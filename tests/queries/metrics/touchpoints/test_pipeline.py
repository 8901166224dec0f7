"""Deals by hand and against SQL: by stage, by period of closing, from stage to stage, with and without customers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from queries.errors import QuestionError
from queries.question.periods import Grain
from queries.question.question import Question
from queries.question.scope import Scope
from queries.session import Options, Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.answering.runner import Runner
    from queries.eventlog.model import EventLog

TWIN = Path(__file__).parents[3] / "sql" / "touchpoints" / "pipeline.sql"
MAP = """
[[events]]
table = "orders"
customer = "who"
time = "at"
event = { value = "purchase" }
[roles]
purchase = ["purchase"]
[deals]
table = "deals"
id = "deal"
opened = "opened"
stage = "stage"
"""
MORE = 'closed = "closed"\namount = "amount"\ncustomer = "who"\nwon = ["won"]\nlost = ["Lost"]\n'
DEALS = (
    "d1,ann,2024-01-01,Offer,,100",
    "d2,ann,2024-01-11,Offer,2024-12-31,300",  # a planned day of closing counts for nothing
    "d3,,2024-01-11,First talk,,",
    "d4,bob,2024-01-01,Won,2024-01-21,50",
    "d5,stranger,2024-01-05,Won,2024-02-14,70",
    "d6,bob,2024-01-01,Lost,2024-02-10,90",
)


def opened(folder: Path, deals: tuple[str, ...] = DEALS, more: str = MORE, head: str = "") -> Runner:
    """An order of Ann and one of Bob, and a table of deals."""
    folder.mkdir(exist_ok=True)
    (folder / "orders.csv").write_text("who,at\nann,2024-01-03\nbob,2024-01-21\n")
    (folder / "deals.csv").write_text("\n".join([head or "deal,who,opened,stage,closed,amount", *deals]) + "\n")
    (folder / "map.toml").write_text(MAP + more)
    session = Session([folder / "orders.csv", folder / "deals.csv"], Options(map_file=folder / "map.toml"))
    session.look()
    return session.load()


def test_stages_and_periods_by_hand(tmp_path: Path) -> None:
    runner = opened(tmp_path)
    result = runner.answer(Question.of("pipeline", Scope(grain=Grain.MONTH)))
    # The last that is known of any deal is 14 February: open ones have aged to the end of that day.
    assert result.frame.rows() == [
        ("Offer", "open", 2, 400.0, pytest.approx(800 / 3), 40.0),
        ("First talk", "open", 1, None, None, 35.0),
        ("Won", "won", 2, 120.0, 120.0, 30.0),
        ("Lost", "lost", 1, 90.0, 0.0, 40.0),
    ]
    assert result.parts["closed"][1].rows() == [
        (date(2024, 1, 1), 1, 0, 1.0, 20.0, 50.0, True),
        (date(2024, 2, 1), 1, 1, 0.5, 40.0, 70.0, False),
    ]
    assert [figure.value for figure in result.figures] == [3, 2 / 3]
    assert result.findings[0] == "2 of 3 closed deals were won (66.7 %)."
    assert any("Only 3 deals" in note for note in result.notes)
    # A customer of the log is behind a deal; a stranger is counted, and behind none.
    assert runner.customers(Question.of("pipeline"), {"stage": "Won"})["id"].to_list() == ["bob"]
    # The won deal is no second order: orders are what the event table says.
    assert dict(runner.answer(Question.of("overview")).frame.select("measure", "value").iter_rows())["orders"] == 2


def test_an_analysis_date_leaves_out_what_came_later(tmp_path: Path) -> None:
    result = opened(tmp_path).answer(Question.of("pipeline", Scope(as_of=date(2024, 1, 11))))
    assert result.frame.rows() == [("Offer", "open", 1, 100.0, None, 10.0)]
    assert result.parts["closed"][1].is_empty()


def test_from_stage_to_stage(tmp_path: Path) -> None:
    rows = (
        "d1,2024-01-01,Talk,2024-01-01",
        "d1,2024-01-01,Offer,2024-01-05",
        "d1,2024-01-01,Won,2024-01-15",
        "d2,2024-01-02,Offer,2024-01-08",
        "d2,2024-01-02,Talk,2024-01-02",
        "d3,2024-01-03,Talk,2024-01-03",
    )
    more = 'changed = "since"\nwon = ["Won"]\n'
    result = opened(tmp_path, rows, more, "deal,opened,stage,since").answer(Question.of("pipeline"))
    assert result.parts["steps"][1].rows() == [("Talk", "Offer", 2, 2 / 3, 5.0), ("Offer", "Won", 1, 0.5, 10.0)]
    assert dict(result.frame.select("stage", "deals").iter_rows()) == {"Offer": 1, "Talk": 1, "Won": 1}
    before = Question.of("pipeline", Scope(as_of=date(2024, 1, 10)))
    then = opened(tmp_path, rows, more, "deal,opened,stage,since").answer(before)
    assert dict(then.frame.select("stage", "deals").iter_rows()) == {"Offer": 2, "Talk": 1}


def test_what_the_mapping_does_not_say_is_asked_for(tmp_path: Path) -> None:
    bare = opened(tmp_path, more="").answer(Question.of("pipeline"))
    assert set(bare.frame["outcome"]) == {"open"}
    assert bare.figures[1].value is None
    assert any("(won, lost)" in note for note in bare.notes)
    untimed = opened(tmp_path / "untimed", more='won = ["Won"]\n').answer(Question.of("pipeline"))
    assert any("(closed)" in note for note in untimed.notes)
    assert untimed.frame.filter(outcome="won")["median_age"].to_list() == [None]


def test_without_deals_it_says_how_to_have_some(log_of: Callable[..., EventLog], answer: Callable[..., Result]) -> None:
    with pytest.raises(QuestionError, match="no deals") as error:
        answer(log_of(("ann", "2024-01-01")), "pipeline")
    assert "[deals]" in str(error.value)


@settings(max_examples=10)
@given(
    rows=st.lists(
        st.tuples(
            st.integers(0, 300),
            st.sampled_from(["Talk", "Offer", "Won", "Lost"]),
            st.integers(0, 90),
            st.integers(1, 10_000),
        ),
        min_size=2,
        max_size=30,
    )
)
def test_every_deal_is_in_one_stage_as_sql_has_it(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, str, int, int]]
) -> None:
    first, listed = datetime(2024, 1, 5), list[dict[str, Any]]()
    for number, (day, stage, took, amount) in enumerate(rows):
        began = first + timedelta(days=day)
        closed = began + timedelta(days=took) if stage in ("Won", "Lost") else None
        listed.append({"deal": f"d{number}", "opened": began, "stage": stage, "closed": closed, "amount": amount})
    # Younger than the orders, so that the deals themselves say to when they have aged.
    frame = (
        pl.DataFrame(listed, schema_overrides={"closed": pl.Datetime("us")})
        .with_columns(pl.col("opened") + timedelta(days=30))
        .with_columns(pl.col("closed") + timedelta(days=30))
    )
    texts = frame.select(
        "deal", who=pl.lit(""), opened=pl.col("opened").dt.to_string(), stage="stage",
        closed=pl.col("closed").dt.to_string().fill_null(""), amount="amount",
    )  # fmt: skip
    lines = tuple(",".join(map(str, row)) for row in texts.rows())
    result = opened(tmp_path_factory.mktemp("deals"), lines).answer(Question.of("pipeline"))
    with duckdb.connect() as connection:
        connection.register("deals", frame.to_arrow())
        expected = connection.sql(TWIN.read_text("utf-8").strip().removesuffix(";")).pl()
    numbers = [pl.col(name).cast(pl.Float64) for name in ("deals", "amount", "weighted", "median_age")]
    assert_frame_equal(result.frame.with_columns(numbers), expected.with_columns(numbers))
    closed = result.parts["closed"][1]
    assert result.frame["deals"].sum() == len(rows)
    assert closed["won"].sum() == sum(row[1] == "Won" for row in rows)
    assert closed["lost"].sum() == sum(row[1] == "Lost" for row in rows)
