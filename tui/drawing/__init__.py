"""Charts as text: what is to be drawn (`Drawing`), and `draw`, which fits it into so many terminal cells."""

from tui.drawing.draw import draw
from tui.drawing.model import Drawing, Kind
from tui.drawing.scale import ticks_of

__all__ = ["Drawing", "Kind", "draw", "ticks_of"]
