"""The parameters of a question: a form made from its declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.answer import AnswerPane

if TYPE_CHECKING:
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
