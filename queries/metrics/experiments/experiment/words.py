"""What a test says, in sentences that can be repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from queries.formats.plurals import many
from queries.metrics.experiments.experiment.sums import BOTH, OPEN
from queries.metrics.experiments.experiment.verdict import LEAST, LEAST_CONVERTED, MISMATCH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from queries.metrics.experiments.experiment.verdict import Arm
    from queries.models.proportions import Ratio

SURE = 0.05
"""A difference that chance alone makes more rarely than this is called one."""


def percent(share: float) -> str:
    """A share as people say it; with decimals where it is small."""
    return f"{share * 100:.{0 if abs(share) >= 0.1 else 1}f} %"


def stopped(ratio: Ratio | None, drifted: Ratio | None, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Why a test must not be read."""
    if ratio is not None and ratio.p < MISMATCH:
        sizes = ", ".join(f"{row['arm']} {row['customers']:,} instead of {row['expected']:,.0f}" for row in rows)
        yield (
            f"Do not read this test: its arms have other sizes than planned ({sizes}; χ² {ratio.chi2:.1f}, "
            f"p {small(ratio.p)}), so that they are not alike. If shares were planned otherwise, say so: planned."
        )
    if drifted is not None and drifted.p < MISMATCH:
        yield (
            f"Do not read this test: the shares of its arms changed on the way (χ² {drifted.chi2:.1f}, "
            f"p {small(drifted.p)}), so that arms differ by when their customers came. See the part allocation."
        )


def verdicts(rows: Sequence[Mapping[str, Any]], goal: str, window: int | None) -> Iterator[str]:
    """A sentence an arm: how it did against the control."""
    control, *others = rows
    within = f" within {many(window, 'day')}" if window else ""
    for row in others:
        if row["p"] is None:
            continue
        both = f"Of {row['arm']}, {percent(row['rate'])} {goal}{within}, of {control['arm']} {percent(control['rate'])}"
        if row["lift"] is None:
            yield f"{both}."
            continue
        low, high = (_signed(row[end]) for end in ("lift_low", "lift_high"))
        if row["p"] < SURE:
            word = "more" if row["lift"] > 0 else "less"
            yield (
                f"{both}: {percent(abs(row['lift']))} {word} (between {low} and {high}); chance alone makes such a "
                f"difference in {_in_many(row['p'])}."
            )
        else:
            yield f"{both}: no difference is shown; the truth may be anything between {low} and {high}."


def lacking(arms: Sequence[Arm]) -> Iterator[str]:
    """What arms miss that are too small to be compared."""
    for arm in arms:
        customers, converted = LEAST - arm.customers, LEAST_CONVERTED - arm.goals[0]
        missing = [many(customers, "customer")] if customers > 0 else []
        missing += [f"{converted} who reached the goal"] if converted > 0 else []
        if missing:
            yield (
                f"{arm.name} is too small to be compared: {' and '.join(missing)} are missing of the "
                f"{LEAST} and {LEAST_CONVERTED} that a comparison needs."
            )


def set_aside(states: Mapping[str, int], window: int | None) -> Iterator[str]:
    """Who was left out, and why."""
    if both := states.get(BOTH):
        yield f"{many(both, 'customer')} saw more than one arm and {'is' if both == 1 else 'are'} left out."
    if open_ := states.get(OPEN):
        yield (
            f"{many(open_, 'customer was', 'customers were')} exposed less than {many(window or 0, 'day')} before the "
            "end and not counted yet: what they will do is not known."
        )


def small(p: float) -> str:
    """A probability; very small ones are below something."""
    return f"{p:.4f}" if p >= 1e-4 else "below 0.0001"


def _signed(share: float) -> str:
    return f"{'+' if share > 0 else '−' if share < 0 else ''}{percent(abs(share))}"


def _in_many(p: float) -> str:
    """How rare a chance is, as one in so many."""
    return "fewer than 1 of 10,000 tests" if p < 1e-4 else f"1 of {round(1 / p):,} tests"
