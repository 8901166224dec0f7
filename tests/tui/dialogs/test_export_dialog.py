"""The export dialog: all rows of an answer to a file, whose ending says the format."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from driving import Driven, Kept


def test_export_writes_all_rows(on_screen: Kept, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"

    async def script(app: Driven) -> None:
        await app.press("2", "e")
        app.field("path").value = str(path)
        await app.press("enter")
        assert f"Wrote {path}" in app.said
        await app.press("e")
        app.field("path").value = str(path)
        await app.press("enter")
        assert app.told.endswith("is there already. enter again replaces it.")
        await app.press("escape")

    on_screen(script, "rfm")
    lines = path.read_text("utf-8").splitlines()
    assert len([line for line in lines if not line.startswith("#")]) == 12


def test_an_ending_that_says_no_format_is_told(on_screen: Kept, tmp_path: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "e")
        app.field("path").value = str(tmp_path / "out.xyz")
        await app.press("enter")
        assert app.told.startswith("“.xyz” says no format. End it in one of")
        await app.press("escape")

    on_screen(script, "rfm")
    assert list(tmp_path.glob("out*")) == []


def test_markdown_has_the_chart(on_screen: Kept, tmp_path: Path) -> None:
    path = tmp_path / "report.md"

    async def script(app: Driven) -> None:
        await app.press("2", "e")
        app.field("path").value = str(path)
        await app.press("enter")
        assert f"Wrote {path}" in app.said

    on_screen(script, "frequency")
    text = path.read_text("utf-8")
    assert "    Interactions by period\n" in text
    assert "└" in text
    assert "\x1b" not in text
