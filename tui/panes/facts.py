"""What a portrait says of a customer's own: the present silence, figures, and what the files say."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.text import Text

from queries.formats.cells import words
from queries.wording import say
from tui.text.formats import cell, fitted, safe
from tui.text.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from queries.answering.result import Result

ROOM_FOR_TWO = 54


def customer_id(result: Result, row: Mapping[str, Any]) -> str | None:
    """The customer a row is about, where rows are single customers."""
    is_customer = "id" in row and any(column.name == "id" and column.key for column in result.columns)
    return str(row["id"]) if is_customer else None


def facts(result: Result, width: int) -> Text:
    """The present silence in words, then figures and attributes, side by side where there is room for both.

    What is not known is left out.
    """
    text = Text("".join(f"{safe(sentence)}\n" for sentence in result.findings))
    figures, attributes = [(name, value) for name, value, _ in known_figures(result)], known_attributes(result)
    if width < ROOM_FOR_TWO or not figures:
        return text.append_text(listed([*figures, *attributes], width))
    half = min(sum(_widest(figures)) + 2, width * 3 // 5)  # figures are short; what files say takes what is left
    columns = [listed(part, room).split("\n") for part, room in ((figures, half), (attributes, width - half - 3))]
    for ours, right in zip_longest(*columns, fillvalue=Text()):
        left = ours.copy()  # what fills up the shorter column is one text for all its lines
        left.pad_right(max(0, half - left.cell_len) + 3)
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


def listed(facts: Sequence[tuple[str, str]], width: int, colours: Sequence[int | None] = ()) -> Text:
    """Names and values, values in their colours where they have any; what has no room goes on in a further line.

    The names are as wide as the longest, unless values need the room. Only a word that is longer than a line is cut.
    """
    longest, value_room = _widest(facts)
    names = min(longest, max(10, width // 2, width - 2 - value_room))
    text = Text()
    for at, (name, value) in enumerate(facts):
        colour = colours[at] if at < len(colours) else None
        style = "" if colour is None else f"color({colour})"
        lines = zip_longest(_broken(name, names), _broken(value, max(8, width - names - 2)), fillvalue="")
        for label, told in lines:
            text.append(label + " " * (names - cell_len(label) + 2), style="dim")
            text.append(f"{told}\n", style)
    return text


def _broken(text: str, width: int) -> list[str]:
    """A text in lines between its words."""
    whole = max(map(cell_len, text.split()), default=0) <= width or cell_len(text) > len(text)
    return wrapped(text, width) if whole else [fitted(text, width)]


def _widest(facts: Sequence[tuple[str, str]]) -> tuple[int, int]:
    """The cells of the longest name and of the longest value."""
    names, values = ([cell_len(part) for part in parts] for parts in (list(zip(*facts, strict=True)) or [(), ()]))
    return max(names, default=0), max(values, default=0)
