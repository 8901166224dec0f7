"""Did it work? A test with arms, read as it was planned or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Answer, Chart, Conclusion, measure
from queries.metrics.experiments.experiment.arms import arms_of
from queries.metrics.experiments.experiment.columns import COLUMNS, PARAMETERS, PARTS
from queries.metrics.experiments.experiment.sums import BEFORE, COUNTED, WINDOW, Asked, allocation, exposed, sums
from queries.metrics.experiments.experiment.tables import concluded
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data
    from queries.metrics.experiments.experiment.arms import Arms


def customers_of_arm(
    data: Data, row: Mapping[str, Any], arms: str | None, goal: str | None, window: int | None, before: int
) -> pl.LazyFrame:
    """The customers of the row's arm who are counted."""
    frame = exposed(data, _asked(data, arms_of(data, arms), arms, goal, window, before))
    return frame.filter((pl.col("arm") == row["arm"]) & (pl.col("state") == COUNTED)).select("customer")


@measure(
    id="experiment",
    title="Experiment",
    question="Did it work? The arms of a test compared.",
    also="a/b test, ab test, lift, srm, variant, 实验, 对照, 显著性",
    place=10,
    columns=COLUMNS,
    parts=PARTS,
    parameters=PARAMETERS,
    formula="rate: exposed customers who reached the goal within the window ÷ exposed customers; p: pooled z; lift on "
    "the logarithm of the ratio, of means by Welch and the delta method; nothing is compared where sizes or allocation "
    "are not as planned (χ², p < 0.001)",
    source="Wilson (1927); Katz (1978); Welch (1947); CUPED, Deng et al. (2013); mismatch, Kohavi et al. (2020)",
    chart=Chart("ranges", "arm", ("rate",), low="low", high="high"),
    drill=customers_of_arm,
)
def experiment(
    data: Data,
    arms: str | None = None,
    control: str | None = None,
    goal: str | None = None,
    window: int | None = None,
    before: int = BEFORE,
    planned: tuple[float, ...] | None = None,
) -> Answer:
    """How each arm of a test did against the control.

    Customers first exposed in the reported range count, in the arm of their first exposure, whether or not they were
    seen again. Who saw several arms, and whose window is not over yet, is set aside and counted.

    Args:
        data: The scoped data.
        arms: What tells the arms; see `arms_of`.
        control: The arm that the others are compared with.
        goal: Kinds of event with commas between; the first is that of the main table.
        window: Days from the exposure on; 0 reads to the end; None is 14 where the exposure has a date, else the end.
        before: Days before the exposure, for CUPED.
        planned: The planned shares, of any sum, control first; None is equal shares.

    Returns:
        A row an arm, the control first; parts `means`, `srm`, `metrics` and `allocation`.

    Raises:
        QuestionError: Nothing tells the arms, or there are fewer than two.
        UsageError: There is no such arm, goal or attribute, or shares do not fit the arms.
    """
    told = arms_of(data, arms)
    asked = _asked(data, told, arms, goal, window, before)
    names = tuple(goal_words(data, name) for name in asked.goals)
    days = asked.window

    def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
        return concluded(tables, control, planned, names, days, as_drawn=told.as_drawn)

    notes = [
        told.words,
        say(
            "Each customer counts once, in the arm of the first exposure, whether or not anything "
            "followed; look at a test when its planned size is reached, for who looks every day "
            "finds a difference by chance."
        ),
    ]
    return Answer(sums(data, asked), {"allocation": allocation(data, asked)}, tuple(notes), conclude)


def _asked(data: Data, told: Arms, arms: str | None, goal: str | None, window: int | None, before: int) -> Asked:
    """What is asked, with what is left out filled in."""
    days = (WINDOW if told.dated else None) if window is None else window or None
    named = tuple(filter(None, (part.strip() for part in (goal or "").split(","))))
    goals = tuple("" if told.outcome and name.casefold() == "converted" else name for name in named)
    usual = "" if told.outcome else "purchase" if data.log.kinds_of("purchase") else "any"
    return Asked(arms, goals or (usual,), days, before)


def goal_words(data: Data, goal: str) -> str:
    """What a goal is called in a sentence."""
    if not goal:
        return say("converted")
    bought = goal.casefold() == "purchase" or goal in data.log.kinds_of("purchase")
    return say("bought") if bought else say("had a {goal}", goal=goal)
