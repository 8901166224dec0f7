"""The SQL that fetches the rows of the log from a mapped table: coded, spelled alike, orders put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries.eventlog.given_back import has_refunds
from queries.eventlog.tally import EARLIEST_MS
from queries.source.table import literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from queries.eventlog.intake import Intake
    from queries.eventlog.reading import Reading
    from queries.mapping.model import Mapping


@dataclass(frozen=True)
class Names:
    """The kinds of event and the channels of the log, in the order of their codes."""

    kinds: list[str]
    channels: list[str]


def names_of(intakes: Sequence[Intake], mapping: Mapping) -> Names:
    """The kinds of event and the channels of all tables, each once, sorted."""
    kinds = {name for intake in intakes for name in intake.kinds.values()}
    if has_refunds(mapping):
        kinds.add(_refund_name(mapping))
    channels = {name for intake in intakes for name in intake.channels.values()}
    return Names(sorted(kinds), sorted(channels) or ["none"])


def coded_rows(intake: Intake, names: Names) -> str:
    """One table's rows: `customer` (code), `time` (ms), `event` and `channel` (enums), `amount`.

    Needs the temporary table `customer_codes`. Refunds are negative, however the file writes them.
    """
    rows = gathered(intake.reading, intake.reading.rows(), intake.kinds, intake.channels, intake.last)
    # A join may be turned round where the rows seem to be fewer than the customers, and loses the order of the file,
    # in which rows of one instant stand; a subquery looks each row's customer up.
    return (
        "SELECT (SELECT i.code FROM customer_codes i WHERE i.id = r.customer) AS customer, r.time, "
        f"r.kind::{enum(names.kinds)} AS event, r.channel::{enum(names.channels)} AS channel, r.amount FROM ({rows}) r"
    )


def gathered(reading: Reading, rows: str, kinds: dict[str, str], channels: dict[str, str], last: int | None) -> str:
    """The rows of one table as the log holds them: customer (id), time, kind, channel, amount.

    Lines of one order are put together, and a row that sums up several orders is taken apart.
    """
    more = "orders" if reading.counted else ""
    named = named_rows(rows, kinds, channels, last, reading.mapping, more)
    if reading.counted:
        return apart(named)
    return _together(named, once=reading.once) if reading.grouped else named


def named_rows(
    rows: str, kinds: dict[str, str], channels: dict[str, str], last: int | None, mapping: Mapping, more: str = ""
) -> str:
    """The rows of one table that are kept: spelled alike, refunds called so and negative.

    Args:
        rows: The SQL that gives the table's rows with their meanings read.
        kinds: The kinds of event that are kept: spelling in the file → spelling in the log.
        channels: The same of channels.
        last: The last time that is kept, in ms.
        mapping: What the tables mean.
        more: Further columns of the rows that are handed on, with commas between.
    """
    usable = f"customer IS NOT NULL AND time BETWEEN {EARLIEST_MS} AND {last}"
    spelled = (
        f"SELECT customer, time, {_spelled('kind', kinds)} AS kind, {_spelled('channel', channels)} AS channel, "
        f"amount, order_id, refunded{', ' if more else ''}{more} "
        f"FROM ({rows}) WHERE {usable} AND kind IN ({listed(kinds)})"
    )
    return f"SELECT * REPLACE ({_refund_kind(mapping)} AS kind, {_signed(mapping)} AS amount) FROM ({spelled})"


def _refund_name(mapping: Mapping) -> str:
    """What the rows are called that a refund condition picks out."""
    return (mapping.roles.get("refund") or ("refund",))[0]


def _refund_kind(mapping: Mapping) -> str:
    """A purchase that meets the table's refund condition is of the refund kind."""
    purchases = listed(mapping.roles.get("purchase", ()))
    return f"CASE WHEN refunded AND kind IN ({purchases}) THEN {literal(_refund_name(mapping))} ELSE kind END"


def _signed(mapping: Mapping) -> str:
    """Refunds are negative."""
    refunds = listed(mapping.roles.get("refund", ()))
    return f"CASE WHEN kind IN ({refunds}) OR refunded THEN -abs(amount) ELSE amount END"


def apart(rows: str) -> str:
    """A row that sums up several orders as so many rows; the amount is shared out to the last ten-thousandth."""
    number = "greatest(coalesce(orders, 1), 1)"
    # Both are cut off towards zero, so that what was given back is shared out like what was paid.
    share = f"amount // {number} + CASE WHEN part < abs(amount) % {number} THEN sign(amount) ELSE 0 END"
    return (
        f"SELECT * REPLACE ({share} AS amount) FROM "
        f"(SELECT *, unnest(range({number}::BIGINT)) AS part FROM ({rows}) WHERE coalesce(orders, 1) >= 1)"
    )


def _together(rows: str, *, once: bool) -> str:
    """Lines that share customer, order and kind as one row; lines without an order stand alone.

    In the order of time and order id: grouping leaves none, and rows of one instant keep theirs.
    """
    return (
        f"WITH rows AS ({rows}) SELECT customer, time, kind, channel, amount FROM ("
        f"SELECT customer, min(time) AS time, kind, min(channel) AS channel, "
        f"{worth(once=once)} AS amount, order_id "
        "FROM rows WHERE order_id IS NOT NULL GROUP BY customer, order_id, kind "
        "UNION ALL SELECT customer, time, kind, channel, amount, NULL FROM rows WHERE order_id IS NULL) "
        "ORDER BY time, order_id, kind"
    )


def worth(*, once: bool) -> str:
    """What the rows of an order are worth together; an amount that stands on every one of them counts once."""
    return "max(amount)" if once else "sum(amount)::BIGINT"


def _spelled(column: str, spellings: dict[str, str]) -> str:
    """The column with every spelling of a word as the most frequent one."""
    changed = [f"WHEN {literal(raw)} THEN {literal(used)}" for raw, used in spellings.items() if raw != used]
    return f"CASE {column} {' '.join(changed)} ELSE {column} END" if changed else column


def listed(names: Sequence[str] | dict[str, str]) -> str:
    """Names as SQL lists them; NULL for none, which nothing equals."""
    return ", ".join(literal(name) for name in names) or "NULL"


def enum(names: list[str]) -> str:
    """The SQL type of some names."""
    return f"ENUM({', '.join(literal(name) for name in names)})"
