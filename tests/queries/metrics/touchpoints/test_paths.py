"""Paths: moves by hand, forwards and backwards; the click-stream's transitions against a recount."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest

from queries.answering.runner import Runner
from queries.errors import QuestionError, UsageError
from queries.metrics.touchpoints.paths.walks import walks
from queries.question.question import Question
from tests.rows import some_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

START = datetime(2024, 1, 1, 12)
Row = tuple[str, datetime, str]


def visit(who: str, letters: str) -> Iterable[Row]:
    return [(who, START + timedelta(minutes=at), letter) for at, letter in enumerate(letters)]


def moves(result: Result) -> list[tuple[int, str, int]]:
    return [(row["step"], row["from"] + row["to"], row["transitions"]) for row in result.frame.rows(named=True)]


@pytest.fixture(scope="module")
def log(log_of: Callable[..., EventLog]) -> EventLog:
    later = [("x", START + timedelta(hours=3, minutes=at), letter) for at, letter in enumerate("AC")]
    return log_of(*visit("x", "AABC"), *later, *visit("y", "BAC"), *visit("z", "A"))


def test_from_the_beginning_of_a_visit(log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(log, "paths")
    assert moves(result) == [(1, "AA", 1), (1, "AC", 1), (1, "BA", 1), (2, "AB", 1), (2, "AC", 1), (3, "BC", 1)]
    # Three visits begin with A; one of them ends there.
    assert result.frame.filter(result.frame["step"] == 1)["share"].to_list() == [1 / 3, 1 / 3, 1]
    assert result.frame["median_time"].unique().to_list() == [60]


def test_a_start_of_several_events(log: EventLog, answer: Callable[..., Result]) -> None:
    assert moves(answer(log, "paths", start="A,B")) == []  # the first A of the visit is followed by another
    assert moves(answer(log, "paths", start="A,A")) == [(1, "AB", 1), (2, "BC", 1)]
    assert moves(answer(log, "paths", start="entry,A,any")) == [(1, "AB", 1), (2, "BC", 1)]
    assert moves(answer(log, "paths", start="entry,B")) == [(1, "BA", 1), (2, "AC", 1)]
    assert moves(answer(log, "paths", end="A,C")) == [(1, "BA", 1)]
    assert moves(answer(log, "paths", end="B,C")) == [(1, "AB", 1), (2, "AA", 1)]


def _further(runner: Runner, question: Question) -> None:
    """What follows a row is asked of exactly those who made its move."""
    result = runner.answer(question)
    assert result.frame.height
    for row in result.frame.rows(named=True):
        onward = runner.onward(question, row)
        assert onward is not None
        arguments = {name: onward.arguments[name] for name in ("start", "end", "by", "collapse")}
        walked = runner.about(onward.scope, lambda data, given=arguments: walks(data, **given).collect())
        back = bool(arguments["end"]) and not arguments["start"]
        begun = walked.filter(pl.col("step") == (0 if back else 1))
        assert len(begun) == row["transitions"]
        behind = runner.customers(question, row)
        assert begun["customer"].n_unique() == len(behind) == row["customers"]


@pytest.mark.parametrize(
    "given",
    [{}, {"start": "A"}, {"end": "C"}, {"start": "A", "end": "C"}, {"collapse": True}, {"start": "entry,A"}],
)
def test_a_step_further_is_taken_by_those_of_the_row(log: EventLog, given: dict[str, Any]) -> None:
    _further(Runner(log), Question.of("paths", **given))


@pytest.mark.parametrize("given", [{}, {"start": "add_to_cart"}, {"end": "purchase", "steps": 3}, {"collapse": True}])
def test_a_step_further_in_the_click_stream(clicks: Runner, given: dict[str, Any]) -> None:
    _further(clicks, Question.of("paths", top=8, **given))


def test_a_step_further_by_page(visit_log: Callable[..., EventLog]) -> None:
    log = visit_log(
        *[("x", START + timedelta(minutes=at), "view", None, page) for at, page in enumerate(["/a", "/b", "/a", "/c"])],
        *[("y", START + timedelta(minutes=at), "view", None, page) for at, page in enumerate(["/a", "/b]", "/d"])],
        mapped=("page",),
    )
    question = Question.of("paths", by="page")
    runner = Runner(log)
    row = {"step": 1, "from": "/a", "to": "/b"}
    onward = runner.onward(question, row)
    assert onward is not None
    assert onward.arguments["start"] == "entry,any[page=/a],any[page=/b]"
    assert runner.answer(onward).frame.select("from", "to").rows() == [("/b", "/a"), ("/a", "/c")]
    assert runner.onward(question, row | {"to": "/b]"}) is None, "this cannot be written as an event"


def test_repeats_are_one_on_request(log: EventLog, answer: Callable[..., Result]) -> None:
    assert moves(answer(log, "paths", collapse=True)) == [
        (1, "AB", 1),
        (1, "AC", 1),
        (1, "BA", 1),
        (2, "AC", 1),
        (2, "BC", 1),
    ]


def test_forward_from_a_start(log: EventLog, answer: Callable[..., Result]) -> None:
    assert moves(answer(log, "paths", start="A")) == [(1, "AC", 2), (1, "AA", 1), (2, "AB", 1), (3, "BC", 1)]
    assert moves(answer(log, "paths", start="B", steps=1)) == [(1, "BA", 1), (1, "BC", 1)]
    assert moves(answer(log, "paths", start="A", top=1)) == [(1, "AC", 2)]


def test_backward_from_an_end(log: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(log, "paths", end="C")
    assert moves(result) == [(1, "AC", 2), (1, "BC", 1), (2, "AB", 1), (2, "BA", 1), (3, "AA", 1)]
    assert any("count back" in note for note in result.notes)
    assert result.frame["share"].to_list() == [2 / 3, 1 / 3, 1, 1 / 2, 1]


def test_from_a_start_to_an_end(log: EventLog, answer: Callable[..., Result]) -> None:
    assert moves(answer(log, "paths", start="A", end="B")) == [(1, "AA", 1), (2, "AB", 1)]
    assert moves(answer(log, "paths", start="C", end="B")) == []


def test_the_matrix_has_every_end_of_a_visit(log: EventLog, answer: Callable[..., Result]) -> None:
    matrix = answer(log, "paths").parts["matrix"][1]
    assert matrix.filter(matrix["to"] == "exit")["transitions"].sum() == 4
    assert matrix["transitions"].sum() == log.rows
    shares = matrix.group_by("from").agg(pl.col("share").sum())
    assert shares["share"].to_list() == pytest.approx([1] * len(shares))


@pytest.mark.parametrize("asked", [{}, {"start": "A"}, {"end": "C"}, {"collapse": True}])
def test_the_customers_behind_a_move(log: EventLog, asked: dict[str, object]) -> None:
    runner, question = Runner(log), Question.of("paths", **asked)
    for row in some_rows(runner.answer(question).frame):
        assert len(runner.customers(question, row)) == row["customers"]


def test_by_page_an_event_with_one_is_that_page(
    visit_log: Callable[..., EventLog], answer: Callable[..., Result]
) -> None:
    rows = [("x", START, "view", None, "/a"), ("x", START + timedelta(minutes=1), "view", None, "/b")]
    log = visit_log(*rows, ("x", START + timedelta(minutes=2), "purchase"), mapped=("page",))
    frame = answer(log, "paths", by="page").frame
    assert frame.select("from", "to").rows() == [("/a", "/b"), ("/b", "purchase")]
    assert answer(log, "paths", by="page", start="view[page=/b]").frame.select("from", "to").rows() == [
        ("/b", "purchase")
    ]


def test_what_cannot_be_asked_is_said(log: EventLog, answer: Callable[..., Result]) -> None:
    with pytest.raises(QuestionError, match="do not tell the page"):
        answer(log, "paths", by="page")
    with pytest.raises(UsageError, match="is no event"):
        answer(log, "paths", start="entry")


def test_the_transitions_of_the_click_stream(clicks: Runner, shared: Callable[[str], Path]) -> None:
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT session_id, event FROM (SELECT *, row_number() OVER () AS row FROM read_csv(?)) "
            "ORDER BY session_id, timestamp, row",
            [str(shared("data/ecom/ecom.csv"))],
        ).fetchall()
    counted: Counter[tuple[str, str]] = Counter()
    steps: Counter[tuple[int, str, str]] = Counter()
    for _, events in groupby(rows, key=lambda row: row[0]):
        pairs = list(pairwise(event for _, event in events))
        counted.update(pairs)
        steps.update((step, *pair) for step, pair in enumerate(pairs[:5], 1))
    assert counted.total() == 27_501
    result = clicks.answer(Question.of("paths", top=10_000))
    matrix = result.parts["matrix"][1].filter(result.parts["matrix"][1]["to"] != "exit")
    assert {(a, b): n for a, b, n in matrix.select("from", "to", "transitions").rows()} == counted
    frame = result.frame
    assert {(s, a, b): n for s, a, b, n in frame.select("step", "from", "to", "transitions").rows()} == steps
    assert matrix.select("from", "to", "transitions").rows()[:5] == [
        ("catalog", "product_view", 1679),
        ("product_view", "catalog", 1403),
        ("product_view", "product_view", 1321),
        ("catalog", "catalog", 1099),
        ("search", "product_view", 943),
    ]
