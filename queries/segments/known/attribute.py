"""Groups of customers by any attribute the files tell of them: place, age, income, interest."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Conclusion, Parameter
from queries.customers.attributes import MOST_WORDS, OTHER, OTHER_BESIDE, grouped
from queries.data.events import stay_lazy
from queries.data.once import once
from queries.errors import QuestionError, UsageError
from queries.privacy.detection import singles_out
from queries.segments.declaring import segmentation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

UNKNOWN = "(none)"
LOOKED_AT = 20_000
"""So many customers tell which attribute parts them into groups."""
MOST_NAMED = 12


def chosen(data: Data, name: str | None) -> str:
    """The attribute that is meant: as named, in any case; else the first that tells groups of customers apart.

    Raises:
        QuestionError: These data hold no customer attributes.
        UsageError: There is no such attribute.
    """
    attributes = data.log.attributes
    if not attributes:
        raise QuestionError(
            "These data say nothing of the customers themselves: there are no attributes.",
            "Name a table of customers, or attributes of an event table, in a mapping file and open it with --map.",
        )
    if name is None:
        return _first_usable(data)
    spelled = {entry.casefold(): entry for entry in attributes} | {entry: entry for entry in attributes}
    if name not in spelled and name.casefold() not in spelled:
        near = get_close_matches(name, attributes, n=2)
        raise UsageError(
            f"There is no customer attribute “{name}”.",
            f"Did you mean {' or '.join(near)}?" if near else f"There are {_listed(attributes)}.",
        )
    return spelled.get(name) or spelled[name.casefold()]


@once
def _first_usable(data: Data) -> str:
    """The first attribute with more than one value whose commonest values are those of half the customers.

    One that singles out people (names, e-mail, phone) is only grouped by when it is asked for by name.

    A plan that is to be shipped cannot look: it takes the first attribute.
    """
    attributes = data.log.attributes
    if data.keep is stay_lazy:
        return attributes[0]
    sample = data.keep(data.customers.select(attributes).head(LOOKED_AT)).collect()
    named = [name for name in attributes if not singles_out(data.log.personal.get(name))]
    if not named:
        raise QuestionError(
            f"Every attribute of these customers is personal ({_listed(attributes)}).",
            "Name the one to group by with --set name=….",
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


def _listed(names: tuple[str, ...]) -> str:
    """Names in a sentence, the first of very many."""
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def notes(data: Data, name: str | None) -> tuple[str, ...]:
    """Which attribute it is, and how its values became groups."""
    grouped_by = chosen(data, name)
    others = tuple(other for other in data.log.attributes if other != grouped_by)
    sentences = [f"Customers by {grouped_by}, as it is in the files now."]
    if name is None and others:
        sentences.append(
            f"It is the first attribute that tells groups apart; others with --set name=…: {_listed(others)}."
        )
    dtype = data.log.customers.collect_schema()[grouped_by]
    if dtype.is_temporal() and dtype != pl.Time:
        sentences.append(
            f"Dates are told by their age on {data.as_of}; 1–2 years is one year or more, but not yet two."
        )
    elif dtype.is_numeric():
        sentences.append(
            "Numbers are in bins with edges on round numbers near the quantiles of all customers; where numbers are "
            "not whole, the upper edge belongs to the next bin."
        )
    return tuple(sentences)


def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
    """What was gathered."""
    if not {OTHER_BESIDE, OTHER} & set(tables[""]["segment"].tail(2)):
        return Conclusion()
    return Conclusion(notes=(f"The {MOST_WORDS} commonest values each; rarer ones are gathered as “{OTHER}”.",))


@segmentation(
    id="attribute",
    title="By attribute",
    question="How do customers differ by what they are: place, age, income, interest?",
    place=60,
    rest=UNKNOWN,
    parameters=(Parameter("name", "a customer attribute; empty: the first that tells groups apart", "text"),),
    notes=notes,
    conclude=conclude,
    needs=(),
    formula="text as it is spelled, the 12 commonest values, the others together; numbers in bins near the quantiles; "
    "dates by age",
    source="house",
)
def attribute(data: Data, name: str | None = None) -> pl.LazyFrame:
    """The group of every customer by one attribute.

    Args:
        data: The scoped data.
        name: The attribute; None is the first that tells groups of customers apart.

    Returns:
        `customer`, `segment` (null where nothing is known of the customer), `place`: bins in their order, words by
        size. A number's bins are looked up when this is called; everything else stays a plan.
    """
    return grouped(data, chosen(data, name))
