"""A list of customers without any date, by hand: who they are, and how what is known of them goes together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from queries.answering.runner import Runner
from queries.errors import QuestionError
from queries.eventlog import cache
from queries.eventlog.build import build
from queries.eventlog.preview import preview
from queries.mapping.model import CustomerTable, Mapping, OwnSegment
from queries.question.question import Question
from queries.source import open_source
from tests.conftest import built

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog

MAPPING = Mapping((), CustomerTable("people", "id", ("gender", "city", "age")))


@pytest.fixture(scope="module")
def path(database: Callable[..., Path]) -> Path:
    """Five customers; one is listed twice, one row has no id."""
    return database(
        "CREATE TABLE people (id INTEGER, gender VARCHAR, city VARCHAR, age INTEGER)",
        "INSERT INTO people VALUES (1, 'F', 'Berlin', 30), (2, 'F', 'Berlin', 41), (3, 'M', 'Rome', 30), "
        "(4, 'M', 'Berlin', NULL), (5, 'F', 'Rome', 22), (5, 'M', 'Rome', 22), (NULL, 'M', 'Rome', 50)",
    )


@pytest.fixture(scope="module")
def people(path: Path) -> EventLog:
    return built(path, MAPPING)


def test_all_customers_are_there_and_nothing_is_known_of_what_they_did(people: EventLog) -> None:
    assert (people.rows, people.size, people.kinds, people.channels) == (0, 5, (), ())
    assert people.events.collect().is_empty()
    result = Runner(people).answer(Question("customers"))
    assert result.frame.columns == ["id", "gender", "city", "age", "customer"]
    assert result.frame["id"].to_list() == [1, 2, 3, 4, 5]
    assert result.frame["gender"].to_list() == ["F", "F", "M", "M", "F"]


def test_how_many_there_are(people: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(people, "overview")
    assert result.frame.rows() == [("customers", 5.0, "count")]
    assert "one row a customer, no history" in result.notes[0]


def test_by_attribute(people: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(people, "attribute")
    assert result.frame.columns == ["segment", "customers", "share"]
    assert result.frame.rows() == [("F", 3, pytest.approx(0.6)), ("M", 2, pytest.approx(0.4))]
    assert answer(people, "attribute", name="age").frame.rows() == [
        ("22", 1, 0.2),
        ("30", 2, 0.4),
        ("41", 1, 0.2),
        ("(none)", 1, 0.2),
    ]
    assert Runner(people).customers(Question("attribute"), {"segment": "M"})["id"].to_list() == [3, 4]


def test_a_cross_table_of_attributes(people: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(people, "cross")
    cells = result.frame.select("gender", "city", "value", "row_share", "expected").rows()
    expected = {("F", "Berlin"): (2, 2 / 3, 1.8), ("F", "Rome"): (1, 1 / 3, 1.2)}
    expected |= {("M", "Berlin"): (1, 1 / 2, 1.2), ("M", "Rome"): (1, 1 / 2, 0.8)}
    assert {cell[:2]: cell[2:] for cell in cells} == {key: pytest.approx(value) for key, value in expected.items()}
    # χ² = Σ (observed − expected)² ÷ expected
    assert result.figures[0].value == pytest.approx(0.04 / 1.8 + 0.04 / 1.2 + 0.04 / 1.2 + 0.04 / 0.8)
    with pytest.raises(QuestionError, match="needs a date of each order or visit"):
        answer(people, "cross", measure="revenue")


def test_what_sets_a_segment_apart(people: EventLog, answer: Callable[..., Result]) -> None:
    frame = answer(people, "profile", segment="attribute=F").frame
    row = next(row for row in frame.iter_rows(named=True) if (row["attribute"], row["value"]) == ("city", "Berlin"))
    assert [row[name] for name in ("n", "members", "of_members", "others", "of_others")] == [3, 2, 3, 1, 2]
    assert (row["in_segment"], row["elsewhere"]) == (pytest.approx(2 / 3), 0.5)
    assert (row["index"], row["lift"]) == (pytest.approx(100 * (2 / 3) / (3 / 5)), pytest.approx(10 / 9))
    assert "gender" not in frame["attribute"].to_list()
    each = answer(people, "profile")
    assert each.parts["attributes"][1]["attribute"].to_list() == ["city", "age"]


def test_own_segments_by_attributes(people: EventLog, answer: Callable[..., Result]) -> None:
    own = OwnSegment("grown up", rule="age >= 30 and city = 'Berlin'")
    log = replace(people, mapping=replace(people.mapping, segments=(own,)))
    assert answer(log, "rules").frame.rows() == [
        ("grown up", 2, pytest.approx(0.4)),
        ("none of these", 3, pytest.approx(0.6)),
    ]


def test_one_customer(people: EventLog, answer: Callable[..., Result]) -> None:
    told = dict(answer(people, "customer", id="2").frame.iter_rows())
    assert told == {"id": "2", "gender": "F", "city": "Berlin", "age": "41"}


def test_what_was_found_in_the_list(people: EventLog, answer: Callable[..., Result]) -> None:
    result = answer(people, "quality")
    found = {(row["check"], row["column"]): row["rows"] for row in result.frame.iter_rows(named=True)}
    expected = {("exact_duplicates", None): 0, ("missing", "id"): 1, ("missing", "age"): 1, ("listed_twice", None): 1}
    assert found == expected
    assert [(figure.name, figure.value) for figure in result.figures] == [("Customers", 5), ("Rows set aside", 2)]


def test_one_attribute_is_not_crossed_with_itself(path: Path, answer: Callable[..., Result]) -> None:
    log = built(path, Mapping((), CustomerTable("people", "id", ("city",))))
    with pytest.raises(QuestionError, match="a cross table needs two"):
        answer(log, "cross")
    with pytest.raises(QuestionError, match="no other customer attributes"):
        answer(log, "profile")


def test_it_is_kept_and_found_again(path: Path, tmp_path: Path) -> None:
    source = open_source([path])
    key, log = cache.key_of(source, MAPPING), build(source, MAPPING)
    cache.store(tmp_path, key, log)
    found = cache.fetch(tmp_path, key, MAPPING)
    assert found is not None
    assert found.events.collect().equals(log.events.collect())
    assert found.events.collect_schema() == log.events.collect_schema()
    assert found.customers.collect().equals(log.customers.collect())
    assert (found.first_day, found.rows, found.checks, found.set_aside) == (log.first_day, 0, log.checks, log.set_aside)


def test_a_preview_counts_the_list(path: Path) -> None:
    told = preview(open_source([path]), MAPPING)
    assert [(table.table, table.rows, table.kept, table.kinds) for table in told.tables] == [("people", 7, 5, ())]


def test_a_list_without_ids_is_refused(database: Callable[..., Path]) -> None:
    path = database("CREATE TABLE people AS SELECT NULL::VARCHAR AS id, 'Rome' AS city")
    with pytest.raises(QuestionError, match="holds no customer with an id"):
        built(path, Mapping((), CustomerTable("people", "id", ("city",))))
