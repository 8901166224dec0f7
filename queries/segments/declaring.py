"""What every segmentation shares: its declaration, its parameters, and the customers of a segment."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from queries.catalogue import HISTORY, Answer, Chart, Metric, Parameter, Segmentation, needed, register
from queries.catalogue.signatures import heeding, with_defaults
from queries.segments import FAMILY
from queries.segments.membership import customers_of_row
from queries.segments.opinion import VOICE
from queries.segments.sizes import sizes
from queries.segments.summary import OPTIONAL, SUMMARY, summary
from queries.segments.worth import WORTH

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from queries.catalogue.declarations import SegmentFunction
    from queries.data.data import Data

SHARED = (WORTH, VOICE)
"""The parameters of the summary: every segmentation has them, and they decide nothing about who is in it."""

OWN = {field.name for field in fields(Segmentation)}
"""What a segmentation declares besides what every metric does."""
HOOKS = ("thresholds", "notes", "conclude")


def deciding(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that decide who is in which segment: a segmentation's own."""
    shared = {parameter.name for parameter in SHARED}
    return {name: value for name, value in parameters.items() if name not in shared}


def segmentation(
    *,
    id: str,  # noqa: A002 - the word the catalogue uses
    parameters: tuple[Parameter, ...] = (),
    needs: tuple[str, ...] = ("purchase",),
    without: tuple[str, ...] = (),
    **declaration: Any,
) -> Callable[[SegmentFunction], SegmentFunction]:
    """Declare the decorated function (customers → segment) as a segmentation.

    Args:
        id: Its name on the command line.
        parameters: Its own; those of the summary are added.
        needs: What must be there besides what is usual; see `Metric`.
        without: What of the usual it can do without.
        declaration: What else `Metric` and `Segmentation` declare: title, question, segments, meanings, thresholds.

    Raises:
        TypeError: The function does not take the declared parameters, or takes others.
    """

    def declare(members: SegmentFunction) -> SegmentFunction:
        declared = {name: value for name, value in declaration.items() if name in OWN}
        declared |= {name: heeding(declared[name], 1) for name in HOOKS if name in declared}
        entry = Segmentation(members=heeding(members, 1), **declared)
        own_parameters, shared = with_defaults(id, parameters, members), with_defaults(id, SHARED, summary, leading=4)
        defaults = {parameter.name: parameter.default for parameter in (*own_parameters, *shared)}

        def summarised(data: Data, **given: Any) -> Answer:
            values = defaults | given
            worth = {name: values.pop(name) for name in [parameter.name for parameter in shared]}
            if not data.log.has(HISTORY):
                return sizes(data, id, entry, values)
            return summary(data, id, entry, values, **worth)

        def behind(data: Data, row: Mapping[str, Any], **given: Any) -> pl.LazyFrame:
            return customers_of_row(data, id, row, given)

        register(
            Metric(
                id=id,
                kind="segmentation",
                function=summarised,
                columns=(*SUMMARY, *OPTIONAL),
                parameters=(*own_parameters, *shared),
                parts={"thresholds": entry.threshold_columns} if entry.thresholds else {},
                chart=Chart("trend", "period", ("trend",)),
                drill=behind,
                needs=needed(needs, without),
                family=FAMILY,
                segmentation=entry,
                **{name: value for name, value in declaration.items() if name not in OWN},
            )
        )
        return members

    return declare
