"""Did our action change anything? Those it was for against others, before and after."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Answer, Chart, Column, Conclusion, Unit, measure
from queries.errors import QuestionError
from queries.metrics.experiments.effect.columns import COLUMNS, EFFECT, PARAMETERS
from queries.metrics.experiments.effect.groups import HELD_OUT, groups, whom
from queries.metrics.experiments.effect.stretches import (
    AFTER,
    BEFORE,
    HISTORY,
    PLACEBO,
    Asked,
    bundled,
    compared_by,
    four,
)
from queries.metrics.experiments.effect.words import LEAST, findings, lacking, notes, placebo_note
from queries.models.bootstrap import Effect, Groups, effect_of
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from queries.data.data import Data


def customers_of_group(
    data: Data,
    row: Mapping[str, Any],
    list: str | None,  # noqa: A002 - the name of the parameter
    segment: str | None,
    start: date | None,
    against: str | None,
) -> pl.LazyFrame:
    """The customers of the row's group."""
    asked, listed = whom(data, list, segment, against)
    began = start or (listed.saved.date() if listed and listed.saved else data.since)
    return groups(data, asked, began).filter(pl.col("treated") == (row["group"] == asked.name)).select("customer")


@measure(
    id="effect",
    title="Effect of an action",
    question="Did our action change anything?",
    also="did it work, difference in differences, hold-out, uplift, 效果, 增量",
    place=30,
    columns=COLUMNS,
    parts={"effect": EFFECT},
    parameters=PARAMETERS,
    formula="lift = (after ÷ before of the treated) ÷ (after ÷ before of the compared) − 1, of those held out by "
    "chance after a customer instead, less what the time before explains (CUPED); before: history times as long as the "
    "action; interval: 2,000 draws of customers with replacement; placebo: the same a stretch earlier",
    source="difference in differences; bootstrap, Efron (1979); coarsened exact matching, Iacus, King and Porro "
    "(2012); CUPED, Deng et al. (2013)",
    chart=Chart("ranges", "comparison", ("lift",), part="effect", low="lift_low", high="lift_high"),
    drill=customers_of_group,
)
def effect(
    data: Data,
    list: str | None = None,  # noqa: A002 - the name of the parameter
    segment: str | None = None,
    start: date | None = None,
    end: date | None = None,
    days: str = "all",
    of: str = "orders",
    against: str | None = None,
    history: int = HISTORY,
    seed: int = 7,
) -> Answer:
    """What those an action was for did more than was to be expected of them.

    Args:
        data: The scoped data; a segment is as it was when the action began.
        list: The list something was done to; None is the one frozen last.
        segment: A segment in its stead.
        start: The first day of the action; None is the day the list was frozen.
        end: Its last day; None is the last that is known.
        days: `all`, `weekends` or `workdays`: an offer at weekends changes these.
        of: `orders`, `revenue` (net of refunds) or `interactions`.
        against: `held_out`, `matched` or `others`.
        history: How many times as long as the action the time before it is.
        seed: Of the draws.

    Returns:
        The treated and those compared, a row each; part `effect`: the action and, where the data reach so far, the
        placebo. Groups of fewer than 50 customers are not compared.

    Raises:
        QuestionError: Nobody is named, it is not known when it began, or nothing is known since.
        UsageError: There is no such list or segment.
    """
    if of == "orders":
        data.require("purchase")
    if of == "revenue":
        data.require_money()
    asked_whom, listed = whom(data, list, segment, against)
    began = start or (listed.saved.date() if listed and listed.saved else None)
    if began is None:
        raise QuestionError(
            say("It is not known when something was done to {name}.", name=asked_whom.name),
            say("Say so: --set start=DATE."),
        )
    over = min(end + timedelta(days=1), data.as_of) if end else data.as_of
    if not data.log.first_day < began < over:
        raise QuestionError(
            say(
                "The action began on {began}, and these data know the time from {first_day} to {until}.",
                began=began,
                first_day=data.log.first_day,
                until=data.until,
            ),
            say("Open a later export, or say when it was: --set start=DATE --set end=DATE."),
        )
    asked = Asked(asked_whom, of, days, *four(data, began, over, days, history))

    def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
        return _concluded(tables[""], asked, seed)

    return Answer(bundled(data, asked), notes=tuple(notes(asked)), conclude=conclude)


def _concluded(bundles: pl.DataFrame, asked: Asked, seed: int) -> Conclusion:
    """The tables that are shown, and what they say."""
    parts = {name: bundles.filter(pl.col("treated") == (name == asked.whom.name)) for name in _names(asked)}
    few = [lacking(name, int(part["people"].sum())) for name, part in parts.items() if part["people"].sum() < LEAST]
    told = [*few]
    action = None if few else _effect(parts, asked, AFTER, seed)
    known = asked.earlier.days > 0 or asked.whom.against == HELD_OUT
    placebo = None if few or not known else _effect(parts, asked, PLACEBO, seed)
    if not known:
        told.append(placebo_note(asked))
    if not few and action is None:
        told.append(say("Nothing to compare: those compared, or the time before, have none of it."))
    unit = (Unit.MONEY if asked.of == "revenue" else Unit.NUMBER).value
    made = [_line(name, found, parts[asked.whom.name], unit)
            for name, found in ((AFTER, action), (PLACEBO, placebo)) if found]  # fmt: skip
    shown = [_group(name, part, asked, unit) for name, part in parts.items()]
    return Conclusion(
        findings=tuple(findings(asked, action, placebo)),
        notes=tuple(told),
        tables={"": _frame(shown, COLUMNS), "effect": _frame(made, EFFECT)},
    )


def _names(asked: Asked) -> tuple[str, str]:
    return asked.whom.name, asked.whom.others


def _effect(parts: Mapping[str, pl.DataFrame], asked: Asked, name: str, seed: int) -> Effect | None:
    """The effect on one stretch, from the bundles of both groups."""
    treated, compared = (part.select(compared_by(asked, name)).to_numpy() for part in parts.values())
    return effect_of(Groups(treated, compared), seed)


def _group(name: str, part: pl.DataFrame, asked: Asked, unit: str) -> dict[str, Any]:
    """A row of the main table."""
    customers = float(part["customers"].sum())
    rates = {}
    for column, stretch in ((BEFORE, asked.before), (AFTER, asked.after)):
        base = customers * stretch.days / 30
        rates[column] = float(part[column].sum()) / base if base else None
    before, after = rates[BEFORE], rates[AFTER]
    change = after / before - 1 if before and after is not None else None
    return {"group": name, "customers": round(customers), **rates, "change": change, "unit": unit}


def _line(name: str, found: Effect, treated: pl.DataFrame, unit: str) -> dict[str, Any]:
    """A row of the part `effect`."""
    row = {"comparison": "action" if name == AFTER else "placebo", "actual": float(treated[name].sum())}
    row |= {"expected": found.expected, "unit": unit}
    for column, value in (("lift", found.lift), ("extra", found.extra)):
        row |= {column: value.value, f"{column}_low": value.low, f"{column}_high": value.high}
    return row


def _frame(rows: Sequence[dict[str, Any]], columns: tuple[Column, ...]) -> pl.DataFrame:
    """Rows as a table of its declared columns, also where there are none."""
    types = {Unit.TEXT: pl.String, Unit.COUNT: pl.Int64}
    return pl.DataFrame(rows, schema={column.name: types.get(column.unit, pl.Float64) for column in columns})
