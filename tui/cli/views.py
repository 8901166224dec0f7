"""`regulars views`: the saved views, listed and shared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from queries.formats.plurals import many
from queries.safe import safe
from queries.wording import say

if TYPE_CHECKING:
    from tui.state.saved import SavedViews


@click.command(short_help="List the saved views, or share them.")
@click.option("--export", "to", type=click.Path(path_type=Path), metavar="FILE", help="Write all of them to a file.")
@click.option("--import", "taken", type=click.Path(path_type=Path), metavar="FILE", help="Take over those of a file.")
@click.option("--replace", is_flag=True, help="Replace views of the same names.")
@click.option("--delete", metavar="NAME", help="Forget one.")
def views(to: Path | None, taken: Path | None, replace: bool, delete: str | None) -> None:
    """List the saved views: questions under a name, with their scope, parameters, comparison, order and columns.

    ctrl+s on the screen saves one, “regulars run @NAME FILE” asks it. They are kept for all files.
    """
    from rich.cells import cell_len, set_cell_size

    from tui.state.places import places
    from tui.state.saved import SIGN, SavedViews

    saved = SavedViews(places().views)
    if delete is not None:
        saved.remove(delete)
        click.echo(say("“{delete}” is forgotten.", delete=safe(delete)))
    elif to is not None:
        click.echo(say("Wrote {saved} to {to}.", saved=_counted(_export(saved, to)), to=to))
    elif taken is not None:
        click.echo(say("Took over {saved}.", saved=_counted(_take(saved, taken, replace=replace))))
    else:
        lines = [(safe(view.name), safe(view.words)) for view in saved.read()]
        wide = max((cell_len(name) for name, _ in lines), default=0)
        for name, words in lines:
            click.echo(f"{SIGN}{set_cell_size(name, wide)}  {words}")
        if not lines:
            click.echo(say("No view is saved yet: ctrl+s on the screen saves one."))


def _export(saved: SavedViews, path: Path) -> int:
    """Write all views to a file of its own; how many there are."""
    from queries.export.target import replacing
    from tui.state.kept import as_json

    views = saved.read()
    with replacing(path, [saved.path]) as file:
        file.write(as_json([view.entry() for view in views]))
    return len(views)


def _take(saved: SavedViews, path: Path, *, replace: bool) -> int:
    """Take over the views of a file; how many there are."""
    from queries.errors import SourceError, UsageError
    from tui.state.saved import views_in

    try:
        views = views_in(path)
    except OSError as error:
        raise SourceError(say("{path} cannot be read: {value}.", path=path, value=error.strerror or error)) from error
    there = [view.name for view in views if saved.has(view.name)]
    if there and not replace:
        raise UsageError(
            say("There is a view “{there}” already.", there=there[0]), say("Rename one of the two, or add --replace.")
        )
    saved.save(*views)
    return len(views)


def _counted(views: int) -> str:
    return many(views, "view")
