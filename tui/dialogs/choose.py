"""The columns that could carry a meaning, each with values of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual import on
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from queries.wording import mark, say
from tui.dialogs.dialog import Dialog
from tui.frame.choices import Choices
from tui.text.safe import safe

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from queries.mapping.correcting import Line as MappingLine

FORMATS = {
    "native": mark("what it is"),
    "iso": mark("2024-12-31, as text"),
    "ymd": mark("year, month, day"),
    "dmy": mark("day, month, year"),
    "mdy": mark("month, day, year"),
    "epoch_s": mark("seconds since 1970"),
    "epoch_ms": mark("milliseconds since 1970"),
    "epoch_us": mark("microseconds since 1970"),
    "local": mark("the clock of the place, its offset left out"),
    "serial": mark("days as spreadsheets count them"),
    "period": mark("a year with its quarter, month or week"),
    "day_number": mark("days counted from 1"),
    "week_number": mark("weeks counted from 1"),
    "point": mark("text with a decimal point"),
    "comma": mark("text with a decimal comma"),
}
"""How a column may be read, in words."""


class Choose(Dialog[Any]):
    """The columns that could carry a meaning, the likeliest first, and how they may be read."""

    def __init__(self, line: MappingLine, columns: list[str], samples: dict[str, str]) -> None:
        super().__init__(f"{line.table}: {say(line.meaning)}")
        self._samples = samples
        self._line = line
        likely = line.finding.alternatives if line.finding else ()
        now = [line.field.column] if line.field.column else []
        self._columns = list(dict.fromkeys((*now, *likely, *columns)))

    def content(self) -> ComposeResult:
        """The list."""
        from queries.mapping.correcting import NEEDED, formats_for

        width = max((cell_len(name) for name in self._columns), default=0)
        options = [Option(self._named(name, width), id=f"column-{at}") for at, name in enumerate(self._columns)]
        if self._line.field.column:
            column = safe(self._line.field.column)
            options += [
                Option(Text(say("read {column} as {how}", column=column, how=say(FORMATS[name]))), id=f"format-{name}")
                for name in formats_for(self._line.meaning)
            ]
        if self._line.meaning not in NEEDED:
            options.append(Option(say("none: this is not in the data"), id="none"))
        yield Choices(*options, markup=False)
        yield Static(Text(say("enter takes it · esc leaves it as it was")), classes="hint")

    def _named(self, name: str, width: int) -> Text:
        """A column with values of it beside."""
        text = Text(set_cell_size(safe(name), width) + "  ", no_wrap=True, overflow="ellipsis")
        return text.append(self._samples.get(name, ""), style="dim")

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        from queries.mapping.model import Field

        kind, _, rest = (event.option_id or "").partition("-")
        if kind == "none":
            self.dismiss("none")
        elif kind == "format":
            self.dismiss(replace(self._line.field, format=rest))
        else:
            column = self._columns[int(rest)]
            same = column == self._line.field.column
            self.dismiss(self._line.field if same else Field(column=column))
