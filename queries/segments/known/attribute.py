"""Groups of customers by any attribute the files tell of them: place, age, income, interest."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import HISTORY, Conclusion, Parameter
from queries.customers.attributes import MOST_WORDS, OTHER, OTHER_BESIDE, grouped
from queries.customers.telling import attributes_of, first_telling, listed
from queries.errors import UsageError
from queries.segments.declaring import segmentation
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

UNKNOWN = "(none)"


def chosen(data: Data, name: str | None) -> str:
    """The attribute that is meant: as named, in any case; else the first that tells groups of customers apart.

    Raises:
        QuestionError: These data hold no customer attributes.
        UsageError: There is no such attribute.
    """
    attributes = attributes_of(data)
    if name is None:
        return first_telling(data)
    spelled = {entry.casefold(): entry for entry in attributes} | {entry: entry for entry in attributes}
    if name not in spelled and name.casefold() not in spelled:
        near = get_close_matches(name, attributes, n=2)
        raise UsageError(
            say("There is no customer attribute “{name}”.", name=name),
            say("Did you mean {names}?", names=say(" or ").join(near))
            if near
            else say("There are {attributes}.", attributes=listed(attributes)),
        )
    return spelled.get(name) or spelled[name.casefold()]


def notes(data: Data, name: str | None) -> tuple[str, ...]:
    """Which attribute it is, and how its values became groups."""
    grouped_by = chosen(data, name)
    others = tuple(other for other in data.log.attributes if other != grouped_by)
    sentences = [say("Customers by {grouped_by}, as it is in the files now.", grouped_by=grouped_by)]
    if name is None and others:
        sentences.append(
            say(
                "It is the first attribute that tells groups apart; others with --set name=…: {others}.",
                others=listed(others),
            )
        )
    dtype = data.log.customers.collect_schema()[grouped_by]
    if dtype.is_temporal() and dtype != pl.Time:
        sentences.append(
            say(
                "Dates are told by their age on {as_of}; 1–2 years is one year or more, but not yet two.",
                as_of=data.as_of,
            )
        )
    elif dtype.is_numeric():
        sentences.append(
            say(
                "Numbers are in bins with edges on round numbers near the quantiles of all customers; "
                "where numbers are not whole, the upper edge belongs to the next bin."
            )
        )
    return tuple(sentences)


def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
    """What was gathered."""
    if not {OTHER_BESIDE, OTHER} & set(tables[""]["segment"].tail(2)):
        return Conclusion()
    return Conclusion(
        notes=(
            say(
                "The {most_words} commonest values each; rarer ones are gathered as “{other}”.",
                most_words=MOST_WORDS,
                other=OTHER,
            ),
        )
    )


@segmentation(
    id="attribute",
    title="By attribute",
    question="How do customers differ by what they are: place, age, income, interest?",
    also="city, country, age, group by, demographics, 属性, 城市, 年龄",
    place=60,
    rest=UNKNOWN,
    parameters=(Parameter("name", "a customer attribute; empty: the first that tells groups apart", "text"),),
    notes=notes,
    conclude=conclude,
    needs=(),
    without=(HISTORY,),
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
