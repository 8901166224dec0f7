"""What was decided about the data before a question could be answered, in a sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.eventlog.origin import EARLIER, NO_SALE
from queries.mapping.model import Meaning
from queries.wording import again, mark, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from queries.eventlog.model import SetAside
    from queries.mapping.model import Mapping

MOST = 3
"""So many decisions are told beside an answer, the most consequential ones."""

WHERE_ALL = mark("“regulars inspect” and the mapping screen (M) tell all decisions.")

_OUTCOMES = {
    NO_SALE["never"]: mark("are no sales"),
    NO_SALE["later"]: mark("are not paid yet, so no sales"),
    NO_SALE["refund"]: mark("were given back in full, so no sales"),
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
    sentences = [
        *whole,
        *(
            say(
                "{mapping} ({rows:,} rows of {table})",
                mapping=_sentence(mapping, entry),
                rows=entry.rows,
                table=entry.table,
            )
            for entry in told
        ),
    ]
    rest = [entry for entry in entries if entry not in told]
    return (
        say("Decided: {names}. {where_all}", names=say("; ").join(sentences), where_all=say(WHERE_ALL))
        if sentences
        else ""
    ), rest


def _sentence(mapping: Mapping, entry: SetAside) -> str:
    """Why rows were set aside, as a clause."""
    columns = [status.column for event in mapping.events if event.table == entry.table for status in event.statuses]
    what, _, which = entry.reason.partition(": ")
    if what in _OUTCOMES:
        for column in sorted(columns, key=len, reverse=True):
            if which == f"no {column}":
                return say("rows without a {column} {outcomes}", column=column, outcomes=say(_OUTCOMES[what]))
            if which == column:
                return say("rows with any other {column} {outcomes}", column=column, outcomes=say(_OUTCOMES[what]))
            if which.startswith(f"{column} "):
                return say(
                    "rows whose {column} is {removeprefix} {outcomes}",
                    column=column,
                    removeprefix=which.removeprefix(f"{column} "),
                    outcomes=say(_OUTCOMES[what]),
                )
    if entry.reason == EARLIER:
        return say("of the states of an order only the last one counts")
    return say("rows are left out that are {reason}", reason=again(entry.reason))


def _of_all_rows(mapping: Mapping) -> Iterator[str]:
    """What was decided about every row of a table: how much an amount is, and who is behind an id."""
    for event in mapping.events:
        amount = event.fields.get(Meaning.AMOUNT)
        if amount and amount.factor != 1.0:
            yield say(
                "{column} of {table} is multiplied by {factor:g}",
                column=amount.column,
                table=event.table,
                factor=amount.factor,
            )
        if amount and amount.once:
            yield say(
                "{column} of {table} stands on every line of its order and counts once",
                column=amount.column,
                table=event.table,
            )
    if mapping.payments:
        yield say("what was paid for an order is told in {table}", table=mapping.payments.table)
    if mapping.customers and mapping.customers.person:
        yield say("a customer is the {person} behind {id}", person=mapping.customers.person, id=mapping.customers.id)
    if mapping.nobody:
        ids = len(mapping.nobody)
        yield say("one id stands for nobody") if ids == 1 else say("{ids:,} ids stand for nobody", ids=ids)
    if mapping.fold:
        yield say("letter case, blanks and leading zeros do not tell customers apart")
