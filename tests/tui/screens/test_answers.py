"""What can be done with an answer: compare it, read it as a matrix, see its further tables, choose its knobs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from driving import Driven, drive

from queries.question.periods import Grain
from queries.question.scope import Scope
from tui.app import Start

if TYPE_CHECKING:
    from pathlib import Path

    from tui.screens.main import MainScreen


def start(shop: Path, **more: object) -> Start:
    return Start(paths=(str(shop),), demo=True, **more)  # type: ignore[arg-type]


def quarter() -> Scope:
    return Scope(since=date(2024, 10, 1), until=date(2024, 12, 31), grain=Grain.MONTH)


def main_of(app: Driven) -> MainScreen:
    main = app.app.main()
    assert main is not None
    return main


# -- comparing ------------------------------------------------------------------------------------------------


def test_all_of_the_data_have_nothing_before_them(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "c")
        assert "needs a period: f" in app.text
        await app.press("enter")
        assert "have no period before them" in app.text
        assert "f on the screen" in app.text
        await app.press("escape")
        assert main_of(app).compare is None

    drive(start(shop, metric="frequency"), script)


def test_an_answer_beside_the_period_before_and_off_again(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "c")
        assert "the period before  2024-07-01 to 2024-09-30" in app.text
        await app.press("enter")
        assert "against the period before" in app.text.splitlines()[1]
        assert "Interactions before" in app.text
        assert "▲" in app.text or "▼" in app.text
        await app.press("c")
        assert "turn off the comparison with the period before" in app.text
        await app.press("enter")
        assert "against" not in app.text.splitlines()[1]
        assert "Interactions before" not in app.text

    drive(start(shop, metric="frequency", scope=quarter()), script)


def test_a_comparison_goes_along_with_scope_and_question_until_the_scope_is_cleared(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "c", "down", "enter")
        assert "against the year before" in app.text.splitlines()[1]
        await app.press("left_square_bracket")
        assert "2024-09-01 to 2024-11-30, against the year before" in app.text.splitlines()[1]
        app.app.ask("distribution")
        await app.settle()
        assert "against the year before" in app.text.splitlines()[1]
        main_of(app).action_copy_command()
        assert "--compare year" in app.app.clipboard
        await app.press("F")
        assert main_of(app).compare is None

    drive(start(shop, metric="frequency", scope=quarter()), script)


def test_a_segment_to_compare_with_is_picked_or_typed(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "c", "end")
        options = app.app.screen.query_one("#choices")
        options.highlighted = [str(option.id) for option in options.options].index("of-rfm")  # type: ignore[attr-defined]
        await app.press("enter")
        assert "champions" in app.text
        await app.press("down", "enter")
        assert "against rfm=loyal" in app.text.splitlines()[1]
        assert "Interactions of loyal" in app.text
        await app.press("c", "tab", *["backspace"] * 9)
        await app.type("nonsense")
        await app.press("enter")
        assert "is not a segment" in app.text
        await app.press(*["backspace"] * 8)
        await app.type("rfm=at risk")
        await app.press("enter")
        assert "against rfm=at risk" in app.text.splitlines()[1]

    drive(start(shop, metric="frequency"), script)


def test_a_period_with_nothing_before_it_leaves_what_was_shown(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "c", "enter")
        assert "hold nothing" in app.said
        assert main_of(app).compare is None
        assert "against" not in app.text.splitlines()[1]

    first = Scope(since=date(2023, 1, 1), until=date(2023, 1, 31))
    drive(start(shop, metric="frequency", scope=first), script)


def test_a_comparison_is_there_again_the_next_time(shop: Path, tmp_path: Path) -> None:
    memory = tmp_path / "views.json"

    async def first(app: Driven) -> None:
        await app.press("2", "left_square_bracket", "c", "enter")

    drive(Start(paths=(str(shop),)), first, memory=memory)

    async def second(app: Driven) -> None:
        assert "against the period before" in app.text.splitlines()[1]

    drive(Start(paths=(str(shop),)), second, memory=memory)


# -- matrices -------------------------------------------------------------------------------------------------


def test_cohorts_are_a_matrix_whose_cells_open_their_customers(shop: Path) -> None:
    async def script(app: Driven) -> None:
        main = main_of(app)
        table, result = main.main_table(), main.shown
        assert table is not None
        assert table.frame is not None
        assert result is not None
        assert table.row_count == result.frame["cohort"].n_unique() < result.frame.height
        await app.press("2", "down", *["right"] * 3)
        asked = main.row_asked_of()
        assert asked is not None
        assert asked["interval"] == 1
        assert asked["cohort"] == result.frame["cohort"].unique().sort()[1]
        count = asked["customers"]
        assert "interval 1" in app.text
        await app.press("enter")
        title = next(line for line in app.text.splitlines() if "› Retention ›" in line)
        assert title.endswith(f"{count:,} customer{'' if count == 1 else 's'}")
        await app.press("escape", "left", "left", "left")
        named = main.row_asked_of()
        assert named is not None
        assert named["interval"] == 0

    drive(start(shop, metric="retention"), script)


def test_a_cell_that_is_not_there_yet_says_so(shop: Path) -> None:
    async def script(app: Driven) -> None:
        main = main_of(app)
        table = main.main_table()
        assert table is not None
        assert table.frame is not None
        await app.press("2", "G")
        table.move_cursor(column=len(table.frame.shown) - 1)
        await app.settle()
        assert main.row_asked_of() is None
        assert "This cell holds nobody" in app.text
        await app.press("enter")
        assert "This cell holds nobody" in app.said

    drive(start(shop, metric="retention"), script)


def test_a_matrix_is_sorted_searched_and_copied(shop: Path) -> None:
    async def script(app: Driven) -> None:
        table = main_of(app).main_table()
        assert table is not None
        assert table.frame is not None
        await app.press("2", "right", "s")
        assert table.frame.sorted_by == ("size", True)
        sizes = table.frame.data["size"].to_list()
        assert sizes == sorted(sizes, reverse=True)
        await app.press("slash")
        await app.type("2024-03")
        await app.press("enter")
        assert table.row is not None
        assert f"{table.row['cohort']:%Y-%m}" == "2024-03"
        await app.press("Y")
        assert app.app.clipboard.startswith("2024-03-01\t")
        assert "complete" not in app.app.clipboard

    drive(start(shop, metric="retention"), script)


def test_a_compared_matrix_is_read_long(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "c", "enter")
        assert "Rate before" in app.text or "Size before" in app.text

    drive(start(shop, metric="retention", scope=quarter()), script)


# -- further tables -------------------------------------------------------------------------------------------


def test_further_tables_are_seen_in_the_same_pane(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2")
        assert "v 1 more" in app.text
        await app.press("v")
        assert "RFM › Thresholds" in app.text
        assert "do not stand for" in app.text
        main_of(app).action_copy_command()
        assert app.app.clipboard.endswith("--part thresholds")
        await app.press("e")
        assert "rfm_thresholds.csv" in app.text
        await app.press("escape", "escape")
        assert "Thresholds" not in app.text
        await app.press("v", "v")
        assert "Thresholds" not in app.text
        assert main_of(app).is_current

    drive(start(shop, metric="rfm"), script)


def test_the_palette_names_further_tables(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("colon")
        await app.type("table: thresholds")
        await app.pilot.pause(0.6)
        await app.press("enter")
        await app.settle()
        assert "RFM › Thresholds" in app.text

    drive(start(shop, metric="rfm"), script)


def test_an_answer_of_one_table_says_so(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "v")
        assert "one table only" in app.said

    drive(start(shop, metric="frequency"), script)


def test_a_portrait_has_further_tables(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "enter", "enter")
        assert "Timeline" in app.text
        await app.press("v")
        assert "Timeline" not in app.text
        assert "Figures" in app.text
        await app.press("q")
        assert "Timeline" in app.text

    drive(start(shop, metric="rfm"), script, size=(80, 24))


# -- parameters -----------------------------------------------------------------------------------------------


def test_parameters_of_few_values_offer_them(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "p")
        assert "on or on_or_after" in " ".join(app.text.split())
        await app.press("down", "tab", "down")
        from textual.widgets import Input

        fields = {field.id: field.value for field in app.app.screen.query(Input)}
        assert fields["knob-mode"] == "on_or_after"
        assert fields["knob-start"]
        await app.press("enter")
        assert "mode on_or_after" in app.text

    drive(start(shop, metric="retention"), script)


def test_every_parameter_form_opens(shop: Path) -> None:
    async def script(app: Driven) -> None:
        from queries.question.question import Question
        from tui.dialogs.parameters import Parameters
        from tui.panes.questions import askable

        runner = app.app.runner
        assert runner is not None
        for metric in filter(askable, app.app.metrics):
            app.app.push_screen(Parameters(Question.of(metric.id), runner))
            await app.pilot.pause()
            assert f"Parameters of {metric.title}" in app.text
            await app.pilot.press("escape")

    drive(start(shop), script)


# -- words ----------------------------------------------------------------------------------------------------


def test_no_word_is_cut_in_two_on_a_small_screen(shop: Path) -> None:
    async def script(app: Driven) -> None:
        title, scope = app.text.splitlines()[:2]
        assert title.split("·")[-1].strip().endswith(("customers", "2024", "s"))
        assert "…" not in title + scope
        findings = [line for line in app.text.splitlines() if "•" in line]
        assert findings
        assert not any(line.endswith("…") for line in findings)

    drive(start(shop), script, size=(80, 24))
