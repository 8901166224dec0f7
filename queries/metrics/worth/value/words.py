"""What drives revenue, in words: the change, the factor that did most of it, and the one most against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.catalogue import Conclusion
from queries.formats import numbers
from queries.formats.dates import period_label
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from typing import Any

    import polars as pl


def concluding(
    last: date, before: date, grain: str, against: str
) -> Callable[[Mapping[str, pl.DataFrame]], Conclusion]:
    """What is said of two periods once the table is there."""
    names = say("{last} against {before}", last=period_label(last, grain), before=period_label(before, grain))

    def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
        """The factors that moved the whole most, its way and against it, and which periods were compared."""
        whole, *factors = tables[""].iter_rows(named=True)
        notes = [say("Compared: {names}. Contributions add up to the change.", names=names)]
        if against == "year" and grain == "week":
            notes.append(say("A year before is the week that holds the same date."))
        if whole["last"] is None:
            notes.append(say("No order line of these periods has a cost: there is no margin to tell profit by."))
        with_it, against_it = _drivers(factors, whole["change"])
        if not with_it or not whole["change_rate"]:
            return Conclusion(notes=tuple(notes))
        finding = say(
            "{what} up {change_rate} ({names}); most of it by {with_it}{words}."
            if whole["change"] > 0
            else "{what} down {change_rate} ({names}); most of it by {with_it}{words}.",
            what=say(whole["factor"].capitalize()),
            change_rate=numbers.share(abs(whole["change_rate"])),
            names=names,
            with_it=_points(with_it),
            words=say(", against it {against_it}", against_it=_points(against_it)) if against_it else "",
        )
        return Conclusion(findings=(finding,), notes=tuple(notes))

    return conclude


def _drivers(factors: list[dict[str, Any]], change: float | None) -> list[dict[str, Any] | None]:
    """The factor that did most of the change, and the one that did most against it; None where there is none."""
    moved = [row for row in factors if row["contribution"]]
    ways = [[row for row in moved if (row["contribution"] > 0) == up] for up in ((change or 0) > 0, (change or 0) <= 0)]
    return [max(same_way, key=lambda row: abs(row["contribution"]), default=None) for same_way in ways]


def _points(row: Mapping[str, Any]) -> str:
    """A factor and what it did, in words."""
    return say("{factor}: {points:+.1f} points", factor=_named(row["factor"]), points=row["share"] * 100)


def _named(factor: str) -> str:
    """A factor as words."""
    return {"aov": "AOV", "customers": say("the number of customers")}.get(factor) or say(factor.replace("_", " "))
