"""What the words of a portrait mean: each fact, segment and figure in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.catalogue import FIGURE, Unit
from queries.wording import mark, say
from tui.panes.facts import known_attributes, known_figures
from tui.text.formats import cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.answering.result import Result

Told = tuple[str, str]


def facts_explained(result: Result) -> Iterator[Told]:
    """The figures that are known and what they count, the silence beside the habit, and what the files say."""
    for name, value, measure in known_figures(result):
        yield name, f"{value} · {FIGURE[measure].meaning}"
    yield from _columns(result, "silence", leave=tuple(FIGURE))
    yield from ((name, say("{value} · as the files say it", value=value)) for name, value in known_attributes(result))


def standing_explained(result: Result) -> Iterator[Told]:
    """Who is in each of the segments; what ranks, expectations and stages are."""
    for row in result.frame.to_dicts():
        meaning = say(row["meaning"]) if row["meaning"] else say("as its rule says")
        play = say(" To do: {play}", play=say(row["play"])) if row["play"] else ""
        yield say(row["segmentation"]), f"{say(row['segment'])}: {meaning}.{play}"
    for part in ("rank", "value", "stages"):
        yield from _columns(result, part)


def habits_explained(result: Result) -> Iterator[Told]:
    """What is counted by week, by hour, and by kind of event and channel."""
    for part, name in (("weeks", mark("52 weeks")), ("hours", mark("Hours")), ("mix", mark("Events"))):
        if part in result.parts:
            yield say(name), "; ".join(f"{column.heading}: {column.meaning}" for column in result.parts[part][0])


def bought_explained(result: Result) -> Iterator[Told]:
    """What is told of items, categories and words."""
    yield from ((column.heading, column.meaning) for column in result.columns)
    for part, name in (("categories", mark("Categories")), ("feedback", mark("Words"))):
        if part in result.parts:
            yield say(name), "; ".join(f"{column.heading}: {column.meaning}" for column in result.parts[part][0])


def of_answer(result: Result) -> Iterator[Told]:
    """How it was worked out, and what has to be known."""
    yield say("How"), result.metric.formula
    yield say("From"), result.metric.source
    yield say("Scope"), result.scope_words
    yield from ((say("Note"), note) for note in result.notes)


def _columns(result: Result, part: str, leave: tuple[str, ...] = ()) -> Iterator[Told]:
    """The columns of a further table; of one that has a single row with their values."""
    columns, frame = result.parts.get(part, ((), None))
    row = frame.row(0, named=True) if frame is not None and frame.height == 1 else {}
    for column in columns:
        if column.name not in leave and (frame is None or frame.height):
            known = row.get(column.name) is not None and column.unit is not Unit.TEXT
            value = cell(row[column.name], column, row=row, currency=result.currency) if known else ""
            yield column.heading, f"{value} · {column.meaning}" if value else column.meaning
