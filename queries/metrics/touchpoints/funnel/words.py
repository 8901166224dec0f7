"""A funnel in words: what gets through, where most is lost, and what has to be known of the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import Behind, Conclusion, Figure, Finding, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from queries.metrics.touchpoints.funnel.asked import Funnel

FEW = 30
"""Below so many a rate says little."""
UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60))


def notes(asked: Funnel) -> tuple[str, ...]:
    """What makes an attempt, and where the steps come from."""
    said = []
    if asked.is_proposed:
        names = ", ".join(step.words for step in asked.steps)
        said.append(f"Nobody named steps; proposed from visits with a purchase: {names} (--set steps=…).")
    which = "a customer's first start alone" if asked.first else "the start that gets a customer furthest"
    days = "a day" if asked.window == 1 else f"{asked.window} days"
    inside = ", inside one visit" if asked.in_visit else ""
    said.append(f"Counted is {which}, within {days} from it{inside}.")
    if asked.without:
        said.append(f"An attempt ends with {' or '.join(step.words for step in asked.without)}.")
    return tuple(said)


def conclude(tables: Mapping[str, pl.DataFrame], asked: Funnel) -> Conclusion:
    """How many get through, how long it takes them, and the step at which most is lost."""
    frame = tables[""]
    first, last = frame.row(0, named=True), frame.row(-1, named=True)
    if not first["customers"]:
        return Conclusion(notes=(f"Nobody did the first step, {first['event']}.",))
    return Conclusion(
        figures=(Figure("Got through", last["rate"], Unit.SHARE, n=first["customers"]),),
        findings=tuple(_findings(frame, asked)),
        notes=tuple(_doubts(frame)),
    )


def _findings(frame: pl.DataFrame, asked: Funnel) -> Iterator[str]:
    first, last = frame.row(0, named=True), frame.row(-1, named=True)
    took = f", half of them within {spoken(last['median_time'])}" if last["customers"] else ""
    words = f"{last['customers']:,} of {first['customers']:,} customers got through ({last['rate']:.1%}){took}."
    yield Finding(words, Behind(last))
    losses = frame.filter(pl.col("dropped") > 0).sort("dropped", descending=True, maintain_order=True)
    if len(losses):
        worst = losses.row(0, named=True)
        share = worst["dropped"] / (worst["dropped"] + worst["customers"])
        step = f"before {worst['event']}" if asked.order != "any" else f"before step {worst['step']}"
        yield f"Most are lost {step}: {worst['dropped']:,} of {worst['dropped'] + worst['customers']:,} ({share:.0%})."


def _doubts(frame: pl.DataFrame) -> Iterator[str]:
    first = frame["customers"][0]
    waiting = frame["open"].sum()
    if waiting:
        yield f"The window of {waiting:,} customers is not over: they may still get further."
    if first < FEW:
        yield f"Only {first:,} customers began: rates of so few say little."


def spoken(seconds: float) -> str:
    """A time in its largest unit that is not below one."""
    name, size = next(((name, size) for name, size in UNITS if seconds >= size), ("second", 1))
    number = f"{seconds / size:.1f}".removesuffix(".0")
    return f"{number} {name}{'' if number == '1' else 's'}"
