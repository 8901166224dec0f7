"""Who answers at all: customers who were invited and did, period by period."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Answer, Chart, Column, Parameter, Unit, measure, shared
from queries.dimensions.split import Split, split_by
from queries.errors import UsageError
from queries.metrics.voice.answers.invited import asked, invitations
from queries.metrics.voice.answers.words import WHO, conclude, notes, who
from queries.models.intervals import wilson
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

COLUMNS = (
    shared.PERIOD,
    Column("invited", "customers invited to answer; where no invitations are known, customers with an event"),
    Column("answered", "those of them who answered"),
    Column("rate", "share of them", Unit.SHARE, numerator="answered", denominator="invited"),
    Column("low", "low end of its interval of 95 % (Wilson)", Unit.SHARE),
    Column("high", "high end", Unit.SHARE),
    shared.COMPLETE,
)
PARAMETERS = (Parameter("within", "days from an invitation to an answer that belongs to it", "int", low=1),)


def customers_of_period(data: Data, row: Mapping[str, Any], split: str | None, within: int) -> pl.LazyFrame:
    """The customers of the row's period, and of its part of the split, who answered."""
    period = data.periods.filter(pl.col("period") == row["period"])["index"].first()
    there = asked(data, within).filter("answered", pl.col("index") == period)
    if split:
        there = there.filter(_of_customers(data, split).condition(row[split]))
    return there.select("customer").unique()


@measure(
    id="answers",
    title="Who answers",
    question="Who answers at all?",
    also="response rate, who answers, survey, 回收率, 问卷",
    place=40,
    columns=COLUMNS,
    parts={"who": WHO},
    parameters=PARAMETERS,
    formula="customers who answered ÷ customers invited, in each period; an answer belongs to the invitation before "
    "it, for so many days; who: means of those who answered in the range and of the others",
    source="response rate = answers ÷ invitations",
    chart=Chart("band", "period", ("rate",), low="low", high="high"),
    drill=customers_of_period,
    splits=True,
    needs=("feedback",),
)
def answers(data: Data, within: int = 30, split: str | None = None) -> Answer:
    """The share of those invited who answered, and how they differ from those who did not.

    Args:
        data: The scoped data.
        within: Days from an invitation to an answer that belongs to it.
        split: A dimension of customers.

    Returns:
        One row a period (and value of the split), sorted. Invitations are exposures whose kind says so (“survey_sent”);
        without any, every customer with an event in the period counts as asked, which is said. A period is complete
        when nobody invited in it can answer in time any more.

    Raises:
        QuestionError: No table has answers.
        UsageError: There is no such dimension, or it tells events apart.
    """
    dimension = _of_customers(data, split) if split else None
    rows = asked(data, within).with_columns(code=dimension.code if dimension else pl.lit(0, dtype=pl.UInt32))
    counted = rows.group_by("index", "code").agg(invited=pl.len(), answered=pl.col("answered").sum())
    periods = data.periods.lazy().filter("reported")
    joined = periods.join(counted, on="index", how="inner" if split else "left", maintain_order="left")
    low, high = wilson(pl.col("answered"), pl.col("invited"))
    over = (
        pl.col("end") < data.as_of if not invitations(data) else pl.col("end") + pl.duration(days=within) < data.as_of
    )
    table = joined.sort("index", "code").select(
        "period",
        *([dimension.label("code")] if dimension else []),
        pl.col("invited", "answered").fill_null(0),
        rate=pl.when(pl.col("invited") > 0).then(pl.col("answered") / pl.col("invited")),
        low=low,
        high=high,
        complete=pl.col("complete") & over,
    )
    told = partial(conclude, were_invited=bool(invitations(data)))
    return Answer(table, {"who": who(data, within)}, notes(data, within), None if split else told)


def _of_customers(data: Data, split: str) -> Split:
    """A dimension of customers.

    Raises:
        UsageError: It tells events apart: whom nobody answered has no event of the answer.
    """
    dimension = split_by(data, split)
    if not dimension.per_customer:
        raise UsageError(
            say("Who answers cannot be split by {split}.", split=split),
            say("Split by an attribute of customers or a segment."),
        )
    return dimension
