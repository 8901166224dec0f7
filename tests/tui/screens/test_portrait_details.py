"""`i` on a portrait explains what the pane in focus tells: facts, segments, counts, purchases, a column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from driving import Driven, drive

from tui.app import Start
from tui.dialogs.dialog import Words

if TYPE_CHECKING:
    from pathlib import Path

EXPLAINED = {
    "Who": ("Revenue", "amount of all orders less refunds", "Usual gap", "as the files say it"),
    "Where they stand": ("RFM", "buy often, not the most recent", "To do:", "P(alive)", "Lifecycle"),
    "52 weeks, and when": ("52 weeks", "events in the week", "hour of the day", "Channel: the channel"),
    "What they buy and say": ("orders with the item", "Categories", "the score given"),
}
"""What is said on each pane of words, by its name."""


def told(app: Driven) -> str:
    """The words of the dialog, whole, in one line."""
    dialog = app.app.screen
    assert isinstance(dialog, Words)
    return " ".join(" ".join(dialog.query_one("#box").texts()).split())  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_details_explain_the_pane_in_focus(shop: Path, size: tuple[int, int]) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "down", "enter", "enter")
        await app.press("i")
        assert "─  Time  ─" in app.text
        assert "when it happened, in the data's time zone" in told(app)
        await app.press("escape")
        for name, words in EXPLAINED.items():
            await app.press("tab")
            assert "i details" in app.footer or size[0] == 80  # a narrow footer has no room for all keys
            await app.press("i")
            assert f"─  {name}  ─" in app.text
            assert [missing for missing in (*words, "How", "Scope") if missing not in told(app)] == []
            await app.press("escape")
            assert f"▸{name}" in app.text

    drive(Start(paths=(str(shop),), demo=True, metric="rfm"), script, size=size)


def test_what_is_not_there_yet_is_not_explained(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "down", "enter", "enter")
        screen = app.app.screen
        screen.answers = {"customer": screen.answers["customer"]}  # type: ignore[attr-defined]
        await app.press("tab", "tab", "i")
        assert "There is nothing to explain here yet." in app.said

    drive(Start(paths=(str(shop),), demo=True, metric="rfm"), script)


def test_lines_hang_beside_their_names(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "i")
        lines = [line.split("│")[1][1:] for line in app.lines if line.count("│") >= 2 and "╮" not in line]
        start = next(at for at, line in enumerate(lines) if line.startswith("How "))
        end = next(at for at, line in enumerate(lines) if line.startswith("From "))
        column = len(lines[start]) - len(lines[start].removeprefix("How").lstrip())
        assert end - start > 1
        assert all(line[:column].isspace() and not line[column].isspace() for line in lines[start + 1 : end])

    drive(Start(paths=(str(shop),), demo=True, metric="rfm"), script, size=(80, 40))


def test_details_of_a_finding_say_where_it_leads(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "exclamation_mark", "i")
        assert "Enter leads to the customers it means" in told(app)
        await app.press("escape", "down", "i")
        assert "Enter leads to Growth: Is the base growing?" in told(app)
        await app.press("escape")
        assert "▸→" in app.text

    drive(Start(paths=(str(shop),), demo=True), script)
