"""A funnel in words: what gets through, where most is lost, and what has to be known of the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Behind, Conclusion, Figure, Finding, Unit
from queries.formats.plurals import many
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from queries.metrics.touchpoints.funnel.asked import Funnel

FEW = 30
"""Below so many a rate says little."""
UNITS = (
    (86_400, mark("{number} day"), mark("{number} days")),
    (3_600, mark("{number} hour"), mark("{number} hours")),
    (60, mark("{number} minute"), mark("{number} minutes")),
    (1, mark("{number} second"), mark("{number} seconds")),
)


def notes(asked: Funnel) -> tuple[str, ...]:
    """What makes an attempt, and where the steps come from."""
    said = []
    if asked.is_proposed:
        names = ", ".join(step.words for step in asked.steps)
        said.append(
            say("Nobody named steps; proposed from visits with a purchase: {names} (--set steps=…).", names=names)
        )
    which = say("a customer's first start alone") if asked.first else say("the start that gets a customer furthest")
    days = say("a day") if asked.window == 1 else many(asked.window, "day")
    inside = say(", inside one visit") if asked.in_visit else ""
    said.append(say("Counted is {which}, within {days} from it{inside}.", which=which, days=days, inside=inside))
    if asked.without:
        said.append(say("An attempt ends with {names}.", names=say(" or ").join(step.words for step in asked.without)))
    return tuple(said)


def conclude(tables: Mapping[str, pl.DataFrame], asked: Funnel) -> Conclusion:
    """How many get through, how long it takes them, and the step at which most is lost."""
    frame = tables[""]
    first, last = frame.row(0, named=True), frame.row(-1, named=True)
    if not first["customers"]:
        return Conclusion(notes=(say("Nobody did the first step, {event}.", event=first["event"]),))
    return Conclusion(
        figures=(Figure(say("Got through"), last["rate"], Unit.SHARE, n=first["customers"]),),
        findings=tuple(_findings(frame, asked)),
        notes=tuple(_doubts(frame)),
    )


def _findings(frame: pl.DataFrame, asked: Funnel) -> Iterator[str]:
    first, last = frame.row(0, named=True), frame.row(-1, named=True)
    took = (
        say(", half of them within {median_time}", median_time=spoken(last["median_time"])) if last["customers"] else ""
    )
    words = say(
        "{customers:,} of {customers2:,} customers got through ({rate:.1%}){took}.",
        customers=last["customers"],
        customers2=first["customers"],
        rate=last["rate"],
        took=took,
    )
    yield Finding(words, Behind(last))
    losses = frame.filter(pl.col("dropped") > 0).sort("dropped", descending=True, maintain_order=True)
    if len(losses):
        worst = losses.row(0, named=True)
        share = worst["dropped"] / (worst["dropped"] + worst["customers"])
        step = (
            say("before {event}", event=worst["event"])
            if asked.order != "any"
            else say("before step {step}", step=worst["step"])
        )
        yield say(
            "Most are lost {step}: {dropped:,} of {dropped2:,} ({share:.0%}).",
            step=step,
            dropped=worst["dropped"],
            dropped2=worst["dropped"] + worst["customers"],
            share=share,
        )


def _doubts(frame: pl.DataFrame) -> Iterator[str]:
    first = frame["customers"][0]
    waiting = frame["open"].sum()
    if waiting:
        yield say("The window of {waiting:,} customers is not over: they may still get further.", waiting=waiting)
    if first < FEW:
        yield say("Only {first:,} customers began: rates of so few say little.", first=first)


def spoken(seconds: float) -> str:
    """A time in its largest unit that is not below one."""
    size, one, several = next((unit for unit in UNITS if seconds >= unit[0]), UNITS[-1])
    number = f"{seconds / size:.1f}".removesuffix(".0")
    return say(one if number == "1" else several, number=number)
