"""Mistakes in a key of a mapping are refused with one sentence: which file, which key, which name was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from queries.errors import MappingError
from queries.mapping.toml import check, loads
from queries.source import open_source

if TYPE_CHECKING:
    from tests.queries.mapping.conftest import Database

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
        (
            "",
            'status = { column = "state", nevr = ["x"] }',
            'status.nevr is not a key of a mapping. Did you mean "never"?',
        ),
        (
            "",
            'status = [{ column = "state" }, { column = "s", lost = [] }]',
            "status[2].lost is not a key of a mapping. There is",
        ),
        ("", 'status = { never = ["x"] }', "status.column is missing. events[1].status needs it."),
        ("", 'status = { column = "state", never = "x" }', "status.never is a text, but a list of texts is needed"),
        ("", 'status = "state"', "status is a text, but a table with a column and its values is needed."),
        ("", 'questions = [{ column = "nps" }]', "questions[1].asks is missing. Say what it asks: nps, csat, ces,"),
        (
            "",
            'questions = [{ column = "a", asks = "nsp" }]',
            'questions[1].asks is "nsp", but must be one of nps, csat',
        ),
        ("", 'questions = [{ column = "a", asks = "nps", scale = [10, 0] }]', "questions[1].scale is no scale. Write"),
        ("", 'questions = "nps"', "questions is a text, but tables with a column and what it asks are needed."),
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
        (
            '"who"',
            '{ column = "who", otherwise = 5 }',
            "customer.otherwise is a number, but a text in quotes is needed.",
        ),
        ('"day"', '{ column = "day", clok = "x" }', 'time.clok is not a key of a mapping. Did you mean "clock"?'),
        ("", 'currency = { column = "c", format = "comma" }', 'currency.format is "comma", but must be one of sign.'),
    ],
)
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
        (
            '[customers]\ntable = "c"\nid = "i"\npersn = "p"',
            'customers.persn is not a key of a mapping. Did you mean "person"?',
        ),
    ],
)
def test_a_mistake_beside_the_event_tables_is_named(key: str, said: str) -> None:
    text = GOOD + key if key.startswith("[") else f"{key}\n{GOOD}"
    with pytest.raises(MappingError) as error:
        loads(text, "shop.toml")
    assert str(error.value).startswith(f"shop.toml: {said}")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "",
            'status = { column = "stat" }',
            'events[1].status is "stat", which is no column of "orders". Did you mean "state"?',
        ),
        (
            "",
            'of_order = ["totl"]',
            'events[1].of_order is "totl", which is no column of "orders". Did you mean "total"?',
        ),
        (
            "",
            'latest = "versoin"',
            'events[1].latest is "versoin", which is no column of "orders". Did you mean "version"?',
        ),
        ("", 'refunded = "bak"', 'events[1].refunded is "bak", which is no column of "orders". Did you mean "back"?'),
        (
            "",
            'told_in = ["archve"]',
            'events[1].told_in is "archve", which the file does not have. Did you mean "archive"?',
        ),
        ("", 'told_in = ["orders"]', 'events[1].told_in is "orders", the table itself.'),
        ('"who"', '{ column = "who", otherwise = "mial" }', 'events[1].customer is "mial", which is no column'),
        ('"day"', '{ column = "day", clock = "huor" }', 'events[1].time is "huor", which is no column'),
        ('order = "no"', 'of_order = ["total"]', "events[1].of_order is set, but events[1].order is no column."),
        ('order = "no"', 'latest = "version"', "events[1].latest is set, but events[1].order is no column."),
        (
            '"what"',
            '{ value = "a" }\ncalled_off = ["b"]',
            "events[1].called_off is set, but events[1].event is no column.",
        ),
        (
            "",
            '[customers]\ntable = "people"\nid = "id"\nperson = "persn"',
            'customers.person is "persn", which is no column of "people". Did you mean "person"?',
        ),
        ("", '[payments]\ntable = "peple"\norder = "id"\namount = "id"', 'payments.table is "peple", which the file'),
        (
            "",
            '[payments]\ntable = "people"\norder = "id"\namount = "idd"',
            'payments.amount is "idd", which is no column',
        ),
        (
            "",
            '[refunded]\ntable = "people"\norder = "ordr"\namount = "id"',
            'refunded.order is "ordr", which is no column',
        ),
    ],
)
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
        check(loads(GOOD.replace(old, new) if old else GOOD + new), source)
    assert str(error.value).startswith(f"The mapping: {said}")
