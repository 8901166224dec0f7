"""What the palette finds: every command, every question and the tables of the answer, by name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from queries.formats.cells import words
from tui.commands.listed import COMMANDS, keys_of
from tui.dialogs.find import Hit
from tui.panes.questions import askable
from tui.screens.page import EVERY_PAGE, Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textual.app import App
    from textual.dom import DOMNode

    from queries.catalogue import Metric
    from tui.commands.listed import Command
    from tui.dialogs.find import Provider
    from tui.state.workspace import Workspace


def everything(app: App[int], workspace: Workspace, ask: Callable[[str], None]) -> Sequence[Provider]:
    """What there is on the screen one is on.

    Args:
        app: Runs the commands.
        workspace: The catalogue and the user's keys.
        ask: Asks a question by the id of its metric, from wherever one is.
    """
    screen = app.screen
    return (
        lambda _: questions(workspace, ask),
        lambda _: tables(screen),
        lambda _: commands(app, screen, workspace),
    )


def questions(workspace: Workspace, ask: Callable[[str], None]) -> Iterator[Hit]:
    """The questions of the catalogue."""
    for metric in filter(askable, workspace.metrics):
        same = metric.group.casefold() == metric.title.casefold()
        name = metric.title if same else f"{metric.group}: {metric.title}"
        yield Hit(name, metric.question + _missing(workspace, metric), partial(ask, metric.id))


def _missing(workspace: Workspace, metric: Metric) -> str:
    """What these data lack for a question, behind it."""
    from queries.data.needs import in_words, missing

    runner = workspace.runner
    lacking = missing(runner.log, metric.needs) if runner else ()
    return f" (needs {' and '.join(map(in_words, lacking))})" if lacking else ""


def tables(screen: DOMNode) -> Iterator[Hit]:
    """The further tables of the answer on the screen."""
    pane = screen.parted() if isinstance(screen, Page) else None
    if pane is not None and pane.parts():
        for name in ("", *pane.parts()):
            title = f"Table: {words(name)}" if name else "Table: the answer"
            yield Hit(title, "Show this table of the answer.", partial(pane.go_to_part, name))


def commands(app: App[int], screen: DOMNode, workspace: Workspace) -> Iterator[Hit]:
    """What can be done on the screen."""
    for entry in COMMANDS:
        node = _doer(app, screen, entry)
        if entry.palette and node is not None:
            keys = ", ".join(keys_of(entry, workspace.keymap))
            title = f"{entry.title} ({keys})" if keys else entry.title
            yield Hit(title, entry.help, partial(app.call_later, app.run_action, entry.action, node))


def _doer(app: App[int], screen: DOMNode, entry: Command) -> DOMNode | None:
    """Who does a command here: a pane, the screen, or above a dialog the application."""
    if entry.where != "everywhere" and isinstance(screen, Page):
        return screen.doer(entry.id)
    return app if entry.id in EVERY_PAGE and entry.action.startswith("app.") else None
