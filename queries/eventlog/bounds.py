"""The most that amounts of a log may add up to: sums are kept in 64 bits, and what does not fit would wrap around."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.errors import QuestionError
from queries.eventlog.expressions import TEN_THOUSANDTHS
from queries.mapping.model import Meaning

if TYPE_CHECKING:
    from queries.eventlog.reading import Reading

LARGEST_SUM = 2**62
"""In ten-thousandths. Half of what 64 bits hold, for answers take one sum from another."""


def refuse_overflow(reading: Reading, total: int) -> None:
    """Refuse amounts that add up to more than the log can hold.

    Args:
        reading: The table they stand in.
        total: What they add up to without their signs, those of the tables before it included.

    Raises:
        QuestionError: It is too much.
    """
    if total <= LARGEST_SUM:
        return
    fields = (reading.field(meaning) for meaning in (Meaning.AMOUNT, Meaning.PRICE))
    column = next((field.column for field in fields if field and field.column), None)
    which = f"“{column}” of {reading.table.name}" if column else f"amounts of {reading.table.name}"
    raise QuestionError(
        f"{which[0].upper()}{which[1:]} adds up to {total / TEN_THOUSANDTHS:.2g}, more than can be counted exactly "
        f"({LARGEST_SUM / TEN_THOUSANDTHS:.2g}).",
        "Check whether it holds money; if it does, leave out what is wrong in it by where, or give it a factor.",
    )
