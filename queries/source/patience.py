"""Views of a database may take days to answer, or fail: each is looked at for so long, and costs itself alone."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from queries.errors import SourceError
from queries.source.faults import why_unreadable
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 20.0
"""Seconds that finding out about one view may take."""


@contextmanager
def patiently(connection: duckdb.DuckDBPyConnection, kind: str, name: str) -> Iterator[None]:
    """Ask about a table, or about a view for no longer than `PATIENCE`.

    Args:
        connection: What is asked inside the block, and interrupted.
        kind: What is asked about, as `Table` says it.
        name: What people call it.

    Raises:
        SourceError: The view took too long, or cannot be read. What goes wrong with a table is raised as it is.
    """
    if kind != "view":
        yield
        return
    alarm = _Alarm(connection)
    try:
        yield
    except (duckdb.InterruptException, duckdb.OutOfMemoryException) as error:
        if not alarm.rung:
            raise
        raise SourceError(
            say(
                "{name} takes longer than {patience:.0f} seconds to look at, and was left out.",
                name=name,
                patience=PATIENCE,
            )
        ) from error
    except duckdb.Error as error:
        raise SourceError(why_unreadable(name, error)) from error
    finally:
        alarm.off()


class _Alarm:
    """Interrupts a connection after some time, and never once it is off: the next question is another."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.rung = False
        self._connection = connection
        self._guard = threading.Lock()
        self._over = False
        self._timer = threading.Timer(PATIENCE, self._ring)
        self._timer.daemon = True
        self._timer.start()

    def _ring(self) -> None:
        with self._guard:
            if not self._over:
                self.rung = True
                self._connection.interrupt()

    def off(self) -> None:
        """Ring no more."""
        self._timer.cancel()
        with self._guard:
            self._over = True
