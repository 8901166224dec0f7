"""Running the application so that the terminal is whole again afterwards, however it ends."""

from __future__ import annotations

import asyncio
import atexit
import os
import signal
import sys
import threading
from io import TextIOWrapper
from typing import TYPE_CHECKING, NoReturn

from tui.state.desk import write_log

if TYPE_CHECKING:
    from tui.app import RegularsApp
    from tui.state.opening import Start

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""The signals that end the program: from outside, or because the terminal is gone."""
GRACE = 2
"""Seconds that tidying up may take after a signal; then the process ends anyway."""


def run(start: Start) -> int:
    """Run the screen until it ends; the exit code.

    Threads that still work are not waited for: whoever calls ends the process without joining them.

    Raises:
        RegularsError: The files could not be opened; the terminal is restored by then.
    """
    from tui.app import RegularsApp
    from tui.terminal import Terminal

    write_log()
    # Textual draws on standard error. A sign that its encoding lacks takes one cell, not the six of its number.
    if isinstance(sys.__stderr__, TextIOWrapper):
        sys.__stderr__.reconfigure(errors="replace")
    app = RegularsApp(start, terminal=Terminal)
    for number in ENDING:
        signal.signal(number, lambda number, _frame: _end_now(app, number))
    # A loop of our own: asyncio.run would wait for every thread that still works.
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    app.run(mouse=start.mouse, loop=loop)
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0


def _end_now(app: RegularsApp, number: int) -> NoReturn:
    """A signal: give the terminal back as far as it is still there, tidy up, and end."""
    from tui.terminal import Terminal

    for other in ENDING:
        signal.signal(other, signal.SIG_IGN)
    if isinstance(app._driver, Terminal):
        app._driver.give_back()
    late = threading.Timer(GRACE, os._exit, [128 + number])
    late.daemon = True
    late.start()
    app.desk.stop_all()
    # What was registered for the end removes the private folders.
    atexit._run_exitfuncs()
    os._exit(128 + number)
