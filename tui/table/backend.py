"""What a table reads: a frame with its columns, formatted row by row as rows come into view."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Literal

import polars as pl
from rich.cells import cell_len
from rich.text import Text
from textual_fastdatatable.backend import DataTableBackend

from queries.answering.arranged import ordered
from queries.answering.masked import is_personal
from queries.catalogue import Column, Unit
from queries.privacy import ByRow, mask_frame, mask_row
from tui.table.shades import scales, shade
from tui.text.colours import MUTED, told_by
from tui.text.formats import cell, is_numeric, safe
from tui.text.style import PLAIN, CellStyle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui.table.shades import Scale

ROWS_MEASURED = 200
ROWS_KEPT = 1000
WIDEST = 40
TREND_WIDTH = 12
ALWAYS_HIDDEN = ("complete", "customer")
"""Columns that say something about the row itself: `*` on the period, the code behind an id."""


class FrameBackend(DataTableBackend[pl.DataFrame]):
    """A Polars frame as the table widget reads it; only rows on the screen are formatted.

    Attributes:
        data: The frame in the order it is shown.
        shown: The columns that are shown, in order.
        hidden: The names of columns the person has hidden.
        masked: Whether personal data are masked in what is shown, found and copied; `data` and `row` are as they are.
        sorted_by: The column that orders the rows, and whether downwards; None is the answer's own order.
        cells: Whether each cell stands for something of its own, as those of a matrix do.
        widest: How many cells of the terminal a column takes at most.
    """

    def __init__(
        self,
        data: pl.DataFrame,
        columns: Sequence[Column],
        style: CellStyle = PLAIN,
        *,
        hidden: Iterable[str] = (),
        sorted_by: tuple[str, bool] | None = None,
        original: pl.DataFrame | None = None,
        cells: bool = False,
        masked: bool = True,
        widest: int = WIDEST,
    ) -> None:
        super().__init__(data)
        self._render_markup = False
        self.data = data
        self.original = data if original is None else original
        self.style = style
        self.described = tuple(columns)
        self.hidden = frozenset(hidden)
        self.sorted_by = sorted_by
        self.cells = cells
        self.masked = masked
        self.widest = widest
        units = {column.unit_column for column in columns if column.unit_column}
        visible = [c for c in columns if c.name not in ALWAYS_HIDDEN and c.name not in units]
        self.choosable = trend_forward(visible)
        self.shown = [column for column in self.choosable if column.name not in self.hidden]
        self._rows: OrderedDict[int, list[Text]] = OrderedDict()
        self._widths: list[int] | None = None
        self._scales: dict[str, Scale] | None = None

    # -- what the widget asks -------------------------------------------------------------------------------

    @classmethod
    def from_pydict(
        cls,
        data: Mapping[str, Sequence[Any]],
        max_rows: int | None = None,
        column_names: Sequence[str] | None = None,  # noqa: ARG003 - the widget's signature
    ) -> FrameBackend:
        """A backend of text columns, as the widget's own classes make them."""
        frame = pl.DataFrame(data).head(max_rows if max_rows is not None else 2**31)
        return cls(frame, [Column(name, "", Unit.TEXT) for name in frame.columns])

    @property
    def source_data(self) -> pl.DataFrame:
        """The frame."""
        return self.data

    @property
    def source_row_count(self) -> int:
        """How many rows there are."""
        return self.data.height

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return self.data.height

    @property
    def columns(self) -> Sequence[str]:
        """The names of the columns that are shown."""
        return [column.name for column in self.shown]

    @property
    def labels(self) -> list[str | Text]:
        """The headings, aligned like their columns; an arrow marks the sorted one."""
        return [self._label(column) for column in self.shown]

    @property
    def column_content_widths(self) -> list[int]:
        """The widest cell of each column, by a sample of the rows."""
        return self.measure()

    def measure(self) -> list[int]:
        """Find the widths out; done where rows are made, it is no work for the screen."""
        if self._widths is None:
            height = self.row_count
            step = max(1, height // ROWS_MEASURED)
            sample = {*range(min(height, 60)), *range(0, height, step), *range(max(0, height - 20), height)}
            rows = [self.seen(index) for index in sample]
            widest = [max((cell_len(self._words(row, c)) for row in rows), default=0) for c in self.shown]
            self._widths = [min(width, self.widest) for width in widest]
        return self._widths

    def get_row_at(self, index: int) -> Sequence[Text]:
        """A row as it is written."""
        if index in self._rows:
            self._rows.move_to_end(index)
            return self._rows[index]
        row = self._rows[index] = self._formatted(index)
        if len(self._rows) > ROWS_KEPT:
            self._rows.popitem(last=False)
        return row

    def get_column_at(self, index: int) -> Sequence[Any]:
        """A column's values, as they may be seen."""
        return self.seen_data().get_column(self.shown[index].name).to_list()

    def get_cell_at(self, row_index: int, column_index: int) -> Text:
        """A cell as it is written."""
        return self.get_row_at(row_index)[column_index]

    def sort(self, by: list[tuple[str, Literal["ascending", "descending"]]] | str) -> None:
        """Not used: a sorted table is another backend, see `sorted`."""
        raise NotImplementedError

    def append_column(self, label: str, default: Any | None = None) -> int:
        """Answers do not change."""
        raise NotImplementedError

    def append_rows(self, records: Iterable[Iterable[Any]]) -> list[int]:
        """Answers do not change."""
        raise NotImplementedError

    def drop_row(self, row_index: int) -> None:
        """Answers do not change."""
        raise NotImplementedError

    def update_cell(self, row_index: int, column_index: int, value: Any) -> None:
        """Answers do not change."""
        raise NotImplementedError

    # -- what the screens ask -------------------------------------------------------------------------------

    def row(self, index: int) -> dict[str, Any]:
        """A row's values by column name."""
        return self.data.row(index, named=True)

    def seen(self, index: int) -> dict[str, Any]:
        """A row's values by column name, as they may be seen."""
        return mask_row(self.row(index), self.described) if self.masked else self.row(index)

    def seen_data(self) -> pl.DataFrame:
        """All rows of the columns that are shown, as they may be seen."""
        needed = {c.personal.column for c in self.shown if isinstance(c.personal, ByRow)}
        others = needed & {*self.data.columns} - {*self.columns}
        frame = self.data.select(*self.columns, *sorted(others))
        return (mask_frame(frame, self.shown) if self.masked else frame).select(self.columns)

    @property
    def is_personal(self) -> bool:
        """Whether a column that is shown holds personal data."""
        return is_personal(self.shown)

    def behind(self, *, masked: bool) -> FrameBackend:
        """The same rows with personal data masked, or as they are."""
        return self if masked == self.masked else self._like(self.data, sorted_by=self.sorted_by, masked=masked)

    def ordered(self, name: str, *, descending: bool) -> FrameBackend:
        """The same rows ordered by a column; what is missing comes last."""
        frame = ordered(self.original, name, descending=descending)
        return self._like(frame, sorted_by=(name, descending))

    @staticmethod
    def reads_downwards(column: Column) -> bool:
        """Whether the large comes first in its order; names and dates are read upwards."""
        return column.unit not in (Unit.TEXT, Unit.NAME, Unit.DATE, Unit.TIME, Unit.FLAG)

    @staticmethod
    def may_be_cut(column: Column) -> bool:
        """Whether the beginning of its cells says something: texts are shortened, numbers and dates never."""
        return column.unit in (Unit.TEXT, Unit.NAME) and not column.unit_column

    def without(self, hidden: Iterable[str]) -> FrameBackend:
        """The same rows with other columns hidden."""
        return self._like(self.data, hidden=hidden, sorted_by=self.sorted_by)

    def arranged(self, sort: tuple[str, bool] | None, hidden: Iterable[str]) -> FrameBackend:
        """The same rows as somebody looked at them: what is not there any more orders and hides nothing."""
        named = {column.name for column in self.choosable}
        gone = named & {*hidden}
        shown = self.without(gone if gone != named else ())
        return shown.ordered(sort[0], descending=sort[1]) if sort is not None and sort[0] in named else shown

    def shade(self, index: int, place: int) -> int:
        """How dark a cell is, by its value among those that share its scale; 0 where it is not shaded.

        There is none without colours, nor in sixteen of them: the numbers say it.
        """
        if self._scales is None:
            self._scales = scales(self.data, self.described) if self.style.coloured and not self.style.few else {}
        column = self.shown[place]
        scale = self._scales.get(column.name)
        return 0 if scale is None else shade(scale, column, self.data, index)

    def matches(self, text: str) -> list[int]:
        """The rows in which any shown value contains the text, without regard to case."""
        needle = text.casefold()
        flat = [c.name for c in self.shown if not self.data.schema[c.name].is_nested()]
        if not needle or not flat:
            return []
        data = self.seen_data()
        holds = pl.any_horizontal(
            pl.col(name).cast(pl.String).str.to_lowercase().str.contains(needle, literal=True) for name in flat
        )
        return data.select(holds.fill_null(value=False).arg_true()).to_series().to_list()

    def _like(
        self,
        frame: pl.DataFrame,
        *,
        hidden: Iterable[str] | None = None,
        sorted_by: tuple[str, bool] | None,
        masked: bool | None = None,
    ) -> FrameBackend:
        chosen = self.hidden if hidden is None else hidden
        return FrameBackend(
            frame,
            self.described,
            self.style,
            hidden=chosen,
            sorted_by=sorted_by,
            original=self.original,
            cells=self.cells,
            masked=self.masked if masked is None else masked,
            widest=self.widest,
        )

    def _label(self, column: Column) -> Text:
        arrow = ""
        if self.sorted_by and self.sorted_by[0] == column.name:
            arrow = " ↓" if self.sorted_by[1] else " ↑"
        return _text(safe(column.heading) + arrow, column)

    def _formatted(self, index: int) -> list[Text]:
        row = self.seen(index)
        texts = [_text(self._words(row, c), c, self.style.colour(c, row[c.name])) for c in self.shown]
        for text, column in zip(texts, self.shown, strict=True):
            if column.unit is Unit.TREND and self.style.coloured:
                # Quieter than numbers; the last one is where it stands now.
                text.stylize(f"color({told_by(MUTED, few=self.style.few)})", 0, -1)
        return texts

    def _words(self, row: Mapping[str, Any], column: Column) -> str:
        """What a cell of a row says."""
        style = self.style
        return cell(
            row[column.name],
            column,
            row=row,
            currency=style.currency,
            marker=style.marker,
            width=TREND_WIDTH if column.unit is Unit.TREND else self.widest,
            grain=style.grain,
        )


def trend_forward(columns: Sequence[Column]) -> list[Column]:
    """Trends after the keys and the first two figures: they say most and would often be out of sight."""
    trends = [column for column in columns if column.unit is Unit.TREND]
    others = [column for column in columns if column.unit is not Unit.TREND]
    place = sum(column.key for column in others) + 2
    return [*others[:place], *trends, *others[place:]]


def _text(text: str, column: Column, colour: int | None = None) -> Text:
    """Text that is never read as markup, to the right where the column holds numbers."""
    style = "" if colour is None else f"color({colour})"
    return Text(text, style, justify="right" if is_numeric(column) else "left", no_wrap=True, overflow="ellipsis")
