"""A result: the finished tables of an answer, with everything that says what they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from queries.catalogue import Column, Figure, Metric, Unit
from queries.errors import UsageError
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from queries.catalogue import Kind
    from queries.question.question import Question


@dataclass(frozen=True, eq=False)
class Result:
    """An answer, worked out.

    Attributes:
        metric: The declaration of what was asked.
        question: What was asked.
        frame: The main table.
        columns: What the columns of the main table are, in its order.
        parts: Further tables: name → columns and frame.
        figures: Single numbers beside the table.
        findings: Sentences worth saying first; a `Finding` leads to what it speaks of.
        notes: What a reader has to know: rows set aside, incomplete periods, assumptions.
        scope: The scope in force as values: from, to, grain, events, channels, segment, where, as_of.
        scope_words: The scope in one line.
        currency: What money is in; None where unknown.
        seconds: How long it took.
        row: Where this lists the customers behind a row of another answer: which row; no command repeats it.
        personal: What is personal in these data: attribute (or `id`) → kind.
        groups: The values that rows are told apart by, in the order that gives each its colour: column → values.
    """

    metric: Metric
    question: Question
    frame: pl.DataFrame
    columns: tuple[Column, ...]
    parts: Mapping[str, tuple[tuple[Column, ...], pl.DataFrame]] = field(default_factory=dict)
    figures: tuple[Figure, ...] = ()
    findings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    scope: Mapping[str, Any] = field(default_factory=dict)
    scope_words: str = ""
    currency: str | None = None
    seconds: float = 0.0
    row: str = ""
    personal: Mapping[str, Kind] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def table(self, part: str | None = None) -> tuple[tuple[Column, ...], pl.DataFrame]:
        """The main table, or a part of the answer.

        Raises:
            UsageError: The answer has no part of that name.
        """
        if part is None:
            return self.columns, self.frame
        if part not in self.parts:
            names = ", ".join(self.parts) or say("none")
            raise UsageError(
                say("The answer of {id} has no part “{part}”.", id=self.metric.id, part=part),
                say("It has {names}.", names=names),
            )
        return self.parts[part]


def described(frame: pl.DataFrame, declared: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns of a frame, in its order: as declared, else (a dimension of a split) as text."""
    by_name = {column.name: column for column in declared}
    return tuple(
        by_name.get(name) or Column(name, say("the {name} of the row", name=name), Unit.TEXT, key=True)
        for name in frame.columns
    )
