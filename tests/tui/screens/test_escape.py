"""Escape at the first screen stays there; only q and ctrl+q end the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driving import Driven, drive

from tui.app import Start

if TYPE_CHECKING:
    from pathlib import Path


def test_escape_never_ends_the_program(shop: Path) -> None:
    async def script(driven: Driven) -> None:
        await driven.press("escape", "escape")
        assert driven.app.is_running
        assert "q quits." in driven.said

    drive(Start(paths=(str(shop),)), script)
