"""Where the program starts and where it ends."""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import sys
from typing import NoReturn

from tui.allocator import keep_pages
from tui.streams import complete


def main() -> NoReturn:
    """Run the command line and end with its exit code."""
    complete()
    keep_pages()
    try:
        _end_by_signals()
        from tui.cli import cli

        # A name that the terminal's encoding cannot write is shown with a sign, not as a traceback.
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(errors="replace")
        code = cli.ended(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    _leave(code)


def _end_by_signals() -> None:
    """A hang-up and SIGTERM become SystemExit, as ctrl+c becomes KeyboardInterrupt: on its way private folders go."""

    def end(number: int, _: object) -> NoReturn:
        raise SystemExit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # whoever said nohup means it
            signal.signal(number, end)


def _leave(code: int) -> NoReturn:
    """End the process at once, whatever a thread still does.

    The interpreter's own end would wait for threads, and prints pages about connections that DuckDB and
    Polars still hold. What was registered for the end is run by hand: it removes the private folders.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    atexit._run_exitfuncs()
    os._exit(code)


if __name__ == "__main__":
    main()
