"""The parameters of a question: a form made from its declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driving import drive

from tui.app import Start
from tui.panes.answer import AnswerPane

if TYPE_CHECKING:
    from pathlib import Path

    from driving import Driven, Kept


def test_parameters_come_from_the_declaration(on_screen: Kept) -> None:
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
        assert "bins 3" in app.title_of(AnswerPane)
        assert "3-3" in app.text_of(AnswerPane)

    on_screen(script, "rfm")


def beside(app: Driven, name: str) -> str:
    """What is said beside the line of a parameter."""
    return str(app.app.screen.query_one(f"#wrong-{name}").render())


def test_what_cannot_be_is_said_as_one_types(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "p")
        assert beside(app, "bins") == ""
        await app.press("x")
        assert beside(app, "bins") == " ✗ It takes a whole number."
        await app.press("backspace", "0")
        assert beside(app, "bins") == " ✗ It takes 2 to 10."
        await app.press("backspace")
        assert beside(app, "bins") == ""
        app.field("parameter-r").value = "1,x"
        await app.settle()
        assert beside(app, "r").startswith(" ✗ It takes numbers")
        app.field("parameter-rule").value = "quantiles"
        await app.settle()
        assert beside(app, "rule") == " ✗ It takes quantile, rank."
        await app.press("escape")

    on_screen(script, "rfm")


def test_enter_in_a_form_that_is_higher_than_the_screen_goes_to_the_line_that_is_wrong(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.ask("rfm")
        await app.press("2", "p")
        await app.press("x", "tab", "tab", "tab", "tab", "tab", "tab", "tab")
        assert "bins" not in app.text
        await app.press("enter")
        assert app.field("parameter-bins").has_focus
        assert "5x" in app.text
        assert "✗ It takes a whole number." in app.text
        app.field("parameter-bins").value = "4"
        await app.settle()
        assert "✗" not in app.text

    drive(Start(paths=(str(shop),), demo=True), script, size=(80, 24))


def test_a_refusal_of_the_data_is_seen_in_a_form_that_is_higher_than_the_screen(shop: Path) -> None:
    async def script(app: Driven) -> None:
        await app.ask("retention")
        await app.press("2", "p")
        app.field("parameter-start").value = "moonwalk"
        await app.press("enter")
        assert "moonwalk" in app.told
        assert app.told.split(".")[0] in " ".join(app.text.split())

    drive(Start(paths=(str(shop),), demo=True), script, size=(80, 24))


def test_split_is_one_of_the_parameters(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "p")
        app.field("split-by").focus()
        await app.type("channel")
        await app.press("enter")
        assert "by channel" in app.title_of(AnswerPane)

    on_screen(script, "frequency")


def test_parameters_of_few_values_offer_them(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "p")
        assert "on or on_or_after" in " ".join(app.text.split())
        await app.press("down", "tab", "down")
        assert app.field("parameter-mode").value == "on_or_after"
        assert app.field("parameter-start").value
        await app.press("enter")
        assert "mode on_or_after" in app.title_of(AnswerPane)

    on_screen(script, "retention")


def test_every_parameter_form_opens(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        from queries.question.question import Question
        from tui.dialogs.parameters import Parameters
        from tui.panes.question_list import askable

        workspace = app.app.workspace
        assert workspace.runner is not None
        for metric in filter(askable, workspace.metrics):
            app.app.push_screen(Parameters(workspace.desk, workspace.runner, Question.of(metric.id)))
            await app.settle()
            assert f"Parameters of {metric.title}" in app.text
            for parameter in metric.parameters:
                assert app.field(f"parameter-{parameter.name}") is not None
            await app.press("escape")

    on_screen(script)
