"""Does the lifetime-value model fit: its parameters, and what it expected against what came."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from queries.catalogue import Answer, Chart, Column, Conclusion, Figure, Unit, measure
from queries.customers.lifetime_value.doubts import Tested, dropout_doubt, model_notes
from queries.customers.lifetime_value.histories import (
    FITTED,
    MODEL,
    UNIT,
    calibration_end,
    fitted_model,
    histories,
    pace,
)
from queries.models import gamma_gamma
from queries.models.customer_value import ValueModel, distinct, held_out, refusal
from queries.models.histories import Histories
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from queries.data.data import Data

MOST = 7
"""Repeats from here on are one row."""

PARAMETERS = (
    Column("parameter", "the parameter, as in the literature", Unit.TEXT, key=True),
    Column("value", "its most likely value", Unit.NUMBER),
    Column("se", "its standard error; blank where the likelihood is flat", Unit.NUMBER, title="SE"),
    Column("meaning", "what it governs", Unit.TEXT, worded=True),
)
REPEATS = Column("repeats", "days with an order after the first, in the days that were fitted", Unit.TEXT, key=True)
FIT = (
    REPEATS,
    Column("actual", "buyers with so many", Unit.COUNT),
    Column("expected", "buyers the model expects to have so many", Unit.NUMBER),
)
HOLDOUT = (
    REPEATS,
    Column("customers", "buyers with so many", Unit.COUNT),
    Column("actual", "their days with an order in the hold-out", Unit.COUNT),
    Column("expected", "those the model expected", Unit.NUMBER),
    Column("actual_each", "days with an order of one of them", Unit.RATE, numerator="actual", denominator="customers"),
    Column("expected_each", "those expected of one", Unit.RATE, numerator="expected", denominator="customers"),
)
SCHEMA = {"parameter": pl.String, "value": pl.Float64, "se": pl.Float64, "meaning": pl.String}


@measure(
    id="clv_fit",
    title="Fit of lifetime value",
    question="Does the lifetime-value model fit?",
    also="goodness of fit, model check, bg/nbd, gamma-gamma, 拟合",
    place=30,
    columns=PARAMETERS,
    parts={"fit": FIT, "holdout": HOLDOUT, "whole": PARAMETERS},
    parameters=FITTED,
    formula="maximum likelihood of the histories before the hold-out (the amounts: density of the mean amount); "
    "expected numbers of buyers by repeats, and of purchases in the hold-out",
    source="BG/NBD (Fader, Hardie, Lee 2005), MBG/NBD (Batislam et al. 2007), Pareto/NBD (Schmittlein et al. 1987), "
    "Gamma-Gamma (Fader, Hardie 2013)",
    chart=Chart("bars", "repeats", ("actual", "expected"), part="fit"),
    needs=("purchase",),
)
def clv_fit(data: Data, model: str = MODEL, unit: str = UNIT, holdout: int | None = None) -> Answer:
    """Parameters with standard errors, fitted without the hold-out; expected against actual there and before.

    The parameters are those of all buyers; `fit` and `holdout` are of the buyers of the scope. Part `whole` has
    the parameters fitted to all days, which `clv` uses. Where no model can be fitted, the tables are empty and
    a note says why.

    Args:
        data: The scoped data.
        model: The model of purchases.
        unit: The model's unit of time.
        holdout: Days at the end that the fit does not see; None is a third of the history, 0 none.
    """
    end = calibration_end(data, holdout)
    parts = {
        "whole": histories(data, data.until),
        "pace": pace(data, end),
        "shown": data.customers.select("customer"),
    }

    def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
        seen, whole = tables[""], tables["whole"]
        refused = refusal(seen, tables["pace"]["gap"].item())
        if refused:
            nothing = pl.DataFrame(schema=SCHEMA)
            empty = {"": nothing, "fit": _empty(FIT), "holdout": _empty(HOLDOUT), "whole": nothing}
            return Conclusion(notes=tuple(model_notes(None, refused)), tables=empty)
        fitted = fitted_model(data, model, unit, end)
        whole_fit = fitted_model(data, model, unit, data.until)
        days = (data.until - end).days
        compared = held_out(fitted, seen, whole, days).join(tables["shown"], on="customer", how="semi")
        test = Tested(float(compared["expected"].sum()), float(compared["actual"].sum()), days)
        tables_shown = {
            "": parameter_table(fitted),
            "fit": _by_repeats(fitted, compared),
            "holdout": _holdout(compared) if days else _empty(HOLDOUT),
            "whole": parameter_table(whole_fit),
        }
        return Conclusion(
            figures=tuple(_figures(fitted, compared, test)),
            findings=(*dropout_doubt(fitted), *([test.sentence()] if days else [])),
            notes=(say("Fitted to the days up to {end}.", end=end), *model_notes(fitted, None)),
            tables=tables_shown,
        )

    return Answer(histories(data, end), parts, conclude=conclude)


def parameter_table(fitted: ValueModel) -> pl.DataFrame:
    """The parameters of both models, a row each."""
    fits = [(fitted.model.parameters, fitted.purchases)]
    fits += [(gamma_gamma.PARAMETERS, fitted.spend)] if fitted.spend else []
    rows = [
        (parameter.name, float(value), None if np.isnan(error) else float(error), parameter.meaning)
        for parameters, fit in fits
        for parameter, value, error in zip(parameters, fit.theta, fit.errors, strict=True)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _by_repeats(fitted: ValueModel, compared: pl.DataFrame) -> pl.DataFrame:
    """Buyers by their number of repeats, and those expected at their ages."""
    weighed = Histories.of(distinct(compared), fitted.unit_days)
    few = fitted.model.repeats(fitted.purchases.theta, weighed.t, MOST - 1) @ weighed.customers
    expected = [*few.tolist(), max(0.0, weighed.total - float(few.sum()))]
    actual_by_repeats = compared.group_by(number=pl.min_horizontal("frequency", MOST).cast(pl.Int64)).agg(
        actual=pl.len()
    )
    listed = pl.DataFrame({"number": range(MOST + 1), "expected": expected})
    joined = listed.join(actual_by_repeats, on="number", how="left", maintain_order="left")
    return joined.select(_label(), pl.col("actual").fill_null(0), "expected")


def _holdout(compared: pl.DataFrame) -> pl.DataFrame:
    """Purchases in the hold-out by the repeats before it."""
    grouped = compared.group_by(number=pl.min_horizontal("frequency", MOST).cast(pl.Int64)).agg(
        pl.col("actual", "expected").sum(), customers=pl.len()
    )
    ordered = grouped.sort("number").with_columns(pl.col("actual").cast(pl.Int64))
    each = [(pl.col(name) / pl.col("customers")).alias(f"{name}_each") for name in ("actual", "expected")]
    return ordered.select(_label(), "customers", "actual", "expected", *each)


def _label() -> pl.Expr:
    """The number of repeats as text, the last open upwards."""
    number = pl.col("number").cast(pl.String)
    return pl.when(pl.col("number") == MOST).then(number + "+").otherwise(number).alias("repeats")


def _empty(columns: tuple[Column, ...]) -> pl.DataFrame:
    """A table without rows."""
    return pl.DataFrame(schema={c.name: pl.String if c.unit is Unit.TEXT else pl.Float64 for c in columns})


def _figures(fitted: ValueModel, compared: pl.DataFrame, test: Tested) -> Iterator[Figure]:
    """How well it fits, in numbers."""
    n = int(fitted.histories.total)
    yield Figure(
        say("Log-likelihood, {title}", title=fitted.model.title), fitted.purchases.log_likelihood, Unit.SCORE, n=n
    )
    yield Figure(say("Converged"), say("yes" if fitted.purchases.converged else "no"), Unit.TEXT)
    if fitted.spend is not None:
        name = say("Log-likelihood, Gamma-Gamma (density of the mean amount)")
        yield Figure(name, fitted.spend.log_likelihood, Unit.SCORE, n=fitted.repeaters)
    if fitted.correlation is not None:
        yield Figure(say("Correlation of frequency and amount"), fitted.correlation, Unit.NUMBER, n=fitted.repeaters)
    if test.days:
        yield Figure(say("Purchases expected in the hold-out"), test.expected, Unit.NUMBER, n=len(compared))
        yield Figure(say("Purchases that came"), test.actual, Unit.COUNT, n=len(compared))
        alike = gamma_gamma.correlation(compared["actual"].to_numpy().astype(float), compared["expected"].to_numpy())
        if alike is not None:
            yield Figure(say("Correlation over buyers, expected and actual"), alike, Unit.NUMBER, n=len(compared))
