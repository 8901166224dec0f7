"""From an answer to its chart: what is drawn, by the declaration of its metric, and how plotext draws it."""

from tui.charts.draw import draw
from tui.charts.drawn import drawing_of
from tui.charts.look import Look
from tui.charts.names import chart_title, row_name
from tui.charts.pictured import pictured

__all__ = ["Look", "chart_title", "draw", "drawing_of", "pictured", "row_name"]
