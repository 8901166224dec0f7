"""The catalogue: every metric by its id, found by importing the files that declare them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any

from queries.catalogue.declarations import Metric, MetricFunction, Segmentation, needed
from queries.catalogue.discovery import Broken, discovered
from queries.catalogue.families import family_of
from queries.catalogue.signatures import heeding, with_defaults
from queries.errors import UsageError
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_METRICS: dict[str, Metric] = {}


def register(metric: Metric) -> Metric:
    """Put a metric into the catalogue; two may not share an id."""
    if metric.id in _METRICS:
        raise ValueError(f"two metrics are called {metric.id}")
    _METRICS[metric.id] = metric
    return metric


def measure(
    *, needs: tuple[str, ...] = (), without: tuple[str, ...] = (), **declaration: Any
) -> Callable[[MetricFunction], MetricFunction]:
    """Declare the decorated function as a measure; the other keywords are those of `Metric`.

    The defaults of its parameters are those of the function's signature, its family that of the package it stands in;
    a drill is called with the data, the row, and the parameters that it names, as what leads onward is.

    Args:
        needs: What must be there besides what is usual (`USUAL`).
        without: What of the usual it can do without: then it gives no figure that would need it.
        declaration: Everything else.

    Raises:
        TypeError: The function does not take the declared parameters, or takes others.
    """

    def declare(function: MetricFunction) -> MetricFunction:
        family, every_need = family_of(function.__module__), needed(needs, without)
        metric = Metric(kind="measure", function=function, family=family, needs=every_need, **declaration)
        parameters = with_defaults(metric.id, metric.parameters, function)
        drill = heeding(metric.drill, 2) if metric.drill else None
        onward = heeding(metric.onward, 2) if metric.onward else None
        register(replace(metric, parameters=parameters, drill=drill, onward=onward))
        return function

    return declare


def metrics() -> list[Metric]:
    """Every metric, in the order of the list of questions."""
    _discover()
    return sorted(_METRICS.values(), key=lambda entry: (entry.family.place, entry.group, entry.place, entry.id))


def broken() -> tuple[Broken, ...]:
    """The files that should declare a metric and cannot be imported; all others work."""
    return _discover()


def metric(id: str) -> Metric:  # noqa: A002 - the word the catalogue uses
    """The metric of that id.

    Raises:
        UsageError: There is none; the nearest ids are named, and the files that cannot be imported.
    """
    _discover()
    if id not in _METRICS:
        near = get_close_matches(id, _METRICS, n=3)
        hint = say("Did you mean {names}?", names=" or ".join(near)) if near else say("“regulars metrics” lists them.")
        raise UsageError(
            say("There is no metric called “{id}”.", id=id), " ".join([hint, *(str(entry) for entry in broken())])
        )
    return _METRICS[id]


def segmentation(id: str) -> Segmentation:  # noqa: A002
    """What the segmentation of that id declares.

    Raises:
        UsageError: There is no such metric, or it is a measure.
    """
    declared = metric(id).segmentation
    if declared is None:
        raise UsageError(
            say("“{id}” is a measure, not a segmentation.", id=id),
            say("Segmentations are {names}.", names=", ".join(m.id for m in segmentations())),
        )
    return declared


def segmentations() -> list[Metric]:
    """Every segmentation."""
    return [entry for entry in metrics() if entry.segmentation]


@contextmanager
def forgotten_after() -> Iterator[None]:
    """What is registered inside is gone afterwards; for trying a metric out."""
    _discover()
    before = dict(_METRICS)
    try:
        yield
    finally:
        _METRICS.clear()
        _METRICS.update(before)


@cache
def _discover() -> tuple[Broken, ...]:
    """Import what declares a metric or a segmentation, once; what could not be imported."""
    return (*discovered("queries.metrics", "metric"), *discovered("queries.segments", "segmentation"))
