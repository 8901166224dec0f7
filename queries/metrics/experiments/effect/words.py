"""What an action changed, in sentences that can be repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.metrics.experiments.effect.groups import HELD_OUT, MATCHED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.metrics.experiments.effect.stretches import Asked
    from queries.models.bootstrap import Effect
    from queries.models.proportions import Range

LEAST = 50
"""Groups of fewer customers are not compared."""


def shows(lift: Range) -> bool:
    """Whether an interval leaves nothing out as an answer but what is above, or below, 0."""
    return lift.low > 0 or lift.high < 0


def findings(asked: Asked, action: Effect | None, placebo: Effect | None) -> Iterator[str]:
    """What is found, or why that is nothing to go by."""
    if action is None:
        return
    on = {"all": "", "weekends": " at weekends", "workdays": " on working days"}[asked.days]
    what, low, high = f"{asked.of}{on}", _signed(action.lift.low), _signed(action.lift.high)
    if placebo is not None and shows(placebo.lift):
        yield (
            f"Do not rely on it: the same comparison finds {_signed(placebo.lift.value)} for the time before, when "
            "nothing was done."
        )
    than = f"than {asked.whom.others}" if asked.whom.against == HELD_OUT else "than was to be expected"
    if not shows(action.lift):
        yield (
            f"No effect is shown on the {what} of {asked.whom.name}: the truth may be anything from {low} to {high}."
        )
        return
    word = "more" if action.lift.value > 0 else "fewer" if asked.of != "revenue" else "less"
    yield (
        f"{asked.whom.name}: {abs(action.lift.value) * 100:.0f} % {word} {what} {than} (between {low} and {high}), "
        f"{action.extra.value:+,.0f} in all instead of {action.expected:,.0f}."
    )


def notes(asked: Asked) -> Iterator[str]:
    """How it is compared."""
    after, before = asked.after, asked.before
    days = f"{after.days:,} days from {after.since} to before {after.until}"
    if asked.whom.against == HELD_OUT:
        known = f", less what differed before it, in {before.days:,} days from {before.since} on" if before.days else ""
        yield f"Compared with those held out by chance, a customer each, in {days}{known}: what differs is the action."
        return
    how = (
        "customers of the same stage, quarter of value and quarter of recency when it began"
        if asked.whom.against == MATCHED
        else "everyone else"
    )
    yield (
        f"Compared with {how}: what changed in {days} against {before.days:,} days from {before.since} on, less the "
        "change of the others. Nobody drew who was treated, so that something else may have moved them: the placebo "
        f"compares the {asked.placebo.days:,} days before it alike."
    )


def placebo_note(asked: Asked) -> str:
    """Why there is no placebo."""
    return f"There is no placebo: nothing is known from before {asked.placebo.since}."


def lacking(name: str, customers: int) -> str:
    """What a group misses that is too small."""
    return f"{name} is too small to be compared: {customers:,} customers of the {LEAST} that a comparison needs."


def _signed(share: float) -> str:
    return f"{'+' if share > 0 else '−' if share < 0 else ''}{abs(share) * 100:.0f} %"
