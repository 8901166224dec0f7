"""The scope dialog: parts of the scope as they are typed, and what is wrong with them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from queries.answering.runner import Runner

if TYPE_CHECKING:
    from driving import Driven, Kept

    from queries.cancel import Token
    from queries.question.scope import Scope


def test_a_scope_is_applied_and_wrong_ones_are_told(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.choose("All parts of the scope")
        assert "a date from" in app.text
        await app.type("2024-13")
        await app.press("enter")
        assert "is not a date" in app.text
        await app.press(*["backspace"] * 7)
        await app.type("2024-03")
        await app.press("tab")
        await app.type("2024-05")
        await app.press("enter")
        assert "2024-03-01 to 2024-05-31" in app.scope_line
        await app.press("F")
        assert "2023-01-06 to 2024-12-31" in app.scope_line
        await app.press("F")
        assert "The scope is all of the data already." in app.said

    on_screen(script)


@pytest.mark.parametrize(
    ("line", "typed", "told"),
    [
        ("events", "nowhere", "nowhere"),
        ("channels", "nowhere", "nowhere"),
        ("segment", "rfm=nonsense", "rfm has no segment “nonsense”"),
        ("where", "nothing=3", "nothing"),
        ("grain", "decade", "There is no grain “decade”"),
    ],
)
def test_what_the_data_do_not_have_is_told_in_the_dialog(on_screen: Kept, line: str, typed: str, told: str) -> None:
    async def script(app: Driven) -> None:
        before = app.scope_line
        await app.choose("All parts of the scope")
        app.field(line).focus()
        await app.type(typed)
        await app.press("enter")
        assert told in app.told
        await app.press("escape")
        assert app.scope_line == before

    on_screen(script)


def test_leaving_while_it_looks_changes_nothing(on_screen: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(_runner: Runner, _scope: Scope, token: Token) -> None:
        while True:
            token.check()
            time.sleep(0.01)

    async def script(app: Driven) -> None:
        before = app.scope_line
        monkeypatch.setattr(Runner, "check", endless)
        await app.choose("All parts of the scope")
        app.field("segment").focus()
        await app.type("rfm=loyal")
        await app.pilot.press("enter")
        assert app.told == "Looking for it …"
        assert app.app.desk.running
        await app.press("escape")
        assert app.main.is_current
        assert app.scope_line == before
        assert not app.app.desk.running

    on_screen(script)
