"""Work that takes time: threads that never touch a widget, and the messages they send.

A job is a function that takes a `Token` and returns a message. It runs in a thread; what it returns is posted
to the screen that asked. A newer job of the same group replaces the older one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.message import Message

from queries.cancel import Token
from queries.errors import CancelledError, RegularsError
from tui.state.places import places

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import App
    from textual.message_pump import MessagePump

Job = Callable[[Token], Message]
"""What is worked out: told by its token to stop, it raises `CancelledError`."""

log = logging.getLogger("regulars")


@dataclass
class Failed(Message):
    """A job could not be done: what to tell the person."""

    group: str
    error: RegularsError


@dataclass
class Stopped(Message):
    """A job was stopped because the person asked for it."""

    group: str


class Desk:
    """Hands jobs to threads and their messages to whoever asked; one job a group.

    Attributes:
        running: The token of each group's job.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self.running: dict[str, Token] = {}

    def start(self, group: str, to: MessagePump, job: Job) -> Token:
        """Start a job; an older one of its group is told to stop, and what it still says is not heard."""
        self.stop(group)
        token = self.running[group] = Token()

        def work() -> None:
            message = _done(group, job, token)
            if self.running.get(group) is token:
                del self.running[group]
                to.post_message(message)

        self._app.run_worker(work, group=group, thread=True, exit_on_error=False, name=group)
        return token

    def stop(self, group: str) -> bool:
        """Tell a group's job to stop and forget it; whether there was one."""
        token = self.running.pop(group, None)
        if token is not None:
            token.cancel()
        return token is not None

    def stop_all(self) -> None:
        """Tell everything to stop."""
        for group in list(self.running):
            self.stop(group)


def _done(group: str, job: Job, token: Token) -> Message:
    """What a job says in the end. The one place where any exception becomes a sentence."""
    try:
        return job(token)
    except CancelledError:
        return Stopped(group)
    except RegularsError as error:
        return Failed(group, error)
    except Exception as error:  # noqa: BLE001 - the border between threads and the screen
        return Failed(group, unforeseen(error))


def unforeseen(error: Exception) -> RegularsError:
    """Write an unforeseen error down, and say where."""
    log.error("unforeseen", exc_info=error)
    what = f"This went wrong in a way nobody foresaw ({type(error).__name__})."
    return RegularsError(what, f"It is written down in {log_path()}.")


def log_path() -> Path:
    """The file in which unforeseen errors are written down."""
    return places().log


def write_log() -> None:
    """Let unforeseen errors be written to the log file, never to the terminal."""
    path = log_path()
    log.propagate = False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        log.addHandler(logging.FileHandler(path, encoding="utf-8", delay=True))
    except OSError:
        log.addHandler(logging.NullHandler())
