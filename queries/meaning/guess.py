"""Guesses what the tables of a source mean, with how sure each part is and what a person has to confirm."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from queries.errors import SourceError
from queries.mapping.decisions import Decision, Option
from queries.mapping.guessed import Guess
from queries.mapping.model import Activity, Field, Finding, Mapping, Meaning
from queries.meaning.copies import told_twice
from queries.meaning.costs import costs_of_goods, costs_of_lines, lines_sold
from queries.meaning.deals import find_deals
from queries.meaning.interactions import Interactions, read_interactions
from queries.meaning.orders import (
    count_once,
    find_items,
    find_names,
    find_products,
)
from queries.meaning.payments import find_payments, find_refunded_orders
from queries.meaning.people import find_customers, shed_repeated
from queries.meaning.persons import find_person, find_spelling
from queries.meaning.purchases import ask_what_is_bought
from queries.meaning.refunds import refunded_elsewhere
from queries.meaning.roles import activities, roles
from queries.meaning.steps import one_of_each
from queries.meaning.tables import Sorting, customer_id, sort_tables
from queries.meaning.values import look
from queries.meaning.weighing import weighed
from queries.source.patience import patiently
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from queries.mapping.model import CustomerTable, EventTable, ItemTable, PaymentTable, ProductTable
    from queries.meaning.costs import Sold
    from queries.meaning.values import TableValues
    from queries.source import Source, Table

FORM = 9
"""Counted up whenever files come to mean something else: guesses that were kept before are made anew."""

_NEEDED = ("customer", "time", "event")
_WEAK = 0.5
_TABLES = 200


def guess(source: Source) -> Guess:
    """Guess the mapping of a source.

    Args:
        source: The opened files; read through one connection, which is closed again.

    Returns:
        The mapping with its findings. Where no table holds interactions the mapping has no event tables, the
        confidence is 0 and a finding says why.
    """
    with source.connect() as connection:
        readable = [table for table in source.tables() if not table.problem]
        looked, unread = _looked(connection, readable[:_TABLES])
        found = sort_tables(looked)
        found.others.update(unread)
        found.others.update({table.name: table.problem for table in source.tables() if table.problem})
        found.others.update({table.name: say("There are too many tables.") for table in readable[_TABLES:]})
        count_once(connection, found)
        events = _drop_weak([read_interactions(connection, table) for table in found.events], found)
        mapping, findings, decisions = _put_together(connection, found, events)
        by_name = {table.name: table for table in found.events}
        mapping, asked = ask_what_is_bought(connection, by_name, events, mapping)
        decisions += asked
        figures, told = weighed(connection, source, mapping, decisions, {table.name: table.head for table in looked})
        listed = max((one.confidence for one in findings if one.meaning == "customers.id"), default=0.0)
        confidence = min((_weakest(one.findings) for one in events), default=listed)
        return Guess(mapping, tuple(findings), confidence, told, figures)


def _looked(connection: duckdb.DuckDBPyConnection, tables: Sequence[Table]) -> tuple[list[TableValues], dict[str, str]]:
    """The tables, looked at; and those views that cannot be, with why."""
    looked, unread = [], {}
    for table in tables:
        try:
            with patiently(connection, table.kind, table.name):
                looked.append(look(connection, table))
        except SourceError as error:
            unread[table.name] = error.what
    return looked, unread


def _drop_weak(events: list[Interactions], found: Sorting) -> list[Interactions]:
    """Where some tables are sure, leave out those that are not: nothing doubtful slips into the numbers."""
    sure = [one for one in events if _weakest(one.findings) >= _WEAK]
    if not sure:
        return events
    for one in events:
        if one not in sure:
            doubt = min((f for f in one.findings if f.meaning in _NEEDED), key=lambda finding: finding.confidence)
            found.others[one.table.table] = say(
                "It is not clear which column is the {meaning} ({reason}).", meaning=doubt.meaning, reason=doubt.reason
            )
    return sure


def _weakest(findings: tuple[Finding, ...]) -> float:
    """The confidence of the weakest finding that an event table cannot do without."""
    return min((finding.confidence for finding in findings if finding.meaning in _NEEDED), default=0.0)


def _put_together(
    connection: duckdb.DuckDBPyConnection, found: Sorting, events: list[Interactions]
) -> tuple[Mapping, list[Finding], list[Decision]]:
    """One mapping from all that was found."""
    tables = {table.name: table for table in found.events}
    events, copies, decisions = told_twice(connection, tables, events)
    found.others.update(copies)
    events = refunded_elsewhere(events)
    steps: list[str] = []
    for place, one in enumerate(events):
        events[place], only, told = one_of_each(connection, tables[one.table.table], one)
        steps += only
        decisions += told
    decisions += [decision for one in events for decision in one.decisions]
    findings = [finding for one in events for finding in one.findings]
    parts, more, told = _beside(connection, found, events)
    kinds = [kind for one in events for kind in one.kinds]
    activity, unknown = activities(kinds)
    if all(
        one.kind == "ignore" and Meaning.VARIANT in test.table.fields for one in activity.values() for test in events
    ):
        # Where a test is all there is, being put into an arm is all that is known of customers: it counts.
        activity = dict.fromkeys(activity, Activity())
    mapping = Mapping(
        _tables(events, parts.customers), parts.customers, parts.items, parts.products, roles(kinds, steps), activity,
        _currency(events), payments=parts.payments, refunded=parts.refunded, fold=parts.fold,
        nobody=tuple(dict.fromkeys(name for one in events for name in one.nobody)),
        deals=find_deals(connection, found, [one.table for one in events]),
    )  # fmt: skip
    findings += [*more, *_unknown(events, unknown), *_left_out(found, events)]
    if not events and found.customers is not None:
        told = [*told, _no_history(found.customers)]
    told = [*told, *(_texts_alone(one.table.table) for one in events if Meaning.TIME not in one.table.fields)]
    return mapping, findings, [*decisions, *told]


def _no_history(table: TableValues) -> Decision:
    """A table with one row a customer tells who they are, and not what they did when."""
    words = say("{name} has one row a customer and tells no history: it opens as a list of customers.", name=table.name)
    column = customer_id(table)
    reason = say(
        "“{column}” is another one in each row, and no table says what they did and when",
        column=column.column if column else "",
    )
    taken = Option("customers", say("a list of customers"), lambda mapping: mapping)
    return Decision(f"{table.name}.row", "row", table.name, words, (taken,), reason)


def _texts_alone(table: str) -> Decision:
    """Texts say what is written of; not by whom, and not when."""
    words = say(
        "{table} says neither whose its texts are nor when they were written: it opens as texts without a history.",
        table=table,
    )
    taken = Option("texts", say("texts without customers and dates"), lambda mapping: mapping)
    return Decision(f"{table}.row", "row", table, words, (taken,), say("no column holds customers or times"))


@dataclass(frozen=True)
class Beside:
    """What stands beside the event tables."""

    customers: CustomerTable | None = None
    items: ItemTable | None = None
    products: ProductTable | None = None
    payments: PaymentTable | None = None
    refunded: PaymentTable | None = None
    fold: bool = False


def _beside(
    connection: duckdb.DuckDBPyConnection, found: Sorting, events: list[Interactions]
) -> tuple[Beside, list[Finding], list[Decision]]:
    """Customers, order lines, products and payments, with how customers are spelled."""
    findings: list[Finding] = []
    decisions: list[Decision] = []
    customers: CustomerTable | None = None
    items: ItemTable | None = None
    lines: Sold | None = None
    products: ProductTable | None = None
    whose = _customers_of(found, events)
    if found.customers is not None:
        customers, finding = find_customers(connection, found.customers, whose)
        findings.append(finding)
        if whose:
            order = next(one.table.fields.get(Meaning.ORDER) for one in events if one.table.table == whose[0][0].name)
            column = (order.column or "") if order else ""
            customers, decisions = find_person(found.customers, customers, *whose[0], column)
    known = (found.customers, customers.id) if found.customers is not None and customers is not None else None
    fold, told = find_spelling(connection, whose, known)
    decisions += told
    if found.items is not None:
        items, more, told = find_items(connection, found.items)
        findings.extend(more)
        decisions += told
        if items is not None:
            lines = lines_sold(connection, found.items, items)
            items, more = costs_of_lines(lines, items)
            findings.extend(more)
        else:
            found.others[found.items.name] = say("No column of it says what was bought.")
    if found.products is not None:
        products, more = find_products(found.products)
        products, told_of_costs = costs_of_goods(connection, found.products, products, lines)
        more += told_of_costs
    else:
        products, more = find_names(connection, _naming_items(found, items, events))
    findings.extend(more)
    payments, told = find_payments(connection, found, [one.table for one in events], items)
    refunded, more_told = find_refunded_orders(connection, found, [one.table for one in events])
    parts = Beside(customers, items, products, payments, refunded, fold)
    return parts, findings, [*decisions, *told, *more_told]


def _left_out(found: Sorting, events: list[Interactions]) -> list[Finding]:
    """Why each table is not used."""
    return [
        Finding(name, "table", Field(value="not used"), 1.0 if events else 0.0, why)
        for name, why in found.others.items()
    ]


def _customers_of(found: Sorting, events: list[Interactions]) -> list[tuple[TableValues, str]]:
    """The event tables with their customer column, the largest first."""
    fields = {one.table.table: one.table.fields.get(Meaning.CUSTOMER) for one in events}
    columns = {name: field.column or "" for name, field in fields.items() if field}
    tables = sorted((table for table in found.events if table.name in columns), key=lambda table: -table.rows)
    return [(table, columns[table.name]) for table in tables]


def _naming_items(
    found: Sorting, items: ItemTable | None, events: list[Interactions]
) -> Iterator[tuple[TableValues, str]]:
    """The tables whose rows name an item, with the column that does: order lines first, then purchases."""
    if items is not None and found.items is not None:
        yield found.items, items.item
    tables = {table.name: table for table in found.events}
    for one in events:
        field = one.table.fields.get(Meaning.ITEM)
        if field and field.column and {Meaning.ORDER, Meaning.QUANTITY, Meaning.PRICE} & set(one.table.fields):
            yield tables[one.table.table], field.column


def _tables(events: list[Interactions], customers: CustomerTable | None) -> tuple[EventTable, ...]:
    """The event tables, without attributes that the customer table already has."""
    tables = tuple(one.table for one in events)
    attributes = shed_repeated(tables, customers)
    return tuple(replace(table, attributes=attributes[table.table]) for table in tables)


def _currency(events: list[Interactions]) -> str | None:
    """The one currency of all amounts, or None where tables disagree or none says."""
    named = {one.currency for one in events if one.currency}
    return named.pop() if len(named) == 1 else None


def _unknown(events: list[Interactions], unknown: tuple[str, ...]) -> list[Finding]:
    """One finding a table for the event kinds whose names do not say how much they weigh."""
    found = []
    for one in events:
        own = tuple(kind for kind in one.kinds if kind in unknown)
        if own:
            listed = ", ".join(own[:8]) + (say(" and {own} more", own=len(own) - 8) if len(own) > 8 else "")
            reason = say("taken as active, of normal weight: {listed}", listed=listed)
            field = one.table.fields[Meaning.EVENT]
            found.append(Finding(one.table.table, "activity", field, 0.5, reason, own[:5]))
    return found
