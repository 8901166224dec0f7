"""`--watch`: a file that changes is read again, and what changed in the overview is said."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import duckdb
import pytest
from driving import drive

from tui.app import Start
from tui.panes.answer import AnswerPane

if TYPE_CHECKING:
    from pathlib import Path

    from driving import Driven


@pytest.fixture
def own(shop: Path, tmp_path: Path) -> Path:
    """A shop that may be changed."""
    return shutil.copy(shop, tmp_path / "own.duckdb")


def test_a_changed_file_is_read_again_and_what_is_new_is_said(own: Path) -> None:
    async def script(app: Driven) -> None:
        await app.ask("rfm")
        await app.press("2", "right", "s", "down")
        pane = app.one(AnswerPane)
        assert pane.frame is not None
        order, before = pane.frame.sorted_by, app.answer
        with duckdb.connect(str(own)) as connection:
            connection.execute("DELETE FROM orders WHERE ordered_at > '2024-11-15'")
        await app.until(lambda: "own.duckdb changed and was read again." in app.said)
        assert "New: " in app.said
        await app.settle()
        assert app.answer is not before
        assert pane.frame.sorted_by == order
        assert pane.at == 1

    drive(Start(paths=(str(own),), watch=True), script)


def test_a_change_that_cannot_be_read_leaves_the_answer(own: Path) -> None:
    async def script(app: Driven) -> None:
        before = app.answer
        own.write_bytes(b"this is no database any more")
        await app.until(lambda: "own.duckdb changed and could not be read again: " in app.said)
        await app.settle()
        assert app.answer is before
        assert app.one(AnswerPane).frame is not None
        assert not app.one(AnswerPane).has_class("-in-words")

    drive(Start(paths=(str(own),), watch=True), script)
