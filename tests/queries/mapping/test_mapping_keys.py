"""Every key of a mapping survives being written and read; mistakes in one are refused with a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.errors import MappingError
from queries.mapping.model import (
    CustomerTable,
    EventTable,
    Field,
    ItemTable,
    Mapping,
    Meaning,
    NumberFormat,
    PaymentTable,
    Status,
    TimeFormat,
)
from queries.mapping.toml import check, dumps, loads
from queries.source import open_source

if TYPE_CHECKING:
    from tests.queries.mapping.conftest import Database

names = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
lists = st.lists(names, max_size=3).map(tuple)
factors = st.just(1.0) | st.floats(min_value=0, exclude_min=True, allow_infinity=False, allow_nan=False)
number_formats = st.sampled_from([None, *get_args(NumberFormat)])
time_formats = st.sampled_from([None, *get_args(TimeFormat)])
numbers = st.builds(Field, column=names, format=number_formats)
figures = numbers | st.builds(Field, value=st.floats(allow_infinity=False, allow_nan=False).map(str))
prices = st.builds(Field, column=names, format=number_formats, factor=factors)
amounts = st.builds(Field, column=names, format=number_formats, factor=factors, once=st.booleans())
fields = st.fixed_dictionaries(
    {
        Meaning.TIME: st.builds(Field, column=names, format=time_formats, clock=st.none() | names),
        Meaning.EVENT: st.builds(Field, column=names) | st.builds(Field, value=names),
        Meaning.CUSTOMER: st.builds(Field, column=names, otherwise=st.none() | names),
    },
    optional={
        Meaning.AMOUNT: amounts,
        Meaning.PRICE: prices,
        Meaning.QUANTITY: figures,
        Meaning.REFUNDED: numbers,
        Meaning.ORDERS: figures,
        Meaning.ORDER: st.builds(Field, column=names),
        Meaning.CURRENCY: st.builds(Field, column=names, format=st.sampled_from([None, "sign"])),
    },
)
events = st.builds(
    EventTable, table=names, fields=fields, attributes=lists, where=st.none() | names, refund=st.none() | names,
    statuses=st.lists(st.builds(Status, names, lists, lists, lists, lists), max_size=3).map(tuple),
    of_order=lists, latest=st.none() | st.builds(Field, column=names, format=time_formats), told_in=lists,
    called_off=lists,
)  # fmt: skip
payments = st.none() | st.builds(PaymentTable, table=names, order=names, amount=amounts | figures)
mappings = st.builds(
    Mapping,
    events=st.lists(events, min_size=1, max_size=2).map(tuple),
    customers=st.none()
    | st.builds(CustomerTable, table=names, id=names, attributes=lists, person=st.none() | names),
    items=st.none()
    | st.builds(
        ItemTable, table=names, order=names, item=names, quantity=st.none() | figures, amount=st.none() | amounts,
        price=st.none() | prices,
    ),
    payments=payments, refunded=payments, nobody=lists, fold=st.booleans(),
    rates=st.dictionaries(st.from_regex(r"\A[A-Z]{3}\Z") | st.sampled_from(["US$", "元", "A.B"]), factors, max_size=3),
)  # fmt: skip


@given(mappings)
def test_every_key_survives(mapping: Mapping) -> None:
    assert loads(dumps(mapping)) == mapping


def test_units_become_factors_that_survive() -> None:
    for unit, factor in (("minor", 0.01), ("major", 1.0), ("JPY", 1.0), ("KWD", 0.001)):
        mapping = loads(GOOD.replace('"total"', f'{{ column = "total", unit = "{unit}" }}'))
        assert mapping.events[0].fields[Meaning.AMOUNT].factor == factor
        assert loads(dumps(mapping)) == mapping


GOOD = """
[[events]]
table = "orders"
customer = "who"
time = "day"
event = "what"
order = "no"
amount = "total"
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", 'status = { column = "state", nevr = ["x"] }', 'status.nevr is not a key of a mapping. Did you mean "never"?'),
        ("", 'status = [{ column = "state" }, { column = "s", lost = [] }]', "status[2].lost is not a key of a mapping. There is"),
        ("", 'status = { never = ["x"] }', "status.column is missing. events[1].status needs it."),
        ("", 'status = { column = "state", never = "x" }', "status.never is a text, but a list of texts is needed"),
        ("", 'status = "state"', "status is a text, but a table with a column and its values is needed."),
        ("", "status = [5]", "status[1] is a number, but a table is needed."),
        ("", 'of_order = "town"', "of_order is a text, but a list of texts is needed"),
        ("", "told_in = [5]", "told_in is a list of other things, but a list of texts is needed"),
        ("", "called_off = true", "called_off is true or false, but a list of texts is needed"),
        ("", "latest = 5", "latest is a number, but a column's name or { column = … } is needed."),
        ("", 'latest = { value = "5" }', "latest is one value for all rows, but must be a column."),
        ("", 'latest = { column = "v", format = "dym" }', 'latest.format is "dym", but must be one of native, iso'),
        ('"total"', '{ column = "total", once = "yes" }', "amount.once is a text, but true or false is needed."),
        ('"total"', '{ column = "total", factor = 0 }', "amount.factor is 0, but must be more than zero."),
        ('"total"', '{ column = "total", factor = -2 }', "amount.factor is -2, but must be more than zero."),
        ('"total"', '{ column = "total", factor = "2" }', "amount.factor is a text, but a number is needed."),
        ('"total"', '{ column = "total", factor = inf }', "amount.factor is inf, but must be zero or more."),
        ('"total"', '{ column = "total", unit = "minr" }', 'amount.unit is "minr", but must be one of major, minor'),
        ('"total"', '{ column = "total", clock = "x" }', "amount.clock is not a key of a mapping."),
        ('"total"', '{ value = "much" }', 'amount.value is "much", but a number in quotes is needed.'),
        ('"who"', '{ column = "who", once = true }', "customer.once is not a key of a mapping."),
        ('"who"', '{ column = "who", otherwise = 5 }', "customer.otherwise is a number, but a text in quotes is needed."),
        ('"day"', '{ column = "day", clok = "x" }', 'time.clok is not a key of a mapping. Did you mean "clock"?'),
        ("", 'currency = { column = "c", format = "comma" }', 'currency.format is "comma", but must be one of sign.'),
    ],
)  # fmt: skip
def test_a_mistake_in_an_event_table_is_named(old: str, new: str, said: str) -> None:
    text = GOOD.replace(old, new) if old else GOOD + new
    with pytest.raises(MappingError) as error:
        loads(text, "shop.toml")
    assert str(error.value).startswith(f"shop.toml: events[1].{said}")


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("nobody = 0", "nobody is a number, but a list of texts is needed"),
        ('fold = "yes"', "fold is a text, but true or false is needed."),
        ("[rates]\nUSD = 0", "rates.USD is 0, but must be more than zero."),
        ("[rates]\nUSD = -1", "rates.USD is -1, but must be more than zero."),
        ('[rates]\nUSD = "1"', "rates.USD is a text, but a number is needed."),
        ('[payments]\ntable = "p"\norder = "no"', "payments.amount is missing. Say which column is what was paid."),
        ('[refunded]\ntable = "p"\namount = "a"', "refunded.order is missing."),
        ('[refunded]\ntable = "p"\nordr = "no"', 'refunded.ordr is not a key of a mapping. Did you mean "order"?'),
        ('[payment]\ntable = "p"', 'payment is not a key of a mapping. Did you mean "payments"?'),
        ('[customers]\ntable = "c"\nid = "i"\nperson = ["p"]', "customers.person is a list, but a text in quotes"),
        ('[customers]\ntable = "c"\nid = "i"\npersn = "p"', 'customers.persn is not a key of a mapping. Did you mean "person"?'),
    ],
)  # fmt: skip
def test_a_mistake_beside_the_event_tables_is_named(key: str, said: str) -> None:
    text = GOOD + key if key.startswith("[") else f"{key}\n{GOOD}"
    with pytest.raises(MappingError) as error:
        loads(text, "shop.toml")
    assert str(error.value).startswith(f"shop.toml: {said}")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", 'status = { column = "stat" }', 'events[1].status is "stat", which is no column of "orders". Did you mean "state"?'),
        ("", 'of_order = ["totl"]', 'events[1].of_order is "totl", which is no column of "orders". Did you mean "total"?'),
        ("", 'latest = "versoin"', 'events[1].latest is "versoin", which is no column of "orders". Did you mean "version"?'),
        ("", 'refunded = "bak"', 'events[1].refunded is "bak", which is no column of "orders". Did you mean "back"?'),
        ("", 'told_in = ["archve"]', 'events[1].told_in is "archve", which the file does not have. Did you mean "archive"?'),
        ("", 'told_in = ["orders"]', 'events[1].told_in is "orders", the table itself.'),
        ('"who"', '{ column = "who", otherwise = "mial" }', 'events[1].customer is "mial", which is no column'),
        ('"day"', '{ column = "day", clock = "huor" }', 'events[1].time is "huor", which is no column'),
        ('order = "no"', 'of_order = ["total"]', "events[1].of_order is set, but events[1].order is no column."),
        ('order = "no"', 'latest = "version"', "events[1].latest is set, but events[1].order is no column."),
        ('"what"', '{ value = "a" }\ncalled_off = ["b"]', "events[1].called_off is set, but events[1].event is no column."),
        ("", '[customers]\ntable = "people"\nid = "id"\nperson = "persn"', 'customers.person is "persn", which is no column of "people". Did you mean "person"?'),
        ("", '[payments]\ntable = "peple"\norder = "id"\namount = "id"', 'payments.table is "peple", which the file'),
        ("", '[payments]\ntable = "people"\norder = "id"\namount = "idd"', 'payments.amount is "idd", which is no column'),
        ("", '[refunded]\ntable = "people"\norder = "ordr"\namount = "id"', 'refunded.order is "ordr", which is no column'),
    ],
)  # fmt: skip
def test_what_the_file_does_not_have_is_named(database: Database, old: str, new: str, said: str) -> None:
    source = open_source(
        [database(
            "CREATE TABLE orders AS SELECT 1 AS who, DATE '2024-01-01' AS day, 'a' AS what, 7 AS no, 5 AS total,"
            " 'ok' AS state, 1 AS version, 0 AS back, 'a@x' AS mail, '10:00' AS hour",
            "CREATE TABLE people AS SELECT 1 AS id, 2 AS person",
            "CREATE TABLE archive AS SELECT 1 AS id",
        )]
    )  # fmt: skip
    check(loads(GOOD), source)
    with pytest.raises(MappingError) as error:
        check(loads(GOOD.replace(old, new) if old else GOOD + new), source, "map.toml")
    assert str(error.value).startswith(f"map.toml: {said}")
