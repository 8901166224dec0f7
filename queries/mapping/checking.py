"""Whether a mapping fits a source: its tables and columns exist, and its conditions can be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.errors import MappingError
from queries.mapping.conditions import check_conditions
from queries.mapping.model import Meaning
from queries.mapping.problems import nearest
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.mapping.model import EventTable, Field, ItemTable, Mapping, ProductTable
    from queries.source import Source, Table


def check(mapping: Mapping, source: Source) -> None:
    """Raise a MappingError at the first table, column or condition that does not fit the source.

    Args:
        mapping: What to check.
        source: The opened files.
    """
    check_people(mapping)
    name = say("The mapping")
    tables = {table.name: table for table in source.tables()}
    for place, event in enumerate(mapping.events, 1):
        where = f"{name}: events[{place}]"
        table = _table(tables, event.table, where)
        for meaning, field in event.fields.items():
            _column(table, field, f"{where}.{meaning}")
        for key, column in _further(event):
            _named(table, column, f"{where}.{key}")
        for other in event.told_in:
            _table(tables, other, where, "told_in")
        _orders(event, where)
        check_conditions(source, table, event, where)
    for part, (table_name, columns) in _parts(mapping).items():
        table = _table(tables, table_name, f"{name}: {part}")
        for key, column in columns:
            _named(table, column, f"{name}: {part}.{key}")


def _further(event: EventTable) -> Iterator[tuple[str, str]]:
    """The other columns that an event table names, each with its key."""
    for key in ("attributes", "of_order"):
        yield from ((key, name) for name in getattr(event, key))
    yield from (("status", status.column) for status in event.statuses)
    yield from (("questions", question.column) for question in event.questions)
    for key, field in (("latest", event.latest), *((meaning.value, field) for meaning, field in event.fields.items())):
        names = (field.clock, field.otherwise, field.column if key == "latest" else None) if field else ()
        yield from ((key, name) for name in names if name)


def check_people(mapping: Mapping) -> None:
    """All event tables say who each row is about, or none does: else a part of what customers did would seem all of it.

    Raises:
        MappingError: Some do, or a table of customers does.
    """
    unknown = [place for place, event in enumerate(mapping.events, 1) if Meaning.CUSTOMER not in event.fields]
    if unknown and (len(unknown) < len(mapping.events) or mapping.customers):
        table = mapping.events[unknown[0] - 1].table
        told = say("another table") if len(unknown) < len(mapping.events) else "[customers]"
        what = say(
            "{name}: events[{unknown}].customer is missing, but {told} says who customers are.",
            name=say("The mapping"),
            unknown=unknown[0],
            told=told,
        )
        raise MappingError(
            what, say('Say which column of "{table}" is the customer, or leave {told} out.', table=table, told=told)
        )


def _parts(mapping: Mapping) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """The tables beside the events, each with its keys and columns."""
    parts: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    if mapping.customers:
        names = [("attributes", name) for name in mapping.customers.attributes]
        person = [("person", mapping.customers.person)] if mapping.customers.person else []
        parts["customers"] = mapping.customers.table, [("id", mapping.customers.id), *person, *names]
    if mapping.items:
        items = mapping.items
        numbers = ("quantity", "amount", "price", "cost", "list_price", "discount")
        parts["items"] = items.table, [("order", items.order), ("item", items.item), *_columns(items, numbers)]
    for key, paid in (("payments", mapping.payments), ("refunded", mapping.refunded)):
        if paid:
            parts[key] = paid.table, [("order", paid.order), ("amount", paid.amount.column or "")]
    if mapping.deals:
        deals = mapping.deals
        timed = {"opened": deals.opened, "closed": deals.closed, "changed": deals.changed, "amount": deals.amount}
        columns = [(key, name) for key, one in timed.items() if one for name in (one.column, one.clock) if name]
        customer = [("customer", deals.customer)] if deals.customer else []
        parts["deals"] = deals.table, [("id", deals.id), ("stage", deals.stage), *customer, *columns]
    if mapping.products:
        goods = mapping.products
        optional = [("name", goods.name), ("category", goods.category)]
        parts["products"] = (
            goods.table,
            [
                ("id", goods.id),
                *((key, one) for key, one in optional if one is not None),
                *_columns(goods, ("cost", "price")),
            ],
        )
    return parts


def _columns(entry: ItemTable | ProductTable, keys: tuple[str, ...]) -> list[tuple[str, str]]:
    """The columns of some numbers of a table, each with its key; not those that are one value for all rows."""
    fields = ((key, getattr(entry, key)) for key in keys)
    return [(key, field.column) for key, field in fields if field and field.column is not None]


def _orders(event: EventTable, where: str) -> None:
    """What is said of orders needs a column that names them; what calls them off, one with the kinds of event."""
    needs = {"of_order": ("order",), "latest": ("order",), "called_off": ("order", "event")}
    for key, columns in needs.items():
        for column in columns if getattr(event, key) else ():
            field = event.fields.get(Meaning(column))
            if field is None or field.column is None:
                what = say(
                    "{where}.{key} is set, but {rsplit}.{column} is no column.",
                    where=where,
                    key=key,
                    rsplit=where.rsplit(": ", 1)[-1],
                    column=column,
                )
                raise MappingError(
                    what,
                    say(
                        'Say which column of "{table}" is the {column}, or leave {key} out.',
                        table=event.table,
                        column=column,
                        key=key,
                    ),
                )
    if event.table in event.told_in:
        raise MappingError(
            say('{where}.told_in is "{table}", the table itself.', where=where, table=event.table),
            say("Name another table."),
        )


def _table(tables: dict[str, Table], name: str, where: str, key: str = "table") -> Table:
    """The table with a name, which must be readable."""
    table = tables.get(name)
    if table is None:
        raise MappingError(
            say('{where}.{key} is "{name}", which the file does not have.', where=where, key=key, name=name),
            nearest(name, tables),
        )
    if table.problem:
        raise MappingError(
            say(
                '{where}.{key} is "{name}", which cannot be read: {problem}',
                where=where,
                key=key,
                name=name,
                problem=table.problem,
            )
        )
    return table


def _column(table: Table, field: Field, where: str) -> None:
    """A field's column, where it has one, must exist."""
    if field.column is not None:
        _named(table, field.column, where)


def _named(table: Table, column: str, where: str) -> None:
    """A column must exist."""
    names = [one.name for one in table.columns]
    if column not in names:
        what = say(
            '{where} is "{column}", which is no column of "{name}".', where=where, column=column, name=table.name
        )
        raise MappingError(what, nearest(column, names))
