"""What is to be drawn, without any word about how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from queries.catalogue import Column

Kind = Literal[
    "line", "steps", "bars", "lying", "histogram", "stacked", "heatmap", "scatter", "funnel", "ranges", "band"
]

Values = tuple[float | None, ...]


@dataclass(frozen=True)
class Drawing:
    """What is to be drawn.

    Attributes:
        kind: Lines, steps, bars (upright, lying, touching, on top of each other), cells, points, a funnel, ranges
            (a value with its interval a line), or a line with a band around it.
        labels: The names along the bottom; of lying bars, funnels and ranges those at their left.
        series: Name and values of each series, as long as the labels; None is a gap. Lines of a heat map.
        unit: The column whose unit the values have.
        currency: What money is in.
        at: Where along the bottom each label stands, where that is a number; empty is evenly.
        across: The column along the bottom; its unit is that of the numbers there.
        incomplete: Series and place of what is not complete yet.
        marked: The place under the cursor; of a heat map its line.
        pointed: What that place is called; empty is the row.
        left_out: How many further series there is no room for.
        spans: Of ranges and bands: the low and high end at each place, a pair a series.
        colours: The place of each series in the palette; empty is one after the other.
        tints: The place in the palette of each label's bar, where it is a segment, a channel or a kind.
    """

    kind: Kind
    labels: tuple[str, ...]
    series: tuple[tuple[str, Values], ...]
    unit: Column
    currency: str | None = None
    at: tuple[float, ...] = ()
    across: Column | None = None
    incomplete: frozenset[tuple[int, int]] = frozenset()
    marked: int | None = None
    pointed: str = ""
    left_out: int = 0
    spans: tuple[tuple[Values, Values], ...] = ()
    colours: tuple[int, ...] = ()
    tints: tuple[int | None, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value is not None for _, values in self.series for value in values)

    @property
    def values(self) -> list[float]:
        """Every known value, the ends of ranges among them."""
        ends = (values for span in self.spans for values in span)
        return [
            value for values in (*(values for _, values in self.series), *ends) for value in values if value is not None
        ]

    @property
    def in_numbers(self) -> bool:
        """Whether the places along the bottom are numbers."""
        return bool(self.at)

    def unfinished(self, place: int) -> bool:
        """Whether anything at a place along the bottom is incomplete."""
        return any((series, place) in self.incomplete for series in range(len(self.series)))

    def colour(self, series: int, label: int | None = None) -> int:
        """The place in the palette of a series, or of one bar of it."""
        if label is not None and label < len(self.tints) and (tint := self.tints[label]) is not None:
            return tint
        return self.colours[series] if series < len(self.colours) else series
