"""What of a text is painted anew: from the first to the last cell of each line that differs, and nothing else."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from tui.text.changed import changed


def regions(before: str, after: str) -> list[tuple[int, int, int, int]]:
    return list(map(tuple, changed(Text.from_ansi(before), Text.from_ansi(after), Console())))


def test_lines_that_stay_are_left_alone() -> None:
    assert regions("abc\ndef\nghi", "abc\ndef\nghi") == []
    assert regions("abc\ndef\nghi", "abc\ndxf\nghi") == [(1, 1, 1, 1)]
    assert regions("abcdef", "xbcdxf") == [(0, 0, 5, 1)]


def test_a_colour_is_a_change() -> None:
    assert regions("a\x1b[38;5;33mb\x1b[0mc", "a\x1b[38;5;35mb\x1b[0mc") == [(1, 0, 1, 1)]


def test_lines_that_come_and_go() -> None:
    assert regions("ab", "ab\ncd") == [(0, 1, 2, 1)]
    assert regions("ab\ncd", "ab") == [(0, 1, 2, 1)]
    assert regions("abcd", "ab") == [(2, 0, 2, 1)]


def test_signs_of_two_cells_count_twice() -> None:
    assert regions("一二x", "一二y") == [(4, 0, 1, 1)]
    assert regions("一a", "bca") == [(0, 0, 2, 1)]
