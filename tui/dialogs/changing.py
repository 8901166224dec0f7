"""The dialogs that change what is asked; each leaves with the question that is to be asked instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.wording import mark

if TYPE_CHECKING:
    from queries.answering.runner import Runner
    from queries.question.question import Question
    from tui.dialogs.dialog import Dialog
    from tui.state.workspace import Workspace

TOO_SOON = {
    "scope": mark("The scope can be changed as soon as the log is built."),
    "compare": mark("Answers can be compared as soon as the log is built."),
}
"""What is told while nothing can be asked yet."""


def changing(what: str, workspace: Workspace, runner: Runner, question: Question) -> Dialog[Question]:
    """The dialog that changes the scope, the comparison or the parameters of a question."""
    from tui.dialogs.compare import CompareDialog
    from tui.dialogs.parameters import Parameters
    from tui.dialogs.scope import ScopeDialog

    dialog = {"scope": ScopeDialog, "compare": CompareDialog, "parameters": Parameters}[what]
    return dialog(workspace.desk, runner, question)
