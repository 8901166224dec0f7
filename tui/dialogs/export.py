"""Write all rows of an answer to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label, Static

from tui.dialogs.dialog import Dialog
from tui.frame.field import Field
from tui.state.desk import Failed
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from queries.answering.result import Result
    from queries.cancel import Token
    from tui.state.workspace import Workspace
    from tui.text.formats import Marker


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

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path


class Export(Dialog[None]):
    """A path, whose ending says the format."""

    def __init__(self, workspace: Workspace, result: Result, part: str | None = None) -> None:
        super().__init__("Export all rows", workspace.desk)
        self._workspace = workspace
        self._result = result
        self._part = part or ""
        self._asked: Path | None = None

    def content(self) -> ComposeResult:
        """The path, the formats, and what comes along."""
        count = self._result.table(self._part or None)[1].height
        with Horizontal(classes="row"):
            yield Label("File", classes="name")
            name = "_".join(filter(None, (self._result.metric.id, self._part)))
            yield Field(f"{name}.csv", id="path")
        yield Static(Text(f"its ending says the format: {', '.join(formats())}"), classes="available")
        with Horizontal(classes="row"):
            yield Label("Part", classes="name")
            yield Field(self._part, id="part")
        parts = ", ".join(self._result.parts) or "this answer has no further tables"
        yield Static(
            Text(safe(f"empty for the table; {parts}"), no_wrap=True, overflow="ellipsis"), classes="available"
        )
        yield Static(id="said", markup=False)
        masked = "masked" if self._workspace.masked else "as they are"
        personal = f" · personal data are written {masked} (m outside changes that)" if self._result.personal else ""
        yield Static(Text(f"enter writes {count:,} rows · esc leaves{personal}"), classes="hint")

    @on(Input.Submitted)
    def _write(self, event: Input.Submitted) -> None:
        """Write; a file that is there is asked about first."""
        event.stop()
        from queries.export import FORMATS, format_of, write

        path = Path(self.query_one("#path", Field).value.strip()).expanduser()
        part = self.query_one("#part", Field).value.strip() or None
        kind = format_of(path)
        if kind is None:
            self.say(f"“{path.suffix or path.name}” says no format. End it in one of {', '.join(formats())}.")
            return
        if path.exists() and self._asked != path:
            self._asked = path
            self.say(f"{path} is there already. enter again replaces it.")
            return
        result, workspace = self._result, self._workspace
        command = "" if result.row else workspace.command(result)
        sources = workspace.session.given if workspace.session else ()

        def job(_token: Token) -> Message:
            shown = workspace.seen(result)
            chart = chart_for(shown, workspace.marker) if FORMATS[kind].carries_chart and not part else ""
            write(shown, path, kind, part=part, command=command, chart=chart, sources=sources)
            return Written(path)

        self.say("Writing …")
        self.start(job)

    @on(Written)
    def _written(self, message: Written) -> None:
        self.app.notify(safe(f"Wrote {message.path.absolute()}."), markup=False)
        self.dismiss(None)

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        self.say(str(message.error))
