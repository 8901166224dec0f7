"""Customers without a history, and orders without customers: every question answers, or says what it misses."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from queries import catalogue
from queries.answering.runner import Runner
from queries.catalogue import CUSTOMERS, HISTORY
from queries.data.needs import missing, unmet
from queries.errors import QuestionError, RegularsError, UsageError
from queries.lists.gathering import lists_of
from queries.mapping.model import CustomerTable, EventTable, Field, Mapping, Meaning
from queries.question.comparison import Comparison
from queries.question.question import Question
from queries.question.scope import Condition, Scope, Segment
from tests.conftest import built

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

LISTED, NAMELESS = "customers alone", "orders of nobody"
PEOPLE = ("customer", "buyer", "active", "new", "returning", "resurrecting", "dormant", "repeat", "retention", "risk")
"""What columns, measures and figures about people are called, or begin with."""
OF_EVENTS = {"overview", "rhythm", "growth", "cross", "quality"}
OF_CUSTOMERS = {"overview", "customers", "customer", "attribute", "profile", "cross", "quality"}


@pytest.fixture(scope="module")
def logs(database: Callable[..., Path]) -> dict[str, EventLog]:
    """A list of customers with attributes that are called as columns of events are, and orders without a buyer."""
    listed = database(
        "CREATE TABLE people AS SELECT 'c' || i AS id, ['Berlin', 'Rome', NULL][i % 3 + 1] AS city, i % 7 AS visits, "
        "i % 2 = 0 AS churned, DATE '2019-01-31' + (i * 40)::INTEGER AS joined, ['web', 'phone'][i % 2 + 1] AS hour, "
        "['a', 'b'][i % 5 // 3 + 1] AS event, 'c' || i || '@example.org' AS email FROM range(90) r(i)"
    )
    attributes = ("city", "visits", "churned", "joined", "hour", "event", "email")
    orders = database(
        "CREATE TABLE orders AS SELECT i // 2 AS number, "
        "TIMESTAMP '2024-01-01 08:00' + i // 2 * INTERVAL 29 HOUR AS moment, i % 11 - 1.5 AS paid, "
        "['web', 'shop', NULL][i // 2 % 3 + 1] AS via, 'item' || i % 5 AS thing FROM range(400) r(i)"
    )
    columns = {"time": "moment", "amount": "paid", "channel": "via", "order": "number", "item": "thing"}
    fields = {Meaning(name): Field(column) for name, column in columns.items()} | {
        Meaning.EVENT: Field(value="purchase")
    }
    entry = EventTable("orders", fields, refund="paid < 0")
    return {
        LISTED: built(listed, Mapping((), CustomerTable("people", "id", attributes))),
        NAMELESS: built(orders, Mapping((entry,), roles={"purchase": ("purchase",)})),
    }


def questions() -> Iterator[Question]:
    """Every question as it stands, and with every choice of its parameters."""
    for metric in catalogue.metrics():
        named: dict[str, Any] = {"id": "c7"} if metric.parameter("id") else {}
        yield Question.of(metric.id, **named)
        for parameter in metric.parameters:
            for choice in parameter.choices:
                yield Question.of(metric.id, **(named | {parameter.name: choice}))


def tables_of(result: Result) -> Iterator[pl.DataFrame]:
    yield result.frame
    yield from (frame for _, frame in result.parts.values())


def told(runner: Runner, question: Question) -> Result | QuestionError:
    """The answer, or why there is none."""
    try:
        return runner.answer(question)
    except QuestionError as error:
        return error


OF_MEASURES = ("nps", "texts", "tickets")
"""What single choices of a parameter need: the measures of a cross table."""


def refused(log: EventLog, question: Question) -> bool:
    """Whether a question is refused; then with the sentence of a need that is not there."""
    metric = catalogue.metric(question.metric)
    result = told(Runner(log), question)
    if isinstance(result, QuestionError):
        needs = (*metric.needs, CUSTOMERS, HISTORY, *OF_MEASURES)
        sentences = [unmet(log, need).what for need in needs if not log.has(need)]
        assert result.what in sentences, question
        assert result.todo
        return True
    assert not missing(log, metric.needs), question
    for frame in tables_of(result):
        floats = frame.select(pl.selectors.float()).get_columns()
        assert all(column.is_finite().fill_null(value=True).all() for column in floats), question
    assert all(isfinite(figure.value) for figure in result.figures if isinstance(figure.value, float))
    return False


@pytest.mark.parametrize("kind", [LISTED, NAMELESS])
def test_every_question_answers_or_says_what_it_misses(logs: dict[str, EventLog], kind: str) -> None:
    answered = {question.metric for question in questions() if not refused(logs[kind], question)}
    assert answered == (OF_CUSTOMERS if kind == LISTED else OF_EVENTS)


@pytest.mark.parametrize("kind", [LISTED, NAMELESS])
def test_the_scope_of_any_segment_answers_or_says_what_it_misses(logs: dict[str, EventLog], kind: str) -> None:
    log = logs[kind]
    for metric in catalogue.segmentations():
        scope = Scope(segment=Segment(metric.id, "(none)"))
        if missing(log, metric.needs) or kind == NAMELESS or metric.id in ("rules", "frozen"):
            with pytest.raises(QuestionError) as why:
                Runner(log).answer(Question("overview", scope))
            assert why.value.what in {unmet(log, need).what for need in metric.needs if not log.has(need)}
        else:
            assert Runner(log).answer(Question("overview", scope)).frame["value"].to_list() == [30.0]


def test_nothing_is_said_of_people_where_no_row_says_who_it_was(logs: dict[str, EventLog]) -> None:
    runner = Runner(logs[NAMELESS])
    for question in questions():
        if question.metric not in OF_EVENTS:
            continue
        result = told(runner, question)
        if isinstance(result, QuestionError):
            continue
        said = [figure.name for figure in result.figures] + [*result.findings]
        said += [name for frame in tables_of(result) for name in frame.columns]
        said += result.frame["measure"].to_list() if "measure" in result.frame.columns else []
        assert not [words for words in said if str(words).lower().startswith(PEOPLE)], question
        assert "everyone" not in result.scope_words
        assert result.metric.drill is None
        with pytest.raises(QuestionError, match="says who it was"):
            runner.behind(Question("rhythm"), {"weekday": 1, "hour": 8})


def test_splits_and_scopes_of_what_is_not_there_are_refused(logs: dict[str, EventLog]) -> None:
    nameless, listed = Runner(logs[NAMELESS]), Runner(logs[LISTED])
    for split in ("event", "channel", "activity"):
        assert split in nameless.answer(Question.of("rhythm", split=split)).frame.columns
    with pytest.raises(QuestionError, match="needs a customer of each row; no column of “orders” says who it was"):
        nameless.answer(Question.of("rhythm", split="rfm"))
    with pytest.raises(UsageError, match=r"There are event, channel, activity\.$"):
        nameless.answer(Question.of("rhythm", split="city"))
    with pytest.raises(QuestionError, match="says who it was"):
        nameless.check(Scope(where=(Condition.parse("orders>3"),)))
    for scope in (Scope(events=("purchase",)), Scope(channels=("web",)), Scope(since=logs[LISTED].last_day)):
        with pytest.raises(QuestionError, match="needs a date of each order or visit; “people” has one row a customer"):
            listed.check(scope)
        with pytest.raises(QuestionError, match="needs a date"):
            listed.answer(Question("customers", scope))
    with pytest.raises(UsageError, match="“orders” is neither"):
        listed.check(Scope(where=(Condition.parse("orders>3"),)))
    with pytest.raises(QuestionError, match="needs a date"):
        listed.answer(Question.of("customers", compare=Comparison("before")))
    with pytest.raises(QuestionError, match="needs a date"):
        listed.answer(Question.of("cross", rows="city", columns="weekday"))


def test_attributes_are_found_by_names_that_events_would_have(logs: dict[str, EventLog]) -> None:
    runner = Runner(logs[LISTED])
    for name in logs[LISTED].attributes:
        if name not in ("email", "city"):
            frame = runner.answer(Question.of("cross", rows="city", columns=name)).frame
            assert frame["value"].sum() == 90, name


def test_a_list_of_customers_is_refused_where_no_row_says_who_it_was(logs: dict[str, EventLog], tmp_path: Path) -> None:
    file = tmp_path / "vip.txt"
    file.write_text("c7\nc8\n", "utf-8")
    assert [len(entry.customers) for entry in lists_of(logs[LISTED], [file], None)] == [2]
    with pytest.raises(QuestionError, match="says who it was"):
        lists_of(logs[NAMELESS], [file], None)


def test_no_dates_are_shown_where_there_are_none(logs: dict[str, EventLog]) -> None:
    result = Runner(logs[LISTED]).answer(Question("customers"))
    dates = ("from", "to", "grain", "as_of")
    assert [result.scope[name] for name in dates] == [None] * len(dates)
    assert (result.scope["trend"], result.scope_words) == ([], "no dates · everyone")


def test_a_comparison_with_a_segment_needs_no_dates(logs: dict[str, EventLog]) -> None:
    asked = Question.of("overview", compare=Comparison.parse("attribute=Rome"))
    assert Runner(logs[LISTED]).answer(asked).frame["value_change"].to_list() == [60.0]


def test_nobody_advises_a_rule_of_orders_where_there_are_none(logs: dict[str, EventLog]) -> None:
    with pytest.raises(RegularsError) as why:
        Runner(logs[LISTED]).answer(Question("rules"))
    assert 'rule = "city is not missing"' in str(why.value)
