"""What was decided about the data before a question could be answered, in a sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.eventlog.origin import EARLIER, NO_SALE
from queries.mapping.model import Meaning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from queries.eventlog.model import SetAside
    from queries.mapping.model import Mapping

MOST = 3
"""So many decisions are told beside an answer, the most consequential ones."""

WHERE_ALL = "“regulars inspect” and the mapping screen (M) tell all decisions."

_OUTCOMES = {
    NO_SALE["never"]: "are no sales",
    NO_SALE["later"]: "are not paid yet, so no sales",
    NO_SALE["refund"]: "were given back in full, so no sales",
}
"""What rows are that are set aside for what became of their order."""


def decided_note(mapping: Mapping, entries: Sequence[SetAside]) -> tuple[str, list[SetAside]]:
    """What was decided: what holds for all rows of a table first, then by how many rows it set aside.

    Returns:
        The note, empty where nothing was decided; and the entries that it does not tell.
    """
    rows = sorted((entry for entry in entries if entry.decided and entry.rows), key=lambda entry: -entry.rows)
    whole = list(_of_all_rows(mapping))[:MOST]
    told = rows[: MOST - len(whole)]
    sentences = [*whole, *(f"{_sentence(mapping, entry)} ({entry.rows:,} rows of {entry.table})" for entry in told)]
    rest = [entry for entry in entries if entry not in told]
    return (f"Decided: {'; '.join(sentences)}. {WHERE_ALL}" if sentences else ""), rest


def _sentence(mapping: Mapping, entry: SetAside) -> str:
    """Why rows were set aside, as a clause."""
    columns = [status.column for event in mapping.events if event.table == entry.table for status in event.statuses]
    what, _, which = entry.reason.partition(": ")
    if what in _OUTCOMES:
        for column in sorted(columns, key=len, reverse=True):
            if which == f"no {column}":
                return f"rows without a {column} {_OUTCOMES[what]}"
            if which == column:
                return f"rows with any other {column} {_OUTCOMES[what]}"
            if which.startswith(f"{column} "):
                return f"rows whose {column} is {which.removeprefix(f'{column} ')} {_OUTCOMES[what]}"
    if entry.reason == EARLIER:
        return "of the states of an order only the last one counts"
    return f"rows are left out that are {entry.reason}"


def _of_all_rows(mapping: Mapping) -> Iterator[str]:
    """What was decided about every row of a table: how much an amount is, and who is behind an id."""
    for event in mapping.events:
        amount = event.fields.get(Meaning.AMOUNT)
        if amount and amount.factor != 1.0:
            yield f"{amount.column} of {event.table} is multiplied by {amount.factor:g}"
        if amount and amount.once:
            yield f"{amount.column} of {event.table} stands on every line of its order and counts once"
    if mapping.payments:
        yield f"what was paid for an order is told in {mapping.payments.table}"
    if mapping.customers and mapping.customers.person:
        yield f"a customer is the {mapping.customers.person} behind {mapping.customers.id}"
    if mapping.nobody:
        ids = len(mapping.nobody)
        yield "one id stands for nobody" if ids == 1 else f"{ids:,} ids stand for nobody"
    if mapping.fold:
        yield "letter case, blanks and leading zeros do not tell customers apart"
