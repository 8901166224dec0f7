"""One table of an answer with everything that says what it is, ready for any format."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

    from queries.answering.result import Result
    from queries.catalogue import Column


@dataclass(frozen=True)
class Page:
    """What is written.

    Attributes:
        result: The answer.
        part: The further table that is written; None is the main one.
        formulas: Whether text that a spreadsheet would run stays as it is.
        command: The command line that repeats the answer.
        chart: The answer's chart as plain text, for formats that have a place for it.
    """

    result: Result
    part: str | None = None
    formulas: bool = False
    command: str = ""
    chart: str = ""

    @cached_property
    def table(self) -> tuple[tuple[Column, ...], pl.DataFrame]:
        """The columns and the rows that are written."""
        return self.result.table(self.part)

    @property
    def columns(self) -> tuple[Column, ...]:
        """What the columns mean, in their order."""
        return self.table[0]

    @property
    def frame(self) -> pl.DataFrame:
        """The rows."""
        return self.table[1]

    def about(self) -> dict[str, Any]:
        """Everything but the rows, in plain values."""
        result = self.result
        return {
            "metric": result.metric.id,
            **({"part": self.part} if self.part else {}),
            "question": result.metric.question,
            "parameters": {name: plain(value) for name, value in result.question.arguments.items()},
            "scope": {"words": result.scope_words, "values": dict(result.scope)},
            "currency": result.currency,
            "columns": [{"name": c.name, "unit": c.unit.value, "meaning": c.meaning} for c in self.columns],
            "figures": [
                {
                    "name": f.name,
                    "value": plain(f.value),
                    "unit": f.unit.value,
                    "low": plain(f.low),
                    "high": plain(f.high),
                    "n": f.n,
                }
                for f in result.figures
            ],
            "findings": list(result.findings),
            "notes": list(result.notes),
            "command": self.command,
        }


def plain(value: Any) -> Any:
    """A value as JSON has it: what is no number is null, what JSON does not know is text."""
    if isinstance(value, float):
        return value if abs(value) < float("inf") else None
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)
