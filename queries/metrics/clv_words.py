"""Lifetime values in words: what they stand on, how they did on days they had not seen, who matters."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from queries.metric import Conclusion, Figure, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.data import Data
    from queries.models.customer_value import Forecast, ValueModel

DEPENDENT = 0.3
"""A correlation of frequency and amount beyond which the models' independence is doubtful."""


class Tested(NamedTuple):
    """How a fit did on days it had not seen: repeat purchases expected, those that came, and the days."""

    expected: float
    actual: float
    days: int

    def sentence(self) -> str:
        """The test as one sentence."""
        off = f" ({(self.expected / self.actual - 1) * 100:+.0f} %)" if self.actual else ""
        return (
            f"Tested on the last {self.days:,} days, which its fit had not seen: {self.expected:,.0f} repeat "
            f"purchases expected, {self.actual:,.0f} came{off}."
        )


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


NO_DROPOUT = (
    "The fit finds hardly anybody who leaves (its dropout vanishes): these data cannot tell the silent from the gone. "
    "P(alive) is blank, and purchases and values are as if everybody stayed."
)


def model_notes(fitted: ValueModel | None, refused: str | None) -> Iterator[str]:
    """What has to be known of the fit itself."""
    if refused:
        yield f"No model is fitted: {refused}"
    if fitted is None:
        return
    unit = "weeks" if fitted.unit_days > 1 else "days"
    yield (
        f"{fitted.model.title}, in {unit}, fitted to the days with an order of {fitted.histories.total:,.0f} buyers, "
        f"{fitted.repeaters:,} of whom bought again. Who bought before the data begin counts as new."
    )
    yield from (doubt for doubt in doubts(fitted) if doubt != NO_DROPOUT)  # which is a finding


def dropout_doubt(fitted: ValueModel | None) -> tuple[str, ...]:
    """What has to be read before any value of a fit by which hardly anybody leaves; nothing of others."""
    return (NO_DROPOUT,) if fitted is not None and fitted.no_dropout else ()


def doubts(fitted: ValueModel) -> Iterator[str]:
    """What makes a fit doubtful: wherever its P(alive) or values are shown."""
    yield from dropout_doubt(fitted)
    if not fitted.no_dropout and not fitted.purchases.converged:
        yield "The fit has not settled on a maximum: its parameters and their errors are rough."
    if fitted.model.id == "bg":
        yield "BG/NBD lets nobody leave before a second purchase: P(alive) of everybody with one is 1."
    if fitted.spend is not None and not fitted.spend.converged:
        yield "The model of amounts has not settled on a maximum; expected amounts are rough."
    if fitted.spend is not None and fitted.spend.theta[1] <= 1:
        yield "Amounts are so uneven that they have no mean (q ≤ 1): those of one-time buyers are blank."
    if fitted.correlation is not None and abs(fitted.correlation) > DEPENDENT:
        yield (
            f"Frequency and amount go together (correlation {fitted.correlation:.2f}), which the models take them "
            "not to do: values of frequent buyers are off."
        )


def _value_notes(data: Data, ahead: Forecast, fitted: ValueModel | None) -> Iterator[str]:
    """What has to be known of the values."""
    loss = f"{ahead.discount * 100:g} % a year"
    yield (
        f"{ahead.months} months of {ahead.month_days} days from {data.as_of}, discounted by {loss}, margin "
        f"{ahead.margin * 100:g} %. Simple CLV: the amount so far ÷ the time known (a year or the horizon at least) "
        "× horizon × margin, as if nobody left."
    )
    if fitted is not None:
        yield (
            "Of two customers silent since the same day, the one who had bought more often is the likelier to have "
            "left, and may be expected to buy less."
        )
    if not data.log.has_money:
        yield "These data hold no amounts: purchases are forecast, values are not."
    elif fitted is not None and fitted.spend is None:
        yield "Too few repeat purchases have an amount above 0: values are not forecast."
    if data.since > data.log.first_day:
        yield "The whole history before the analysis date counts; the first day of the scope cuts nothing off."


def _figures(table: pl.DataFrame, ahead: Forecast, fitted: ValueModel | None) -> Iterator[Figure]:
    """Totals of the customers that are shown."""
    totals = table.select(pl.col("clv", "simple_clv", "expected_purchases", "p_alive").sum()).row(0, named=True)
    months = f"{ahead.months} months"
    if fitted is not None:
        if fitted.spend is not None:
            yield Figure(f"Value to expect, {months}", totals["clv"], Unit.MONEY, n=len(table))
        yield Figure(f"Purchases to expect, {months}", totals["expected_purchases"], Unit.COUNT, n=len(table))
        if not fitted.no_dropout:
            yield Figure("Buyers still active, expected", totals["p_alive"], Unit.COUNT, n=len(table))
    yield Figure(f"Simple value, {months}", totals["simple_clv"], Unit.MONEY, n=len(table))


def _findings(table: pl.DataFrame) -> Iterator[str]:
    """Where the value is, and what has probably gone."""
    total, amount = (float(table[name].sum() or 0.0) for name in ("clv", "amount"))
    if total > 0 and len(table) >= 10:
        top = float(table["clv"].head(len(table) // 10).sum())
        yield f"The most valuable tenth of the buyers holds {top / total * 100:.0f} % of the value to expect."
    gone = table.filter(pl.col("p_alive") < 0.5)
    if len(gone) and amount > 0:
        share = float(gone["amount"].sum()) / amount * 100
        yield f"{len(gone):,} buyers have probably left (P(alive) below 50 %) with {share:.0f} % of the amount so far."
