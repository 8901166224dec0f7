"""What a column means, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from tui.text.formats import exact, figure_text, unit_of
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.answering.result import Result
    from queries.catalogue import Column


def details(column: Column, row: Mapping[str, Any], currency: str | None, result: Result | None) -> Text:
    """Meaning, unit, value, numerator, denominator, n; and the definitions and notes of the answer."""
    words = Text(safe(column.meaning) + "\n\n")
    lines = [
        ("Value", exact(row[column.name], column, row=row, currency=currency)),
        ("Unit", str(unit_of(column, row))),
    ]
    for name, part in (("Above the line", column.numerator), ("Below the line", column.denominator)):
        if part:
            value = row.get(part)
            lines.append((name, f"{part} = {value:,}" if isinstance(value, (int, float)) else part))
    if column.denominator and isinstance(row.get(column.denominator), int):
        count = row[column.denominator]
        lines.append(("n", f"{count:,}" + (" (fewer than 30: take it with care)" if count < 30 else "")))
    if result is not None:
        lines += [("", ""), ("Question", result.metric.question), ("How", result.metric.formula)]
        lines += [("From", result.metric.source), ("Scope", result.scope_words)]
        lines += [("Finding", finding) for finding in result.findings]
        lines += [("Figure", figure_text(figure, result.currency)) for figure in result.figures]
        lines += [("Note", note) for note in result.notes]
    for name, text in lines:
        words.append(f"{name:<15}" if name else "", style="dim")
        words.append(safe(text) + "\n")
    return words
