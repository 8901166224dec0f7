"""Saved views on the screen: kept under a name, chosen from, and asked again."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from queries.errors import RegularsError, UsageError
from queries.wording import say
from tui.panes.questions import QuestionsPane
from tui.state.saved import SIGN, SavedView
from tui.state.view import View
from tui.text.asked import question_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries.answering.result import Result
    from queries.question.question import Question
    from tui.screens.page import Page
    from tui.state.saved import Arrangement


def saved(page: Page, name: str) -> tuple[Question, Arrangement] | None:
    """What a saved view asks, and how its answer is looked at; where it cannot be asked that is told."""
    try:
        view = page.workspace.views.named(name)
        return view.question(), view.arrangement
    except RegularsError as error:
        page.tell(str(error), wrong=True)
        return None


def save(page: Page, answer: Result | None, arrangement: Arrangement) -> None:
    """Ask for a name, and keep what is on the screen under it."""
    if answer is None:
        page.tell(say("There is no answer to save a view of yet."))
        return
    from tui.dialogs.views import Naming

    views, name = page.workspace.views, question_words(page.workspace.said(answer).question)
    view = SavedView(views.free(name), View.of(answer.question), arrangement)

    def named(name: str | None) -> None:
        if name is not None:
            page.query_one(QuestionsPane).list_views(name)
            command = say("regulars run {sign} FILE", sign=shlex.quote(SIGN + name))
            page.tell(say("Saved “{name}”. V lists the views; “{command}” asks this one.", name=name, command=command))

    page.app.push_screen(Naming(page.workspace, view), named)


def choose(page: Page, open_view: Callable[[str], None]) -> None:
    """Choose among the saved views."""
    try:
        views = page.workspace.views.read()
    except UsageError as error:
        page.tell(error.what, wrong=True)
        return
    if not views:
        page.tell(say("No view is saved yet. ctrl+s saves the one on the screen."))
        return
    from tui.dialogs.views import Views

    def chosen(name: str | None) -> None:
        page.query_one(QuestionsPane).list_views()
        if name is not None:
            open_view(name)

    page.app.push_screen(Views(page.workspace), chosen)
