"""Who was asked in each period, and who of them answered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from queries.data.once import once
from queries.eventlog.nearest import beside_nearest
from queries.eventlog.runs import per_run, starts
from queries.question.periods import DAY_MS

if TYPE_CHECKING:
    from queries.data.data import Data

_INVITES = re.compile(r"survey|invit|questionnaire|nps|csat|feedback|review|问卷|调查|调研|邀请|umfrage|einladung")


def invitations(data: Data) -> tuple[str, ...]:
    """The kinds of exposure whose names say that somebody was asked to answer."""
    ignored = (kind for kind, activity in data.log.mapping.activity.items() if activity.kind == "ignore")
    return tuple(kind for kind in ignored if _INVITES.search(kind.casefold()))


def said(data: Data) -> pl.LazyFrame:
    """The answers: of kinds of event that are surveys, where there are such, else every score or text."""
    kinds = data.log.kinds_of("survey")
    return data.feedback.filter(pl.col("event").cast(pl.String).is_in(kinds)) if kinds else data.feedback


@once
def asked(data: Data, within: int) -> pl.LazyFrame:
    """One row a customer and reported period in which the customer was asked: `customer`, `index`, `answered`.

    Args:
        data: The scoped data.
        within: Days from an invitation to an answer that belongs to it.
    """
    kinds, answers = invitations(data), said(data)
    index = data.period_index.alias("index")
    if not kinds:
        there = per_run(data.reported.select("customer", index), ("customer", "index"))
        told = data.within(answers).select("customer", index, answered=pl.lit(value=True)).unique()
        marked = there.join(told, on=["customer", "index"], how="left", maintain_order="left")
        return marked.select("customer", "index", pl.col("answered").fill_null(value=False))
    sent = data.within(data.exposures.filter(pl.col("event").cast(pl.String).is_in(kinds)))
    first = sent.select("customer", "time", index).filter(starts("customer", "index"))
    replies = answers.select("customer", "time", at="time")
    matched = beside_nearest(first, replies, ("at",), strategy="forward")
    soon = (pl.col("at") - pl.col("time")).dt.total_milliseconds() <= within * DAY_MS
    return matched.select("customer", "index", answered=soon.fill_null(value=False))
