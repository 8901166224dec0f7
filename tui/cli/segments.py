"""`regulars segments`: the user's own segments and lists of some files, and how many customers are in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from queries.safe import safe
from queries.wording import say
from tui.cli.completing import files
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


@click.command(short_help="List own and frozen segments, freeze one, or delete a frozen one.")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", shell_complete=files)
@click.option("--delete", metavar="NAME", help="Forget a frozen segment.")
@click.option("--freeze", metavar="NAME", help="Keep the customers of --segment as a list called NAME.")
@click.option("--segment", metavar="S=V", help="Whom to freeze, like rfm=champions.")
@click.option(
    "--hold-out",
    type=click.FloatRange(0, 100, max_open=True),
    default=0.0,
    metavar="PERCENT",
    help="Leave so many of them alone, drawn at random and kept as “NAME held out”: effect compares the two later.",
)
@click.option("--replace", is_flag=True, help="Replace a frozen segment of that name.")
@common_options
def segments(
    files: tuple[str, ...],
    common: Common,
    delete: str | None,
    freeze: str | None,
    segment: str | None,
    hold_out: float,
    replace: bool,
) -> None:
    """List the segments of your own for FILE…: rules of the mapping file, lists, and frozen segments.

    “regulars run rules FILE” and “regulars run frozen FILE” compare them; --segment rules=NAME and
    --segment frozen=NAME ask any question of one.
    """
    if delete is not None:
        stoppable(lambda _, line: _thaw(files, common, delete, line))
        click.echo(say("“{strip}” is forgotten.", strip=safe(delete.strip())))
        return
    if freeze is not None:
        whom = Kept(freeze, segment or "", hold_out / 100, replace)
        click.echo(safe(stoppable(lambda token, line: _freeze(files, common, whom, token, line))))
        return
    own_lines, list_lines = stoppable(lambda token, line: _listed(files, common, token, line))
    for title, lines in ((say("Own segments (rules)"), own_lines), (say("Lists (frozen)"), list_lines)):
        click.echo(title)
        names = max((len(safe(name)) for name, _, _ in lines), default=0)
        for name, customers, about in lines:
            click.echo(f"  {safe(name).ljust(names)}  {customers:>11,}  {safe(about, _WIDEST)}".rstrip())
        if not lines:
            click.echo(f"  {say('none yet')}")


class Kept(NamedTuple):
    """What is to be frozen: the list's name, the segment, the share held out, and whether a list is replaced."""

    name: str
    segment: str
    hold_out: float
    replace: bool


def _freeze(files: tuple[str, ...], common: Common, kept: Kept, token: Token, line: ProgressLine) -> str:
    """Keep the customers of a segment as a list; what was kept, in words."""
    from queries.customers.held_out import told_of
    from queries.errors import UsageError
    from queries.question.scope import Scope, Segment
    from tui.cli.answering import loaded

    if not kept.segment:
        raise UsageError(say("--freeze needs to know whom."), say("Name a segment, like --segment rfm=champions."))
    scope = Scope(segment=Segment.parse(kept.segment), as_of=common.as_of)
    session = loaded(files, common, token, line)
    session.runner.check(scope, token)
    customers = session.runner.data(scope).customers.select("customer").collect()["customer"]
    session.freeze(kept.name, customers, replace=kept.replace, hold_out=kept.hold_out)
    return told_of(session.runner.log, kept.name)


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
    origin = say("frozen on {saved:%Y-%m-%d %H:%M} UTC", saved=entry.saved) if entry.saved else entry.origin
    missing = say("{unknown:,} not in these data", unknown=entry.unknown) if entry.unknown else ""
    return ", ".join(filter(None, (origin, missing)))
