"""How an answer is drawn, and how a long table is read as a matrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Chart:
    """The chart that suits an answer: columns to draw, by name.

    Attributes:
        kind: `line` and `bars` over `x`; `stacked` bars of `series`; `histogram` of `y` by `x`;
            `heatmap` of `y` over `x` and `series`; `curves`, the row's own line over `x` beside that of all; `steps`
            falling from 1; `trend` the row's own trend;
            `scatter` of points over the numbers of `x`; a `funnel` of steps with what is lost at each; `ranges`, a
            value with its interval a row; a line with a `band` around it.
        x: The column along the bottom.
        y: The column (or several) that is drawn.
        series: The column whose values are drawn apart.
        part: The part of the answer that is drawn; None is the main frame.
        within: Keys that must be as in the row under the cursor (without one, as in the first row): of an answer
            about many attributes one is drawn at a time.
        low: Of ranges and bands: the column with the low end.
        high: The column with the high end.
        beside: What is drawn instead of `y` where an answer is compared.
        against: Of curves: the part that has the same measure over all.
    """

    kind: Literal[
        "line",
        "bars",
        "stacked",
        "histogram",
        "heatmap",
        "curves",
        "steps",
        "trend",
        "scatter",
        "funnel",
        "ranges",
        "band",
    ]
    x: str
    y: tuple[str, ...]
    series: str | None = None
    part: str | None = None
    within: tuple[str, ...] = ()
    low: str | None = None
    high: str | None = None
    beside: str | None = None
    against: str | None = None


@dataclass(frozen=True)
class Pivot:
    """How a long frame is read as a matrix, on screen and in printed tables; exports stay long.

    Attributes:
        rows: The columns that name a row, with what belongs to it (`cohort`, `size`).
        columns: The column whose values become headings.
        value: The column that fills the cells.
    """

    rows: tuple[str, ...]
    columns: str
    value: str
