"""What was decided about the data is told beside every answer, and listed among what was looked for in them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from queries.answering.decided import decided_note
from queries.answering.runner import Runner
from queries.eventlog.build import build
from queries.eventlog.model import SetAside
from queries.mapping.model import CustomerTable, EventTable, Field, Mapping, Meaning, Status
from queries.question.question import Question
from queries.source import open_source
from tests.decided import decided_guess, write_orders

if TYPE_CHECKING:
    from pathlib import Path

WHERE = "“regulars inspect” and the mapping screen (M) tell all decisions."


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    source = open_source([write_orders(tmp_path / "orders.csv")])
    mapping = decided_guess(source).mapping
    event = replace(
        mapping.events[0], statuses=(Status("Status", never=("failed",), later=("*",), sale=("completed",)),)
    )
    return Runner(build(source, replace(mapping, events=(event,))))


def test_the_first_note_says_what_was_decided(runner: Runner) -> None:
    notes = runner.answer(Question.of("overview")).notes
    assert notes[0] == (
        "Decided: rows whose Status is Failed are no sales (12 rows of orders); "
        f"rows with any other Status are not paid yet, so no sales (12 rows of orders). {WHERE}"
    )
    assert not any("Set aside" in note for note in notes)


def test_quality_lists_every_decision_that_set_rows_aside(runner: Runner) -> None:
    frame = runner.answer(Question.of("quality")).frame
    rows = [row for row in frame.iter_rows(named=True) if row["check"] == "decided"]
    assert [(row["table"], row["column"], row["rows"], row["of"], row["treatment"]) for row in rows] == [
        ("orders", "Status", 12, 60, "set aside: no sale: Status Failed"),
        ("orders", "Status", 12, 60, "set aside: not paid yet: Status"),
    ]


def orders(amount: Field, *statuses: Status) -> Mapping:
    """A mapping of one table."""
    fields = {Meaning.CUSTOMER: Field("who"), Meaning.TIME: Field("day"), Meaning.EVENT: Field(value="purchase")}
    return Mapping((EventTable("orders", {**fields, Meaning.AMOUNT: amount}, statuses=statuses),))


def test_what_holds_for_all_rows_is_told_first_and_no_more_than_three() -> None:
    mapping = replace(
        orders(Field("total", factor=0.01, once=True)), customers=CustomerTable("people", "id", person="unique_id")
    )
    entries = [SetAside("orders", "told in archive, too", 5, decided=True), SetAside("orders", "no customer", 2)]
    note, rest = decided_note(mapping, entries)
    assert note == (
        "Decided: total of orders is multiplied by 0.01; total of orders stands on every line of its order and counts "
        f"once; a customer is the unique_id behind id. {WHERE}"
    )
    assert rest == entries


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("no sale: no Pay State", "rows without a Pay State are no sales"),
        ("given back in full: Pay State back", "rows whose Pay State is back were given back in full, so no sales"),
        ("an earlier state of an order", "of the states of an order only the last one counts"),
        ("told in archive, too", "rows are left out that are told in archive, too"),
        ("called off (Cancelled)", "rows are left out that are called off (Cancelled)"),
    ],
)
def test_reasons_are_told_in_words(reason: str, words: str) -> None:
    mapping = orders(Field("total"), Status("Pay"), Status("Pay State"))
    note, rest = decided_note(mapping, [SetAside("orders", reason, 4, decided=True)])
    assert note == f"Decided: {words} (4 rows of orders). {WHERE}"
    assert rest == []


def test_where_nothing_was_decided_nothing_is_said() -> None:
    entries = [SetAside("orders", "no customer", 2)]
    assert decided_note(orders(Field("total")), entries) == ("", entries)
