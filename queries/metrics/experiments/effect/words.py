"""What an action changed, in sentences that can be repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.metrics.experiments.effect.groups import HELD_OUT, MATCHED
from queries.wording import say

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
    on = {"all": "", "weekends": say(" at weekends"), "workdays": say(" on working days")}[asked.days]
    what, low, high = f"{asked.of}{on}", _signed(action.lift.low), _signed(action.lift.high)
    if placebo is not None and shows(placebo.lift):
        yield (
            say(
                "Do not rely on it: the same comparison finds {signed} for the time before, when nothing was done.",
                signed=_signed(placebo.lift.value),
            )
        )
    than = (
        say("than {others}", others=say(asked.whom.others))
        if asked.whom.against == HELD_OUT
        else say("than was to be expected")
    )
    if not shows(action.lift):
        yield (
            say(
                "No effect is shown on the {what} of {name}: the truth may be anything from {low} to {high}.",
                what=what,
                name=asked.whom.name,
                low=low,
                high=high,
            )
        )
        return
    word = say("more" if action.lift.value > 0 else "fewer" if asked.of != "revenue" else "less")
    yield (
        say(
            "{name}: {abs:.0f} % {word} {what} {than} (between {low} and {high}), {value:+,.0f} in "
            "all instead of {expected:,.0f}.",
            name=asked.whom.name,
            abs=abs(action.lift.value) * 100,
            word=word,
            what=what,
            than=than,
            low=low,
            high=high,
            value=action.extra.value,
            expected=action.expected,
        )
    )


def notes(asked: Asked) -> Iterator[str]:
    """How it is compared."""
    after, before = asked.after, asked.before
    days = say("{days:,} days from {since} to before {until}", days=after.days, since=after.since, until=after.until)
    if asked.whom.against == HELD_OUT:
        known = (
            say(
                ", less what differed before it, in {days:,} days from {since} on", days=before.days, since=before.since
            )
            if before.days
            else ""
        )
        yield say(
            "Compared with those held out by chance, a customer each, in {days}{known}: what differs is the action.",
            days=days,
            known=known,
        )
        return
    how = (
        say("customers of the same stage, quarter of value and quarter of recency when it began")
        if asked.whom.against == MATCHED
        else say("everyone else")
    )
    yield (
        say(
            "Compared with {how}: what changed in {days} against {days2:,} days from {since} on, "
            "less the change of the others. Nobody drew who was treated, so that something else may "
            "have moved them: the placebo compares the {days3:,} days before it alike.",
            how=how,
            days=days,
            days2=before.days,
            since=before.since,
            days3=asked.placebo.days,
        )
    )


def placebo_note(asked: Asked) -> str:
    """Why there is no placebo."""
    return say("There is no placebo: nothing is known from before {since}.", since=asked.placebo.since)


def lacking(name: str, customers: int) -> str:
    """What a group misses that is too small."""
    return say(
        "{name} is too small to be compared: {customers:,} customers of the {least} that a comparison needs.",
        name=name,
        customers=customers,
        least=LEAST,
    )


def _signed(share: float) -> str:
    return f"{'+' if share > 0 else '−' if share < 0 else ''}{abs(share) * 100:.0f} %"
