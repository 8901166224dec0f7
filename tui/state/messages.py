"""What several screens and panes say, light enough to be known before any of them is imported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from queries.answering.result import Result
    from queries.session import Session
    from tui.state.row import Row
    from tui.state.scoped import Part


@dataclass
class Answered(Message):
    """A question has its answer."""

    result: Result


@dataclass
class Peopled(Message):
    """The customers behind a row are known."""

    row: Row
    people: Result


@dataclass
class Settled(Message):
    """The mapping fits, and the files are to be read by it."""

    session: Session


@dataclass
class PartEdited(Message):
    """A part of the scope is to be another one."""

    part: Part


class Left(Message):
    """The first screen was left: the program ends."""
