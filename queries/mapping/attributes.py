"""What customer attributes are called, and what they may not be called."""

from __future__ import annotations

from queries.catalogue import FIGURES

RESERVED = frozenset({"customer", "id", "trend", "event", "channel", "activity", *(figure.name for figure in FIGURES)})
"""What attributes may not be called: columns of the log, dimensions of events, per-customer figures."""


def attribute_name(column: str) -> str:
    """What an attribute is called: as its column, or `customer channel` where `channel` means something else."""
    return f"customer {column}" if column in RESERVED else column
