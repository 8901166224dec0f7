"""The box that finds everything: what is typed leads to questions, customers, segments, parts of the scope, terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from driving import drive

from tui.app import Start
from tui.dialogs.dialog import Words
from tui.dialogs.find import Find
from tui.dialogs.hits import Hit, rank
from tui.frame.status import fitting
from tui.panes.answer import AnswerPane
from tui.screens.portrait import PortraitScreen
from tui.state.memory import Memory
from tui.state.view import View

if TYPE_CHECKING:
    from pathlib import Path

    from driving import Driven, Kept


def first_hit(app: Driven) -> str:
    """What enter would take."""
    screen = app.app.screen
    assert isinstance(screen, Find)
    return screen._hits[0].name


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("复购", "Repurchase"),
        ("cohort", "Cohort"),
        ("p(alive)", "P(alive)"),
        ("quick ratio", "Quick ratio"),
        ("at risk", "RFM: at risk"),
        ("channel: w", "Channel: web"),
        ("ltv", "Customer lifetime value"),
    ],
)
def test_what_is_typed_is_found_first(on_screen: Kept, typed: str, found: str) -> None:
    async def script(app: Driven) -> None:
        await app.press("colon")
        await app.type(typed)
        await app.settle()
        assert found in first_hit(app)

    on_screen(script)


def test_a_segment_becomes_the_scope(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.choose("RFM: at risk")
        assert "at risk" in app.scope_line
        assert "Overview" in app.title_of(AnswerPane)

    on_screen(script)


def test_a_channel_becomes_the_scope(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.choose("Channel: web")
        assert "· web ·" in app.scope_line

    on_screen(script)


def test_a_customer_is_opened_by_id(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.choose("C000270")
        assert isinstance(app.app.screen, PortraitScreen)
        assert "C000270" in app.text

    on_screen(script)


def test_a_term_is_explained(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.choose("P(alive)")
        assert isinstance(app.app.screen, Words)
        assert "probability that a customer has not left" in app.text

    on_screen(script)


def test_a_column_is_gone_to(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.choose("Column: Change %")
        table = app.app.screen.query_one(AnswerPane).table
        assert table is not None
        assert table.has_focus
        assert table.frame is not None
        assert table.frame.shown[table.cursor_column].heading == "Change %"

    on_screen(script)


def test_starts_of_words_come_before_anything_else() -> None:
    def hit(name: str, meaning: str = "", also: str = "") -> Hit:
        return Hit(name, meaning, bool, also)

    assert rank(hit("Cohort"), "cohort") == 0
    assert rank(hit("Segments: RFM"), "rfm") == 0
    assert rank(hit("Growth", also="RFM, loyal"), "rfm") == 1
    assert rank(hit("P(alive)"), "p") == 2
    assert rank(hit("Segments: RFM, eight classes"), "rfm") == 2
    assert rank(hit("Paths"), "p") == 3
    assert rank(hit("Retention"), "ret") == 3
    assert rank(hit("Repurchase", also="repeat, 复购率"), "复购") == 4
    assert rank(hit("Staying: Retention"), "ret") == 3
    assert rank(hit("Retention of revenue"), "rev") == 5
    assert rank(hit("Cohort", "Followed together"), "tog") == 6
    assert rank(hit("Repurchase", also="客户复购率"), "复购") == 6  # Chinese has no blanks between words
    assert rank(hit("Retention"), "tention") is None


@pytest.mark.parametrize(
    ("typed", "scope"),
    [
        ("web", "· web ·"),
        ("women", "sex=female"),
        ("last quarter", "2024-07-01 to 2024-09-30"),
        ("2024-03", "2024-03-01 to 2024-03-31"),
        ("2023 q4", "2023-10-01 to 2023-12-31"),
        ("2024-01..2024-02", "2024-01-01 to 2024-02-29"),
        ("orders>3", "orders>3"),
        ("at risk", "rfm=at risk"),
        ("by week", "by week"),
        ("as of 2024-06", "as of 2024-06-01"),
    ],
)
def test_parts_of_the_scope_are_picked_however_fast(on_screen: Kept, typed: str, scope: str) -> None:
    async def script(app: Driven) -> None:
        await app.press("f", *(KEYS.get(letter, letter) for letter in typed), "enter")
        await app.settle()
        assert scope in app.scope_line

    on_screen(script, "rfm")


KEYS = {" ": "space", "-": "minus", ".": "full_stop", ">": "greater_than_sign"}


def test_values_are_listed_with_counts_and_parts_are_dropped_one_by_one(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("f")
        await app.settle()
        assert "customers" in hit_named(app, "sex: female").meaning
        assert "events" in hit_named(app, "Channel: web").meaning
        assert "customers · " in hit_named(app, "RFM: loyal").meaning
        await app.press("escape")
        for part in ("web", "sex: female"):
            await app.press("f")
            await app.type(part)
            await app.press("enter")
            await app.settle()
        assert "· web · sex=female" in app.scope_line
        await app.press("f", "down", "delete")
        assert "· web · everyone" in app.scope_line
        await app.press("f")
        await app.settle()
        assert "more" in hit_named(app, "Channel: web, app").meaning
        assert hit_named(app, "web").meaning == "Dropped: all channels"
        await app.press("backspace")
        assert "all channels · everyone" in app.scope_line

    on_screen(script)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_part_of_the_scope_is_dropped_or_changed_by_a_key(shop: Path, size: tuple[int, int]) -> None:
    async def script(app: Driven) -> None:
        for part in ("2024 q4", "web", "orders>3", "rfm: loyal"):
            await app.press("f")
            await app.type(part)
            await app.press("enter")
        assert all(word in app.scope_line for word in ("2024-10-01", "web", "loyal · orders>3"))
        await app.press("f", "down", "down", "down", "enter")
        assert app.field("typed").value == "orders>3"
        await app.press("backspace", "5", "enter")
        assert app.main.asked is not None
        assert [str(one) for one in app.main.asked.scope.where] == ["orders>5"]
        await app.press("f", "right")
        assert app.field("typed").value == "Period: "
        assert {hit.name.partition(": ")[0] for hit in hits(app)} == {"Period"}
        await app.type("2024-10..2024-11")
        await app.press("enter")
        assert "2024-10-01 to 2024-11-30" in app.scope_line
        await app.press("f", "down", "right", "a", "enter")
        assert app.main.asked.scope.channels == ("app",)
        await app.press("f", "backspace")
        assert app.main.asked.scope.since is None
        await app.press("f", "delete", "f", "a", "backspace", "backspace")
        assert str(app.main.asked.scope.segment or "") == ""
        assert "app" not in app.scope_line
        assert "orders>5" in app.scope_line
        await app.press("f", "down", "backspace")  # what drops nothing is not done
        assert isinstance(app.app.screen, Find)

    drive(Start(paths=(str(shop),), demo=True), script, size=size)


def test_what_narrows_goes_last_from_the_line_and_what_there_is_no_room_for_is_counted() -> None:
    words, worth = ["2024", "by month", "all events", "web", "sex=female", "as of 2024-12-01"], [1, 1, 0, 2, 2, 1]
    assert fitting(words, 70, worth) == [0, 1, 2, 3, 4, 5]
    assert fitting(words, 30, worth) == [0, 3, 4]
    assert fitting(words, 18, worth) == [0, 3]  # and +1
    assert fitting(words, 8, worth) == [0]  # and +2
    assert fitting(words, 30) == [0, 1, 2]


def hits(app: Driven) -> list[Hit]:
    """What the box has."""
    screen = app.app.screen
    assert isinstance(screen, Find)
    return screen._hits


def hit_named(app: Driven, name: str) -> Hit:
    """What the box has under a name."""
    return next(hit for hit in hits(app) if hit.name == name)


def test_one_goes_back_to_what_was_asked_and_forward_again(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.ask("rfm")
        await app.choose("Channel: web")
        await app.press("less_than_sign")
        await app.settle()
        assert "all channels" in app.scope_line
        assert "RFM" in app.title_of(AnswerPane)
        await app.press("less_than_sign")
        await app.settle()
        assert "Overview" in app.title_of(AnswerPane)
        await app.press("greater_than_sign", "greater_than_sign")
        await app.settle()
        assert "· web ·" in app.scope_line
        await app.press("less_than_sign")
        await app.settle()
        await app.ask("growth")
        await app.press("greater_than_sign")
        assert "Nothing was asked after." in app.said

    on_screen(script)


def test_boxes_do_not_pile_up(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("colon", "f1", "colon")
        assert isinstance(app.app.screen, Find)
        assert len(app.app.screen_stack) == 3
        await app.press("escape", "f1", "colon", "f1")
        assert isinstance(app.app.screen, Words)
        assert len(app.app.screen_stack) == 3
        await app.press("escape")
        assert app.main.is_current

    on_screen(script)


@pytest.mark.parametrize("begun", ["with a file", "at the start screen"])
def test_another_file_is_opened_in_place_of_this_one(shop: Path, tmp_path: Path, begun: str) -> None:
    other, memory = tmp_path / "other.csv", tmp_path / "memory.json"
    rows = "".join(f"C{n % 7},2024-03-{n % 28 + 1:02},9.5\n" for n in range(60))
    other.write_text(f"customer_id,ordered_at,total\n{rows}")
    Memory(memory).keep((str(shop),), View())
    Memory(memory).keep((str(other),), View())

    async def script(app: Driven) -> None:
        if begun != "with a file":
            await app.press("down", "enter")
            await app.settle()
        assert "shop.duckdb · 6,392 events" in app.lines[0]
        await app.choose("File: other.csv")
        await app.settle()
        assert "other.csv · 60 events · 7 customers" in app.lines[0]
        assert app.main.is_current
        await app.choose("RFM")
        assert "RFM" in app.title_of(AnswerPane)
        assert app.answer.frame["customers"].sum() == 7
        await app.choose("File: shop.duckdb")
        await app.settle()
        assert "shop.duckdb · 6,392 events" in app.lines[0]
        assert len(app.app.screen_stack) <= 3
        await app.press("escape")
        assert app.main.is_current

    at_start = begun != "with a file"
    paths = () if at_start else (str(shop),)
    drive(Start(paths=paths), script, memory=memory, wait="The demo" if at_start else "answer")
