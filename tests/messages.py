"""Every sentence that a user can read, gathered from code and declarations; `make words` brings catalogues up to it.

What is said (`say`, `mark`, `count_of`, `many`) is a literal at its call; what is declared is asked of the living
declarations, so that a text put together of parts is found as it will be looked up.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import click
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from queries import catalogue
from queries.catalogue import Column, Unit
from queries.catalogue.figures import FIGURES
from queries.catalogue.glossary import GLOSSARY
from queries.formats.cells import words
from queries.mapping.model import Meaning
from queries.metrics.reports.overview.measures import MEASURES
from queries.metrics.trust.quality.words import EXPLAINED
from queries.privacy import Kind
from queries.wording.language import DOMAIN, FOLDER, LANGUAGES
from tui.cli import cli
from tui.commands.listed import COMMANDS
from tui.panes.roles import DOING_WORDS, ROLE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PACKAGES = ("queries", "tui", "sample_data")
SAID = ("say", "mark")
NO_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""Catalogues tell no day on which they were made: a diff shows what changed, nothing else."""

NAMES_IN_CELLS = (
    *("active", "passive", "ignore", "whole", "(none)", "(other)", "other", "log"),
    *("mean_gap", "occasions", "tenure", "weekday", "hour", "event", "channel", "product"),
    *("rising", "falling", "steady", "too short", "high", "moderate", "slight", "none"),
    *("negative", "neutral", "positive", "plain", "sent", "delivered", "opened", "clicked", "converted"),
)
"""Identifiers of ours that are values of `Unit.NAME` and `worded` columns, and stand in no list of their own."""

LISTED = ("table", "view", "file", "kind", "rows", "columns", "names", *ROLE_WORDS, *DOING_WORDS, "plain interaction")
"""What a list of tables says of each, and a mapping of kinds of event."""

Message = str | tuple[str, str]
"""A message, or its singular and plural."""


@dataclass
class Gathered:
    """Messages, each with the files it stands in."""

    places: dict[Message, set[str]] = field(default_factory=dict)

    def add(self, message: Message | None, place: str) -> None:
        """Put one in; nothing is no message."""
        if message:
            self.places.setdefault(message, set()).add(place)


def gathered() -> Gathered:
    """All of them."""
    found = Gathered()
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for message in said_in(path.read_text("utf-8")):
                found.add(message, path.relative_to(ROOT).as_posix())
    for message, place in declared():
        found.add(message, place)
    return found


def said_in(source: str) -> Iterator[Message]:
    """The messages that a file says itself, and those of columns and figures that it makes as it goes."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        texts = [_text(argument) for argument in node.args]
        named = {keyword.arg: _text(keyword.value) for keyword in node.keywords}
        if name in SAID and node.args:
            yield from _texts(node.args[0])
        elif name == "count_of" and len(texts) > 1 and texts[0] and texts[1]:
            yield texts[0], texts[1]
        elif name == "many" and len(texts) > 1 and texts[1]:
            several = texts[2] if len(texts) > 2 and texts[2] else f"{texts[1]}s"
            yield f"{{number:,}} {texts[1]}", f"{{number:,}} {several}"
        elif name == "Column" and texts:
            heading = Column(texts[0], "").heading if texts[0] else None
            meaning = named.get("meaning") or (texts[1] if len(texts) > 1 else None)
            yield from filter(None, (named.get("title"), heading, meaning))
        elif name == "Figure" and texts and texts[0]:
            yield texts[0]


def _text(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _texts(node: ast.AST) -> Iterator[str]:
    """A text, or those of which one is said."""
    if isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))
    elif text := _text(node):
        yield text


def declared() -> Iterator[tuple[str | None, str]]:
    """What is declared: metrics, their columns and parameters, segments, terms, commands, options."""
    for metric in catalogue.metrics():
        place = f"{metric.kind} {metric.id}"
        yield from ((text, place) for text in (metric.title, metric.question, metric.formula, metric.source))
        yield metric.group, "families"
        yield from ((words(part), f"table of {metric.id}") for part in metric.parts)
        columns = [*metric.columns, *(column for part in metric.parts.values() for column in part)]
        if metric.segmentation is not None:
            entry = metric.segmentation
            columns += [*entry.columns, *entry.threshold_columns]
            yield from ((name, f"segment of {metric.id}") for name in (*entry.names, *entry.meanings.values()))
        for column in (*columns, *FIGURES):
            yield column.heading, f"column of {metric.id}"
            yield column.meaning, f"column of {metric.id}"
            yield from ((name, f"column of {metric.id}") for name in column.names)
            of = (column.numerator, column.denominator)
            yield from ((words, f"column of {metric.id}") for words in of if words and " " in words)
        yield from ((parameter.meaning, f"parameter of {metric.id}") for parameter in metric.parameters)
    for name in (*EXPLAINED, *MEASURES, *(unit.value for unit in Unit), *Meaning, *Kind, *LISTED, *NAMES_IN_CELLS):
        yield words(name), "names in cells"
        yield name, "names in cells"
    for term in GLOSSARY:
        yield from ((text, "glossary") for text in (term.name, term.meaning))
    for command in COMMANDS:
        yield from ((text, "commands") for text in (command.title, command.help, command.label))
    yield from _options(cli, "command line")
    for path in sorted(Path(click.__file__).parent.glob("*.py")):
        for called in re.finditer(r"(?<!\w)_\(\s*((?:\"[^\"]*\"\s*)+)", path.read_text("utf-8")):
            yield ast.literal_eval(f"({called[1]})"), "click"


def _options(command: click.Command, place: str) -> Iterator[tuple[str | None, str]]:
    """What the command line says of itself."""
    texts = (
        command.help,
        command.short_help,
        command.epilog,
        *(getattr(param, "help", None) for param in command.params),
    )
    yield from ((getattr(text, "written", text), place) for text in texts)
    for inner in cli.every_command().values() if command is cli else ():
        yield from _options(inner, f"{place}, {inner.name}")


def brought_up(language: str, found: Gathered) -> Catalog:
    """The catalogue of a language with these messages: new ones are empty, those nobody says any more are gone."""
    path = FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    old = read_po(BytesIO(path.read_bytes())) if path.exists() else Catalog()
    new = Catalog(
        locale=language, domain=DOMAIN, fuzzy=False, project="regulars", creation_date=NO_DAY, revision_date=NO_DAY
    )
    new.header_comment = f"# {LANGUAGES[language]}: what regulars says."
    ordered = sorted(found.places.items(), key=lambda entry: (min(entry[1]), str(entry[0])))
    for message, places in ordered:
        known = old.get(message[0] if isinstance(message, tuple) else message)
        several = isinstance(message, tuple)
        told = known.string if known is not None and isinstance(known.string, tuple) == several else ""
        new.add(
            message,
            told or (("",) if several else ""),
            [(place.replace(" ", "_"), None) for place in sorted(places)[:3]],
        )
    return new


def values_in(text: str) -> set[str]:
    """The names of the values that are put into a message."""
    return set(re.findall(r"\{(\w+)[^}]*\}", text))


def written(language: str, sentences: Catalog) -> None:
    """Write the catalogue, and what the program reads of it."""
    folder = FOLDER / language / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{DOMAIN}.po").open("wb") as file:
        write_po(file, sentences, width=110, omit_header=False)
    with (folder / f"{DOMAIN}.mo").open("wb") as file:
        write_mo(file, sentences)


def main() -> None:
    """Bring every catalogue up to what the code says."""
    found = gathered()
    for language in LANGUAGES:
        if language != "en":
            sentences = brought_up(language, found)
            written(language, sentences)
            left = sum(1 for message in sentences if message.id and not any(message.string))
            print(f"{language}: {len(found.places):,} messages, {left:,} to be translated")  # noqa: T201


if __name__ == "__main__":
    main()
