"""Every list of customers that a log is asked about: named on the command line, in the mapping file, or frozen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from queries.catalogue import CUSTOMERS
from queries.data.needs import unmet
from queries.errors import SourceError, UsageError
from queries.lists.matching import columns_of, listed
from queries.lists.reading import read_ids
from queries.lists.saving import saved_in
from queries.mapping.own import REST, place_of, several, unusable
from queries.source.unpacking import PACKED
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from queries.eventlog.model import CustomerList, EventLog
    from queries.lists.saving import Saved


def lists_of(log: EventLog, files: Sequence[Path], frozen: Path | None) -> tuple[CustomerList, ...]:
    """The lists, each name once: files named on the command line before the mapping's, those before frozen ones.

    Args:
        log: The log whose customers are looked for; its mapping names lists.
        files: Lists by their files; they are called as these are, without what follows the last dot.
        frozen: The folder of frozen segments; None where none are kept.

    Raises:
        SourceError: A file cannot be read.
        UsageError: Two files are called alike, or nobody on one of them is in the data.
        QuestionError: No row of the data says who it was.
        MappingError: With every list of the mapping that cannot be read.
    """
    if files and not log.has(CUSTOMERS):
        raise unmet(log, CUSTOMERS)
    lists = [_named(log, file) for file in files]
    _refuse_alike(lists)
    lists += _mapped(log, lists)
    taken = {entry.name.casefold() for entry in lists}
    saved = [entry for entry in (saved_in(frozen) if frozen else []) if entry.name.casefold() not in taken]
    return (*lists, *(_frozen(log, entry) for entry in saved))


def stem_of(path: Path) -> str:
    """What the list of a file is called."""
    return path.name.removesuffix(PACKED).rpartition(".")[0] or path.name


def _named(log: EventLog, path: Path) -> CustomerList:
    """The list of a file that was named on the command line."""
    name = stem_of(path)
    if unusable(name) or name.casefold() in REST.values():
        raise UsageError(say("A list cannot be called “{name}”.", name=name), say("Rename its file."))
    ids, heading = read_ids(path, columns_of(log.mapping))
    named = listed(log, name, ids, heading=heading, origin=path.name)
    if not len(named.customers):
        raise UsageError(
            say(
                "Nobody on the list {name} is in these data: none of its {ids:,} ids is known.",
                name=path.name,
                ids=len(ids),
            ),
            say("The ids stand one a line, or in a column that is called as in the data."),
        )
    return named


def _refuse_alike(lists: Sequence[CustomerList]) -> None:
    """Refuse lists that differ only in case or in their folder."""
    seen: dict[str, CustomerList] = {}
    for entry in lists:
        other = seen.setdefault(entry.name.casefold(), entry)
        if other is not entry:
            raise UsageError(
                say("Two lists are called “{name}”.", name=entry.name),
                say("Rename {origin} or {origin2}.", origin=entry.origin, origin2=other.origin),
            )


def _mapped(log: EventLog, before: Sequence[CustomerList]) -> list[CustomerList]:
    """The lists of the mapping's own segments, all of their mistakes at once."""
    taken = {entry.name.casefold() for entry in before}
    lists, mistakes = [], []
    for segment in log.mapping.segments:
        if segment.customers is None or segment.name.casefold() in taken:
            continue
        try:
            ids, heading = read_ids(Path(segment.customers), columns_of(log.mapping))
        except SourceError as error:
            mistakes.append(f"{place_of(segment.name)}: {error}")
            continue
        origin = Path(segment.customers).name
        lists.append(listed(log, segment.name, ids, heading=heading, origin=origin))
    if mistakes:
        raise several(say("The mapping"), mistakes)
    return lists


def _frozen(log: EventLog, saved: Saved) -> CustomerList:
    """A frozen segment; one that somebody else wrote into is empty, and says so."""
    try:
        ids = saved.ids()
    except (OSError, pl.exceptions.PolarsError):
        return listed(
            log, saved.name, pl.Series([], dtype=pl.String), origin=say("{path}, which cannot be read", path=saved.path)
        )
    return listed(log, saved.name, ids, saved=saved.saved)
