"""Where do they drop out: steps in order within a window, with what is lost at each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Answer, Chart, Column, Parameter, Unit, measure, shared
from queries.data.once import once
from queries.eventlog.runs import ends, per_run, starts
from queries.metrics.touchpoints.funnel.asked import Funnel
from queries.metrics.touchpoints.funnel.attempts import attempts
from queries.metrics.touchpoints.funnel.proposal import proposal
from queries.metrics.touchpoints.funnel.words import conclude, notes
from queries.question.periods import DAY_MS, EPOCH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

COLUMNS = (
    Column("step", "the step, 1 is the first", Unit.COUNT, key=True),
    shared.EVENT,
    Column("customers", "customers who got here in an attempt; those of a step are among those of the step before"),
    Column("rate", "share of the first step's customers", Unit.SHARE, numerator="customers", denominator="first step"),
    Column("step_rate", "share of the step before", Unit.SHARE, numerator="customers", denominator="customers before"),
    Column("dropped", "customers of the step before who did not get here"),
    Column(
        "median_time",
        "seconds from the start of the attempt to this step, of each customer's first arrival; half took as long",
        Unit.NUMBER,
        title="Median time (s)",
    ),
    Column("p90_time", "nine of ten took no longer, in seconds", Unit.NUMBER, title="P90 time (s)"),
    Column("open", "customers who got no further yet and entered so late that their window is not over"),
)
TREND = (
    shared.PERIOD,
    Column("entered", "customers who began an attempt in the period"),
    Column("through", "those of them who got through from a start in the period"),
    Column("rate", "share of them", Unit.SHARE, numerator="through", denominator="entered"),
    Column("complete", "whether the period, and the window of all who entered in it, are over", Unit.FLAG),
)
TIMES = (
    Column("days", "whole days from the start to the last step", Unit.DAYS, key=True),
    Column("customers", "customers who first got through in so many days"),
    Column(
        "share", "share of those who got through", Unit.SHARE, numerator="customers", denominator="all who got through"
    ),
    Column(
        "cumulative",
        "share who took so many days or fewer",
        Unit.SHARE,
        numerator="customers so far",
        denominator="all who got through",
    ),
)
PARAMETERS = (
    Parameter(
        "steps",
        "events with commas between, each with a condition on page, channel or item where one is wanted: "
        "page_view[page=/cart],purchase; a value may end with *; empty is what most often comes before a purchase",
        "events",
        proposed=proposal,
    ),
    Parameter("window", "days from the first step within which the others count", "int", low=1, high=3650),
    Parameter(
        "order",
        "sequential: other events may come between; strict: none but repeats may; any: the steps in any order, from "
        "any of them",
        "choice",
        choices=("sequential", "strict", "any"),
    ),
    Parameter(
        "within",
        "whether an attempt may go on in a later visit, or ends with its session",
        "choice",
        choices=("customer", "session"),
    ),
    Parameter(
        "entry",
        "best: any start, that which gets furthest counts; first: a customer's first start alone",
        "choice",
        choices=("best", "first"),
    ),
    Parameter("without", "events that end an attempt, written as steps are", "events"),
    Parameter("lost", "whether a row opens those of the step before who did not get here", "flag"),
)


def customers_of_step(
    data: Data,
    row: Mapping[str, Any],
    steps: str | None,
    window: int,
    order: str,
    within: str,
    entry: str,
    without: str | None,
    lost: bool,
) -> pl.LazyFrame:
    """The customers who got to the row's step; with `lost` those of the step before who did not."""
    funnel = Funnel.of(data, steps, window, order, within, entry, without)
    at = int(row["step"]) - 1
    here = _arrivals(data, funnel, at).select("customer")
    if not lost:
        return here
    before = _arrivals(data, funnel, at - 1).select("customer") if at else here
    return before.join(here, on="customer", how="anti")


@measure(
    id="funnel",
    title="Funnel",
    question="Where do they drop out?",
    also="conversion, drop-off, steps, where they leave, 漏斗, 转化, 流失步骤",
    place=30,
    columns=COLUMNS,
    parts={"trend": TREND, "times": TIMES},
    parameters=PARAMETERS,
    formula="customers with the steps one after the other, each the earliest event after the step before, within the "
    "window from the first ÷ customers of the first step; one event is one step",
    source="funnel (PostHog; Mixpanel's and Amplitude's default is order sequential, too)",
    chart=Chart("funnel", "event", ("customers",), beside="rate"),
    drill=customers_of_step,
)
def funnel(
    data: Data,
    steps: str | None = None,
    window: int = 14,
    order: str = "sequential",
    within: str = "customer",
    entry: str = "best",
    without: str | None = None,
    lost: bool = False,  # noqa: ARG001 - whom a row opens; the drill reads it
) -> Answer:
    """How many customers get to each step, of the events of the reported range.

    Args:
        data: The scoped data.
        steps: The steps as they are written; None proposes them.
        window: Days from the first step within which the others count; exactly so many still do.
        order: `sequential`, `strict` or `any`.
        within: `customer`, or `session`: an attempt ends with its visit.
        entry: `best` or `first`.
        without: Events that end an attempt; what was reached before stays.
        lost: Whether the drill gives those who did not get to a step.

    Returns:
        One row a step; numbers never rise. In any order a row is so many of the steps, whichever. Parts `trend` (by
        the period of entry) and `times` (days from start to end, of those who got through).

    Raises:
        UsageError: The steps cannot be read, or name what is not there.
        QuestionError: No steps are named and the data have no purchase to end with, or tell no page or item.
    """
    asked = Funnel.of(data, steps, window, order, within, entry, without)
    reached = [_reached(data, asked, at) for at in range(len(asked.steps))]
    before = pl.col("customers").shift(1)
    frame = (
        pl.concat(reached)
        .with_columns(open=pl.col("_open") - pl.col("_open").shift(-1, fill_value=0))
        .with_columns(
            rate=pl.when(pl.col("customers").first() > 0).then(pl.col("customers") / pl.col("customers").first()),
            step_rate=pl.when(before > 0).then(pl.col("customers") / before),
            dropped=before - pl.col("customers"),
            # Whoever got through is through.
            open=pl.when(pl.col("step") < len(reached)).then("open").otherwise(0),
        )
    )
    parts = {"trend": _trend(data, asked), "times": _times(data, asked)}
    return Answer(
        frame.select(column.name for column in COLUMNS),
        parts,
        notes(asked),
        lambda tables: conclude(tables, asked),
    )


def _arrivals(data: Data, asked: Funnel, at: int) -> pl.LazyFrame:
    """Each customer's first arrival at a step: `customer`, `took` in ms; sorted by customer."""
    took = asked.took[at]
    reached = attempts(data, asked).filter(pl.col(took).is_not_null())
    return reached.filter(starts("customer")).select("customer", took=took).sort("customer")


@once
def _still_open(data: Data, asked: Funnel) -> pl.LazyFrame:
    """Customers whose last start is so late that its window is not over: `customer`, `is_open`; sorted."""
    over = ((data.as_of - EPOCH).days - asked.window) * DAY_MS
    entered = attempts(data, asked).filter("enters").filter(ends("customer"))
    late = entered.filter(pl.col("time") >= over)
    return late.select("customer", is_open=pl.lit(value=True)).sort("customer")


def _reached(data: Data, asked: Funnel, at: int) -> pl.LazyFrame:
    """A step: how many got there, how long it took them, and of how many the window is not over (`_open`)."""
    seconds = pl.col("took") / 1000 if at else pl.lit(None, dtype=pl.Float64)
    here = _arrivals(data, asked, at).join(_still_open(data, asked), on="customer", how="left")
    return here.select(
        step=pl.lit(at + 1, dtype=pl.Int64),
        event=pl.lit(asked.names[at]),
        customers=pl.len().cast(pl.Int64),
        median_time=seconds.median(),
        p90_time=seconds.quantile(0.9, interpolation="linear"),
        _open=pl.col("is_open").sum().cast(pl.Int64),
    )


def _trend(data: Data, asked: Funnel) -> pl.LazyFrame:
    """By period: who entered in it, and who got through from there."""
    entered = attempts(data, asked).filter("enters").select("customer", "index", "done")
    each = per_run(entered, ("customer", "index"), totals={"done": pl.col("done")})
    counted = each.group_by("index").agg(
        entered=pl.len().cast(pl.Int64), through=(pl.col("done") > 0).sum().cast(pl.Int64)
    )
    over = pl.col("complete") & (pl.col("end") + pl.duration(days=asked.window) <= pl.lit(data.as_of))
    periods = data.periods.lazy().filter("reported").with_columns(complete=over)
    placed = periods.join(counted, on="index", how="left", maintain_order="left").with_columns(
        pl.col("entered", "through").fill_null(0)
    )
    rate = pl.when(pl.col("entered") > 0).then(pl.col("through") / pl.col("entered"))
    return placed.select("period", "entered", "through", rate=rate, complete="complete")


def _times(data: Data, asked: Funnel) -> pl.LazyFrame:
    """Days from start to end, counted: the first time each customer got through."""
    last = _arrivals(data, asked, len(asked.steps) - 1)
    counted = last.group_by(days=pl.col("took") // DAY_MS).agg(customers=pl.len().cast(pl.Int64)).sort("days")
    many = pl.col("customers")
    return counted.with_columns(share=many / many.sum(), cumulative=many.cum_sum() / many.sum())
