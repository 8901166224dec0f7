"""What a portrait says of when a customer comes: the last 52 weeks, weekday by hour, and through what."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from queries.catalogue import WEEKDAYS, Column, Unit
from queries.wording import say
from tui.charts.draw import draw
from tui.charts.drawing import Drawing
from tui.panes.facts import listed
from tui.text.colours import place_of
from tui.text.formats import fitted, safe, sparkline

if TYPE_CHECKING:
    from queries.answering.result import Result
    from tui.charts.look import Look

HOURS_HIGH, HOURS_WIDE = 9, 80
MOST_MIXED, FEWEST_LANES = 8, 3
BELOW_LANES = 2 + HOURS_HIGH
"""The lines of the title, of the weeks' sum, and of the hours."""


def habits(result: Result, look: Look, width: int, height: int) -> Text:
    """Fifty-two weeks, weekday by hour in shades, and the mix of events and channels; kinds of event in their colours.

    Args:
        result: The customer's own answer; tables that it does not have are left out.
        look: What is drawn with.
        width: How many cells a line has.
        height: How many lines are seen at once: where they are few, so are the kinds that have a line each.
    """
    text = Text()
    if "weeks" in result.parts:
        text.append_text(weeks(result, look, width, max(FEWEST_LANES, height - BELOW_LANES)))
    if "hours" in result.parts:
        text.append_text(hours(result, look, width))
    if "mix" in result.parts:
        rows = result.parts["mix"][1].head(MOST_MIXED).to_dicts()
        named = [(" · ".join(safe(row[n]) for n in ("event", "channel") if row.get(n)), row) for row in rows]
        colours = [look.placed(place_of(result.groups, "event", row["event"])) for row in rows]
        mixed = [(name, f"{row['interactions']:,}") for name, row in named]
        text.append("\n").append_text(listed(mixed, width, colours))
    return text


def weeks(result: Result, look: Look, width: int, most: int) -> Text:
    """A line a kind of event: name, weeks in its colour, how many; then which weeks they are, and their sum."""
    lanes: dict[str, list[int]] = {}
    for row in result.parts["history"][1].to_dicts():
        lanes.setdefault(row["event"], []).append(row["interactions"])
    lanes = dict(list(lanes.items())[:most])
    names = min(max((cell_len(safe(kind)) for kind in lanes), default=0), width // 3)
    numbers = max((len(f"{sum(counts):,}") for counts in lanes.values()), default=0)
    text = Text()
    for kind, counts in lanes.items():
        name, line = fitted(safe(kind), names), sparkline(counts, look.marker, max(8, width - names - numbers - 2))
        colour = look.placed(place_of(result.groups, "event", kind))
        text.append(name + " " * (names - cell_len(name) + 1), style="dim")
        text.append(line, "" if colour is None else f"color({colour})")
        text.append(f" {sum(counts):,}\n")
    every = result.parts["weeks"][1]
    counts = every.get_column("interactions").to_list()
    words = say(
        "{since} to {until}: {counts:,} events, at most {most:,} a week",
        since=every["week"][0],
        until=every["week"][-1] + timedelta(days=6),
        counts=sum(counts),
        most=max(counts),
    )
    return text.append(f"{words}\n", style="dim")


def hours(result: Result, look: Look, width: int) -> Text:
    """How often on each weekday at each hour."""
    frame = result.parts["hours"][1]
    counts = {(row["weekday"], row["hour"]): float(row["interactions"]) for row in frame.to_dicts()}
    if not counts:
        return Text()
    series = tuple(
        (say(name), tuple(counts.get((day, hour), 0.0) for hour in range(24))) for day, name in enumerate(WEEKDAYS, 1)
    )
    names = tuple(f"{hour:02}" for hour in range(24))
    across = Column("hour", "", Unit.COUNT)
    drawing = Drawing("heatmap", names, series, Column("n", "", Unit.COUNT), across=across)
    return Text.from_ansi(draw(drawing, min(width, HOURS_WIDE), HOURS_HIGH, look)).append("\n")
