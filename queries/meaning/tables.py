"""Which tables hold interactions, customers, order lines and products, and why the others are left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from queries.mapping.names import fit, read_name
from queries.meaning.amounts import money_columns
from queries.meaning.columns import Candidate, by_values, candidates, named
from queries.meaning.numbers import could_be_number
from queries.meaning.times import could_be_time, time_fit
from queries.meaning.trials import TESTS, is_test
from queries.wording import say

if TYPE_CHECKING:
    from queries.meaning.values import TableValues

_PEOPLE = frozenset(["customer", "client", "member", "user", "buyer", "consumer", "shopper", "subscriber", "contact"])
_LISTS = frozenset(["profile", "list", "master", "base", "detail", "dimension", "attribute"])
_GOODS = frozenset(["product", "item", "sku", "article", "catalog", "goods", "stock"])
_ABOUT = frozenset([
    "country", "city", "region", "gender", "birth", "age", "email", "name", "segment", "register",
    "zip", "tier", "occupation", "income",
])  # fmt: skip
_DONE = frozenset(["transaction", "order", "sale", "invoice", "payment", "event", "purchase", "receipt", "booking"])
_COPIES = frozenset(["backup", "bak", "old", "tmp", "temp", "copy", "staging", "test"])


@dataclass
class Sorting:
    """The tables by what they hold.

    Attributes:
        events: Tables of interactions, in the order of the source.
        customers: The table with one row a customer.
        items: The table of order lines without customer or time of their own.
        products: The table of what is sold.
        others: Why each other table is not used.
        loose: Tables that say neither who nor when, which may hang on the orders of another.
    """

    events: list[TableValues] = field(default_factory=list)
    customers: TableValues | None = None
    items: TableValues | None = None
    products: TableValues | None = None
    others: dict[str, str] = field(default_factory=dict)
    loose: list[TableValues] = field(default_factory=list)


def sort_tables(tables: list[TableValues]) -> Sorting:
    """Decide what each table holds."""
    found = Sorting()
    rest = []
    for table in tables:
        if not table.rows or not any(values.filled for values in table.columns.values()):
            found.others[table.name] = say("It has no rows.") if not table.rows else say("All its columns are empty.")
        elif found.customers is None and _holds_customers(table):
            found.customers = table
        elif found.products is None and _holds_products(table):
            found.products = table
        else:
            rest.append(table)
    for table in rest:
        _sort_one(found, table, rest)
    _leave_out_copies(found)
    if not found.events:
        _take_by_values(found, tables)
    if not found.events:
        _take_without(found, tables)
    return found


def _take_without(found: Sorting, tables: list[TableValues]) -> None:
    """Where no table has both, take sales or reviews without a name, reviews without a date, else a row a customer."""
    placed = (found.customers, found.products, found.items)
    dated = [table for table in tables if table not in placed and offers(table, "time")]
    nameless = [table for table in dated if _has_money(table)] or [one for one in dated if candidates(one, "text")]
    if nameless:
        table = max(nameless, key=lambda one: one.rows)
        found.events.append(table)
        found.others.pop(table.name, None)
        return
    if texts := [one for one in tables if one not in placed and tells_nobody(one)]:
        table = max(texts, key=lambda one: one.rows)
        found.events.append(table)
        found.others.pop(table.name, None)
        return
    # A bare number is a customer's only where the whole table is about customers.
    ids = {table.name: customer_id(table) for table in tables}
    lists = [table for table in tables if (known := ids[table.name]) and fit(known.column, "customer") >= 0.5]
    if found.customers is None and lists:
        found.customers = max(lists, key=lambda one: one.rows)
        found.others.pop(found.customers.name, None)


def tells_nobody(table: TableValues) -> bool:
    """Whether a table has texts and says neither whose they are nor when they were written."""
    return bool(candidates(table, "text")) and not candidates(table, "customer") and not offers(table, "time")


def _has_money(table: TableValues) -> bool:
    """Whether a table has an amount, by name or by values."""
    return any(one.possible for one in money_columns(table, set()))


def _sort_one(found: Sorting, table: TableValues, tables: list[TableValues]) -> None:
    """Put one table that holds neither customers nor products where it belongs."""
    customer, time = candidates(table, "customer"), candidates(table, "time")
    if set(read_name(table.name).words) & TESTS and not is_test(table):
        found.others[table.name] = say(
            "It is named after an experiment, and no column of it says who was in which group."
        )
    elif customer and time and time[0].confidence >= 0.15:
        found.events.append(table)
    elif found.items is None and holds_lines(table) and _has_orders(table, tables):
        found.items = table
    elif not customer:
        found.loose.append(table)
        found.others[table.name] = say("No column of it says which customer a row belongs to.")
    else:
        found.others[table.name] = say("No column of it says when something happened.")


def customer_id(table: TableValues) -> Candidate | None:
    """The column of a table that holds each customer once."""
    offers = []
    for one in candidates(table, "customer"):
        values = table.columns[one.column]
        if values.unique and values.missing < 0.5:
            # In a table of customers each stands once, which elsewhere speaks against a column.
            name = named(one.column, table.name, "customer")
            offers.append(Candidate(one.column, min(0.99, name * (1 - 0.3 * values.missing)), one.reason))
    return max(offers, key=lambda one: one.confidence, default=None)


def _holds_customers(table: TableValues) -> bool:
    """Whether a table has one row a customer and says something about them."""
    if customer_id(table) is None:
        return False
    if sums_up(table):
        return True
    words = read_name(table.name).words
    if set(words) & _DONE:
        return False
    if words[-1] in _PEOPLE or (words[-1] in _LISTS and set(words) & _PEOPLE):
        return True
    busy = any(time_fit(one.column, table.name) > 0.6 for one in candidates(table, "time"))
    about = sum(1 for name in table.columns if is_about_people(name))
    return about >= 2 and not busy and not candidates(table, "amount") and not candidates(table, "event")


def sums_up(table: TableValues) -> bool:
    """Whether a row a customer sums up what they did: a last date, a number of orders, a total."""
    hints = 0
    for values in table.columns.values():
        words = set(read_name(values.name).words)
        dated = could_be_time(values) and bool(words & {"last", "first", "latest", "recent"})
        summed = could_be_number(values) and bool(
            words & {"total", "lifetime", "number", "quantity", "cumulative", "avg", "average"}
        )
        counted = _plural(values.name) and could_be_number(values)
        hints += dated or summed or counted
    return hints >= 2 and not candidates(table, "order")


def _plural(name: str) -> bool:
    """Whether a name counts orders, visits or purchases."""
    return (
        name.strip()
        .casefold()
        .replace(" ", "_")
        .endswith(("orders", "purchases", "transactions", "visits", "次数", "订单数"))
    )


def is_about_people(column: str) -> bool:
    """Whether a column's name says something about a person."""
    return bool(set(read_name(column).words) & _ABOUT)


def product_id(table: TableValues) -> Candidate | None:
    """The column of a table that holds each product once."""
    good = [one for one in candidates(table, "item") if table.columns[one.column].unique]
    return good[0] if good else None


def _holds_products(table: TableValues) -> bool:
    """Whether a table has one row a product."""
    if product_id(table) is None or candidates(table, "customer") or candidates(table, "order"):
        return False
    words = read_name(table.name).words
    describing = [one for meaning in ("name", "category", "price") for one in candidates(table, meaning)]
    return bool(set(words) & _GOODS) or len({one.column for one in describing}) >= 2


def holds_lines(table: TableValues) -> bool:
    """Whether a table's rows are lines of orders."""
    orders = [one for one in candidates(table, "order") if one.confidence >= 0.6]
    return bool(orders) and any(candidates(table, meaning) for meaning in ("item", "quantity", "price"))


def _has_orders(lines: TableValues, tables: list[TableValues]) -> bool:
    """Whether another table has the orders that lines hang on, with customer and time."""
    return any(
        candidates(table, "order") and candidates(table, "customer") and candidates(table, "time")
        for table in tables
        if table.name != lines.name
    )


def _leave_out_copies(found: Sorting) -> None:
    """Views and copies that repeat the columns of a table would count everything twice."""
    for table in list(found.events):
        for other in found.events:
            copy = table.kind == "view" or set(read_name(table.name).words) & _COPIES
            same = len(set(table.columns) & set(other.columns)) >= 0.8 * len(other.columns)
            if other is not table and copy and same and other.kind != "view":
                found.events.remove(table)
                found.others[table.name] = say(
                    'It repeats the columns of "{name}" and would count twice.', name=other.name
                )
                break


def _take_by_values(found: Sorting, tables: list[TableValues]) -> None:
    """Where no name says anything, take the tables whose values look like customers and times."""
    for table in tables:
        if table in (found.customers, found.products, found.items) or not table.rows:
            continue
        if offers(table, "customer") and offers(table, "time"):
            found.events.append(table)
            found.others.pop(table.name, None)


def offers(table: TableValues, meaning: str) -> list[Candidate]:
    """The candidates for customer or time, by name or, failing that, by values."""
    return candidates(table, meaning) or sorted(by_values(table, meaning), key=lambda one: -one.confidence)
