"""Conditions on customers: attributes and per-customer figures, missing values, wrong names and values."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from queries.data.data import Data
from queries.errors import UsageError
from queries.eventlog.build import build
from queries.mapping.model import CustomerTable, Field, Mapping
from queries.question.scope import Condition, Event, Scope
from queries.segments.membership import choose
from queries.source import open_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog
    from queries.mapping.model import EventTable

PEOPLE = """CREATE TABLE people AS SELECT * FROM (VALUES
    ('ann', 'Rome', 34, DATE '1990-01-31', true, TIMESTAMP '2024-01-01 10:00'),
    ('bob', 'OSLO', 7, DATE '2000-12-01', false, TIMESTAMP '2024-02-01 10:00'),
    ('cem', NULL, NULL, NULL, NULL, NULL)
) r(id, city, age, born, member, joined)"""
EVENTS = """CREATE TABLE events AS SELECT * FROM (VALUES
    ('ann', TIMESTAMP '2024-01-01', 'purchase', 10.0), ('ann', TIMESTAMP '2024-01-11', 'purchase', 10.0),
    ('ann', TIMESTAMP '2024-01-12', 'refund', 5.0), ('bob', TIMESTAMP '2024-01-05', 'purchase', 100.0),
    ('bob', TIMESTAMP '2024-01-20', 'visit', NULL)
) r(customer, time, event, amount)"""


@pytest.fixture(scope="module")
def log(database: Callable[..., Path], entry_of: Callable[..., EventTable]) -> EventLog:
    people = CustomerTable("people", "id", ("city", "age", "born", "member", "joined"))
    roles = {"purchase": ("purchase",), "refund": ("refund",)}
    entry = entry_of(amount="amount", event=Field("event"))
    return build(open_source([database(EVENTS, PEOPLE)]), Mapping(events=(entry,), customers=people, roles=roles))


def who(log: EventLog, *conditions: str, scope: Scope = Scope()) -> str:  # noqa: B008 (frozen)
    """The first letters of those who meet the conditions."""
    where = tuple(Condition.parse(condition) for condition in conditions)
    ids = Data(log, scope.changed(where=where), choose=choose).customers.collect()["id"]
    return "".join(one[0] for one in ids)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("city=rome", "a"),
        ("City=rome", "a"),
        ("city=Oslo", "b"),
        ("city!=Rome", "bc"),
        ("city>P", "a"),
        ("age=34", "a"),
        ("age!=34", "bc"),
        ("age>=7", "ab"),
        ("age<34.5", "ab"),
        ("born<2000-01-01", "a"),
        ("born=2000-12-01", "b"),
        ("joined>2024-01-15", "b"),
        ("joined=2024-01-01", "a"),
        ("joined<=2024-01-01", "a"),
        ("member=yes", "a"),
        ("member=no", "b"),
        ("member!=yes", "bc"),
        ("orders=2", "a"),
        ("orders=0", "c"),
        ("orders>0", "ab"),
        ("revenue=15", "a"),
        ("revenue>=15", "ab"),
        ("aov=10", "a"),
        ("last_purchase>=2024-01-11", "a"),
        ("last_purchase!=2024-01-11", "bc"),
        ("days_since_last<=10", "a"),
        ("usual_gap=10", "a"),
        ("usual_gap!=10", "bc"),
        ("first_seen=2024-01-05", "b"),
        ("interactions>=2", "ab"),
        ("active_interactions>=2", "ab"),
        ("active_interactions>2", ""),
    ],
)
def test_conditions_on_attributes_and_figures(log: EventLog, condition: str, expected: str) -> None:
    assert who(log, condition) == expected


def test_all_conditions_must_hold(log: EventLog) -> None:
    assert who(log, "orders>0", "city=oslo") == "b"
    assert who(log, "orders>0", "orders<2", "age=7") == "b"
    assert who(log, "orders>0", "city!=oslo", "city!=rome") == ""


def test_figures_are_those_of_the_rest_of_the_scope(log: EventLog) -> None:
    assert who(log, "interactions=1", scope=Event("visit")) == "b"
    assert who(log, "orders=1", scope=Scope(until=date(2024, 1, 10))) == "ab"


def test_a_condition_cuts_every_answer(log: EventLog, answer: Callable[..., Result]) -> None:
    scope = Scope(where=(Condition.parse("city=rome"),))
    value = dict(answer(log, "overview", scope).frame.select("measure", "value").iter_rows())
    assert (value["customers"], value["orders"], value["revenue"]) == (1, 2, 15)
    assert answer(log, "rfm", scope).frame["customers"].sum() == 1


def test_nobody_left_is_an_answer(log: EventLog, answer: Callable[..., Result]) -> None:
    scope = Scope(where=(Condition.parse("orders>99"),))
    for metric in ("overview", "frequency", "rfm"):
        frame = answer(log, metric, scope).frame
        assert len(frame) > 0
    assert answer(log, "frequency", scope).frame["interactions"].sum() == 0


@pytest.mark.parametrize(
    ("condition", "what", "todo"),
    [
        ("citty=Rome", "neither a customer attribute nor a per-customer figure", "city"),
        ("order>3", "neither", "orders"),
        ("zzz=1", "neither", "usual_gap"),
        ("orders=many", "“many” in “orders=many” is not a number", "orders holds numbers"),
        ("age>old", "is not a number", "age holds numbers"),
        ("last_purchase>yesterday", "is not a date like 2024-03-31", "dates"),
        ("member=maybe", "is not yes or no", "yes and no"),
        ("revenue>inf", "is not a number", "numbers"),
    ],
)
def test_wrong_names_and_values_say_what_would_be_right(log: EventLog, condition: str, what: str, todo: str) -> None:
    with pytest.raises(UsageError, match=what) as error:
        who(log, condition)
    assert todo in error.value.todo


def test_a_value_that_no_customer_has_is_refused_and_the_nearest_named(log: EventLog) -> None:
    for condition, hint in (("city=Rom", "Did you mean Rome?"), ("city!=Lyon", "There are OSLO, Rome.")):
        with pytest.raises(UsageError, match="No customer has the city") as told:
            who(log, condition)
        assert hint in str(told.value)
    assert who(log, "orders=99") == ""
