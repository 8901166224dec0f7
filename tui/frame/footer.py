"""The last line: the keys that matter where the focus is, as many as fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.reactive import Reactive
from textual.widget import Widget

from queries.wording import say
from tui.commands.listed import COMMANDS, command, keys_of, told
from tui.state.hints import HINTS
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ALWAYS = ("help", "palette", "back")


class Keys(Widget):
    """Reads the list of commands; which of them lead somewhere where the focus is the screen says."""

    ids: Reactive[tuple[str, ...]] = Reactive(())
    busy: Reactive[str] = Reactive("")
    far: Reactive[str] = Reactive("")
    """How far what runs is, where it says so."""
    instead: Reactive[str] = Reactive("")
    """A sentence in place of the keys: what has to be known of what the cursor is on."""
    hints: Reactive[tuple[str, ...]] = Reactive(())
    """The commands that somebody who is new is told of, in words that say more."""

    def __init__(self, keymap: Mapping[str, str], ids: Iterable[str] = ()) -> None:
        super().__init__(id="keys")
        self._keymap = keymap
        self.set_reactive(Keys.ids, tuple(ids))

    def render(self) -> Text:
        """First what can be done, as much as fits, then what is always there; what runs says how to stop it."""
        width = self.size.width
        if self.instead and not self.busy:
            sentence = Text(f" {safe(self.instead)}", no_wrap=True)
            sentence.truncate(width, overflow="ellipsis")
            return sentence
        always = [entry.id for entry in COMMANDS if entry.id in _ALWAYS and entry.id not in self.hints]
        last = self._line([*self.hints, *always])
        if self.busy:
            last = Text(f" {self.far} ") + self._entry("esc", say("stop")) + last
        first, taken = Text(no_wrap=True), set[str]()
        for id in told(self.ids):  # noqa: A001 - the word of the keymap
            piece, key = self._piece(id), self._key(id)
            fits = first.cell_len + piece.cell_len + last.cell_len <= width
            if fits and key not in taken and id not in (*_ALWAYS, *self.hints):
                first.append_text(piece)
                taken.add(key)  # of two that it may do, it does the first
        first.append_text(last)
        first.truncate(width)
        return first

    def watch_busy(self) -> None:
        """What begins, or is over, has not said yet how far it is."""
        self.far = ""

    def _line(self, ids: list[str]) -> Text:
        line = Text()
        for id in ids:  # noqa: A001 - the word of the keymap
            line.append_text(self._piece(id))
        return line

    def _piece(self, id: str) -> Text:  # noqa: A002
        entry = command(id)
        label = say(HINTS[id]) if id in self.hints else entry.label or entry.title.lower()
        return self._entry(self._key(id), label)

    def _key(self, id: str) -> str:  # noqa: A002
        return next(iter(keys_of(command(id), self._keymap)), "")

    @staticmethod
    def _entry(key: str, label: str) -> Text:
        return Text.assemble(" ", (key, "bold"), " ", (label, "dim"), " ")
