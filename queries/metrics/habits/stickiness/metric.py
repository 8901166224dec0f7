"""How many come back within days: daily against monthly customers, and how many days customers are active."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Answer, Chart, Column, Conclusion, Figure, Parameter, Unit, measure, shared
from queries.dimensions.split import Split, split_by
from queries.eventlog.runs import per_run, starts
from queries.formats import numbers
from queries.metrics.habits.stickiness.windows import MONTH, WINDOWS, active_days, rolling
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

CURVES = {"l7": 7, "l28": 28}
"""Part → days before the analysis date whose active days are counted."""
OFTEN = 5
"""Who is active on so many of the last seven days is a power user."""

COLUMNS = (
    Column("period", "first day of the period; its figures are those of its last day", Unit.DATE, key=True),
    Column("dau", "customers with an event on the last day of the period", Unit.COUNT, title="DAU"),
    Column("wau", "customers with an event in the 7 days up to it", Unit.COUNT, title="WAU"),
    Column("mau", "customers with an event in the 30 days up to it", Unit.COUNT, title="MAU"),
    Column("mean_dau", "customers a day, mean of these 30 days", Unit.NUMBER, title="Mean DAU"),
    Column(
        "ratio",
        "share of the 30 days on which one of these customers was active",
        Unit.SHARE,
        numerator="mean_dau",
        denominator="mau",
    ),
    shared.COMPLETE,
    Column("days", "days with an event in the range (mode exactly, at_least)", Unit.COUNT, key=True),
    Column("customers", "customers active on exactly, or on at least, so many days", Unit.COUNT),
    Column(
        "share",
        "share of the customers with an event in the range",
        Unit.SHARE,
        numerator="customers",
        denominator="customers with an event in the range",
    ),
)

CURVE = (
    Column("days", "days with an event", Unit.COUNT, key=True),
    Column("customers", "customers active on exactly so many days", Unit.COUNT),
    Column(
        "share",
        "share of the customers with an event in these days",
        Unit.SHARE,
        numerator="customers",
        denominator="customers with an event in these days",
    ),
    Column("at_least", "share of them active on so many days or more", Unit.SHARE),
)

PARAMETERS = (
    Parameter(
        "mode",
        "ratio is daily ÷ monthly customers; exactly and at_least count customers by their days with an event",
        "choice",
        choices=("ratio", "exactly", "at_least"),
    ),
)


def customers_of_row(data: Data, row: Mapping[str, Any], mode: str, split: str | None) -> pl.LazyFrame:
    """The customers of the 30 days up to the row's, or those with so many days with an event."""
    events = data.reported if mode != "ratio" else data.events
    if split:
        events = events.filter(split_by(data, split).condition(row[split]))
    if mode == "ratio":
        last = int(_dates(data).filter(pl.col("period") == row["period"])["day"][0])
        return events.filter(pl.col("day").is_between(last - MONTH + 1, last)).select("customer").unique()
    days = per_run(events.filter(starts("customer", "day")).select("customer"), ("customer",), count="days")
    wanted = pl.col("days") == row["days"] if mode == "exactly" else pl.col("days") >= row["days"]
    return days.filter(wanted).select("customer")


@measure(
    id="stickiness",
    title="Stickiness",
    question="How many come back within days?",
    also="dau, wau, mau, active days, l7, l28, 粘性, 活跃",
    place=30,
    columns=COLUMNS,
    parts={"l7": CURVE, "l28": CURVE},
    parameters=PARAMETERS,
    formula="mean daily customers of 30 days ÷ customers of these 30 days; or customers by their number of days "
    "with an event in the range",
    source="DAU, WAU, MAU rolling and stickiness (PostHog, Amplitude); power user curve (a16z)",
    chart=Chart("line", "period", ("ratio",)),
    drill=customers_of_row,
    splits=True,
)
def stickiness(data: Data, mode: str = "ratio", split: str | None = None) -> Answer:
    """Daily, weekly and monthly customers and their ratio, or customers by their active days.

    Args:
        data: The scoped data.
        mode: `ratio`, `exactly` or `at_least`.
        split: A dimension to break it down by.

    Returns:
        Mode ratio: `period, [split], dau, wau, mau, mean_dau, ratio, complete`, one row a reported period, as of
        its last day that is known; blank where the window begins before the data. Else: `[split], days,
        customers, share`, one row for each number of days that occurs. Parts: active days of the last 7 and 28
        days before the analysis date, of the whole scope.
    """
    dimension = split_by(data, split) if split else None
    frame = _ratios(data, dimension) if mode == "ratio" else _by_active_days(data, dimension, mode)
    recent = data.keep(_recent(data, max(CURVES.values())))
    parts = {name: _curve(data, recent, days) for name, days in CURVES.items()}
    return Answer(frame, parts, conclude=_conclude, in_memory=split is not None)


def _dates(data: Data) -> pl.DataFrame:
    """Of every reported period: `period`, `complete`, and the number of its last day that is known."""
    last = pl.min_horizontal("end", pl.lit(data.until))
    number = (last - pl.lit(data.log.first_day)).dt.total_days().cast(pl.Int32)
    return data.periods.filter("reported").select("period", "complete", day=number)


def _ratios(data: Data, dimension: Split | None) -> pl.LazyFrame:
    """The rows of mode ratio."""
    windows = data.keep(rolling(data, dimension))
    numbered = _dates(data).lazy().join(windows, on="day", how="inner", maintain_order="left")
    blank = {name: pl.when(pl.col("day") >= days - 1).then(name) for name, days in WINDOWS.items()}
    rows = numbered.sort("period", "code").with_columns(**blank)
    mean = pl.when(pl.col("day") >= MONTH - 1).then(pl.col("customer_days") / MONTH)
    return rows.select(
        "period",
        *([dimension.label("code")] if dimension else []),
        *WINDOWS,
        mean_dau=mean,
        ratio=pl.when(pl.col("mau") > 0).then(mean / pl.col("mau")),
        complete="complete",
    )


def _by_active_days(data: Data, dimension: Split | None, mode: str) -> pl.LazyFrame:
    """The rows of the modes that count days."""
    by = ("customer", *(["code"] if dimension else []))
    frames = [
        per_run(days, by, count="days", last=None if dimension else {"code": pl.col("code")})
        for days in active_days(data.reported, dimension)
    ]
    counts = pl.concat([frame.group_by("code", "days").agg(customers=pl.len()) for frame in frames])
    many = pl.col("customers")
    at_least = many.cum_sum(reverse=True).over("code") if mode == "at_least" else many
    share = at_least / many.sum().over("code")
    return counts.sort("code", "days").select(
        *([dimension.label("code")] if dimension else []), "days", customers=at_least, share=share
    )


def _recent(data: Data, window: int) -> pl.LazyFrame:
    """`customer` and `day` of the last so many days before the analysis date, one row each day with an event."""
    recent = data.events.filter(pl.col("day") > data.day_number(data.until) - window).select("customer", "day")
    return recent.filter(starts("customer", "day"))


def _curve(data: Data, recent: pl.LazyFrame, window: int) -> pl.LazyFrame:
    """Customers by their active days among the last so many before the analysis date; every number has a row."""
    active = recent.filter(pl.col("day") > data.day_number(data.until) - window).select("customer")
    counts = per_run(active, ("customer",), count="days").group_by("days").agg(customers=pl.len())
    listed = pl.LazyFrame({"days": range(1, window + 1)}, schema={"days": pl.Int64})
    filled = listed.join(counts, on="days", how="left", maintain_order="left")
    many = pl.col("customers").fill_null(0)
    up = many.cum_sum(reverse=True)
    has_any = pl.when(many.sum() > 0)
    return filled.select(
        "days", customers=many, share=has_any.then(many / many.sum()), at_least=has_any.then(up / many.sum())
    )


def _conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
    """The last ratio, and the share of power users."""
    frame, curve = tables[""], tables["l7"]
    figures, findings = [], []
    with_ratio = frame.filter(pl.col("ratio").is_not_null()) if "ratio" in frame.columns else frame.clear()
    if len(with_ratio) and with_ratio["period"].n_unique() == len(with_ratio):
        row = with_ratio.row(-1, named=True)
        figures.append(Figure(say("Stickiness ratio"), row["ratio"], Unit.SHARE, n=row["mau"]))
        findings.append(
            say(
                "Of the {mau:,} customers of the last 30 days {ratio} come on an average day: each on "
                "{ratio2:.1f} of 30 days.",
                mau=row["mau"],
                ratio=numbers.share(row["ratio"]),
                ratio2=row["ratio"] * MONTH,
            )
        )
    active = int(curve["customers"].sum())
    if active:
        often = float(curve["at_least"][OFTEN - 1])
        figures.append(Figure(say("Active {often} of 7 days", often=OFTEN), often, Unit.SHARE, n=active))
    return Conclusion(tuple(figures), tuple(findings))
