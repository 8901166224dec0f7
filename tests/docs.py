"""Writes what documentation can be made from declarations: the README's list of questions. Run by `make docs`."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

from queries.catalogue import metrics

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- questions: made by `make docs` -->", "<!-- /questions -->"


def questions() -> str:
    """The catalogue as a Markdown table, one group after the other."""
    lines = ["| | question | `regulars run …` |", "|---|---|---|"]
    for group, entries in groupby(metrics(), key=lambda entry: entry.group):
        for place, entry in enumerate(entries):
            lines.append(f"| {f'**{group}**' if place == 0 else ''} | {entry.question} | `{entry.id}` |")
    return "\n".join(lines)


def with_questions(text: str) -> str:
    """The README with its list of questions as the catalogue has it."""
    block = f"{BEGIN}\n\n{questions()}\n\n{END}"
    return re.sub(f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _: block, text, flags=re.S)


if __name__ == "__main__":
    README.write_text(with_questions(README.read_text("utf-8")), "utf-8")
