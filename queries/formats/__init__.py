"""Values as people read them, for printed tables, Markdown and the screen."""

from queries.formats.cells import (
    EMPTY,
    cell,
    change,
    exact,
    figure_pair,
    figure_text,
    is_change,
    is_numeric,
    stands_on_few,
    trend_scale,
    unit_of,
)
from queries.formats.dates import long_date, period_label
from queries.formats.sparklines import Marker, sparkline

__all__ = [
    "EMPTY",
    "Marker",
    "cell",
    "change",
    "exact",
    "figure_pair",
    "figure_text",
    "is_change",
    "is_numeric",
    "long_date",
    "period_label",
    "sparkline",
    "stands_on_few",
    "trend_scale",
    "unit_of",
]
