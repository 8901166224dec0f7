"""Events picked from a list: counted, in people's order, moved, with conditions, and checked as they are picked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.answer import AnswerPane

if TYPE_CHECKING:
    from driving import Driven, Kept

SHOP = "page_view[page=home],page_view[page=product],page_view[page=cart],page_view[page=checkout],purchase"


def listed(app: Driven) -> list[str]:
    """The lines of the list: names with their numbers before and their counts behind, blanks drawn together."""
    options = app.app.screen.query_one("#hits").options  # type: ignore[attr-defined]
    return [" ".join(str(option.prompt).split()) for option in options]


def steps(app: Driven) -> list[str]:
    return [line.split()[1] for line in listed(app) if line[:1].isdigit() and line.split()[0].isdigit()]


def test_it_begins_with_what_is_proposed_and_leaves_it(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "p", "down")
        assert ",".join(steps(app)) == SHOP
        assert app.told.startswith("5 picked: page_view[page=home] → ")
        await app.press("escape")
        assert app.field("parameter-steps").value == ""

    on_screen(script, "funnel")


def test_what_is_picked_goes_to_its_place_and_is_asked(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "p", "down")
        # The cursor is on the first event that can be picked; two lines up from the last step the checkout is.
        await app.press("up", "up", "enter")
        assert steps(app)[-2:] == ["page_view[page=cart]", "purchase"]
        await app.type("checkout")
        assert "page_view[page=checkout]" in listed(app)[0]
        await app.press("enter")
        assert ",".join(steps(app)) == SHOP
        await app.type("home")
        await app.press("enter", "escape")
        field = app.field("parameter-steps").value
        assert field == SHOP.removeprefix("page_view[page=home],")
        await app.press("enter")
        assert app.answer.frame["event"].to_list() == field.split(",")
        assert "Funnel" in app.title_of(AnswerPane)

    on_screen(script, "funnel")


def test_counts_are_those_of_the_data(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "p", "down")
        runner = app.app.workspace.runner
        assert runner is not None
        kinds = runner.log.events.collect()["event"].cast(str).value_counts().rows()
        lines = listed(app)
        for kind, count in kinds:
            assert sum(line.endswith(f"{kind} {count:,}") for line in lines) == 1

    on_screen(script, "funnel", steps="purchase,support")


def test_steps_are_moved_and_the_cursor_goes_along(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "p", "down")
        await app.press("up")
        await app.press("less_than_sign")
        assert steps(app) == ["support", "purchase"]
        await app.press("greater_than_sign")
        assert steps(app) == ["purchase", "support"]
        await app.press("shift+up", "escape", "enter")
        assert app.answer.frame["event"].to_list() == ["support", "purchase"]

    on_screen(script, "funnel", steps="purchase,support")


def test_a_condition_takes_the_place_of_its_step(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "p", "down")
        await app.press("up", "up", "right")
        assert app.field("typed").value == "page_view["
        assert [line for line in listed(app) if line.endswith("=")] == [
            f"page_view[{name}=" for name in ("channel", "item", "page")
        ]
        await app.type("page=ca")
        await app.settle()
        assert [line.split()[0] for line in listed(app)] == ["page_view[page=cart]", "page_view[page=category]"]
        await app.press("enter")
        assert steps(app) == ["page_view[page=cart]", "purchase"]
        assert app.told == "2 picked: page_view[page=cart] → purchase."

    on_screen(script, "funnel", steps="page_view,purchase")


def test_what_cannot_be_asked_is_said_while_one_picks(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "p", "down")
        await app.press("up", "space")
        assert "A funnel has two steps or more." in app.told
        await app.type("purchase[channel=ebay*")
        await app.settle()
        await app.press("enter")
        assert "There is no channel" in app.told

    on_screen(script, "funnel", steps="page_view,purchase")


def test_an_event_cannot_be_a_step_and_end_an_attempt(on_screen: Kept) -> None:
    async def script(app: Driven) -> None:
        await app.press("2", "p")
        app.field("parameter-without").focus()
        await app.press("down")
        await app.type("refund")
        await app.press("enter")
        assert app.told == "1 picked: refund."
        await app.type("support")
        await app.press("enter")
        assert "support is a step and cannot end an attempt." in app.told
        await app.press("escape", "enter")
        assert "support is a step and cannot end an attempt." in app.told, "the form stays, too"

    on_screen(script, "funnel", steps="purchase,support")
