"""What every segmentation shares: its declaration, its parameters, and the customers of a segment."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from queries.catalogue import Chart, Column, Metric, Parameter, Segmentation, register
from queries.segments.membership import customers_of_row
from queries.segments.summary import OPTIONAL, SUMMARY, summary
from queries.segments.worth import WORTH

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from queries.catalogue.declarations import ConcludeFunction, NotesFunction, SegmentFunction

SHARED = (WORTH,)
"""The parameters of the summary: every segmentation has them, and they decide nothing about who is in it."""


def deciding(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that decide who is in which segment: a segmentation's own."""
    shared = {knob.name for knob in SHARED}
    return {name: value for name, value in parameters.items() if name not in shared}


Made = TypeVar("Made")


def segmentation(
    *,
    id: str,  # noqa: A002 - the word the catalogue uses
    title: str,
    question: str,
    formula: str,
    source: str,
    segments: tuple[str, ...] | None = None,
    columns: tuple[Column, ...] = (),
    rest: str = "no purchase",
    parameters: tuple[Parameter, ...] = (),
    meanings: Mapping[str, str] | None = None,
    thresholds: SegmentFunction | None = None,
    threshold_columns: tuple[Column, ...] = (),
    notes: NotesFunction | None = None,
    conclude: ConcludeFunction | None = None,
    needs: tuple[str, ...] = ("purchase",),
    place: int = 100,
    named_by: str | None = None,
) -> Callable[[SegmentFunction], SegmentFunction]:
    """Declare the decorated function (customers → segment) as a segmentation; see `Metric`, `Segmentation`."""

    def declare(members: SegmentFunction) -> SegmentFunction:
        declared = Segmentation(
            _own(members),
            segments,
            columns,
            rest,
            meanings or {},
            _own(thresholds) if thresholds else None,
            _own(notes) if notes else None,
            _own(conclude) if conclude else None,
            named_by,
        )
        register(
            Metric(
                id=id,
                title=title,
                question=question,
                group="Segments",
                kind="segmentation",
                function=lambda data, **given: summary(data, id, declared, given),
                columns=(*SUMMARY, *OPTIONAL),
                formula=formula,
                source=source,
                parameters=(*parameters, *SHARED),
                parts={"thresholds": threshold_columns} if thresholds else {},
                chart=Chart("trend", "period", ("trend",)),
                drill=lambda data, row, **given: customers_of_row(data, id, row, given),
                needs=needs,
                place=place,
                segmentation=declared,
            )
        )
        return members

    return declare


def _own(function: Callable[..., Made]) -> Callable[..., Made]:
    """A segmentation's function, which is spared the parameters of the summary."""

    @wraps(function)
    def called(*arguments: Any, **given: Any) -> Made:
        return function(*arguments, **deciding(given))

    return called
