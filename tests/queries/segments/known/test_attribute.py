"""Groups of customers by an attribute: words, numbers, dates, truth values, nothing known; as a segment and a split."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.answering.runner import Runner
from queries.customers.attributes import MOST_WORDS, grouped
from queries.data.data import Data
from queries.dimensions.split import split_by
from queries.errors import QuestionError, UsageError
from queries.eventlog.build import build
from queries.mapping.model import CustomerTable, Mapping
from queries.question.question import Question
from queries.question.scope import Scope, Segment
from queries.segments.membership import membership
from queries.source import open_source

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from queries.eventlog.model import EventLog
    from queries.mapping.model import EventTable

AS_OF = date(2024, 3, 1)
NONE = "(none)"


@pytest.fixture(scope="session")
def people_log(database: Callable[..., Path], entry_of: Callable[..., EventTable]) -> Callable[..., EventLog]:
    """A log of customers with a purchase each on the day before `AS_OF`, and columns `name → (type, values)`."""

    def make(**columns: tuple[str, Sequence[Any]]) -> EventLog:
        size = len(next(iter(columns.values()))[1])
        rows = [(f"c{place:05}", *row) for place, row in enumerate(zip(*(v for _, v in columns.values()), strict=True))]
        names = ", ".join(f'"{name}" {type_}' for name, (type_, _) in columns.items())
        marks = ", ".join([f"({', '.join(['?'] * (1 + len(columns)))})"] * size)
        path = database(
            "CREATE TABLE events (customer VARCHAR, time TIMESTAMP)",
            f"INSERT INTO events SELECT printf('c%05d', range), TIMESTAMP '2024-02-29' FROM range({size})",
            f"CREATE TABLE people (id VARCHAR, {names})",
            (f"INSERT INTO people VALUES {marks}", [value for row in rows for value in row]),
        )
        customers = CustomerTable("people", "id", tuple(columns))
        mapping = Mapping(events=(entry_of(),), customers=customers, roles={"purchase": ("purchase",)})
        return build(open_source([path]), mapping)

    return make


def groups(log: EventLog, name: str | None = None) -> list[str]:
    """The group of each customer, in the order of the customers."""
    members = membership(Data(log, Scope()), "attribute", name=name).collect()
    assert members["customer"].to_list() == list(range(log.size))
    return members["segment"].to_list()


def shown(log: EventLog, name: str | None = None) -> list[tuple[str, int]]:
    """The segments of the summary with their sizes."""
    frame = Runner(log).answer(Question.of("attribute", name=name, worth="no")).frame
    return frame.select("segment", "customers").rows()


def test_words_by_size_the_rare_gathered_the_missing_last(people_log: Callable[..., EventLog]) -> None:
    words = [f"w{place:02}" for place in range(MOST_WORDS + 3) for _ in range(20 - place)]
    log = people_log(place=("VARCHAR", [*words, None, " ", ""]))
    expected = [(f"w{place:02}", 20 - place) for place in range(MOST_WORDS)]
    assert shown(log) == [*expected, ("other", 8 + 7 + 6), (NONE, 3)]
    assert groups(log)[-4:] == ["other", NONE, NONE, NONE]


def test_words_are_compared_as_they_are_spelled_and_hostile_ones_are_words(people_log: Callable[..., EventLog]) -> None:
    words = ["Rome", "rome", "Rome", "[/b]", "上海", "\x1b[31mred", "a\nb", "other"]
    log = people_log(place=("VARCHAR", words))
    assert groups(log) == words
    assert shown(log)[0] == ("Rome", 2)


def test_gathered_values_are_not_called_like_one_of_the_values(people_log: Callable[..., EventLog]) -> None:
    log = people_log(place=("VARCHAR", ["other"] * 3 + [f"w{place:02}" for place in range(40)]))
    assert dict(shown(log))["other"] == 3
    assert shown(log)[-1] == ("other values", 40 - MOST_WORDS + 1)


def test_few_numbers_stay_as_they_are_in_their_order(people_log: Callable[..., EventLog]) -> None:
    log = people_log(children=("INTEGER", [10, 2, 0, None, 2]), rate=("DOUBLE", [0.5, 10, 2.25, 10, -0.0]))
    assert shown(log, "children") == [("0", 1), ("2", 2), ("10", 1), (NONE, 1)]
    assert shown(log, "rate") == [("0", 1), ("0.5", 1), ("2.25", 1), ("10", 2)]


def test_many_numbers_lie_in_bins(people_log: Callable[..., EventLog]) -> None:
    log = people_log(age=("SMALLINT", [*range(18, 88), None]))
    names = ["under 30", "30–39", "40–49", "50–59", "60–69", "70–79", "80 and over"]
    assert shown(log) == list(zip([*names, NONE], [12, 10, 10, 10, 10, 10, 8, 1], strict=True))


def test_what_is_no_finite_number_is_missing(people_log: Callable[..., EventLog]) -> None:
    values = [float("nan"), float("inf"), float("-inf"), None, 1.0, *map(float, range(30))]
    found = groups(people_log(score=("DOUBLE", values)))
    assert found[:4] == [NONE] * 4
    assert NONE not in found[4:]
    assert set(groups(people_log(score=("DOUBLE", values[:4])), "score")) == {NONE}


def test_where_most_share_one_value_the_others_are_still_parted(people_log: Callable[..., EventLog]) -> None:
    log = people_log(spent=("DOUBLE", [0.0] * 200 + [part + 0.5 for part in range(30)]))
    assert len(shown(log)) > 2
    assert shown(log)[0][1] >= 200


@settings(max_examples=8)
@given(st.lists(st.none() | st.integers(-(10**12), 10**12), min_size=1, max_size=40))
def test_numbers_in_order_stand_in_bins_in_order(people_log: Callable[..., EventLog], values: list[int | None]) -> None:
    log = people_log(number=("BIGINT", values))
    placed = grouped(Data(log, Scope()), "number").collect()
    known = sorted((value, place) for value, place in zip(values, placed["place"], strict=True) if value is not None)
    assert [place for _, place in known] == sorted(place for _, place in known)
    assert placed["place"].null_count() == values.count(None) == placed["segment"].null_count()
    sizes = Counter(groups(log, "number"))
    assert dict(shown(log, "number")) == dict(sizes)


def test_dates_are_told_by_their_age(people_log: Callable[..., EventLog]) -> None:
    days = {
        date(2024, 3, 1): "in the future",
        date(2024, 2, 29): "under 1 year",
        date(2023, 3, 2): "under 1 year",
        date(2023, 3, 1): "1–2 years",
        date(2021, 3, 1): "3–5 years",
        date(1984, 3, 2): "30–40 years",
        date(1984, 3, 1): "40–50 years",
        date(1900, 1, 1): "70 years and over",
        None: NONE,
    }
    log = people_log(
        born=("DATE", list(days)),
        seen=("TIMESTAMP", [datetime(d.year, d.month, d.day, 13) if d else None for d in days]),
    )
    assert log.as_of == AS_OF
    assert groups(log, "born") == groups(log, "seen") == list(days.values())
    order = [name for name, _ in shown(log, "born")]
    assert order == list(dict.fromkeys(days.values()))


def test_truth_values_are_yes_and_no(people_log: Callable[..., EventLog]) -> None:
    log = people_log(member=("BOOLEAN", [False, None, True, False]))
    assert shown(log) == [("yes", 1), ("no", 2), (NONE, 1)]


def test_lists_and_records_are_text(people_log: Callable[..., EventLog]) -> None:
    log = people_log(likes=("VARCHAR[]", [["a", "b"], ["a", "b"], [], None]))
    assert groups(log) == ["[a, b]", "[a, b]", "[]", NONE]


def test_the_first_attribute_that_parts_customers_is_taken_and_named(people_log: Callable[..., EventLog]) -> None:
    log = people_log(
        name=("VARCHAR", [f"n{place}" for place in range(60)]),
        number=("BIGINT", list(range(60))),
        country=("VARCHAR", ["x"] * 60),
        city=("VARCHAR", ["Rome", "Oslo"] * 30),
    )
    assert shown(log) == [("Oslo", 30), ("Rome", 30)]
    notes = Runner(log).answer(Question.of("attribute", worth="no")).notes
    assert "Customers by city, as it is in the files now." in notes
    assert any("name, number, country" in note for note in notes)
    assert shown(log, "COUNTRY") == [("x", 60)]


def test_without_attributes_and_with_an_unknown_one(
    log_of: Callable[..., EventLog], people_log: Callable[..., EventLog]
) -> None:
    with pytest.raises(QuestionError, match="no attributes"):
        Runner(log_of(("a", "2024-01-01"))).answer(Question.of("attribute"))
    with pytest.raises(UsageError, match="Did you mean city"):
        Runner(people_log(city=("VARCHAR", ["Rome"]))).answer(Question.of("attribute", name="citty"))


def test_a_group_is_a_scope_and_a_hyphen_stands_for_a_dash(people_log: Callable[..., EventLog]) -> None:
    runner = Runner(people_log(age=("INTEGER", list(range(18, 88)))))
    named = Segment("attribute", "30-39", (("name", "age"),))
    assert runner.answer(Question.of("growth", Scope(segment=named))).frame["active"].sum() == 10
    with pytest.raises(UsageError, match=r"attribute has no segment “30-38”. Did you mean 30–39"):
        runner.answer(Question.of("growth", Scope(segment=Segment("attribute", "30-38", (("name", "age"),)))))


def test_groups_stay_what_they_are_in_the_scope_of_a_segment(people_log: Callable[..., EventLog]) -> None:
    log = people_log(age=("INTEGER", list(range(18, 88))), city=("VARCHAR", ["Rome", "Oslo"] * 35))
    data = Data(log, Scope(segment=Segment("attribute", "Rome", (("name", "city"),))))
    data = Runner(log).data(data.scope)
    sizes = membership(data, "attribute", name="age").group_by("segment").agg(pl.len()).collect()
    assert dict(sizes.rows())["30–39"] == 5
    assert sizes["len"].sum() == 35


@pytest.mark.parametrize("name", ["age", "city", "born", "member"])
def test_split_by_an_attribute_breaks_down_by_the_same_groups(people_log: Callable[..., EventLog], name: str) -> None:
    many = 70
    log = people_log(
        age=("INTEGER", list(range(18, 18 + many))),
        city=("VARCHAR", [f"w{place % 17}" if place % 9 else None for place in range(many)]),
        born=("DATE", [date(1950 + place, 1, 1) for place in range(many)]),
        member=("BOOLEAN", [(None, True, False)[place % 3] for place in range(many)]),
    )
    split = split_by(Data(log, Scope()), name)
    expected = shown(log, name)
    assert list(split.values) == [segment for segment, _ in expected]
    frame = Runner(log).answer(Question.of("frequency", split=name)).frame
    assert dict(frame.select(name, "customers").rows()) == dict(expected)
