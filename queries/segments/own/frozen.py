"""Frozen segments: one list of customers, saved or named by its file, against everyone else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import HISTORY, Parameter
from queries.errors import UsageError
from queries.formats.plurals import many
from queries.rules.names import nearest
from queries.segments.declaring import segmentation
from queries.wording import mark, say

if TYPE_CHECKING:
    from queries.data.data import Data
    from queries.eventlog.model import CustomerList, EventLog

REST = mark("everyone else")

PARAMETERS = (Parameter("list", "the name of a list; empty is the one frozen last, else the first", "text"),)


def list_of(log: EventLog, name: str | None) -> CustomerList:
    """The list of that name, in any case; without a name the one that was frozen last, else the first.

    Raises:
        UsageError: There is no such list.
    """
    if name is None:
        saved = [entry for entry in log.lists if entry.saved]
        return max(saved, key=lambda entry: str(entry.saved)) if saved else log.lists[0]
    matching = next((entry for entry in log.lists if entry.name.casefold() == name.strip().casefold()), None)
    if matching is None:
        raise UsageError(
            say("There is no list of customers called “{name}”.", name=name), nearest(name, [o.name for o in log.lists])
        )
    return matching


def notes(data: Data, list: str | None) -> tuple[str, ...]:  # noqa: A002 - the name of the parameter
    """Which list it is, and how many of it these data do not know."""
    chosen = list_of(data.log, list)
    when = say(", frozen on {saved:%Y-%m-%d}", saved=chosen.saved) if chosen.saved else ""
    sentences = (
        [say("The list “{name}” is {origin}{when}.", name=chosen.name, origin=chosen.origin, when=when)]
        if chosen.origin
        else []
    )
    if chosen.unknown:
        sentences.append(
            say("{unknown} not in these data.", unknown=many(chosen.unknown, "id on it is", "ids on it are"))
        )
    return tuple(sentences)


@segmentation(
    id="frozen",
    title="Frozen segment",
    question="How do the customers of a list compare with everyone else?",
    also="list, saved segment, hold-out, campaign list, 冻结分群, 名单",
    place=90,
    rest=REST,
    parameters=PARAMETERS,
    notes=notes,
    needs=("lists",),
    without=(HISTORY,),
    named_by="list",
    formula="a customer is on the list, or not; a list stays as it was saved, whatever customers do later",
    source="house",
)
def frozen(data: Data, list: str | None = None) -> pl.LazyFrame:  # noqa: A002 - the name of the parameter
    """The customers of a list.

    Args:
        data: The scoped data.
        list: The name of a list, in any case; None is the one frozen last, else the first.

    Returns:
        `customer` and `segment` (the list's name), sorted by customer; everyone else is the rest.

    Raises:
        UsageError: There is no such list.
    """
    chosen = list_of(data.log, list)
    codes = pl.LazyFrame({"customer": chosen.customers}, schema={"customer": pl.UInt32})
    return codes.select(pl.col("customer").set_sorted(), segment=pl.lit(chosen.name))
