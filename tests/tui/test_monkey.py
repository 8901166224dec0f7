"""A monkey at the keyboard: nothing fails, no key dies, nothing grows. `make soak` lets it work for longer."""

from __future__ import annotations

import os
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from driving import Driven, drive
from monkey import FILES, Held, calm, deeds, do, ended

from tui.app import Start
from tui.panes.questions import QuestionsPane

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEYS = int(os.environ.get("MONKEY_KEYS") or 320)
"""How many keys on all files together."""
SEED = int(os.environ.get("MONKEY_SEED") or 12)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.__name__)
def test_a_monkey_breaks_nothing(file: Callable[[Path], Path], tmp_path: Path) -> None:
    share = KEYS // len(FILES)
    todo, start = list(deeds(SEED, share)), Start(paths=(str(file(tmp_path)),), demo=True)
    often = max(1, len(todo) // 3)

    async def script(app: Driven) -> None:
        await calm(app)
        seen: list[Held] = []
        while todo and not ended(app):
            for _ in range(min(often, len(todo))):
                await do(app, todo.pop(0))
                if ended(app):
                    return
            await calm(app)
            if ended(app):
                return
            await app.press("1", "G", "g")
            assert app.title_of(QuestionsPane).startswith("▸Questions"), "the key of a pane does nothing"
            await app.press("colon")
            assert "Search for commands" in app.text
            await app.press("escape")
            seen.append(Held.of(app))
        for before, after in pairwise(seen[1:]):
            assert not before.outgrown_by(after)

    print(f"{file.__name__}: {share} keys of the seed {SEED}")  # noqa: T201 - told where it fails
    while todo:
        app = drive(start, script, wait="Questions")
        assert app._exception is None
        assert app.failure is None
