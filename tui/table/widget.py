"""The table: any number of rows, moved through cheaply, with a cursor for rows and a mark for the column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rich.segment import Segment
from textual.cache import LRUCache
from textual.coordinate import Coordinate
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual_fastdatatable import DataTable

from tui.commands.keymap import bindings
from tui.commands.listed import MOVES
from tui.frame.quiet import QuietFocus
from tui.table.backend import FrameBackend
from tui.table.edges import LEAST, Cell, snapped, with_edges
from tui.table.shades import shaded

if TYPE_CHECKING:
    from rich.style import Style
    from textual import events
    from textual.binding import BindingType
    from textual.timer import Timer

REST = 0.2
"""How long the cursor rests before other panes follow it, in seconds."""

_IN_FOCUS = {f"datatable--{part}": f"table--{part}" for part in ("cursor", "fixed-cursor")}


class Table(QuietFocus, DataTable, inherit_bindings=False):
    """A table of an answer. The cursor is a row; the column it stands in is marked in the heading."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(MOVES)

    COMPONENT_CLASSES: ClassVar[set[str]] = {"table--cursor", "table--fixed-cursor", "table--shade"}
    """The cursor where the keys go. A rule with `:focus` would repaint the whole table when the focus moves."""

    class Rested(Message):
        """The cursor stayed on a row for a while."""

        def __init__(self, table: Table) -> None:
            super().__init__()
            self.table = table

        @property
        def control(self) -> Table:
            """The table."""
            return self.table

        def can_replace(self, message: Message) -> bool:
            """A later rest of the same table is the only one that matters."""
            return isinstance(message, Table.Rested) and message.table is self.table

    class Above(Message):
        """Up from the first row, once the cursor has rested there: who holds a key down stays in the table."""

    class HeadingOpened(Message):
        """A heading was clicked twice."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's word
        self._strips: LRUCache[tuple[Any, ...], Strip] = LRUCache(500)
        super().__init__(
            id=id,
            cursor_type="row",
            render_markup=False,
            show_row_labels=False,
            cursor_foreground_priority="css",
            cursor_background_priority="css",
        )
        self._timer: Timer | None = None
        self._looks: tuple[Any, ...] = ()

    # -- what is shown ----------------------------------------------------------------------------------------

    @property
    def frame(self) -> FrameBackend | None:
        """What the table reads, or None while there is nothing to show."""
        return self._read if self._read and self._read.row_count else None

    @property
    def _read(self) -> FrameBackend | None:
        """What the table reads, also without a row: then it is a heading."""
        return self.backend if isinstance(self.backend, FrameBackend) else None

    @property
    def row(self) -> dict[str, Any] | None:
        """The values of the row under the cursor."""
        return self.frame.row(self.cursor_row) if self.frame else None

    def show(self, backend: FrameBackend, *, row: int = 0, column: int | None = None, rest: bool = True) -> None:
        """Read other rows; the cursor goes to `row` and, unless told, stays in its column."""
        self.backend = backend
        self._column_labels = backend.labels
        self._clear_caches()
        self._update_count += 1
        self._require_update_dimensions = False
        self._lay()
        last = max(0, backend.row_count - 1)
        at = self.cursor_column if column is None else column
        self.set_reactive(
            DataTable.cursor_coordinate, Coordinate(min(row, last), max(0, min(at, len(backend.shown) - 1)))
        )
        self.refresh()
        self.call_after_refresh(self._scroll_cursor_into_view)
        if rest:
            self.wait()

    def _lay(self) -> None:
        """Lay the columns out: what stays in sight takes half of the room at most, where not all has room."""
        frame, self._ordered_columns = self._read, None
        columns = self.ordered_columns
        keys = sum(column.key for column in frame.shown) if frame else 0
        fixed = min(keys, 3) if frame and frame.cells else min(1, len(columns) - 1)
        widths, half = [column.render_width for column in columns], self.room // 2
        if frame and half and sum(widths) > self.room:
            while fixed > 1 and sum(widths[:fixed]) > half:
                fixed -= 1
            if fixed == 1 and frame.may_be_cut(frame.shown[0]):
                columns[0].content_width = min(columns[0].content_width, max(LEAST, half - 2))
        self.fixed_columns = max(0, fixed)
        self._update_dimensions([])

    def on_resize(self) -> None:
        """Another room, other columns."""
        if self._read:
            self._clear_caches()
            self._lay()
            self.call_after_refresh(self._scroll_cursor_into_view)

    def wait(self) -> None:
        """Tell, once the cursor has rested, that it did."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(REST, self._rest)

    def _rest(self) -> None:
        self._timer = None
        if self.frame:
            self.post_message(self.Rested(self))

    # -- the cursor -------------------------------------------------------------------------------------------

    def watch_cursor_coordinate(self, old_coordinate: Coordinate, new_coordinate: Coordinate) -> None:
        """Repaint what the cursor left and where it is now, nothing else."""
        if old_coordinate.row != new_coordinate.row:
            super().watch_cursor_coordinate(old_coordinate, new_coordinate)
            self.wait()
        elif old_coordinate.column != new_coordinate.column:
            self._refresh_heading()
            self.call_next(self._scroll_cursor_into_view)
            if self.frame and self.frame.cells:
                self.wait()

    @property
    def at_edge(self) -> bool:
        """Whether a move may take the keys elsewhere."""
        return self.cursor_row == 0 and self._timer is None

    def action_cursor_up(self, select: bool = False) -> None:  # noqa: ARG002 - the widget's signature
        """To the row before; from the first one to what is above the table."""
        if self.at_edge:
            self.post_message(self.Above())
        else:
            super().action_cursor_up()

    def action_cursor_right(self, select: bool = False) -> None:  # noqa: ARG002
        """Mark the next column."""
        self.cursor_coordinate = self.cursor_coordinate.right()

    def action_cursor_left(self, select: bool = False) -> None:  # noqa: ARG002
        """Mark the column before."""
        self.cursor_coordinate = self.cursor_coordinate.left()

    def _should_highlight(self, cursor: Coordinate, target_cell: Coordinate, type_of_cursor: Any) -> bool:
        """The whole row, and in the heading the column the cursor stands in."""
        if target_cell.row == -1:
            return cursor.column == target_cell.column and bool(self.frame)
        return super()._should_highlight(cursor, target_cell, type_of_cursor)

    def _scroll_cursor_into_view(self, animate: bool = False) -> None:  # noqa: ARG002
        """Bring the row and the marked column into view, without animation."""
        if not self.frame:
            return
        region = self._get_cell_region(self.cursor_coordinate)
        self.scroll_to_region(region, animate=False, spacing=self._get_fixed_offset())

    def _get_row_region(self, row_index: int) -> Region:
        """The cursor reaches to the right edge, also where the columns do not."""
        region = super()._get_row_region(row_index)
        return Region(region.x, region.y, max(region.width, self.size.width), region.height)

    def _render_line(self, y: int, x1: int, x2: int, base_style: Style) -> Strip:
        """A line in few pieces, the cursor's filled to the right edge.

        The widget marks every cell for the mouse, so that no two can be sent to the terminal in one piece;
        where the mouse is gets worked out here instead, and a line costs half the bytes.
        """
        key = (y, x1, x2, self.room, self.cursor_coordinate, base_style, self._update_count, self._pseudo_class_state)
        if (found := self._strips.get(key)) is not None:
            return found
        moved = self.moved
        strip = super()._render_line(y, moved, moved + x2 - x1, base_style)
        if self._read and y - 1 < self.row_count:
            strip = with_edges(strip, self.room, self._cells(y - 1), self.fixed_columns, moved, heading=y == 0)
        end = self.virtual_size.width - moved
        if (room := self.size.width - end) > 0 and y - 1 == self.cursor_row and self.frame:
            style = base_style + self.get_component_rich_style("datatable--cursor")
            strip = Strip.join([strip.crop(0, end), Strip([Segment(" " * room, style)], room)])
        pieces = [Segment(text, style and style.clear_meta_and_links()) for text, style, _ in strip]
        self._strips[key] = plain = Strip(pieces, strip.cell_length).simplify()
        return plain

    @property
    def room(self) -> int:
        """How wide a line is seen: up to the scroll bar, where there is one."""
        return self.scrollable_content_region.width

    @property
    def moved(self) -> int:
        """By how many cells of the terminal the columns are moved: by whole columns, however far it is scrolled."""
        widths = [column.render_width for column in self.ordered_columns]
        return snapped(widths, self.fixed_columns, self.scroll_offset.x)

    def _cells(self, row: int) -> list[Cell]:
        """What stands in a row (-1 is the heading)."""
        frame = self._read
        if frame is None:
            return []
        texts = frame.get_row_at(row) if row >= 0 else [column.label for column in self.ordered_columns]
        widths = (column.render_width for column in self.ordered_columns)
        return [Cell(*cell) for cell in zip(texts, widths, map(frame.may_be_cut, frame.shown), strict=True)]

    def _render_cell(
        self,
        row_index: int,
        column_index: int,
        base_style: Style,
        width: int,
        cursor: bool = False,
        hover: bool = False,
        in_range: bool = False,
    ) -> Any:
        """A cell, shaded by its value unless the cursor is on its row."""
        step = self.frame.shade(row_index, column_index) if self.frame and row_index >= 0 and not cursor else 0
        if step:
            shade, ground = self.get_component_styles("table--shade").background, self.background_colors[1]
            base_style += shaded(ground, shade, step, greys=self.app.console.color_system != "truecolor")
        return super()._render_cell(row_index, column_index, base_style, width, cursor, hover, in_range)

    def _clear_caches(self) -> None:
        super()._clear_caches()
        self._strips.clear()

    def _refresh_heading(self) -> None:
        self.refresh(Region(0, 0, self.size.width, 1))

    # -- the mouse --------------------------------------------------------------------------------------------

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """The cursor goes where the mouse is; a click on a heading marks its column."""
        place = self._under(event)
        if place is not None:
            row = self.cursor_row if place.row < 0 else place.row
            self.move_cursor(row=row, column=place.column)

    def on_click(self, event: events.Click) -> None:
        """A double click goes in; on a heading it sorts."""
        place = self._under(event) if event.chain == 2 else None
        if place is not None and place.row >= 0:
            self.action_select_cursor()
        elif place is not None:
            self.post_message(self.HeadingOpened())

    def _under(self, event: events.MouseEvent) -> Coordinate | None:
        """The row and column under the mouse; row -1 is the heading."""
        if not self.frame:
            return None
        row = -1 if event.y == 0 else event.y - 1 + self.scroll_offset.y
        right = 0
        for column, entry in enumerate(self.ordered_columns):
            right += entry.render_width
            moved = 0 if column < self.fixed_columns else self.moved
            if event.x < right - moved:
                return Coordinate(row, column) if row < self.row_count else None
        return None

    # -- focus: only the cursor's row looks different -------------------------------------------------------

    def repaint_focus(self) -> None:
        """Repaint the row the cursor is on."""
        self.refresh_row(self.cursor_row)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The styles of the cursor are looked up anew when the focus came or went."""
        if self.get_pseudo_class_state() != self._pseudo_class_state:
            self._get_styles_to_render_cell.cache_clear()
        return super().render_lines(crop)

    def get_component_rich_style(self, *names: str, partial: bool = False, default: Style | None = None) -> Style:
        """The cursor looks different where the keys go."""
        if self.has_focus:
            names = tuple(_IN_FOCUS.get(name, name) for name in names)
        return super().get_component_rich_style(*names, partial=partial, default=default)

    def notify_style_update(self) -> None:
        """Repaint everything only when something looks different; a focus change is not that."""
        looks = (self.app.theme, self.rich_style)
        if looks != self._looks:
            self._looks = looks
            super().notify_style_update()
