"""A customer's standing in words: how likely they are to come back and why, their place, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from queries.catalogue import Column, Conclusion, Figure, Unit, shared
from queries.customers.lifetime_value.doubts import model_notes
from queries.formats import numbers
from queries.formats.plurals import many
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from queries.data.data import Data
    from queries.models.customer_value import ValueModel

VALUE = (
    shared.P_ALIVE,
    Column("expected_purchases", "days with an order to expect in the next 12 months", Unit.RATE),
    shared.EXPECTED_VALUE,
    Column("clv", "value to expect in the next 12 months, discounted by 10 % a year", Unit.MONEY, title="CLV"),
    Column("reason", "what that stands on, or why nothing is expected", Unit.TEXT),
)
SHOWN = ("", "stages", "history", "rank", "value")
HORIZON = ("expected_purchases", "clv")


class Expected(NamedTuple):
    """What models expect of one customer.

    Attributes:
        fitted: The models; None where none can be fitted.
        row: The customer's history and values; None of somebody who has not bought.
        refused: Why no model can be fitted; None where none was asked for, too.
    """

    fitted: ValueModel | None = None
    row: Mapping[str, Any] | None = None
    refused: str | None = None


def concluded(person: Data, tables: Mapping[str, pl.DataFrame], expected: Expected) -> Conclusion:
    """The finished tables with their figures, findings and notes."""
    reason = _reason(tables["own"].row(0, named=True), tables["gaps"].height, expected)
    row = {column.name: (expected.row or {}).get(column.name) for column in VALUE} | {"reason": reason}
    types = {column.name: pl.String if column.unit is Unit.TEXT else pl.Float64 for column in VALUE}
    tables_shown = {name: table for name, table in tables.items() if name in SHOWN}
    tables_shown["value"] = pl.DataFrame([row], schema=types)
    return Conclusion(
        figures=tuple(_figures(tables_shown, row)),
        findings=tuple(_findings(tables_shown, reason)),
        notes=tuple(_notes(person, tables_shown, expected)),
        tables=tables_shown,
    )


def _reason(figures: Mapping[str, Any], gaps: int, expected: Expected) -> str:
    """How sure it is that the customer comes back, and what that is read from."""
    if figures["days_since_last"] is None:
        return say("Has not bought yet: there is nothing to forecast from.")
    silent = _days(figures["days_since_last"])
    habit = (
        say("Usually every {usual_gap}, silent for {silent}", usual_gap=_days(figures["usual_gap"]), silent=silent)
        if gaps
        else say("Bought on one day, {silent} ago", silent=silent)
    )
    if expected.fitted is None or expected.row is None:
        return (
            say("{habit}. No model is fitted: {refused}", habit=habit, refused=expected.refused)
            if expected.refused
            else f"{habit}."
        )
    name, alive = expected.fitted.model.title, expected.row["p_alive"]
    coming = say(
        "{expected_purchases} days with an order to expect in 12 months",
        expected_purchases=_few(expected.row["expected_purchases"]),
    )
    if alive is None:
        return say(
            "{habit}: {coming} if everybody stays ({name}); it finds hardly anybody who leaves, so no P(alive).",
            habit=habit,
            coming=coming,
            name=name,
        )
    return say(
        "{habit}: P(alive) {alive}, {coming} ({name}).",
        habit=habit,
        alive=numbers.share(alive),
        coming=coming,
        name=name,
    )


def _days(number: float) -> str:
    rounded = round(number, 1)
    return many(int(rounded), "day") if float(rounded).is_integer() else say("{number:,.1f} days", number=rounded)


def _figures(tables_shown: Mapping[str, pl.DataFrame], row: Mapping[str, Any]) -> Iterator[Figure]:
    if tables_shown["rank"].height:
        rank = tables_shown["rank"].row(0, named=True)
        yield Figure(say("Rank by revenue"), rank["rank"], Unit.COUNT, n=rank["buyers"])
    for column in VALUE[:-1]:
        if row[column.name] is not None:
            yield Figure(
                say("{heading}, 12 months", heading=column.heading) if column.name in HORIZON else column.heading,
                row[column.name],
                column.unit,
            )


def _findings(tables_shown: Mapping[str, pl.DataFrame], reason: str) -> Iterator[str]:
    """The reason first, then the place, then what to do."""
    yield reason
    if tables_shown["rank"].height:
        rank = tables_shown["rank"].row(0, named=True)
        top = (
            say(", among the top {top_share}", top_share=_percent(rank["top_share"]))
            if rank["top_share"] <= 0.5
            else ""
        )
        yield say(
            "Number {rank:,} of {buyers:,} buyers by revenue{top}.", rank=rank["rank"], buyers=rank["buyers"], top=top
        )
    played = tables_shown[""].filter(pl.col("play").is_not_null()).head(1)
    for row in played.iter_rows(named=True):
        yield say(
            "To do ({segmentation}: {segment}): {play}",
            segmentation=say(row["segmentation"]),
            segment=say(row["segment"]),
            play=say(row["play"]),
        )


def _percent(share: float) -> str:
    """A share, finer where it is near nothing or all."""
    if share < 0.001:
        return "0.1 %"
    return numbers.share(share) if min(share, 1 - share) < 0.0995 else f"{share * 100:.0f} %"


def _few(number: float) -> str:
    """A number with two digits that say something."""
    return f"{number:,.0f}" if number >= 10 else f"{number:.2g}"


def _notes(person: Data, tables_shown: Mapping[str, pl.DataFrame], expected: Expected) -> Iterator[str]:
    """What has to be known of segments, stages and models."""
    yield say(
        "Everything before {as_of} counts; who is in which segment is decided among everyone.", as_of=person.as_of
    )
    if "stages" in tables_shown:
        yield say(
            "Past stages are told by the limits that are in force now, RFM segments by the quantiles of their time."
        )
    if expected.fitted is not None:
        yield from model_notes(expected.fitted, None)
