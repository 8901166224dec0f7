"""The list of questions: one key to any of them, groups that fold, and why a question cannot be answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from driving import Driven, drive
from rich.cells import cell_len, set_cell_size
from textual import events
from textual.geometry import Offset

from queries import catalogue
from queries.wording import LANGUAGES, speak
from tui.app import Start
from tui.panes.letters import letters
from tui.panes.question_list import Questions, askable
from tui.panes.questions import QuestionsPane

if TYPE_CHECKING:
    from pathlib import Path

    from driving import Kept

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")


def questions(app: Driven) -> Questions:
    return app.main.query_one(Questions)


def rows(app: Driven) -> list[str]:
    """The lines of the list that are seen."""
    region = questions(app).region
    return [line[region.x : region.right].rstrip() for line in app.text.splitlines()[region.y : region.bottom]]


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_letter_asks_a_question_that_need_not_be_in_view(shop: Path, size: tuple[int, int]) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "apostrophe")
        assert "g Gaps" in app.text
        await app.press("R")
        assert app.answer.question.metric == "rfm"
        assert app.main.focused is app.pane.target
        await app.press("1", "left", "apostrophe", "w")
        assert app.answer.question.metric == "rhythm"
        await app.press("apostrophe", "apostrophe", "q")  # a letter is a letter, whatever the key does elsewhere
        assert app.answer.question.metric == "quality"

    drive(Start(paths=(str(shop),), demo=True), script, size=size)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_question_is_seen_with_its_letter(shop: Path, size: tuple[int, int]) -> None:
    async def script(app: Driven) -> None:
        asked = [metric for metric in app.app.workspace.metrics if askable(metric)]
        await app.press("apostrophe")
        seen = app.text.replace("(", "")  # what cannot be asked is in brackets
        for metric in asked:
            assert f"{letters(asked)[metric.id]} {metric.title[:13]}" in seen
        assert "(Pipeline)" in app.text

    drive(Start(paths=(str(shop),), demo=True), script, size=size)


def test_letters_are_of_the_name_each_one_once_and_the_same_in_chinese(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        asked = [metric for metric in app.app.workspace.metrics if askable(metric)]
        given = letters(asked)
        assert len(set(given.values())) == len(given) == len(asked)
        initials = [metric for metric in asked if given[metric.id].casefold() == metric.title[0].casefold()]
        assert len(initials) > len(asked) / 2
        try:
            speak("zh_CN")
            assert letters([metric for metric in catalogue.metrics() if askable(metric)]) == given
        finally:
            speak("en")

    on_screen(script)


@pytest.mark.parametrize("keys", [("escape",), ("tab", "escape"), ("full_stop", "escape")], ids=" ".join)
def test_who_leaves_leaves_everything_as_it_was(on_screen: Kept, keys: tuple[str, ...]) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "down")
        before = app.text
        await app.press("apostrophe")
        assert app.text != before
        await app.press(*keys)
        assert app.text == before
        assert app.main.focused is app.pane.target

    on_screen(script)


def test_a_burst_jumps(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2")
        driver = app.app._driver
        assert driver is not None
        for key, character in (("apostrophe", "'"), ("G", "G")):
            driver.send_message(events.Key(key, character))
        await app.settle()
        assert app.answer.question.metric == "growth"

    on_screen(script)


def test_a_click_on_a_question_asks_it(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("apostrophe")
        at = next(Offset(line.index("Basket"), y) for y, line in enumerate(app.lines) if "b Basket" in line)
        await app.pilot.click(offset=at)
        await app.settle()
        assert app.answer.question.metric == "basket"

    on_screen(script)


@SIZES
def test_groups_fold_and_unfold_and_stay_so(shop: Path, size: tuple[int, int]) -> None:
    async def script(app: Driven) -> None:
        await app.press("1", "g", "down", "down")
        await app.press("left")
        assert "▸ Frequency" in rows(app)
        assert not any("Over time" in row for row in rows(app))
        await app.press("down", "up")
        assert questions(app)._lines[questions(app).at].text == "Frequency"
        await app.ask("distribution")
        assert "▸ Frequency ◂" in rows(app)
        await app.ask("rfm")
        assert not any("Over time" in row for row in rows(app))
        await app.press("g", "down", "enter")
        assert app.answer.question.metric == "rfm"
        assert "▾ Frequency" in rows(app)
        await app.press("left", "right", "enter")
        assert app.answer.question.metric == "frequency"

    drive(Start(paths=(str(shop),), demo=True), script, size=size)


def test_a_search_finds_what_is_folded(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("1", "g", "down", "left", "slash", *"weekdays", "enter")
        assert "▾ Frequency" in rows(app)
        await app.press("enter")
        assert app.answer.question.metric == "rhythm"

    drive(Start(paths=(str(shop),), demo=True), script)


def test_all_questions_folded_are_a_short_list_and_all_can_be_reached(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("1", "g")
        while questions(app).at < len(questions(app)._lines) - 1:
            await app.press("down")
            await app.press("left")
        assert all(row[:1] in "▸ " for row in rows(app))
        assert len(questions(app)._lines) < questions(app).size.height
        listed = set(questions(app)._heading)
        await app.press("g")
        seen = set[str]()
        for _ in range(200):
            line = questions(app)._lines[questions(app).at]
            seen.add(line.id)
            await app.press("enter" if not line.id else "down")
        assert listed <= seen

    drive(Start(paths=(str(shop),), demo=True), script, size=(80, 24))


@SIZES
def test_the_reason_why_a_question_cannot_be_answered_is_told_where_the_cursor_is(
    shop: Path, size: tuple[int, int]
) -> None:
    async def script(app: Driven) -> None:
        await app.press("1")
        usual = app.footer
        await app.press("slash", *"pipeline", "enter")
        app.app.clear_notifications()
        await app.settle()
        assert any(row.strip("▂▃▄▅▆▇█ ") == "(Pipeline)" for row in rows(app))
        assert app.footer.startswith(" These data hold no deals (a table with a stage and an opening)")
        await app.press("2")
        assert "These data hold no deals" not in app.footer
        await app.press("1")
        assert "These data hold no deals" in app.footer
        await app.press("up")
        assert app.footer == usual

    drive(Start(paths=(str(shop),), demo=True), script, size=size)


WIDTHS = pytest.mark.parametrize(("width", "most"), [(80, 22), (120, 28), (200, 60)])


@pytest.mark.parametrize("language", LANGUAGES)
@WIDTHS
def test_no_name_is_cut_without_a_sign(shop: Path, width: int, most: int, language: str) -> None:
    async def script(app: Driven) -> None:
        await app.ask("clv")
        pane, shown = app.main.query_one(QuestionsPane), questions(app)
        assert pane.region.width <= most
        room = shown.scrollable_content_region.width
        names = {metric.id: metric.title for metric in app.main.metrics}
        cut = 0
        for at, line in enumerate(shown._lines):
            seen = shown._written(line)
            assert cell_len(seen) <= room
            assert (line.id == "clv") == seen.endswith(" ◂")
            name = names.get(line.id, line.text)
            if name not in seen:
                cut += 1
                before, sign, after = seen.partition("…")
                assert sign
                assert after in ("", ")", " ◂")
                assert name.startswith(before.strip(" (▸▾"))
            y = at - shown.scroll_offset.y
            if 0 <= y < shown.size.height:
                row = app.lines[shown.region.y + y]
                assert set_cell_size(row, shown.region.x + room)[shown.region.x :].rstrip() == seen.rstrip()
        assert width < 200 or not cut  # there is room for all of them

    speak(language)
    try:
        drive(Start(paths=(str(shop),), demo=True), script, size=(width, 40))
    finally:
        speak("en")


def test_the_list_suits_a_window_that_changes(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        pane = app.main.query_one(QuestionsPane)
        widths = []
        for width in (80, 120, 200, 60, 120):
            await app.pilot.resize_terminal(width, 40)
            await app.settle()
            await app.press("1")
            widths.append(pane.region.width)
        assert widths[0] == 22
        assert 22 < widths[1] == widths[4] <= 28
        assert widths[1] <= widths[2]
        assert widths[3] == 60

    on_screen(script)
