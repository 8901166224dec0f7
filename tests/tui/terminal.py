"""The real program on a pseudo-terminal, its screen kept by pyte."""

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

import pyte

ROOT = Path(__file__).parents[2]
PATIENCE = 120
"""Seconds that anything may take: a loaded machine is slow, which is no fault of the program."""


class Terminal:
    """The program on a pseudo-terminal, its screen kept by pyte."""

    def __init__(self, arguments: list[str], folder: Path, size: tuple[int, int] = (120, 40), **variables: str) -> None:
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.master, self.slave = pty.openpty()
        ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.before = termios.tcgetattr(self.slave)
        names = ("CONFIG", "CACHE", "STATE", "DATA")
        environment = os.environ | {f"XDG_{name}_HOME": str(folder / name) for name in names}
        environment |= {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT)} | variables
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

    def rest(self, seconds: float = PATIENCE) -> None:
        """Wait until the program has nothing to do: it writes nothing, and its first thread sleeps."""
        end, quiet = time.monotonic() + seconds, 0
        while quiet < 3 and self.process.poll() is None:
            assert time.monotonic() < end, "it never rests"
            wrote, state = self.pump(0.02), Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2]
            quiet = 0 if wrote or state.split()[0] == "R" else quiet + 1

    def send(self, keys: str) -> None:
        """Press keys."""
        self.send_bytes(keys.encode())

    def send_bytes(self, data: bytes) -> None:
        """Send bytes, whatever they are."""
        os.write(self.master, data)

    def resize(self, width: int, height: int) -> None:
        """Another size, which the program is told."""
        self.screen.resize(height, width)
        ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        self.process.send_signal(signal.SIGWINCH)

    def close_terminal(self) -> None:
        """Close the window, or lose the line."""
        os.close(self.slave)
        os.close(self.master)
        self.slave = self.master = -1

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
        if self.master >= 0:
            os.close(self.master)
            os.close(self.slave)

    def assert_restored(self) -> None:
        """The modes are as before, the other screen is left, the cursor is there."""
        assert termios.tcgetattr(self.slave) == self.before
        assert self.raw.rfind(b"\x1b[?1049l") > self.raw.rfind(b"\x1b[?1049h")
        assert self.raw.rfind(b"\x1b[?25h") > self.raw.rfind(b"\x1b[?25l")
        for mode in (b"1000", b"1003", b"1006", b"1015", b"1004", b"2004"):
            assert self.raw.rfind(b"\x1b[?%bl" % mode) > self.raw.rfind(b"\x1b[?%bh" % mode), mode

    def printed_after(self) -> bytes:
        """What was written after the screen was left, without control sequences."""
        rest = self.raw[self.raw.rfind(b"\x1b[?1049l") :]
        return re.sub(rb"\x1b\[[0-9;?<>=]*[a-zA-Z]", b"", rest).strip()
