"""The real program in a real terminal: opens, goes in, comes back, leaves the terminal as it was."""

from __future__ import annotations

import re
import shutil
import signal
import termios
import time
from typing import TYPE_CHECKING

import duckdb
import pytest
from terminal import PATIENCE, Terminal

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
    terminal.wait(r"(?s)\A(?!.*Find text where).*Who is worth keeping")
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


def test_what_is_opened_is_said_before_the_screen_that_shows_it(terminal: Terminal) -> None:
    terminal.wait("15 rows")
    first = terminal.raw.index(b"Opening shop.duckdb")
    assert first < terminal.raw.index(b"Questions")


ENDING = pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda n: n.name)


@ENDING
def test_a_signal_gives_the_terminal_back(terminal: Terminal, number: signal.Signals) -> None:
    terminal.wait("15 rows")
    terminal.process.send_signal(number)
    assert terminal.ended() == 128 + number
    terminal.assert_restored()
    assert terminal.printed_after() == b""


@ENDING
def test_a_signal_while_it_opens_gives_the_terminal_back(terminal: Terminal, number: signal.Signals) -> None:
    terminal.wait("Opening|Reading|15 rows")
    terminal.process.send_signal(number)
    assert terminal.ended() == 128 + number
    terminal.assert_restored()
    assert terminal.printed_after() == b""


def test_a_signal_while_nobody_reads_what_is_written_gives_the_modes_back(terminal: Terminal) -> None:
    """A terminal that is stopped holds up whoever writes to it; the program is not held up by it."""
    terminal.wait("15 rows")
    for size in ((200, 60), (120, 40)) * 40:
        terminal.resize(*size)  # each paints the whole screen, until there is no room for more
        terminal.send(":\x1b")
        time.sleep(0.01)
    terminal.process.send_signal(signal.SIGTERM)
    assert terminal.process.wait(PATIENCE) == 128 + signal.SIGTERM
    assert termios.tcgetattr(terminal.slave) == terminal.before


def test_a_closed_terminal_ends_the_program(shop: Path, tmp_path: Path) -> None:
    """Also one that does not say so by a signal: the program is nobody's session here."""
    running = Terminal([str(shop)], tmp_path)
    running.wait("15 rows")
    running.close_terminal()
    assert running.process.wait(PATIENCE) == 128 + signal.SIGHUP


def test_bytes_that_are_no_text_are_no_end(terminal: Terminal) -> None:
    terminal.wait("15 rows")
    terminal.send_bytes(b"\xff\xfe\x80\x1b[M\xff\xff\xff\x1b[<0;99999999999;1M\x1b[999999999~")
    terminal.send(":")
    terminal.wait("Search for commands")


def test_quitting_while_it_opens_ends_at_once(terminal: Terminal) -> None:
    terminal.wait("Opening|Reading|15 rows")
    terminal.send("\x11")
    assert terminal.ended() == 0
    terminal.assert_restored()


def test_idle_writes_nothing(terminal: Terminal) -> None:
    assert_idle(terminal)


def test_watching_files_writes_nothing_until_they_change(shop: Path, tmp_path: Path) -> None:
    own = shutil.copy(shop, tmp_path / "own.duckdb")
    running = Terminal([str(own), "--watch"], tmp_path)
    try:
        assert_idle(running)
        with duckdb.connect(str(own)) as connection:
            connection.execute("DELETE FROM orders WHERE ordered_at > '2024-11-15'")
        running.wait("own.duckdb changed and was read")
    finally:
        running.close()


def assert_idle(terminal: Terminal) -> None:
    """Once all is there nothing more is written."""
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


@pytest.mark.parametrize("kind", ["dumb", "unknown"])
def test_a_terminal_that_cannot_be_drawn_on_gets_a_sentence(shop: Path, tmp_path: Path, kind: str) -> None:
    running = Terminal([str(shop)], tmp_path, TERM=kind)
    try:
        assert running.ended() == 2
        assert f"it is called “{kind}” (TERM).".encode() in running.raw
        assert b"regulars run overview" in running.raw
        assert b"\x1b" not in running.raw
    finally:
        running.close()


def test_what_an_encoding_cannot_write_takes_no_more_room(shop: Path, tmp_path: Path) -> None:
    running = Terminal([str(shop)], tmp_path, PYTHONIOENCODING="ascii")
    try:
        running.wait("15 rows")
        assert b"\\u" not in running.raw
        assert re.match(r" Scope  2023-01-06 to 2024-12-31 \? by month", running.screen.display[1])
    finally:
        running.close()


def test_an_arrow_torn_by_a_slow_line_is_no_letters(shop: Path, tmp_path: Path) -> None:
    """`[` would move the period back."""
    running = Terminal([str(shop)], tmp_path, ESCDELAY="2000")
    try:
        running.wait("15 rows")
        running.send("p")
        running.wait("no parameters")
        running.send("\x1b")
        running.wait(r"(?s)\A(?!.*no parameters)")
        running.send("[B")
        running.send("f")
        running.wait("Narrow|Scope ›|Period")
        running.rest()
        assert "2023-01-06 to 2024-12-31" in running.screen.display[1]
    finally:
        running.close()
