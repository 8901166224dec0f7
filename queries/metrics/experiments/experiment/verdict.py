"""What the sums of a test say: whether it may be read, what each arm did, and how it compares with the control."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from queries.metrics.experiments.experiment.sums import MEASURED, Measured, sums_of
from queries.models.contingency import SPARSE, contingency
from queries.models.means import Sample, cuped, lift_of_means, welch
from queries.models.multiple import benjamini_hochberg
from queries.models.proportions import (
    Range,
    Ratio,
    chances_to_be_best,
    lift_of_shares,
    sample_ratio,
    two_shares,
    wilson,
)
from queries.wording import mark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

LEAST, LEAST_CONVERTED = 50, 5
"""Arms of fewer customers, or with fewer that reached the goal, are not compared."""
MISMATCH = 0.001
"""Sizes or an allocation that chance makes more rarely than this stop the reading."""
_BLOCKS = 8
"""So many stretches of time at most tell whether the allocation changed."""

PLAIN, LESS = "plain", mark("less the time before")
"""How means are compared: as they are, or with what the time before explains taken away (CUPED)."""


@dataclass(frozen=True)
class Arm:
    """What one arm did: its name, its customers, how many reached each goal, and its sums."""

    name: str
    customers: int
    goals: tuple[int, ...]
    row: Mapping[str, Any]

    @property
    def enough(self) -> bool:
        """Whether it may be compared."""
        return self.customers >= LEAST and self.goals[0] >= LEAST_CONVERTED


class Against(NamedTuple):
    """An arm against the control: the lift with its interval, and how likely chance alone makes such a difference."""

    lift: Range | None
    p: float | None


NOTHING = Against(None, None)


def changed(allocation: pl.DataFrame, names: Sequence[str]) -> Ratio | None:
    """Whether the shares of the arms changed on the way: χ² of arms by stretches of time.

    None where there is nothing to compare: one day, or so few customers that stretches expect fewer than five.
    """
    days = allocation["day"].unique().sort().to_list()
    if len(days) < 2:
        return None
    counts = np.zeros((len(days), len(names)))
    for day, arm, customers in allocation.select("day", "arm", "customers").iter_rows():
        counts[days.index(day), list(names).index(arm)] += customers
    whole = counts.sum(axis=0)
    rarest = whole.min() or 1
    blocks = min(_BLOCKS, len(days), int(rarest // (2 * SPARSE)))
    if blocks < 2:
        return None
    # Stretches of about as many customers each, so that none expects too few.
    place = np.minimum(counts.sum(axis=1).cumsum() * blocks // (whole.sum() + 1e-9), blocks - 1).astype(int)
    table = [counts[place == block].sum(axis=0).astype(int).tolist() for block in range(blocks)]
    found = contingency([row for row in table if sum(row)])
    return found and Ratio(found.chi2, found.df, found.p)


def sizes(arms: Sequence[Arm], exposed: Sequence[int], planned: Sequence[float]) -> list[dict[str, Any]]:
    """The part `srm`: what was planned and what came."""
    n, whole = sum(exposed), sum(planned)
    return [
        {"arm": arm.name, "customers": size, "share": size / n, "planned": plan / whole, "expected": n * plan / whole}
        for arm, size, plan in zip(arms, exposed, planned, strict=True)
    ]


def mismatch(exposed: Sequence[int], planned: Sequence[float]) -> Ratio | None:
    """Whether the arms have other sizes than planned."""
    return sample_ratio(exposed, planned)


def of_goal(arms: Sequence[Arm], place: int, *, read: bool) -> list[dict[str, Any]]:
    """The main table of a goal: a row an arm, the control first."""
    control, may = arms[0], [read and arms[0].enough and arm.enough for arm in arms]
    best: list[float | None] = [None] * len(arms)
    if read and all(arm.enough for arm in arms):
        best = [*chances_to_be_best([arm.goals[place] for arm in arms], [arm.customers for arm in arms])]
    rows = []
    for at, arm in enumerate(arms):
        share = wilson(arm.goals[place], arm.customers)
        against = _shares(control, arm, place) if at and may[at] else NOTHING
        row = {"arm": arm.name, "customers": arm.customers, "converted": arm.goals[place]}
        row |= {"rate": share and share.value, "low": share and share.low, "high": share and share.high}
        rows.append(row | _told(against) | {"chance_best": best[at]})
    return rows


def _shares(control: Arm, arm: Arm, place: int) -> Against:
    a, n_a, b, n_b = control.goals[place], control.customers, arm.goals[place], arm.customers
    compared = two_shares(a, n_a, b, n_b)
    return Against(lift_of_shares(a, n_a, b, n_b), compared and compared.p)


def of_means(arms: Sequence[Arm], *, read: bool) -> list[dict[str, Any]]:
    """The part `means`: each number a customer, plain and less the time before, a row an arm; none without orders."""
    rows = []
    for measured in MEASURED if MEASURED[0].y in arms[0].row else ():
        for method, samples in _samples(arms, measured).items():
            for at, (arm, sample) in enumerate(zip(arms, samples, strict=True)):
                unit = "money" if measured.money else "number"
                row = {"measure": measured.title, "arm": arm.name, "method": method, "customers": arm.customers}
                row |= {"mean": sample and sample.mean, "unit": unit}
                may = at and read and arms[0].customers >= LEAST and arm.customers >= LEAST
                rows.append(row | _told(_compared(samples[0], sample) if may else NOTHING))
    return rows


def _samples(arms: Sequence[Arm], measured: Measured) -> dict[str, list[Sample | None]]:
    """The arms' means by how they are compared; a ratio has no time before it."""
    sums = [sums_of(arm.row, measured) for arm in arms]
    if measured.ratio:
        return {PLAIN: [one.ratio() for one in sums]}
    return {PLAIN: [one.sample() for one in sums], LESS: cuped(sums)}


def _compared(control: Sample | None, arm: Sample | None) -> Against:
    if control is None or arm is None:
        return NOTHING
    tested = welch(control, arm)
    return Against(lift_of_means(control, arm), tested and tested.p)


def _told(against: Against) -> dict[str, float | None]:
    """The columns of a comparison."""
    lift = against.lift
    names = ("lift", "lift_low", "lift_high")
    return {**dict(zip(names, lift or (None,) * 3, strict=True)), "p": against.p}


def together(
    goals: Mapping[str, Sequence[Mapping[str, Any]]], means: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The part `metrics`: every comparison of the test, with p and with q of all of them together.

    Of means the ones less the time before count, which see more; each number is one test an arm.
    """
    told = [(goal, row) for goal, rows in goals.items() for row in rows]
    told += [(row["measure"], row) for row in means if row["method"] == LESS or row["measure"] == MEASURED[-1].title]
    tested = [(name, row) for name, row in told if row["p"] is not None]
    qs = benjamini_hochberg([row["p"] for _, row in tested])
    kept = ("arm", "lift", "lift_low", "lift_high", "p")
    return [
        {"metric": name, **{key: row[key] for key in kept}, "q": q} for (name, row), q in zip(tested, qs, strict=True)
    ]
