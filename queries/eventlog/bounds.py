"""The most that amounts of a log may add up to: sums are kept in 64 bits, and what does not fit would wrap around."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from queries.errors import QuestionError
from queries.eventlog.expressions import TEN_THOUSANDTHS
from queries.eventlog.given_back import gives_back
from queries.mapping.model import Meaning
from queries.source.table import quoted
from queries.wording import say

if TYPE_CHECKING:
    import duckdb

    from queries.eventlog.reading import Reading

_NUMBERS = re.compile(r"U?(TINY|SMALL|BIG)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*")

LARGEST_SUM = 2**62
"""In ten-thousandths. Half of what 64 bits hold, for answers take one sum from another."""

FAR_BELOW = LARGEST_SUM // 2**12
"""So much that it need not be known exactly: thousands of tables of it add up to less than the largest sum."""


def most_it_can_be(connection: duckdb.DuckDBPyConnection, reading: Reading) -> int | None:
    """More than amounts can add up to without their signs, where that is far from too much to hold; else None.

    The smallest and the largest of a column of numbers often stand in its file, and are found without a look at every
    row; adding all of them up takes a sixth of the time that a large file is looked at.
    """
    amount = reading.field(Meaning.AMOUNT)
    is_own = amount is not None and not reading.lines and not reading.told_later and not reading.rate()
    if amount is None or amount.column is None or not is_own or gives_back(reading.mapping, reading.entry):
        return None
    if not _NUMBERS.fullmatch(reading.type_of(amount)) or reading.table.rows is None or reading.field(Meaning.REFUNDED):
        return None
    column = quoted(amount.column)
    ends = connection.execute(f"SELECT min({column}), max({column}) FROM {reading.table.sql}").fetchall()[0]
    far = max((abs(float(end)) for end in ends if end is not None), default=0.0)
    most = (far * abs(amount.factor) + 1) * TEN_THOUSANDTHS * reading.table.rows
    return math.ceil(most) if math.isfinite(most) and most < FAR_BELOW else None


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
