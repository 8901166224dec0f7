"""Writes what documentation can be made from declarations, in every language. Run by `make docs`."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from queries.catalogue import metrics
from queries.catalogue.glossary import GLOSSARY
from queries.wording import LANGUAGES, say, speak
from tui.cli.catalogue import takes
from tui.commands.listed import GROUPS, at, keys_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from queries.catalogue import Metric
    from tui.commands.listed import Command, Where

README = Path(__file__).parents[1] / "README.md"
FOLDER = README.parent / "docs"
LOOKS = README.parent / "tests" / "snapshots"
SCREENS: tuple[tuple[str, tuple[Where, ...]], ...] = (
    ("start_recent", ("start",)),
    ("rfm", ("questions", "findings", "table", "scope", "page")),
    ("portrait", ("portrait",)),
    ("mapping", ("mapping",)),
    ("details", ("everywhere",)),
)
"""Each screen by the name of its look, and the places on it whose keys are told there."""
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


def reference_of(language: str) -> Path:
    """The page of a language."""
    return FOLDER / ("questions.md" if language == "en" else f"questions.{language}.md")


def screens_of(language: str) -> Path:
    """The page about the screens, of a language."""
    return FOLDER / ("screens.md" if language == "en" else f"screens.{language}.md")


def screens(language: str) -> str:
    """Every screen as it looks, with its keys, in a language."""
    speak(language)
    try:
        lines = [f"# regulars: {say('Commands')}"]
        for name, places in SCREENS:
            spoken = name if language == "en" else f"{name}_{language}"
            look = next(LOOKS.glob(f"{spoken}_80x24.txt")).read_text("utf-8").rstrip()
            for place, text in zip(places, (look, *[""] * len(places)), strict=False):
                lines += ["", f"## {say(GROUPS[place])}"]
                lines += ["", "```text", text, "```"] if text else []
                listed = ((_keys(entry), entry.title, entry.help) for entry in at(place))
                lines += ["", *_table(("", say("Commands"), say("Meaning")), listed)]
        return "\n".join(lines) + "\n"
    finally:
        speak("en")


def _keys(entry: Command) -> str:
    """The keys of a command as they are written on a page."""
    return ", ".join(f"`{key}`" for key in keys_of(entry, {})) or say("(palette)")


def reference(language: str) -> str:
    """Every question with what it says of itself, and the terms, in a language."""
    speak(language)
    try:
        lines = [f"# regulars: {say('Questions')}"]
        for group, entries in groupby(metrics(), key=lambda entry: entry.group):
            lines += ["", f"## {group}"]
            for metric in entries:
                lines += _about(metric)
        lines += [
            "",
            f"## {say('Glossary')}",
            "",
            *_table((), ((f"**{term.name}**", term.meaning) for term in GLOSSARY)),
        ]
        return "\n".join(lines) + "\n"
    finally:
        speak("en")


def _about(metric: Metric) -> Iterator[str]:
    """One question."""
    yield from ("", f"### {metric.title} (`{metric.id}`)", "", metric.question)
    yield from ("", f"- {say('How it is computed')}: {metric.formula}", f"- {say('Source')}: {metric.source}")
    if metric.parameters:
        heads = (say("Parameters"), say("Takes"), say("Meaning"))
        yield from ("", *_table(heads, ((f"`{p.name}`", takes(p), p.meaning) for p in metric.parameters)))
    heads = (say("Columns"), "", say("Meaning"))
    yield from ("", *_table(heads, ((f"`{column.name}`", column.heading, column.meaning) for column in metric.columns)))
    entry = metric.segmentation
    if entry is not None and entry.segments:
        rows = ((say(name), say(entry.meanings.get(name, ""))) for name in entry.names)
        yield from ("", *_table((say("Segments"), say("Meaning")), rows))


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """A table in Markdown."""
    listed = [tuple(cell.replace("|", "\\|").replace("\n", " ") for cell in row) for row in rows]
    width = len(heads) or len(listed[0])
    yield f"| {' | '.join(heads or [''] * width)} |"
    yield f"|{'---|' * width}"
    yield from (f"| {' | '.join(row)} |" for row in listed)


if __name__ == "__main__":
    README.write_text(with_questions(README.read_text("utf-8")), "utf-8")
    for language in LANGUAGES:
        reference_of(language).write_text(reference(language), "utf-8")
        screens_of(language).write_text(screens(language), "utf-8")
