"""The real program in a real terminal: opens, goes in, comes back, leaves the terminal as it was."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from fcntl import ioctl
from pathlib import Path
from typing import TYPE_CHECKING

import pyte
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.terminal

ROOT = Path(__file__).parents[2]
PATIENCE = 120
"""Seconds that anything may take: a loaded machine is slow, which is no fault of the program."""


class Terminal:
    """The program on a pseudo-terminal, its screen kept by pyte."""

    def __init__(self, arguments: list[str], folder: Path, size: tuple[int, int] = (120, 40)) -> None:
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.master, self.slave = pty.openpty()
        ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.before = termios.tcgetattr(self.slave)
        names = ("CONFIG", "CACHE", "STATE", "DATA")
        environment = os.environ | {f"XDG_{name}_HOME": str(folder / name) for name in names}
        environment |= {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tui", *arguments],
            stdin=self.slave, stdout=self.slave, stderr=self.slave, env=environment, cwd=ROOT, start_new_session=True,
        )  # fmt: skip

    def pump(self, seconds: float = 0.05) -> bool:
        """Take what the program wrote; whether it wrote anything."""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        data = os.read(self.master, 65536)
        self.raw += data
        self._stream.feed(re.sub(rb"\x1b\[[<>=?][0-9;]*[a-zA-Z$]*(?<![hl])", b"", data))
        return bool(data)

    def wait(self, pattern: str, seconds: float = PATIENCE) -> None:
        """Wait for a text on the screen."""
        end = time.monotonic() + seconds
        while not re.search(pattern, "\n".join(self.screen.display)):
            assert time.monotonic() < end, "\n".join(self.screen.display)
            self.pump()

    def send(self, keys: str) -> None:
        """Press keys."""
        os.write(self.master, keys.encode())

    def ended(self, seconds: float = PATIENCE) -> int:
        """Wait for the end; the exit code."""
        end = time.monotonic() + seconds
        while self.process.poll() is None:
            assert time.monotonic() < end, "it did not end"
            self.pump()
        while self.pump(0.1):
            pass
        return self.process.returncode

    def close(self) -> None:
        """End it, whatever it does."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.master)
        os.close(self.slave)

    def assert_restored(self) -> None:
        """The modes are as before, the other screen is left, the cursor is there."""
        assert termios.tcgetattr(self.slave) == self.before
        assert self.raw.rfind(b"\x1b[?1049l") > self.raw.rfind(b"\x1b[?1049h")
        assert self.raw.rfind(b"\x1b[?25h") > self.raw.rfind(b"\x1b[?25l")
        assert self.raw.rfind(b"\x1b[?1003l") > self.raw.rfind(b"\x1b[?1003h")

    def printed_after(self) -> bytes:
        """What was written after the screen was left, without control sequences."""
        rest = self.raw[self.raw.rfind(b"\x1b[?1049l") :]
        return re.sub(rb"\x1b\[[0-9;?<>=]*[a-zA-Z]", b"", rest).strip()


@pytest.fixture
def terminal(shop: Path, tmp_path: Path) -> Iterator[Terminal]:
    """The program on the small shop."""
    running = Terminal([str(shop)], tmp_path)
    yield running
    running.close()


def test_in_back_and_out(terminal: Terminal) -> None:
    terminal.wait("15 rows")
    terminal.send(":")
    terminal.wait("Search for commands")
    terminal.send("segments: rfm")
    terminal.wait(r"(?s)\A(?!.*Find text in the table).*Who is worth keeping")
    terminal.send("\r")
    terminal.wait("11 rows")
    terminal.send("2")
    terminal.send("j")
    terminal.send("\r")
    terminal.wait("› loyal")
    terminal.wait(r"(?m)^ Customer .*\n C0")
    terminal.send("\r")
    terminal.wait(r"\(1 of \d+\)")
    terminal.send("q")
    terminal.wait(r"› loyal +\d+ customers")  # the portrait's trail names the segment, too
    terminal.send("q")
    terminal.wait("11 rows")
    terminal.send("q")
    assert terminal.ended() == 0
    terminal.assert_restored()
    assert terminal.printed_after() == b""


def test_sigterm_restores_the_terminal(terminal: Terminal) -> None:
    terminal.wait("15 rows")
    terminal.process.send_signal(signal.SIGTERM)
    assert terminal.ended() == 128 + signal.SIGTERM
    terminal.assert_restored()
    assert terminal.printed_after() == b""


def test_a_hung_up_line_ends_the_process(terminal: Terminal) -> None:
    terminal.wait("15 rows")
    terminal.process.send_signal(signal.SIGHUP)
    assert terminal.ended() == 128 + signal.SIGHUP


def test_quitting_while_it_opens_ends_at_once(terminal: Terminal) -> None:
    terminal.wait("Opening|Reading|15 rows")
    terminal.send("\x11")
    assert terminal.ended() == 0
    terminal.assert_restored()


def test_idle_writes_nothing(terminal: Terminal) -> None:
    terminal.wait("15 rows")
    while terminal.pump(3):  # what follows the answer may take its time
        pass
    written = len(terminal.raw)
    end = time.monotonic() + 2
    while time.monotonic() < end:
        terminal.pump(0.2)
    assert len(terminal.raw) == written


def test_a_missing_file_is_a_sentence_after_the_screen(tmp_path: Path) -> None:
    running = Terminal([str(tmp_path / "none.duckdb")], tmp_path)
    try:
        assert running.ended() == 3
        assert b"none.duckdb" in running.raw
        assert termios.tcgetattr(running.slave) == running.before
    finally:
        running.close()
