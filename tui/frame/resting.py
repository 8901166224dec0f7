"""Doing something once the keys rest: a key that is held down queues no work."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.message_pump import MessagePump
    from textual.timer import Timer

REST = 0.2
"""Keys that come sooner after each other, in seconds, are one move."""


class Resting:
    """Waits for a fifth of a second in which nothing new came."""

    def __init__(self, owner: MessagePump) -> None:
        """A wait of a widget: it ends with it."""
        self._owner = owner
        self._timer: Timer | None = None

    @property
    def waits(self) -> bool:
        """Whether something is still to be done."""
        return self._timer is not None

    def then(self, done: Callable[[], None]) -> None:
        """Do something then, unless something else is to be done before."""
        self.stop()

        def rested() -> None:
            self._timer = None
            done()

        self._timer = self._owner.set_timer(REST, rested)

    def stop(self) -> None:
        """Do nothing any more."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
