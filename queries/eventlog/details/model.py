"""What the log's details are: order lines and answers, coded and sorted as the log is."""

from __future__ import annotations

import polars as pl

EVENT = {
    "customer": pl.UInt32(),
    "time": pl.Datetime("ms"),
    "day": pl.Int32(),
    "event": pl.Enum([]),
    "channel": pl.Enum([]),
}
"""What both tell of the event they belong to, as the log does; the names of Enums are those of the log."""

ITEMS: dict[str, pl.DataType] = EVENT | {
    "order": pl.UInt32(),
    "item": pl.Enum([]),
    "name": pl.Enum([]),
    "category": pl.Enum([]),
    "quantity": pl.Float64(),
    "amount": pl.Int64(),
}
"""One row an order line: `order` is the same for the lines of one order; `name` and `category` are null where
nothing says them; `quantity` is 1 where no column is it; `amount` is in 1/10,000 of the currency. Lines of
refunds are negative."""

FEEDBACK: dict[str, pl.DataType] = EVENT | {"score": pl.Float64(), "text": pl.String()}
"""One row an answer: a score, a text, or both."""


class Details:
    """Order lines and answers, both sorted by customer, then time.

    This one holds frames that are at hand, or none; `queries.eventlog.details.reading` reads them from files.
    """

    def __init__(self, items: pl.LazyFrame | None = None, feedback: pl.LazyFrame | None = None) -> None:
        self._items, self._feedback = items, feedback

    @property
    def has_items(self) -> bool:
        """Whether the mapping knows of order lines; costs nothing. There may be none in the files."""
        return self._items is not None

    @property
    def has_feedback(self) -> bool:
        """Whether the mapping knows of scores or texts; costs nothing."""
        return self._feedback is not None

    def items(self) -> pl.LazyFrame:
        """The order lines, with the columns of `ITEMS`; no rows where nothing is mapped."""
        return pl.LazyFrame(schema=ITEMS) if self._items is None else self._items

    def feedback(self) -> pl.LazyFrame:
        """The answers, with the columns of `FEEDBACK`; no rows where nothing is mapped."""
        return pl.LazyFrame(schema=FEEDBACK) if self._feedback is None else self._feedback
