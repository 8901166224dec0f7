"""What a test says, in sentences that can be repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from queries.formats.plurals import many
from queries.metrics.experiments.experiment.sums import BOTH, OPEN
from queries.metrics.experiments.experiment.verdict import LEAST, LEAST_CONVERTED, MISMATCH
from queries.wording import say

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
        sizes = ", ".join(
            say(
                "{arm} {customers:,} instead of {expected:,.0f}",
                arm=row["arm"],
                customers=row["customers"],
                expected=row["expected"],
            )
            for row in rows
        )
        yield (
            say(
                "Do not read this test: its arms have other sizes than planned ({sizes}; χ² {chi2:.1f}, "
                "p {p}), so that they are not alike. If shares were planned otherwise, say so: planned.",
                sizes=sizes,
                chi2=ratio.chi2,
                p=small(ratio.p),
            )
        )
    if drifted is not None and drifted.p < MISMATCH:
        yield (
            say(
                "Do not read this test: the shares of its arms changed on the way (χ² {chi2:.1f}, p "
                "{p}), so that arms differ by when their customers came. See the part allocation.",
                chi2=drifted.chi2,
                p=small(drifted.p),
            )
        )


def verdicts(rows: Sequence[Mapping[str, Any]], goal: str, window: int | None) -> Iterator[str]:
    """A sentence an arm: how it did against the control."""
    control, *others = rows
    within = say(" within {days}", days=many(window, "day")) if window else ""
    for row in others:
        if row["p"] is None:
            continue
        both = say(
            "Of {arm}, {rate} {goal}{within}, of {arm2} {rate2}",
            arm=row["arm"],
            rate=percent(row["rate"]),
            goal=goal,
            within=within,
            arm2=control["arm"],
            rate2=percent(control["rate"]),
        )
        if row["lift"] is None:
            yield f"{both}."
            continue
        low, high = (_signed(row[end]) for end in ("lift_low", "lift_high"))
        if row["p"] < SURE:
            word = say("more" if row["lift"] > 0 else "less")
            yield (
                say(
                    "{both}: {lift} {word} (between {low} and {high}); chance alone makes such a difference in {p}.",
                    both=both,
                    lift=percent(abs(row["lift"])),
                    word=word,
                    low=low,
                    high=high,
                    p=_in_many(row["p"]),
                )
            )
        else:
            yield say(
                "{both}: no difference is shown; the truth may be anything between {low} and {high}.",
                both=both,
                low=low,
                high=high,
            )


def lacking(arms: Sequence[Arm]) -> Iterator[str]:
    """What arms miss that are too small to be compared."""
    for arm in arms:
        customers, converted = LEAST - arm.customers, LEAST_CONVERTED - arm.goals[0]
        missing = [many(customers, "customer")] if customers > 0 else []
        missing += [say("{converted} who reached the goal", converted=converted)] if converted > 0 else []
        if missing:
            yield (
                say(
                    "{name} is too small to be compared: {names} are missing of the {least} and "
                    "{least_converted} that a comparison needs.",
                    name=arm.name,
                    names=say(" and ").join(missing),
                    least=LEAST,
                    least_converted=LEAST_CONVERTED,
                )
            )


def set_aside(states: Mapping[str, int], window: int | None) -> Iterator[str]:
    """Who was left out, and why."""
    if both := states.get(BOTH):
        yield say(
            "{customers} saw more than one arm and is left out."
            if both == 1
            else "{customers} saw more than one arm and are left out.",
            customers=many(both, "customer"),
        )
    if open_ := states.get(OPEN):
        yield (
            say(
                "{open} exposed less than {days} before the end and not counted yet: what they will do is not known.",
                open=many(open_, "customer was", "customers were"),
                days=many(window or 0, "day"),
            )
        )


def small(p: float) -> str:
    """A probability; very small ones are below something."""
    return f"{p:.4f}" if p >= 1e-4 else say("below 0.0001")


def _signed(share: float) -> str:
    return f"{'+' if share > 0 else '−' if share < 0 else ''}{percent(abs(share))}"


def _in_many(p: float) -> str:
    """How rare a chance is, as one in so many."""
    return say("fewer than 1 of 10,000 tests") if p < 1e-4 else say("1 of {value:,} tests", value=round(1 / p))
