"""`regulars cache`, `keys` and `paths`: what is kept, which keys there are, where everything is."""

from __future__ import annotations

import click

from queries.safe import safe
from queries.wording import mark, say
from tui.cli.narration import complain
from tui.state.places import places


@click.command(short_help="Tell where built logs are kept, or forget them.")
@click.argument("action", type=click.Choice(("path", "clear")), default="path")
def cache(action: str) -> None:
    """Tell where built logs are kept and how much they take, or forget them (clear)."""
    from queries.eventlog.tidying import clear, folder_size

    folder = places().cache
    if action == "path":
        click.echo(f"{folder}  {_size(folder_size(folder))}")
    else:
        click.echo(f"{folder}  {say('{size} freed', size=_size(clear(folder)))}")


@click.command(short_help="List the keys of the screen.")
def keys() -> None:
    """List every command of the screen with its keys and the id that the keymap of config.toml knows."""
    from tui.commands.keymap import read_keymap
    from tui.commands.listed import COMMANDS, GROUPS, keys_of

    keymap, wrong = read_keymap(places().config)
    for sentence in wrong:
        complain(sentence)
    rows = [(entry, ", ".join(keys_of(entry, keymap))) for entry in COMMANDS]
    wide = max(len(written) for _, written in rows)
    names = max(len(entry.id) for entry in COMMANDS)
    for at, (place, title) in enumerate(GROUPS.items()):
        click.echo(f"{chr(10) if at else ''}{say(title)}")
        for entry, written in rows:
            if entry.where == place:
                click.echo(f"  {safe(written).ljust(wide)}  {entry.id.ljust(names)}  {entry.help}")


@click.command(short_help="Tell where settings and everything else is kept.")
def paths() -> None:
    """Tell where settings, confirmed mappings, built logs, the log of errors and what was open last are."""
    from rich.cells import set_cell_size

    where = places()
    for name, path in (
        (mark("config"), where.config),
        (mark("mappings"), where.mappings),
        (mark("cache"), where.cache),
        (mark("state"), where.state),
        (mark("log"), where.log),
    ):
        click.echo(f"{set_cell_size(say(name), 8)}  {path}")


def _size(size: float) -> str:
    """Bytes as people read them."""
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    raise AssertionError
