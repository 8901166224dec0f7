"""One customer in short, beside a table whose rows are customers: history, facts, hours, the newest events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text
from textual.message import Message

from queries.question.question import Question
from tui.panes.facts import facts
from tui.panes.habits import hours, weeks
from tui.panes.portrait import OWN
from tui.text.colours import place_of
from tui.text.formats import cell, safe

if TYPE_CHECKING:
    from queries.answering.result import Result
    from queries.answering.runner import Runner
    from queries.cancel import Token
    from tui.charts.look import Look
    from tui.state.desk import Job
    from tui.state.row import Row

FEW_LINES, FEW_KINDS, MOST_KINDS = 20, 3, 8
"""In fewer lines only the most frequent kinds of event have one, so that facts are seen below."""
NEWEST = 20


@dataclass
class Known(Message):
    """What a row's customer did is known."""

    row: Row
    person: Result


def asking(runner: Runner, row: Row, customer: str) -> Job:
    """Ask for the customer of a row."""
    question = Question.of(OWN, row.answer.question.scope, id=customer)

    def job(token: Token) -> Known:
        return Known(row, runner.answer(question, token))

    return job


def in_short(person: Result, look: Look, width: int, height: int) -> Text:
    """The customer in as many lines as there are, the most telling first; what has no room is in the portrait."""
    text = Text()
    if "weeks" in person.parts:
        text.append_text(weeks(person, look, width, FEW_KINDS if height < FEW_LINES else MOST_KINDS)).append("\n")
    text.append_text(facts(person, width))
    if "hours" in person.parts:
        text.append("\n").append_text(hours(person, look, width)).append("\n")
        text.append_text(_newest(person, look))
    lines = list(text.split("\n"))[:height]
    return Text("\n").join([*lines, *[Text()] * (height - len(lines))])  # nothing else has to move for it


def _newest(person: Result, look: Look) -> Text:
    """The newest events, kinds in their colours."""
    described = {column.name: column for column in person.columns}
    text = Text()
    for row in person.frame.head(NEWEST).to_dicts():
        colour = look.placed(place_of(person.groups, "event", row["event"]))
        text.append(cell(row["time"], described["time"]), "dim").append("  ")
        text.append(safe(row["event"]), "" if colour is None else f"color({colour})")
        more = [safe(row["channel"])] if row["channel"] else []
        if row["amount"] is not None:
            more.append(cell(row["amount"], described["amount"], currency=person.currency))
        text.append("".join(f"  {word}" for word in more) + "\n")
    return text
