"""The files opened lately: where they are, how large, when that was and what they told; and the demo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from queries.formats.dates import days_ago
from queries.formats.numbers import file_size
from queries.wording import mark, say
from tui.commands.keymap import bindings
from tui.commands.listed import named
from tui.frame.choices import Choices
from tui.frame.pane import Pane
from tui.frame.search import SEARCH
from tui.text.aligned import aligned
from tui.text.formats import fitted
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from queries.cancel import Token
    from tui.state.memory import Recent
    from tui.state.workspace import Workspace

WIDEST_NAME = 32
MOVES = ("move.up", "move.down", "move.page_up", "move.page_down", "move.first", "move.last")


class Files(Choices):
    """The list, with the keys that tables have."""

    BINDINGS: ClassVar[list[BindingType]] = bindings((*SEARCH, *MOVES, "recent.open"))

    def action_scroll_home(self) -> None:
        """To the first, as in a table."""
        self.action_first()

    def action_scroll_end(self) -> None:
        """To the last."""
        self.action_last()


class RecentPane(Pane):
    """The list. Files are looked at in a thread, since some are on machines far away; until then they have no size."""

    NAME, HEADING, HELP = "recent", mark("Files opened lately, and the demo"), mark("To the files opened lately.")
    PLACES = ("start",)
    DOES = named("start")
    BINDINGS: ClassVar[list[BindingType]] = bindings(("recent.forget", "recent.path"))
    MAIN = True
    ALLOW_MAXIMIZE = False

    @dataclass
    class Rested(Message):
        """The cursor is on files; on none where it is on the demo."""

        paths: tuple[str, ...]

        def can_replace(self, message: Message) -> bool:
            """The last one is the only one that matters."""
            return isinstance(message, RecentPane.Rested)

    @dataclass
    class Picked(Message):
        """Files are to be opened; without any the demo."""

        paths: tuple[str, ...]

    class Elsewhere(Message):
        """Another file is to be named."""

    @dataclass
    class Weighed(Message):
        """How large each file is; None where it is not there any more."""

        sizes: list[int | None]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._files = workspace.memory.recent()
        self._sizes: list[int | None] = [0] * len(self._files)
        self._today = date.today()  # once: nothing on the screen changes by itself
        self._list = Files(*self._options(), id="recent", markup=False)

    def content(self) -> Iterable[Widget]:
        """The list."""
        yield self._list

    def on_mount(self) -> None:
        """Look at the files."""
        every = [recent.paths for recent in self._files]

        def job(_token: Token) -> Message:
            from queries.source.glance import size_of

            return self.Weighed([size_of(paths) for paths in every])

        if every:
            self.workspace.desk.start(self, job)

    @on(Weighed)
    def _weighed(self, message: Weighed) -> None:
        self._sizes = message.sizes
        self._show()

    def forget(self, paths: tuple[str, ...]) -> None:
        """Forget that files were opened."""
        self.workspace.memory.forget(paths)
        self.workspace.desk.stop(self)  # what it would tell is of a longer list
        kept = [at for at, recent in enumerate(self._files) if recent.paths != paths]
        self._files, self._sizes = [self._files[at] for at in kept], [self._sizes[at] for at in kept]
        self._show()

    def action_forget(self) -> None:
        """Forget the files under the cursor."""
        at = self._list.highlighted or 0
        if at < len(self._files):
            self.forget(self._files[at].paths)
        else:
            self.tell(say("The demo is always there."))

    def action_path(self) -> None:
        """Name another file."""
        self.post_message(self.Elsewhere())

    @on(OptionList.OptionHighlighted)
    def _rested(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.post_message(self.Rested(self._paths(event.option_index)))

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Picked(self._paths(event.option_index)))

    def _paths(self, at: int) -> tuple[str, ...]:
        return self._files[at].paths if at < len(self._files) else ()

    # -- what is shown ----------------------------------------------------------------------------------------

    def _show(self) -> None:
        """Show the list anew, the cursor where it is."""
        at = self._list.highlighted or 0
        self._list.set_options(self._options())
        self._list.highlighted = min(at, len(self._files))

    def _options(self) -> Iterable[Option]:
        rows = [self._cells(recent, size) for recent, size in zip(self._files, self._sizes, strict=True)]
        for recent, size, row, words in zip(self._files, self._sizes, rows, aligned(rows, right=(1,)), strict=True):
            line = Text(words)
            line.stylize("dim", 0 if size is None else len(row[0]))
            yield Option(line.append(f"\n  {safe(recent.finding)}", "dim") if recent.finding else line)
        yield Option(Text(say("The demo: a shop whose truth is known")))

    def _cells(self, recent: Recent, size: int | None) -> Sequence[str]:
        """Name, size, day and folder."""
        first = Path(recent.paths[0])
        others = len(recent.paths) - 1
        name = say("{path} and {paths} more", path=first.name, paths=others) if others else first.name
        told = say("no longer there") if size is None else file_size(size) if size else ""
        opened = days_ago(recent.opened, self._today) if recent.opened else ""
        return fitted(safe(name), WIDEST_NAME), told, opened, safe(at_home(first.parent))


def at_home(path: Path) -> str:
    """A path with the home folder as `~`."""
    home = Path.home()
    return f"~/{path.relative_to(home)}".removesuffix("/.") if path.is_relative_to(home) else str(path)
