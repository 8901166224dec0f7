"""The real program in a real terminal: opens, goes in, comes back, leaves the terminal as it was."""

from __future__ import annotations

import signal
import termios
import time
from typing import TYPE_CHECKING

import pytest
from terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.terminal


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
    terminal.wait("Leave regulars")
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
