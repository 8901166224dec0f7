"""The export dialog: all rows of an answer to a file, whose ending says the format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from driving import drive

from tui.app import Start
from tui.dialogs.export import formats
from tui.frame.path_field import completed

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from driving import Driven, Kept


def test_export_writes_all_rows(on_screen: Kept, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"

    async def script(app: Driven) -> None:
        await app.press("2", "e", "down")
        app.field("path").value = str(path)
        await app.press("enter")
        assert f"Wrote {path}: 11 rows." in app.said
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
        await app.press("2", "e", "down")
        app.field("path").value = str(path)
        await app.press("enter")
        assert f"Wrote {path}" in app.said

    on_screen(script, "frequency")
    text = path.read_text("utf-8")
    assert "    Interactions by period\n" in text
    assert "└" in text
    assert "\x1b" not in text


def to_row(app: Driven, segment: str) -> list[str]:
    """The keys to the row of a segment."""
    return ["2", "g", *["down"] * app.answer.frame["segment"].to_list().index(segment)]


def test_two_keys_write_the_customers_of_a_segment(
    on_screen: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sizes: list[int] = []

    async def script(app: Driven) -> None:
        await app.press(*to_row(app, "at risk"))
        sizes.extend(app.answer.frame.filter(pl.col("segment") == "at risk")["customers"])
        await app.press("e", "enter")
        assert f"Wrote {tmp_path / 'rfm_at-risk_customers.csv'}: {sizes[0]} rows." in app.said

    on_screen(script, "rfm")
    assert sizes[0] > 0
    written = pl.read_csv(tmp_path / "rfm_at-risk_customers.csv", comment_prefix="#")
    assert written.height == sizes[0]


def test_the_proposed_name_follows_what_is_chosen_until_one_is_typed(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press(*to_row(app, "loyal"), "e")
        assert app.field("path").value == "rfm_loyal_customers.csv"
        assert "the customers of loyal" in app.text
        await app.press("down")
        assert app.field("path").value == "rfm.csv"
        await app.press("down")
        assert app.field("path").value == "rfm_thresholds.csv"
        await app.type("x")
        await app.press("up", "up")
        assert app.field("path").value == "rfm_thresholds.csvx"
        await app.press("escape")

    on_screen(script, "rfm")


def test_a_row_that_is_a_single_customer_offers_the_answer_only(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "e")
        assert "the customers of" not in app.text
        assert app.field("path").value == "customers.csv"
        await app.press("escape")

    on_screen(script, "customers")


def test_the_list_of_a_segment_is_called_after_it(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press(*to_row(app, "loyal"), "enter", "e")
        assert app.field("path").value == "rfm_loyal_customers.csv"
        await app.press("escape")

    on_screen(script, "rfm")


def test_tab_completes_the_path(on_screen: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "reports" / "2024").mkdir(parents=True)
    (tmp_path / "reports" / "2025").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))

    async def script(app: Driven) -> None:
        await app.press("2", "e")
        app.field("path").value = "~/rep"
        await app.press("tab")
        assert app.field("path").value == "~/reports/"
        await app.press("tab")
        assert app.field("path").value == "~/reports/202"
        assert app.told == "2024/  2025/"
        await app.press("5", "tab")
        await app.type("people.csv")
        await app.press("tab", "enter")
        assert f"Wrote {tmp_path / 'reports' / '2025' / 'people.csv'}" in app.said

    on_screen(script, "rfm")


def test_what_a_path_could_go_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one.csv", "one.json", ".hidden", "o\x1b[31m.csv", "two.csv"):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    assert completed("o") == ("one.", ("one.csv", "one.json"))
    assert completed("t") == ("two.csv", ())
    assert completed(".h") == (".hidden", ())
    assert completed("") == ("", ("one.csv", "one.json", "two.csv"))
    assert completed("nothing") == ("nothing", ())
    assert completed("no/such/folder") == ("no/such/folder", ())
    assert completed("~nobody-of-that-name/x") == ("~nobody-of-that-name/x", ())
    assert completed("\0/") == ("\0/", ())
    assert completed(f"{tmp_path}/tw") == (f"{tmp_path}/two.csv", ())


def test_the_home_of_nobody_is_a_folder_that_is_not_there(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "e")
        app.field("path").value = "~nobody-is-called-so/out.csv"
        await app.press("enter")
        assert app.told == "There is no folder ~nobody-is-called-so to write out.csv into. Make it, or choose another."
        await app.press("escape")

    on_screen(script, "rfm")


def test_all_formats_can_be_read_in_a_narrow_terminal(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "e")
        for name in formats():
            assert name in app.text

    drive(Start(paths=(str(shop),), demo=True), script, size=(80, 24))
