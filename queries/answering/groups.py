"""The values that rows of an answer are told apart by, in the order that is the same in every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries import catalogue
from queries.segments.membership import names_of_segments

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from queries.catalogue import Column, Metric
    from queries.eventlog.model import EventLog


def groups_of(metric: Metric, columns: Iterable[Column], log: EventLog) -> Mapping[str, tuple[str, ...]]:
    """Column → its values in their order: kinds of event, channels, and segments where they are known beforehand.

    By its place there a segment, a channel or a kind keeps its colour wherever it is shown.
    """
    segmentations = {entry.id: entry for entry in catalogue.segmentations()}
    if metric.segmentation is not None:
        segmentations["segment"] = metric
    keys = {column.name for column in columns}
    if "segmentation" in keys:  # each row is about another one, by its title
        segmentations |= {entry.title: entry for entry in catalogue.segmentations()}
        keys |= {entry.title for entry in catalogue.segmentations()}
    named = (name for name in segmentations if name in keys)
    segments = {name: names_of_segments(segmentations[name], log) for name in named}
    every = {"event": log.kinds, "channel": log.channels, **segments}
    return {name: values for name, values in every.items() if values}
