"""What a metric declares, and the list of all: everything an author of a metric imports is here."""

from queries.catalogue.answers import Answer, Conclusion, Figure
from queries.catalogue.charts import Chart, Pivot
from queries.catalogue.columns import WEEKDAYS, Column, Unit
from queries.catalogue.declarations import CUSTOMERS, HISTORY, USUAL, Metric, Segmentation, needed
from queries.catalogue.discovery import Broken
from queries.catalogue.families import OTHERS, Family
from queries.catalogue.figures import FIGURE, FIGURES
from queries.catalogue.findings import Asks, Behind, Finding, Lead, in_words, lead_of
from queries.catalogue.listed import (
    broken,
    forgotten_after,
    measure,
    metric,
    metrics,
    register,
    segmentation,
    segmentations,
)
from queries.catalogue.parameters import Parameter
from queries.catalogue.personal import ByRow, Kind, TextWithNames

__all__ = [
    "CUSTOMERS",
    "FIGURE",
    "FIGURES",
    "HISTORY",
    "OTHERS",
    "USUAL",
    "WEEKDAYS",
    "Answer",
    "Asks",
    "Behind",
    "Broken",
    "ByRow",
    "Chart",
    "Column",
    "Conclusion",
    "Family",
    "Figure",
    "Finding",
    "Kind",
    "Lead",
    "Metric",
    "Parameter",
    "Pivot",
    "Segmentation",
    "TextWithNames",
    "Unit",
    "broken",
    "forgotten_after",
    "in_words",
    "lead_of",
    "measure",
    "metric",
    "metrics",
    "needed",
    "register",
    "segmentation",
    "segmentations",
]
