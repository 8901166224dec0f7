"""What a mapping would read and what it would set aside, before anything is built."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from queries.eventlog.intake import latest_possible, take_in
from queries.eventlog.listing import listing_size
from queries.eventlog.reading import readings
from queries.mapping.model import Meaning

if TYPE_CHECKING:
    from queries.eventlog.intake import Intake
    from queries.eventlog.model import SetAside
    from queries.mapping.model import Mapping
    from queries.source import Source


@dataclass(frozen=True)
class TablePreview:
    """What one event table would give; where there is none, the table of customers.

    Attributes:
        table: Its name.
        rows: How many rows it has.
        kept: How many of them would be read.
        first, last: The range of usable times; None where there is none.
        kinds: The kinds of event it holds.
    """

    table: str
    rows: int
    kept: int
    first: datetime | None
    last: datetime | None
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """What all event tables would give, and what would be set aside."""

    tables: tuple[TablePreview, ...]
    set_aside: tuple[SetAside, ...]

    @property
    def rows(self) -> int:
        """The rows of all event tables."""
        return sum(table.rows for table in self.tables)

    @property
    def kept(self) -> int:
        """The rows that would be read."""
        return sum(table.kept for table in self.tables)


def preview(source: Source, mapping: Mapping) -> Preview:
    """Count what a mapping would read, without building anything.

    Raises:
        MappingError: The mapping does not fit the source.
        QuestionError: Amounts are in several currencies.
    """
    tables: list[TablePreview] = []
    set_aside: list[SetAside] = []
    intakes: list[Intake] = []
    with source.connect() as connection:
        for reading in readings(source, mapping):
            intake = take_in(connection, reading, latest_possible(source.modified), intakes)
            intakes.append(intake)
            kinds = tuple(sorted(set(intake.kinds.values())))
            is_dated = reading.field(Meaning.TIME) is not None
            first, last = (_moment(one) if is_dated else None for one in (intake.first, intake.last))
            tables.append(TablePreview(reading.table.name, intake.rows, intake.kept, first, last, kinds))
            set_aside += intake.set_aside
        if mapping.customers and not mapping.events:
            rows, kept = listing_size(connection, source, mapping)
            tables.append(TablePreview(mapping.customers.table, rows, kept, None, None, ()))
    return Preview(tuple(tables), tuple(set_aside))


def _moment(milliseconds: int | None) -> datetime | None:
    """Milliseconds since 1970 as the clock they stand for."""
    return None if milliseconds is None else datetime.fromtimestamp(milliseconds / 1000, UTC).replace(tzinfo=None)
