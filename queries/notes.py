"""Notes that every answer carries: what was set aside, which periods are incomplete."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from queries.data import Data
    from queries.eventlog.model import SetAside


def standing_notes(data: Data, frame: pl.DataFrame) -> tuple[str, ...]:
    """What a reader has to know of any answer from these data."""
    notes = list(intake_notes(data.log.set_aside))
    if "complete" in frame.columns and not frame["complete"].all():
        notes.append("Periods marked * are incomplete.")
    return tuple(notes)


def intake_notes(entries: Iterable[SetAside]) -> list[str]:
    """The rows that were left out or repaired, a sentence a reason."""
    return [
        f"{entry.rows:,} rows of {entry.table} {'repaired' if entry.repaired else 'set aside'}: {entry.reason}."
        for entry in entries
        if entry.rows
    ]
