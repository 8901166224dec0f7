"""The most that amounts of a log may add up to: sums are kept in 64 bits, and what does not fit would wrap around."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.errors import QuestionError
from queries.eventlog.expressions import TEN_THOUSANDTHS
from queries.mapping.model import Meaning
from queries.wording import say

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
    which = (
        say("“{column}” of {name}", column=column, name=reading.table.name)
        if column
        else say("amounts of {name}", name=reading.table.name)
    )
    raise QuestionError(
        say(
            "{upper}{which} adds up to {total:.2g}, more than can be counted exactly ({largest_sum:.2g}).",
            upper=which[0].upper(),
            which=which[1:],
            total=total / TEN_THOUSANDTHS,
            largest_sum=LARGEST_SUM / TEN_THOUSANDTHS,
        ),
        say("Check whether it holds money; if it does, leave out what is wrong in it by where, or give it a factor."),
    )
