"""What a portrait says beside a customer's own facts: where they stand among all, what they buy and say."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.text import Text

from queries.formats.dates import period_label
from queries.formats.plurals import many
from queries.wording import say
from tui.panes.facts import listed
from tui.text.colours import DOWN, place_of
from tui.text.formats import cell, figure_pair, safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

    from queries.answering.result import Result
    from tui.charts.look import Look

MOST_ITEMS, MOST_CATEGORIES, MOST_WORDS = 6, 4, 6
UNKNOWN = "·"
LEAVING = frozenset(
    (
        "at risk",
        "can't lose",
        "about to sleep",
        "hibernating",
        "silent",
        "churned",
        "important win-back",
        "general win-back",
    )
)
"""The segments, by their names of any segmentation, whose customers are leaving or gone."""
LEAVES = "!"
"""What stands before them, so that it is not told by a colour alone."""


def standing(result: Result, look: Look, width: int) -> Text:
    """What is expected and why, what to do, stages and segments as they changed, the segments now."""
    text = Text()
    for finding in result.findings:
        text.append(f"{safe(finding)}\n")
    for line in (_stages(result, look), _path(result, look)):
        if line:
            text.append("\n").append_text(line)
    text.append("\n" if text else "")
    rows = result.frame.to_dicts()
    colours = [_colour(result, row["segmentation"], row["segment"], look) for row in rows]
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
    """A segment and how large it is; one of those who leave has a sign."""
    share = f" ({row['share'] * 100:.1f} %)" if row["share"] is not None else ""
    return f"{LEAVES} " * (row["segment"] in LEAVING) + f"{safe(say(row['segment']))}{share}"


def _colour(result: Result, segmentation: str, segment: str, look: Look) -> int | None:
    """The colour of a segment: its own, unless its customers leave."""
    if segment in LEAVING:
        return look.of(DOWN)
    return look.placed(place_of(result.groups, segmentation, segment))


def _stages(result: Result, look: Look) -> Text | None:
    """The stage at each month end as one letter in its colour, with what the letters stand for."""
    frame = _part(result, "stages")
    if frame is None or frame["stage"].null_count() == frame.height:
        return None
    stages = frame["stage"].to_list()
    text = Text(f"{many(frame.height, 'month')} ", style="dim")
    for stage in stages:
        text.append(say(stage)[0] if stage else UNKNOWN, f"not dim bold {_style(result, 'Lifecycle', stage, look)}")
    now = stages[-1]
    text.append(f" {say('now {stage}', stage=safe(say(now)))}\n" if now else "\n", style="not dim")
    for at, stage in enumerate(dict.fromkeys(filter(None, stages))):
        text.append(", " * bool(at)).append(say(stage)[0], f"not dim {_style(result, 'Lifecycle', stage, look)}")
        text.append(f" {say(stage)}")
    return text.append("\n")


def _style(result: Result, segmentation: str, segment: str | None, look: Look) -> str:
    """The colour of a segment as Rich reads it; empty is none."""
    colour = _colour(result, segmentation, segment, look) if segment else None
    return "" if colour is None else f"color({colour})"


def _path(result: Result, look: Look) -> Text | None:
    """The segments one after the other in their colours, each with the quarter it was first seen in."""
    frame = _part(result, "history")
    if frame is None:
        return None
    steps_taken = [(row["segment"], row["quarter_end"]) for row in frame.to_dicts() if row["segment"]]
    steps = [(name, next(iter(group))[1]) for name, group in groupby(steps_taken, key=lambda entry: entry[0])]
    text = Text()
    for name, at in steps:
        text.append(" → " if text else "")
        text.append(safe(say(name)), _style(result, "RFM", name, look)).append(f" ({period_label(at, 'quarter')})")
    return Text.assemble(("RFM ", "dim"), text, "\n") if steps else None


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
