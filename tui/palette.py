"""What the palette finds: every command, every question and the tables of the answer, by name."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from queries.formats.cells import words
from tui import reach
from tui.commands.listed import COMMANDS, keys_of
from tui.dialogs.find import Hit
from tui.panes.questions import askable
from tui.screens.page import EVERY_PAGE, Page
from tui.table.pane import TablePane

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from textual.app import App
    from textual.dom import DOMNode

    from queries.catalogue import Metric
    from tui.commands.listed import Command
    from tui.dialogs.find import Provider
    from tui.reach import Ways
    from tui.state.workspace import Workspace


def everything(app: App[int], workspace: Workspace, ways: Ways) -> Sequence[Provider]:
    """What there is on the screen one is on, and what of the data can be gone to.

    Args:
        app: Runs the commands.
        workspace: The catalogue and the user's keys.
        ways: How what was picked is gone to.
    """
    screen, answer = app.screen, ways.answer
    return (
        _once(lambda: questions(workspace, ways.ask)),
        _once(lambda: tables(screen)),
        _once(lambda: columns(screen)),
        _once(lambda: commands(app, screen, workspace)),
        _once(lambda: reach.segments(workspace, ways.narrow) if answer else ()),
        _once(lambda: reach.parts_of_scope(workspace, ways.narrow) if answer else ()),
        _once(lambda: reach.terms(ways.explain)),
        _once(lambda: reach.files(workspace, ways.open_files)),
    )


def _once(make: Callable[[], Iterable[Hit]]) -> Provider:
    """What does not depend on what is typed is made when the box opens, and not for every letter."""
    kept = cache(lambda: tuple(make()))
    return lambda _: kept()


def questions(workspace: Workspace, ask: Callable[[str], None]) -> Iterator[Hit]:
    """The questions of the catalogue."""
    for metric in filter(askable, workspace.metrics):
        same = metric.group.casefold() == metric.title.casefold()
        name = metric.title if same else f"{metric.group}: {metric.title}"
        yield Hit(name, metric.question + _missing(workspace, metric), partial(ask, metric.id), _other_words(metric))


def _other_words(metric: Metric) -> str:
    """What a question is found by besides what is shown: its title alone, its id, and what it declares."""
    return ", ".join(word for word in (metric.title, metric.id, metric.also) if word)


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


def columns(screen: DOMNode) -> Iterator[Hit]:
    """The columns of the answer on the screen: the cursor goes there."""
    pane = screen.main_pane if isinstance(screen, Page) else None
    if isinstance(pane, TablePane) and pane.frame is not None:
        for place, column in enumerate(pane.frame.shown):
            yield Hit(
                f"Column: {column.heading}", column.meaning, partial(pane.go_to_column, place), also=column.heading
            )


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
