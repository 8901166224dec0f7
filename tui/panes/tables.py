"""The tables of the file as they are: their list, or some rows of one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from queries.wording import mark, say
from tui.state.desk import Failed, Stopped
from tui.table.pane import TablePane

if TYPE_CHECKING:
    import polars as pl

    from queries.cancel import Token
    from queries.catalogue import Column
    from queries.source import Source
    from tui.state.workspace import Workspace


class TablesPane(TablePane):
    """The list of tables, or (named) some rows of one."""

    NAME, HEADING, HELP = "tables", mark("Tables"), mark("To the tables.")
    WAITING = mark("Reading …")

    @dataclass
    class Sampled(Message):
        """Rows of a table."""

        frame: pl.DataFrame
        columns: list[Column]

    @dataclass
    class Opened(Message):
        """A table of the list was opened."""

        name: str

    def __init__(self, workspace: Workspace, source: Source, name: str | None) -> None:
        super().__init__(workspace, f"{say(self.HEADING)} › {name}" if name else None)
        self._source = source
        self._name = name

    async def on_mount(self) -> None:
        """Read what is to be shown."""
        source, name = self._source, self._name

        def job(token: Token) -> Message:
            token.on_cancel(source.interrupt)
            frame = source.sample(name) if name else _listed(source)
            return self.Sampled(frame, _columns(frame, rows_of_one=name is not None))

        self.workspace.desk.start(self, job)

    @on(Sampled)
    def _sampled(self, message: Sampled) -> None:
        from tui.table.backend import FrameBackend

        self.show(FrameBackend(message.frame, message.columns))
        if message.frame.is_empty():
            self.say(say("This table has no rows. esc goes back."))
        if self._name:
            self.title.aside = say("the first {frame:,} rows", frame=len(message.frame))
        self.take_focus()

    @on(Failed)
    def _could_not(self, message: Failed) -> None:
        if message.kind == "":
            message.stop()
            self.say(str(message.error))

    @on(Stopped)
    def _stopped(self) -> None:
        self.say(say("Stopped. esc goes back."))

    def stop(self) -> bool:
        """Stop reading."""
        return self.workspace.desk.stop(self, "")

    def opened(self) -> None:
        """Enter: rows of the table; in those, the whole cell."""
        if self._name:
            self.action_cell()
        elif self.values is not None:
            self.post_message(self.Opened(str(self.values["table"])))


def _columns(frame: pl.DataFrame, *, rows_of_one: bool) -> list[Column]:
    """The columns as the file has them; in the rows of a table, what is personal is known by name and values."""
    from queries.catalogue import Column, Unit
    from queries.privacy.detection import kind_of

    counts = () if rows_of_one else ("rows", "columns")
    columns = []
    for name, kind in frame.schema.items():
        unit = Unit.COUNT if name in counts else Unit.NUMBER if kind.is_numeric() else Unit.TEXT
        columns.append(
            Column(
                name,
                say("{name}, as in the file ({kind})", name=name, kind=kind),
                unit,
                title=name if rows_of_one else say(name),
            )
        )
    if rows_of_one:
        columns = [replace(c, personal=kind_of(c.name, frame[c.name].drop_nulls())) for c in columns]
    return columns


def _listed(source: Source) -> pl.DataFrame:
    import polars as pl

    rows = [
        {
            "table": table.name,
            "kind": say(table.kind),
            "rows": table.rows,
            "columns": len(table.columns),
            "names": table.problem or ", ".join(column.name for column in table.columns),
        }
        for table in source.tables()
    ]
    return pl.DataFrame(
        rows, schema={"table": pl.String, "kind": pl.String, "rows": pl.Int64, "columns": pl.Int64, "names": pl.String}
    )
