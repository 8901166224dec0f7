"""The summary of a segmentation without a history: nothing is known but how many customers are in each segment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from queries.catalogue import Answer, Chart, Conclusion, Segmentation
from queries.segments.biggest import biggest
from queries.segments.membership import membership
from queries.segments.plays import PLAY, plays_of
from queries.segments.summary import SUMMARY, people_of, with_plays

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.data.data import Data

SIZES = tuple(column for column in SUMMARY if column.name in ("segment", "customers", "share"))
"""What can be said of a segment whose customers nobody saw doing anything."""


def sizes(
    data: Data,
    id: str,  # noqa: A002 - the word the catalogue uses
    declared: Segmentation,
    given: Mapping[str, Any],
) -> Answer:
    """How many customers are in each segment, in its order; the arguments are those of `summary`."""
    members = data.keep(membership(data, id, **given).select("customer", "segment", "^place$"), in_memory=True)
    frame = people_of(data, members, declared).select(
        "segment", "customers", share=pl.col("customers") / pl.col("customers").sum()
    )
    parts = {"thresholds": declared.thresholds(data.everyone, **given)} if declared.thresholds else {}
    notes = declared.notes(data.everyone, **given) if declared.notes else ()

    def conclude(tables: Mapping[str, pl.DataFrame]) -> Conclusion:
        concluded = declared.conclude(tables, **given) if declared.conclude else Conclusion()
        table = with_plays(tables[""], plays_of(data.log.mapping, id))
        findings = (*concluded.findings, *biggest(tables[""], declared))
        return replace(concluded, findings=findings, tables={**tables, "": table})

    chart = Chart("bars", "segment", ("customers",))
    return Answer(frame, parts, notes, conclude, columns=(*SIZES, PLAY), chart=chart, in_memory=True)
