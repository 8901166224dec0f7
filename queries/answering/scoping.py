"""The scope in force: refused where these data hold nothing of it, and told in words and as values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from queries.catalogue import CUSTOMERS, HISTORY
from queries.errors import QuestionError
from queries.wording import say

if TYPE_CHECKING:
    from queries.data.data import Data


def refuse_cut(data: Data) -> None:
    """Say so when the scope cuts by dates or events where there is no history."""
    scope = data.scope
    if scope.since or scope.until or scope.grain or scope.events or scope.channels:
        data.require(HISTORY)


def refuse_nothing(data: Data) -> None:
    """Say so when the scope lies wholly before or after the data."""
    refuse_cut(data)
    if not data.log.has(HISTORY):
        return
    if data.until < data.since or data.since > data.log.last_day:
        raise QuestionError(
            say("These data hold nothing in the scope “{describe}”.", describe=data.scope.describe()),
            say("They run from {first_day} to {last_day}.", first_day=data.log.first_day, last_day=data.log.last_day),
        )


def scope_words(data: Data) -> str:
    """The scope in force, in one line; without a history who counts is all there is to say, without customers not."""
    if not data.log.has(HISTORY):
        who = data.scope.describe_who() or (say("everyone") if data.log.has(CUSTOMERS) else "")
        return say("no dates · {who}", who=who) if who else say("no dates")
    words = data.scope.changed(grain=data.grain, since=data.since, until=data.until).describe()
    return words if data.log.has(CUSTOMERS) else words.replace(f" · {say('everyone')}", "")


def scope_values(data: Data) -> dict[str, Any]:
    """The scope in force, as values for machines; without a history there are no dates in it."""
    scope, has_dates = data.scope, data.log.has(HISTORY)
    return {
        "from": data.since.isoformat() if has_dates else None,
        "to": data.until.isoformat() if has_dates else None,
        "grain": data.grain.value if has_dates else None,
        "events": list(scope.events),
        "channels": list(scope.channels),
        "segment": str(scope.segment) if scope.segment else None,
        "where": [str(condition) for condition in scope.where],
        "as_of": data.as_of.isoformat() if has_dates else None,
        "trend": [day.isoformat() for day in data.trend_periods["period"]] if has_dates else [],
        "trend_grain": data.grain.value if has_dates else None,
    }
