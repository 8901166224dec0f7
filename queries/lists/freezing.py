"""Freezes segments of a running session, so that its next answer knows them, and lets them go again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from queries.customers.held_out import SUFFIX, drawn
from queries.errors import UsageError
from queries.formats.plurals import many
from queries.lists.gathering import lists_of
from queries.lists.saving import delete, folder_of, save, saved_in
from queries.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from queries.answering.runner import Runner
    from queries.eventlog.model import EventLog
    from queries.lists.saving import Saved


@dataclass(frozen=True)
class Lists:
    """The lists of customers of some files.

    Attributes:
        files: Lists that were named by their files.
        folder: Where the frozen segments of these files are kept; None keeps none.
    """

    files: tuple[Path, ...] = ()
    folder: Path | None = None

    @classmethod
    def about(cls, paths: Sequence[str | Path], files: tuple[Path, ...], folder: Path | None) -> Lists:
        """The lists of the files at `paths`, frozen ones in their own folder below `folder`."""
        return cls(files, folder_of(folder, paths) if folder else None)

    def put_into(self, runner: Runner) -> None:
        """Make every list known to a runner.

        Raises:
            SourceError: A list cannot be read.
            UsageError: A list's name cannot be used, or nobody on it is in the data.
        """
        runner.know(lists_of(runner.log, self.files, self.folder))

    def frozen(self) -> list[Saved]:
        """The frozen segments, the newest last."""
        return saved_in(self.folder) if self.folder else []

    def freeze(self, runner: Runner, name: str, customers: pl.Series, *, replace: bool, hold_out: float) -> Path:
        """Keep customers as a list, and those held out as another; see `Session.freeze`."""
        log = runner.log
        if self.folder is None:
            raise UsageError(
                say("This session keeps no frozen segments."), say("Export the customers to a file instead.")
            )
        if not len(customers):
            raise UsageError(say("Nobody is there to be frozen."), say("Choose a segment that has customers."))
        taken = [listed.name for listed in log.lists if listed.saved is None and not self._is_frozen(listed.name)]
        if name.strip().casefold() in map(str.casefold, taken):
            raise UsageError(
                say("A list of yours is called “{strip}” already.", strip=name.strip()), say("Choose another name.")
            )
        treated, held = drawn(customers, hold_out, name)
        if hold_out and not len(held):
            raise UsageError(
                say(
                    "{customers} are too few to hold {hold_out:.0%} of them out.",
                    customers=many(len(customers), "customer"),
                    hold_out=hold_out,
                ),
                say("Choose a larger share, or hold nobody out."),
            )
        # Those held out first: the list itself is then the one that was frozen last.
        if len(held):
            save(self.folder, f"{name.strip()}{SUFFIX}", _ids(log, held), replace=replace)
        try:
            path = save(self.folder, name, _ids(log, treated), replace=replace)
        except UsageError:
            if len(held):
                self._forget_held_out(name)
            raise
        if not len(held):
            self._forget_held_out(name)
        self.put_into(runner)
        return path

    def thaw(self, name: str, runner: Runner | None) -> None:
        """Forget a frozen segment; a runner that is there answers without it at once.

        Raises:
            UsageError: There is none of that name.
        """
        if self.folder is None:
            raise UsageError(say("This session keeps no frozen segments."))
        delete(self.folder, name)
        self._forget_held_out(name)
        if runner:
            self.put_into(runner)

    def _forget_held_out(self, name: str) -> None:
        """Those held out of a list go with it."""
        held = f"{name.strip()}{SUFFIX}"
        if self.folder and self._is_frozen(held):
            delete(self.folder, held)

    def _is_frozen(self, name: str) -> bool:
        """Whether a list was frozen, also where its file can no longer be read."""
        return name.casefold() in {saved.name.casefold() for saved in self.frozen()}


def _ids(log: EventLog, customers: pl.Series) -> pl.Series:
    """The ids of some codes, in the order of the log."""
    codes = pl.LazyFrame({"customer": customers.cast(pl.UInt32)})
    ids = log.customers.join(codes, on="customer", how="semi").select("customer", "id").sort("customer")
    return ids.collect()["id"]
