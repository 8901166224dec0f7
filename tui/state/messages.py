"""What jobs of several screens and panes say when they are done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from queries.answering.result import Result
    from tui.state.row import Row


@dataclass
class Answered(Message):
    """A question has its answer."""

    result: Result


@dataclass
class Peopled(Message):
    """The customers behind a row are known."""

    row: Row
    people: Result
