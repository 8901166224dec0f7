"""The command palette: every command and every question, by name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.command import DiscoveryHit, Hit, Hits, Provider

from queries.formats.cells import words
from tui.commands.listed import COMMANDS, keys_of
from tui.panes.questions import askable
from tui.screens.page import EVERY_PAGE, Page
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.dom import DOMNode

    from queries.catalogue import Metric
    from tui.commands.listed import Command
    from tui.state.workspace import Workspace


class Everything(Provider):
    """What the palette offers, from the one list of commands and the catalogue."""

    workspace: ClassVar[Workspace]
    ask: ClassVar[Callable[[str], None]]
    """Asks a question by the id of its metric, from wherever one is."""

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for name, meaning, run in self._entries():
            yield DiscoveryHit(Text(name), run, text=name, help=meaning)

    async def search(self, query: str) -> Hits:
        """What fits what was typed, by name or by what it does."""
        matcher = self.matcher(query)
        for name, meaning, run in self._entries():
            score = max(matcher.match(name), matcher.match(meaning) * 0.6)
            if score > 0:
                yield Hit(score, Text(name), run, text=name, help=meaning)

    def _entries(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        """Name, what it does, and how it is done."""
        for metric in filter(askable, self.workspace.metrics):
            same = metric.group.casefold() == metric.title.casefold()
            name = safe(metric.title) if same else f"{safe(metric.group)}: {safe(metric.title)}"
            yield name, safe(metric.question) + self._missing(metric), partial(type(self).ask, metric.id)
        yield from self._tables()
        for entry in COMMANDS:
            node = self._doer(entry)
            if entry.palette and node is not None:
                keys = ", ".join(keys_of(entry, self.workspace.keymap))
                title = f"{entry.title} ({keys})" if keys else entry.title
                yield title, entry.help, partial(self.app.call_later, self.app.run_action, entry.action, node)

    def _missing(self, metric: Metric) -> str:
        """What these data lack for a question, behind it."""
        from queries.data.needs import in_words, missing

        runner = self.workspace.runner
        lacking = missing(runner.log, metric.needs) if runner else ()
        return f" (needs {' and '.join(map(in_words, lacking))})" if lacking else ""

    def _tables(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        """The further tables of the answer on the screen."""
        pane = self.screen.parted() if isinstance(self.screen, Page) else None
        if pane is not None and pane.parts():
            for name in ("", *pane.parts()):
                title = f"Table: {words(name)}" if name else "Table: the answer"
                yield title, "Show this table of the answer.", partial(pane.go_to_part, name)

    def _doer(self, entry: Command) -> DOMNode | None:
        """Who does a command here: a pane, the screen, or above a dialog the application."""
        if entry.where != "everywhere" and isinstance(self.screen, Page):
            return self.screen.doer(entry.id)
        return self.app if entry.id in EVERY_PAGE and entry.action.startswith("app.") else None


def everything(workspace: Workspace, ask: Callable[[str], None]) -> type[Everything]:
    """The provider of a workspace's palette."""
    return type("Everything", (Everything,), {"workspace": workspace, "ask": staticmethod(ask)})
