"""How selling goes: open deals by stage, what was won and lost, and from which stage deals go to which."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import CUSTOMERS, HISTORY, Answer, Chart, Column, Unit, measure, shared
from queries.metrics.touchpoints.pipeline.words import conclusion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

OUTCOMES = ("open", "won", "lost")
DAY_MS = 86_400_000

COLUMNS = (
    Column("stage", "the stage", Unit.TEXT, key=True),
    Column("outcome", "whether deals of this stage are open, won or lost", Unit.TEXT, key=True),
    Column("deals", "deals in it now", Unit.COUNT),
    Column("amount", "what they are about", Unit.MONEY),
    Column("weighted", "of open deals amount × win rate of all that were closed; of won ones the amount", Unit.MONEY),
    Column("median_age", "days since opening, of closed ones until closing; half are older", Unit.DAYS),
)
CLOSED = (
    shared.PERIOD,
    Column("won", "deals won in it", Unit.COUNT),
    Column("lost", "deals lost in it", Unit.COUNT),
    Column(
        "win_rate", "share of the closed deals that were won", Unit.SHARE, numerator="won", denominator="won + lost"
    ),
    Column("median_days", "days from opening to closing, won and lost; half took longer", Unit.DAYS),
    Column("amount", "what the won ones are about", Unit.MONEY),
    shared.COMPLETE,
)
STEPS = (
    Column("from", "the stage a deal was in", Unit.TEXT, key=True),
    Column("to", "the stage it came into next", Unit.TEXT, key=True),
    Column("deals", "deals that did, each once", Unit.COUNT),
    Column(
        "share",
        "share of the deals that were ever in it",
        Unit.SHARE,
        numerator="deals",
        denominator="deals that were ever in the stage",
    ),
    Column("median_days", "days in the stage before; half took longer", Unit.DAYS),
)


def customers_of_stage(data: Data, row: Mapping[str, Any]) -> pl.LazyFrame:
    """The customers of the deals in the row's stage; those of nobody known are not among them."""
    stage = pl.col("stage").cast(pl.String) == row["stage"]
    return _deals(data).filter("last", stage, pl.col("customer").is_not_null()).select("customer").unique()


@measure(
    id="pipeline",
    title="Pipeline",
    question="How does selling go?",
    also="deals, crm, win rate, sales cycle, 销售管道, 赢单率, 商机",
    place=100,
    columns=COLUMNS,
    parts={"closed": CLOSED, "steps": STEPS},
    formula="deals by their stage; win rate = won ÷ (won + lost) by the period in which they were closed, open deals "
    "left out; weighted = amount × win rate of all that were closed",
    source="win rate and sales cycle (CRM practice)",
    chart=Chart("bars", "stage", ("amount",)),
    drill=customers_of_stage,
    needs=("deals",),
    without=(CUSTOMERS, HISTORY),
)
def pipeline(data: Data) -> Answer:
    """Deals by stage, by period of closing, and from stage to stage.

    Args:
        data: The scoped data; of its time the analysis date counts where it is set (deals opened later are left out,
            closed later are not counted), and its range for the part `closed`.

    Returns:
        One row a stage, open ones first, each group with most deals first. Part `closed`: one row a period in which a
        deal was closed; `won` and `lost` deals without a time of closing are in no period. Part `steps`: where a deal
        has a row each stage.

    Raises:
        QuestionError: No table of deals is mapped.
    """
    deals = data.keep(_deals(data))
    latest = deals.filter("last")
    end = _end(data, latest)
    parts = {"closed": _closed(data, latest, end), "steps": _steps(deals)}
    frame = _stages(latest, end)
    return Answer(frame, parts, conclude=lambda tables: conclusion(tables, _told(data)), in_memory=True)


def _told(data: Data) -> tuple[bool, bool, bool]:
    """Whether the mapping says what was won or lost, when deals closed, and when they changed their stage."""
    deals = data.log.mapping.deals
    if deals is None:
        return False, False, False
    return bool(deals.won or deals.lost), deals.closed is not None, deals.changed is not None


def _deals(data: Data) -> pl.LazyFrame:
    """The deals as they are known at the analysis date, where one is set."""
    limit = _limit(data)
    if limit is None:
        return data.deals
    # In which stage a deal was before it closed is not told where it has one row.
    known = pl.all_horizontal((pl.col(name) < limit).fill_null(value=True) for name in ("opened", "closed", "changed"))
    return data.deals.filter(known).with_columns(last=pl.col("deal").is_last_distinct())


def _limit(data: Data) -> datetime | None:
    """The first moment that is not known any more, where somebody says so: deals may be younger than the last event."""
    if data.scope.as_of is None and data.scope.until is None:
        return None
    return datetime.combine(data.as_of, datetime.min.time())


def _end(data: Data, latest: pl.LazyFrame) -> pl.LazyFrame:
    """The moment to which open deals have aged, one row: the analysis date, or the day after the last deal's own."""
    limit = _limit(data)
    if limit is not None:
        return latest.select(end=pl.lit(limit).cast(pl.Datetime("ms"))).head(1)
    known = pl.lit(datetime.combine(data.as_of, datetime.min.time())).cast(pl.Datetime("ms"))
    own = pl.max_horizontal(pl.col("opened").max(), pl.col("closed").max()).dt.truncate("1d") + timedelta(days=1)
    return latest.select(end=pl.max_horizontal(own, known))


def _stages(latest: pl.LazyFrame, end: pl.LazyFrame) -> pl.LazyFrame:
    """Deals, amount and age by stage."""
    is_won = pl.col("outcome") == "won"
    closed = latest.filter(pl.col("outcome") != "open").select(rate=is_won.mean())
    until = pl.coalesce("closed", "end")
    aged = latest.join(end, how="cross").with_columns(
        age=(until - pl.col("opened")).dt.total_milliseconds() / DAY_MS,
        # A deal that was closed at no known time has no known age.
        timed=(pl.col("outcome") == "open") | pl.col("closed").is_not_null(),
    )
    counted = aged.group_by("stage", "outcome").agg(
        deals=pl.len().cast(pl.Int64),
        worth=pl.col("amount").sum(),
        told=pl.col("amount").count(),
        median_age=pl.col("age").filter("timed").median(),
    )
    amount = pl.when(pl.col("told") > 0).then(pl.col("worth") / 10_000)
    weight = pl.when(is_won).then(1.0).when(pl.col("outcome") == "lost").then(0.0).otherwise(pl.col("rate"))
    order = pl.col("outcome").cast(pl.String).replace_strict({name: n for n, name in enumerate(OUTCOMES)})
    rated = counted.join(closed, how="cross").with_columns(amount=amount)
    ordered = rated.sort(order, "deals", pl.col("stage").cast(pl.String), descending=[False, True, False])
    return ordered.select(
        pl.col("stage", "outcome").cast(pl.String),
        "deals",
        "amount",
        (pl.col("amount") * weight).alias("weighted"),
        "median_age",
    )


def _closed(data: Data, latest: pl.LazyFrame, end: pl.LazyFrame) -> pl.LazyFrame:
    """Won and lost by the period of closing."""
    interval = data.grain.interval
    closed = latest.filter(pl.col("closed").is_not_null())
    if data.scope.since is not None:
        closed = closed.filter(pl.col("closed").dt.date() >= data.scope.since)
    is_won = pl.col("outcome") == "won"
    counted = closed.group_by(period=pl.col("closed").dt.date().dt.truncate(interval)).agg(
        won=is_won.sum().cast(pl.Int64),
        lost=(~is_won).sum().cast(pl.Int64),
        median_days=((pl.col("closed") - pl.col("opened")).dt.total_milliseconds() / DAY_MS).median(),
        worth=pl.col("amount").filter(is_won).sum(),
        told=pl.col("amount").filter(is_won).count(),
    )
    whole = pl.col("period").dt.offset_by(interval).cast(pl.Datetime("ms")) <= pl.col("end")
    if data.scope.since is not None:
        whole &= pl.col("period") >= data.scope.since
    return (
        counted.join(end, how="cross")
        .sort("period")
        .select(
            "period",
            "won",
            "lost",
            (pl.col("won") / (pl.col("won") + pl.col("lost"))).alias("win_rate"),
            "median_days",
            pl.when(pl.col("told") > 0).then(pl.col("worth") / 10_000).alias("amount"),
            whole.alias("complete"),
        )
    )


def _steps(deals: pl.LazyFrame) -> pl.LazyFrame:
    """From stage to stage, of deals with a row each stage."""
    timed = deals.filter(pl.col("changed").is_not_null()).sort("deal", "changed", maintain_order=True)
    following = timed.with_columns(
        to=pl.col("stage").shift(-1).over("deal"), left=pl.col("changed").shift(-1).over("deal")
    )
    moved = following.filter(pl.col("to").is_not_null(), pl.col("to") != pl.col("stage"))
    days = (pl.col("left") - pl.col("changed")).dt.total_milliseconds() / DAY_MS
    counted = moved.group_by("stage", "to").agg(
        deals=pl.col("deal").n_unique().cast(pl.Int64), median_days=days.median()
    )
    ever = timed.group_by("stage").agg(ever=pl.col("deal").n_unique())
    rated = counted.join(ever, on="stage", how="left").select(
        pl.col("stage").cast(pl.String).alias("from"),
        pl.col("to").cast(pl.String),
        "deals",
        (pl.col("deals") / pl.col("ever")).alias("share"),
        "median_days",
    )
    return rated.sort("deals", "from", "to", descending=[True, False, False])
