"""Running the application so that the terminal is whole again afterwards, however it ends."""

from __future__ import annotations

import asyncio
import atexit
import os
import signal
from typing import TYPE_CHECKING, Any

from tui.state.desk import write_log

if TYPE_CHECKING:
    from tui.app import RegularsApp
    from tui.state.opening import Start

GRACE = 2
"""Seconds that restoring the terminal may take after a signal; then the process ends anyway."""


def run(start: Start) -> int:
    """Run the screen until it ends; the exit code.

    Threads that still work are not waited for: whoever calls ends the process without joining them.

    Raises:
        RegularsError: The files could not be opened; the terminal is restored by then.
    """
    from tui.app import RegularsApp

    write_log()
    app = RegularsApp(start)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _frame: _end_now(app, number))
    # A loop of our own: asyncio.run would wait for every thread that still works.
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    app.run(mouse=start.mouse, loop=loop)
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0


def _end_now(app: RegularsApp, number: int) -> None:
    """A signal: restore the terminal as far as it is still there, and end."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(GRACE)
    app.desk.stop_all()
    atexit._run_exitfuncs()  # private folders go first: a terminal that is gone may hold up the rest
    driver: Any = app._driver
    if driver is not None and number != signal.SIGHUP:
        driver.stop_application_mode()
        driver.close()
    elif driver is not None:
        _restore_modes(driver)
    os._exit(128 + number)


def _restore_modes(driver: Any) -> None:
    """The line's modes without writing anything: nobody is at the other end of a hung-up line."""
    import termios

    try:
        if driver.attrs_before is not None:
            termios.tcsetattr(driver.fileno, termios.TCSANOW, driver.attrs_before)
    except (OSError, termios.error):
        return
