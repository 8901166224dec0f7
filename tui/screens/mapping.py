"""What means what: the guess with its confidence and samples, to be corrected, saved and used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import on
from textual.message import Message
from textual.widgets import Static

from queries.errors import RegularsError
from tui.commands.keymap import bindings
from tui.dialogs.choose import Choose
from tui.lines.footer import Keys
from tui.lines.status import Line
from tui.lines.title import Pane, PaneTitle
from tui.screens.page import Page
from tui.state.desk import Failed, Stopped
from tui.text.safe import safe

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from queries.cancel import Token
    from queries.eventlog.preview import Preview
    from queries.mapping.correcting import Line as MappingLine
    from queries.mapping.model import Field
    from queries.session import Session
    from queries.source import Source
    from tui.commands.listed import Where
    from tui.table.widget import Table


@dataclass
class Previewed(Message):
    """What the mapping would read is counted."""

    preview: Preview


@dataclass
class Sampled(Message):
    """A few values of every column of the tables: table → column → values."""

    values: dict[str, dict[str, str]]


class MappingScreen(Page):
    """One line a meaning; what has to be confirmed comes first."""

    BINDINGS = bindings("mapping")

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._mapping = session.mapping
        self._offered = (session.guess.mapping if session.guess else session.mapping).events
        self._lines: list[MappingLine] = []
        self._samples: dict[str, dict[str, str]] = {}

    @property
    def places(self) -> tuple[Where, ...]:
        """The keys of the mapping."""
        return ("mapping",)

    def compose(self) -> ComposeResult:
        """What has to be confirmed, the lines, what would be read."""
        yield Line(self.home.label, id="title", name="regulars")
        yield Line("What the tables and columns mean. Correct what is wrong, then w.", id="scope", name="Mapping")
        with Pane(id="mapping-pane", classes="pane"):
            yield PaneTitle("What means what", id="mapping-title")
            yield Static(id="asked", markup=False)
            yield Static(id="about", markup=False)
            yield Static("Counting what would be read …", id="preview", markup=False)
        yield Keys(self.home.keymap, self.places)

    async def on_mount(self) -> None:
        """The table, then the count."""
        from tui.table.widget import Table

        await self.query_one("#mapping-pane").mount(Table(id="mapping-table"), after="#asked")
        self.query_one("#mapping-table").focus()
        source = self._session.source
        self.home.desk.start("samples", self, lambda token: Sampled(_sampled(source, token)))
        self._show()

    def main_table(self) -> Table | None:
        """The lines."""
        return next(iter(self.query("#mapping-table")), None)  # type: ignore[return-value]

    def _fill(self) -> None:
        """The lines as a table."""
        from tui.table.frame import FrameBackend

        table = self.main_table()
        if table is not None:
            frame, columns = _frame(self._lines, self._samples)
            table.show(FrameBackend(frame, columns), row=table.cursor_row)

    def _show(self) -> None:
        """The lines as they are now; and count anew."""
        from queries.mapping.correcting import lines_of

        self._lines = lines_of(self._mapping, self._session.guess, self._offered)
        questions = [line.finding.question for line in self._lines if line.finding and line.finding.question]
        self.query_one("#asked", Static).update(Text("\n".join(f" ? {safe(question)}" for question in questions[:4])))
        self._fill()
        session, mapping = self._session, self._mapping

        def job(token: Token) -> Message:
            from queries.eventlog.preview import preview

            token.on_cancel(session.source.interrupt)
            return Previewed(preview(session.source, mapping))

        self.home.desk.start("preview", self, job)

    @on(Sampled)
    def _values_came(self, message: Sampled) -> None:
        self._samples = message.values
        self._fill()

    @on(Previewed)
    def _previewed(self, message: Previewed) -> None:
        self.query_one("#preview", Static).update(_preview_words(message.preview))

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        self.query_one("#preview", Static).update(Text(f" ! {safe(str(message.error))}"))

    @on(Stopped)
    def _stopped(self) -> None:
        self.query_one("#preview", Static).update("")

    def on_table_rested(self, message: Any) -> None:
        """Say why the line under the cursor was guessed."""
        at = message.table.cursor_row
        if at < len(self._lines):
            self.query_one("#about", Static).update(_about(self._lines[at]))

    # -- correcting -------------------------------------------------------------------------------------------

    def on_data_table_row_selected(self, event: Any) -> None:
        """Enter: another column, or another way to read it."""
        event.stop()
        line = self._lines[event.cursor_row]
        if line.meaning == "table":
            self.action_exclude()
            return
        if not line.changeable:
            self.tell("This line only tells something; “regulars map” writes a file in which all can be set.")
            return

        def chosen(field: Field | str | None) -> None:
            from queries.mapping.correcting import changed

            if field is not None:
                self._mapping = changed(
                    self._mapping, line.table, line.meaning, None if isinstance(field, str) else field
                )
                self._show()

        columns = [column.name for column in self._session.source.table(line.table).columns]
        self.app.push_screen(Choose(line, columns, self._samples.get(line.table, {})), chosen)

    def action_exclude(self) -> None:
        """Leave the table of the line out, or take it back in."""
        from queries.mapping.correcting import taken_in, with_table, without

        table = self.main_table()
        if table is None or not self._lines:
            return
        name = self._lines[table.cursor_row].table
        if any(entry.table == name for entry in self._mapping.events):
            if len(self._mapping.events) == 1:
                self.tell("One event table has to stay.", wrong=True)
                return
            self._mapping = without(self._mapping, name)
        else:
            found = next((entry for entry in self._offered if entry.table == name), None)
            if found is None:
                found = taken_in(self._session.source.table(name))
                self._offered = (*self._offered, found)
                self.tell(f"{name} is taken in. Say which column is the customer and which the time (enter).")
            self._mapping = with_table(self._mapping, found, self._offered)
        self._show()

    def action_save(self) -> None:
        """Remember the mapping and open with it."""
        self._settle(remember=True)

    def action_go_on(self) -> None:
        """Open with it once."""
        self._settle(remember=False)

    def _settle(self, *, remember: bool) -> None:
        try:
            self._session.settle(self._mapping, remember=remember)
        except RegularsError as error:
            self.tell(str(error), wrong=True)
            return
        self.home.desk.stop("preview")
        self.home.load(self._session)
        self.dismiss(None)

    def leave(self) -> None:
        """Without a log there is nothing to go back to."""
        self.home.desk.stop("preview")
        if self.home.runner is None:
            self.home.end(0)
        else:
            self.dismiss(None)


def _sampled(source: Source, token: Token) -> dict[str, dict[str, str]]:
    """A few values of every column, as text; personal ones are masked."""
    from queries.privacy import masked
    from queries.privacy.detection import kind_of

    token.on_cancel(source.interrupt)
    found: dict[str, dict[str, str]] = {}
    for table in source.tables():
        token.check()
        if table.problem:
            continue
        frame = source.sample(table.name, 50)
        known = {name: frame[name].drop_nulls() for name in frame.columns}
        shown = {name: masked(values.head(12), kind_of(name, values)).to_list() for name, values in known.items()}
        found[table.name] = {name: ", ".join(dict.fromkeys(map(safe, values)))[:60] for name, values in shown.items()}
    return found


def _frame(lines: list[MappingLine], samples: dict[str, dict[str, str]]) -> tuple[Any, list[Any]]:
    """The lines as a table."""
    import polars as pl

    from queries.catalogue import Column, Unit

    rows = [
        {
            "": "?" if line.finding and line.finding.question else "" if line.used else "–",
            "table": line.table,
            "meaning": line.meaning,
            "column": _written(line),
            "sure": line.finding.confidence if line.finding and line.used else None,
            "samples": _values(line, samples),
            "why": line.finding.reason if line.finding else "",
        }
        for line in lines
    ]
    schema = {"": pl.String, "table": pl.String, "meaning": pl.String, "column": pl.String, "sure": pl.Float64}
    columns = [
        Column("", "? has to be confirmed, – is left out", Unit.TEXT, title=" "),
        Column("table", "the table, view or file", Unit.TEXT, key=True),
        Column("meaning", "what the column means", Unit.TEXT),
        Column("column", "the column, or one value for every row", Unit.TEXT),
        Column("sure", "how sure the guess is", Unit.SHARE),
        Column("samples", "values of the column", Unit.TEXT),
        Column("why", "what speaks for it", Unit.TEXT),
    ]
    return pl.DataFrame(rows, schema=schema | {"samples": pl.String, "why": pl.String}), columns


def _values(line: MappingLine, samples: dict[str, dict[str, str]]) -> str:
    """Values of the line's column, as the guess saw them or as they are; personal ones are masked."""
    from queries.privacy.detection import shown_samples

    if line.finding and line.finding.samples and line.finding.field.column == line.field.column:
        return ", ".join(shown_samples(line.field.column or "", line.finding.samples[:3]))
    return samples.get(line.table, {}).get(line.field.column or "", "")


def _written(line: MappingLine) -> str:
    field = line.field
    if line.meaning == "table":
        return "(not used: enter takes it in)"
    if field.column is None:
        return f"“{field.value}”" if field.value is not None else "–"
    return field.column + (f" ({field.format})" if field.format and field.format != "native" else "")


def _about(line: MappingLine) -> Text:
    finding = line.finding
    if finding is None:
        return Text(" ")
    words = f" {line.table}.{line.meaning}: {finding.question or finding.reason}"
    others = f" Could also be {', '.join(finding.alternatives[:4])}." if finding.alternatives else ""
    return Text(safe(words + others), style="dim")


def _preview_words(preview: Preview) -> Text:
    """What would be read and what would be set aside, in lines."""
    words = Text()
    for table in preview.tables:
        span = f", {table.first:%Y-%m-%d} to {table.last:%Y-%m-%d}" if table.first and table.last else ""
        kinds = ", ".join(table.kinds[:6]) + (" …" if len(table.kinds) > 6 else "")
        words.append(safe(f" {table.table}: {table.kept:,} of {table.rows:,} rows{span} · {kinds}") + "\n")
    for entry in preview.set_aside[:4]:
        what = "repaired" if entry.repaired else "set aside"
        words.append(safe(f" {entry.rows:,} rows of {entry.table} {what}: {entry.reason}") + "\n", style="dim")
    words.rstrip()
    return words
