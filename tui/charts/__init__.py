"""From an answer to what is drawn of it, by the declaration of its metric; `tui.drawing` draws it."""

from tui.charts.drawn import drawing_of
from tui.charts.names import chart_title, row_name

__all__ = ["chart_title", "drawing_of", "row_name"]
