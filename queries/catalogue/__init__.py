"""What a metric declares, and the list of all: everything an author of a metric imports is here."""

from queries.catalogue.answers import Answer, Conclusion, Figure
from queries.catalogue.charts import Chart, Pivot
from queries.catalogue.columns import WEEKDAYS, Column, Unit
from queries.catalogue.declarations import Metric, Segmentation
from queries.catalogue.figures import FIGURES
from queries.catalogue.listed import (
    forgotten_after,
    measure,
    metric,
    metrics,
    register,
    segmentation,
    segmentations,
)
from queries.catalogue.parameters import Parameter
from queries.catalogue.personal import ByRow, Kind

__all__ = [
    "FIGURES",
    "WEEKDAYS",
    "Answer",
    "ByRow",
    "Chart",
    "Column",
    "Conclusion",
    "Figure",
    "Kind",
    "Metric",
    "Parameter",
    "Pivot",
    "Segmentation",
    "Unit",
    "forgotten_after",
    "measure",
    "metric",
    "metrics",
    "register",
    "segmentation",
    "segmentations",
]
