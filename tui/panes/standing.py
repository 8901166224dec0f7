"""What a portrait says beside a customer's own facts: where they stand among all, what they buy and say."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.text import Text

from queries.formats.dates import period_label
from queries.formats.plurals import many
from queries.wording import say
from tui.panes.facts import listed
from tui.text.colours import place_of
from tui.text.formats import cell, figure_pair, safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from queries.answering.result import Result
    from tui.charts.look import Look

MOST_ITEMS, MOST_CATEGORIES, MOST_WORDS = 6, 4, 6
UNKNOWN = "·"


def standing(result: Result, look: Look, width: int) -> Text:
    """What is expected and why, what to do, stages and segments as they changed, the segments now."""
    text = Text()
    for finding in result.findings:
        text.append(f"{safe(finding)}\n")
    for line in (_stages(result), _path(result)):
        if line:
            text.append("\n").append_text(line)
    text.append("\n" if text else "")
    rows = result.frame.to_dicts()
    colours = [look.placed(place_of(result.groups, row["segmentation"], row["segment"])) for row in rows]
    text.append_text(listed([(say(row["segmentation"]), _sized(row)) for row in rows], width, colours))
    figures = [figure_pair(figure, result.currency) for figure in result.figures]
    return text.append("\n").append_text(listed(figures, width))


def bought(result: Result, width: int) -> Text:
    """The items bought most often, their categories, and the newest words; without any, why."""
    columns, frame = result.table()
    described = {column.name: column for column in columns}
    items = [
        (
            f"{row['times']:,}× {row['name'] or row['item']}",
            cell(row["amount"], described["amount"], currency=result.currency),
        )
        for row in frame.head(MOST_ITEMS).to_dicts()
    ]
    text = listed([(safe(name), value) for name, value in items], width)
    if left := max(0, frame.height - MOST_ITEMS):
        text.append(f"{say('and {left:,} more', left=left)}\n", style="dim")
    for line in (_categories(result), *_said(result)):
        text.append("\n").append_text(line)
    return text if text.plain.strip() else Text("\n".join(safe(note) for note in result.notes[:2]), style="dim")


def _sized(row: dict[str, Any]) -> str:
    """A segment and how large it is."""
    share = f" ({row['share'] * 100:.1f} %)" if row["share"] is not None else ""
    return f"{safe(say(row['segment']))}{share}"


def _stages(result: Result) -> Text | None:
    """The stage at each month end as one letter, with what the letters stand for."""
    frame = _part(result, "stages")
    if frame is None or frame["stage"].null_count() == frame.height:
        return None
    names = [stage and say(stage) for stage in frame["stage"].to_list()]
    text = Text(f"{many(frame.height, 'month')} ", style="dim")
    text.append("".join(name[0] if name else UNKNOWN for name in names), style="not dim bold")
    text.append(f" {say('now {stage}', stage=safe(names[-1]))}\n" if names[-1] else "\n", style="not dim")
    words = ", ".join(f"{name[0]} {name}" for name in dict.fromkeys(filter(None, names)))
    return text.append(f"{words}\n")


def _path(result: Result) -> Text | None:
    """The segments one after the other, each with the quarter it was first seen in."""
    frame = _part(result, "history")
    if frame is None:
        return None
    steps_taken = [(row["segment"], row["quarter_end"]) for row in frame.to_dicts() if row["segment"]]
    steps = [(name, next(iter(group))[1]) for name, group in groupby(steps_taken, key=lambda entry: entry[0])]
    words = " → ".join(f"{safe(say(name))} ({period_label(at, 'quarter')})" for name, at in steps)
    return Text.assemble(("RFM ", "dim"), f"{words}\n") if words else None


def _categories(result: Result) -> Text:
    """The categories by their share of the lines."""
    frame = _part(result, "categories")
    rows = [] if frame is None else frame.drop_nulls("category").head(MOST_CATEGORIES).to_dicts()
    named = ", ".join(f"{safe(row['category'])} {row['share'] * 100:.0f} %" for row in rows if row["share"])
    return Text(f"{named}\n" if named else "")


def _said(result: Result) -> Iterator[Text]:
    """The newest answers: day, score, words."""
    frame = _part(result, "feedback")
    for row in [] if frame is None else frame.head(MOST_WORDS).to_dicts():
        score = f" {row['score']:g}" if row["score"] is not None else ""
        words = f" “{safe(row['text'])}”" if row["text"] else ""
        yield Text.assemble((f"{row['time']:%Y-%m-%d} {safe(row['event'])}{score}", "dim"), f"{words}\n")


def _part(result: Result, name: str) -> pl.DataFrame | None:
    """A further table, where it is there and holds anything."""
    frame = result.parts[name][1] if name in result.parts else None
    return frame if frame is not None and frame.height else None
