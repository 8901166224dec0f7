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
    """As `_told`, but each step is walked by those alone who got to the one before; most never get anywhere."""
    told, walked = [], _entered(marked, funnel)
    for number in range(1, len(funnel.steps)):
        walked = data.keep(_step(walked, funnel, number), in_memory=True)
        further = _those(data, walked.filter(pl.col(funnel.took[number]).is_not_null()))
        never = dict.fromkeys(funnel.took[number:], pl.lit(None, dtype=pl.Int64)) | {"done": pl.lit(value=False)}
        told.append(data.keep(_told(walked.filter(~further).with_columns(**never), funnel), in_memory=True))
        walked = walked.filter(further)
    return pl.concat([*told, _told(_through(walked, funnel), funnel)])


def _those(data: Data, rows: pl.LazyFrame) -> pl.Expr:
    """Whether a row is one of the customers of some rows."""
    codes = data.keep(rows.select("customer"), in_memory=True).collect().to_series()
    flags = pl.repeat(value=False, n=data.log.size, eager=True).scatter(codes, values=True)
    return pl.lit(flags).gather(pl.col("customer"))


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
    walked = _entered(marked, funnel)
    for number in range(1, len(funnel.steps)):
        walked = _step(walked, funnel, number)
    return walked


def _entered(marked: pl.LazyFrame, funnel: Funnel) -> pl.LazyFrame:
    """The rows with the time that took to the first step, and `began`: the start that is carried from there."""
    start = pl.when("enters").then(pl.lit(0, dtype=pl.Int64))
    began = pl.when("enters").then("time")
    carried = began.otherwise(NEVER) if funnel.order == "strict" else began.when("cut").then(NEVER).forward_fill()
    return marked.with_columns(start.alias(funnel.took[0]), began=carried)


def _step(walked: pl.LazyFrame, funnel: Funnel, number: int) -> pl.LazyFrame:
    """The rows with the time it took to a step, and the start that is carried from there."""
    above = pl.when("cut").then(NEVER).otherwise(pl.col("began").shift(1))
    walked = walked.with_columns(above=above)
    got = is_step(number) & (pl.col("time") - pl.col("above") <= funnel.window_ms)
    lost = pl.col("cut") | ~is_step(number) if funnel.order == "strict" else pl.col("cut")
    return walked.with_columns(
        pl.when(got).then(pl.col("time") - pl.col("above")).alias(funnel.took[number]),
        began=pl.when(got).then("above").when(lost).then(NEVER).forward_fill(),
    )


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
