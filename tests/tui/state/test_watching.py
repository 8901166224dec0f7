"""Watched files: half of a change is not read, none is told twice; findings are the same ones with other figures."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from queries.cancel import Token
from queries.source.source import open_source
from tui.state.watching import Watch, Watched, difference

if TYPE_CHECKING:
    from pathlib import Path


def looks(watch: Watch, source: object) -> list[bool]:
    """What three looks in a row tell."""
    told = []
    for _ in range(3):
        message = watch.looking(source)(Token())  # type: ignore[arg-type]
        assert isinstance(message, Watched)
        told.append(message.changed)
    return told


def test_a_change_is_told_once_when_it_is_still(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("customer,day\na,2024-01-01\nb,2024-01-02\n", "utf-8")
    source, watch = open_source([path]), Watch()
    assert looks(watch, source) == [False, False, False]
    path.write_text("customer,day\na,2024-01-01\nb,2024-01-02\nc,2024-01-03\n", "utf-8")
    assert looks(watch, source) == [False, True, False]
    source.reload()
    assert looks(watch, source) == [False, False, False]
    path.unlink()
    assert looks(watch, source) == [False, True, False]


def test_a_file_that_is_being_written_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("customer,day\na,2024-01-01\nb,2024-01-02\n", "utf-8")
    source, watch = open_source([path]), Watch()
    for second in range(1, 4):
        os.utime(path, (second, second))
        message = watch.looking(source)(Token())
        assert isinstance(message, Watched)
        assert not message.changed


def test_findings_are_told_apart_by_what_they_are_about() -> None:
    before = ("Overdue: 1,046 repeat customers (93 days).", "Revenue up 12 % on March.", "Active up 3.1 points.")
    after = ("Overdue: 1,051 repeat customers (93 days).", "Revenue down 2 % on March.", "Active up 3.1 points.")
    assert difference(before, after) == [
        "New: Revenue down 2 % on March.",
        "Gone: Revenue up 12 % on March.",
        "Now: Overdue: 1,051 repeat customers (93 days).",
    ]
    assert difference(before, before) == []
