"""The start screen: files opened lately, and the demo. Shown when no file is named."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from queries.wording import say
from tui.frame.choices import Choices
from tui.frame.field import Field
from tui.frame.footer import Keys
from tui.frame.status import Line
from tui.screens.page import Page
from tui.state.desk import Failed, Stopped
from tui.state.opening import Chosen, Made, making_demo
from tui.text.safe import safe

if TYPE_CHECKING:
    from textual.app import ComposeResult

SHOWN = 12


class StartScreen(Page):
    """Recent files, the demo, and a line for another path."""

    AUTO_FOCUS = "#recent"

    def compose(self) -> ComposeResult:
        """The list and the line."""
        self._recent = self.workspace.memory.recent()[:SHOWN]
        yield Line(
            say("who the regular customers are, how often they come, who is about to leave"),
            id="title",
            name="regulars",
        )
        with Vertical(id="start"):
            yield Static(Text(say("Open"), style="bold"))
            yield Choices(
                *(Option(Text(safe(_short(paths))), id=f"file-{at}") for at, paths in enumerate(self._recent)),
                Option(Text(say("The demo: a shop whose truth is known")), id="demo"),
                id="recent",
                markup=False,
            )
            yield Static(Text(say("or another file"), style="bold"))
            yield Field(
                id="path",
                placeholder=say("path of a DuckDB file, or of a CSV, Parquet, JSON export; enter opens"),
            )
            yield Static(id="said", markup=False)
        yield Keys(self.workspace.keymap)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        """Open what was chosen."""
        if event.option_id == "demo":
            self._say(say("Making a shop with 3,000 customers … (esc stops)"))
            self.workspace.desk.start(self, making_demo())
        elif event.option_id:
            self.post_message(Chosen(self._recent[int(event.option_id.removeprefix("file-"))]))

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        """Open the path that was typed."""
        path = Path(event.value.strip()).expanduser()
        if not event.value.strip():
            return
        if not path.exists():
            self._say(say("There is no file {path}.", path=path))
            return
        self.post_message(Chosen((str(path),)))

    @on(Made)
    def _made(self, message: Made) -> None:
        self.post_message(Chosen((message.path,), demo=True))

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        self._say(str(message.error))

    @on(Stopped)
    def _stopped(self) -> None:
        self._say(say("Stopped."))

    def stop(self) -> bool:
        """Stop making the demo."""
        stopped = self.workspace.desk.stop(self)
        if stopped:
            self._stopped()
        return stopped

    def leave(self) -> None:
        """Nothing is before this screen."""
        self.post_message(self.Left())

    def _say(self, words: str) -> None:
        self.query_one("#said", Static).update(Text(safe(words)))


def _short(paths: tuple[str, ...]) -> str:
    """File names with the folder, the home folder as `~`."""
    home = str(Path.home())
    first = paths[0]
    path = f"~{first.removeprefix(home)}" if first.startswith(f"{home}/") else first
    return path if len(paths) == 1 else say("{path} and {paths} more", path=path, paths=len(paths) - 1)
