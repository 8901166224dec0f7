"""Whatever a person reads is said: in a language of wide letters no screen holds an English word but data and ids."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from driving import Driven, drive

from tests.pseudo import spoken, unsaid, words_of
from tui.app import Start

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with spoken(monkeypatch):
        yield


class Sweep:
    """Looks at the screen again and again, and keeps what is not said."""

    def __init__(self, app: Driven, data: frozenset[str]) -> None:
        self.app, self._data, self.left = app, data, []

    def look(self, name: str) -> None:
        """Read the screen and its toasts."""
        text = "\n".join(
            re.sub(r"[▁-█▀-▟─-╿│▔]", " ", line) for line in f"{self.app.text}\n{self.app.said}".splitlines()
        )
        self.left += [f"{name}: {line}" for line in unsaid(text, self._data) if line not in " ".join(self.left)]
        self.app.app.clear_notifications()

    async def press(self, *keys: str) -> None:
        """Press keys and look."""
        await self.app.press(*keys)
        self.look(" ".join(keys))


def test_screens(shop: Path) -> None:
    data = words_of(shop)
    left: list[str] = []

    async def script(app: Driven) -> None:
        sweep = Sweep(app, data)
        sweep.look("main")
        await sweep.press("question_mark")
        await app.press("escape")
        for metric in ("rfm", "rhythm", "frequency", "retention"):
            await app.ask(metric)
            sweep.look(metric)
        await app.ask("rfm")
        for keys in ("p", "e", "x", "i", "c", "f", "w", "ctrl+s", "colon", "apostrophe", "question_mark", "space"):
            await app.press("2", "down")
            await sweep.press(keys)
            await app.press("escape")
        await app.press("2", "down", "enter")
        sweep.look("people")
        await app.press("enter")
        sweep.look("portrait")
        for _ in range(4):
            await sweep.press("tab")
        await app.press("escape", "escape")
        app.app.action_mapping()
        await app.settle()
        sweep.look("mapping")
        for _ in range(30):
            await sweep.press("down")
        left.extend(sweep.left)

    drive(Start(paths=(str(shop),), demo=True), script)
    assert not left, "\n".join(left)
