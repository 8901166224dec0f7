"""How do visits go: sessions by period, engaged, bounced, with a purchase."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Answer, Chart, Column, Parameter, Unit, measure, shared
from queries.dimensions.named import events_named
from queries.dimensions.split import split_by
from queries.eventlog.runs import count_distinct
from queries.metrics.touchpoints.sessions.each import PLACES, each_session, split_code
from queries.metrics.touchpoints.sessions.words import conclude, notes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

RATES = (
    Column("sessions", "sessions that began"),
    Column("customers", "customers with such a session"),
    Column("per_customer", "sessions of one of them", Unit.RATE, numerator="sessions", denominator="customers"),
    Column("events_per_session", "events in a session", Unit.RATE, numerator="events", denominator="sessions"),
    Column("median_seconds", "seconds from the first event to the last; a session of one event lasts 0", Unit.NUMBER),
    Column("engaged", "sessions that lasted longer than engaged_seconds, or had the goal or two page views"),
    Column("engagement_rate", "share of sessions", Unit.SHARE, numerator="engaged", denominator="sessions"),
    Column("bounced", "sessions that were not engaged"),
    Column("bounce_rate", "share of sessions", Unit.SHARE, numerator="bounced", denominator="sessions"),
    Column("converted", "sessions with the goal"),
    Column("conversion_rate", "share of sessions", Unit.SHARE, numerator="converted", denominator="sessions"),
)
COLUMNS = (shared.PERIOD, *RATES, shared.COMPLETE)
OVERALL = (
    *RATES,
    Column("mean_seconds", "mean of the seconds from the first event to the last", Unit.NUMBER),
    Column("single", "sessions of one event: how long they were looked at is not known"),
    Column("single_share", "share of sessions", Unit.SHARE, numerator="single", denominator="sessions"),
)
PARAMETERS = (
    Parameter("gap", "minutes without an event after which a session is over; a mapped session id wins", "int", low=1),
    Parameter("goal", "the event that counts as converting; empty is a purchase", "event"),
    Parameter("engaged_seconds", "a session that lasts longer is engaged", "int", low=0),
)


def customers_of_row(
    data: Data, row: Mapping[str, Any], split: str | None, gap: int, goal: str | None, engaged_seconds: int
) -> pl.LazyFrame:
    """The customers with a session that began in the row's period, and is of its part of the split."""
    period = data.periods.filter(pl.col("period") == row["period"])["index"].first()
    sessions = each_session(data, gap, goal, engaged_seconds, split).filter(pl.col("index") == period)
    if split in PLACES:
        sessions = sessions.filter(pl.col(split) == row[split])
    elif split:
        sessions = sessions.filter(pl.col("code") == list(split_by(data, split).values).index(row[split]))
    return sessions.select("customer").unique()


@measure(
    id="sessions",
    title="Sessions",
    question="How do visits go?",
    also="visits, bounce rate, engaged, ga4, 会话, 访问, 跳出率",
    place=20,
    columns=COLUMNS,
    parts={"overall": OVERALL},
    parameters=PARAMETERS,
    formula="a session ends after a gap of more than 30 minutes (or with its id); engaged: longer than 10 seconds, or "
    "with the goal, or with two page views; bounce rate = 1 − engagement rate",
    source="engaged session (GA4); session by gap (GA4, Mixpanel)",
    chart=Chart("bars", "period", ("sessions",)),
    drill=customers_of_row,
    splits=True,
)
def sessions(
    data: Data, split: str | None = None, gap: int = 30, goal: str | None = None, engaged_seconds: int = 10
) -> Answer:
    """Sessions by the period in which they began, of the reported range.

    Args:
        data: The scoped data.
        split: A dimension: its value at the session's first event; or `landing` or `exit`, the page (where events have
            one, else the event) that a session begins or ends with.
        gap: Minutes without an event that still belong to a session.
        goal: The event that counts as converting; None is a purchase, else nothing converts.
        engaged_seconds: A session that lasts longer is engaged.

    Returns:
        One row a period (and value of the split); periods without sessions have zeros. Page views are events of a
        kind that is called so; where there is none, events with a page; where none has one, all. Part `overall`: the
        same over the whole range, with the share of sessions of one event.

    Raises:
        UsageError: There is no such dimension or event.
    """
    each = each_session(data, gap, goal, engaged_seconds, split)
    by = [split_code(split)] if split else []
    rated = _rated(each.group_by("index", *by))
    periods = data.periods.lazy().filter("reported").select("index", "period", "complete")
    if split:
        # Places, of which there may be many, by how many sessions they have; values of a dimension in its own order.
        order, down = (["index", "sessions", *by], [False, True, False]) if split in PLACES else (["index", *by], False)
        table = periods.join(rated, on="index", how="inner").sort(order, descending=down)
    else:
        none = pl.col("sessions", "customers", "engaged", "bounced", "converted").fill_null(0)
        table = periods.join(rated, on="index", how="left", maintain_order="left").with_columns(none)
    whole = _rated(each.group_by(by)) if split else _rated(each.select(pl.all(), whole=0).group_by("whole"))
    named = _named(data, split)
    return Answer(
        table.select("period", *named, *(column.name for column in RATES), "complete"),
        {"overall": whole.sort(by or ["whole"]).select(*named, *(column.name for column in OVERALL))},
        notes(data, gap, events_named(data, goal).words if goal or data.log.kinds_of("purchase") else None),
        None if split else lambda tables: conclude(tables, data),
    )


def _named(data: Data, split: str | None) -> list[pl.Expr]:
    """The column of the split."""
    if not split:
        return []
    return [pl.col(split)] if split in PLACES else [split_by(data, split).label("code")]


def _rated(grouped: Any) -> pl.LazyFrame:
    """What every group of sessions has: counts, rates, and how long they last."""
    seconds = pl.col("ms") / 1000
    counted = grouped.agg(
        sessions=pl.len().cast(pl.Int64),
        customers=count_distinct("customer"),
        events=pl.col("events").sum(),
        median_seconds=seconds.median(),
        mean_seconds=seconds.mean(),
        engaged=pl.col("engaged").sum().cast(pl.Int64),
        converted=(pl.col("goals") > 0).sum().cast(pl.Int64),
        single=(pl.col("events") == 1).sum().cast(pl.Int64),
    )
    many = pl.col("sessions")
    rated: pl.LazyFrame = counted.with_columns(
        per_customer=many / pl.col("customers"),
        events_per_session=pl.col("events") / many,
        engagement_rate=pl.col("engaged") / many,
        bounced=many - pl.col("engaged"),
        bounce_rate=1 - pl.col("engaged") / many,
        conversion_rate=pl.col("converted") / many,
        single_share=pl.col("single") / many,
    )
    return rated
