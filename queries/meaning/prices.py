"""A price beside a quantity: that of one piece, or of all of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from queries.eventlog.expressions import number, trimmed
from queries.mapping.correcting import with_fields
from queries.mapping.decisions import Decision, Option
from queries.mapping.model import Field, Meaning
from queries.wording import say

if TYPE_CHECKING:
    import duckdb

    from queries.mapping.model import Mapping
    from queries.meaning.draft import Draft
    from queries.meaning.values import TableValues

GROWS = (1.35, 1.7)
"""A price that is so many times as high for two as for one may be, and surely is, the price of both."""


def decide_price(draft: Draft) -> None:
    """A price beside a quantity is that of one, or of all of them: it grows with the quantity, or it does not."""
    price, quantity = draft.fields.get(Meaning.PRICE), draft.fields.get(Meaning.QUANTITY)
    if price is None or quantity is None:
        return
    times = growth(draft.connection, draft.table, price, quantity, draft.column(Meaning.ITEM))
    if times is None or times < GROWS[0]:
        return
    table = draft.table.name
    whole, unit = ((Meaning.PRICE, Meaning.AMOUNT), (Meaning.AMOUNT, Meaning.PRICE))
    options = (
        Option(
            "line", say("“{column}” of the whole line", column=price.column), partial(_moved, table=table, places=whole)
        ),
        Option(
            "unit",
            say("“{price}” times “{quantity}”", price=price.column, quantity=quantity.column),
            partial(_moved, table=table, places=unit),
        ),
    )
    draft.fields[Meaning.AMOUNT] = Field(column=price.column, format=price.format)
    draft.numbers[Meaning.AMOUNT] = draft.numbers.pop(Meaning.PRICE)
    draft.fields.pop(Meaning.PRICE)
    words = say("“{column}” of {table} is the price of the whole line, not of one.", column=price.column, table=table)
    reason = say(
        "where “{column}” is 2, it is {times:.1f} times as high as where it is 1", column=quantity.column, times=times
    )
    asked = (
        ""
        if times >= GROWS[1]
        else say("Is “{column}” of {table} the price of the whole line", column=price.column, table=table)
    )
    draft.decisions.append(Decision(draft.name("price"), "money", table, words, options, reason, asked))


def _moved(mapping: Mapping, table: str, places: tuple[Meaning, Meaning]) -> Mapping:
    """The mapping with a price as the amount of the line, or the other way round; its unit stays."""
    entry = next((one for one in mapping.events if one.table == table), None)
    field = entry.fields.get(places[0]) if entry else None
    return with_fields(mapping, table, {places[0]: None, places[1]: field}) if field else mapping


def growth(
    connection: duckdb.DuckDBPyConnection, table: TableValues, price: Field, quantity: Field, item: str
) -> float | None:
    """How many times as high a price (a cost, a discount) is where two were bought as where one was.

    Of the same item, if a column says which it is (`item` is not empty); None where no item was bought both ways.
    """
    types = {name: values.type for name, values in table.columns.items()}
    paid, many = (number(field, types[field.column or ""]) for field in (price, quantity))
    same = trimmed(item) if item else "1"
    sql = (
        "SELECT median(two / one), count(*) FROM "
        "(SELECT avg(p) FILTER (q = 1) AS one, avg(p) FILTER (q = 2) AS two FROM "
        f"(SELECT {paid} AS p, {many} AS q, {same} AS item FROM {table.head}) "
        "WHERE p > 0 AND q IN (1, 2) GROUP BY item) WHERE one > 0 AND two > 0"
    )
    times, items = connection.sql(sql).fetchall()[0]
    return float(times) if items else None
