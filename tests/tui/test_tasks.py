"""Ten everyday tasks, from a program just opened on a shop it never saw: how many keys each takes, and where they are.

A key is found where it is seen: in the footer, in the box with all questions and their letters (`'`), in a list under
what is typed, or in help. Every task ends with what the screen shows, compared with an answer that was asked for
without a screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from driving import drive

from queries.question.question import Question
from queries.question.scope import Condition, Scope
from tui.app import Start
from tui.dialogs.dialog import Words
from tui.panes.answer import AnswerPane
from tui.panes.people import PeoplePane
from tui.panes.timeline import TimelinePane
from tui.screens.people import PeopleScreen
from tui.screens.portrait import PortraitScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from driving import Driven

    from queries.answering.result import Result

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")


@pytest.fixture
def cold(shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Starts the program with nothing remembered, presses keys, and looks."""
    monkeypatch.chdir(tmp_path)

    def run(size: tuple[int, int], keys: list[str], look: Callable[[Driven], None]) -> None:
        async def script(app: Driven) -> None:
            assert app.answer.question.metric == "overview"
            await app.press(*keys)
            look(app)

        drive(Start(paths=(str(shop),), demo=True), script, size=size)

    return run


def asked(app: Driven, metric: str, scope: Scope | None = None) -> Result:
    """An answer that no screen took part in."""
    runner = app.app.workspace.runner
    assert runner is not None
    return runner.answer(Question.of(metric, scope))


@SIZES
def test_the_customers_of_the_biggest_segment_take_four_keys(cold: Callable[..., None], size: tuple[int, int]) -> None:
    """`'` is in the footer, R beside RFM in its box, `!` leads to the sentence that names the biggest segment."""

    def look(app: Driven) -> None:
        segments = asked(app, "rfm").frame.filter(pl.col("segment") != "no purchase")
        biggest = segments.sort("customers", descending=True, maintain_order=True).row(0, named=True)
        assert isinstance(app.app.screen, PeopleScreen)
        assert f"RFM › {biggest['segment']}" in app.text
        assert f"{biggest['customers']:,} customers" in app.title_of(PeoplePane)

    cold(size, ["apostrophe", "R", "exclamation_mark", "enter"], look)


@SIZES
def test_the_timeline_of_a_customer_takes_the_id_and_two_keys(cold: Callable[..., None], size: tuple[int, int]) -> None:
    """`:` is in the footer; the customer is first in the list below what is typed. The keys are in the timeline."""

    def look(app: Driven) -> None:
        assert isinstance(app.app.screen, PortraitScreen)
        assert "C000270" in app.text
        events = app.app.workspace.runner
        assert events is not None
        own = events.answer(Question.of("customer", Scope(), id="C000270")).frame
        assert f"{own.height:,} rows" in app.title_of(TimelinePane)
        assert str(own["time"][0])[:10] in app.text_of(TimelinePane)

    cold(size, ["colon", *"C000270", "enter"], look)


@SIZES
def test_this_quarter_against_the_last_takes_one_key(cold: Callable[..., None], size: tuple[int, int]) -> None:
    """`-` makes the periods longer: the overview shows the last quarter beside the one before."""

    def look(app: Driven) -> None:
        from queries.question.periods import Grain

        quarters = asked(app, "overview", Scope(grain=Grain.QUARTER))
        assert "by quarter" in app.scope_line
        assert app.answer.frame.equals(quarters.frame)
        assert "2024-Q4" in app.text_of(AnswerPane)
        assert "2024-Q3" in app.text_of(AnswerPane)

    cold(size, ["minus"], look)


@SIZES
def test_the_weekend_of_women_takes_six_keys(cold: Callable[..., None], size: tuple[int, int]) -> None:
    """`'` and w ask for weekdays and hours; `f` is in the footer, and "wo" finds the women among the parts."""

    def look(app: Driven) -> None:
        women = asked(app, "rhythm", Scope(where=(Condition("sex", "=", "female"),)))
        assert "sex=female" in app.scope_line
        assert app.answer.frame.equals(women.frame)
        assert app.answer.figures == women.figures
        assert "Weekend index" in app.text_of(AnswerPane)

    cold(size, ["apostrophe", "w", "f", "w", "o", "enter"], look)


@SIZES
def test_the_customers_at_risk_are_exported_in_four_keys(
    cold: Callable[..., None], tmp_path: Path, size: tuple[int, int]
) -> None:
    """The overview's first sentence is about them: `!` and enter open them, `e` offers a name that enter takes."""

    def look(app: Driven) -> None:
        at_risk = asked(app, "overview").table("risk")[1]["customers"].item()
        (written,) = tmp_path.glob("*.csv")
        assert at_risk
        assert pl.read_csv(written).height == at_risk
        assert f"{at_risk:,} rows" in app.said

    cold(size, ["exclamation_mark", "enter", "e", "enter"], look)


@SIZES
def test_the_retention_of_the_january_cohort_takes_two_keys(cold: Callable[..., None], size: tuple[int, int]) -> None:
    """`'` and r: the cohorts are the rows, and the first of the shop is that of January."""

    def look(app: Driven) -> None:
        january = asked(app, "retention").frame.row(0, named=True)
        assert app.answer.frame.row(0, named=True) == january
        row = next(line for line in app.lines if "2023-01 " in line)
        assert "100.0 %" in row
        assert app.pane.at == 0

    cold(size, ["apostrophe", "r"], look)


@SIZES
def test_what_p_alive_means_takes_three_keys(cold: Callable[..., None], size: tuple[int, int]) -> None:
    """`:` is in the footer; a word that is whole comes before those that only begin so."""

    def look(app: Driven) -> None:
        assert isinstance(app.app.screen, Words)
        assert "probability that a customer has not left" in " ".join(app.text.split())

    cold(size, ["colon", "p", "enter"], look)


@SIZES
@pytest.mark.parametrize("keys", [["L"], ["colon", "中", "enter"]], ids=["key", "by name"])
def test_chinese_takes_one_key_or_three(cold: Callable[..., None], size: tuple[int, int], keys: list[str]) -> None:
    """`L` is in help and behind the command in the list of `:`, where "中" finds it."""
    from queries.wording import speak

    def look(app: Driven) -> None:
        assert "总览" in app.title_of(AnswerPane)
        assert "帮助" in app.footer

    try:
        cold(size, keys, look)
    finally:
        speak("en")


@SIZES
def test_one_channel_takes_three_keys(cold: Callable[..., None], size: tuple[int, int]) -> None:
    """`f` is in the footer; the channels are first in its list, and a letter finds one."""

    def look(app: Driven) -> None:
        assert "web" in app.scope_line
        assert app.answer.frame.equals(asked(app, "overview", Scope(channels=("web",))).frame)

    cold(size, ["f", "w", "enter"], look)


@SIZES
def test_a_view_is_saved_with_two_keys(cold: Callable[..., None], size: tuple[int, int]) -> None:
    """ctrl+s is in help; a name is offered that enter takes."""

    def look(app: Driven) -> None:
        (view,) = app.app.workspace.views.all()
        assert view.question() == app.answer.question
        assert f"Saved “{view.name}”" in app.said

    cold(size, ["ctrl+s", "enter"], look)
