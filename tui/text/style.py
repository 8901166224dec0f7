"""How the cells of a table are written, and in which colour."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tui.text.colours import DOWN, UP, in_palette, place_of, told_by
from tui.text.formats import is_change

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.catalogue import Column
    from tui.text.formats import Marker


@dataclass(frozen=True)
class CellStyle:
    """How values of a table are written.

    Attributes:
        currency: What money is in.
        marker: What trends are drawn with.
        grain: How long the periods are that key dates begin.
        groups: Column → its values in the order that gives each its colour; empty where there is no colour.
        coloured: Whether there is colour at all.
        few: Whether the terminal has sixteen colours only.
    """

    currency: str | None = None
    marker: Marker = "block"
    grain: str | None = None
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    coloured: bool = True
    few: bool = False

    def colour(self, column: Column, value: object) -> int | None:
        """The colour of a cell: that of a segment, a channel or a kind, and which way something moved."""
        if not self.coloured or value is None:
            return None
        if is_change(column) and isinstance(value, (int, float)) and value:
            return told_by(UP if value > 0 else DOWN, few=self.few)
        place = place_of(self.groups, column.name, value)
        return None if place is None else told_by(in_palette(place), few=self.few)


PLAIN = CellStyle()
"""Nothing is known of the answer: blocks, and no colours of its values."""
