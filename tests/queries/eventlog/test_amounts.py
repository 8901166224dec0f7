"""Amounts in every form that files have them, exact in ten-thousandths of the currency."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queries.errors import QuestionError
from queries.eventlog.bounds import LARGEST_SUM, most_it_can_be
from queries.eventlog.build import build
from queries.eventlog.reading import readings
from queries.mapping.model import EventTable, Field, Mapping, Meaning
from queries.source import open_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.eventlog.model import EventLog

DAY = "DATE '2024-01-31' AS time"


def amounts_of(table_log: Callable[..., EventLog], values: str, format_: str | None = None) -> list[int | None]:
    """The amounts of a log whose rows hold these values, in their order."""
    select = f"SELECT 'ann' AS customer, {DAY}, unnest([{values}]) AS amount"
    return table_log(select, amount=Field("amount", format=format_)).events.collect()["amount"].to_list()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("12.50::DECIMAL(10,2), -0.01::DECIMAL(10,2)", [125_000, -100]),
        ("0.0001::DECIMAL(18,4), 12.5::DECIMAL(18,4)", [1, 125_000]),
        ("1.005::DECIMAL(38,10)", [10_050]),
        ("0.1::DOUBLE, 0.2::DOUBLE, 19.99::DOUBLE", [1_000, 2_000, 199_900]),
        ("19.99::FLOAT", [199_900]),
        ("7, 12, NULL", [70_000, 120_000, None]),
        ("9000000000::BIGINT", [90_000_000_000_000]),
        ("5::HUGEINT, 6::HUGEINT", [50_000, 60_000]),
        ("'nan'::DOUBLE, 'infinity'::DOUBLE, 1::DOUBLE", [None, None, 10_000]),
    ],
)
def test_numbers_of_any_type(table_log: Callable[..., EventLog], values: str, expected: list[int | None]) -> None:
    assert amounts_of(table_log, values) == expected


def test_a_number_too_large_is_unknown_and_stops_nothing(table_log: Callable[..., EventLog]) -> None:
    huge = "9" * 33
    assert amounts_of(table_log, f"{huge}.5::DECIMAL(38,2), 1.5::DECIMAL(38,2)") == [None, 15_000]
    assert amounts_of(table_log, "1e300::DOUBLE, 1.5::DOUBLE") == [None, 15_000]


def test_a_sum_that_would_wrap_around_is_refused(table_log: Callable[..., EventLog]) -> None:
    """600 amounts that fit one by one gave a revenue of 504 trillion."""
    rows = f"SELECT 'ann' AS customer, {DAY}, 9e13::BIGINT * sign AS amount FROM range(600), (VALUES (1)) s(sign)"
    said = r"“amount” of events adds up to 5\.4e\+16, more than can be counted exactly \(4\.6e\+14\)\. Check whether"
    with pytest.raises(QuestionError, match=said):
        table_log(rows, amount=Field("amount"))
    with pytest.raises(QuestionError, match=said):  # parts of it would wrap around, though the whole does not
        table_log(rows.replace("(VALUES (1))", "(VALUES (1), (-1))").replace("600", "300"), amount=Field("amount"))
    assert table_log(rows.replace("600", "5"), amount=Field("amount")).events.collect()["amount"].sum() == 45 * 10**17


@given(st.lists(st.floats(allow_subnormal=False), min_size=1, max_size=9))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_amounts_can_add_up_to_is_never_less_than_what_they_do(
    table_log: Callable[..., EventLog], values: list[float]
) -> None:
    """Large files are not added up where their ends are far from too much; numbers that are none change nothing."""
    listed = ", ".join(f"'{value}'::DOUBLE" for value in values)
    rows = f"SELECT 'ann' AS customer, {DAY}, unnest([{listed}]) AS amount"
    held = [round(value * 10_000) for value in values if abs(value) < 9e14]
    if sum(map(abs, held)) > LARGEST_SUM:
        with pytest.raises(QuestionError, match="more than can be counted exactly"):
            table_log(rows, amount=Field("amount"))
        return
    log = table_log(rows, amount=Field("amount"))
    assert log.events.collect()["amount"].drop_nulls().len() == len(held)


@pytest.mark.parametrize(
    ("values", "adding_up_is_left_out"),
    [
        ("12.5::DOUBLE, -99::DOUBLE", True),
        ("12.5::DECIMAL(9,2)", True),
        ("12.5::DOUBLE, NULL", True),
        ("12.5::DOUBLE, 'inf'::DOUBLE", False),
        ("1e12::DOUBLE", False),
        ("'12.50'", False),
    ],
)
def test_amounts_are_added_up_only_where_they_may_be_too_much(
    tmp_path: Path, values: str, adding_up_is_left_out: bool
) -> None:
    path = tmp_path / "events.parquet"
    duckdb.sql(f"SELECT 'ann' AS customer, {DAY}, unnest([{values}]) AS amount").write_parquet(str(path))
    source = open_source([path])
    fields = {Meaning.CUSTOMER: Field("customer"), Meaning.TIME: Field("time"), Meaning.AMOUNT: Field("amount")}
    entry = EventTable("events", {**fields, Meaning.EVENT: Field(value="purchase")})
    with source.connect() as connection:
        (reading,) = readings(source, Mapping(events=(entry,), customers=None))
        assert (most_it_can_be(connection, reading) is not None) is adding_up_is_left_out


POINT = {
    "12.50": 125_000,
    "-12.50": -125_000,
    "−12.50": -125_000,
    "12.50-": -125_000,
    "(12.50)": -125_000,
    "($12.50)": -125_000,
    "$1,234.50": 12_345_000,
    "1'234.50": 12_345_000,
    "€ 12.50": 125_000,
    "12.50 EUR": 125_000,
    "EUR 12.50": 125_000,
    "Rs. 500": 5_000_000,
    "kr. 5": 50_000,
    "1.25e1": 125_000,
    "¥100元": 1_000_000,
    "free": None,
    "": None,
}

COMMA = {
    "12,50": 125_000,
    "1.234,50": 12_345_000,
    "1 234,50": 12_345_000,
    "12,50 €": 125_000,
    "12,50 EUR": 125_000,
    "(12,50)": -125_000,
    "-0,01": -100,
    "1.234": 12_340_000,
}


@pytest.mark.parametrize(("format_", "amounts"), [("point", POINT), ("comma", COMMA)])
def test_text_as_people_write_amounts(
    table_log: Callable[..., EventLog], format_: str, amounts: dict[str, int | None]
) -> None:
    values = ", ".join("'" + text.replace("'", "''") + "'" for text in amounts)
    assert dict(zip(amounts, amounts_of(table_log, values, format_), strict=True)) == amounts


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cents=st.lists(st.integers(-10_000_000, 10_000_000), min_size=1, max_size=60), form=st.integers(0, 3))
def test_sums_are_exact_to_the_cent(table_log: Callable[..., EventLog], cents: list[int], form: int) -> None:
    money = [Decimal(cent) / 100 for cent in cents]
    types, format_ = [("DECIMAL(12,2)", None), ("DOUBLE", None), ("VARCHAR", "point"), ("VARCHAR", "comma")][form]
    texts = [str(one).replace(".", ",") if format_ == "comma" else str(one) for one in money]
    read = amounts_of(table_log, ", ".join(f"'{text}'::{types}" for text in texts), format_)
    assert sum(one or 0 for one in read) == sum(cents) * 100


def test_price_times_quantity_where_there_is_no_amount(table_log: Callable[..., EventLog]) -> None:
    select = f"SELECT 'ann' AS customer, {DAY}, unnest([2.5, 0.1]) AS price, unnest([3, 3]) AS quantity"
    log = table_log(select, price="price", quantity="quantity")
    assert log.events.collect()["amount"].to_list() == [75_000, 3_000]


def test_no_amount_at_all_is_unknown_not_zero(table_log: Callable[..., EventLog]) -> None:
    log = table_log(f"SELECT 'ann' AS customer, {DAY}")
    assert not log.has_money
    assert log.events.collect()["amount"].to_list() == [None]


@pytest.mark.parametrize("values", ["'EUR', 'USD'", "'EUR', 'usd', NULL"])
def test_several_currencies_are_refused(table_log: Callable[..., EventLog], values: str) -> None:
    select = f"SELECT 'ann' AS customer, {DAY}, 5.0 AS amount, unnest([{values}]) AS currency"
    with pytest.raises(QuestionError, match=r"several currencies.*EUR \(1 rows\), USD \(1 rows\)"):
        table_log(select, amount="amount", currency="currency")


def test_one_currency_in_two_spellings_is_one(table_log: Callable[..., EventLog]) -> None:
    select = f"SELECT 'ann' AS customer, {DAY}, 5.0 AS amount, unnest(['EUR', 'eur', ' EUR ', NULL]) AS currency"
    assert table_log(select, amount="amount", currency="currency").rows == 4


def test_all_but_one_currency_may_be_excluded(table_log: Callable[..., EventLog]) -> None:
    select = f"SELECT 'ann' AS customer, {DAY}, 5.0 AS amount, unnest(['EUR', 'USD']) AS currency"
    log = table_log(select, amount="amount", currency="currency", entry={"where": "currency = 'EUR'"})
    assert log.rows == 1
    assert [(entry.reason, entry.rows) for entry in log.set_aside] == [("excluded by the mapping", 1)]


def test_two_tables_of_different_currencies_are_refused(
    database: Callable[..., Path], entry_of: Callable[..., EventTable]
) -> None:
    tables = [
        f"CREATE TABLE {name} AS SELECT 'ann' AS customer, {DAY}, 5.0 AS amount, '{currency}' AS currency"
        for name, currency in (("shop", "EUR"), ("store", "USD"))
    ]
    entries = tuple(entry_of(name, amount="amount", currency="currency") for name in ("shop", "store"))
    with pytest.raises(QuestionError, match="several currencies"):
        build(open_source([database(*tables)]), Mapping(events=entries, roles={"purchase": ("purchase",)}))
