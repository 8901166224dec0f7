"""What is said of the lifecycle stages: the limits in force and how they were found, who is silent, who has churned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from queries.catalogue import Behind, Conclusion, Figure, Finding, Unit
from queries.wording import mark, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

FEW = 30
"""Quantiles of fewer gaps than this are told with a caution."""

UNTIL_SET = mark(
    "Nobody bought on a second day, so there are no gaps to take limits from: nobody is silent or churned by a limit "
    "that is not set (--set silent=60 --set churned=120)."
)
OPEN_GAPS = mark(
    "Limits are proposed from the gaps between one customer's days with an order, of everyone; gaps that are still "
    "open are not among them, so that the limits come out short rather than long."
)


def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
    """The limits in words, and how many are silent and churned."""
    limits = {row["stage"]: row for row in tables["thresholds"].iter_rows(named=True)}
    figures = tuple(
        Figure(words, limits[stage]["days"], Unit.DAYS, n=limits[stage]["gaps"])
        for stage, words in (("silent", say("Silent after")), ("churned", say("Churned after")))
        if limits[stage]["days"] is not None
    )
    return Conclusion(figures, tuple(_findings(tables[""], limits)), tuple(_notes(limits)))


def _notes(limits: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Where the limits lie and how they were found."""
    yield (
        say(
            "New: bought on one day only, up to {days} ago. Everybody else by the days since the last order.",
            days=_days(limits["new"]["days"]),
        )
    )
    for stage in ("silent", "churned"):
        limit = limits[stage]
        if limit["days"] is not None:
            yield say(
                "{capitalize}: more than {days} without an order ({limit}).",
                capitalize=say(stage.capitalize()),
                days=_days(limit["days"]),
                limit=_how(limit),
            )
    if not limits["silent"]["gaps"]:
        if any(limits[stage]["days"] is None for stage in ("silent", "churned")):
            yield UNTIL_SET
    elif not (limits["silent"]["set"] and limits["churned"]["set"]):
        if limits["silent"]["gaps"] < FEW:
            yield say(
                "The proposed limits stand on {gaps} gaps only: take them as a first guess.",
                gaps=limits["silent"]["gaps"],
            )
        yield say("{open_gaps} Others are set with --set silent=DAYS and --set churned=DAYS.", open_gaps=say(OPEN_GAPS))


def _how(limit: Mapping[str, Any]) -> str:
    """How a limit was found."""
    parts = [] if not limit["set"] else [say("as set")]
    if limit["gaps"]:
        parts.append(
            say(
                "{share_of_gaps:.0f} % of all {gaps:,} gaps are that long or shorter",
                share_of_gaps=limit["share_of_gaps"] * 100,
                gaps=limit["gaps"],
            )
        )
    return ": ".join(parts)


def _findings(summary: pl.DataFrame, limits: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Who can still be reached, and who has gone."""
    sizes = dict(summary.select("segment", "customers").iter_rows())
    buyers = sum(number for stage, number in sizes.items() if stage != "prospect")
    if not buyers or limits["churned"]["days"] is None or limits["silent"]["days"] is None:
        return
    gone, silent = sizes.get("churned", 0), sizes.get("silent", 0)
    yield Finding(
        say(
            "{gone:,} of {buyers:,} buyers ({gone2:.0f} %) have churned: more than {days} without an order.",
            gone=gone,
            buyers=buyers,
            gone2=gone / buyers * 100,
            days=_days(limits["churned"]["days"]),
        ),
        Behind({"segment": "churned"}),
    )
    if silent:
        words = say(
            "{silent:,} more ({silent2:.0f} %) are silent, longer than most take to come back.",
            silent=silent,
            silent2=silent / buyers * 100,
        )
        yield Finding(words, Behind({"segment": "silent"}))


def _days(number: float) -> str:
    """A number of days in words; limits between two days are told to the tenth."""
    return say("{number:,.0f} days" if float(number).is_integer() else "{number:,.1f} days", number=number)
