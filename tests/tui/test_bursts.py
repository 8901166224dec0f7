"""Keys that come in one burst, as from a paste, a macro or a slow line: each does what it would have done alone."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest
from terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.terminal


@pytest.fixture
def terminal(shop: Path, tmp_path: Path) -> Iterator[Terminal]:
    """The program on the small shop, its first answer there."""
    running = Terminal([str(shop)], tmp_path)
    running.wait("15 rows")
    yield running
    running.close()


def test_a_burst_reaches_the_palette_that_is_opening(terminal: Terminal) -> None:
    terminal.send(":growth\r")
    terminal.wait("▸Staying › Growth")
    terminal.send(":segments: rfm\r")
    terminal.wait("▸Segments › RFM")


def test_a_burst_reaches_the_scope_dialog_that_is_opening(terminal: Terminal) -> None:
    terminal.send("f2024-03\r")
    terminal.wait("2024-03-01")


def test_a_burst_reaches_the_search_that_is_opening(terminal: Terminal) -> None:
    terminal.send(":segments: rfm\r")
    terminal.wait("11 rows")
    terminal.send("2/risk\r")
    terminal.wait("“risk”: 1 of 1 rows")


def test_a_word_searched_for_in_the_list_of_questions_asks_and_reloads_nothing(terminal: Terminal) -> None:
    terminal.send("1/risk\r")
    terminal.wait("“risk” is nowhere in these lines")
    terminal.send("/rfm\r")
    terminal.wait("“rfm”: 1 of")
    terminal.send("\r")
    terminal.wait("Segments › RFM")


def test_a_burst_goes_through_screens_in_order(terminal: Terminal) -> None:
    """In to the customers of a segment, back, and on to another question."""
    terminal.send(":segments: rfm\r")
    terminal.wait("11 rows")
    terminal.send("2j\rq:growth\r")
    terminal.wait("▸Staying › Growth")


def test_page_down_right_behind_the_palette_is_no_end(terminal: Terminal) -> None:
    terminal.send(":\x1b[6~\x1b[6~\x1b[5~\x1b[B")
    terminal.wait("Search for commands")
    terminal.send("rfm\r")
    terminal.wait("Segments › RFM")


def test_two_q_leave_and_one_asks(terminal: Terminal) -> None:
    terminal.send("q")
    terminal.wait("Leave regulars")
    terminal.send("\x1b")
    terminal.wait(r"(?s)\A(?!.*Leave regulars)")
    terminal.send("qq")
    assert terminal.ended() == 0
    terminal.assert_restored()


def test_a_window_that_was_smaller_for_a_moment_is_painted_anew(terminal: Terminal) -> None:
    """Two changes of size before the program can look are one, to the size it has: what was lost comes back."""
    terminal.rest()
    terminal.process.send_signal(signal.SIGSTOP)
    terminal.resize(1, 1)
    terminal.resize(120, 40)
    assert "Overview" not in "\n".join(terminal.screen.display)
    terminal.process.send_signal(signal.SIGCONT)
    terminal.wait("▸.*Overview")
    terminal.wait("q back")


def test_the_same_words_are_not_said_twice_in_a_corner(terminal: Terminal) -> None:
    for _ in range(3):
        terminal.send("\x1b")
        terminal.rest()
    terminal.wait("q quits")
    assert "\n".join(terminal.screen.display).count("q quits.") == 1
