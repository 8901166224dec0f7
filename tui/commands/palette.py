"""The command palette: every command and every question, by name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual.command import DiscoveryHit, Hit, Hits, Provider

from queries.formats.cells import words
from tui.commands.listed import COMMANDS, keys_of
from tui.panes.questions import askable
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tui.app import RegularsApp


class Everything(Provider):
    """What the palette offers, from the one list of commands and the catalogue."""

    @property
    def home(self) -> RegularsApp:
        """The application."""
        return self.app  # type: ignore[return-value]

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for name, said, run in self._entries():
            yield DiscoveryHit(Text(name), run, text=name, help=said)

    async def search(self, query: str) -> Hits:
        """What fits what was typed, by name or by what it does."""
        matcher = self.matcher(query)
        for name, said, run in self._entries():
            score = max(matcher.match(name), matcher.match(said) * 0.6)
            if score > 0:
                yield Hit(score, Text(name), run, text=name, help=said)

    def _tables(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        """The further tables of the answer on the screen."""
        from tui.screens.parts import Parted

        page = self.screen
        if isinstance(page, Parted) and page.parts():
            for name in ("", *page.parts()):
                title = f"Table: {words(name)}" if name else "Table: the answer"
                yield title, "Show this table of the answer.", partial(page.action_part, name)

    def _entries(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        """Name, what it does, and how it is done."""
        for metric in filter(askable, self.home.metrics):
            same = metric.group.casefold() == metric.title.casefold()
            name = safe(metric.title) if same else f"{safe(metric.group)}: {safe(metric.title)}"
            yield name, safe(metric.question), partial(self.home.ask, metric.id)
        yield from self._tables()
        for entry in COMMANDS:
            target, _, action = entry.action.rpartition(".")
            node = self.app if target == "app" else self.screen
            if entry.palette and hasattr(node, f"action_{action.partition('(')[0]}"):
                keys = ", ".join(keys_of(entry, self.home.keymap))
                title = f"{entry.title} ({keys})" if keys else entry.title
                yield title, entry.help, partial(self.app.call_later, self.app.run_action, entry.action)
