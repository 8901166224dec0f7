"""One event table while its meaning is found: what is known so far, and what was decided on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from queries.mapping.model import EventTable, Field, Finding, Meaning

if TYPE_CHECKING:
    import duckdb

    from queries.mapping.decisions import Decision
    from queries.meaning.dependencies import Dependencies
    from queries.meaning.numbers import Numbers
    from queries.meaning.values import TableValues


@dataclass
class Draft:
    """What is known of an event table so far.

    Attributes:
        connection: The open files.
        table: The table, looked at.
        fields: What its columns mean.
        numbers: How those are written that are numbers.
        findings: What speaks for each.
        kinds: The kinds of event in it, the commonest first.
        decisions: What was decided, with its rivals.
        parts: What else the mapping says of the table (its statuses, what stands once an order).
        attributes: Columns that describe the customer.
        order: What the column of the order tells about the others, where rows share orders.
        currency: What its amounts are in, where it says so.
        nobody: Ids that stand for nobody.
    """

    connection: duckdb.DuckDBPyConnection
    table: TableValues
    fields: dict[Meaning, Field] = field(default_factory=dict)
    numbers: dict[Meaning, Numbers] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    kinds: tuple[str, ...] = ()
    decisions: list[Decision] = field(default_factory=list)
    parts: dict[str, Any] = field(default_factory=dict)
    attributes: tuple[str, ...] = ()
    order: Dependencies | None = None
    currency: str | None = None
    nobody: tuple[str, ...] = ()

    @property
    def used(self) -> set[str]:
        """The columns that mean something."""
        named = {one.column for one in self.fields.values()} | {one.clock for one in self.fields.values()}
        return {name for name in named if name}

    def column(self, meaning: Meaning) -> str:
        """The column of a meaning; empty where it has none."""
        one = self.fields.get(meaning)
        return (one.column or "") if one else ""

    def entry(self) -> EventTable:
        """What the mapping says of the table."""
        order = [meaning for meaning in Meaning if meaning in self.fields]
        fields = {meaning: self.fields[meaning] for meaning in order}
        return EventTable(self.table.name, fields, self.attributes, **self.parts)

    def name(self, what: str) -> str:
        """What a decision about this table is called."""
        return f"{self.table.name}.{what}"
