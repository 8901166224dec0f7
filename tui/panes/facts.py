"""What a portrait says of a customer's own: facts, the last 52 weeks, when, and through what."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.text import Text

from queries.catalogue import WEEKDAYS, Column, Unit
from queries.formats.cells import words
from queries.wording import say
from tui.charts.draw import draw
from tui.charts.drawing import Drawing
from tui.text.colours import place_of
from tui.text.formats import cell, fitted, safe, sparkline

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from queries.answering.result import Result
    from tui.charts.look import Look

HOURS_HIGH = 9
MOST_MIXED = 8
ROOM_FOR_TWO = 54


def customer_id(result: Result, row: Mapping[str, Any]) -> str | None:
    """The customer a row is about, where rows are single customers."""
    is_customer = "customer" in row and "id" in row and any(column.name == "id" for column in result.columns)
    return str(row["id"]) if is_customer else None


def facts(result: Result, width: int) -> Text:
    """The present silence in words, then figures and attributes, side by side where there is room for both.

    What is not known is left out.
    """
    text = Text("".join(f"{safe(sentence)}\n" for sentence in result.findings))
    figures, attributes = [(name, value) for name, value, _ in known_figures(result)], known_attributes(result)
    if width < ROOM_FOR_TWO or not figures:
        return text.append_text(listed([*figures, *attributes], width))
    half = width // 2 - 1
    columns = [listed(part, half).split("\n") for part in (figures, attributes)]
    for ours, right in zip_longest(*columns, fillvalue=Text()):
        left = ours.copy()  # what fills up the shorter column is one text for all its lines
        left.pad_right(max(0, half - left.cell_len) + 2)
        text.append_text(left).append_text(right).append("\n")
    return text


def known_attributes(result: Result) -> list[tuple[str, str]]:
    """What the files say of the customer: name and value."""
    if "attributes" not in result.parts:
        return []
    rows = result.parts["attributes"][1].to_dicts()
    return [(_attribute(row["attribute"]), safe(row["value"])) for row in rows if row.get("value") not in (None, "")]


def _attribute(name: str) -> str:
    """What an attribute is called: the id by our word for it, any other as the file calls it."""
    return say("Id") if name == "id" else words(safe(name))


def known_figures(result: Result) -> list[tuple[str, str, str]]:
    """The customer's own figures: heading, value, and the measure."""
    if "figures" not in result.parts:
        return []
    columns, frame = result.parts["figures"]
    described = {column.name: column for column in columns}
    figures = []
    for row in frame.to_dicts():
        name = "date" if row.get("date") else "value"
        if row.get(name) is not None:
            value = cell(row[name], described[name], row=row, currency=result.currency)
            figures.append((cell(row["measure"], described["measure"]), value, row["measure"]))
    return figures


def habits(result: Result, look: Look, width: int) -> Text:
    """Fifty-two weeks as a line, weekday by hour in shades, and the mix of events and channels."""
    text = Text()
    if "weeks" in result.parts:
        counts = result.parts["weeks"][1].get_column("interactions").to_list()
        text.append(sparkline(counts, look.marker, max(12, width)) + "\n")
        text.append(
            say("{counts:,} events, at most {counts2:,} a week", counts=sum(counts), counts2=max(counts, default=0))
            + "\n\n",
            style="dim",
        )
    if "hours" in result.parts:
        text.append_text(_hours(result, look, width))
    if "mix" in result.parts:
        rows = result.parts["mix"][1].head(MOST_MIXED).to_dicts()
        named = [(" · ".join(safe(row[n]) for n in ("event", "channel") if row.get(n)), row) for row in rows]
        colours = [look.placed(place_of(result.groups, "event", row["event"])) for row in rows]
        mixed = [(name, f"{row['interactions']:,}") for name, row in named]
        text.append("\n").append_text(listed(mixed, width, colours))
    return text


def _hours(result: Result, look: Look, width: int) -> Text:
    frame = result.parts["hours"][1]
    counts = {(row["weekday"], row["hour"]): float(row["interactions"]) for row in frame.to_dicts()}
    if not counts:
        return Text()
    series = tuple(
        (say(name), tuple(counts.get((day, hour), 0.0) for hour in range(24))) for day, name in enumerate(WEEKDAYS, 1)
    )
    drawing = Drawing("heatmap", tuple(f"{hour:02}" for hour in range(24)), series, Column("n", "", Unit.COUNT))
    return Text.from_ansi(draw(drawing, min(width, 56), HOURS_HIGH, look)).append("\n")


def listed(facts: Sequence[tuple[str, str]], width: int, colours: Sequence[int | None] = ()) -> Text:
    """Names and values, one a line; the names as wide as the longest, values in their colours where they have any."""
    longest = min(max((cell_len(name) for name, _ in facts), default=0), max(10, width // 2))
    text = Text()
    for at, (name, value) in enumerate(facts):
        colour = colours[at] if at < len(colours) else None
        label = fitted(name, longest)
        text.append(label + " " * (longest - cell_len(label) + 2), style="dim")
        style = "" if colour is None else f"color({colour})"
        text.append(fitted(value, max(8, width - longest - 2)) + "\n", style)
    return text
