"""A small shop whose orders failed at times, and a guess that decided about them: by hand, figures worked out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from queries.mapping.decisions import Decision, Option
from queries.mapping.guessed import Guess
from queries.mapping.model import EventTable, Field, Mapping, Meaning, Status
from queries.meaning.consequences import figures

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from queries.source import Source

STATUSES = ("Completed", "Completed", "Failed", "Completed", "Pending")
KINDS = ("never", "later")


def write_orders(path: Path) -> Path:
    """60 orders of 7 customers: 36 completed, 12 failed, 12 pending; what was paid is a tenth less than the total."""
    lines = ["order,buyer,seller,day,Status,total,paid"]
    for n in range(60):
        total = 100 + n
        day = f"2024-{n % 12 + 1:02}-{n % 27 + 1:02}"
        lines.append(f"o{n},k{n % 7},s{n % 3},{day},{STATUSES[n % 5]},{total}.00,{total * 0.9:.2f}")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def decided_guess(source: Source) -> Guess:
    """What a guess says of such a file: failed orders are no sales, pending ones a question, the total is the money."""
    table = source.tables()[0].name
    fields = {
        Meaning.CUSTOMER: Field("buyer"),
        Meaning.TIME: Field("day"),
        Meaning.EVENT: Field(value="purchase"),
        Meaning.AMOUNT: Field("total"),
        Meaning.ORDER: Field("order"),
    }
    status = Status("Status", sale=("Completed", "Pending"), never=("Failed",))
    event = EventTable(table, fields, statuses=(status,))
    mapping = Mapping((event,), roles={"purchase": ("purchase",)}, currency="EUR")
    made = (
        Decision(
            f"{table}.Status.Pending",
            "sale",
            table,
            "Orders whose Status is Pending are sales (12 rows).",
            (_status(table, "Pending", "sale", "with them"), _status(table, "Pending", "later", "without them")),
            "“Pending” can mean both",
            "Are orders whose Status is Pending sales?",
        ),
        Decision(
            f"{table}.Status.Failed",
            "sale",
            table,
            "Orders whose Status is Failed are no sales (12 rows).",
            (_status(table, "Failed", "never", "without them"), _status(table, "Failed", "sale", "with them")),
            "a word for what came to nothing",
        ),
        Decision(
            f"{table}.amount",
            "money",
            table,
            "The amount of an order is its total.",
            (_column(table, Meaning.AMOUNT, "total"), _column(table, Meaning.AMOUNT, "paid")),
            "its name says so, and every order has one",
        ),
        Decision(
            f"{table}.customer",
            "who",
            table,
            "The customer of an order is its buyer.",
            (_column(table, Meaning.CUSTOMER, "buyer"), _column(table, Meaning.CUSTOMER, "seller")),
            "7 different values in 60 rows",
        ),
    )
    with source.connect() as connection:
        decisions = tuple(
            replace(
                decision,
                options=tuple(
                    replace(option, figures=figures(connection, source, option.change(mapping)))
                    for option in decision.options
                ),
            )
            for decision in made
        )
        return Guess(mapping, (), 0.9, decisions, figures(connection, source, mapping))


def _status(table: str, value: str, outcome: str, words: str) -> Option:
    """The reading in which a value of the status is an outcome."""

    def other(status: Status) -> Status:
        names = {name: tuple(v for v in getattr(status, name) if v != value) for name in ("sale", "never", "later")}
        names[outcome] = tuple(sorted((*names[outcome], value)))
        return replace(status, **names)

    return Option(
        outcome, words, _changing(table, lambda event: replace(event, statuses=tuple(map(other, event.statuses))))
    )


def _column(table: str, meaning: Meaning, column: str) -> Option:
    """The reading in which a column carries a meaning."""
    change = _changing(table, lambda event: replace(event, fields={**event.fields, meaning: Field(column)}))
    return Option(column, f"it is {column}", change)


def _changing(table: str, change: Callable[[EventTable], EventTable]) -> Callable[[Mapping], Mapping]:
    def changed(mapping: Mapping) -> Mapping:
        return replace(
            mapping, events=tuple(change(event) if event.table == table else event for event in mapping.events)
        )

    return changed
