"""How customers are served: times, first contact, reasons and what is not known yet, by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from queries.answering.runner import Runner
from queries.mapping.model import EventTable, Field, Mapping, Meaning
from queries.question.periods import Grain
from queries.question.question import Question
from queries.question.scope import Scope
from tests.queries.surveys import ORDERS, detailed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TICKETS = [
    # customer, opened, replied, resolved, reason, reopened
    ("ann", "2024-01-01 10:00", "2024-01-01 12:00", "2024-01-02 10:00", "delivery", "no"),
    ("ann", "2024-01-05 10:00", "2024-01-05 14:00", "2024-01-06 10:00", "delivery", "no"),  # again within 7 days
    ("bob", "2024-01-03 10:00", "2024-01-03 16:00", "2024-01-03 20:00", "refund", "yes"),
    ("cy", "2024-01-04 10:00", None, None, "refund", "no"),
    ("dan", "2024-01-04 10:00", "2024-01-04 09:00", "2024-01-04 09:30", None, "no"),  # before it was opened
    ("eve", "2024-02-10 10:00", "2024-02-10 11:00", "2024-02-25 10:00", "delivery", "no"),
    ("eve", "2024-02-28 10:00", "2024-03-01 10:00", "2024-03-02 10:00", "delivery", "no"),
]


@pytest.fixture(scope="module")
def runner(database: Callable[..., Path]) -> Runner:
    columns = "customer VARCHAR, opened TIMESTAMP, replied TIMESTAMP, resolved TIMESTAMP, topic VARCHAR, again VARCHAR"
    values = ", ".join(["(?, ?, ?, ?, ?, ?)"] * len(TICKETS))
    path = database(
        f"CREATE TABLE support ({columns})",
        (f"INSERT INTO support VALUES {values}", [cell for row in TICKETS for cell in row]),
        "CREATE TABLE orders AS SELECT * FROM (VALUES ('ann', TIMESTAMP '2024-01-01', 5), "
        "('bob', TIMESTAMP '2024-01-01', 5)) t(customer, time, amount)",
    )
    fields = {
        Meaning.CUSTOMER: "customer", Meaning.TIME: "opened", Meaning.REPLIED: "replied", Meaning.RESOLVED: "resolved",
        Meaning.REASON: "topic", Meaning.REOPENED: "again",
    }  # fmt: skip
    read = {meaning: Field(column) for meaning, column in fields.items()} | {Meaning.EVENT: Field(value="support")}
    mapping = Mapping((EventTable("support", read), ORDERS), roles={"purchase": ("purchase",)})
    return Runner(detailed(path, mapping))


def test_times_and_first_contact(runner: Runner) -> None:
    result = runner.answer(Question.of("service", Scope(grain=Grain.MONTH, as_of=date(2024, 3, 20))))
    january, february = (row for row in result.frame.head(2).iter_rows(named=True))
    assert (january["tickets"], january["customers"], january["per_100_orders"]) == (5, 4, 250.0)
    assert january["median_first_reply"] == pytest.approx(4)  # of 2, 4 and 6 hours: a reply before the opening is none
    assert january["p90_first_reply"] == pytest.approx(5.6)
    assert january["median_resolution"] == pytest.approx(24)  # of 24, 24 and 10
    assert (january["settled"], january["first_contact_rate"]) == (3, pytest.approx(1 / 3))  # ann came back, bob too
    assert january["reopened"] == 1
    assert (february["tickets"], february["per_100_orders"]) == (2, None)
    assert (february["settled"], february["first_contact_rate"]) == (2, 0.5)


def test_what_happened_later_is_not_known(runner: Runner) -> None:
    early = runner.answer(Question.of("service", Scope(grain=Grain.MONTH, as_of=date(2024, 3, 1)))).frame
    february = early.row(-1, named=True)
    assert (february["tickets"], february["median_first_reply"], february["settled"]) == (2, pytest.approx(1), 0)
    assert february["first_contact_rate"] is None


def test_reasons_come_most_frequent_first(runner: Runner) -> None:
    result = runner.answer(Question.of("service", Scope(grain=Grain.MONTH, as_of=date(2024, 3, 20))))
    _, reasons = result.parts["reasons"]
    assert reasons.select("reason", "tickets", "customers", "last", "before", "change").rows() == [
        ("delivery", 4, 2, 2, 2, 0),
        ("refund", 2, 2, 0, 2, -2),
        ("(none)", 1, 1, 0, 1, -1),
    ]
    assert result.findings[0] == "Most are about delivery: 4 contacts, 57.1 %."


def test_a_row_leads_on_to_who_got_in_touch(runner: Runner) -> None:
    question = Question.of("service", Scope(grain=Grain.MONTH, as_of=date(2024, 3, 20)))
    row = runner.answer(question).frame.row(0, named=True)
    assert set(runner.customers(question, row)["id"]) == {"ann", "bob", "cy", "dan"}


def test_it_splits_by_customers(runner: Runner) -> None:
    frame = runner.answer(Question.of("service", Scope(grain=Grain.MONTH, as_of=date(2024, 3, 20)), "rfm8")).frame
    assert frame["tickets"].sum() == len(TICKETS)
