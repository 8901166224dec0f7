"""`regulars FILE…` and `regulars demo`: open the screen."""

from __future__ import annotations

import os
import shlex
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from queries.errors import SourceError, UsageError
from queries.wording import say
from tui.cli.completing import commands_or_files
from tui.cli.group import COMMANDS, DEFAULT
from tui.cli.options import Common, common_options
from tui.cli.working import stoppable

if TYPE_CHECKING:
    from tui.cli.narration import ProgressLine

DEMO_NAME = "demo.duckdb"
CANNOT_DRAW = ("dumb", "unknown")
"""Terminals, as TERM calls them, on which no cursor can be placed: the shell of an editor, a log."""


@click.command(DEFAULT, short_help="Open files on the screen; what happens without a command.")
@click.argument("files", nargs=-1, metavar="FILE…", shell_complete=commands_or_files)
@click.option("--watch", is_flag=True, help="Read files that change again, and say which findings are others since.")
@common_options
def open_(files: tuple[str, ...], common: Common, watch: bool) -> int:
    """Open a DuckDB file, or exports (Parquet, CSV, JSON, Excel) beside each other; without FILE, recent ones."""
    _refuse_mistyped(files)
    _require_terminal(f"regulars run overview {shlex.join(files) or 'FILE'}")
    return _open(files, common, watch=watch)


@click.command(short_help="Make a shop to try things on, and open it.")
@click.option(
    "--customers",
    type=click.IntRange(min=1),
    default=5_000,
    show_default=True,
    metavar="N",
    help="Size of the shop.",
)
@click.option("--keep", type=click.Path(path_type=Path), metavar="FILE", help="Write the shop to a file and keep it.")
@common_options
def demo(customers: int, keep: Path | None, common: Common) -> int:
    """Make a shop whose truth is known and open it; it is gone afterwards unless kept."""
    _require_terminal("regulars run overview FILE")
    if keep is not None:
        _make(keep, customers)
        return _open((str(keep),), common, demo=True)
    from queries.source.folders import private_folder

    path = private_folder() / DEMO_NAME
    _make(path, customers)
    return _open((str(path),), common, demo=True)


def _refuse_mistyped(files: tuple[str, ...]) -> None:
    """A first word that is neither a file nor a command may be a command that was mistyped."""
    if not files or Path(files[0]).exists():
        return
    nearest = get_close_matches(files[0], COMMANDS, n=1, cutoff=0.7)
    if nearest:
        raise UsageError(
            say("“{files}” is neither a file nor a command.", files=files[0]),
            say("Did you mean “regulars {nearest}”?", nearest=nearest[0]),
        )


def _make(path: Path, customers: int) -> None:
    """Write the shop."""

    def make(_: object, line: ProgressLine) -> None:
        line.tell(say("making a shop of {customers:,} customers", customers=customers))
        from sample_data import generate

        generate(path, customers=customers)

    try:
        stoppable(make)
    except FileExistsError as error:
        raise UsageError(
            say("{path} exists already.", path=path), say("Name another file, or open it: “regulars FILE”.")
        ) from error
    except OSError as error:
        raise SourceError(
            say("{path} could not be written: {value}.", path=path, value=error.strerror or error)
        ) from error


def _require_terminal(instead: str) -> None:
    """Refuse to draw a screen where there is none, or one that cannot be drawn on, and say what works."""
    hint = say("“{instead}” answers without one.", instead=instead)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(say("There is no terminal to draw the screen on."), hint)
    kind = os.environ.get("TERM", "")
    if kind in CANNOT_DRAW:
        raise UsageError(say("No screen can be drawn on this terminal: it is called “{kind}” (TERM).", kind=kind), hint)


def _open(files: tuple[str, ...], common: Common, **more: Any) -> int:
    """Open the screen; the exit code it ends with."""
    from tui.process import run
    from tui.state.opening import Start

    scope = None
    if common.as_of:
        from queries.question.scope import Scope

        scope = Scope(as_of=common.as_of)
    return run(
        Start(
            paths=files,
            options=common.session_fields(),
            scope=scope,
            theme=common.theme,
            marker=common.marker,
            mouse=common.mouse,
            command_options=tuple(common.words()),
            unmask=common.unmask,
            **more,
        )
    )
