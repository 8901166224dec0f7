"""Notes that every answer carries: what was decided, what was set aside, which periods are incomplete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.answering.decided import decided_note
from queries.wording import again, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from queries.data.data import Data
    from queries.eventlog.model import SetAside


def standing_notes(data: Data, frame: pl.DataFrame) -> tuple[str, ...]:
    """What a reader has to know of any answer from these data."""
    decided, others = decided_note(data.log.mapping, data.log.set_aside)
    notes = [decided] if decided else []
    notes += intake_notes(others)
    if "complete" in frame.columns and not frame["complete"].all():
        notes.append(say("Periods marked * are incomplete."))
    notes += data.log.details.notes
    return tuple(notes)


def intake_notes(entries: Iterable[SetAside]) -> list[str]:
    """The rows that were left out, and those that were kept after a repair: a sentence each."""
    listed = list(entries)
    notes = []
    for repaired, words in ((False, say("Set aside")), (True, say("Repaired"))):
        rows = [
            say("{rows:,} rows of {table} ({reason})", rows=e.rows, table=e.table, reason=again(e.reason))
            for e in listed
            if e.rows and e.repaired is repaired
        ]
        notes += [say("{words}: {names}.", words=words, names=say(", ").join(rows))] if rows else []
    return notes
