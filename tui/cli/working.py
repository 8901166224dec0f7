"""Work that a key or a signal can stop: done in a thread, while the main thread waits and listens."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, TypeVar

from queries.cancel import Token
from queries.errors import CancelledError
from tui.cli.narration import PAUSE, ProgressLine

if TYPE_CHECKING:
    from collections.abc import Callable

Done = TypeVar("Done")


def stoppable(job: Callable[[Token, ProgressLine], Done]) -> Done:
    """Do a job and show how it gets on; what it raises is raised here.

    ctrl+c, a hang-up and SIGTERM (`tui.__main__` makes a SystemExit of both) stop it at once: nobody waits for a query
    that nobody wants.
    """
    token, line = Token(), ProgressLine()
    results: list[Done] = []
    errors: list[BaseException] = []
    over = threading.Event()

    def work() -> None:
        try:
            results.append(job(token, line))
        except BaseException as error:  # noqa: BLE001 - carried over to the thread that waits
            errors.append(error)
        finally:
            over.set()

    threading.Thread(target=work, daemon=True, name="work").start()
    try:
        while not over.wait(PAUSE):
            line.show()
    except (KeyboardInterrupt, SystemExit) as end:
        token.cancel()
        if isinstance(end, SystemExit):
            raise
        raise CancelledError from None
    finally:
        line.clear()
    if errors:
        raise errors[0]
    return results[0]
