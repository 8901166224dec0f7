"""`regulars inspect` and `regulars map`: what the tables of a file mean, shown and written down."""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from queries.formats.plurals import many
from queries.safe import safe
from queries.wording import say
from tui.cli.completing import files
from tui.cli.decided import asked, decision_lines, key_figures, question_lines
from tui.cli.narration import ProgressLine, remark
from tui.cli.options import Common, common_options
from tui.cli.output import print_lines, room
from tui.cli.working import stoppable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.cancel import Token
    from queries.eventlog.preview import Preview
    from queries.mapping.guessed import Guess
    from queries.mapping.model import Field, Mapping
    from queries.session import Session


@click.command("inspect", short_help="Show tables, their meaning, and what would be read.")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", shell_complete=files)
@common_options
def inspect_(files: tuple[str, ...], common: Common) -> None:
    """Show the key figures and what was decided on the way to them, tables, what columns mean, which rows are read.

    Nothing is built and nothing is kept.
    """
    from tui.cli.answering import opened

    session = stoppable(lambda _, line: opened(files, common, line, afresh=True))
    figures = stoppable(lambda token, line: key_figures(session, token, line))
    print_lines(chain(_decided(session, figures, common), _tables(session)))
    sys.stdout.writelines(f"{line}\n" for line in _meanings(session))
    sys.stdout.writelines(f"{line}\n" for line in _personal(session))
    sys.stdout.flush()
    remark(session.notes)

    def count(token: Token, line: ProgressLine) -> Preview:
        from queries.eventlog.preview import preview

        token.on_cancel(session.source.interrupt)
        line.tell(say("counting rows"))
        return preview(session.source, session.mapping)

    sys.stdout.writelines(f"{line}\n" for line in _rows(stoppable(count)))


@click.command("map", short_help="Write what the columns mean, to be corrected.")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", shell_complete=files)
@click.option("-o", "--output", "path", type=click.Path(path_type=Path), metavar="PATH", help="The file to write.")
@common_options
def map_(files: tuple[str, ...], common: Common, path: Path | None) -> None:
    """Write what the columns seem to mean as TOML, to be corrected and given back with --map."""
    from queries.export.target import replacing
    from queries.mapping import toml
    from tui.cli.answering import opened

    session = stoppable(lambda _, line: opened(files, common, line, afresh=True))
    text = toml.dumps(session.mapping, session.guess)
    if path is None:
        sys.stdout.write(text)
        return
    with replacing(path, session.given) as file:
        file.write(text.encode())
    questions = map(asked, session.guess.questions) if session.guess else ()
    remark([*questions, say("Written to {path}. Correct it, then: regulars --map {path} FILE…", path=path)])


def _decided(session: Session, figures: str, common: Common) -> Iterator[str]:
    """What comes out, what was decided on the way to it, and what has to be confirmed."""
    yield f"{safe(session.source.title)}: {safe(figures)}"
    yield from decision_lines(session, unmask=common.unmask)
    yield from question_lines(session)


def _tables(session: Session) -> Iterator[str]:
    """What the files hold."""
    from rich.cells import cell_len

    from tui.text.grid import listing

    tables = session.source.tables()
    yield from ("", many(len(tables), "table"), "")
    rows = [
        (
            safe(table.name),
            say(table.kind),
            ("–" if table.rows is None else f"{table.rows:,}").rjust(10),
            safe(table.problem or ", ".join(column.name for column in table.columns)),
        )
        for table in tables
    ]
    yield from listing(
        (say("Table"), say("Kind"), " " * (10 - cell_len(say("Rows"))) + say("Rows"), say("Columns")), rows, room()
    )


def _meanings(session: Session) -> Iterator[str]:
    """What the columns mean: as guessed with reasons, else as a file says."""
    yield ""
    if session.guess is None:
        yield (
            say("Meaning: from the mapping file.") if session.options.map_file else say("Meaning: as confirmed before.")
        )
        yield from _stated(session.mapping)
    else:
        yield say("Meaning: guessed, {confidence:.0%} sure.", confidence=session.guess.confidence)
        yield from _guessed(session.guess)


def _personal(session: Session) -> Iterator[str]:
    """Which columns are masked, and why."""
    from queries.privacy import Kind, personal_columns

    kind_by_column = personal_columns(session.source, session.mapping)
    personal = [f"{safe(name)} ({say(kind)})" for name, kind in kind_by_column.items() if kind is not Kind.TEXT]
    texts = [safe(name) for name, kind in kind_by_column.items() if kind is Kind.TEXT]
    if personal or texts:
        yield ""
    if personal:
        yield say("Personal: {names}; masked unless --unmask.", names=", ".join(personal))
    if texts:
        yield say(
            "Free text: {names}; e-mail addresses and numbers in it are masked unless --unmask.", names=", ".join(texts)
        )


def _guessed(guess: Guess) -> Iterator[str]:
    """Each guess with what speaks for it."""
    from tui.text.grid import listing

    rows = [
        (safe(f.table), say(f.meaning), _source(f.field), f"{f.confidence:.0%}".rjust(4), safe(f.reason))
        for f in guess.findings
    ]
    yield from ("", *listing((say("Table"), say("Meaning"), say("Column"), say("Sure"), say("Because")), rows, room()))


def _stated(mapping: Mapping) -> Iterator[str]:
    """The mapping of a file."""
    from tui.text.grid import listing

    rows = [
        (safe(event.table), say(meaning.value), _source(field))
        for event in mapping.events
        for meaning, field in event.fields.items()
    ]
    if mapping.customers:
        rows.append((safe(mapping.customers.table), "customers.id", safe(mapping.customers.id)))
    yield from ("", *listing((say("Table"), say("Meaning"), say("Column")), rows, room()))


def _source(field: Field) -> str:
    """Where a meaning comes from, and how it is read."""
    text = f"“{field.value}”" if field.column is None else field.column
    return safe(text + (f" ({field.format})" if field.format and field.format != "native" else ""), 40)


def _rows(preview: Preview) -> Iterator[str]:
    """What would be read and what would be set aside."""
    from queries.answering.notes import intake_notes
    from tui.text.grid import GridColumn, grid

    yield from ("", say("Rows: {kept:,} of {rows:,} would be read.", kept=preview.kept, rows=preview.rows), "")
    headings = [
        GridColumn(say("Table"), key=True, cut=True),
        GridColumn(say("Rows"), right=True),
        GridColumn(say("Read"), right=True),
        GridColumn(say("First")),
        GridColumn(say("Last")),
        GridColumn(say("Kinds of event"), cut=True),
    ]
    rows = [
        (
            safe(table.table),
            f"{table.rows:,}",
            f"{table.kept:,}",
            "–" if table.first is None else table.first.date().isoformat(),
            "–" if table.last is None else table.last.date().isoformat(),
            safe(", ".join(table.kinds)),
        )
        for table in preview.tables
    ]
    yield from grid(headings, lambda: rows, room())
    yield from (safe(note) for note in intake_notes(preview.set_aside))
