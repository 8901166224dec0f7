"""Jumping: a letter before every question in view, the number on every pane, and one key that goes there."""

from __future__ import annotations

from string import ascii_letters
from typing import TYPE_CHECKING

from queries.wording import mark, say
from tui.panes.question_list import Questions

if TYPE_CHECKING:
    from tui.frame.footer import Keys
    from tui.panes.panes import Panes
    from tui.panes.questions import QuestionsPane

WAITING = mark("A letter asks its question, a number goes to its pane; esc leaves.")


def jump(panes: Panes, questions: QuestionsPane, keys: Keys) -> None:
    """Show the keys of what is in view, and go where the next one leads; any other changes nothing."""
    numbered = {str(number): pane for number, pane in enumerate(panes.all, 1) if pane.region}
    asked = questions.show_letters(ascii_letters) if questions.region else {}
    for number, pane in numbered.items():
        pane.title.letter = number

    def go(key: str) -> None:
        for pane in numbered.values():
            pane.title.letter = ""
        questions.show_letters("")
        if key in numbered:
            panes.go_to(numbered[key])
        elif key in asked:
            questions.post_message(Questions.Asked(asked[key]))

    keys.wait_for_key(say(WAITING), go)
