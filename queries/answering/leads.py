"""Where the sentences of an answer lead: nowhere that these data cannot go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries import catalogue
from queries.catalogue import Asks, lead_of
from queries.data.needs import missing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from queries.catalogue import Metric
    from queries.eventlog.model import EventLog


def open_leads(findings: Iterable[str], metric: Metric, log: EventLog) -> tuple[str, ...]:
    """The findings; one that leads to what these data cannot answer says the same and leads nowhere.

    Args:
        findings: What is said.
        metric: What was asked, with a drill where rows lead on to customers.
        log: The data.
    """
    return tuple(finding if _is_open(finding, metric, log) else str(finding) for finding in findings)


def _is_open(finding: str, metric: Metric, log: EventLog) -> bool:
    lead = lead_of(finding)
    if isinstance(lead, Asks):
        return not missing(log, catalogue.metric(lead.metric).needs)
    return lead is None or metric.drill is not None
