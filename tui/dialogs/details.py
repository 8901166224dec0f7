"""What a column, or a sentence above the table, means, in words."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.text import Text

from queries import catalogue
from queries.catalogue import Asks, lead_of
from queries.wording import say
from tui.text.formats import exact, figure_text, trend_scale, unit_of
from tui.text.hanging import hanging
from tui.text.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from queries.answering.result import Result
    from queries.catalogue import Column


def details(
    column: Column, row: Mapping[str, Any], currency: str | None, result: Result | None, table: Sequence[Column]
) -> Group:
    """Meaning, unit, value, numerator, denominator, n; the other columns of the table; and what the answer notes."""
    lines = [
        (say("Value"), exact(row[column.name], column, row=row, currency=currency)),
        (say("Unit"), say(str(unit_of(column, row)))),
    ]
    if scale := trend_scale(row[column.name], column, row):
        lines.append((say("Scale"), scale))
    for name, part in ((say("Above the line"), column.numerator), (say("Below the line"), column.denominator)):
        if part:
            value = row.get(part)
            lines.append((name, f"{say(part)} = {value:,}" if isinstance(value, (int, float)) else say(part)))
    if column.denominator and isinstance(row.get(column.denominator), int):
        count = row[column.denominator]
        lines.append(("n", f"{count:,}" + (f" ({say('fewer than 30: take it with care')})" if count < 30 else "")))
    if result is not None:
        lines += _of_segment(column, row, result)
    lines += _others(column, table)
    if result is not None:
        lines += [("", ""), *_of_answer(result)]
    return _explained(column.meaning, lines)


def about_finding(result: Result, at: int) -> Group:
    """A sentence whole, where it leads, and the definitions and notes of the answer."""
    lead = lead_of(result.findings[at])
    if isinstance(lead, Asks):
        asked = catalogue.metric(lead.metric)
        leads = f"{asked.title}: {asked.question}"
    else:
        leads = say("nowhere further") if lead is None else say("the customers it means")
    return _explained(result.findings[at], [(say("Enter leads to"), leads), ("", ""), *_of_answer(result)])


def _explained(first: str, lines: list[tuple[str, str]]) -> Group:
    return Group(Text(safe(first) + "\n"), hanging(lines))


def _others(column: Column, table: Sequence[Column]) -> Iterator[tuple[str, str]]:
    """What the other columns mean; neighbours that mean the same, as those of a matrix, together."""
    others = [other for other in table if other.name != column.name]
    if others:
        yield from (("", ""), (say("Other columns"), ""))
    for meaning, alike in groupby(others, key=lambda other: other.meaning):
        yield ", ".join(other.heading for other in alike), meaning


def _of_segment(column: Column, row: Mapping[str, Any], result: Result) -> Iterator[tuple[str, str]]:
    """Who is in the segment of the row, where the column names it."""
    segmentation = result.metric.segmentation
    meaning = say(segmentation.meanings.get(str(row.get("segment")), "")) if segmentation is not None else ""
    if meaning and column.name == "segment":
        yield say("Who is in it"), meaning


def _of_answer(result: Result) -> Iterator[tuple[str, str]]:
    """The definitions, sentences, single numbers and notes of an answer."""
    yield say("Question"), result.metric.question
    yield say("How"), result.metric.formula
    yield say("From"), result.metric.source
    yield say("Scope"), result.scope_words
    yield from ((say("Finding"), finding) for finding in result.findings)
    yield from ((say("Figure"), figure_text(figure, result.currency)) for figure in result.figures)
    yield from ((say("Note"), note) for note in result.notes)
