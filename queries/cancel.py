"""Stopping what runs: a flag that both the asker and the worker hold."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import TYPE_CHECKING

from queries.errors import CancelledError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


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
        for listener in tuple(self._listeners):
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

    @contextmanager
    def telling(self, listener: Callable[[], object]) -> Iterator[None]:
        """Call `listener` when somebody asks to stop inside the block, and no more after it."""
        self.on_cancel(listener)
        try:
            yield
        finally:
            with suppress(ValueError):
                self._listeners.remove(listener)


running: ContextVar[Token | None] = ContextVar("running", default=None)
"""The token of the question that this thread answers; None where nobody can stop it."""


def check() -> None:
    """Stop here if somebody asked to stop the question that is being answered.

    Raises:
        CancelledError: Somebody did.
    """
    token = running.get()
    if token is not None:
        token.check()


@contextmanager
def reached_by(listener: Callable[[], object]) -> Iterator[None]:
    """Who stops the question that is being answered calls `listener`, as long as the block lasts."""
    token = running.get()
    if token is None:
        yield
        return
    token.check()
    with token.telling(listener):
        yield
