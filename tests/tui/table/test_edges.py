"""What is seen of a column is whole, or ends in a mark."""

from __future__ import annotations

from rich.segment import Segment
from rich.text import Text
from textual.strip import Strip

from tui.table.edges import with_edges

CELLS = [(Text("loyal"), 7), (Text("4,010", justify="right"), 7), (Text("12", justify="right"), 7), (Text("no"), 7)]
LINE = " loyal  4,010     12  no    "


def seen(width: int, fixed: int = 1, moved: int = 0) -> str:
    """The line as wide as there is room."""
    left = 7 * fixed
    line = (LINE[:left] + LINE[left + moved :])[:width]
    return with_edges(Strip([Segment(line)], len(line)), CELLS, fixed, moved).text


def test_a_number_is_whole_or_ends_in_a_mark() -> None:
    for width in range(8, len(LINE)):
        shown = seen(width).rstrip()
        assert LINE.startswith(shown) or shown.endswith("…")  # whole so far, or said not to be
        if shown.endswith("4,010"[: len(shown[7:].strip())]) and "…" not in shown:
            assert len(shown) <= 8 or "4,010" in shown  # nothing of it is seen yet, or all of it


def test_what_is_scrolled_out_to_the_left_is_marked() -> None:
    assert seen(28, moved=3) == " loyal …10     12  no    "[:25]
    assert seen(28, moved=0) == LINE


def test_blanks_beyond_the_edge_are_nothing_lost() -> None:
    assert seen(27) == LINE[:27]
    assert seen(13) == LINE[:13]
    assert seen(12) == " loyal  4,0…"
