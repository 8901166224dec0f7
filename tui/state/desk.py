"""Work that takes time: threads that never touch a widget, and the messages they send.

A job is a function that takes a `Token` and returns a message. It runs in a thread; what it returns is posted
to the pane or screen that asked. A newer job of the same asker and kind replaces the older one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.message import Message

from queries.cancel import Token
from queries.errors import CancelledError, RegularsError
from queries.wording import say
from tui.state.places import places
from tui.state.writing import PrivateLog

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

    kind: str
    error: RegularsError


@dataclass
class Stopped(Message):
    """A job was stopped because the person asked for it."""

    kind: str


class Desk:
    """Hands jobs to threads and their messages to whoever asked; one job an asker and kind.

    Attributes:
        running: The token of each job, by who asked and which kind of job it is.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self.running: dict[tuple[MessagePump, str], Token] = {}

    def start(self, asker: MessagePump, job: Job, kind: str = "") -> Token:
        """Start a job; the asker's older one of its kind is told to stop, and what it still says is not heard."""
        self.stop(asker, kind)
        key = (asker, kind)
        token = self.running[key] = Token()

        def work() -> None:
            message = _done(kind, job, token)
            if self.running.get(key) is token:
                del self.running[key]
                asker.post_message(message)

        self._app.run_worker(work, thread=True, exit_on_error=False, name=f"{type(asker).__name__} {kind}".strip())
        return token

    def runs(self, asker: MessagePump, kind: str = "") -> bool:
        """Whether a job of the asker runs."""
        return (asker, kind) in self.running

    def stop(self, asker: MessagePump, kind: str | None = None) -> bool:
        """Tell the asker's job of a kind, or all of them, to stop and forget it; whether there was one."""
        keys = [key for key in self.running if key[0] is asker and kind in (None, key[1])]
        tokens = [token for key in keys if (token := self.running.pop(key, None)) is not None]
        for token in tokens:
            token.cancel()
        return bool(tokens)

    def stop_all(self) -> None:
        """Tell everything to stop."""
        for asker in {asker for asker, _ in self.running}:
            self.stop(asker)


def _done(kind: str, job: Job, token: Token) -> Message:
    """What a job says in the end. The one place where any exception becomes a sentence."""
    try:
        return job(token)
    except CancelledError:
        return Stopped(kind)
    except RegularsError as error:
        return Failed(kind, error)
    except Exception as error:  # noqa: BLE001 - the border between threads and the screen
        return Failed(kind, unforeseen(error))


def unforeseen(error: Exception) -> RegularsError:
    """Write an unforeseen error down, and say where."""
    log.error("unforeseen", exc_info=error)
    what = say("This went wrong in a way nobody foresaw ({name}).", name=type(error).__name__)
    return RegularsError(what, say("It is written down in {log_path}.", log_path=log_path()))


def log_path() -> Path:
    """The file in which unforeseen errors are written down."""
    return places().log


def write_log() -> None:
    """Let unforeseen errors be written to the log file, never to the terminal."""
    log.propagate = False
    log.addHandler(PrivateLog(log_path()))
