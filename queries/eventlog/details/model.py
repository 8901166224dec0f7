"""The log's details: what it does not hold itself, by name, at hand or read when somebody asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.text.reading import READ as READ_TEXTS

if TYPE_CHECKING:
    from collections.abc import Mapping

EVENT = {
    "customer": pl.UInt32(),
    "time": pl.Datetime("ms"),
    "day": pl.Int32(),
    "event": pl.Enum([]),
    "channel": pl.Enum([]),
}
"""What every table of details tells of the event it belongs to, as the log does; Enums have names of their own."""

ITEMS: dict[str, pl.DataType] = EVENT | {
    "order": pl.UInt32(),
    "item": pl.Enum([]),
    "name": pl.Enum([]),
    "category": pl.Enum([]),
    "quantity": pl.Float64(),
    "amount": pl.Int64(),
    "cost": pl.Int64(),
    "discount": pl.Int64(),
}
"""One row an order line: `order` is the same for the lines of one order; `name` and `category` are null where
nothing says them; `quantity` is 1 where no column is it; `amount` is in 1/10,000 of the currency, and so are what the
line cost whoever sells it (`cost`) and what was taken off its list price (`discount`), both null where nothing says
them. Lines of refunds are negative and tell of no discount."""

FEEDBACK: dict[str, pl.DataType] = EVENT | {
    "score": pl.Float64(),
    "text": pl.String(),
    "question": pl.Enum([]),
    "wave": pl.Enum([]),
    "reach": pl.Float64(),
    "reactions": pl.Float64(),
}
"""One row an answer: a score, a text, or both; of a survey one row a question that was answered, of which the first has
the text. `question` is the column of the score; `wave` is null where no column says which survey it was; `reach`
and `reactions` (likes, comments and shares together) are a post's."""

TICKETS: dict[str, pl.DataType] = EVENT | {
    "replied": pl.Datetime("ms"),
    "resolved": pl.Datetime("ms"),
    "reason": pl.Enum([]),
    "reopened": pl.Boolean(),
    "replies": pl.Int64(),
}
"""One row a contact with the service; `time` is when it was opened, `replied` when it was first answered, `replies` how
often, where its messages are known. What is not known, or has not happened, is null."""

EXPOSURES: dict[str, pl.DataType] = EVENT | {
    **dict.fromkeys(("page", "campaign", "source", "medium", "variant", "message"), pl.Enum([])),
    "converted": pl.Datetime("ms"),
}
"""One row an exposure: what reached a customer and is no interaction, but what interactions are counted against
(a sent e-mail, an invitation, a variant that was shown). `converted` is when it brought what was hoped for, null where
it did not. A column that no table of exposures has is null."""

DEALS: dict[str, pl.DataType] = {
    "customer": pl.UInt32(),
    "deal": pl.UInt32(),
    "stage": pl.Enum([]),
    "outcome": pl.Enum([]),
    "opened": pl.Datetime("ms"),
    "closed": pl.Datetime("ms"),
    "changed": pl.Datetime("ms"),
    "amount": pl.Int64(),
    "last": pl.Boolean(),
}
"""One row a deal, or a stage of a deal that has several: `last` marks the one that counts. `customer` is null of a deal
of nobody in the log; `outcome` is open, won or lost; `closed` is null of open ones; `amount` in 1/10,000."""

TEXTS: dict[str, pl.DataType] = {name: dtype for name, dtype in FEEDBACK.items() if name != "wave"} | {
    name: dtype for name, dtype in READ_TEXTS.items() if name != "text"
}
"""One row a text of `FEEDBACK`, with what was read in it: `language`, `mood` (from −1 to 1; null in a language that is
not read) and `words`, its telling words and phrases."""

TABLES = {
    "items": ITEMS,
    "feedback": FEEDBACK,
    "exposures": EXPOSURES,
    "tickets": TICKETS,
    "texts": TEXTS,
    "deals": DEALS,
}
"""The tables of details, by name; rows sorted by customer, then time."""

COLUMNS: dict[str, pl.DataType] = {
    "order": pl.Enum([]),
    "item": pl.Enum([]),
    "quantity": pl.Float64(),
    "price": pl.Float64(),
    "cost": pl.Float64(),
    "list_price": pl.Float64(),
    "discount": pl.Float64(),
    "currency": pl.Enum([]),
    "session": pl.Int32(),
    "page": pl.Enum([]),
    "campaign": pl.Enum([]),
    "source": pl.Enum([]),
    "medium": pl.Enum([]),
    "variant": pl.Enum([]),
    "converted": pl.Datetime("ms"),
    "message": pl.Enum([]),
    "duration": pl.Float64(),
    "score": pl.Float64(),
    "text": pl.String(),
}
"""The optional columns of events, by the meaning that a mapping gives them: one value an event of the log, in its
order; null where the event's table has no such column. Of an order of several rows the earliest value counts.

`session` is a number, the same for the events of one id: there may be millions of ids, and nobody reads them. The ids
are counted in the order in which they first come in the log, so that one that comes again has a number below another's
before it."""


class Details:
    """What belongs to a log and is not in it.

    This one holds frames that are at hand; `queries.eventlog.details.reading` reads them from files.
    """

    def __init__(self, tables: Mapping[str, pl.LazyFrame] | None = None) -> None:
        """Take what is at hand: the name of a table or of an optional column → its frame."""
        self._held = dict(tables or {})
        self.notes: list[str] = []
        """What answers have to say of them: of what was kept and is not whole any more."""

    def has(self, name: str) -> bool:
        """Whether the mapping knows of a table or an optional column; costs nothing. There may be none in the files."""
        return name in self._held

    def table(self, name: str) -> pl.LazyFrame:
        """A table of details, with the columns that `TABLES` gives; no rows where nothing is mapped."""
        return self._held[name] if name in self._held else pl.LazyFrame(schema=TABLES[name])

    def columns(self, *names: str) -> pl.LazyFrame:
        """Optional columns, a row an event of the log, in its order."""
        return pl.concat([self._held[name].select(name) for name in names], how="horizontal")
