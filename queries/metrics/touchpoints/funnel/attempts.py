"""Attempts: how far each start gets, by comparisons with the event above and below on the sorted log."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

from queries.data.once import once
from queries.eventlog.runs import starts
from queries.metrics.touchpoints.funnel.rows import END, is_step, rows

if TYPE_CHECKING:
    from queries.data.data import Data
    from queries.metrics.touchpoints.funnel.asked import Funnel

NEVER, ALWAYS = -(2**62), 2**62
"""Times before and after all others: from where no attempt has come, and where none will get through."""


@once(in_memory=True)
def attempts(data: Data, funnel: Funnel) -> pl.LazyFrame:
    """What happened at each event of a step: which step was reached from which start.

    Returns:
        `customer`, `time` (ms), `index` of the period; `took 0`, `took 1` … one a step: the milliseconds from the start
        to this event where it reaches the step, else null (in any order: how long it takes until so many steps are
        done, if that is within the window); `enters`: whether an attempt starts here; `done`: whether that one gets
        through. In the log's order.
    """
    # What came before counts no more at a new customer or visit, and at an event that ends attempts.
    cut = starts("space") | (pl.col("code") == END)
    marked = rows(data, funnel).with_columns(cut=cut, enters=_enters(funnel))
    marked = marked.with_columns(last=pl.col("cut").shift(-1, fill_value=True))
    walked = _in_any_order(marked, funnel) if funnel.order == "any" else _onwards(_through(marked, funnel), funnel)
    told = walked.select("customer", "time", "index", "enters", "done", *funnel.took).filter(
        pl.any_horizontal(pl.col(funnel.took).is_not_null())
    )
    # Visits at once stand in an order of their own.
    return told.sort("customer", "time", maintain_order=True) if funnel.in_visit else told


def _enters(funnel: Funnel) -> pl.Expr:
    """Whether an attempt starts at an event: at any event of the first step, or at the customer's first such alone."""
    start = pl.col("code").is_between(1, END - 1) if funnel.order == "any" else is_step(0)
    if not funnel.first:
        return start
    count = start.cast(pl.UInt32).cum_sum()
    before = pl.when(starts("customer")).then(count - start.cast(pl.UInt32)).forward_fill()
    return start & (count - before == 1)


def _onwards(marked: pl.LazyFrame, funnel: Funnel) -> pl.LazyFrame:
    """`took …`: how long after its start an event is that reaches a step.

    Down the rows the latest start is carried that has got to a step: it leaves most of the window, so that no other
    start gets further. An event sees only rows above it, and so is one step of an attempt. In strict order any event
    of another step ends what is carried.
    """
    strict = funnel.order == "strict"
    began = pl.when("enters").then("time")
    carried = began.otherwise(NEVER) if strict else began.when("cut").then(NEVER).forward_fill()
    walked = marked.with_columns(pl.when("enters").then(0).alias(funnel.took[0]), began=carried)
    for number in range(1, len(funnel.steps)):
        above = pl.when("cut").then(NEVER).otherwise(pl.col("began").shift(1))
        walked = walked.with_columns(above=above)
        got = is_step(number) & (pl.col("time") - pl.col("above") <= funnel.window_ms)
        lost = pl.col("cut") | ~is_step(number) if strict else pl.col("cut")
        walked = walked.with_columns(
            pl.when(got).then(pl.col("time") - pl.col("above")).alias(funnel.took[number]),
            began=pl.when(got).then("above").when(lost).then(NEVER).forward_fill(),
        )
    return walked


def _through(marked: pl.LazyFrame, funnel: Funnel) -> pl.LazyFrame:
    """`done`: whether the attempt that starts at an event gets through; the same walk, from the last step up."""
    final = len(funnel.steps) - 1
    walked = marked.with_columns(until=pl.lit(ALWAYS, dtype=pl.Int64))
    for number in range(final, -1, -1):
        below = pl.col("time") if number == final else pl.when("last").then(ALWAYS).otherwise(pl.col("until").shift(-1))
        walked = walked.with_columns(below=below)
        got = is_step(number) & (pl.col("below") != ALWAYS)
        lost = pl.col("last") | ~is_step(number) if funnel.order == "strict" else pl.col("last")
        walked = walked.with_columns(until=pl.when(got).then("below").when(lost).then(ALWAYS).backward_fill())
    return walked.with_columns(done=pl.col("enters") & (pl.col("until") - pl.col("time") <= funnel.window_ms))


def _in_any_order(marked: pl.LazyFrame, funnel: Funnel) -> pl.LazyFrame:
    """`took …` and `done` of attempts from any step: when so many steps have followed within the window."""
    waits = [f"wait {number}" for number in range(len(funnel.steps))]
    walked = marked
    for number, step in enumerate(funnel.steps):
        # The second of two equal steps is the next such event after the first one's.
        same = next((at for at in range(number - 1, -1, -1) if funnel.steps[at] == step), None)
        own = pl.col("time") if same is None else pl.when("last").then(ALWAYS).otherwise(pl.col(waits[same]).shift(-1))
        following = pl.when(is_step(number)).then(own).when("last").then(ALWAYS).backward_fill()
        walked = walked.with_columns(following.alias(waits[number]))
    walked = _sorted_across(walked.with_columns(pl.col(waits) - pl.col("time")), waits)
    inside = {
        took: pl.when("enters", pl.col(wait) <= funnel.window_ms).then(wait)
        for took, wait in zip(funnel.took, waits, strict=True)
    }
    return walked.with_columns(**inside).with_columns(done=pl.col(funnel.took[-1]).is_not_null())


def _sorted_across(frame: pl.LazyFrame, names: list[str]) -> pl.LazyFrame:
    """Each row's numbers in some columns put in ascending order, by exchanging neighbours: lists take far longer."""
    for end in range(len(names) - 1, 0, -1):
        for one, other in pairwise(names[: end + 1]):
            low, high = pl.min_horizontal(one, other), pl.max_horizontal(one, other)
            frame = frame.with_columns(low.alias(one), high.alias(other))
    return frame
