"""How well customers are served, by the period in which they got in touch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Answer, Chart, Column, Unit, measure, shared
from queries.dimensions.split import Split, split_by
from queries.metrics.voice.service.reasons import REASONS, reasons
from queries.metrics.voice.service.tickets import AGAIN_DAYS, tickets
from queries.metrics.voice.service.words import conclude, notes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

COLUMNS = (
    shared.PERIOD,
    Column("tickets", "contacts opened in the period"),
    Column("customers", "customers who opened one"),
    Column(
        "per_100_orders", "contacts for every 100 orders of the period", Unit.RATE,
        numerator="tickets × 100", denominator="orders",
    ),
    Column("median_first_reply", "median hours until the first reply", Unit.RATE, title="First reply, median h"),
    Column("p90_first_reply", "hours within which 90 % of these came", Unit.RATE, title="First reply, 90 % h"),
    Column("median_resolution", "median hours until it was resolved", Unit.RATE, title="Resolution, median h"),
    Column("p90_resolution", "hours within which 90 % of these were", Unit.RATE, title="Resolution, 90 % h"),
    Column("settled", f"contacts resolved {AGAIN_DAYS} days ago or longer"),
    Column(
        "first_contact_rate", f"share of them with no further contact of the customer until {AGAIN_DAYS} days later",
        Unit.SHARE, numerator="resolved at first contact", denominator="settled",
    ),
    Column("reopened", "contacts that were opened again; blank where no column says it"),
    Column("replies", "replies to a contact, on average, of those whose messages are known", Unit.RATE),
    shared.COMPLETE,
)  # fmt: skip


def customers_of_period(data: Data, row: Mapping[str, Any], split: str | None) -> pl.LazyFrame:
    """The customers who got in touch in the row's period, and in its part of the split."""
    period = data.periods.filter(pl.col("period") == row["period"])["index"].first()
    there = data.within(tickets(data)).filter(data.period_index == period)
    if split:
        there = there.filter(split_by(data, split).condition(row[split]))
    return there.select("customer").unique()


@measure(
    id="service",
    title="Service",
    question="How well are customers served?",
    also="support, tickets, first reply, resolution, 客服, 工单, 首次响应",
    place=50,
    columns=COLUMNS,
    parts={"reasons": REASONS},
    formula="contacts by the period they were opened in; first reply and resolution in hours of the calendar, median "
    f"and 90 %; first contact: resolved, not opened again, no further contact until {AGAIN_DAYS} days later ÷ resolved "
    f"{AGAIN_DAYS} days ago or longer",
    source="first response time, resolution time, first contact resolution (Freshservice; nothing within 7 days)",
    chart=Chart("line", "period", ("median_first_reply", "median_resolution")),
    drill=customers_of_period,
    splits=True,
    needs=("tickets",),
)
def service(data: Data, split: str | None = None) -> Answer:
    """Contacts, time to the first reply and to the resolution, and resolution at first contact, by period.

    Args:
        data: The scoped data.
        split: A dimension of customers, or the event or channel of the contact; orders are split alike.

    Returns:
        One row a period (and value of the split with a contact), sorted; the part `reasons` what contacts are about,
        most first. What had not happened before the analysis date is not known: replies of the last days are missing
        from the medians, not counted as 0.

    Raises:
        QuestionError: No table says when contacts were answered or resolved.
        UsageError: There is no such dimension.
    """
    dimension = split_by(data, split) if split else None
    counted = _counted(data, dimension)
    periods = data.periods.lazy().filter("reported")
    joined = periods.join(counted, on="index", how="inner" if split else "left", maintain_order="left")
    many = pl.col("tickets", "customers", "settled").fill_null(0)
    frame = joined.sort("index", "code").select(
        "period",
        *([dimension.label("code")] if dimension else []),
        many.name.keep(),
        *(column.name for column in COLUMNS if column.name in ("median_first_reply", "p90_first_reply")),
        "median_resolution",
        "p90_resolution",
        per_100_orders=pl.when(pl.col("orders") > 0).then(pl.col("tickets").fill_null(0) / pl.col("orders") * 100),
        first_contact_rate=pl.when(pl.col("settled") > 0).then(pl.col("first_contact") / pl.col("settled")),
        reopened="reopened",
        replies="replies",
        complete="complete",
    )
    named = [split] if split else []
    known = tuple(one for one in COLUMNS if one.name != "replies" or data.log.has("messages"))
    columns = [known[0].name, *named, *(column.name for column in known[1:])]
    parts = {"reasons": reasons(data)}
    return Answer(frame.select(columns), parts, notes(data), None if split else conclude, columns=known)


def _counted(data: Data, dimension: Split | None) -> pl.LazyFrame:
    """Per period index and code of the split: contacts and their times, and orders."""
    code = dimension.code if dimension else pl.lit(0, dtype=pl.UInt32)
    opened = data.within(tickets(data)).with_columns(index=data.period_index, code=code)
    reply, resolution = pl.col("reply_hours"), pl.col("resolution_hours")
    counts = opened.group_by("index", "code").agg(
        tickets=pl.len(),
        customers=pl.col("customer").n_unique(),
        median_first_reply=reply.median(),
        p90_first_reply=reply.quantile(0.9, interpolation="linear"),
        median_resolution=resolution.median(),
        p90_resolution=resolution.quantile(0.9, interpolation="linear"),
        settled=pl.col("settled").sum(),
        first_contact=pl.col("first_contact").sum(),
        reopened=pl.when(pl.col("reopened").is_not_null().any()).then(pl.col("reopened").sum()),
        replies=pl.col("replies").mean(),
    )
    bought = data.within(data.purchases).select(index=data.period_index, code=code)
    orders = bought.group_by("index", "code").agg(orders=pl.len())
    return counts.join(orders, on=["index", "code"], how="left")
