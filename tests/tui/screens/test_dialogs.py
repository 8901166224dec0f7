"""The dialogs: scope, parameters, export, help, palette, mapping, tables, start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driving import Driven, drive

from tui.app import Start

if TYPE_CHECKING:
    from pathlib import Path


def start(shop: Path, **more: object) -> Start:
    return Start(paths=(str(shop),), demo=True, **more)  # type: ignore[arg-type]


def test_scope_is_applied_and_wrong_ones_are_told(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "f")
        assert "a date from" in app.text
        await app.type("2024-13")
        await app.press("enter")
        assert "is not a date" in app.text
        await app.press(*["backspace"] * 7)
        await app.type("2024-03")
        await app.press("tab")
        await app.type("2024-05")
        await app.press("enter")
        assert "2024-03-01 to 2024-05-31" in app.text.splitlines()[1]
        await app.press("f", "tab", "tab", "tab", "tab")
        await app.type("nowhere")
        await app.press("enter")
        assert "nowhere" in app.text
        await app.press("escape")
        assert "2024-03-01 to 2024-05-31" in app.text.splitlines()[1]

    drive(start(shop), script)


def test_parameters_come_from_the_declaration(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "p")
        assert "bins" in app.text
        assert "10; 5 unless told" in " ".join(app.text.split())
        await app.press("backspace")
        await app.type("99")
        await app.press("enter")
        assert "bins cannot be" in app.text
        await app.press("backspace", "backspace")
        await app.type("3")
        await app.press("enter")
        assert "3-3" in app.text
        assert "bins 3" in app.text

    drive(start(shop, metric="rfm"), script)


def test_split_is_one_of_the_parameters(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "p")
        app.app.screen.query_one("#split-by").focus()
        await app.type("channel")
        await app.press("enter")
        assert "by channel" in app.text

    drive(start(shop, metric="frequency"), script)


def test_export_writes_all_rows(shop: Path, tmp_path: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "e")
        await app.pilot.press("ctrl+u", "end", *["backspace"] * 8)
        await app.type(str(tmp_path / "out.csv"))
        await app.press("enter")
        assert "Wrote" in app.said

    drive(start(shop, metric="rfm"), script)
    lines = (tmp_path / "out.csv").read_text("utf-8").splitlines()
    assert len([line for line in lines if not line.startswith("#")]) == 12


def test_help_lists_every_command(shop: Path) -> None:
    from tui.commands.help import help_words
    from tui.commands.listed import COMMANDS

    words = help_words(("table",), {}, None).plain
    assert all(entry.help in words for entry in COMMANDS)

    async def script(app: Driven) -> None:
        await app.press("2", "question_mark")
        assert "In a table" in app.text
        await app.press("escape")
        await app.press("1", "f1")
        assert "In the list of questions" in app.text

    drive(start(shop), script)


def test_the_palette_asks_questions(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("colon")
        await app.type("rfm")
        await app.pilot.pause(0.6)
        await app.press("enter")
        await app.settle()
        assert "Segments › RFM" in app.text

    drive(start(shop), script)


def test_the_palette_copies_the_command_line(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("ctrl+p")
        await app.type("command line")
        await app.pilot.pause(0.6)
        await app.press("enter")
        await app.settle()
        assert app.app.clipboard == f"regulars run rfm {shop}"

    drive(start(shop, metric="rfm"), script)


def test_tables_of_the_file_can_be_read(shop: Path) -> None:
    async def script(app: Driven) -> None:
        app.app.action_tables()
        await app.settle()
        assert "orders" in app.text
        await app.press("enter")
        assert "Tables ›" in app.text
        await app.press("escape", "escape")
        assert "▸Overview" in app.text

    drive(start(shop), script)


def test_the_mapping_can_be_seen_and_corrected(shop: Path) -> None:
    async def script(app: Driven) -> None:
        app.app.open_mapping()
        await app.settle()
        await app.until(lambda: "of" in app.text and "rows" in app.text)
        assert "customer" in app.text
        assert "meaning" in app.text.casefold()
        await app.press("x")
        await app.press("x")
        await app.press("enter")
        await app.press("escape")
        await app.press("o")
        await app.until(lambda: not app.app.desk.running)
        await app.settle()
        assert "▸Overview" in app.text

    drive(start(shop), script)


def test_an_unsure_guess_asks_first(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    lines = ["a,b,c", *(f"k{n % 7},0{n % 9 + 1}/0{n % 8 + 1}/2024,{n}" for n in range(60))]
    path.write_text("\n".join(lines), "utf-8")

    async def script(app: Driven) -> None:
        assert "What means what" in app.text
        await app.press("enter")
        assert "customer" in app.text
        await app.press("down", "enter")
        assert "day, month, year" in app.text
        assert "/2024, " in app.text
        await app.press(*["down"] * 6, "enter")
        await app.settle()
        assert "60 of 60 rows" in app.text

    drive(start(path), script, wait="What means what")


def test_without_files_recent_ones_are_offered(shop: Path, tmp_path: Path) -> None:
    memory = tmp_path / "views.json"

    async def first(app: Driven) -> None:
        app.app.ask("rfm")
        await app.settle()

    drive(Start(paths=(str(shop),)), first, memory=memory)

    async def second(app: Driven) -> None:
        assert "shop.duckdb" in app.text
        await app.press("enter")
        await app.until(lambda: (main := app.app.main()) is not None and main.shown is not None)
        await app.settle()
        assert "Segments › RFM" in app.text

    drive(Start(), second, memory=memory, wait="The demo")


def test_a_file_that_is_none_ends_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "none.duckdb"

    async def script(app: Driven) -> None:
        await app.until(lambda: app.app.failure is not None)

    app = drive(start(path), script, wait="Opening")
    assert app.failure is not None
    assert app.failure.exit_code == 3


def test_a_changed_file_is_told_and_reloaded(tmp_path: Path) -> None:
    path = tmp_path / "shop.csv"
    row = "c{n},2024-0{m}-1{d} 10:00:00,purchase,{n}.50"
    rows = [row.format(n=n % 9, m=n % 8 + 1, d=n % 9) for n in range(90)]
    path.write_text("\n".join(["customer_id,time,event,amount", *rows]), "utf-8")

    async def script(app: Driven) -> None:
        before = app.app.runner.log.rows  # type: ignore[union-attr]
        path.write_text("\n".join(["customer_id,time,event,amount", *rows, row.format(n=1, m=8, d=9)]), "utf-8")
        app.app.ask("frequency")
        await app.settle()
        assert "has changed" in app.said
        await app.press("r")
        await app.settle()
        assert app.app.runner.log.rows == before + 1  # type: ignore[union-attr]

    drive(start(path), script)
