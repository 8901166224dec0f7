"""The panes of a screen together: their numbers, where the focus goes next, and which of them are seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Container

from tui.commands.listed import PANES, to_pane
from tui.frame.pane import Pane

if TYPE_CHECKING:
    from tui.commands.listed import Command

ROOM_FOR_ALL = 80
ROOM_FOR_BOTH = 30


class Panes(Container):
    """The panes in it, in the order they are yielded, count from 1; tab goes round.

    Where there is no room for all, a pane that is asked for takes the place of another. The style sheet hides panes
    by class: `-on` is the one that is seen where a screen is narrow, `-near` those where it has few lines.
    """

    def __init__(self, *, id: str, together: int = 1, alone: bool = True) -> None:  # noqa: A002 - Textual's word
        """Panes.

        Args:
            id: Their name in the style sheet.
            together: Of the panes that give way, how many are seen at once where there are few lines.
            alone: Whether a narrow screen shows one pane only; else one of those that give way, beside the others.
        """
        super().__init__(id=id)
        self._together = together
        self._alone = alone
        self._on: Pane | None = None
        self._near: Pane | None = None

    @staticmethod
    def further_keys() -> list[Binding]:
        """The keys of panes beyond those that the table of commands has a line for."""
        return [Binding(str(number), f"pane({number - 1})", show=False) for number in range(len(PANES) + 1, 10)]

    @property
    def all(self) -> list[Pane]:
        """The panes, in order."""
        return list(self.query(Pane))

    @property
    def in_focus(self) -> Pane | None:
        """The pane the keys go to."""
        focused = self.screen.focused
        inside = focused.ancestors_with_self if focused is not None else ()
        return next((node for node in inside if isinstance(node, Pane)), None)

    def commands(self) -> list[Command]:
        """The commands that go to each of them, by number."""
        return [to_pane(number, pane.NAME, pane.HELP) for number, pane in enumerate(self.all, 1)]

    # -- going ------------------------------------------------------------------------------------------------

    def go(self, index: int) -> None:
        """Show a pane and give it the focus."""
        if index < len(self.all):
            self.go_to(self.all[index])

    def go_to(self, pane: Pane) -> None:
        """Show a pane and give it the focus."""
        self.show(pane)
        target = pane.target
        if target is not None:
            self.screen.set_focus(target, scroll_visible=False)

    def step(self, step: int) -> None:
        """Give the next pane the focus, or the one before; a pane in which there is nothing to do is passed over."""
        panes = self.all
        start = panes.index(self.in_focus or self._on or panes[0])
        beyond = (panes[(start + step * distance) % len(panes)] for distance in range(1, len(panes) + 1))
        pane = next((pane for pane in beyond if pane.target is not None), None)
        if pane is not None:
            self.go_to(pane)

    # -- what is seen -----------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """At first the pane with the screen's table is on."""
        self.show(next((pane for pane in self.all if pane.MAIN), self.all[0]))
        self.place()

    def show(self, pane: Pane) -> None:
        """The pane that is seen where there is no room for all."""
        giving = [other for other in self.all if other.GIVES_WAY]
        self._on = pane
        if pane in giving:
            self._near = pane
        elif self._near is None or not self._alone:
            self._near = giving[0] if giving else None
        if self.screen.size.width < ROOM_FOR_ALL or self.screen.size.height < ROOM_FOR_BOTH:
            self.place()

    def place(self) -> None:
        """Tell the style sheet which panes are on; done only where it matters, since it styles everything anew."""
        giving = [pane for pane in self.all if pane.GIVES_WAY]
        group = giving.index(self._near) // self._together if self._near is not None else 0
        on = self._on if self._alone else self._near
        for pane in self.all:
            pane.set_class(pane is on, "-on")
            pane.set_class(pane.GIVES_WAY, "-gives-way")
            pane.set_class(pane in giving and giving.index(pane) // self._together == group, "-near")
        for child in self.children:
            child.set_class(on is not None and on in child.walk_children(with_self=True), "-holds-on")
