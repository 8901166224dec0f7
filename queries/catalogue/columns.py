"""What a column of an answer is: its meaning, its unit, whether it names the row."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from queries.wording import say, worded

if TYPE_CHECKING:
    from queries.catalogue.personal import ByRow, Kind, TextWithNames


class Unit(StrEnum):
    """What a value is, which decides how it is written; a `name` is an identifier, shown as words."""

    TEXT = "text"
    NAME = "name"
    COUNT = "count"
    NUMBER = "number"
    SHARE = "share"
    MONEY = "money"
    DAYS = "days"
    RATE = "rate"
    SCORE = "score"
    DATE = "date"
    TIME = "time"
    FLAG = "flag"
    TREND = "trend"


WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
"""What the numbers of weekdays stand for."""


@worded("meaning", "title", "names")
@dataclass(frozen=True)
class Column:
    """One column of an answer.

    Attributes:
        name: Its name in the frame, on the command line and in exports.
        meaning: What it says, in one sentence.
        unit: What the numbers are.
        key: Whether it names the row (a dimension) rather than measures it.
        title: Its heading; None makes one from the name.
        numerator: For a rate or share: the column (or the words) above the line.
        denominator: For a rate or share: the column (or the words) below the line.
        unit_column: Where rows differ: the column that holds each row's unit.
        complete_column: In a matrix: the column that says whether the cell is complete.
        worded: Whether its values are words of ours (a segment, a treatment), said in the language that is spoken.
        names: What 1, 2, 3 … stand for where the numbers are no amounts: the weekdays.
        shaded: In a table its cells are shaded by their value, on one scale with those of the columns that name the
            same one; the cells of a matrix are without being told.
        averages: Of trends: a column, and its values in the rows whose numbers are rates or averages. These begin
            above zero, counts and amounts at zero.
        personal: What is personal about its values, so that they are masked until somebody asks to see them;
            the runner marks ids and attributes of customers, a metric marks free text and rows of attributes.
    """

    name: str
    meaning: str
    unit: Unit = Unit.COUNT
    key: bool = False
    title: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    unit_column: str | None = None
    complete_column: str | None = None
    names: tuple[str, ...] = ()
    worded: bool = False
    shaded: str | None = None
    averages: tuple[str, tuple[str, ...]] | None = None
    personal: Kind | TextWithNames | ByRow | None = None

    @property
    def heading(self) -> str:
        """The heading a person reads."""
        return self.title or say(self.name.replace("_", " ").capitalize())
