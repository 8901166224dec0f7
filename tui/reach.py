"""What of the data the box that finds leads to: customers, segments, parts of the scope, terms, other files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from tui.dialogs.find import Hit
from tui.state.listed import CustomerOpened, Listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from queries.answering.result import Result
    from queries.eventlog.model import EventLog
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


MOST_CUSTOMERS = 8
"""So many customers are named at once; more letters name the others."""
MOST_VALUES = 60
"""Attributes with more values tell customers apart, not groups of them."""


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
    """Channels, kinds of event, and values of attributes that many customers share: the scope becomes only these."""
    runner = workspace.runner
    if runner is None:
        return
    from queries.question.scope import Condition

    log = runner.log
    for name in log.channels if len(log.channels) > 1 else ():
        yield Hit(f"Channel: {name}", "Only its events.", partial(narrow, _changing(channels=(name,))), also=name)
    for name in log.kinds if len(log.kinds) > 1 else ():
        yield Hit(f"Event: {name}", "Only events of this kind.", partial(narrow, _changing(events=(name,))), also=name)
    for attribute, value in _shared_values(log):
        where = (Condition(attribute, "=", value),)
        yield Hit(f"{attribute}: {value}", "Only these customers.", partial(narrow, _changing(where=where)), also=value)


def _changing(**parts: object) -> Callable[[Scope], Scope]:
    """A change of the scope in force."""
    return lambda scope: scope.changed(**parts)


def _shared_values(log: EventLog) -> list[tuple[str, str]]:
    """Attribute and value, of attributes that are not personal and of which several customers share each value."""
    import polars as pl

    names = [name for name in log.attributes if name not in log.personal]
    counted = log.customers.select(pl.col(name).n_unique() for name in names).collect() if names else None
    few = [name for name in names if counted is not None and counted[name][0] <= MOST_VALUES]
    found: list[tuple[str, str]] = []
    for name in few:
        values = log.customers.select(pl.col(name).cast(pl.String).drop_nulls().unique().sort()).collect()
        found += [(name, value) for value in values.to_series() if value]
    return found


def customers(workspace: Workspace, answer: Result | None, opened: Callable[[CustomerOpened], object]) -> Finder:
    """Customers whose id begins as typed, or whose name does where names may be seen."""
    from queries.catalogue import CUSTOMERS

    def found(typed: str) -> Iterator[Hit]:
        runner, wanted = workspace.runner, typed.strip()
        if runner is None or answer is None or len(wanted) < 2 or not runner.log.has(CUSTOMERS):
            return
        for id_, told in _called(runner.log, wanted, masked=workspace.masked):
            listed = Listed([id_], 0, answer, "Customers")
            shown = workspace.seen_id(id_)
            yield Hit(f"Customer {shown}", told, partial(opened, CustomerOpened(listed)), also=f"{id_}, {told}")

    return found


def _called(log: EventLog, wanted: str, *, masked: bool) -> list[tuple[str, str]]:
    """Id and name of the first customers whose id, or name where it may be seen, begins as typed."""
    import polars as pl

    names = () if masked else tuple(name for name, kind in log.personal.items() if kind == "name" and name != "id")
    low = wanted.casefold()
    read = [pl.col("id").cast(pl.String), *(pl.col(name).cast(pl.String) for name in names)]
    fits = pl.any_horizontal(one.str.to_lowercase().str.starts_with(low) for one in read)
    rows = log.customers.filter(fits).head(MOST_CUSTOMERS).select(read).collect().rows()
    return [(str(row[0]), " ".join(str(cell) for cell in row[1:] if cell)) for row in rows]


def files(workspace: Workspace, open_: Callable[[tuple[str, ...]], object]) -> Iterator[Hit]:
    """Files opened lately."""
    for paths in workspace.memory.recent():
        if paths != tuple(str(Path(path).absolute()) for path in workspace.paths):
            names = ", ".join(Path(path).name for path in paths[:3])
            yield Hit(f"File: {names}", str(Path(paths[0]).parent), partial(open_, paths), also=names)


if TYPE_CHECKING:
    Finder = Callable[[str], Iterator[Hit]]
