"""The currency of amounts: one only, since different ones cannot be added up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.errors import QuestionError
from queries.mapping.model import Meaning
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from queries.eventlog.reading import Reading


def one_currency(
    connection: duckdb.DuckDBPyConnection, reading: Reading, counts: str, usable: str, before: Sequence[tuple[str, int]]
) -> str | None:
    """What the amounts of a table are in, or None where it does not say.

    Args:
        connection: Where the counts are.
        reading: The table.
        counts: The tally of its rows.
        usable: The condition on those that become the log's.
        before: The currencies of other tables, and how many rows have them.

    Raises:
        QuestionError: There are several, here or together with the other tables: they cannot be added up.
    """
    field = reading.field(Meaning.CURRENCY)
    if field is None:
        return None
    found = connection.execute(
        f"SELECT upper(currency), sum(rows)::BIGINT FROM {counts} WHERE currency IS NOT NULL AND {usable} "
        "GROUP BY ALL ORDER BY 2 DESC, 1 LIMIT 9"
    ).fetchall()
    if reading.mapping.rates:
        own = reading.mapping.currency.upper() if reading.mapping.currency else None
        found = [(own, rows) if name in reading.mapping.rates else (name, rows) for name, rows in found]
        found = list({name: (name, rows) for name, rows in reversed(found)}.values())
    others = [(name, rows) for name, rows in before if found and name != found[0][0]]
    found += others
    if len(found) > 1:
        names = ", ".join(f"{name} ({rows:,} rows)" for name, rows in found)
        where = reading.table.name if not others else say("{name} and the tables before it", name=reading.table.name)
        raise QuestionError(
            say(
                "{where}: amounts are in several currencies, which cannot be added up: {names}.",
                where=where,
                names=names,
            ),
            say(
                "Which of them count? Say it in the mapping, by where = \"{value} = '{found}'\", or what "
                "the others are worth, by [rates].",
                value=field.column or "currency",
                found=found[0][0],
            ),
        )
    return found[0][0] if found else None
