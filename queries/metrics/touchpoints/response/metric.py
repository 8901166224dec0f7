"""Whether customers respond to what is sent to them: sent, delivered, opened, clicked, bought."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Answer, Chart, Column, Parameter, Unit, measure, shared
from queries.metrics.touchpoints.response.units import told_kinds, units
from queries.metrics.touchpoints.response.words import conclusion, notes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

COUNTS = (
    Column("sent", "messages sent, each once to each customer", Unit.COUNT),
    Column("delivered", "of these, those that arrived; where nothing tells it, those that did not come back"),
    Column("opened", "messages opened, each once", Unit.COUNT),
    Column("clicked", "messages clicked or answered, each once", Unit.COUNT),
    Column("responded", "messages opened or clicked", Unit.COUNT),
    Column("converted", "delivered messages whose customer ordered within the days of `within` after", Unit.COUNT),
)
RATES = (
    Column("open_rate", "share that was opened", Unit.SHARE, numerator="opened", denominator="delivered"),
    Column("click_rate", "share that was clicked", Unit.SHARE, numerator="clicked", denominator="delivered"),
    Column("click_to_open", "clicks ÷ opens", Unit.SHARE, numerator="clicked", denominator="opened"),
    Column("response_rate", "opened or clicked", Unit.SHARE, numerator="responded", denominator="delivered"),
    Column("conversion_rate", "followed by an order", Unit.SHARE, numerator="converted", denominator="delivered"),
)
AFTER = (
    Column("unsubscribed", "messages after which customers unsubscribed or complained of spam", Unit.COUNT),
    Column("open", "delivered messages so late that the days for an order are not over", Unit.COUNT),
)
COLUMNS = (
    Column("campaign", "the campaign", Unit.TEXT, key=True),
    Column("channel", "the channel (by=channel)", Unit.TEXT, key=True),
    shared.PERIOD,
    *COUNTS,
    *RATES,
    *AFTER,
    shared.COMPLETE,
)
PARAMETERS = (
    Parameter("by", "what rows are", "choice", choices=("campaign", "channel", "period")),
    Parameter("within", "days after sending in which an order counts as a conversion", "int", low=1, high=365),
)


def customers_sent_to(data: Data, row: Mapping[str, Any], by: str) -> pl.LazyFrame:
    """The customers of the row's messages."""
    return _reported(data).filter(_of(data, by).cast(pl.String) == str(row[by])).select("customer").unique()


@measure(
    id="response",
    title="Response",
    question="Do they respond to what we send?",
    also="campaign, newsletter, open rate, click rate, e-mail, 响应, 打开率, 点击率",
    place=60,
    columns=COLUMNS,
    parameters=PARAMETERS,
    formula="messages opened, clicked, followed by an order ÷ delivered; each message (without an id: each campaign) "
    "once a customer; it belongs to the period in which it was sent",
    source="e-mail practice: unique opens and clicks over delivered messages",
    chart=Chart("bars", "campaign", ("open_rate", "click_rate")),
    drill=customers_sent_to,
    needs=("exposures",),
)
def response(data: Data, by: str = "campaign", within: int = 7) -> Answer:
    """What became of the messages sent in the reported range.

    Args:
        data: The scoped data.
        by: `campaign`, `channel` or `period`.
        within: Days after sending in which an order counts.

    Returns:
        One row a campaign in the order of sending, a channel with most messages first, or a period with `complete`.
        A rate is blank where nothing was delivered. Responses to messages that nobody tells were sent count as
        responses, so that more clicks than deliveries show what the data lack.

    Raises:
        QuestionError: The mapping ignores no kind of event: nothing is an exposure.
    """
    in_time = pl.col("ordered") <= pl.col("time") + pl.duration(days=within)
    late = pl.col("day") + within >= data.day_number(data.as_of)
    responded = pl.col("opened") | pl.col("clicked")
    counted = (
        _reported(data)
        .group_by(_of(data, by).alias(by))
        .agg(
            **{name: pl.col(name).sum().cast(pl.Int64) for name in ("sent", "delivered", "opened", "clicked")},
            responded=responded.sum().cast(pl.Int64),
            converted=(pl.col("delivered") & in_time).sum().cast(pl.Int64),
            unsubscribed=pl.col("unsubscribed").sum().cast(pl.Int64),
            open=(pl.col("delivered") & late).sum().cast(pl.Int64),
            began=pl.col("time").min(),
        )
    )
    rated = counted.with_columns(
        pl.when(pl.col(str(rate.denominator)) > 0)
        .then(pl.col(str(rate.numerator)) / pl.col(str(rate.denominator)))
        .alias(rate.name)
        for rate in RATES
    )
    frame, keys = _ordered(data, rated, by)
    columns = (*keys, *COUNTS, *RATES, *AFTER, *((shared.COMPLETE,) if by == "period" else ()))
    return Answer(
        frame.select(column.name for column in columns),
        notes=notes(data, told_kinds(data), within),
        conclude=lambda tables: conclusion(tables, by),
        columns=columns,
        chart=Chart("line" if by == "period" else "bars", by, ("open_rate", "click_rate")),
        in_memory=True,
    )


def _ordered(data: Data, rated: pl.LazyFrame, by: str) -> tuple[pl.LazyFrame, tuple[Column, ...]]:
    """The rows as they are read, and the column that names them."""
    key = next(column for column in COLUMNS if column.name == by)
    if by == "period":
        complete = data.periods.lazy().select("period", "complete")
        return rated.join(complete, on="period", how="left").sort("period"), (key,)
    rated = rated.with_columns(pl.col(by).cast(pl.String))
    if by == "channel":
        return rated.sort("sent", by, descending=[True, False]), (key,)
    return rated.sort("began", by), (key,)


def _of(data: Data, by: str) -> pl.Expr:
    """What names the row of a message; names are codes here, since comparing those beats texts."""
    return pl.lit(data.periods["period"]).gather(data.period_index) if by == "period" else pl.col(by)


def _reported(data: Data) -> pl.LazyFrame:
    """The messages of the reported range."""
    return data.within(units(data))
