"""Values of an answer as a chart takes them."""

from __future__ import annotations

from typing import Any

MOST_ROWS = 50_000
"""Longer tables are drawn up to here."""


def number(value: Any) -> float | None:
    """A number that can be drawn; anything else is a gap."""
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) and value == value else None
