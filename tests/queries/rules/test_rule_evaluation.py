"""Whom a rule holds for: against a reading of the same tree in plain Python, and as --where compares."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.rules.checking import mistakes, spelled
from queries.rules.evaluation import expression, value_of
from queries.rules.names import Holds, Names, holds
from queries.rules.parsing import parse
from queries.rules.tree import Between, Both, Compare, Either, Missing, Not, OneOf, Rule

PEOPLE = pl.DataFrame(
    {
        "orders": [0, 1, 5, 4_000_000_000, None],
        "revenue": [0.0, -2.5, math.nan, math.inf, None],
        "city": ["Rome", "rome", "ÉVORA", "", None],
        "born": [date(1990, 1, 31), date(2000, 2, 29), date(1990, 1, 31), date(1, 1, 1), None],
        "seen": [datetime(2024, 1, 1, 23, 59), datetime(2024, 1, 2), datetime(2024, 1, 1), None, datetime(1999, 1, 1)],
        "member": [True, False, True, None, False],
        "id": [2**62, 2**62 + 1, 2**53, 2**53 + 1, None],
    },
    schema_overrides={"orders": pl.UInt32, "id": pl.Int64},
)
NAMES = Names({name: holds(dtype) for name, dtype in PEOPLE.schema.items()}, {})
VALUES: dict[str, st.SearchStrategy[str]] = {
    "orders": st.sampled_from(["0", "1", "-1", "5", "4_000_000_000", "0.5", "99999999999999999999"]),
    "revenue": st.sampled_from(["0", "-2.5", "1", "100"]),
    "city": st.sampled_from(["'ROME'", "'évora'", "''", "“Oslo”"]),
    "born": st.sampled_from(["'1990-01-31'", "2000-02-29", "'0001-01-01'"]),
    "seen": st.sampled_from(["'2024-01-01'", "2024-01-02", "'1999-01-01'"]),
    "member": st.sampled_from(["yes", "no"]),
    "id": st.sampled_from([str(2**62), str(2**62 + 1), str(2**53 + 1)]),
}


@st.composite
def comparisons(draw: st.DrawFn) -> str:
    name = draw(st.sampled_from(list(VALUES)))
    value = VALUES[name]
    opposite = draw(st.sampled_from(["", "not "]))
    match draw(st.sampled_from(["compare", "in", "between", "missing"])):
        case "in":
            return f"{name} {opposite}in ({', '.join(draw(st.lists(value, min_size=1, max_size=3)))})"
        case "between" if name != "member":
            return f"{name} {opposite}between {draw(value)} and {draw(value)}"
        case "missing":
            return f"{name} is {opposite}missing"
        case _:
            signs = ["=", "!="] if name == "member" else ["=", "!=", "<", "<=", ">", ">="]
            return f"{name} {draw(st.sampled_from(signs))} {draw(value)}"


rules = st.recursive(
    comparisons(),
    lambda part: st.one_of(
        part.map("not ({})".format),
        st.tuples(part, st.sampled_from(["and", "or"]), part).map(
            lambda three: f"({three[0]}) {three[1]} ({three[2]})"
        ),
    ),
    max_leaves=6,
)


def plain(value: Any) -> Any:
    """A value as Python compares it; None where it is missing."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        return value.lower()
    return None if isinstance(value, float) and math.isnan(value) else value


def meant(name: str, value: Any) -> Any:
    """The value of a rule as Python compares it."""
    return date.fromisoformat(value) if name in ("born", "seen") else plain(value)


def is_met(rule: Rule, row: dict[str, Any]) -> bool:
    """The tree read in plain Python."""
    match rule:
        case Not(part):
            return not is_met(part, row)
        case Both(parts):
            return all(is_met(part, row) for part in parts)
        case Either(parts):
            return any(is_met(part, row) for part in parts)
        case Missing(name):
            return plain(row[name.text]) is None
        case OneOf(name, values):
            return any(is_met(Compare(name, "=", value), row) for value in values)
        case Between(name, low, high):
            return is_met(Compare(name, ">=", low), row) and is_met(Compare(name, "<=", high), row)
        case Compare(name, operator, value):
            ours, theirs = plain(row[name.text]), meant(name.text, value.value)
            if operator in ("=", "!="):
                return (ours == theirs) is (operator == "=")
            if ours is None:
                return False
            return bool({"<": ours < theirs, "<=": ours <= theirs, ">": ours > theirs}.get(operator, ours >= theirs))


@settings(max_examples=150)
@given(rules)
def test_a_rule_holds_for_whom_it_says(rule: str) -> None:
    tree = parse(rule)
    held = PEOPLE.select(expression(tree, PEOPLE.schema).alias("held"))["held"]
    assert held.null_count() == 0
    assert held.to_list() == [is_met(tree, row) for row in PEOPLE.iter_rows(named=True)]


@pytest.mark.parametrize(
    ("rule", "who"),
    [
        ("revenue > 0", [3]),
        ("not revenue > 0", [0, 1, 2, 4]),
        ("revenue is missing", [2, 4]),
        ("city != 'rome'", [2, 3, 4]),
        ("city in ('ROME', 'évora')", [0, 1, 2]),
        ("seen = '2024-01-01'", [0, 2]),
        ("seen between 2024-01-01 and 2024-01-02", [0, 1, 2]),
        ("member = no or member is missing", [1, 3, 4]),
        ("orders > -1", [0, 1, 2, 3]),
        ("orders < 99999999999999999999", [0, 1, 2, 3]),
        (f"id = {2**53 + 1}", [3]),
        (f"id = {2**62 + 1}", [1]),
        ("CITY = 'Rome' and Orders = 0", [0]),
    ],
)
def test_missing_values_texts_times_and_large_numbers(rule: str, who: list[int]) -> None:
    tree = parse(rule)
    assert mistakes(tree, NAMES) == []
    held = PEOPLE.with_row_index("row").filter(expression(spelled(tree, NAMES), PEOPLE.schema))
    assert held["row"].to_list() == who


@pytest.mark.parametrize(
    ("rule", "words", "said"),
    [
        ("ordres > 3", ["ordres"], "Did you mean orders?"),
        ("orders > 'many'", ["'many'"], "Write a number without quotes."),
        ("orders = yes", ["yes"], "holds numbers, and “yes” is none"),
        ("city = 5", ["5"], "Write it in quotes: '5'."),
        ("born > 5", ["5"], "Write a date like '2024-03-31'."),
        ("born = '2024-02-30'", ["'2024-02-30'"], "Write a date"),
        ("member = 'yes'", ["'yes'"], "Write yes or no."),
        ("member > no", ["member > no"], "Write = or !=."),
        ("orders between 5 and 1", ["5 and 1"], "Swap them."),
        ("city between 'b' and 'A'", ["'b' and 'A'"], "Swap them."),
        ("orders in (1, 'x', 2, 'y')", ["'x'", "'y'"], "Write a number"),
        ("x = 1 and not (y = 2 or city = 3)", ["x", "y", "3"], "There are orders, revenue"),
    ],
)
def test_what_does_not_fit_is_pointed_at(rule: str, words: list[str], said: str) -> None:
    found = mistakes(parse(rule), NAMES)
    assert [rule[one.start : one.end] for one in found] == words
    assert said in f"{found[0].what} {found[0].todo}"


def test_names_in_another_case_are_found_unless_two_are() -> None:
    names = Names({"City": Holds.TEXT, "Tag": Holds.TEXT, "tag": Holds.TEXT}, {"orders": Holds.NUMBER})
    assert names.find("city") == "City"
    assert names.find("ORDERS") == "orders"
    assert names.find("tag") == "tag"
    assert names.find("TAG") is None


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("5", Holds.NUMBER, 5),
        ("1e3", Holds.NUMBER, 1000.0),
        (str(2**62 + 1), Holds.NUMBER, 2**62 + 1),
        ("9" * 30, Holds.NUMBER, 1e30),
        ("nan", Holds.NUMBER, None),
        ("-inf", Holds.NUMBER, None),
        ("five", Holds.NUMBER, None),
        ("2024-02-29", Holds.DATE, date(2024, 2, 29)),
        ("2023-02-29", Holds.DATE, None),
        ("Yes", Holds.FLAG, True),
        ("0", Holds.FLAG, False),
        ("maybe", Holds.FLAG, None),
        ("", Holds.TEXT, ""),
        ("x", Holds.OTHER, None),
    ],
)
def test_values_typed_behind_where(text: str, kind: Holds, value: Any) -> None:
    assert value_of(text, kind) == value
