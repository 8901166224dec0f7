"""The catalogue: every metric by its id, found by importing the files that declare them."""

from __future__ import annotations

import importlib
import pkgutil
from contextlib import contextmanager
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any

from queries.catalogue.declarations import Metric, MetricFunction, Segmentation
from queries.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GROUPS = ("Overview", "Frequency", "Staying", "Worth", "Segments", "Customers", "Trust")
"""The groups of the list of questions, in order; others follow by name."""

_METRICS: dict[str, Metric] = {}


def register(metric: Metric) -> Metric:
    """Put a metric into the catalogue; two may not share an id."""
    if metric.id in _METRICS:
        raise ValueError(f"two metrics are called {metric.id}")
    _METRICS[metric.id] = metric
    return metric


def measure(**declaration: Any) -> Callable[[MetricFunction], MetricFunction]:
    """Declare the decorated function as a measure; the keywords are those of `Metric`."""

    def declare(function: MetricFunction) -> MetricFunction:
        register(Metric(kind="measure", function=function, **declaration))
        return function

    return declare


def metrics() -> list[Metric]:
    """Every metric, in the order of the list of questions."""
    _discover()
    order = {group: place for place, group in enumerate(GROUPS)}
    return sorted(_METRICS.values(), key=lambda m: (order.get(m.group, len(GROUPS)), m.group, m.place, m.id))


def metric(id: str) -> Metric:  # noqa: A002 - the word the catalogue uses
    """The metric of that id.

    Raises:
        UsageError: There is none; the nearest ids are named.
    """
    _discover()
    if id not in _METRICS:
        near = get_close_matches(id, _METRICS, n=3)
        hint = f"Did you mean {' or '.join(near)}?" if near else "“regulars metrics” lists them."
        raise UsageError(f"There is no metric called “{id}”.", hint)
    return _METRICS[id]


def segmentation(id: str) -> Segmentation:  # noqa: A002
    """What the segmentation of that id declares.

    Raises:
        UsageError: There is no such metric, or it is a measure.
    """
    found = metric(id).segmentation
    if found is None:
        raise UsageError(
            f"“{id}” is a measure, not a segmentation.",
            f"Segmentations are {', '.join(m.id for m in segmentations())}.",
        )
    return found


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
def _discover() -> None:
    """Import every file below `queries/metrics` and `queries/segments`; their declarations register."""
    for folder in ("queries.metrics", "queries.segments"):
        package = importlib.import_module(folder)
        for module in pkgutil.walk_packages(package.__path__, f"{folder}."):
            importlib.import_module(module.name)
