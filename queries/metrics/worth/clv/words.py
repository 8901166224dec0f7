"""Lifetime values in words: what they stand on, how they did on days they had not seen, who matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Conclusion, Figure, Unit
from queries.customers.lifetime_value.doubts import Tested, dropout_doubt, model_notes
from queries.formats.plurals import many
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.data.data import Data
    from queries.models.customer_value import Forecast, ValueModel


def conclusion(
    data: Data,
    table: pl.DataFrame,
    ahead: Forecast,
    fitted: ValueModel | None,
    refused: str | None,
    tested: Tested | None,
) -> Conclusion:
    """Figures, findings and notes of the table of customers, which also holds the `amount` so far."""
    notes = [*model_notes(fitted, refused), *_value_notes(data, ahead, fitted)]
    findings = [*dropout_doubt(fitted), *([tested.sentence()] if tested else []), *_findings(table)]
    return Conclusion(
        figures=tuple(_figures(table, ahead, fitted)),
        findings=tuple(findings),
        notes=tuple(notes),
        tables={"": table.drop("amount")},
    )


def _value_notes(data: Data, ahead: Forecast, fitted: ValueModel | None) -> Iterator[str]:
    """What has to be known of the values."""
    loss = say("{rate:g} % a year", rate=ahead.discount * 100)
    yield (
        say(
            "{months} months of {month_days} days from {as_of}, discounted by {loss}, margin "
            "{margin:g} %. Simple CLV: the amount so far ÷ the time known (a year or the horizon at "
            "least) × horizon × margin, as if nobody left.",
            months=ahead.months,
            month_days=ahead.month_days,
            as_of=data.as_of,
            loss=loss,
            margin=ahead.margin * 100,
        )
    )
    if fitted is not None:
        yield (
            say(
                "Of two customers silent since the same day, the one who had bought more often is the "
                "likelier to have left, and may be expected to buy less."
            )
        )
    if not data.log.has_money:
        yield say("These data hold no amounts: purchases are forecast, values are not.")
    elif fitted is not None and fitted.spend is None:
        yield say("Too few repeat purchases have an amount above 0: values are not forecast.")
    if data.since > data.log.first_day:
        yield say("The whole history before the analysis date counts; the first day of the scope cuts nothing off.")


def _figures(table: pl.DataFrame, ahead: Forecast, fitted: ValueModel | None) -> Iterator[Figure]:
    """Totals of the customers that are shown."""
    totals = table.select(pl.col("clv", "simple_clv", "expected_purchases", "p_alive").sum()).row(0, named=True)
    months = many(ahead.months, "month")
    if fitted is not None:
        if fitted.spend is not None:
            yield Figure(say("Value to expect, {months}", months=months), totals["clv"], Unit.MONEY, n=len(table))
        yield Figure(
            say("Purchases to expect, {months}", months=months), totals["expected_purchases"], Unit.COUNT, n=len(table)
        )
        if not fitted.no_dropout:
            yield Figure(say("Buyers still active, expected"), totals["p_alive"], Unit.COUNT, n=len(table))
    yield Figure(say("Simple value, {months}", months=months), totals["simple_clv"], Unit.MONEY, n=len(table))


def _findings(table: pl.DataFrame) -> Iterator[str]:
    """Where the value is, and what has probably gone."""
    total, amount = (float(table[name].sum() or 0.0) for name in ("clv", "amount"))
    if total > 0 and len(table) >= 10:
        top = float(table["clv"].head(len(table) // 10).sum())
        yield say(
            "The most valuable tenth of the buyers holds {top:.0f} % of the value to expect.", top=top / total * 100
        )
    gone = table.filter(pl.col("p_alive") < 0.5)
    if len(gone) and amount > 0:
        share = float(gone["amount"].sum()) / amount * 100
        yield say(
            "{gone:,} buyers have probably left (P(alive) below 50 %) with {share:.0f} % of the amount so far.",
            gone=len(gone),
            share=share,
        )
