"""A monkey at the keyboard: nothing fails, no key dies, nothing grows. `make soak` lets it work for longer."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from driving import Driven, drive
from monkey import FILES, Held, calm, deeds, do

from tui.app import Start
from tui.panes.questions import QuestionsPane

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEYS = int(os.environ.get("MONKEY_KEYS") or 600)
"""How many keys on all files together."""
SEED = int(os.environ.get("MONKEY_SEED") or 12)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.__name__)
def test_a_monkey_breaks_nothing(file: Callable[[Path], Path], tmp_path: Path) -> None:
    share, seen = KEYS // len(FILES), []

    async def script(app: Driven) -> None:
        await calm(app)
        for part in range(3):
            for deed in deeds(SEED + 1000 * part, share // 3):
                await do(app, deed)
            await calm(app)
            seen.append(Held.of(app))
            await app.press("1", "G", "g")
            assert app.title_of(QuestionsPane).startswith("▸Questions"), "the key of a pane does nothing"
        await app.press("colon")
        assert "Search for commands" in app.text
        await app.press("escape")

    print(f"{file.__name__}: {share} keys of the seed {SEED}")  # noqa: T201 - told where it fails
    app = drive(Start(paths=(str(file(tmp_path)),), demo=True), script, wait="Questions")
    assert app._exception is None
    assert app.failure is None
    _, middle, last = seen
    assert last.widgets <= middle.widgets + 5
    assert last.timers <= middle.timers + 3
    assert last.threads <= middle.threads + 4
    assert last.memory <= middle.memory + 120
