"""What counts as a sale: which column says what became of an order, and what each of its values means."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from queries.eventlog.expressions import trimmed
from queries.mapping.model import ANY, NONE, Status
from queries.mapping.names import read_name
from queries.meaning.outcomes import WON, outcome_of, plain
from queries.meaning.times import could_be_time

if TYPE_CHECKING:
    import duckdb

    from queries.meaning.values import TableValues, Values

_MOST_VALUES = 40
_NAMES = frozenset([
    "status", "state", "stage", "mode", "outcome", "situation", "phase", "financial", "zustand", "statut", "estado",
    "stato", "situacao", "situação", "condition", "disposition", "result",
])  # fmt: skip
_ELSEWHERE = frozenset([
    "fulfillment", "fulfilment", "shipped", "delivered", "shipment", "warehouse", "risk", "tax", "stock", "customer",
    "user", "member", "membership", "subscriber", "account", "marital", "marketing", "email", "seller", "product",
    "item",
    "logistics", "billing", "region", "address", "city",
])  # fmt: skip
"""Words of columns whose states are those of something else than the sale."""
_TRUE, _FALSE = frozenset(["true", "t", "yes", "y", "1", "是", "ja", "oui", "sí", "si", "sim"]), frozenset([
    "false", "f", "no", "n", "0", "否", "nein", "non", "não",
])  # fmt: skip
_BAD_FLAGS = {
    "test": "never", "deleted": "never", "cancelled": "never", "canceled": "never", "cancel": "never",
    "voided": "never",
    "void": "never", "refund": "refund", "refunded": "refund", "failed": "never", "sandbox": "never", "fraud": "never",
    "rejected": "never", "expired": "never", "draft": "later", "abandoned": "later", "dummy": "never", "spam": "never",
    "cancellation": "never", "rejection": "never", "reject": "never", "decline": "never", "failure": "never",
    "testorder": "never", "returned": "refund",
}  # fmt: skip
"""Words of flags that say that an order is none, where they are true, and of times at which that happened."""
_GOOD_FLAGS = {
    "paid": "later", "captured": "later", "success": "never", "successful": "never", "succeeded": "never",
    "won": "later",
    "valid": "never", "livemode": "never", "confirmed": "later", "completed": "later", "approved": "never",
    "payment": "later",
}  # fmt: skip
"""Words of flags that say that an order is one, and what it is where they are false."""
_MOST_UNPAID = 0.5
MOST_UNKNOWN = 5
"""Beyond so many values that no list has, a column says something else than what became of orders."""


@dataclass(frozen=True)
class Told:
    """One value of a status column.

    Attributes:
        value: As it stands in the file; empty for a missing one.
        rows: How many rows have it.
        outcome: What it says, one of OUTCOMES; None where no list has it.
    """

    value: str
    rows: int
    outcome: str | None


@dataclass(frozen=True)
class Said:
    """A column that says what became of an order, with what each of its values means."""

    status: Status
    told: tuple[Told, ...]


def find_statuses(
    connection: duckdb.DuckDBPyConnection, table: TableValues, used: set[str], steady: set[str]
) -> list[Said]:
    """The columns that say what became of the orders of a table.

    Args:
        connection: The open files.
        table: The table of orders, their lines, payments or events.
        used: Columns that mean something else already.
        steady: Columns that describe the customer: what never changes for one is no order's.
    """
    free = [values for values in table.columns.values() if values.name not in used | steady and values.filled]
    found = [said for values in free if (said := _by_words(connection, table, values))]
    main = [said for said in found if not _elsewhere(said.status.column)] or found
    flags = [said for values in free if (said := _flag(connection, table, values))]
    unpaid = [] if main else [said for values in free if (said := _unpaid(values))]
    return [*main, *flags, *unpaid[:1]]


def _by_words(connection: duckdb.DuckDBPyConnection, table: TableValues, values: Values) -> Said | None:
    """A column of few values, of which most say what became of an order and one at least that it came to nothing."""
    if values.kind != "text" or not 1 <= values.distinct <= min(_MOST_VALUES, max(3, values.filled // 3)):
        return None
    # A look at the first rows spares a pass over all of them for a column that tells of something else.
    named = bool(set(read_name(values.name).words) & _NAMES)
    if not named and all(outcome_of(text) in (None, "sale") for text in set(values.texts)):
        return None
    told = _values(connection, table, values.name)
    rows = sum(one.rows for one in told)
    known = sum(one.rows for one in told if one.outcome)
    if named and any(WON.search(plain(one.value)) for one in told):
        told = [replace(one, outcome=one.outcome or "later") for one in told]
    unknown = sum(one.outcome is None for one in told)
    if not any(one.outcome not in (None, "sale") for one in told):
        return None
    if unknown > MOST_UNKNOWN or (not named and (known < 0.8 * rows or len(told) < 2)):
        return None
    return Said(_status(values.name, told), tuple(told))


def _values(connection: duckdb.DuckDBPyConnection, table: TableValues, column: str) -> list[Told]:
    """The values of a column, the commonest first."""
    sql = f"SELECT {trimmed(column)} AS value, count(*) FROM {table.sql} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 100"
    return [Told(value, rows, outcome_of(value)) for value, rows in connection.sql(sql).fetchall() if value is not None]


def _status(column: str, told: list[Told]) -> Status:
    """What the values mean; those that no list has are sales until somebody says otherwise."""
    named: dict[str, tuple[str, ...]] = {
        outcome: tuple(one.value for one in told if (one.outcome or "sale") == outcome)
        for outcome in ("sale", "refund", "never", "later")
    }
    return Status(column, **named)


def _elsewhere(column: str) -> bool:
    """Whether a column's states are by its name those of something else."""
    return bool(set(read_name(column).words) & _ELSEWHERE)


def _flag(connection: duckdb.DuckDBPyConnection, table: TableValues, values: Values) -> Said | None:
    """A yes or no, or a time at which it happened, that makes an order none."""
    words = set(read_name(values.name).words)
    bad = next((outcome for word, outcome in _BAD_FLAGS.items() if word in words), None)
    good = next((outcome for word, outcome in _GOOD_FLAGS.items() if word in words), None)
    if (bad is None and good is None) or words & _ELSEWHERE:
        return None
    if bad and could_be_time(values) and values.kind in ("time", "text") and values.missing >= 0.3:
        return Said(Status(values.name, **{bad: (ANY,)}), (Told(ANY, values.filled, bad),))
    if bad and "reason" in words and values.kind == "text" and values.missing >= 0.3:
        return Said(Status(values.name, **{bad: (ANY,)}), (Told(ANY, values.filled, bad),))
    if values.kind not in ("bool", "text", "number") or not 1 <= values.distinct <= 2:
        return None
    told = _values(connection, table, values.name)
    if not told or not all(one.value.casefold() in _TRUE | _FALSE for one in told):
        return None
    wrong, outcome = (_TRUE, bad) if bad else (_FALSE, good)
    hit = tuple(one for one in told if one.value.casefold() in wrong)
    # Where most rows are flagged, the flag says something else.
    if not hit or outcome is None or sum(one.rows for one in hit) > _MOST_UNPAID * values.rows:
        return None
    status = Status(values.name, **{outcome: tuple(one.value for one in hit)})
    return Said(status, tuple(Told(one.value, one.rows, outcome if one in hit else "sale") for one in told))


def _unpaid(values: Values) -> Said | None:
    """A time of payment that is missing where nothing was paid yet."""
    words = read_name(values.name).words
    if not could_be_time(values) or not {"paid", "payment"} & set(words) or "due" in words:
        return None
    if not 0 < values.missing <= _MOST_UNPAID:
        return None
    missing = values.rows - values.filled
    return Said(Status(values.name, later=(NONE,)), (Told(NONE, missing, "later"),))
