"""Attempts: how far each start gets, by comparisons with the event above and below on the sorted log."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

from queries.data.events import stay_lazy
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
        through. The rows of a customer lie together, in the order of time.
    """
    # What came before counts no more at a new customer or visit, and at an event that ends attempts.
    cut = starts("space") | (pl.col("code") == END)
    marked = data.keep(rows(data, funnel)).with_columns(cut=cut, enters=_enters(funnel))
    marked = marked.with_columns(last=pl.col("cut").shift(-1, fill_value=True))
    if funnel.order == "any":
        told = _told(_in_any_order(marked, funnel), funnel)
    elif data.keep is stay_lazy:
        told = _told(_onwards(_through(marked, funnel), funnel), funnel)
    else:
        told = _in_parts(data, data.keep(marked, in_memory=True), funnel)
    # Visits at once stand in an order of their own.
    return told.sort("customer", "time", maintain_order=True) if funnel.in_visit else told


def _told(walked: pl.LazyFrame, funnel: Funnel) -> pl.LazyFrame:
    """The events at which something happened."""
    told = walked.select("customer", "time", "index", "enters", "done", *funnel.took)
    return told.filter(pl.any_horizontal(pl.col(funnel.took).is_not_null()))


def _in_parts(data: Data, marked: pl.LazyFrame, funnel: Funnel) -> pl.LazyFrame:
    """As `_told`, but each walk is walked by those alone who may get somewhere on it; most never get anywhere.

    Who never gets to the second step only enters; who does is walked down to the last, and who gets there up again.
    """
    further = _those(data, _onwards(marked, funnel, steps=2).filter(pl.col(funnel.took[1]).is_not_null()))
    walked = _onwards(marked.filter(further), funnel).with_columns(done=pl.lit(value=False))
    got_further = data.keep(_told(walked, funnel), in_memory=True)
    through = _those(data, got_further.filter(pl.col(funnel.took[-1]).is_not_null()))
    got_through = _told(_onwards(_through(marked.filter(through), funnel), funnel), funnel)
    never = dict.fromkeys(funnel.took[1:], pl.lit(None, dtype=pl.Int64)) | {"done": pl.lit(value=False)}
    entered = marked.filter(~further, "enters").with_columns(pl.lit(0, dtype=pl.Int64).alias(funnel.took[0]), **never)
    return pl.concat([_told(entered, funnel), got_further.filter(~through), got_through])


def _those(data: Data, rows: pl.LazyFrame) -> pl.Expr:
    """Whether a row is one of the customers of some rows."""
    found = data.keep(rows.select(pl.col("customer").unique()), in_memory=True).collect().to_series()
    return pl.lit(pl.int_range(data.log.size, eager=True).is_in(found.implode())).gather(pl.col("customer"))


def _enters(funnel: Funnel) -> pl.Expr:
    """Whether an attempt starts at an event: at any event of the first step, or at the customer's first such alone."""
    start = pl.col("code").is_between(1, END - 1) if funnel.order == "any" else is_step(0)
    if not funnel.first:
        return start
    count = start.cast(pl.UInt32).cum_sum()
    before = pl.when(starts("customer")).then(count - start.cast(pl.UInt32)).forward_fill()
    return start & (count - before == 1)


def _onwards(marked: pl.LazyFrame, funnel: Funnel, steps: int | None = None) -> pl.LazyFrame:
    """`took …`: how long after its start an event is that reaches a step; of the first so many steps, or of all.

    Down the rows the latest start is carried that has got to a step: it leaves most of the window, so that no other
    start gets further. An event sees only rows above it, and so is one step of an attempt. In strict order any event
    of another step ends what is carried.
    """
    strict = funnel.order == "strict"
    began = pl.when("enters").then("time")
    carried = began.otherwise(NEVER) if strict else began.when("cut").then(NEVER).forward_fill()
    start = pl.when("enters").then(pl.lit(0, dtype=pl.Int64))
    walked = marked.with_columns(start.alias(funnel.took[0]), began=carried)
    for number in range(1, steps or len(funnel.steps)):
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
