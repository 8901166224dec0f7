"""The last line: the keys that matter where the focus is, as many as fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.reactive import Reactive
from textual.widget import Widget

from tui.commands.listed import COMMANDS, Where, keys_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.commands.listed import Command

_ALWAYS = ("help", "palette", "back")


class Keys(Widget):
    """Reads the list of commands; the places that apply are set by the screen."""

    places: Reactive[tuple[Where, ...]] = Reactive(())
    busy: Reactive[str] = Reactive("")

    def __init__(self, keymap: Mapping[str, str], places: tuple[Where, ...] = ("everywhere",)) -> None:
        super().__init__(id="keys")
        self._keymap = keymap
        self.set_reactive(Keys.places, places)

    def render(self) -> Text:
        """First what the pane does, then what is always there; what runs says how to stop it."""
        width = self.size.width
        last = self._line([entry.id for entry in COMMANDS if entry.id in _ALWAYS])
        if self.busy:
            last = self._entry("esc", "stop") + last
        first = Text(no_wrap=True)
        for place in self.places:
            for entry in COMMANDS:
                if entry.where == place and entry.label and entry.id not in _ALWAYS and self._can(entry):
                    piece = self._piece(entry.id)
                    if first.cell_len + piece.cell_len + last.cell_len <= width:
                        first.append_text(piece)
        first.append_text(last)
        first.truncate(width)
        return first

    def _can(self, entry: Command) -> bool:
        """Whether the screen does it; a list of customers has no scope of its own."""
        target, _, action = entry.action.partition(".")
        return target != "screen" or not self.is_attached or hasattr(self.screen, f"action_{action.partition('(')[0]}")

    def _line(self, ids: list[str]) -> Text:
        line = Text()
        for id in ids:  # noqa: A001 - the word of the keymap
            line.append_text(self._piece(id))
        return line

    def _piece(self, id: str) -> Text:  # noqa: A002
        entry = next(command for command in COMMANDS if command.id == id)
        keys = keys_of(entry, self._keymap)
        label = entry.label or entry.title.lower()
        return self._entry(keys[0] if keys else "", label)

    @staticmethod
    def _entry(key: str, label: str) -> Text:
        return Text.assemble(" ", (key, "bold"), " ", (label, "dim"), " ")
