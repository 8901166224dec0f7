"""Value tiers: high, potential, middle or low, by purchases, amount, and how often somebody clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Column, Parameter, Unit
from queries.customers.buyers import FREQUENCY, MONETARY, NO_AMOUNTS, NO_PURCHASE, buyers
from queries.data.once import once
from queries.errors import UsageError
from queries.eventlog.runs import per_run, starts
from queries.segments.declaring import segmentation
from queries.wording import mark, say

if TYPE_CHECKING:
    from queries.data.data import Data

TIERS = {
    "high": mark("bought often and for much: both at the upper limit or above"),
    "potential": mark("click or visit a lot, but bought less often than half of the buyers, or not at all"),
    "middle": mark("every other buyer"),
    "low": mark("bought seldom and for little: both at the lower limit or below"),
}
LEAST_DAYS = 30
"""Somebody known for less is taken to be known so long: one click on the first day is no click a day."""

COLUMNS = (
    FREQUENCY,
    MONETARY,
    Column(
        "click_rate",
        "clicks in 30 days; visits, where no kind of event is a click",
        Unit.RATE,
        numerator="events of role click, else visit, × 30",
        denominator=f"days since the first event, {LEAST_DAYS} at least",
    ),
)

PARAMETERS = (
    Parameter("hi", "the quantile from which on a figure is high", "float", low=0, high=1),
    Parameter("lo", "the quantile up to which a figure is low", "float", low=0, high=1),
)

THRESHOLDS = (
    Column("limit", "high, median or low", Unit.TEXT, key=True, worded=True),
    Column("quantile", "the quantile it is", Unit.SHARE),
    Column("frequency", "days with an order, of the buyers", Unit.NUMBER),
    Column("monetary", "amount, of the buyers", Unit.MONEY),
    Column("click_rate", "clicks in 30 days, of the customers who ever clicked", Unit.RATE),
)


def clicking(data: Data) -> str | None:
    """The role that tells interest: `click`, else `visit`; None where no kind of event plays either."""
    return next((role for role in ("click", "visit") if data.log.kinds_of(role)), None)


@once(in_memory=True)
def _figures(data: Data) -> pl.LazyFrame:
    """Per customer with an event: `frequency` and `monetary` (null for who never bought), `click_rate`."""
    role = clicking(data)
    days_known = data.events.filter(starts("customer")).select(
        pl.col("customer").set_sorted(), known=data.days_until_as_of("day")
    )
    clicks = per_run(data.of_role(role) if role else data.events.clear(), ("customer",), count="clicks")
    bought = buyers(data).select("customer", "frequency", "monetary")
    joined = days_known.join(clicks, on="customer", how="left", maintain_order="left").join(
        bought, on="customer", how="left", maintain_order="left"
    )
    rate = pl.col("clicks").fill_null(0) * 30 / pl.max_horizontal("known", pl.lit(LEAST_DAYS, dtype=pl.Int32))
    return joined.select(pl.col("customer").set_sorted(), "frequency", "monetary", click_rate=rate)


def _limit(figure: str, quantile: float) -> pl.Expr:
    """A quantile of a figure: of the buyers, of a click rate those who ever clicked."""
    values = pl.col(figure).filter(pl.col(figure) > 0) if figure == "click_rate" else pl.col(figure)
    return values.quantile(quantile, interpolation="linear")


def _check(hi: float, lo: float) -> None:
    """Refuse limits that contradict each other."""
    if lo >= hi:
        raise UsageError(
            say("What is low up to {lo:g} cannot be high from {hi:g} on.", lo=lo, hi=hi), say("Set lo below hi.")
        )


def thresholds(data: Data, hi: float, lo: float) -> pl.LazyFrame:
    """The limits in force; blank where a limit decides nothing."""
    _check(hi, lo)
    rows = (
        ("high", hi, ("frequency", "monetary", "click_rate")),
        ("median", 0.5, ("frequency",)),
        ("low", lo, ("frequency", "monetary")),
    )
    names = pl.LazyFrame({"limit": [row[0] for row in rows], "quantile": [row[1] for row in rows]})
    nothing = pl.lit(None, dtype=pl.Float64)
    limits = _figures(data).select(
        pl.concat_list(_limit(name, q) if name in used else nothing for _, q, used in rows).alias(name)
        for name in ("frequency", "monetary", "click_rate")
    )
    listed = pl.concat([names, limits.explode(pl.selectors.all())], how="horizontal")
    return listed.with_columns(monetary=data.money(pl.col("monetary")))


def notes(data: Data) -> tuple[str, ...]:
    """What stands for interest, and what is missing."""
    role = clicking(data)
    missing = [] if data.log.has_money else [NO_AMOUNTS]
    if role is None:
        return (
            *missing,
            say("No kind of event is a click or a visit, so nobody is potential ([roles] in the mapping file)."),
        )
    kinds = ", ".join(data.log.kinds_of(role))
    other = "" if role == "click" else say(" Visits stand in, as no kind of event is a click.")
    return (
        *missing,
        say("The click rate counts {kinds}, per 30 days since the first event.{other}", kinds=kinds, other=other),
    )


@segmentation(
    id="value_tier",
    title="Value tier",
    question="High, potential, middle or low value?",
    also="high value, vip, gold, tiers, spend, 高价值, 客户分层",
    place=40,
    segments=tuple(TIERS),
    columns=COLUMNS,
    rest=NO_PURCHASE,
    parameters=PARAMETERS,
    meanings=TIERS,
    thresholds=thresholds,
    threshold_columns=THRESHOLDS,
    notes=notes,
    formula="high: frequency and amount at or above their hi quantile; else potential: click rate at or above its hi "
    "quantile and frequency below the median; else low: frequency and amount at or below their lo quantile; else "
    "middle",
    source="high, potential and low value by purchases, amount and clicks: house",
)
def value_tier(data: Data, hi: float = 0.75, lo: float = 0.25) -> pl.LazyFrame:
    """The tier of every customer who bought, and of those who click a lot without buying.

    Args:
        data: The scoped data.
        hi: The quantile from which on frequency, amount and click rate are high.
        lo: The quantile up to which frequency and amount are low.

    Returns:
        `customer`, `segment`, `frequency` (days with an order), `monetary` (currency; both blank for who never
        bought), `click_rate` (per 30 days), for every customer with an event. Quantiles are those of the buyers, of
        the click rate those of the customers who ever clicked.

    Raises:
        UsageError: `lo` is not below `hi`.
    """
    _check(hi, lo)
    frequency, monetary, rate = (pl.col(name) for name in ("frequency", "monetary", "click_rate"))
    seldom = frequency.fill_null(0) < _limit("frequency", 0.5)
    tier = {
        "high": (frequency >= _limit("frequency", hi)) & (monetary >= _limit("monetary", hi)),
        "potential": (rate > 0) & (rate >= _limit("click_rate", hi)) & seldom,
        "low": (frequency <= _limit("frequency", lo)) & (monetary <= _limit("monetary", lo)),
        "middle": frequency.is_not_null(),
    }
    # The first that holds: potential comes before low, and who never bought and seldom clicks is none of them.
    name = pl.coalesce(pl.when(holds).then(pl.lit(name, pl.Enum(tuple(TIERS)))) for name, holds in tier.items())
    return _figures(data).select(
        "customer", name.alias("segment"), frequency.cast(pl.UInt32), data.money(monetary).alias("monetary"), rate
    )
