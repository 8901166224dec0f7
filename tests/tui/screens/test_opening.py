"""Opening files: recent ones, one that is none, one that changed, and what stops."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from driving import Driven, drive

from queries.eventlog.progress import Progress
from queries.session import Session
from tui.app import Start
from tui.panes.answer import AnswerPane

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from queries.cancel import Token
    from queries.eventlog.progress import Report

ROW = "c{n},2024-0{m}-1{d} 10:00:00,purchase,{n}.50"
HEADING = "customer_id,time,event,amount"
WAYS = "r tries again M corrects what the columns mean O opens another file q quits"


def written(path: Path, *more: str) -> None:
    rows = [ROW.format(n=n % 9, m=n % 8 + 1, d=n % 9) for n in range(90)]
    path.write_text("\n".join([HEADING, *rows, *more]), "utf-8")


def test_without_files_recent_ones_are_offered(shop: Path, tmp_path: Path) -> None:
    memory = tmp_path / "views.json"

    async def first(app: Driven) -> None:
        await app.ask("rfm")

    drive(Start(paths=(str(shop),)), first, memory=memory)

    async def second(app: Driven) -> None:
        assert "shop.duckdb" in app.text
        await app.press("enter")
        await app.until(lambda: (main := app.app.main()) is not None and main.answer is not None)
        await app.settle()
        assert "Segments › RFM" in app.title_of(AnswerPane)

    drive(Start(), second, memory=memory, wait="The demo")


def test_a_path_that_is_none_is_told_on_the_start_screen() -> None:
    async def script(app: Driven) -> None:
        app.field("path").focus()
        await app.type("/nowhere/at/all")
        await app.press("enter")
        assert app.told == "all is not in /nowhere/at. Check the folder: it does not exist either."

    drive(Start(), script, wait="The demo")


def test_a_file_that_is_none_ends_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "none.duckdb"

    async def script(app: Driven) -> None:
        await app.until(lambda: app.app.failure is not None)

    app = drive(Start(paths=(str(path),), demo=True), script, wait="Opening")
    assert app.failure is not None
    assert "none.duckdb" in app.failure.what
    assert app.failure.exit_code == 3


def test_a_changed_file_is_told_once_and_reloaded(tmp_path: Path) -> None:
    path = tmp_path / "shop.csv"
    written(path)

    async def script(app: Driven) -> None:
        assert "90 events" in app.lines[0]
        written(path, ROW.format(n=1, m=8, d=9))
        await app.ask("frequency")
        assert "shop.csv has changed since it was read. r reads it again." in app.said
        app.app.clear_notifications()
        await app.ask("overview")
        assert "has changed" not in app.said
        await app.press("r")
        assert "91 events" in app.lines[0]
        assert app.title_of(AnswerPane).startswith("▸Overview")

    drive(Start(paths=(str(path),), demo=True), script)


def test_a_file_that_is_gone_leaves_the_screen_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "shop.csv"
    written(path)

    async def script(app: Driven) -> None:
        path.unlink()
        await app.press("r")
        assert "shop.csv is not in" in app.text_of(AnswerPane)
        assert WAYS in app.text_of(AnswerPane)
        written(path)
        await app.press("r")
        assert "90 events" in app.lines[0]
        assert app.title_of(AnswerPane).startswith("▸Overview")
        assert "r tries again" not in app.text_of(AnswerPane)

    drive(Start(paths=(str(path),), demo=True), script)


def test_escape_stops_reading_and_r_tries_again(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(_session: Session, _progress: Report, token: Token) -> None:
        while True:
            token.check()
            time.sleep(0.01)

    async def script(app: Driven) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(Session, "reload", endless)
            await app.pilot.press("r")
            assert "Reading shop.duckdb …" in app.text_of(AnswerPane)
            assert "esc stop" in app.footer
            await app.press("escape")
        assert f"Stopped. {WAYS}" in app.text_of(AnswerPane)
        await app.press("r")
        assert "15 rows" in app.title_of(AnswerPane)

    drive(Start(paths=(str(shop),), demo=True), script)


def test_escape_never_ends_the_program(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("escape", "escape")
        assert app.app.is_running
        assert "q quits." in app.said
        await app.pilot.press("q", "q")
        await app.until(lambda: app.app.return_code == 0)

    drive(Start(paths=(str(shop),)), script)


def test_while_a_file_is_read_the_keys_that_do_something_are_told(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(_session: Session, progress: Report, token: Token) -> None:
        progress(Progress("reading orders", 4_500, 10_000))
        while True:
            token.check()
            time.sleep(0.01)

    async def script(app: Driven) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(Session, "reload", endless)
            await app.pilot.press("r")
            await app.until(lambda: "4,500" in app.text)
            told = app.text_of(AnswerPane)
            assert "Reading orders: 4,500 of 10,000 rows, 45 % …" in told
            assert "esc stops : questions and tables can be read meanwhile" in told
            await app.press("escape")

    drive(Start(paths=(str(shop),), demo=True), script)
