"""Write the customers behind a row, or all rows of an answer, to a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Label, OptionList, Static
from textual.widgets.option_list import Option

from queries.formats.cells import words
from queries.formats.plurals import many
from queries.home import from_home
from queries.wording import say
from tui.dialogs.dialog import Dialog
from tui.frame.choices import Choices
from tui.frame.path_field import PathField, in_words
from tui.state.desk import Failed
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from queries.answering.result import Result
    from queries.cancel import Token
    from tui.state.row import Row
    from tui.state.workspace import Workspace
    from tui.text.formats import Marker


@dataclass(frozen=True)
class Rows:
    """Something that can be written.

    Attributes:
        what: What it is called.
        name: What its file is called, without the ending.
        find: Gets the answer it is in.
        part: Which of the answer's tables it is; None is the main one.
        personal: Whether it may hold personal data.
    """

    what: str
    name: str
    find: Callable[[Token], Result]
    part: str | None = None
    personal: bool = True


def rows_of(result: Result, part: str | None = None, name: str = "") -> list[Rows]:
    """The tables of an answer, the one that is shown first."""
    stem, personal = name or result.metric.id, bool(result.personal)

    def table(part: str | None) -> Rows:
        height = result.table(part)[1].height
        counted = many(height, "row")
        what = f"{say(words(part))}: {counted}" if part else say("all of the answer: {counted}", counted=counted)
        return Rows(what, f"{stem}_{part}" if part else stem, lambda _: result, part, personal)

    return sorted(map(table, (None, *result.parts)), key=lambda rows: rows.part != part)


def people_of(workspace: Workspace, row: Row | None) -> list[Rows]:
    """The customers behind a row, where it stands for some."""
    runner = workspace.runner
    if row is None or runner is None or not row.leads_on or row.values is None:
        return []
    question, values = row.answer.question, row.values
    what = say("the customers of {workspace}", workspace=row.name(workspace))
    return [Rows(what, file_name(workspace, row), lambda token: runner.behind(question, values, token))]


def file_name(workspace: Workspace, row: Row) -> str:
    """What a file of the customers behind a row is called."""
    name = re.sub(r"\W+", "-", row.name(workspace)).strip("-")[:60]
    return "_".join(filter(None, (row.answer.metric.id, name, "customers")))


def formats() -> Sequence[str]:
    """The formats there are, by what a path ends in."""
    from queries.export import FORMATS

    return tuple(FORMATS)


def chart_for(result: Result, marker: Marker) -> str:
    """The chart of an answer as plain text, as wide as it is printed."""
    from tui.charts.look import Look
    from tui.charts.pictured import PRINTED, pictured

    return "\n".join(pictured(result, *PRINTED, Look(marker, colour=False)))


class Written(Message):
    """The file is there."""

    def __init__(self, path: Path, rows: int) -> None:
        super().__init__()
        self.path = path
        self.rows = rows


class Export(Dialog[None]):
    """What is written, and a path, whose ending says the format. The keys go to the path, arrows choose what."""

    AUTO_FOCUS = "#path"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move('cursor_down')", show=False),
        Binding("up", "move('cursor_up')", show=False),
    ]

    def __init__(self, workspace: Workspace, offered: Sequence[Rows]) -> None:
        """A dialog.

        Args:
            workspace: Knows what may be seen.
            offered: What can be written, the likeliest first.
        """
        super().__init__(say("Export"), workspace.desk)
        self._workspace = workspace
        self._offered = offered
        self._proposed = f"{offered[0].name}.csv"
        self._asked: Path | None = None

    def content(self) -> ComposeResult:
        """What there is, the path, the formats, and what comes along."""
        yield Choices(*map(Option, self._lines(0)), id="offered", markup=False)
        with Horizontal(classes="row"):
            yield Label(say("File"), classes="name")
            yield PathField(self._workspace.desk, self._proposed, id="path")
        yield Static(
            Text(say("its ending says the format: {names}", names=", ".join(formats()))), classes="available whole"
        )
        yield Static(id="said", markup=False)
        masked = say("masked") if self._workspace.masked else say("as they are")
        personal = any(rows.personal for rows in self._offered)
        hint = say(" · personal data are written {masked} (m outside changes that)", masked=masked) if personal else ""
        keys = say("enter writes · ↑ ↓ choose what · tab completes the path · esc leaves")
        yield Static(Text(f"{keys}{hint}"), classes="hint")

    def on_mount(self) -> None:
        """The list follows the arrows; the keys stay with the path."""
        choices = self.query_one(Choices)
        choices.can_focus = False
        choices.highlighted = 0

    def _lines(self, chosen: int) -> list[Text]:
        """What there is, a line each, with a mark where the cursor is: the keys go elsewhere."""
        return [
            Text(f"{'▸' if at == chosen else ' '} {safe(rows.what)}", no_wrap=True, overflow="ellipsis")
            for at, rows in enumerate(self._offered)
        ]

    @property
    def _chosen(self) -> Rows:
        return self._offered[self.query_one(Choices).highlighted or 0]

    def action_move(self, how: str) -> None:
        """Choose what is written."""
        getattr(self.query_one(Choices), f"action_{how}")()

    @on(OptionList.OptionHighlighted)
    def _propose(self, event: OptionList.OptionHighlighted) -> None:
        """The name of the file follows, until somebody typed another."""
        for at, line in enumerate(self._lines(event.option_index)):
            event.option_list.replace_option_prompt_at_index(at, line)
        field = self.query_one(PathField)
        if field.value == self._proposed:
            self._proposed = field.value = f"{self._chosen.name}.csv"
            field.cursor_position = len(field.value)

    @on(PathField.Completed)
    def _completed(self, message: PathField.Completed) -> None:
        """Tell how the path could go on."""
        self.say(in_words(message.names))

    @on(PathField.Entered)
    def _write(self) -> None:
        """Write; a file that is there is asked about first."""
        from queries.export import FORMATS, format_of, write

        path = from_home(self.query_one(PathField).value.strip())
        kind = format_of(path)
        if kind is None:
            names = ", ".join(formats())
            self.say(
                say("“{end}” says no format. End it in one of {names}.", end=path.suffix or path.name, names=names)
            )
            return
        if path.exists() and self._asked != path:
            self._asked = path
            self.say(say("{path} is there already. enter again replaces it.", path=path))
            return
        rows, workspace = self._chosen, self._workspace
        sources = workspace.session.given if workspace.session else ()

        def job(token: Token) -> Message:
            result = rows.find(token)
            shown = workspace.seen(result)
            command = "" if result.row else workspace.command(result)
            chart = chart_for(shown, workspace.marker) if FORMATS[kind].carries_chart and not rows.part else ""
            write(shown, path, kind, part=rows.part, command=command, chart=chart, sources=sources)
            return Written(path, shown.table(rows.part)[1].height)

        self.say(say("Writing …"))
        self.start(job)

    @on(Written)
    def _written(self, message: Written) -> None:
        told = say("Wrote {absolute}: {counted}.", absolute=message.path.absolute(), counted=many(message.rows, "row"))
        self.app.notify(safe(told), markup=False)
        self.dismiss(None)

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        self.say(str(message.error))
