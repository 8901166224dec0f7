"""The runner: remembers, stops at once, turns faults into sentences, is used from threads."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from queries import catalogue
from queries.answering.runner import Runner
from queries.cancel import Token
from queries.catalogue import Answer
from queries.customers.figures import shared_figures
from queries.data.needs import missing
from queries.errors import CancelledError, QuestionError, UsageError
from queries.eventlog.details.model import Details
from queries.eventlog.model import CustomerList
from queries.mapping.model import OwnSegment
from queries.question.question import Question, read_parameters
from queries.question.scope import Channel, Condition, Scope
from queries.session import Session
from tests.queries.order_lines import lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from queries.data.data import Data
    from queries.eventlog.model import EventLog
    from sample_data import Truth

ROWS, STEPS = 500_000, 1_000
"""Minutes of work on little memory: an engine that is told to stop may still finish the step it is at."""


class Endless:
    """A metric that counts the steps it was let take."""

    id = "endless"

    def __init__(self) -> None:
        self.steps = 0
        self.at_work = threading.Event()

    def __call__(self, data: Data) -> Answer:
        numbers = data.events.head(1).select(n=pl.int_range(ROWS).cast(pl.Float64))
        for _ in range(STEPS):
            numbers = data.keep(numbers.select(pl.col("n").sin().sort()))
            self.steps += 1
            self.at_work.set()
        return Answer(numbers)


@pytest.fixture
def runner(log_of: Callable[..., EventLog]) -> Runner:
    rows = (("ann", "2024-01-01", "purchase", 5, "web"), ("bob", "2024-01-09", "visit", None, "app"))
    log = log_of(*rows, segments=(OwnSegment("buyers", "orders > 0"),))
    details = Details({"items": lines_of(log)})
    return Runner(replace(log, details=details, lists=(CustomerList("listed", pl.Series([0], dtype=pl.UInt32)),)))


@pytest.fixture
def endless() -> Iterator[Endless]:
    """A metric that would run for minutes."""
    metric = Endless()
    with catalogue.forgotten_after():

        @catalogue.measure(id=metric.id, title="E", question="?", columns=(), formula="", source="", parameters=())
        def endless(data: Data) -> Answer:
            return metric(data)

        yield metric


@pytest.fixture
def broken() -> Iterator[str]:
    """A metric that fails while it runs."""
    with catalogue.forgotten_after():

        @catalogue.measure(id="broken", title="B", question="?", columns=(), formula="", source="")
        def metric(data: Data) -> Answer:
            return Answer(data.events.select(pl.lit("x").cast(pl.Int64, strict=True)))

        yield "broken"


def test_an_answer_is_remembered(runner: Runner) -> None:
    first = runner.answer(Question.of("overview"))
    assert runner.answer(Question.of("overview")) is first
    assert runner.answer(Question.of("overview", Channel("web"))) is not first
    assert runner.answer(Question.of("rfm")) is runner.answer(Question.of("rfm", bins=5))
    assert runner.answer(Question.of("rfm", bins=4)) is not runner.answer(Question.of("rfm"))


def test_what_was_not_asked_for_longest_is_forgotten(runner: Runner) -> None:
    first = runner.answer(Question.of("frequency"))
    for bound in range(70):
        scope = Scope(where=(Condition("orders", ">=", str(-bound)),))
        runner.answer(Question.of("frequency", scope))
    assert runner.answer(Question.of("frequency")) is not first


def test_the_data_of_a_scope_are_shared(runner: Runner) -> None:
    scope = Channel("web")
    assert runner.data(scope) is runner.data(Channel("web"))
    assert runner.data(scope) is not runner.data(Scope())
    assert shared_figures(runner.data(scope)) is shared_figures(runner.data(scope))


def test_stopped_before_it_begins(runner: Runner) -> None:
    token = Token()
    token.cancel()
    with pytest.raises(CancelledError):
        runner.answer(Question.of("overview"), token)
    assert len(runner.answer(Question.of("overview")).frame) > 0


def test_stopped_while_it_runs(runner: Runner, endless: Endless) -> None:
    token = Token()

    def stop() -> None:
        endless.at_work.wait()
        token.cancel()

    stopper = threading.Thread(target=stop, daemon=True)
    stopper.start()
    with pytest.raises(CancelledError):
        runner.answer(Question.of(endless.id), token)
    stopper.join()
    assert 0 < endless.steps < STEPS


def test_a_token_that_nobody_cancels_changes_nothing(runner: Runner) -> None:
    question = Question.of("rfm")
    assert runner.answer(question, Token()).frame.equals(Runner(runner.log).answer(question).frame)


def test_faults_of_the_engine_become_a_sentence(runner: Runner, broken: str) -> None:
    for token in (None, Token()):
        with pytest.raises(QuestionError, match="This question failed"):
            runner.answer(Question.of(broken), token)


def test_threads_get_the_same_answers(runner: Runner) -> None:
    questions = [Question.of("overview"), Question.of("frequency"), Question.of("rfm"), Question.of("rfm", bins=3)]
    expected = [Runner(runner.log).answer(question).frame for question in questions]
    found: list[bool] = []

    def work() -> None:
        for _ in range(5):
            for question, frame in zip(questions, expected, strict=True):
                found.append(runner.answer(question, Token()).frame.equals(frame))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found == [True] * 80


def test_a_result_says_what_it_is(runner: Runner) -> None:
    scope = Scope(until=date(2024, 1, 5), channels=("web",))
    result = runner.answer(Question.of("frequency", scope))
    assert [column.name for column in result.columns] == result.frame.columns
    assert result.scope["from"] == "2024-01-01"
    assert result.scope["to"] == "2024-01-05"
    assert result.scope["grain"] == "day"
    assert result.scope["channels"] == ["web"]
    assert result.scope_words == "2024-01-01 to 2024-01-05 · by day · all events · web · everyone"
    assert result.seconds > 0
    with pytest.raises(UsageError, match="no part “nothing”"):
        result.table("nothing")


@pytest.fixture(scope="module")
def told(log_of: Callable[..., EventLog]) -> Runner:
    """A log that every question can be asked of: a year, attributes, own segments, a list, order lines."""
    rows = (
        ("ann", "2023-01-01", "purchase", 5, "web"),
        ("ann", "2023-06-03", "purchase", 7, "app"),
        ("bob", "2024-01-09", "visit", None, "app"),
    )
    people = [("ann", "Paris"), ("bob", "Lyon"), ("cee", "Paris")]
    log = log_of(*rows, customers=people, segments=(OwnSegment("buyers", "orders > 0"),))
    details = Details({"items": lines_of(log)})
    return Runner(replace(log, details=details, lists=(CustomerList("listed", pl.Series([0], dtype=pl.UInt32)),)))


@pytest.fixture(scope="module")
def of_shop(shop: tuple[Path, Truth]) -> Runner:
    """The sample shop, as it is guessed."""
    session = Session([shop[0]])
    session.look()
    return session.load()


ELSEWHERE = ("ces", "pipeline", "mentions")
"""Questions of surveys, deals and brands that no shop here has: their own tests ask them."""
ASKED = {"experiment": {}, "effect": {"segment": "sex=female", "start": "2024-04-06", "end": "2024-06-30"}}
"""What is asked of the sample shop, and what has to be named for an answer."""


@pytest.mark.parametrize("metric", [metric.id for metric in catalogue.metrics() if not metric.parameter("id")])
def test_columns_are_declared_in_the_order_of_the_frame(told: Runner, of_shop: Runner, metric: str) -> None:
    runner = of_shop if missing(told.log, catalogue.metric(metric).needs) or metric in ASKED else told
    if missing(runner.log, catalogue.metric(metric).needs):
        assert metric in ELSEWHERE
        return
    result = runner.answer(Question.of(metric, **ASKED.get(metric, {})))
    declared = [column.name for column in result.metric.columns]
    assert [column.name for column in result.columns] == result.frame.columns
    known = [name for name in result.frame.columns if name in declared]
    assert known == [name for name in declared if name in known]
    # Dimensions and attributes of these very data are the only columns no declaration can know.
    assert all(column.meaning for column in result.columns)
    for name, (columns, frame) in result.parts.items():
        assert [column.name for column in columns] == frame.columns, name
        assert {column.name for column in result.metric.parts[name]} >= set(frame.columns), name


def test_the_command_repeats_the_question(runner: Runner) -> None:
    scope = Scope(since=date(2024, 1, 1), channels=("web",), where=(Condition("city", "=", "New York"),))
    words = Question.of("rfm", scope, bins=4).command(["my shop.duckdb"])
    assert words == (
        "regulars run rfm 'my shop.duckdb' --from 2024-01-01 --channel web --where 'city=New York' --set bins=4"
    )


def test_unknown_names_are_near_misses(runner: Runner) -> None:
    with pytest.raises(UsageError, match="no metric called “overwiew”") as error:
        Question.of("overwiew")
    assert "overview" in error.value.todo
    with pytest.raises(UsageError, match="no parameter “bin”") as error:
        read_parameters(catalogue.metric("rfm"), ["bin=4"])
    assert "bins" in error.value.todo
    with pytest.raises(UsageError, match="no dimension “chanel”") as error:
        runner.answer(Question.of("frequency", split="chanel"))
    assert "channel" in error.value.todo
    with pytest.raises(UsageError, match="cannot be split"):
        Question.of("overview", split="channel")
