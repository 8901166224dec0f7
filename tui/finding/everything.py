"""What the box that finds everything has: questions, commands, what is on the screen, and what is in the data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from queries.formats.cells import words
from queries.wording import in_english, say
from tui.commands.listed import COMMANDS, keys_of
from tui.dialogs.find import Find, Lookup, Source
from tui.dialogs.hits import Hit
from tui.finding.data import customers, files, terms, views
from tui.finding.scope import parts, segments
from tui.panes.question_list import askable
from tui.screens.page import EVERY_PAGE, Page
from tui.table.pane import TablePane

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.app import App
    from textual.dom import DOMNode

    from queries.answering.result import Result
    from queries.catalogue import Metric
    from tui.commands.listed import Command
    from tui.finding.scope import Change
    from tui.state.workspace import Workspace


@dataclass(frozen=True)
class Ways:
    """How what was picked is gone to, from wherever one is.

    Attributes:
        ask: Asks a question by the id of its metric.
        open_view: Opens a saved view by its name.
        change: Asks the same of another scope.
        explain: Tells what a word means.
        open_files: Opens other files in place of these.
        answer: What the main screen shows, if anything.
    """

    ask: Callable[[str], None]
    open_view: Callable[[str], None]
    change: Change
    explain: Callable[[str, str], None]
    open_files: Callable[[tuple[str, ...]], None]
    answer: Result | None


def everything_box(app: App[int], workspace: Workspace, ways: Ways) -> Find:
    """The box that finds everything: what there is at once, and what has to be looked for in the data.

    Args:
        app: Runs the commands.
        workspace: The catalogue and the user's keys.
        ways: How what was picked is gone to.
    """
    return Find(
        say("Find"),
        everything(app, workspace, ways),
        say("Search for commands, questions, customers, words …"),
        desk=workspace.desk,
        lookups=_looked_up(app, workspace, ways),
    )


def everything(app: App[int], workspace: Workspace, ways: Ways) -> list[Source]:
    """What there is at once, on the screen one is on and of the data; the arguments are those of `everything_box`."""
    screen, runner = app.screen, workspace.runner
    sources = [
        Source(lambda _: questions(workspace, ways.ask)),
        Source(lambda _: views(workspace, ways.open_view)),
        Source(lambda _: tables(screen)),
        Source(lambda _: columns(screen)),
        Source(lambda _: commands(app, screen, workspace)),
    ]
    if runner is not None and ways.answer is not None:
        sources.append(Source(lambda _: segments(workspace, runner, ways.change)))
    return [*sources, Source(lambda _: terms(ways.explain)), Source(lambda _: files(workspace, ways.open_files))]


def _looked_up(app: App[int], workspace: Workspace, ways: Ways) -> list[Lookup]:
    runner, answer = workspace.runner, ways.answer
    if runner is None or answer is None:
        return []
    return [
        Lookup(lambda typed, token: customers(workspace, answer, app.post_message, typed, token), each=True),
        Lookup(lambda _, token: parts(runner, answer.question.scope, ways.change, token)),
    ]


def questions(workspace: Workspace, ask: Callable[[str], None]) -> Iterator[Hit]:
    """The questions of the catalogue."""
    for metric in filter(askable, workspace.metrics):
        same = metric.group.casefold() == metric.title.casefold()
        name = metric.title if same else f"{metric.group}: {metric.title}"
        yield Hit(name, metric.question + _missing(workspace, metric), partial(ask, metric.id), _other_words(metric))


def _other_words(metric: Metric) -> str:
    """What a question is found by besides what is shown: its title alone, also in English, its id, what it declares."""
    return ", ".join(word for word in (metric.title, in_english(metric.title), metric.id, metric.also) if word)


def _missing(workspace: Workspace, metric: Metric) -> str:
    """What these data lack for a question, behind it."""
    from queries.data.needs import in_words, missing

    runner = workspace.runner
    lacking = missing(runner.log, metric.needs) if runner else ()
    return say(" (needs {names})", names=say(" and ").join(map(in_words, lacking))) if lacking else ""


def tables(screen: DOMNode) -> Iterator[Hit]:
    """The further tables of the answer on the screen."""
    pane = screen.parted() if isinstance(screen, Page) else None
    if pane is not None and pane.parts():
        for name in ("", *pane.parts()):
            title = say("Table: {name}", name=say(words(name))) if name else say("Table: the answer")
            yield Hit(title, say("Show this table of the answer."), partial(pane.go_to_part, name))


def columns(screen: DOMNode) -> Iterator[Hit]:
    """The columns of the answer on the screen: the cursor goes there."""
    pane = screen.main_pane if isinstance(screen, Page) else None
    if isinstance(pane, TablePane) and pane.frame is not None:
        for place, column in enumerate(pane.frame.shown):
            go = partial(pane.go_to_column, place)
            yield Hit(say("Column: {heading}", heading=column.heading), column.meaning, go, also=column.heading)


def commands(app: App[int], screen: DOMNode, workspace: Workspace) -> Iterator[Hit]:
    """What can be done on the screen."""
    for entry in COMMANDS:
        node = _doer(app, screen, entry)
        if entry.palette and node is not None:
            keys = ", ".join(keys_of(entry, workspace.keymap))
            title = f"{entry.title} ({keys})" if keys else entry.title
            also = f"{entry.title}, {in_english(entry.title)}"
            yield Hit(title, entry.help, partial(app.call_later, app.run_action, entry.action, node), also=also)


def _doer(app: App[int], screen: DOMNode, entry: Command) -> DOMNode | None:
    """Who does a command here: a pane, the screen, or above a dialog the application."""
    if entry.where != "everywhere" and isinstance(screen, Page):
        return screen.doer(entry.id)
    return app if entry.id in EVERY_PAGE and entry.action.startswith("app.") else None
