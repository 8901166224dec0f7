"""The line of the scope: each part a chip of its own, changed and dropped where it stands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from driving import Driven, drive

from queries.question.comparison import Comparison
from queries.question.periods import Grain
from queries.question.question import Question
from queries.question.scope import Condition, Scope, Segment
from tui.app import Start
from tui.dialogs.compare import CompareDialog
from tui.frame.answered import ScopeLine
from tui.state.scoped import parts_of

if TYPE_CHECKING:
    from pathlib import Path

    from driving import Kept

EVERYTHING = Scope(
    since=date(2024, 1, 1),
    until=date(2024, 12, 31),
    grain=Grain.QUARTER,
    events=("purchase", "page_view"),
    channels=("web",),
    segment=Segment("rfm", "loyal"),
    where=(Condition("orders", ">", "3"), Condition("sex", "=", "female")),
    as_of=date(2024, 12, 1),
)
CHIPS = (
    "2024-01-01 to 2024-11-30 · against the period before · by quarter · purchase, page_view · web · rfm=loyal · "
    "orders>3 · sex=female · as of 2024-12-01"
)


def chips(app: Driven) -> list[str]:
    """What stands out in the line, its cursor included."""
    line = app.app.screen.query_one(ScopeLine).render()
    return [line.plain[span.start : span.end] for span in line.spans if "reverse" in str(span.style)]


def test_each_part_is_a_chip_of_its_own(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.begin_anew(Question.of("overview", EVERYTHING, compare=Comparison("before")))
        assert CHIPS in app.scope_line
        assert chips(app) == CHIPS.replace(", ", " · ").split(" · ")

    drive(Start(paths=(str(shop),), demo=True), script, size=(200, 50))


def test_every_part_is_dropped_alone_whichever_it_is(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        question = app.answer.question
        for at, part in enumerate(parts_of(question, app.answer.scope)):
            assert part.drop is not None
            others = [other for place, other in enumerate(parts_of(part.drop(question), {})) if other.drop]
            assert part.words not in [other.words for other in others]
            gone = 2 if part.kind == "period" else 1  # all of the data have no period before them
            assert len(others) == len(parts_of(question, {})) - gone, at

    on_screen(script, "overview", EVERYTHING, compare=Comparison("before"))


def test_a_part_is_dropped_and_changed_where_it_stands(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("0")
        assert app.scope_line.startswith("▸Scope")
        assert app.footer.startswith(" enter change  d drop")
        assert chips(app) == ["2023-01-06 to 2024-12-31"]
        await app.press("d")
        assert "cuts nothing off" in app.said
        await app.press("right", "right", "right", "right", "right", "d")
        assert [str(one) for one in app.answer.question.scope.where] == ["orders>3"]
        assert chips(app) == ["orders>3"]
        await app.press("left", "enter")
        assert app.field("typed").value == "Channel: "
        await app.type("app")
        await app.press("enter")
        assert app.answer.question.scope.channels == ("app",)
        assert app.scope_line.startswith("▸Scope")
        await app.press("escape")
        assert app.scope_line.startswith(" Scope")
        assert app.main.pane_in_focus is app.pane

    scope = Scope(channels=("web",), where=(Condition("orders", ">", "3"), Condition("sex", "=", "female")))
    on_screen(script, "overview", scope)


def test_what_is_compared_with_opens_its_own_form(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("0", "right", "enter")
        assert isinstance(app.app.screen, CompareDialog)
        await app.press("escape", "d")
        assert app.answer.question.compare is None

    on_screen(script, "overview", Scope(since=date(2024, 7, 1)), compare=Comparison("before"))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_part_under_the_cursor_is_seen_however_narrow(shop: Path, size: tuple[int, int]) -> None:
    async def script(app: Driven) -> None:
        await app.press("0", *["right"] * 9)
        assert chips(app) == ["as of 2024-12-01"]
        await app.press("d")
        assert app.answer.question.scope.as_of is None

    drive(Start(paths=(str(shop),), demo=True, metric="overview", scope=EVERYTHING), script, size=size)
