"""What of the data the box that finds leads to: segments, parts of the scope, terms, other files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from tui.dialogs.find import Hit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from queries.answering.result import Result
    from queries.question.scope import Scope
    from tui.state.workspace import Workspace

    Narrow = Callable[[Callable[[Scope], Scope]], None]


@dataclass(frozen=True)
class Ways:
    """How what was picked is gone to, from wherever one is.

    Attributes:
        ask: Asks a question by the id of its metric.
        narrow: Asks the same of another part of the data.
        explain: Tells what a word means.
        open_files: Opens other files in place of these.
        answer: What the main screen shows, if anything.
    """

    ask: Callable[[str], None]
    narrow: Narrow
    explain: Callable[[str, Text], None]
    open_files: Callable[[tuple[str, ...]], None]
    answer: Result | None


def terms(show: Callable[[str, Text], None]) -> Iterator[Hit]:
    """The terms of the field, with what they mean."""
    from queries.catalogue.glossary import GLOSSARY

    for term in GLOSSARY:
        yield Hit(term.name, term.meaning, partial(show, term.name, Text(term.meaning)), also=term.also)


def segments(workspace: Workspace, narrow: Narrow) -> Iterator[Hit]:
    """The segments whose names are known before anything is counted: the scope becomes their members."""
    from queries.data.needs import missing
    from queries.question.scope import Segment

    runner = workspace.runner
    for metric in workspace.metrics if runner is not None else ():
        declared = metric.segmentation
        if declared is None or declared.segments is None or runner is None or missing(runner.log, metric.needs):
            continue
        for name in declared.segments:
            meaning = declared.meanings.get(name, "its members become the scope")
            segment = Segment(metric.id, name)
            yield Hit(f"{metric.title}: {name}", meaning, partial(narrow, _changing(segment=segment)), also=name)


def parts_of_scope(workspace: Workspace, narrow: Narrow) -> Iterator[Hit]:
    """Channels and kinds of event: the scope becomes only these."""
    runner = workspace.runner
    if runner is None:
        return
    log = runner.log
    for name in log.channels if len(log.channels) > 1 else ():
        yield Hit(f"Channel: {name}", "Only its events.", partial(narrow, _changing(channels=(name,))), also=name)
    for name in log.kinds if len(log.kinds) > 1 else ():
        yield Hit(f"Event: {name}", "Only events of this kind.", partial(narrow, _changing(events=(name,))), also=name)


def _changing(**parts: object) -> Callable[[Scope], Scope]:
    """A change of the scope in force."""
    return lambda scope: scope.changed(**parts)


def files(workspace: Workspace, open_: Callable[[tuple[str, ...]], object]) -> Iterator[Hit]:
    """Files opened lately."""
    for paths in workspace.memory.recent():
        if paths != tuple(str(Path(path).absolute()) for path in workspace.paths):
            names = ", ".join(Path(path).name for path in paths[:3])
            yield Hit(f"File: {names}", str(Path(paths[0]).parent), partial(open_, paths), also=names)
