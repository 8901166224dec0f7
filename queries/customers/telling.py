"""Which attribute tells groups of customers apart, where nobody named one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.customers.attributes import MOST_WORDS
from queries.data.events import stay_lazy
from queries.data.once import once
from queries.errors import QuestionError
from queries.privacy.detection import singles_out
from queries.wording import say

if TYPE_CHECKING:
    from queries.data.data import Data

LOOKED_AT = 20_000
"""So many customers tell which attribute parts them into groups."""
MOST_NAMED = 12


def attributes_of(data: Data) -> tuple[str, ...]:
    """The attributes of customers.

    Raises:
        QuestionError: There are none.
    """
    if not data.log.attributes:
        raise QuestionError(
            say("These data say nothing of the customers themselves: there are no attributes."),
            say(
                "Name a table of customers, or attributes of an event table, in a mapping file and open it with --map."
            ),
        )
    return data.log.attributes


@once
def first_telling(data: Data, but: str | None = None) -> str:
    """The first attribute with more than one value whose commonest values are those of half the customers.

    One that singles out people (names, e-mail, phone) is only grouped by when it is asked for by name.

    A plan that is to be shipped cannot look: it takes the first attribute.

    Args:
        data: The scoped data.
        but: An attribute that is taken already; where there is no other, it is the answer.

    Raises:
        QuestionError: There are no attributes, or every one is personal.
    """
    attributes = tuple(name for name in attributes_of(data) if name != but) or attributes_of(data)
    if data.keep is stay_lazy:
        return attributes[0]
    sample = data.keep(data.customers.select(attributes).head(LOOKED_AT)).collect()
    named = [name for name in attributes if not singles_out(data.log.personal.get(name))]
    if not named:
        raise QuestionError(
            say("Every attribute of these customers is personal ({attributes}).", attributes=listed(attributes)),
            say("Name the one to group by with --set name=…."),
        )
    return next((name for name in named if _parts(sample[name])), named[0])


def _parts(values: pl.Series) -> bool:
    """Whether values part customers into groups: a name or an id is shared by hardly anybody."""
    counts = values.drop_nulls().cast(pl.String).value_counts(sort=True)["count"]
    if len(counts) < 2:
        return False
    shared = counts.head(MOST_WORDS).sum() * 2 >= counts.sum()
    # Numbers and dates are gathered in bins, but a number of one's own is an id.
    binned = values.dtype.is_numeric() or values.dtype.is_temporal()
    return shared or (binned and len(counts) * 2 < counts.sum())


def listed(names: tuple[str, ...]) -> str:
    """Names in a sentence, the first of very many."""
    more = say(" and {names} more", names=len(names) - MOST_NAMED) if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
