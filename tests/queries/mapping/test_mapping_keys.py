"""Every key of a mapping survives being written and read."""

from __future__ import annotations

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

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
from queries.mapping.toml import dumps, loads

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


TOTAL = """
[[events]]
table = "orders"
customer = "who"
time = "day"
event = "what"
order = "no"
amount = "total"
"""


def test_units_become_factors_that_survive() -> None:
    for unit, factor in (("minor", 0.01), ("major", 1.0), ("JPY", 1.0), ("KWD", 0.001)):
        mapping = loads(TOTAL.replace('"total"', f'{{ column = "total", unit = "{unit}" }}'))
        assert mapping.events[0].fields[Meaning.AMOUNT].factor == factor
        assert loads(dumps(mapping)) == mapping
