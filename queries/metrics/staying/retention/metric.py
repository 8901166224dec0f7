"""Do cohorts stay: of those who began in a period, how many come back in each interval after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Answer, Chart, Column, Parameter, Pivot, Unit, measure
from queries.dimensions.cohorts import WINDOW_DAYS, Cohorts, grid, intervals_of, sizes
from queries.dimensions.split import split_by
from queries.eventlog.runs import ends, starts
from queries.metrics.staying.retention.words import bracket_notes, conclude
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

COLUMNS = (
    Column("cohort", "first day of the period in which the customers' first start event falls", Unit.DATE, key=True),
    Column("size", "customers of the cohort", Unit.COUNT),
    Column("interval", "periods (or windows of days) after the start; 0 is the start's own", Unit.COUNT, key=True),
    Column("customers", "customers of the cohort with a return event in the interval", Unit.COUNT),
    Column("rate", "share of the cohort that came back", Unit.SHARE, numerator="customers", denominator="size"),
    Column("complete", "whether every customer of the cohort has had the whole interval", Unit.FLAG),
)

OVERALL = (
    Column("interval", "periods (or windows of days) after the start", Unit.COUNT, key=True),
    Column("cohorts", "cohorts that have had the whole interval; only they count here", Unit.COUNT),
    Column("size", "customers of these cohorts", Unit.COUNT),
    Column("customers", "their customers with a return event in the interval", Unit.COUNT),
    Column(
        "rate",
        "share that came back: the cohorts' rates weighted by their size",
        Unit.SHARE,
        numerator="customers",
        denominator="size",
    ),
)

PARAMETERS = (
    Parameter(
        "mode",
        "on counts customers who came back in the interval, on_or_after those who came back in it or later",
        "choice",
        choices=("on", "on_or_after"),
    ),
    Parameter("start", "the event that begins it; empty is a purchase, or any event without purchases", "event"),
    Parameter("again", "the event that counts as coming back; empty is the same as start", "event"),
    Parameter("brackets", "last interval of each bracket, like 1,3,6 for 1, 2-3 and 4-6", "numbers", low=None),
    Parameter(
        "windows",
        "calendar periods, or rolling windows from each customer's own start day "
        f"({', '.join(f'{days} days a {grain}' for grain, days in WINDOW_DAYS.items())})",
        "choice",
        choices=("calendar", "rolling"),
    ),
)


def customers_of_cell(
    data: Data,
    row: Mapping[str, Any],
    split: str | None,
    mode: str,
    start: str | None,
    again: str | None,
    brackets: tuple[int, ...] | None,
    windows: str,
) -> pl.LazyFrame:
    """The customers of the row's cohort who came back in its interval (or, in that mode, later)."""
    cohorts = Cohorts.of(data, split=split, start=start, again=again, brackets=brackets, windows=windows)
    period = data.periods.filter(pl.col("period") == row["cohort"])["index"].first()
    number = list(cohorts.labels).index(row["interval"]) if cohorts.labels else row["interval"]
    came = pl.col("interval") == number if mode == "on" else pl.col("interval") >= number
    cell = intervals_of(data, cohorts).filter((pl.col("cohort") == period) & came)
    if split:
        cell = cell.filter(pl.col("code") == list(split_by(data, split).values).index(row[split]))
    return cell.select("customer").unique()


@measure(
    id="retention",
    title="Retention",
    question="Do cohorts stay?",
    also="cohort, cohorts, cohort table, month by month, come back, stay, 留存, 留存率, 队列, 同期群",
    place=20,
    columns=COLUMNS,
    parts={"overall": OVERALL},
    parameters=PARAMETERS,
    formula="customers of the cohort with a return event in the interval ÷ customers of the cohort; cohorts by the "
    "first start event ever; overall: Σ customers ÷ Σ size over complete cells",
    source="cohort retention, first-time (PostHog, Mixpanel, Amplitude)",
    chart=Chart("curves", "interval", ("rate",), against="overall"),
    pivot=Pivot(("cohort", "size"), "interval", "rate"),
    drill=customers_of_cell,
    splits=True,
)
def retention(
    data: Data,
    split: str | None = None,
    mode: str = "on",
    start: str | None = None,
    again: str | None = None,
    brackets: tuple[int, ...] | None = None,
    windows: str = "calendar",
) -> Answer:
    """Cohorts by interval: who came back, of those who began in each reported period.

    Args:
        data: The scoped data.
        split: A dimension to break cohorts down by; its value is that of the start event.
        mode: `on` or `on_or_after`.
        start: The event that begins it; None is a purchase, else any event.
        again: The event that counts as coming back; None is `start`.
        brackets: The last interval of each bracket; None is every interval by itself.
        windows: `calendar` periods or `rolling` windows of days.

    Returns:
        One row a cohort (and value of the split) and interval that has begun, sorted; also where nobody came
        back. Cohorts in which nobody began have no row.

    Raises:
        UsageError: There is no such event or dimension, or the brackets do not rise from 1.
    """
    cohorts = Cohorts.of(data, split=split, start=start, again=again, brackets=brackets, windows=windows)
    by_interval = data.keep(_counted(intervals_of(data, cohorts), mode))
    began = pl.col("began").sum().cast(pl.UInt32)
    size = by_interval.group_by("cohort", "code").agg(size=began) if cohorts.same else sizes(data, cohorts)
    filled = grid(data, cohorts, size).join(by_interval, on=["cohort", "code", "interval"], how="left")
    if mode == "on_or_after":
        later = pl.col("customers").fill_null(0).cum_sum(reverse=True).over("cohort", "code", order_by="interval")
        filled = filled.with_columns(customers=later)
    if cohorts.labels:
        filled = filled.filter(pl.col("interval") < len(cohorts.labels))
    customers = pl.col("customers").fill_null(0).cast(pl.UInt32)
    named = data.keep(filled.with_columns(customers=customers).sort("cohort", "code", "interval"))
    frame = named.select(
        pl.lit(data.periods["period"]).gather("cohort").alias("cohort"),
        *([split_by(data, split).label("code")] if split else []),
        "size",
        interval=cohorts.label("interval"),
        customers="customers",
        rate=pl.col("customers") / pl.col("size"),
        complete="complete",
    )
    return Answer(frame, {"overall": _overall(named, cohorts)}, _notes(cohorts, mode, data), conclude)


def _counted(came: pl.LazyFrame, mode: str) -> pl.LazyFrame:
    """Per cohort, code and interval: `customers`, by their last interval where later ones count, too; and `began`."""
    first = starts("customer", "interval") if mode == "on" else ends("customer")
    marked = came.select("cohort", "code", "interval", customers=first, began=starts("customer"))
    return marked.group_by("cohort", "code", "interval").agg(pl.col("customers", "began").sum())


def _overall(named: pl.LazyFrame, cohorts: Cohorts) -> pl.LazyFrame:
    """Per interval over all cohorts that have had it whole; intervals that none has had whole are blank."""
    whole = pl.col("complete")
    return (
        named.group_by("interval")
        .agg(
            cohorts=pl.col("cohort").filter(whole).n_unique(),
            size=pl.col("size").filter(whole).sum(),
            customers=pl.col("customers").filter(whole).sum(),
        )
        .sort("interval")
        .select(
            cohorts.label("interval").alias("interval"),
            "cohorts",
            "size",
            "customers",
            rate=pl.when(pl.col("size") > 0).then(pl.col("customers") / pl.col("size")),
        )
    )


def _notes(cohorts: Cohorts, mode: str, data: Data) -> tuple[str, ...]:
    """What begins, what counts as coming back, and what the newest cells cannot know yet."""
    first = data.periods.row(0, named=True)
    notes = [
        say("Cohorts by first {words}; coming back is {words2}.", words=cohorts.start.words, words2=cohorts.again.words)
    ]
    if mode == "on_or_after":
        notes.append(
            say("On or after: rates of late intervals are low because those who will yet return are not in them.")
        )
    if first["reported"]:
        notes.append(
            say("Left truncated: the cohort of {period} also holds earlier customers.", period=first["period"])
        )
    return (*notes, *bracket_notes(cohorts))
