"""Sessions in words: how they are told apart, and how many lead to something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.catalogue import Conclusion, Figure, Unit
from queries.data.visits import outside_visits
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

    from queries.data.data import Data


def notes(data: Data, gap: int, goal: str | None) -> tuple[str, ...]:
    """How sessions are told apart, and what converts."""
    by_gap = say("A session ends after more than {gap} minutes without an event.", gap=gap)
    if data.log.has("session"):
        by_gap = say(
            "Sessions go by their id in the file; an event without one belongs to the session of the "
            "event before it, unless more than {gap} minutes lie between.",
            gap=gap,
        )
    converts = (
        say("Converting is a {goal}.", goal=goal)
        if goal
        else say("These data hold no purchases: name what converts (goal).")
    )
    return (by_gap, converts, say("How long the last event of a session is looked at is not known, and not counted."))


def conclude(tables: Mapping[str, pl.DataFrame], data: Data) -> Conclusion:
    """The whole range in figures, and in words what of it leads on."""
    if tables["overall"].is_empty():
        return Conclusion(notes=(say("There is no session in this range."),))
    whole = tables["overall"].row(0, named=True)
    figures = (
        Figure("Sessions", whole["sessions"], Unit.COUNT),
        Figure(say("Engagement rate"), whole["engagement_rate"], Unit.SHARE, n=whole["sessions"]),
        Figure(say("Conversion rate"), whole["conversion_rate"], Unit.SHARE, n=whole["sessions"]),
        Figure(say("Median seconds"), whole["median_seconds"], Unit.NUMBER, n=whole["sessions"]),
    )
    return Conclusion(figures, tuple(_findings(whole)), _left_out(data))


def _findings(whole: Mapping[str, float]) -> Iterator[str]:
    yield (
        say(
            "{engaged:,} of {sessions:,} sessions were engaged ({engagement_rate:.1%}), "
            "{converted:,} converted ({conversion_rate:.1%}).",
            engaged=whole["engaged"],
            sessions=whole["sessions"],
            engagement_rate=whole["engagement_rate"],
            converted=whole["converted"],
            conversion_rate=whole["conversion_rate"],
        )
    )
    if whole["single"]:
        yield say(
            "{single:,} sessions ({single_share:.1%}) are one event alone and count as 0 seconds.",
            single=whole["single"],
            single_share=whole["single_share"],
        )


def _left_out(data: Data) -> tuple[str, ...]:
    """Events that belong to no session."""
    events = data.keep(outside_visits(data)).collect().item()
    return (say("{events:,} events without a session id belong to no session.", events=events),) if events else ()
