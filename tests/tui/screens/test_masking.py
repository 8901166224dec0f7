"""Personal data on the screen: masked until m, in tables, portraits, searches, copies and exports."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb
import pytest
from driving import Driven, drive

from queries.question.scope import Condition, Scope
from tui.app import Start

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def secrets(shop: Path) -> dict[str, tuple[str, ...]]:
    """Customer → what nobody is to see: name, e-mail, phone, birthday."""
    with duckdb.connect(str(shop), read_only=True) as connection:
        rows = connection.sql("SELECT customer_id, name, email, phone, birthday::VARCHAR FROM customers").fetchall()
    return {row[0]: tuple(value for value in row[1:] if value) for row in rows}


def told(text: str, secrets: dict[str, tuple[str, ...]]) -> list[str]:
    """The secrets that a text tells."""
    return [value for values in secrets.values() for value in values if value in text]


def of_customers(shop: Path) -> Start:
    return Start(paths=(str(shop),), metric="customers")


def wide(driven: Driven) -> str:
    """Every row of the table as it is written."""
    frame = driven.pane.frame
    assert frame is not None
    return "\n".join(" | ".join(cell.plain for cell in frame.get_row_at(at)) for at in range(frame.row_count))


def test_tables_mask_until_m(shop: Path, secrets: dict[str, tuple[str, ...]]) -> None:
    async def script(driven: Driven) -> None:
        assert told(wide(driven), secrets) == []
        assert " masked · " in driven.text.splitlines()[0]
        asked = driven.answer
        await driven.press("m")
        assert told(wide(driven), secrets)
        assert " unmasked · " in driven.text.splitlines()[0]
        assert driven.answer is asked
        await driven.press("m")
        assert told(wide(driven), secrets) == []

    drive(of_customers(shop), script)


def test_the_command_line_may_begin_unmasked(shop: Path, secrets: dict[str, tuple[str, ...]]) -> None:
    async def script(driven: Driven) -> None:
        assert told(wide(driven), secrets)
        await driven.press("m")
        assert told(wide(driven), secrets) == []

    drive(Start(paths=(str(shop),), metric="customers", unmask=True), script)


def test_answers_without_personal_data_say_nothing_of_masks(shop: Path) -> None:
    async def script(driven: Driven) -> None:
        assert "masked" not in driven.text.splitlines()[0]

    drive(Start(paths=(str(shop),), metric="gaps"), script)


def test_the_portrait_obeys(shop: Path, secrets: dict[str, tuple[str, ...]]) -> None:
    async def script(driven: Driven) -> None:
        await driven.press("enter")
        assert "example" in driven.text
        assert told(driven.text, secrets) == []
        assert " masked" in driven.text.splitlines()[0]
        await driven.press("m")
        assert told(driven.text, secrets)
        await driven.press("escape")
        assert told(wide(driven), secrets)

    drive(of_customers(shop), script, size=(160, 50))


def test_copies_obey(shop: Path, secrets: dict[str, tuple[str, ...]]) -> None:
    async def script(driven: Driven) -> None:
        await driven.press("Y")
        assert told(driven.app.clipboard, secrets) == []
        driven.pane.action_copy_table()
        await driven.settle()
        assert told(driven.app.clipboard, secrets) == []
        assert "***@" in driven.app.clipboard
        await driven.press("m", "Y")
        assert told(driven.app.clipboard, secrets)
        driven.main.action_copy_command()
        assert driven.app.clipboard.split()[-1] == "--unmask"
        await driven.press("m")
        driven.main.action_copy_command()
        assert "--unmask" not in driven.app.clipboard

    drive(of_customers(shop), script)


async def to_column(driven: Driven, name: str) -> None:
    """The cursor into a column."""
    table = driven.pane.table
    assert table is not None
    assert table.frame is not None
    table.move_cursor(column=list(table.frame.columns).index(name))
    await driven.settle()


def test_cells_and_details_obey(shop: Path, secrets: dict[str, tuple[str, ...]]) -> None:
    async def script(driven: Driven) -> None:
        await to_column(driven, "email")
        for key in ("space", "i"):
            await driven.press(key)
            assert "***@" in driven.text
            assert told(driven.text, secrets) == []
            await driven.press("escape")
        await driven.press("y")
        assert "***@" in driven.app.clipboard
        assert told(driven.app.clipboard + driven.said, secrets) == []
        await driven.press("m", "space")
        assert told(driven.text, secrets)

    drive(of_customers(shop), script)


def test_searching_finds_only_what_is_seen(shop: Path) -> None:
    async def search(driven: Driven, text: str) -> int:
        await driven.press("slash")
        await driven.type(text)
        await driven.press("enter")
        return len(driven.pane.hits.rows)

    async def script(driven: Driven) -> None:
        frame = driven.pane.frame
        assert frame is not None
        email = next(value for value in frame.data["email"] if value)
        assert await search(driven, email) == 0
        assert await search(driven, "***@") > 1
        await driven.press("m")
        assert await search(driven, email) == 1

    drive(of_customers(shop), script)


@pytest.mark.parametrize("unmasked", [False, True])
def test_exports_obey(shop: Path, secrets: dict[str, tuple[str, ...]], tmp_path: Path, unmasked: bool) -> None:
    path = tmp_path / "people.csv"

    async def script(driven: Driven) -> None:
        await driven.press(*(["m"] if unmasked else []), "e")
        driven.field("path").value = str(path)
        await driven.press("enter")
        await driven.until(path.exists)

    drive(of_customers(shop), script)
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 300
    assert bool(told(path.read_text("utf-8"), secrets)) is unmasked


@pytest.mark.parametrize("unmasked", [False, True])
def test_exports_of_the_customers_behind_a_row_obey(
    shop: Path, secrets: dict[str, tuple[str, ...]], tmp_path: Path, unmasked: bool
) -> None:
    path = tmp_path / "people.csv"

    async def script(driven: Driven) -> None:
        await driven.press(*(["m"] if unmasked else []), "2", "e")
        driven.field("path").value = str(path)
        await driven.press("enter")
        assert f"Wrote {path}" in driven.said

    drive(replace(of_customers(shop), metric="rfm"), script)
    assert path.read_text("utf-8").count("\n") > 2
    assert bool(told(path.read_text("utf-8"), secrets)) is unmasked


def test_tables_of_the_file_obey(shop: Path, secrets: dict[str, tuple[str, ...]]) -> None:
    async def script(driven: Driven) -> None:
        driven.app.action_tables()
        await driven.settle()
        frame = driven.pane.frame
        assert frame is not None
        driven.pane.move_to(frame.data["table"].to_list().index("customers"))
        await driven.press("enter")
        assert told(wide(driven), secrets) == []
        await driven.press("m")
        assert told(wide(driven), secrets)

    drive(of_customers(shop), script)


def test_a_condition_on_a_name_is_masked_in_the_scope_line(shop: Path, secrets: dict[str, tuple[str, ...]]) -> None:
    who = next(iter(secrets.values()))[1]
    scope = Scope(where=(Condition("email", "=", who),))

    async def script(driven: Driven) -> None:
        assert "email=" in driven.text.splitlines()[1]
        assert who not in driven.text
        await driven.press("enter")
        assert who not in driven.text
        await driven.press("m")
        assert f"email={who}" in driven.text.splitlines()[1]
        await driven.press("escape")
        assert f"email={who}" in driven.text.splitlines()[1]

    drive(Start(paths=(str(shop),), metric="customers", scope=scope), script, size=(160, 50))


def test_a_masked_condition_is_listed_masked_and_dropped_as_it_is(
    shop: Path, secrets: dict[str, tuple[str, ...]]
) -> None:
    who = next(iter(secrets.values()))[1]
    scope = Scope(where=(Condition("email", "=", who), Condition("orders", ">=", "0")))

    async def script(driven: Driven) -> None:
        await driven.press("f")
        assert "email=" in driven.text
        assert who not in driven.text
        await driven.press("enter")
        assert who not in driven.text
        await driven.press("escape", "f", "backspace")
        assert driven.answer.question.scope.where == scope.where[1:]

    drive(Start(paths=(str(shop),), metric="customers", scope=scope), script, size=(160, 50))
