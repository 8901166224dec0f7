"""Correcting a mapping: one meaning another column, one table left out. Nothing here knows a screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

from queries.mapping.model import (
    OUTCOMES,
    ROLES,
    Activity,
    EventTable,
    Field,
    Finding,
    Mapping,
    Meaning,
    NumberFormat,
    Status,
    TimeFormat,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from queries.mapping.guessed import Guess
    from queries.source import Table

NEEDED = (Meaning.CUSTOMER, Meaning.TIME, Meaning.EVENT)
OFFERED = (Meaning.CUSTOMER, Meaning.CHANNEL, Meaning.AMOUNT, Meaning.ORDER)
"""Meanings that a person may name though nothing was found for them."""
NUMBERS = (
    Meaning.AMOUNT, Meaning.PRICE, Meaning.QUANTITY, Meaning.DURATION, Meaning.SCORE, Meaning.COST, Meaning.LIST_PRICE,
    Meaning.DISCOUNT,
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line of the mapping screen: what means what, and what speaks for it.

    Attributes:
        used: Whether the mapping reads it.
        changeable: Whether another column may be taken.
    """

    table: str
    meaning: str
    field: Field
    finding: Finding | None
    used: bool = True
    changeable: bool = True


def lines_of(mapping: Mapping, guess: Guess | None, offered: Iterable[EventTable]) -> list[Line]:
    """What the mapping says, then what could be there and is not; questions first within a table."""
    findings = {(f.table, f.meaning): f for f in (guess.findings if guess else ())}
    lines: list[Line] = []
    used = {table.table: table for table in mapping.events}
    for table in offered:
        fields = used.get(table.table, table).fields
        for meaning in Meaning:
            finding = findings.pop((table.table, meaning.value), None)
            if meaning in fields:
                lines.append(Line(table.table, meaning.value, fields[meaning], finding, table.table in used))
            elif finding is not None or meaning in OFFERED:
                lines.append(Line(table.table, meaning.value, Field(), finding, table.table in used))
    if mapping.customers:
        finding = findings.pop((mapping.customers.table, "customers.id"), None)
        lines.append(Line(mapping.customers.table, "customers.id", Field(column=mapping.customers.id), finding))
    known = {line.table for line in lines}
    left = [f for f in findings.values() if f.meaning != "table" or f.table not in known]
    others = [f for f in left if f.question or f.meaning == "table" or "." in f.meaning]
    lines += [Line(f.table, f.meaning, f.field, f, used=f.meaning != "table", changeable=False) for f in others]
    return sorted(lines, key=lambda line: not (line.finding and line.finding.question))


def changed(mapping: Mapping, table: str, meaning: str, field: Field | None) -> Mapping:
    """The mapping with another field for a meaning; None takes the meaning away where it is not needed."""
    if meaning == "customers.id":
        if mapping.customers is None or field is None or field.column is None:
            return mapping
        return replace(mapping, customers=replace(mapping.customers, id=field.column))
    events = tuple(_with(entry, Meaning(meaning), field) if entry.table == table else entry for entry in mapping.events)
    return replace(mapping, events=events)


def without(mapping: Mapping, table: str) -> Mapping:
    """The mapping without an event table."""
    return replace(mapping, events=tuple(entry for entry in mapping.events if entry.table != table))


def with_table(mapping: Mapping, table: EventTable, order: Iterable[EventTable]) -> Mapping:
    """The mapping with an event table again, in its old place."""
    wanted = {entry.table: entry for entry in (*mapping.events, table)}
    return replace(mapping, events=tuple(wanted[entry.table] for entry in order if entry.table in wanted))


def taken_in(table: Table) -> EventTable:
    """A table nobody could read anything into, with a first guess to be corrected: customer, time, its name."""
    times = [column.name for column in table.columns if column.type.startswith(("TIMESTAMP", "DATE"))]
    names = [column.name for column in table.columns]
    time = times[0] if times else names[min(1, len(names) - 1)]
    customer = next((name for name in names if name != time), names[0])
    fields = {Meaning.CUSTOMER: Field(column=customer), Meaning.TIME: Field(column=time)}
    return EventTable(table.name, {**fields, Meaning.EVENT: Field(value=table.name)})


def role_of(mapping: Mapping, kind: str) -> str | None:
    """What a kind of event stands for: one of ROLES; None is a plain interaction."""
    return next((role for role in ROLES if kind in mapping.roles.get(role, ())), None)


def with_role(mapping: Mapping, kind: str, role: str | None) -> Mapping:
    """The mapping in which a kind of event stands for something else, and for nothing beside it."""
    roles = {name: tuple(one for one in kinds if one != kind) for name, kinds in mapping.roles.items()}
    if role is not None:
        roles[role] = (*roles.get(role, ()), kind)
    return replace(mapping, roles={name: kinds for name, kinds in roles.items() if kinds})


def with_activity(mapping: Mapping, kind: str, activity: Literal["active", "passive", "ignore"]) -> Mapping:
    """The mapping in which a kind of event is the customer's own doing, a response, or neither; its weight stays."""
    now = mapping.activity.get(kind, Activity())
    return replace(mapping, activity={**mapping.activity, kind: replace(now, kind=activity)})


def formats_for(meaning: str) -> tuple[str, ...]:
    """How a column of that meaning may be read."""
    if meaning == Meaning.TIME:
        return get_args(TimeFormat)
    return get_args(NumberFormat) if meaning in NUMBERS else ()


def _with(table: EventTable, meaning: Meaning, field: Field | None) -> EventTable:
    fields = dict(table.fields)
    if field is not None:
        fields[meaning] = field
    elif meaning not in (Meaning.TIME, Meaning.EVENT):
        fields.pop(meaning, None)
    if Meaning.ORDER not in fields:
        # Without orders, nothing holds for the whole of one.
        return replace(table, fields=fields, of_order=(), latest=None, called_off=())
    return replace(table, fields=fields)


def with_entry(mapping: Mapping, table: str, **parts: Any) -> Mapping:
    """The mapping with other parts of an event table: its statuses, its order's columns, its condition."""
    events = tuple(replace(entry, **parts) if entry.table == table else entry for entry in mapping.events)
    return replace(mapping, events=events)


def with_fields(mapping: Mapping, table: str, fields: dict[Meaning, Field | None]) -> Mapping:
    """The mapping with several fields of an event table; None takes a meaning away."""
    for meaning, field in fields.items():
        mapping = changed(mapping, table, meaning, field)
    return mapping


def restated(mapping: Mapping, table: str, column: str, value: str, outcome: str) -> Mapping:
    """The mapping with another outcome of one value of a status."""

    def again(status: Status) -> Status:
        if status.column != column:
            return status
        kept = {name: tuple(one for one in getattr(status, name) if one != value) for name in OUTCOMES}
        kept[outcome] = (*kept[outcome], value)
        return Status(column, **kept)

    entry = next((one for one in mapping.events if one.table == table), None)
    return mapping if entry is None else with_entry(mapping, table, statuses=tuple(map(again, entry.statuses)))


def playing_alone(mapping: Mapping, role: str, taken: str, left: tuple[str, ...]) -> Mapping:
    """The mapping in which one kind of event plays a role, and some others do not."""
    others = tuple(kind for kind in mapping.roles.get(role, ()) if kind not in (*left, taken))
    return replace(mapping, roles={**mapping.roles, role: (*others, taken)})
