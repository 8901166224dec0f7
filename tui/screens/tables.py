"""The tables of the file as they are: to be read while the log is built, or to check what is in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import on
from textual.message import Message
from textual.widgets import Static

from tui.lines.footer import Keys
from tui.lines.status import Line
from tui.lines.title import Pane, PaneTitle
from tui.screens.page import Page
from tui.state.desk import Failed, Stopped
from tui.text.safe import safe

if TYPE_CHECKING:
    import polars as pl
    from textual.app import ComposeResult

    from queries.cancel import Token
    from queries.source import Source
    from tui.table.widget import Table


@dataclass
class Sampled(Message):
    """Rows of a table."""

    frame: pl.DataFrame


class Tables(Page):
    """The list of tables, or (named) some rows of one."""

    def __init__(self, source: Source, name: str | None = None) -> None:
        super().__init__()
        self._source = source
        self._name = name

    def compose(self) -> ComposeResult:
        """The way here, the table, the keys."""
        yield Line(self.home.label, id="title", name="regulars")
        with Pane(id="people-pane", classes="pane"):
            yield PaneTitle(f"Tables › {self._name}" if self._name else "Tables", id="people-title")
            yield Static("Reading …", id="words", markup=False)
        yield Keys(self.home.keymap, ("table",))

    def on_mount(self) -> None:
        """Read what is to be shown."""
        source, name = self._source, self._name

        def job(token: Token) -> Message:
            token.on_cancel(source.interrupt)
            return Sampled(source.sample(name) if name else _listed(source))

        self.home.desk.start("tables", self, job)

    def main_table(self) -> Table | None:
        """The rows."""
        return next(iter(self.query("#people-table")), None)  # type: ignore[return-value]

    @on(Sampled)
    async def _sampled(self, message: Sampled) -> None:
        from queries.catalogue import Column, Unit
        from queries.privacy.detection import kind_of
        from tui.table.frame import FrameBackend
        from tui.table.widget import Table

        words = self.query_one("#words", Static)
        words.update("" if len(message.frame) else "This table has no rows. esc goes back.")
        words.display = not len(message.frame)
        table = Table(id="people-table")
        await self.query_one("#people-pane").mount(table)
        units = {"rows": Unit.COUNT, "columns": Unit.COUNT} if not self._name else {}
        columns = [
            Column(
                name,
                f"{name}, as in the file ({kind})",
                units.get(name, Unit.NUMBER if kind.is_numeric() else Unit.TEXT),
                title=name,
            )
            for name, kind in message.frame.schema.items()
        ]
        if self._name:
            columns = [replace(c, personal=kind_of(c.name, message.frame[c.name].drop_nulls())) for c in columns]
        table.show(FrameBackend(message.frame, columns))
        table.focus()
        if self._name:
            self.query_one("#people-title", PaneTitle).aside = f"the first {len(message.frame):,} rows"

    def on_data_table_row_selected(self, event: Any) -> None:
        """Enter: rows of the table; in those, the whole cell."""
        event.stop()
        table = self.main_table()
        if self._name:
            self.action_cell()
        elif table is not None and table.row is not None:
            self.app.push_screen(Tables(self._source, str(table.row["table"])))

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        self.query_one("#words", Static).update(Text(safe(str(message.error))))

    @on(Stopped)
    def _stopped(self) -> None:
        self.query_one("#words", Static).update("Stopped. esc goes back.")

    def stop(self) -> bool:
        """Stop reading."""
        return self.home.desk.stop("tables")


def _listed(source: Source) -> pl.DataFrame:
    import polars as pl

    rows = [
        {
            "table": table.name,
            "kind": table.kind,
            "rows": table.rows,
            "columns": len(table.columns),
            "names": table.problem or ", ".join(column.name for column in table.columns),
        }
        for table in source.tables()
    ]
    return pl.DataFrame(
        rows, schema={"table": pl.String, "kind": pl.String, "rows": pl.Int64, "columns": pl.Int64, "names": pl.String}
    )
