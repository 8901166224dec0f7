"""What each customer is worth from here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Answer, Chart, Column, Figure, Unit, measure, shared
from queries.customers.lifetime_value.doubts import Tested
from queries.customers.lifetime_value.histories import (
    DISCOUNT,
    FITTED,
    FORECAST,
    HISTORY,
    HORIZON,
    MARGIN,
    MODEL,
    MONTH_DAYS,
    UNIT,
    UNIT_DAYS,
    calibration_end,
    fitted_model,
    histories,
    pace,
)
from queries.customers.table import customer_of_row
from queries.data.goods import tells
from queries.data.margins import OBSERVED, OF, costs, require_costs
from queries.mapping.model import Meaning
from queries.metrics.worth.clv.words import conclusion
from queries.models.customer_value import Forecast, ValueModel, held_out, refusal, values
from queries.wording import mark

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from queries.catalogue import Conclusion
    from queries.data.data import Data

COLUMNS = (
    Column("id", "the customer", Unit.TEXT, key=True, title="Customer"),
    *HISTORY,
    shared.P_ALIVE,
    Column("expected_purchases", "days with an order to expect within the horizon", Unit.RATE),
    shared.EXPECTED_VALUE,
    Column("clv", "value to expect within the horizon: discounted purchases × value × margin", Unit.MONEY, title="CLV"),
    Column(
        "simple_clv",
        "the simple way: the amount so far, a year or the horizon at least, carried on through the horizon × margin; "
        "as if nobody left",
        Unit.MONEY,
        title="Simple CLV",
    ),
)

ALIVE = (
    Column("p_alive", "probability that a buyer has not left, in tenths", Unit.TEXT, key=True, title="P(alive)"),
    Column("customers", "buyers with such a probability", Unit.COUNT),
    Column("clv", "value to expect of them within the horizon", Unit.MONEY, title="CLV"),
)
LINES_MARGIN = mark("Margin of order lines with a cost")
TENTHS = tuple(f"{tenth * 10}–{tenth * 10 + 10} %" for tenth in range(10))


@measure(
    id="clv",
    title="Customer lifetime value",
    question="What is each customer worth from here?",
    also="ltv, lifetime value, expected, alive, p(alive), bg/nbd, pareto/nbd, 生命周期价值, 客户终身价值",
    place=20,
    columns=COLUMNS,
    parameters=(*FITTED, OF, *FORECAST),
    parts={"alive": ALIVE},
    chart=Chart("histogram", "p_alive", ("customers",), part="alive"),
    formula="expected purchases of each month ahead (given frequency, recency and age) × expected amount (given "
    "frequency and mean amount) × margin ÷ (1 + discount)^(months ÷ 12)",
    source="BG/NBD (Fader, Hardie, Lee 2005), MBG/NBD (Batislam et al. 2007), Pareto/NBD (Schmittlein et al. 1987), "
    "Gamma-Gamma (Fader, Hardie 2013)",
    drill=customer_of_row,
    needs=("purchase",),
)
def clv(
    data: Data,
    model: str = MODEL,
    unit: str = UNIT,
    holdout: int | None = None,
    of: str = "revenue",
    horizon: int = HORIZON,
    margin: float = MARGIN,
    discount: float = DISCOUNT,
) -> Answer:
    """Every buyer's history, probability of being active, and value to expect, highest value first.

    The models are fitted to all buyers before the analysis date, also where the scope shows some of them: what
    a customer is worth does not depend on who else is looked at. Where no model can be fitted, only the
    history and the simple value are there, and a note says why.

    Args:
        data: The scoped data.
        model: The model of purchases.
        unit: The model's unit of time, which `recency` and `age` are in.
        holdout: Days at the end that the test of the model does not see; the values are from all days.
        of: `profit` multiplies the margin by that of all order lines whose cost is known.
        horizon: Months ahead, of 30.4375 days.
        margin: Share of an amount (of its profit) that is kept.
        discount: What an amount loses in a year.

    Raises:
        QuestionError: Nothing tells what goods cost (of=profit).
    """
    if of == "profit":
        require_costs(data)
    end = calibration_end(data, holdout)
    parts = {"calibration": histories(data, end), "pace": pace(data, data.until)}
    if tells(data, Meaning.COST):
        parts["costs"] = costs(data.everyone).select(pl.col("cost", "of_cost").sum()).select(margin=OBSERVED)

    def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
        whole, observed = tables[""], tables["costs"]["margin"].item() if "costs" in tables else None
        kept = margin * (observed if of == "profit" and observed is not None else 1.0)
        ahead = Forecast(horizon, MONTH_DAYS, kept, discount)
        refused = refusal(whole, tables["pace"]["gap"].item())
        fitted = None if refused else fitted_model(data, model, unit, data.until)
        valued = _valued(fitted, whole, ahead)
        customers = valued.join(tables["shown"], on="customer", how="inner", maintain_order="left")
        tested = None if refused or end >= data.until else _tested(data, model, unit, end, tables)
        concluded = conclusion(data, _table(customers, UNIT_DAYS[unit]), ahead, fitted, refused, tested)
        if observed is not None:
            concluded = replace(concluded, figures=(*concluded.figures, Figure(LINES_MARGIN, observed, Unit.SHARE)))
        alive = _by_alive(customers)
        chart = None if len(alive) else Chart("bars", "id", ("clv" if fitted and fitted.spend else "simple_clv",))
        return replace(concluded, tables={**(concluded.tables or {}), "alive": alive}, chart=chart)

    return Answer(
        histories(data, data.until), parts | {"shown": data.customers.select("customer", "id")}, conclude=conclude
    )


def _tested(data: Data, model: str, unit: str, end: date, tables: Mapping[str, pl.DataFrame]) -> Tested | None:
    """Repeat purchases expected and seen in the hold-out, and its days; None where too few are left to fit."""
    seen = tables["calibration"]
    if refusal(seen, None):
        return None
    fitted = fitted_model(data, model, unit, end)
    days = (data.until - end).days
    compared = held_out(fitted, seen, tables[""], days)
    return Tested(float(compared["expected"].sum()), float(compared["actual"].sum()), days)


def _by_alive(valued: pl.DataFrame) -> pl.DataFrame:
    """Buyers and what is to be expected of them by tenths of P(alive); no rows without a model."""
    tenth = (pl.col("p_alive") * 10).floor().clip(0, 9).cast(pl.UInt32)
    with_probability = valued.filter(pl.col("p_alive").is_not_null())
    alive_by_tenth = with_probability.group_by(tenth=tenth).agg(customers=pl.len(), clv=pl.col("clv").sum())
    tenths = pl.DataFrame({"tenth": range(len(TENTHS)), "p_alive": TENTHS}, schema_overrides={"tenth": pl.UInt32})
    by_tenth = tenths.join(alive_by_tenth, on="tenth", how="left", maintain_order="left").drop("tenth")
    return by_tenth.with_columns(pl.col("customers", "clv").fill_null(0)) if len(with_probability) else by_tenth.clear()


def _valued(fitted: ValueModel | None, whole: pl.DataFrame, ahead: Forecast) -> pl.DataFrame:
    """Histories with what the models say, blank without one, and the simple value."""
    days = ahead.months * ahead.month_days
    days_known = pl.max_horizontal(pl.col("age") + 1, pl.lit(max(days, 365.25)))
    simple = (pl.col("amount") * ahead.margin * days / days_known).alias("simple_clv")
    if fitted is None:
        nothing = pl.lit(None, dtype=pl.Float64)
        blank = [nothing.alias(name) for name in ("p_alive", "expected_purchases", "expected_value", "clv")]
        return whole.with_columns(*blank, simple)
    return values(fitted, whole, ahead).with_columns(simple)


def _table(valued: pl.DataFrame, unit_days: float) -> pl.DataFrame:
    """The columns that are shown, highest value first, then by the simple value, then as the ids are ordered."""
    ordered = valued.sort("clv", "simple_clv", "customer", descending=[True, True, False], nulls_last=True)
    timed = ordered.with_columns(pl.col("recency", "age") / unit_days)
    return timed.select(*(column.name for column in COLUMNS), "amount")
