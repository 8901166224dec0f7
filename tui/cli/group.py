"""The program itself: what a word without a command means, how an error is said, what the exit code is."""

from __future__ import annotations

import os
import sys
import traceback
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from queries.errors import RegularsError
from queries.wording import say
from tui.cli.language import begin, language_option, translate
from tui.cli.narration import complain
from tui.state.places import places
from tui.state.writing import opened_log

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

INTERRUPTED = 130
DEFAULT = "open"
"""The command that is meant where none is named."""
COMMANDS = {
    DEFAULT: "tui.cli.screen:open_",
    "demo": "tui.cli.screen:demo",
    "run": "tui.cli.run:run",
    "metrics": "tui.cli.catalogue:metrics",
    "inspect": "tui.cli.inspection:inspect_",
    "map": "tui.cli.inspection:map_",
    "segments": "tui.cli.segments:segments",
    "views": "tui.cli.views:views",
    "cache": "tui.cli.housekeeping:cache",
    "keys": "tui.cli.housekeeping:keys",
    "paths": "tui.cli.housekeeping:paths",
}
"""Where each command is: only the one that is called is imported."""


class ClosedPipe(Exception):  # noqa: N818 - it is no error
    """Whoever read the output has had enough."""


class Program(click.Group):
    """The command group with a default command; a command is imported when it is called, or all are told."""

    def list_commands(self, ctx: click.Context | None = None) -> list[str]:  # noqa: ARG002 - as click calls it
        """The names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context | None, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, in the language that is spoken; None where there is none."""
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            module, _, name = COMMANDS[cmd_name].partition(":")
            self.add_command(getattr(import_module(module), name))
            translate(self.commands[cmd_name])
        return self.commands.get(cmd_name)

    def every_command(self) -> Mapping[str, click.Command]:
        """All commands by name."""
        for name in COMMANDS:
            self.get_command(None, name)
        return self.commands

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command before words that are no command, behind the options of the program itself."""
        own = {name: option for option in self.get_params(ctx) for name in option.opts}
        at = 0
        while at < len(args) and (option := own.get(args[at].partition("=")[0])) is not None:
            if getattr(option, "is_flag", False):
                return super().parse_args(ctx, args)  # help and the version need no command
            at += 1 if "=" in args[at] else 2
        if at >= len(args) or args[at] not in COMMANDS:
            args = [*args[:at], DEFAULT, *args[at:]]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a closed pipe ends it quietly."""
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as end:
            raise ClosedPipe from end
        return code

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command line; in standalone mode the process ends with the exit code."""
        if standalone_mode:
            sys.exit(self.ended(args, prog_name, **extra))
        begin(self)
        return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)

    def ended(self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any) -> int:
        """Run the command line, say what went wrong, and return the exit code."""
        try:
            code = self.main(args, prog_name or "regulars", standalone_mode=False, **extra)
        except ClosedPipe:
            return 0
        except click.UsageError as error:
            complain(error.format_message(), _usage_hint(error))
            return error.exit_code
        except click.ClickException as error:
            complain(error.format_message())
            return error.exit_code
        except (click.Abort, KeyboardInterrupt):
            complain(say("Stopped."))
            return INTERRUPTED
        except RegularsError as error:
            complain(error.what, error.todo, error.mistakes)
            return error.exit_code
        except Exception as error:  # noqa: BLE001 - the outermost border: nobody sees a traceback
            complain(*_unforeseen(error))
            return 1
        return code if isinstance(code, int) else 0


def _usage_hint(error: click.UsageError) -> str:
    """Where the right usage is written down."""
    return say("“{command_path} --help” tells more.", command_path=error.ctx.command_path) if error.ctx else ""


def _unforeseen(error: Exception) -> tuple[str, str]:
    """A sentence about an error that nobody foresaw, after writing down what a developer needs."""
    if os.environ.get("REGULARS_DEBUG"):
        traceback.print_exception(error)
    if isinstance(error, OSError) and error.strerror:
        name = f"{error.filename}: " if error.filename else ""
        return say("The system refused: {name}{strerror}.", name=name, strerror=error.strerror), ""
    what = say("This went wrong in a way nobody foresaw ({name}).", name=type(error).__name__)
    log = places().log
    try:
        with opened_log(log) as file:
            traceback.print_exception(error, file=file)
    except OSError:
        return what, say("REGULARS_DEBUG=1 shows the details.")
    return what, say("The details are in {log}.", log=log)


def _say_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    """Tell the version and end."""
    if not asked:
        return
    from importlib.metadata import PackageNotFoundError, version

    try:
        number = version("regulars")
    except PackageNotFoundError:
        number = say("(not installed)")
    click.echo(f"regulars {number}")
    ctx.exit()


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    subcommand_metavar="[COMMAND] FILE…",
    epilog="“regulars FILE…” opens the files; “regulars COMMAND --help” tells about a command.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_say_version,
    help="Tell the version.",
)
@language_option
def cli() -> None:
    """Who your regular customers are, how often they come, what they are worth, who is about to leave."""
