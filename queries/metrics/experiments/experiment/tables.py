"""The tables of a test, made of its sums, with what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Conclusion, Figure, Unit
from queries.errors import QuestionError, UsageError
from queries.metrics.experiments.experiment.columns import COLUMNS, PARTS
from queries.metrics.experiments.experiment.sums import BOTH, COUNTED
from queries.metrics.experiments.experiment.verdict import (
    MISMATCH,
    Arm,
    changed,
    mismatch,
    of_goal,
    of_means,
    sizes,
    together,
)
from queries.metrics.experiments.experiment.words import lacking, set_aside, small, stopped, verdicts
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CONTROLS = (
    "control", "a", "baseline", "base", "original", "holdout", "hold-out", "held out", "old", "off", "no", "false", "0",
    "对照", "对照组",
)  # fmt: skip
"""What the arm is called that the others are compared with."""
MOST_ARMS = 20


def concluded(
    tables: Mapping[str, pl.DataFrame],
    control: str | None,
    planned: tuple[float, ...] | None,
    goals: Sequence[str],
    window: int | None,
    *,
    as_drawn: bool,
) -> Conclusion:
    """The tables that are shown, and what they say."""
    rows, days = tables[""], tables["allocation"]
    names = _ordered(rows["arm"].unique().to_list(), control)
    arms = [_arm(rows.filter(arm=name, state=COUNTED), name, rows, len(goals)) for name in names]
    came = [int(rows.filter(pl.col("state") != BOTH, arm=name)["customers"].sum()) for name in names]
    shares = _planned(planned, names)
    ratio = None if as_drawn else mismatch(came, shares)
    drifted = None if as_drawn else changed(days, names)
    table = sizes(arms, came, shares) if sum(came) else []
    stop = list(stopped(ratio, drifted, table))
    by_goal = {goal: of_goal(arms, place, read=not stop) for place, goal in enumerate(goals)}
    means = of_means(arms, read=not stop)
    metrics = together(by_goal, means)
    first = by_goal[goals[0]]
    states = dict(rows.group_by("state").agg(pl.col("customers").sum()).iter_rows())
    shown = {"": first, "means": means, "srm": table, "metrics": metrics}
    figures = (
        []
        if ratio is None
        else [Figure(say("Sizes as planned: χ²"), ratio.chi2), Figure("p of the sizes", _p(ratio.p))]
    )
    return Conclusion(
        figures=tuple(figures),
        findings=tuple(stop or verdicts(first, goals[0], window)),
        notes=(*lacking(arms), *set_aside(states, window)),
        tables={**{name: _frame(name, made) for name, made in shown.items()}, "allocation": days},
    )


def _ordered(names: list[str], control: str | None) -> list[str]:
    """The arms by name, the control first.

    Raises:
        QuestionError: There are fewer than two.
        UsageError: None is called as the control, or there are too many.
    """
    names = sorted(names)
    if len(names) < 2:
        only = say("only “{names}”", names=names[0]) if names else say("nobody")
        raise QuestionError(
            say("A test needs two arms, and {only} was exposed in this range.", only=only),
            say("Widen the range (f), or name what tells the arms: --set arms=NAME."),
        )
    if len(names) > MOST_ARMS:
        raise UsageError(
            say("{names:,} arms are too many for a test.", names=len(names)),
            say("Name what tells the arms: --set arms=NAME."),
        )
    folded = {name.casefold(): name for name in names}
    if control is not None and control.strip().casefold() not in folded:
        raise UsageError(
            say("There is no arm “{control}”.", control=control), say("There are {names}.", names=say(", ").join(names))
        )
    usual = (folded[name] for name in CONTROLS if name in folded)
    held = (name for name in names if name.casefold().endswith("held out"))
    first = folded[control.strip().casefold()] if control is not None else [*usual, *held, names[0]][0]
    return [first, *(name for name in names if name != first)]


def _planned(planned: tuple[float, ...] | None, names: Sequence[str]) -> Sequence[float]:
    """The planned shares, one an arm.

    Raises:
        UsageError: They are not as many as the arms, or one is nothing.
    """
    if planned is None:
        return [1.0] * len(names)
    if len(planned) != len(names) or min(planned) <= 0:
        raise UsageError(
            say("planned needs a share above 0 for each of the {names} arms.", names=len(names)),
            say("They are {names}.", names=say(", ").join(names)),
        )
    return planned


def _arm(counted: pl.DataFrame, name: str, rows: pl.DataFrame, goals: int) -> Arm:
    """What an arm did; nothing where all of it is set aside."""
    row: dict[str, Any] = counted.row(0, named=True) if len(counted) else dict.fromkeys(rows.columns, 0)
    return Arm(name, row["customers"], tuple(row[f"goal {place}"] for place in range(goals)), row)


_TYPES = {Unit.TEXT: pl.String, Unit.COUNT: pl.Int64}


def _frame(part: str, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows as a table of its declared columns, also where there are none."""
    schema = {column.name: _TYPES.get(column.unit, pl.Float64) for column in (PARTS[part] if part else COLUMNS)}
    return pl.DataFrame(list(rows), schema=schema)


def _p(p: float) -> float | str:
    return p if p >= MISMATCH else small(p)
