"""When customers come: weekday by hour, and whether they prefer weekends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import CUSTOMERS, Answer, Chart, Column, Pivot, Unit, measure, shared
from queries.data.once import once
from queries.dimensions.split import Split, split_by
from queries.eventlog.runs import count_distinct, per_run
from queries.metrics.habits.rhythm.words import conclude
from queries.question.periods import DAY_MS, EPOCH, HOUR_MS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from queries.data.data import Data

HOURS, WEEK = 24, 168
SATURDAY = 6

COLUMNS = (
    shared.WEEKDAY,
    Column(
        "hour", "hour of the day in the data's time zone; blank where the data have dates only", Unit.COUNT, key=True
    ),
    shared.INTERACTIONS,
    Column("customers", "customers with an event", Unit.COUNT),
    Column(
        "per_day",
        "events on one calendar day of that weekday, so that 53 Mondays and 52 Tuesdays compare",
        Unit.RATE,
        numerator="interactions",
        denominator="days of that weekday in the range",
    ),
)

WEEKEND = (
    Column("counted", "what is counted: all interactions, or orders", Unit.TEXT, key=True),
    Column("weekend", "on Saturdays and Sundays", Unit.COUNT),
    Column("weekdays", "on Mondays to Fridays", Unit.COUNT),
    Column("weekend_days", "Saturdays and Sundays in the range", Unit.COUNT),
    Column("weekday_days", "Mondays to Fridays in the range", Unit.COUNT),
    Column(
        "index",
        "on one weekend day ÷ on one weekday; 1 is no difference",
        Unit.RATE,
        numerator="weekend ÷ weekend days",
        denominator="weekdays ÷ weekday days",
    ),
    Column("low", "lower end of its 95 % interval, if events were independent of each other", Unit.RATE),
    Column("high", "upper end of its 95 % interval", Unit.RATE),
)

CLOCK = (
    shared.EVENT,
    shared.INTERACTIONS,
    Column("at_midnight", "events at 00:00 sharp; all of them where the data have dates only", Unit.COUNT),
)

Z = 1.959963984540054
"""Two-sided 95 % of the normal distribution."""


def hour_of_week(data: Data) -> pl.Expr:
    """The hour of an event in its week (u8): 0 is Monday from 00:00 to 01:00."""
    log = data.log
    span = range(((log.last_day - log.first_day).days + 1) * HOURS)
    # Looking the hour up is faster than one more remainder of ten million numbers.
    hours = pl.Series([(log.first_day.weekday() * HOURS + hour) % WEEK for hour in span], dtype=pl.UInt8)
    return pl.lit(hours).gather((pl.col("time").cast(pl.Int64) - _ms_of(log.first_day)) // HOUR_MS)


def _ms_of(day: date) -> int:
    """When a day began, as the log counts time."""
    return (day - EPOCH).days * DAY_MS


def customers_of_cell(data: Data, row: Mapping[str, Any], split: str | None) -> pl.LazyFrame:
    """The customers with an event on the row's weekday, in its hour, and of its part of the split."""
    first = (row["weekday"] - 1) * HOURS
    hours = range(first, first + HOURS) if row["hour"] is None else [first + row["hour"]]
    events = data.reported.filter(hour_of_week(data).is_between(hours[0], hours[-1]))
    if split:
        events = events.filter(split_by(data, split).condition(row[split]))
    return events.select("customer").unique()


@measure(
    id="rhythm",
    title="Weekdays and hours",
    question="When do they come?",
    also="weekday, weekend, hour, time of day, heat map, 星期, 周末, 时段, 小时",
    place=50,
    columns=COLUMNS,
    parts={"weekend": WEEKEND, "clock": CLOCK},
    formula="events by weekday and hour ÷ calendar days of that weekday in the range; weekend index: events on one "
    "weekend day ÷ events on one weekday, with log(ratio) ± 1.96·√(1/weekend + 1/weekdays)",
    source="weekday and hour profile; rate ratio of two counts",
    chart=Chart("heatmap", "hour", ("per_day",), series="weekday"),
    pivot=Pivot(("hour",), "weekday", "per_day"),
    drill=customers_of_cell,
    splits=True,
    without=(CUSTOMERS,),
)
def rhythm(data: Data, split: str | None = None) -> Answer:
    """Events and customers by weekday and hour, over the reported range.

    Args:
        data: The scoped data.
        split: A dimension to break it down by; the weekend index is then given for each value.

    Returns:
        `[split], weekday, hour, interactions, customers, per_day`, sorted: every weekday of the range and every
        hour, also those without events. Where all times are midnight the data have dates only: then a weekday
        is one row and its hour is blank. `customers` is left out where no row says who it was.
    """
    dimension = split_by(data, split) if split else None
    cells = _cells(data, split)
    named = [dimension.label("code")] if dimension else []
    grid = _grid(data, cells).join(cells, on=["code", "weekday", "hour"], how="left", maintain_order="left")
    counts = grid.with_columns(pl.col("interactions", "customers").fill_null(0).cast(pl.UInt32))
    has_clock = pl.col("interactions").filter(pl.col("hour") > 0).sum() > 0
    rows = counts.filter(has_clock | (pl.col("hour") == 0)).sort("code", "weekday", "hour")
    frame = rows.select(
        *named,
        "weekday",
        # Of the rows that are left some are of a later hour, or there is no clock.
        hour=pl.when(pl.col("hour").max() > 0).then("hour"),
        interactions="interactions",
        customers="customers",
        per_day=pl.col("interactions") / pl.col("days"),
    )
    weekend = _weekend(data, cells, dimension).select(*named, *(column.name for column in WEEKEND))
    columns = tuple(column for column in COLUMNS if column.name != "customers" or data.log.has(CUSTOMERS))
    shown = frame.select(*([dimension.name] if dimension else []), *(column.name for column in columns))
    parts = {"weekend": weekend, "clock": _clock(data)}
    return Answer(shown, parts, conclude=None if split else conclude, columns=columns)


@once
def _cells(data: Data, split: str | None) -> pl.LazyFrame:
    """Per code, weekday and hour with an event: events and customers."""
    # Code, weekday and hour as one number: comparing and grouping by one column is twice as fast as by two.
    place = hour_of_week(data)
    cell = (split_by(data, split).code * WEEK + place if split else place).alias("cell")
    # What a customer does within an hour is one row from here on.
    runs = data.keep(per_run(data.reported.select("customer", cell), ("customer", "cell"), count="n"))
    return (
        runs.group_by("cell")
        .agg(interactions=pl.col("n").sum(), customers=count_distinct("customer"))
        .select(
            "interactions",
            "customers",
            code=(pl.col("cell").cast(pl.UInt32) // WEEK),
            weekday=(pl.col("cell") % WEEK // HOURS + 1).cast(pl.UInt8),
            hour=(pl.col("cell") % HOURS).cast(pl.UInt8),
        )
    )


def _calendar(data: Data) -> pl.DataFrame:
    """Per weekday of the range: how many calendar days it has there."""
    dates = pl.select(pl.date_range(data.since, data.until)).to_series()
    days = dates.dt.weekday().cast(pl.UInt8).rename("weekday").value_counts(name="days")
    return days.sort("weekday")


def _grid(data: Data, cells: pl.LazyFrame) -> pl.LazyFrame:
    """Every code that occurs, with every weekday of the range and every hour: `code`, `weekday`, `days`, `hour`."""
    hours = pl.LazyFrame({"hour": range(HOURS)}, schema={"hour": pl.UInt8})
    return cells.select("code").unique().join(_calendar(data).lazy(), how="cross").join(hours, how="cross")


def _weekend(data: Data, cells: pl.LazyFrame, dimension: Split | None) -> pl.LazyFrame:
    """Per code and what is counted: weekend against weekdays, sorted."""
    is_weekend = pl.col("weekday") >= SATURDAY
    counted = [cells.select("code", is_weekend, pl.col("interactions").alias("n"), counted=pl.lit("interactions"))]
    if set(data.log.kinds_of("purchase")) not in (set(), set(data.log.kinds)):
        code = dimension.code if dimension else pl.lit(0, dtype=pl.UInt32)
        orders = data.within(data.purchases).select(weekday=hour_of_week(data) // HOURS + 1, code=code)
        each = orders.group_by("code", "weekday").agg(n=pl.len().cast(pl.Int64))
        counted.append(each.select("code", is_weekend, "n", counted=pl.lit("orders")))
    weekend, weekdays = (pl.col("n").filter(pl.col("weekday") == value).sum() for value in (True, False))
    summed = pl.concat(counted).group_by("code", "counted").agg(weekend=weekend, weekdays=weekdays)
    days = _calendar(data).select(
        weekend_days=pl.col("days").filter(is_weekend).sum(), weekday_days=pl.col("days").filter(~is_weekend).sum()
    )
    rate = (pl.col("weekend") / pl.col("weekend_days")) / (pl.col("weekdays") / pl.col("weekday_days"))
    compared = summed.join(days.lazy(), how="cross").with_columns(
        index=pl.when(pl.col("weekend_days") > 0, pl.col("weekday_days") > 0, pl.col("weekdays") > 0).then(rate)
    )
    width = (Z * (1 / pl.col("weekend") + 1 / pl.col("weekdays")).sqrt()).exp()
    has_both = pl.when(pl.col("weekend") > 0, pl.col("weekdays") > 0)
    interval = {"low": has_both.then(pl.col("index") / width), "high": has_both.then(pl.col("index") * width)}
    return compared.with_columns(**interval).sort("code", "counted")


def _clock(data: Data) -> pl.LazyFrame:
    """Per kind of event: how many, and how many at midnight."""
    kinds = data.log.kinds
    # A sum for each kind is many times faster than grouping by the kind.
    sums = data.reported.select((pl.col("event") == kind).sum().alias(str(place)) for place, kind in enumerate(kinds))
    counts = sums.unpivot(variable_name="place", value_name="interactions").filter(pl.col("interactions") > 0)
    named = counts.with_columns(event=pl.lit(pl.Series(kinds)).gather(pl.col("place").cast(pl.UInt32)))
    since = pl.col("time").cast(pl.Int64) - pl.col("day").cast(pl.Int64) * DAY_MS
    sharp = data.reported.filter(since == _ms_of(data.log.first_day)).select(pl.col("event").cast(pl.String))
    at_midnight = sharp.group_by("event").agg(at_midnight=pl.len())
    joined = named.join(at_midnight, on="event", how="left").with_columns(pl.col("at_midnight").fill_null(0))
    return joined.select("event", "interactions", "at_midnight").sort("event")
