"""Stopping what runs: a flag that both the asker and the worker hold."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from queries.errors import CancelledError

if TYPE_CHECKING:
    from collections.abc import Callable


class Token:
    """Asked to stop by one thread, noticed by another; what must be told at once is told on `cancel`."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._listeners: list[Callable[[], object]] = []

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask to stop; may be called from any thread, and more than once."""
        self._stop.set()
        for listener in self._listeners:
            listener()

    def on_cancel(self, listener: Callable[[], object]) -> None:
        """Call `listener` when somebody asks to stop, from that thread."""
        self._listeners.append(listener)

    def check(self) -> None:
        """Stop here if somebody asked to.

        Raises:
            CancelledError: Somebody did.
        """
        if self.cancelled:
            raise CancelledError
