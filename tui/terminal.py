"""The terminal: what comes from it, and how it is given back when there is no time to ask anybody."""

from __future__ import annotations

import os
import selectors
import signal
import termios
import time
from codecs import getincrementaldecoder
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING

from textual import events
from textual._xterm_parser import XTermParser
from textual.constants import ESCAPE_DELAY
from textual.drivers.linux_driver import LinuxDriver

from tui.torn import ESC, Torn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.message import Message

GIVEN_BACK = (
    b"\x18"  # whatever was being written ends here
    b"\x1b[?2026l"  # what is written is shown at once
    b"\x1b[?2004l"  # pasted text comes without marks
    b"\x1b[?2048l"  # sizes are told by signals
    b"\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"  # the mouse is the terminal's own
    b"\x1b[?7h"  # long lines are broken
    b"\x1b[<u"  # keys come as always
    b"\x1b[?1049l\x1b[0m\x1b[?25h"  # the screen that was there before, in its colours, with a cursor
    b"\x1b[?1004l"  # nobody listens for the focus
)
"""What Textual's driver asked of the terminal, taken back."""
LOOKED_UP = 0.1
"""So often, in seconds, somebody who waits for keys looks whether the program ends."""
FAR = 0.2
"""Seconds that `esc` waits for the rest of a code where the terminal is on another machine."""


class Terminal(LinuxDriver):
    """Textual's driver, made fit for bytes that are no text and for a terminal that goes away.

    As it comes it ends the program over the first, and asks the second for ever whether there are keys.
    """

    def run_input_thread(self) -> None:
        """Read keys until the program ends, or until the terminal is closed: then the program ends."""
        parser, decode = XTermParser(self._debug), getincrementaldecoder("utf-8")(errors="replace").decode
        torn = Torn(max(ESCAPE_DELAY, FAR) if "SSH_CONNECTION" in os.environ else ESCAPE_DELAY)
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                ready = selector.select(torn.wait(time.monotonic(), LOOKED_UP))
                text = decode(self._read()) if ready else ""
                for code in (*torn.take(text, time.monotonic()), ""):
                    try:
                        for event in _events(parser, code):
                            self.process_message(event)
                    except Exception:  # noqa: BLE001 - a code no keyboard sends, at which the parser fails in any way
                        parser = XTermParser(self._debug)

    def _read(self) -> bytes:
        """What was typed; a terminal that is closed hangs up, also where no signal said so."""
        try:
            data = os.read(self.fileno, 4096)
        except OSError:
            data = b""
        if not data:
            self.exit_event.set()
            os.kill(os.getpid(), signal.SIGHUP)
        return data

    def give_back(self) -> None:
        """Leave the terminal as it was found, at once, without waiting for anybody: for the end by a signal.

        It is written past everything that is still to be written, through a file of its own that refuses where a full
        or closed terminal would hold up.
        """
        if self.attrs_before is None:
            return
        with suppress(OSError, termios.error):
            termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        with suppress(OSError, termios.error):
            termios.tcflush(self.fileno, termios.TCIOFLUSH)
        with suppress(OSError):
            line = os.open(os.ttyname(self.fileno), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
            os.write(line, GIVEN_BACK)


def _events(parser: XTermParser, code: str) -> Iterable[Message]:
    """What a code means; nothing, where the parser has waited long enough for more, means something too."""
    if code == ESC:
        return (events.Key("escape", ESC),)
    return chain(parser.feed(code) if code else (), parser.tick())
