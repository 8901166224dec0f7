"""`regulars segments`: the user's own segments and lists of some files, and how many customers are in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from queries.safe import safe
from tui.cli.options import Common, common_options
from tui.cli.working import stoppable

if TYPE_CHECKING:
    from queries.cancel import Token
    from queries.eventlog.model import CustomerList
    from queries.session import Session
    from tui.cli.narration import ProgressLine

_WIDEST = 80

Line = tuple[str, int, str]
"""A segment, its customers, and what it is."""


@click.command(short_help="List own and frozen segments, or delete a frozen one.")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--delete", metavar="NAME", help="Forget a frozen segment.")
@common_options
def segments(files: tuple[str, ...], common: Common, delete: str | None) -> None:
    """List the segments of your own for FILE…: rules of the mapping file, lists, and frozen segments.

    “regulars run rules FILE” and “regulars run frozen FILE” compare them; --segment rules=NAME and
    --segment frozen=NAME ask any question of one.
    """
    if delete is not None:
        stoppable(lambda _, line: _thaw(files, common, delete, line))
        click.echo(f"“{safe(delete.strip())}” is forgotten.")
        return
    own_lines, list_lines = stoppable(lambda token, line: _listed(files, common, token, line))
    for title, lines in (("Own segments (rules)", own_lines), ("Lists (frozen)", list_lines)):
        click.echo(title)
        names = max((len(safe(name)) for name, _, _ in lines), default=0)
        for name, customers, about in lines:
            click.echo(f"  {safe(name).ljust(names)}  {customers:>11,}  {safe(about, _WIDEST)}".rstrip())
        if not lines:
            click.echo("  none yet")


def _thaw(files: tuple[str, ...], common: Common, name: str, line: ProgressLine) -> None:
    """Forget a frozen segment; for that no log has to be built."""
    from tui.cli.answering import opened

    opened(files, common, line).thaw(name)


def _listed(files: tuple[str, ...], common: Common, token: Token, line: ProgressLine) -> tuple[list[Line], list[Line]]:
    """The own segments, and the lists."""
    from tui.cli.answering import loaded

    session = loaded(files, common, token, line)
    listed = [(entry.name, len(entry.customers), _about(entry)) for entry in session.runner.log.lists]
    return _own(session), listed


def _own(session: Session) -> list[Line]:
    """The own segments in their order, with the customers that are in them and in no earlier one."""
    from queries.question.scope import Scope
    from queries.segments.own.rules.segmentation import in_force

    if not session.runner.log.mapping.segments:
        return []
    table = in_force(session.runner.data(Scope())).collect()
    return [(row["segment"], row["matching"] - row["taken"], row["rule"]) for row in table.iter_rows(named=True)]


def _about(entry: CustomerList) -> str:
    """Where a list comes from, and what is missing of it."""
    origin = f"frozen on {entry.saved:%Y-%m-%d %H:%M} UTC" if entry.saved else entry.origin
    missing = f"{entry.unknown:,} not in these data" if entry.unknown else ""
    return ", ".join(filter(None, (origin, missing)))
