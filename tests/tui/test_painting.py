"""Of an update only what looks different is sent, and what stands there then is what a whole painting would show."""

from __future__ import annotations

import io

import pyte
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from tui.painting import Changes, Painting

WIDTH, HEIGHT = 24, 3
STYLES = [
    Style.parse(style)
    for style in ("#ffffff on #101010", "bold #ff0000 on #101010", "#00ff00 on #202020", "underline", "reverse", "none")
]
PIECES = st.tuples(st.text("ab ▇·", min_size=1, max_size=9), st.sampled_from(STYLES))
ROWS = st.lists(PIECES, min_size=1, max_size=4)
FRAMES = st.lists(st.lists(ROWS, min_size=HEIGHT, max_size=HEIGHT), min_size=2, max_size=4)


def update(rows: list[list[tuple[str, Style]]], width: int = WIDTH) -> LayoutUpdate:
    """Rows as Textual sends them."""
    strips = [Strip([Segment(text, style) for text, style in row]).adjust_cell_length(width) for row in rows]
    return LayoutUpdate([[strip] for strip in strips], Region(0, 0, width, len(rows)))


def console() -> Console:
    """A terminal of all colours."""
    return Console(file=io.StringIO(), force_terminal=True, color_system="truecolor")


def shown(*sent: str) -> list[list[tuple[object, ...]]]:
    """What a terminal shows after it was sent all of these."""
    screen = pyte.Screen(WIDTH, HEIGHT)
    stream = pyte.Stream(screen)
    for text in sent:
        stream.feed(text)
    return [[seen(screen.buffer[y][x]) for x in range(WIDTH)] for y in range(HEIGHT)]


def seen(cell: pyte.screens.Char) -> tuple[object, ...]:
    """What somebody sees of a cell: of a blank neither its ink nor that it is bold."""
    if cell.data == " " and not (cell.reverse or cell.underscore):
        return (" ", cell.bg)
    return (cell.data, cell.fg, cell.bg, cell.bold, cell.reverse, cell.underscore)


@given(FRAMES)
def test_what_is_sent_in_parts_looks_like_the_whole(frames: list[list[list[tuple[str, Style]]]]) -> None:
    painting = Painting()
    sent = [Changes(painting, update(frame)).render_segments(console()) for frame in frames]
    assert shown(*sent) == shown(update(frames[-1]).render_segments(console()))


def test_what_stands_there_is_not_sent_again_until_it_is_forgotten() -> None:
    painting, frame = Painting(), update([[("regulars", STYLES[1])]])
    first = Changes(painting, frame).render_segments(console())
    assert "regulars" in first
    assert Changes(painting, frame).render_segments(console()) == ""
    painting.forget()
    assert Changes(painting, frame).render_segments(console()) == first


def test_one_sign_that_changes_costs_one_sign() -> None:
    painting = Painting()
    Changes(painting, update([[("1,204 customers", STYLES[0])]])).render_segments(console())
    sent = Changes(painting, update([[("1,205 customers", STYLES[0])]])).render_segments(console())
    assert sent == "\x1b[1;5H\x1b[38;2;255;255;255;48;2;16;16;16m5\x1b[0m"


def test_no_wide_sign_is_cut_in_two() -> None:
    painting = Painting()
    Changes(painting, update([[("ab客户cd", STYLES[5])]])).render_segments(console())
    sent = Changes(painting, update([[("ab客服cd", STYLES[5])]])).render_segments(console())
    assert sent == "\x1b[1;5H服"
    assert Changes(painting, update([[("a 客服cd", STYLES[5])]])).render_segments(console()) == "\x1b[1;2H "
    assert Changes(painting, update([[("a户客cd ", STYLES[5])]])).render_segments(console()) == "\x1b[1;2H户客cd "


def test_the_other_half_of_a_wide_sign_is_painted_anew() -> None:
    """A terminal clears it when one half is written over."""
    painting = Painting()
    whole = update([[("ab客户cd", STYLES[5])]])
    Changes(painting, whole).render_segments(console())
    Changes(painting, LayoutUpdate([[Strip([Segment("xy")])]], Region(3, 0, 2, 1))).render_segments(console())
    assert Changes(painting, whole).render_segments(console()) == "\x1b[1;3H客户"


def test_signs_that_combine_stay_together() -> None:
    painting = Painting()
    Changes(painting, update([[("cafe", STYLES[5])]])).render_segments(console())
    assert Changes(painting, update([[("cafe\u0301", STYLES[5])]])).render_segments(console()) == "\x1b[1;4He\u0301"
